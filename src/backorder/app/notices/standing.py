"""How a purchase stands that we changed: what its supplier is told, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.names import row_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Connection

    from .telling import Telling

Json = dict[str, Any]


class Source(NamedTuple):
    """News with the entry that it comes from."""

    journal: int
    telling: Telling


class Line(NamedTuple):
    """A line of a purchase: the units still to come, by when, and whether some were cancelled."""

    line_no: int
    sku: str
    open: int
    on: str | None
    cancelled: bool


def changed(conn: Connection[Any], sources: Sequence[Source]) -> list[Source]:
    """Return news with the lines of the purchases that we changed; what changed no line is none."""
    papers = {
        paper
        for _, one in sources
        if "changes" in one.facts and (paper := row_id("purchase_order", one.purchase)) is not None
    }
    if not papers:
        return list(sources)
    lines: dict[int, list[Line]] = {}
    asked = {"purchases": sorted(papers)}
    for paper, *row in conn.execute(statement("notice_purchase_lines"), asked).fetchall():
        lines.setdefault(paper, []).append(Line(*row))
    found = []
    for source in sources:
        telling = source.telling
        if "changes" in telling.facts:
            mine = lines.get(row_id("purchase_order", telling.purchase) or 0, ())
            said = tuple(told(telling.facts["changes"], mine))
            if said:
                found.append(source._replace(telling=telling._replace(lines=said, facts={})))
        else:
            found.append(source)
    return found


def told(changes: Iterable[Mapping[str, Any]], lines: Iterable[Line]) -> list[Json]:
    """Return what a supplier hears of a purchase: the lines that were changed, as they stand now.

    A line of which nothing is to come any more has the quantity 0.

    >>> mug, pot = Line(1, "MUG", 8, "2026-12-18", False), Line(2, "POT", 0, None, True)
    >>> told([{"expected_on": "2026-12-18"}], [mug, pot])
    [{'sku': 'MUG', 'quantity': 8, 'to': '2026-12-18'}]
    >>> told([{"sku": "POT", "cancel": True}], [mug, pot])
    [{'sku': 'POT', 'quantity': 0, 'to': None}]
    """
    found: dict[int, Json] = {}
    given = list(changes)
    for line in lines:
        for one in given:
            if one.get("sku") not in {None, line.sku} or one.get("line") not in {
                None,
                line.line_no,
            }:
                continue
            ended = one.get("cancel") or one.get("quantity") == 0
            if line.open or (ended and line.cancelled):
                on = line.on if one.get("expected_on") and line.open else None
                before = found.get(line.line_no, {}).get("to")
                found[line.line_no] = {"sku": line.sku, "quantity": line.open, "to": on or before}
    return list(found.values())
