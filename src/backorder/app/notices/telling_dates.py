"""Days that moved, and delays under a rule pack, gathered by order. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backorder.app.hooks.translating import Entry

Json = dict[str, Any]


def line(sku: str, quantity: int | None, **days: str | None) -> Json:
    """Return a line of a message, with the days that are known.

    >>> line("MUG", 6, to="2026-12-19", on=None)
    {'sku': 'MUG', 'quantity': 6, 'to': '2026-12-19', 'on': None}
    """
    return {"sku": sku, "quantity": quantity, **days}


def last(days: Iterable[str | None]) -> str | None:
    """Return the latest of some days; None where there is none.

    >>> last(["2026-12-09", None, "2026-12-19"])
    '2026-12-19'
    """
    return max((one for one in days if one), default=None)


def dates_of(changes: Iterable[Json]) -> dict[str, tuple[str, list[Json], Json]]:
    """Return what moved days mean for each order: the event, its lines and facts.

    Of an order whose lines moved in several ways the worst is the news: unknown before later
    before earlier.
    """
    found: dict[str, list[Json]] = {}
    for one in changes:
        if one["from"] != one["to"]:
            found.setdefault(one["order"], []).append(one)
    return {order: _news(rows) for order, rows in found.items()}


def _news(rows: list[Json]) -> tuple[str, list[Json], Json]:
    lines = [
        line(one["sku"], one["quantity"], **{"from": one["from"], "to": one["to"]}) for one in rows
    ]
    facts: Json = {"date_from": last(one["from"] for one in rows)}
    reasons = [one["reason"]["code"] for one in rows if one.get("reason")]
    if reasons:
        facts["reason_code"] = reasons[0]
    if any(one["to"] is None for one in rows):
        return "date_unknown", lines, facts
    facts["date_to"] = last(one["to"] for one in rows)
    if any(one["from"] is not None and one["to"] > one["from"] for one in rows):
        return "date_later", lines, facts
    # A day where there was none is good news too.
    event = "date_earlier" if any(one["from"] for one in rows) else "date_confirmed"
    return event, lines, facts


def moved_by_reallocation(entry: Entry) -> Iterator[Json]:
    """Yield the days that a reallocation moved, or that taking one back moved again."""
    if entry.verb != "reallocate":
        return
    said = entry.result
    back = "undone" in said
    if not back and "reallocation" not in said:
        return
    difference = (entry.undone or {}).get("difference", ()) if back else said.get("difference", ())
    for one in difference:
        before, after = (one["to"], one["from"]) if back else (one["from"], one["to"])
        if before != after:
            yield {
                "order": one["order"],
                "sku": one["sku"],
                "quantity": one["units"],
                "from": before,
                "to": after,
            }


def delays_of(result: Json) -> Iterator[tuple[str, str, str, list[Json], Json]]:
    """Yield order, pack, event, lines and facts of the delay notices that are to go.

    Of an order whose lines are late in one entry it is one notice. Drafts wait for approval and are
    told of then. The lines of the order that moved besides stand in its notice as well.
    """
    cases: dict[tuple[str, str], list[Json]] = {}
    for one in result.get("delays", ()):
        if not one.get("draft"):
            cases.setdefault((one["order"], one["pack"]), []).append(one)
    moved: dict[str, list[Json]] = {}
    for one in result.get("repromised", ()):
        moved.setdefault(one["order"], []).append(one)
    for (order, pack), of in cases.items():
        named = {one["sku"] for one in of}
        rows = [*of, *(one for one in moved.get(order, ()) if one["sku"] not in named)]
        lines = [
            line(one["sku"], one["quantity"], **{"from": one["from"], "to": one["to"]})
            for one in rows
        ]
        facts: Json = {"pack": pack, **facts_of_cases(of)}
        # What was made and never went leaves a later one the first that a customer hears of.
        again = any(
            one["kind"] == "renewed" or (one["kind"] == "unknown" and one["notice"] > 1)
            for one in of
        )
        yield order, pack, "delay_renewed" if again else "delay_notice", lines, facts


def facts_of_cases(rows: Sequence[Json]) -> Json:
    """Return what one notice says of several late lines: the nearest day to answer, the worst else.

    ``cases`` keeps each line's own, for whoever puts notices together.
    """
    unknown = any(one["to"] is None for one in rows)
    return {
        "notice": max(one["notice"] for one in rows),
        "date_from": last(one["from"] for one in rows),
        "date_to": None if unknown else last(one["to"] for one in rows),
        "respond_by": min((one["respond_by"] for one in rows if one["respond_by"]), default=None),
        "silence": "cancel" if any(one["silence"] == "cancel" for one in rows) else "consent",
        "refund_by": last(one.get("refund_by") for one in rows),
        "cases": [{name: one.get(name) for name in _OF_A_CASE} for one in rows],
    }


_OF_A_CASE = (
    "case",
    "notice",
    "sku",
    "quantity",
    "from",
    "to",
    "respond_by",
    "silence",
    "refund_by",
)
