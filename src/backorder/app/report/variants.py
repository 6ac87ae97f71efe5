"""What another ranking would have done to the same month: load, hand out again, say it as facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain import measures
from backorder.ledger.figures import whatif as books
from backorder.planning.outcomes import Month, Outcome, outcome
from backorder.planning.variants import (
    NOT_YET,
    VARIANTS,
    Lived,
    Orders,
    Waiting,
    again,
    as_it_happened,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from backorder.domain.ranking import Integers

EPOCH = date(1970, 1, 1)
NO_CLASS = "no class"


def variants(
    conn: Connection[Any],
    first: date | None = None,
    last: date | None = None,
    classes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return how a period turned out, as it happened and under other rankings.

    ``classes``: customer classes, the best first. Those not named come after them, by what an order
    of theirs is worth on average.
    """
    found = books.lived(conn, first, last)
    names = _Names(found.waiting, classes)
    lived = arrays(found, names)
    span = ((found.days.first - EPOCH).days, (found.days.last - EPOCH).days)
    happened = Month.of(lived, as_it_happened(lived))
    months = {"as_happened": happened}
    months |= {one.name: Month.of(lived, again(lived, one)) for one in VARIANTS}
    everyone = np.ones(lived.orders.place.size, dtype=bool)
    return {
        "from": found.days.first.isoformat(),
        "to": found.days.last.isoformat(),
        "today": found.days.today.isoformat(),
        "orders": int(everyone.size),
        "lines": len(set(found.waiting.line)),
        "units": sum(found.waiting.units),
        "classes": names.classes,
        "variants": [
            {
                "name": name,
                **_facts(outcome(lived, month, happened, span, everyone), names),
                "classes": [
                    {
                        "class": one,
                        "orders": int((lived.orders.grade == n).sum()),
                        **_facts(
                            outcome(lived, month, happened, span, lived.orders.grade == n), names
                        ),
                    }
                    for n, one in enumerate(names.classes)
                ],
            }
            for name, month in months.items()
        ],
    }


def hardest_month(months: Sequence[dict[str, Any]]) -> tuple[date, date]:
    """Return the first and last day of the month in which most units had to wait for goods.

    ``months``: the periods of a report by month. Of equal ones, the last.
    """
    worst = max(months, key=lambda one: (one["units_backordered"], one["from"]))
    return date.fromisoformat(worst["from"]), date.fromisoformat(worst["to"])


def _facts(one: Outcome, names: _Names) -> dict[str, Any]:
    return {
        "units_left": one.units,
        "orders_filled": one.orders,
        "due": one.due,
        "kept": one.kept,
        "kept_rate": measures.percent(one.kept, one.due),
        "value_due": names.money(one.worth_due),
        "value_on_time": names.money(one.worth_kept),
        "wait_days_mean": _mean(one.waits),
        "wait_days_p95": measures.quantile(one.waits, 0.95),
        "orders_earlier": one.earlier,
        "orders_later": one.later,
    }


def _mean(waits: dict[int, int]) -> float | None:
    """Return the mean to two places: variants often differ by hours."""
    units = sum(waits.values())
    return round(sum(days * many for days, many in waits.items()) / units, 2) if units else None


class _Names:
    """What the indexes of classes and currencies stand for."""

    def __init__(self, waiting: books.Waiting, first: Sequence[str] = ()) -> None:
        worth: dict[str, int] = {}
        orders: dict[str, set[int]] = {}
        columns = (waiting.customer_class, waiting.order, waiting.units, waiting.unit_price)
        for name, order, units, price in zip(*columns, strict=True):
            worth[name] = worth.get(name, 0) + units * price
            orders.setdefault(name, set()).add(order)
        named = {name: n for n, name in enumerate(dict.fromkeys(first))}

        def grade(name: str) -> tuple[int, float, str]:
            return (named.get(name, len(named)), -worth[name] / len(orders[name]), name)

        self._grades = sorted(worth, key=grade)
        self._currencies = sorted(set(waiting.currency))
        self.classes = [name or NO_CLASS for name in self._grades]

    def grade(self, names: Sequence[str]) -> Integers:
        """Return the place of each class, nought the best."""
        place = {name: n for n, name in enumerate(self._grades)}
        return np.array([place[name] for name in names], dtype=np.int64)

    def currency(self, codes: Sequence[str]) -> Integers:
        """Return the index of each currency."""
        place = {code: n for n, code in enumerate(self._currencies)}
        return np.array([place[code] for code in codes], dtype=np.int64)

    def money(self, worth: dict[int, int]) -> dict[str, int]:
        """Return sums by the currency's code."""
        return {self._currencies[n]: amount for n, amount in worth.items()}


def arrays(found: books.Lived, names: _Names | None = None) -> Lived:
    """Return the period as arrays: ids become indexes, instants become days with parcels."""
    names = names or _Names(found.waiting)
    waiting, left = found.waiting, found.left
    orders, first_row, order = np.unique(
        _whole(waiting.order), return_index=True, return_inverse=True
    )
    lines, line = np.unique(_whole(waiting.line), return_inverse=True)
    _, product = np.unique(_whole(waiting.product), return_inverse=True)
    days, left_day = np.unique(_whole(left.day), return_inverse=True)
    # What is accepted after the last parcel of a day can leave on the next day with parcels.
    last_parcel = np.zeros(days.size, dtype=np.int64)
    np.maximum.at(last_parcel, left_day, _whole(left.last_at))
    opened = np.searchsorted(np.maximum.accumulate(last_parcel), _whole(waiting.opened_at))
    wanted = _whole(waiting.wanted_on, 0)
    placed = _whole(waiting.placed_on)
    place = np.full(orders.size, NOT_YET, dtype=np.int64)
    np.minimum.at(place, order, _whole(waiting.rank))
    requested = np.full(orders.size, NOT_YET, dtype=np.int64)
    np.minimum.at(requested, order, np.maximum(placed, wanted))
    price = _whole(waiting.unit_price)
    return Lived(
        Waiting(
            order,
            line,
            product,
            _whole(waiting.units),
            _whole(waiting.promised_on, NOT_YET),
            placed,
            np.maximum(opened, np.searchsorted(days, wanted)),
            price,
            price - _whole(waiting.unit_cost),
            names.currency(waiting.currency),
        ),
        Orders(
            place,
            names.grade([waiting.customer_class[n] for n in first_row]),
            requested,
            np.array(waiting.complete, dtype=bool)[first_row],
        ),
        days,
        np.searchsorted(lines, _whole(left.line)),
        left_day,
        _whole(left.units),
    )


def _whole(values: Sequence[int | None], missing: int = 0) -> Integers:
    return np.array([missing if one is None else one for one in values], dtype=np.int64)
