"""What several pieces of news say as one where delays are among them. Pure.

A notice of a delay that has not gone yet says what holds when it goes: the last notice of each case
from the day that the customer knew, and nothing of a case that recovered or ended meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .lawful import NOTICES
from .merging import DATES, Part, event_of_days, moved
from .merging import merged as plain
from .telling_dates import facts_of_cases, last, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Json = dict[str, Any]


class Standing(NamedTuple):
    """How a case stands: its last notice, the last one sent, and the day told now (ISO or None).

    ``asks`` says that its last notice waits for an answer, ``holds`` that its units still wait with
    nothing to be asked: they are due in time again, or as late as their customer agreed to.
    """

    notices: int
    sent: int
    asks: bool
    holds: bool
    told_on: str | None


def merged(parts: Iterable[Part], standing: Mapping[str, Standing]) -> list[Part]:
    """Return the parts, the oldest first, with the days and delays of each order told once.

    >>> case = {"case": "DC-000001", "notice": 1, "sku": "MUG", "quantity": 2,
    ...     "from": "2026-12-09", "to": "2026-12-19", "respond_by": None, "silence": "consent"}
    >>> news = [Part("delay_notice", 1, {"lines": [], "cases": [case]})]
    >>> late = Standing(1, 0, True, False, "2026-12-19")
    >>> [one.event for one in merged(news, {"DC-000001": late})]
    ['delay_notice']
    >>> merged(news, {"DC-000001": Standing(1, 0, False, True, "2026-12-09")})
    []
    """
    parts = list(parts)
    late = dict.fromkeys(one.order for one in parts if one.event in NOTICES)
    rest: list[Part] = []
    of: dict[int | None, list[Part]] = {order: [] for order in late}
    for one in parts:
        dated = one.event in DATES or one.event in NOTICES
        (of[one.order] if dated and one.order in late else rest).append(one)
    found = plain(rest)
    for order_parts in of.values():
        found += _order(order_parts, standing)
    return found


def _order(parts: Sequence[Part], standing: Mapping[str, Standing]) -> list[Part]:
    """Return what the days and delays of one order come to."""
    rows: dict[str, list[Json]] = {}
    for one in parts:
        for case in one.facts.get("cases", ()):
            rows.setdefault(case["case"], []).append(case)
    live = [
        of[-1]
        for name, of in rows.items()
        if (case := standing.get(name)) and case.asks and of[-1]["notice"] == case.notices
    ]
    lines = _lines(parts, rows, live, standing)
    if not lines:
        return []
    days = [one["to"] for one in lines]
    facts: Json = {**parts[-1].facts, "lines": lines, "date_from": last(_from(lines))}
    if not live:
        facts["date_to"] = None if None in days else last(days)
        return [Part(event_of_days(lines), parts[-1].order, facts)]
    named = {one["case"] for one in live}
    newest = next(
        one
        for one in reversed(parts)
        if any(case["case"] in named for case in one.facts.get("cases", ()))
    )
    event = NOTICES[any(standing[one["case"]].sent for one in live)]
    facts = {**newest.facts, "lines": lines, **facts_of_cases(live)}
    facts["date_from"] = last(_from(lines[: len(live)]))
    return [Part(event, newest.order, facts)]


def _lines(
    parts: Sequence[Part],
    rows: Mapping[str, Sequence[Json]],
    live: Sequence[Json],
    standing: Mapping[str, Standing],
) -> list[Json]:
    """Return the lines of the cases, those that ask first, and of what moved beside them."""
    names: dict[str, Json] = {}
    began: dict[str, str | None] = {}
    for part in parts:
        for one in part.facts.get("lines", ()):
            names.setdefault(one["sku"], {"name": one.get("name") or one["sku"]})
            if "from" in one:
                began.setdefault(one["sku"], one["from"])
    asked = [one["sku"] for one in live]
    found = []
    for one in live:
        alone = asked.count(one["sku"]) == 1
        begin = began.get(one["sku"], one["from"]) if alone else rows[one["case"]][0]["from"]
        found.append(_line(one, begin, one["to"], names))
    for name, of in rows.items():
        case = standing.get(name)
        begin = of[0]["from"]
        if case and case.holds and of[0]["sku"] not in asked and begin != case.told_on:
            found.append(_line(of[-1], begin, case.told_on, names))
    late = {one["sku"] for of in rows.values() for one in of}
    return found + [one for one in moved(parts) if one["sku"] not in late]


def _line(case: Json, begin: str | None, to: str | None, names: Mapping[str, Json]) -> Json:
    made = line(case["sku"], case["quantity"], **{"from": begin, "to": to})
    return {**made, **names.get(case["sku"], {})}


def _from(lines: Iterable[Json]) -> list[str | None]:
    return [one["from"] for one in lines]
