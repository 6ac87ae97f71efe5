"""What a caller asks of a list: filters, fields, a page; each checked against what there is."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import msgspec

from backorder.domain.errors import MalformedError
from backorder.domain.names import number, row_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .listing import Column, Listing

USUAL_LIMIT = 50
HIGHEST_LIMIT = 500
LONGEST_VALUE = 200
LARGEST = 2**63 - 1
LARGEST_DIGITS = 19
_PAGE = ("limit", "cursor", "fields")
_PERIOD = ("since", "until")


class Asked(NamedTuple):
    """A page of a list: which columns, which rows, from where on, and how many."""

    columns: tuple[Column, ...]
    filters: dict[str, Any]
    since: datetime | None
    until: datetime | None
    after: tuple[int, ...] | None
    limit: int
    order: str = ""


def parameters(listing: Listing) -> list[str]:
    """Return the query parameters that a list knows."""
    order = ("order",) if listing.orders else ()
    return [*_PAGE, *order, *listing.filters.split(), *(_PERIOD if listing.at else ())]


def read(listing: Listing, query: Mapping[str, list[str]]) -> Asked:
    """Return what is asked, or raise ``MalformedError`` naming the parameter at fault."""
    known = parameters(listing)
    given: dict[str, str] = {}
    for name, values in query.items():
        if name not in known:
            raise MalformedError(
                "unknown_parameter",
                f"{listing.name} has no parameter {name[:LONGEST_VALUE]!r}.",
                parameter=name[:LONGEST_VALUE],
                known=known,
            )
        if len(values) != 1:
            refuse(name, "may be given once")
        given[name] = values[0]
    wanted = listing.filters.split()
    order = given.get("order", "") if listing.orders else ""
    if order and order not in listing.orders:
        refuse("order", f"is one of {', '.join(listing.orders)}")
    return Asked(
        fields(listing, given.get("fields")),
        {n: _filter(listing, n, text) for n, text in given.items() if n in wanted},
        _instant("since", given.get("since")),
        _instant("until", given.get("until")),
        _after(listing, given.get("cursor"), order),
        _limit(given.get("limit")),
        order,
    )


def refuse(name: str, problem: str) -> NoReturn:
    """Raise the error of a parameter."""
    raise MalformedError("parameter_invalid", f"The parameter {name} {problem}.", parameter=name)


def fields(listing: Listing, text: str | None) -> tuple[Column, ...]:
    """Return the columns named in a text, in their own order; all of them without one."""
    if text is None:
        return listing.columns
    names = set(text.split(","))
    known = {column.name for column in listing.columns}
    if not names <= known:
        refuse("fields", f"may name: {', '.join(column.name for column in listing.columns)}")
    return tuple(column for column in listing.columns if column.name in names)


def _filter(listing: Listing, name: str, text: str) -> Any:  # noqa: ANN401 (of the column's kind)
    choices = listing.choices.get(name)
    if choices is not None and text not in choices:
        refuse(name, f"is one of {', '.join(choices)}")
    return value(listing.column(name), text)


def value(column: Column, text: str) -> Any:  # noqa: ANN401 (of the column's kind)
    """Return the value that a column is compared with."""
    if len(text) > LONGEST_VALUE or "\x00" in text:
        refuse(column.name, f"has at most {LONGEST_VALUE} characters, and no NUL")
    if column.numbered:
        found = row_id(column.kind, text)
        if found is None:
            refuse(column.name, f"is a number such as {number(column.kind, 1)}")
        return found
    if column.kind == "flag":
        if text not in {"true", "false"}:
            refuse(column.name, "is true or false")
        return text == "true"
    if column.kind == "integer":
        return whole(column.name, text, 0, LARGEST)
    if column.kind == "date":
        return day(column.name, text)
    return text


def cursor(listing: Listing, place: tuple[int, ...], order: str = "") -> str:
    """Return the text that stands for a place in a list.

    >>> from .listings import LISTINGS
    >>> _after(LISTINGS["orders"], cursor(LISTINGS["orders"], (7,)))
    (7,)
    """
    packed = msgspec.json.encode([_ordered(listing, order), *place])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _ordered(listing: Listing, order: str) -> str:
    """Return what a place is one in: a list, in one of its orders."""
    return f"{listing.name}/{order}" if order else listing.name


def _after(listing: Listing, text: str | None, order: str = "") -> tuple[int, ...] | None:
    if text is None:
        return None
    try:
        packed = base64.b64decode(
            text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
        name, *place = msgspec.json.decode(packed, type=list[str | int])
    except (binascii.Error, UnicodeEncodeError, ValueError, RecursionError):
        name, place = "", []
    numbers = tuple(n for n in place if isinstance(n, int) and -LARGEST <= n <= LARGEST)
    whole_place = len(numbers) == len(listing.placed(order)) == len(place)
    if name != _ordered(listing, order) or not whole_place:
        refuse("cursor", "is not one that this list gave out")
    return numbers


def _limit(text: str | None) -> int:
    return USUAL_LIMIT if text is None else whole("limit", text, 1, HIGHEST_LIMIT)


def _instant(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        refuse(name, "is an instant such as 2026-12-01T09:00:00Z")


def day(name: str, text: str) -> date:
    """Return the day that a parameter names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(name, "is a day such as 2026-12-01")


def whole(name: str, text: str, least: int, most: int) -> int:
    """Return the whole number that a parameter names."""
    digits = text.isascii() and text.isdecimal() and len(text) <= LARGEST_DIGITS
    if not (digits and least <= int(text) <= most):
        refuse(name, f"is a whole number from {least} to {most}")
    return int(text)
