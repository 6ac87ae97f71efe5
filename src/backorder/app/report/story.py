"""The report in a few sentences, and its main figures, both computed from the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import words

NAMED = 3
FEW_ORDERS = 20


@dataclass(frozen=True)
class Tile:
    """A main figure: what it is, its value, and a line that puts it in place."""

    name: str
    value: str
    note: str
    tone: str = ""


def story(metrics: dict[str, Any], suppliers: dict[str, Any]) -> list[str]:
    """Return what happened, as sentences."""
    accepted = metrics["accepted"]
    if not accepted["orders"]:
        return ["The books hold no order in this period."]
    told = (
        _sales(metrics),
        _backorders(metrics),
        _promises(metrics),
        _peak(metrics),
        _worst(suppliers),
        _given_up(metrics),
        _now(metrics),
    )
    return [text for text in told if text]


def _sales(metrics: dict[str, Any]) -> str:
    accepted, refused = metrics["accepted"], sum(metrics["refused"].values())
    text = (
        f"From {words.long_day(metrics['from'])} to {words.long_day(metrics['to'])}, "
        f"{words.whole(accepted['orders'])} orders worth {words.money(accepted['value'])} were "
        f"accepted, with {words.whole(accepted['lines'])} lines"
    )
    if refused:
        were = "was" if refused == 1 else "were"
        text += (
            f"; {words.whole(refused)} more {were} refused, because no date could be given that "
            "the rules allow"
        )
    return f"{text}."


def _backorders(metrics: dict[str, Any]) -> str:
    accepted, waits = metrics["accepted"], metrics["waits"]
    if not accepted["orders_backordered"]:
        return "Every order could be filled in full when it was placed."
    text = (
        f"{words.rate(metrics['backorder_rate']['order'])} of the orders could not be filled in "
        f"full when they were placed: {words.whole(accepted['units_backordered'])} units had to "
        "wait for goods"
    )
    if waits["days_p50"] is None:
        return f"{text}."
    return (
        f"{text}. Half of those that have left did so within {words.days(waits['days_p50'])}, "
        f"nine in ten within {words.days(waits['days_p90'])}."
    )


def _promises(metrics: dict[str, Any]) -> str:
    kept = metrics["promises"]["first"]
    if kept["kept_rate"] is None:
        return ""
    text = (
        f"{words.rate(kept['kept_rate'])} of all units left on or before the day that was "
        "promised first"
    )
    if kept["late_days_mean"] is not None:
        text += f"; those that came late were {words.days(kept['late_days_mean'])} late on average"
    return f"{text}."


def _peak(metrics: dict[str, Any]) -> str:
    """Return which period was the hardest, where it stands out from the year."""
    known = [
        one
        for one in metrics["periods"]
        if one["backorder_rate"]["order"] is not None and one["orders"] >= FEW_ORDERS
    ]
    if len(known) <= NAMED:
        return ""
    worst = max(known, key=lambda one: (one["backorder_rate"]["order"], one["period"]))
    return (
        f"The hardest time was {words.period(worst['period'])} (from "
        f"{words.day(worst['from'])}), when {words.rate(worst['backorder_rate']['order'])} of "
        f"{words.whole(worst['orders'])} orders met an empty shelf."
    )


def _worst(suppliers: dict[str, Any]) -> str:
    worst = [one for one in suppliers["suppliers"] if one["failed"] and one["received"]][:NAMED]
    if len(worst) < NAMED:
        return ""
    names = words.join([one["name"] for one in worst])
    least = min(one["failed"] for one in worst)
    return (
        f"{names} kept their word least: {words.rate(least)} or more of what was ordered from "
        "each came late, short or damaged."
    )


def _given_up(metrics: dict[str, Any]) -> str:
    waits, changes = metrics["waits"], metrics["promises"]["changes"]
    if not waits["cancelled"]:
        return ""
    text = (
        f"{words.rate(waits['cancelled_rate'])} of the backordered units were cancelled before "
        "they came"
    )
    if changes["orders"]:
        text += f"; {words.whole(changes['orders'])} orders were told a new date at least once"
    return f"{text}."


def _now(metrics: dict[str, Any]) -> str:
    backlog = metrics["backlog"]
    if not backlog["backordered"]:
        return "Nobody is waiting for goods now."
    text = (
        f"On {words.long_day(metrics['today'])}, "
        f"{words.whole(backlog['backordered'])} units worth "
        f"{words.money(backlog['value_backordered'])} wait for goods in "
        f"{words.whole(backlog['orders_backordered'])} orders"
    )
    if backlog["unknown"]:
        text += f", {words.whole(backlog['unknown'])} of them without a date"
    return f"{text}."


def tiles(metrics: dict[str, Any]) -> list[Tile]:
    """Return the main figures."""
    rates, fill = metrics["backorder_rate"], metrics["fill_rate"]
    kept, last = metrics["promises"]["first"], metrics["promises"]["last"]
    waits, backlog, changes = metrics["waits"], metrics["backlog"], metrics["promises"]["changes"]
    stock = {one["currency"]: one["cost"] for one in metrics["stock"] if one["kind"] == "stock"}
    coming = {one["currency"]: one["cost"] for one in metrics["stock"] if one["kind"] == "purchase"}
    return [
        Tile(
            "Backorder rate",
            words.rate(rates["order"]),
            f"of orders; {words.rate(rates['line'])} of lines, "
            f"{words.rate(rates['unit'])} of units",
            "b",
        ),
        Tile(
            "Fill rate",
            words.rate(fill["unit"]),
            f"of units at once; {words.rate(fill['line'])} of lines, "
            f"{words.rate(fill['order'])} of orders",
            "c",
        ),
        Tile(
            "Promises kept",
            words.rate(kept["kept_rate"]),
            f"of units by the first date; {words.rate(last['kept_rate'])} by the last",
            "a",
        ),
        Tile(
            "Days to fill",
            words.whole(waits["days_p50"]),
            f"for half of the backordered units; nine in ten within "
            f"{words.days(waits['days_p90'])}",
        ),
        Tile(
            "Waiting now",
            words.whole(backlog["backordered"]),
            f"units in {words.whole(backlog['orders_backordered'])} orders, worth "
            f"{words.money(backlog['value_backordered'])}",
        ),
        Tile(
            "Late and open",
            words.whole(kept["late_and_open"]),
            f"units whose first date has passed; {words.whole(backlog['unknown'])} have no date",
        ),
        Tile(
            "Promise versions",
            words.mean(changes["versions_mean"]),
            f"told per order; {words.rate(changes['churn'])} of orders were told a new date, at "
            f"most {words.whole(changes['most_for_one_order'])} to one",
        ),
        Tile("Stock", words.money(stock), f"at cost, and {words.money(coming)} on order"),
    ]
