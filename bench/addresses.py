"""What is asked: the API's lists with each of their filters, and the pages that links lead to.

Lists on web pages are asked like those of the API: from their middle on, in each of the states they
offer, and for each of their filters with a value that has rows and one that has none.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg
    from django.test import Client

    from backorder.app.api.listing import Listing
    from backorder.app.pages.lists import Filter

_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*|\?[^"#]*)"')
_TRIES = 5  # links to one page that are followed until one of them answers
_NEVER = {"since": "2099-01-01", "until": "2000-01-01"}


class Asked(NamedTuple):
    """An address, and how the table shows it."""

    name: str
    path: str


class Shown(NamedTuple):
    """A list that a web page shows, with the filters above it."""

    listing: Listing
    filters: Sequence[Filter]


def lists(conn: psycopg.Connection[Any], client: Client) -> Iterator[Asked]:
    """Return the addresses of the API's lists that have rows."""
    from backorder.app.api.listings import LISTINGS  # noqa: PLC0415 (Django)

    middles = {name: _middle(conn, listing) for name, listing in LISTINGS.items()}
    for name, listing in LISTINGS.items():
        base = f"/api/v1/{name}"
        yield Asked(base, base)
        cursor = middles[name]
        if cursor is None:
            continue
        yield Asked(f"{base}, from the middle", f"{base}?cursor={cursor}")
        row = client.get(f"{base}?cursor={cursor}&limit=1").json()["items"][0]
        for named in listing.named_by.split()[:1]:
            yield Asked(f"{base}/{{{named}}}", f"{base}/{row[named]}")
        for filtered in listing.filters.split():
            for kind, value in _values(listing, filtered, row).items():
                path = f"{base}?{urlencode({filtered: value})}"
                yield Asked(f"{base}?{filtered}= ({kind})", path)
        if listing.at:
            yield Asked(f"{base}?until=", f"{base}?{urlencode({'until': row[listing.at]})}")
            yield Asked(f"{base}?since= (none)", f"{base}?since=2099-01-01")


def _values(listing: Listing, name: str, row: dict[str, Any]) -> dict[str, str]:
    """Return what to filter by: each choice, else a value of some rows and one of none."""
    if name in listing.choices:
        return {choice: choice for choice in listing.choices[name]}
    if listing.column(name).kind == "flag":
        return {"true": "true", "false": "false"}
    found = {"some": row[name], "none": _absent(listing, name)}
    return {
        kind: str(value).lower() if isinstance(value, bool) else str(value)
        for kind, value in found.items()
        if value not in {None, ""}
    }


def _absent(listing: Listing, name: str) -> str | None:
    """Return a value that no row of a list has."""
    column = listing.column(name)
    if column.numbered:
        from backorder.domain.names import number  # noqa: PLC0415 (as above)

        return number(column.kind, 2**40)
    return {"text": "nothing", "integer": str(2**40), "date": "2099-01-01"}.get(column.kind)


def _middle(conn: psycopg.Connection[Any], listing: Listing) -> str | None:
    """Return the cursor of the row in the middle of a list, None where it is short."""
    from backorder.app.api import asking  # noqa: PLC0415 (as above)
    from backorder.app.statements import statement  # noqa: PLC0415 (as above)

    inner = f"({statement(listing.statement)}) AS r"
    row = conn.execute(f"SELECT count(*) FROM {inner}").fetchone()  # noqa: S608 (our own statements)
    if row is None or row[0] < 4:
        return None
    places = ", ".join(listing.place)
    order = ", ".join(f"{name}{' DESC' if listing.newest_first else ''}" for name in listing.place)
    query = f"SELECT {places} FROM {inner} ORDER BY {order} OFFSET {row[0] // 2} LIMIT 1"  # noqa: S608
    middle = conn.execute(query).fetchone()
    assert middle is not None
    return asking.cursor(listing, tuple(middle))


def pages(conn: psycopg.Connection[Any], client: Client) -> Iterator[Asked]:
    """Return each web page at its first address, lists' next pages, their states and filters.

    Reports are no lists: they read all of a period at once, and are left out.
    """
    middles: dict[str, str | None] = {}
    for page, shown in linked(client, without="/reports"):
        yield page
        for listing, filters in shown:
            if not filters or urlsplit(page.path).query:
                continue
            if listing.name not in middles:
                middles[listing.name] = _middle(conn, listing)
            yield from _filtered(conn, page, listing, filters, middles[listing.name])


def linked(client: Client, without: str = "") -> Iterator[tuple[Asked, list[Shown]]]:
    """Return each web page at the first address that a link leads to, and lists' next pages.

    Addresses that begin with ``without`` are not asked.
    """
    waiting, seen = ["/"], {"/"}
    found: set[str] = set()
    tried: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        name = _pattern(path)
        if name is None or name in found or tried[name] == _TRIES:
            continue
        if without and name.startswith(without):
            continue
        tried[name] += 1
        with _noted() as shown:
            answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        found.add(name)
        yield Asked(name, path), shown
        for link in _LINK.findall(answer.content.decode()):
            target = unescape(link if link.startswith("/") else urlsplit(path).path + link)
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def _pattern(path: str) -> str | None:
    """Return the pattern of an address and whether it is a next page; None where nothing is."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415 (Django)

    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    if match.url_name is None:
        return None
    return f"/{match.route}{', next page' if 'cursor=' in path else ''}"


@contextmanager
def _noted() -> Iterator[list[Shown]]:
    """Collect the lists that pages show."""
    from backorder.app.pages import lists as on_pages  # noqa: PLC0415 (Django)

    shown: list[Shown] = []
    listed = on_pages.listed

    def noting(conn: Any, request: Any, listing: Listing, filters: Any, **more: Any) -> Any:  # noqa: ANN401
        shown.append(Shown(listing, filters))
        return listed(conn, request, listing, filters, **more)

    with patch.object(on_pages, "listed", noting):
        yield shown


def _filtered(
    conn: psycopg.Connection[Any],
    page: Asked,
    listing: Listing,
    filters: Sequence[Filter],
    middle: str | None,
) -> Iterator[Asked]:
    """Return a page's list from its middle on, and with each value of each of its filters."""
    row = _row(conn, listing, middle)
    if middle is not None:
        yield Asked(f"{page.name}, from the middle", f"{page.path}?cursor={middle}")
    for one in filters:
        if one.name in {"since", "until"}:
            values = {"some": _day(listing, row), "none": _NEVER[one.name]} if row else {}
        elif one.options:
            values = {code: code for code, _ in one.options}
        else:
            values = _values(listing, one.name, row or {one.name: None})
        for kind, value in values.items():
            path = f"{page.path}?{urlencode({one.name: value})}"
            yield Asked(f"{page.name}?{one.name}= ({kind})", path)


def _day(listing: Listing, row: dict[str, Any]) -> str:
    """Return the day that a period of the list ends or begins at, or the first day of the row."""
    dates = (column.name for column in listing.columns if column.kind == "date")
    return str(row[listing.at if listing.at in row else next(dates)])[:10]


def _row(
    conn: psycopg.Connection[Any], listing: Listing, middle: str | None
) -> dict[str, Any] | None:
    """Return the row after a cursor, the first row without one, None of an empty list."""
    from backorder.app.api import asking, reading  # noqa: PLC0415 (Django)

    given = {"limit": ["1"]} | ({"cursor": [middle]} if middle else {})
    rows = reading.page(conn, listing, asking.read(listing, given)).items()
    return rows[0] if rows else None
