"""Figures: the rows of the metrics statements as facts that can be written as JSON. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backorder.domain import measures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_COUNTS = (
    "orders",
    "orders_backordered",
    "lines",
    "lines_backordered",
    "units",
    "units_backordered",
    "value",
    "value_backordered",
)


def _sum(rows: Iterable[tuple[Any, ...]]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Return the counts of acceptance rows, and their values by currency."""
    total = dict.fromkeys(_COUNTS[:6], 0)
    value: dict[str, list[int]] = {}
    for row in rows:
        for name, count in zip(_COUNTS[:6], row[2:8], strict=True):
            total[name] += count
        sums = value.setdefault(row[1], [0, 0])
        sums[0] += int(row[8])
        sums[1] += int(row[9])
    return total, value


def accepted(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Return what was accepted and backordered, with the rates of both."""
    total, value = _sum(rows)
    rates: dict[str, float | None] = {
        what: measures.percent(total[f"{what}s_backordered"], total[f"{what}s"])
        for what in ("order", "line", "unit")
    }
    # Values of several currencies do not add up; the biggest one speaks for the rest.
    main = max(value, key=lambda code: value[code][0], default=None)
    rates["value"] = measures.percent(value[main][1], value[main][0]) if main else None
    return {
        "accepted": {
            **total,
            "value": {code: sums[0] for code, sums in value.items()},
            "value_backordered": {code: sums[1] for code, sums in value.items()},
        },
        "backorder_rate": rates,
        "fill_rate": {
            what: None if rate is None else round(100 - rate, 2) for what, rate in rates.items()
        },
    }


def promises(rows: Iterable[tuple[Any, ...]], today: date) -> dict[str, Any]:
    """Return how many units were due by today, how many left in time, and how late the rest."""
    due = kept = open_late = 0
    late: list[tuple[int, int]] = []
    for promised_on, day, units in rows:
        if day is not None and day <= promised_on:
            kept += units
        elif day is not None:
            late.append(((day - promised_on).days, units))
        elif promised_on < today:
            open_late += units
        else:
            continue
        due += units
    days = measures.tally(late)
    return {
        "due": due,
        "kept": kept,
        "kept_rate": measures.percent(kept, due),
        "late": sum(days.values()),
        "late_and_open": open_late,
        "late_days_mean": measures.mean(days),
        "late_days_p90": measures.quantile(days, 0.9),
    }


def changes(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return how often customers were told a new date."""
    names = ("orders", "tellings", "most_for_one_order", "lines", "later", "earlier")
    return dict(zip(names, row, strict=True))


def versions(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Return how many versions of a promise orders were told: the first one and every new date.

    ``churn`` is the share of orders that were told a new date at least once.

    >>> versions([("2026-01-05", 0, 18), ("2026-01-06", 1, 1), ("2026-01-06", 3, 1)])
    {'versions': {'1': 18, '2': 1, '4': 1}, 'versions_mean': 1.2, 'churn': 10.0}
    """
    counts = measures.tally((1 + tellings, orders) for _, tellings, orders in rows)
    orders = sum(counts.values())
    told = sum(version * many for version, many in counts.items())
    return {
        "versions": {str(version): many for version, many in counts.items()},
        "versions_mean": round(told / orders, 3) if orders else None,
        "churn": measures.percent(orders - counts.get(1, 0), orders),
    }


def waits(rows: Iterable[tuple[Any, ...]], today: date) -> dict[str, Any]:
    """Return what became of backordered units, and how long those that left had waited."""
    units: Counter[str] = Counter()
    filled: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for state, placed_on, day, count in rows:
        units[state] += count
        if state == "filled":
            filled.append(((day - placed_on).days, count))
        elif state == "waiting":
            waiting.append(((today - placed_on).days, count))
    days, ages = measures.tally(filled), measures.tally(waiting)
    return {
        "units": sum(units.values()),
        "filled": units["filled"],
        "waiting": units["waiting"],
        "cancelled": units["cancelled"],
        "cancelled_rate": measures.percent(units["cancelled"], sum(units.values())),
        "days_mean": measures.mean(days),
        "days_p50": measures.quantile(days, 0.5),
        "days_p90": measures.quantile(days, 0.9),
        "waiting_days_p90": measures.quantile(ages, 0.9),
        "days": {str(count): units for count, units in days.items()},
    }


def units(row: tuple[Any, ...]) -> dict[str, int]:
    """Return what became of the units of the period's orders."""
    names = ("ordered", "shipped", "cancelled", "returned", "lines_cancelled")
    return dict(zip(names, row, strict=True))


def backlog(rows: list[tuple[Any, ...]], today: date) -> dict[str, Any]:
    """Return the open demand of now, in all and by age."""
    names = ("orders", "lines", "lines_backordered", "units", "allocated", "unknown", "overdue")
    total: dict[str, Any] = dict.fromkeys(names, 0)
    value: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    ages = [
        {"days": name, "orders": 0, "lines": 0, "units": 0, "value": 0}
        for name in measures.age_names()
    ]
    orders_backordered = 0
    for row in rows:
        placed_on, currency, *counts = row
        for name, count in zip(names, counts[:7], strict=True):
            total[name] += count
        value[currency] += int(counts[7])
        waiting[currency] += int(counts[8])
        orders_backordered += counts[9]
        bucket: dict[str, Any] = ages[measures.age_bucket((today - placed_on).days)]
        bucket["orders"] += counts[9]
        bucket["lines"] += counts[2]
        bucket["units"] += counts[3] - counts[4]
        bucket["value"] += int(counts[8])
    return {
        **total,
        "orders_backordered": orders_backordered,
        "backordered": total["units"] - total["allocated"],
        "value": dict(sorted(value.items())),
        "value_backordered": dict(sorted(waiting.items())),
        "ages": ages,
    }


def stock(rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return units and cost by kind of supply and currency."""
    names = ("kind", "currency", "units", "pegged", "cost")
    return [dict(zip(names, (*row[:4], int(row[4])), strict=True)) for row in rows]


def supplier(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return how one supplier kept its word."""
    code, name, lines, ordered, received, damaged, cancelled, over, cost = row[:9]
    came, lead_days, late_days, on_time, worst, p90, still_open, overdue, pegged = row[9:18]
    learned = ("deliveries", "stated_days", "p50_days", "p80_days", "p95_days")
    settled = came + overdue + cancelled
    good_on_time = max(0, on_time - damaged)
    return {
        "supplier": code,
        "name": name,
        "lines": lines,
        "ordered": ordered,
        "received": received,
        "damaged": damaged,
        "short": cancelled,
        "over": over,
        "open": still_open,
        "overdue": overdue,
        "promised_of_open": pegged,
        "cost": int(cost),
        "lead_days_mean": round(lead_days / came, 1) if came else None,
        "lead_days_p90": p90,
        "late_days_mean": round(late_days / came, 1) if came else None,
        "late_days_worst": worst,
        "on_time_rate": measures.percent(on_time, came + overdue),
        "short_rate": measures.percent(cancelled, ordered),
        "damaged_rate": measures.percent(damaged, came),
        "failed": measures.percent(settled - good_on_time, settled),
        "learned": None
        if row[18] is None
        else {name: round(days, 1) for name, days in zip(learned, row[18:], strict=True)},
    }


def quarter(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return how a supplier kept its word on what was ordered in a quarter.

    >>> from datetime import date
    >>> quarter((date(2026, 7, 1), 2, 40, 0, 10, 30, 300, 15, 0))["on_time_rate"]
    50.0
    """
    first, lines, ordered, damaged, cancelled, came, lead_days, on_time, overdue = row
    settled = came + overdue + cancelled
    return {
        "quarter": f"{first.year}-Q{(first.month + 2) // 3}",
        "lines": lines,
        "ordered": ordered,
        "on_time_rate": measures.percent(on_time, came + overdue),
        "short_rate": measures.percent(cancelled, ordered),
        "damaged_rate": measures.percent(damaged, came),
        "lead_days_mean": round(lead_days / came, 1) if came else None,
        "failed": measures.percent(settled - max(0, on_time - damaged), settled),
    }


def period(
    one: measures.Period, rows: dict[str, list[tuple[Any, ...]]], today: date
) -> dict[str, Any]:
    """Return one row of the report over time."""

    def within(day: date) -> bool:
        return one.first <= day <= one.last

    facts = accepted([row for row in rows["accepted"] if within(row[0])])
    kept, last = (
        promises((row for row in rows[f"promises_{told}"] if within(row[0])), today)
        for told in ("first", "last")
    )
    told = versions(row for row in rows["tellings"] if within(row[0]))
    waits = rows["waits"]
    left = measures.tally(
        ((row[2] - row[1]).days, row[3]) for row in waits if row[0] == "filled" and within(row[2])
    )
    return {
        "period": one.name,
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        **facts["accepted"],
        "backorder_rate": facts["backorder_rate"],
        "fill_rate": facts["fill_rate"],
        "promised": kept["due"],
        "kept": kept["kept"],
        "kept_rate": kept["kept_rate"],
        "kept_rate_last": last["kept_rate"],
        "filled": sum(left.values()),
        "days_to_fill_mean": measures.mean(left),
        "waiting": _waiting_at(one.last, waits),
        **{name: told[name] for name in ("versions_mean", "churn")},
    }


def _waiting_at(day: date, waits: Iterable[tuple[Any, ...]]) -> int:
    """Return the backordered units that waited at the end of a day, of those not cancelled since.

    The books keep no day of cancellation per unit, so units cancelled later are not counted.
    """
    return sum(
        units
        for state, placed_on, left, units in waits
        if placed_on <= day
        and (state == "waiting" or (state == "filled" and left is not None and left > day))
    )
