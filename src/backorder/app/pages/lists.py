"""Lists on pages: the API's own lists with filters, pages by cursor, saved views and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse

from backorder.app.api import asking, reading, tables
from backorder.domain.errors import MalformedError

from . import sheets, views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise
    from psycopg import Connection

    from backorder.app.api.listing import Listing

ROWS = 50
MOST_EXPORTED = 100_000  # rows in one file; the API's pages have no such end
FORMATS = ("csv", "xlsx")


class Filter(NamedTuple):
    """A field above a list; ``options`` makes it a choice, ``kind`` is an input's type."""

    name: str
    label: _StrPromise | str
    options: Sequence[tuple[str, _StrPromise | str]] = ()
    kind: str = "text"


class Field(NamedTuple):
    """A filter as it is drawn: with what was asked for."""

    name: str
    label: _StrPromise | str
    options: Sequence[tuple[str, _StrPromise | str, bool]]
    kind: str
    value: str


class Listed(NamedTuple):
    """One page of a list as templates draw it (``backorder/parts/list_*.html``)."""

    rows: list[dict[str, Any]]
    fields: list[Field]
    filtered: bool
    next: str  # the address of the next page, empty on the last
    first: str  # the address of the first page, empty on the first
    query: str  # what is asked, without the place in the list
    exports: list[tuple[str, str]]
    page: str  # the name under which views of this list are saved
    saved: list[views.View]
    sorts: dict[str, tuple[str, bool]]  # each order: its address, and whether it is this one
    order: str  # the one that was asked for, empty for the usual one


def listed(  # noqa: PLR0913 (a list, and how the page wants it)
    conn: Connection[Any],
    request: HttpRequest,
    listing: Listing,
    filters: Sequence[Filter],
    *,
    limit: int = ROWS,
    always: Mapping[str, str] | None = None,
) -> Listed:
    """Return the page of a list that a request asks for.

    Query parameters that are empty or unknown to the list are passed over, so that a page may have
    parameters of its own; ``always`` are filters that the page itself sets. Raises
    ``MalformedError`` for a value that no row can have.
    """
    given = _given(request, listing)
    asked = asking.read(listing, given | {k: [v] for k, v in (always or {}).items()})
    page = reading.page(conn, listing, asked._replace(limit=limit))
    mine = {name: values[0] for name, values in given.items() if name != "cursor"}
    query = urlencode(mine)
    fields = [_field(one, mine.get(one.name, "")) for one in filters]
    order = asked.order or next(iter(listing.orders), "")
    return Listed(
        rows=page.items(),
        fields=fields,
        filtered=any(field.value for field in fields),
        next=f"?{urlencode(mine | {'cursor': page.next})}" if page.next else "",
        first=f"?{query}" if "cursor" in given else "",
        query=query,
        exports=[(name.upper(), f"?{urlencode(mine | {'format': name})}") for name in FORMATS],
        page=listing.name,
        saved=views.of(conn, request.user.pk or 0, listing.name, query),
        sorts={
            name: (f"?{urlencode(mine | {'order': name})}", name == order)
            for name in listing.orders
        },
        order=asked.order,
    )


def export(
    conn: Connection[Any],
    request: HttpRequest,
    listing: Listing,
    always: Mapping[str, str] | None = None,
) -> HttpResponse | None:
    """Return the list as the file that ``?format=`` asks for, or None where it asks for none."""
    wanted = request.GET.get("format", "")
    if not wanted:
        return None
    if wanted not in FORMATS:
        raise MalformedError(
            "parameter_invalid", "The parameter format is csv or xlsx.", parameter="format"
        )
    given = _given(request, listing) | {k: [v] for k, v in (always or {}).items()}
    given.pop("cursor", None)
    asked = asking.read(listing, given)._replace(limit=MOST_EXPORTED)
    page = reading.page(conn, listing, asked)
    if wanted == "csv":
        response = HttpResponse(tables.as_csv(page), content_type=tables.CONTENT_TYPE)
    else:
        response = HttpResponse(
            sheets.as_xlsx(listing.name, page), content_type=sheets.CONTENT_TYPE
        )
    response["Content-Disposition"] = f'attachment; filename="{listing.name}.{wanted}"'
    return response


def _given(request: HttpRequest, listing: Listing) -> dict[str, list[str]]:
    known = {*asking.parameters(listing)} - {"fields", "limit"}
    return {
        name: [values[-1]]
        for name, values in request.GET.lists()
        if name in known and values[-1].strip()
    }


def _field(one: Filter, value: str) -> Field:
    options = [(code, label, code == value) for code, label in one.options]
    return Field(one.name, one.label, options, one.kind, value)
