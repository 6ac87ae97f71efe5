"""From whom each need is bought: what suppliers offer, and the choice between them, in arrays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.domain import lots, supplier_choice
from backorder.domain.lots import Terms
from backorder.domain.needs import ON_DEMAND
from backorder.domain.supplier_choice import Source
from backorder.domain.workdays import parse_calendar
from backorder.ledger.journal.arrays import NO_DAY, Ints, to_day

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt

    from backorder.domain.ranking import Integers
    from backorder.ledger.books.positions import ReadyDays
    from backorder.ledger.journal.transaction import Columns, Transaction

    Floats = npt.NDArray[np.float64]

# What a unit beyond the need is worth, as a share of its price.
KEPT_ON_STOCK, KEPT_WITHOUT_POLICY = 0.9, 0.5
_NONE = np.empty(0, dtype=np.int64)


class Chosen(NamedTuple):
    """Purchases to propose, one row each, and beside them what else could have been chosen.

    ``at`` is the row of the need; ``other_of`` the row here that another way stands beside.
    """

    at: Integers
    supplier: Integers
    emergency: Integers
    needed: Integers
    quantity: Integers
    unit_cost: Integers
    order_on: Integers
    expected_on: Integers
    total_cost: Integers
    extra_cost: Integers
    other_of: Integers = _NONE
    other_supplier: Integers = _NONE
    other_quantity: Integers = _NONE
    other_unit_cost: Integers = _NONE
    other_total_cost: Integers = _NONE
    other_expected_on: Integers = _NONE


class Offers(NamedTuple):
    """The ways to get what is needed, one row each: ``of`` is the index of the need.

    An emergency delivery is a row of its own, behind all regular ones.
    """

    of: Integers
    supplier: Integers
    emergency: Integers
    unit_cost: Integers
    moq: Integers
    multiple: Integers
    most: Integers
    order_on: Integers
    expected_on: Integers
    days: Integers
    late: Floats
    freight: Floats
    breaks: dict[int, tuple[tuple[int, int], ...]]

    def terms(self, row: int) -> Terms:
        """Return the terms of one row."""
        most = int(self.most[row])
        return Terms(
            int(self.unit_cost[row]),
            int(self.moq[row]),
            int(self.multiple[row]),
            self.breaks.get(row, ()),
            float(self.freight[row]),
            most if most >= 0 else None,
        )

    def source(self, row: int) -> Source:
        """Return one row as a source; it is named by its row."""
        return Source(
            row,
            self.terms(row),
            int(self.days[row]),
            float(self.late[row]),
            bool(self.emergency[row]),
        )


def ranked_sources(  # noqa: PLR0913, PLR0917 (what a choice depends on)
    tx: Transaction,
    ready: ReadyDays,
    held: Columns,
    units: Integers,
    short: Integers,
    wait_percent: float,
) -> Chosen:
    """Return how each need is best covered; ``short`` are the rows of ``held`` with a need.

    The best single source is found for all needs at once; needs with customers behind them that
    could be served sooner, or with a supplier who cannot deliver all, are looked at one by one.
    """
    offers = _offers(tx, ready, held, short)
    n, waiting = units[short], held["waiting"][short]
    waiting = np.minimum(waiting, n)
    wait_cost: Floats = (held["price"][short] * (wait_percent / 100)).astype(np.float64)
    method = held["method"][short]
    kept: Floats = np.where(method == ON_DEMAND, KEPT_WITHOUT_POLICY, KEPT_ON_STOCK)
    kept = np.where(held["on_demand"][short] == 1, 0.0, kept)
    quantity, price, cost = _alone(offers, n, waiting, wait_cost, kept)
    full = quantity >= n[offers.of]
    at = np.lexsort((offers.supplier, offers.days, np.round(cost, 6), ~full, offers.of))
    first = at[np.diff(offers.of[at], prepend=-1) != 0] if at.size else at
    parts = [(int(row), int(quantity[row]), float(cost[row])) for row in first.tolist()]
    rows = _split(offers, parts, full, (n, waiting, wait_cost, kept))
    return _chosen(offers, short, n, (quantity, price, cost), rows, waiting, wait_cost)


def _alone(
    offers: Offers, n: Integers, waiting: Integers, wait_cost: Floats, kept: Floats
) -> tuple[Integers, Integers, Floats]:
    """Return quantity, unit cost and expected cost of buying each need from each source alone.

    The quantity is 0 where a supplier's limit leaves no lot that it sells.
    """
    wanted, kept_of = n[offers.of], kept[offers.of]
    quantity = -(-np.maximum(wanted, offers.moq) // offers.multiple) * offers.multiple
    largest = offers.most // np.maximum(offers.multiple, 1) * offers.multiple
    largest = np.where(largest >= offers.moq, largest, 0)
    quantity = np.where((offers.most >= 0) & (quantity > offers.most), largest, quantity)
    price = offers.unit_cost.copy()
    for row in offers.breaks:
        terms = offers.terms(row)
        quantity[row] = lots.best_lot(terms, int(wanted[row]), float(kept_of[row]))
        price[row] = terms.price(int(quantity[row]))
    beyond = np.maximum(quantity - wanted, 0)
    served = np.minimum(waiting[offers.of], quantity)
    late = (waiting[offers.of] - served) * wait_cost[offers.of] * (offers.days + 365)
    cost = (
        quantity * price
        + offers.freight
        - beyond * price * kept_of
        + served * wait_cost[offers.of] * (offers.days + offers.late)
        + late
    )
    return quantity, price, cost.astype(np.float64)


def _split(
    offers: Offers,
    parts: list[tuple[int, int, float]],
    full: npt.NDArray[np.bool_],
    facts: tuple[Integers, Integers, Floats, Floats],
) -> list[tuple[int, int, int]]:
    """Return (row of offers, quantity, nth part) for each purchase, needs split where that pays."""
    n, waiting, wait_cost, kept = facts
    count = np.bincount(offers.of, minlength=n.size) if offers.of.size else np.zeros(n.size, int)
    start = np.concatenate([[0], np.cumsum(count)])
    by_need = np.argsort(offers.of, kind="stable")
    quickest = np.full(n.size, 2**31, dtype=np.int64)
    np.minimum.at(quickest, offers.of, offers.days)
    found: list[tuple[int, int, int]] = []
    for row, quantity, _ in parts:
        need = int(offers.of[row])
        gain = waiting[need] * wait_cost[need] * (offers.days[row] - quickest[need])
        if count[need] > 1 and (gain > 0 or not full[row]):
            mine = by_need[start[need] : start[need + 1]].tolist()
            best = supplier_choice.choose(
                [offers.source(one) for one in mine],
                int(n[need]),
                int(waiting[need]),
                float(wait_cost[need]),
                float(kept[need]),
            )
            if best is not None:
                found += [
                    (part.source.name, part.quantity, nth) for nth, part in enumerate(best.parts)
                ]
                continue
        if quantity:  # else nobody can sell any of it by then
            found.append((row, quantity, 0))
    return found


def _chosen(  # noqa: PLR0913, PLR0917 (as `ranked_sources`)
    offers: Offers,
    short: Integers,
    n: Integers,
    alone: tuple[Integers, Integers, Floats],
    rows: list[tuple[int, int, int]],
    waiting: Integers,
    wait_cost: Floats,
) -> Chosen:
    """Return the purchases of all needs in columns, and the ways not taken beside them."""
    row = np.array([one[0] for one in rows], dtype=np.int64)
    quantity = np.array([one[1] for one in rows], dtype=np.int64)
    nth = np.array([one[2] for one in rows], dtype=np.int64)
    of = offers.of[row] if row.size else _NONE
    price = np.array(
        [offers.terms(at).price(q) if at in offers.breaks else int(offers.unit_cost[at])
         for at, q, _ in rows], dtype=np.int64,
    )  # fmt: skip
    # The parts of a split come one after the other; each covers what those before it left.
    before = np.cumsum(quantity) - quantity
    start = np.maximum.accumulate(np.where(nth == 0, np.arange(row.size), 0)) if row.size else _NONE
    covered = before - before[start] if row.size else _NONE
    needed = np.clip(n[of] - covered, 1, np.maximum(quantity, 1)) if row.size else _NONE
    served = np.clip(waiting[of] - covered, 0, quantity) if row.size else _NONE
    goods = quantity * price + np.round(offers.freight[row]).astype(np.int64)
    wait = served * wait_cost[of] * (offers.days[row] + offers.late[row])
    cheapest = np.full(n.size, 2**62, dtype=np.int64)
    regular = offers.emergency == 0
    np.minimum.at(cheapest, offers.of[regular], alone[1][regular])
    extra = np.maximum(goods - quantity * np.minimum(cheapest[of], price), 0)
    sold = np.unique(of)
    unsold = np.setdiff1d(np.arange(n.size), sold)
    nobody = np.zeros(unsold.size, dtype=np.int64)
    other = _others(offers, alone, row, of, nth)

    def both(bought: Integers, without: Integers) -> Integers:
        return np.concatenate([bought, without]).astype(np.int64)

    return Chosen(
        both(short[of], short[unsold]),
        both(offers.supplier[row], nobody),
        both(offers.emergency[row], nobody),
        both(needed, n[unsold]),
        both(quantity, n[unsold]),
        both(price, nobody),
        both(offers.order_on[row], nobody + NO_DAY),
        both(offers.expected_on[row], nobody + NO_DAY),
        both(np.round(goods + wait).astype(np.int64), nobody),
        both(np.where(offers.emergency[row] == 1, extra, 0), nobody),
        *other,
    )


def _others(
    offers: Offers,
    alone: tuple[Integers, Integers, Floats],
    row: Integers,
    of: Integers,
    nth: Integers,
) -> tuple[Integers, ...]:
    """Return the sources not chosen, beside the first purchase of their need."""
    if not row.size:
        return (_NONE,) * 6
    firsts = np.flatnonzero(nth == 0)
    place = np.full(int(offers.of.max()) + 1, -1, dtype=np.int64)
    place[of[firsts]] = firsts
    quantity, price, cost = alone
    can = (offers.emergency == 0) & (quantity > 0) & (place[offers.of] >= 0)
    left = np.setdiff1d(np.flatnonzero(can), row)
    return (
        place[offers.of[left]],
        offers.supplier[left],
        quantity[left],
        price[left],
        np.round(cost[left]).astype(np.int64),
        offers.expected_on[left],
    )


def _offers(tx: Transaction, ready: ReadyDays, held: Columns, short: Integers) -> Offers:
    """Read what suppliers offer of what is needed; who is out has nothing to offer."""
    wanted = {"products": Ints(held["product"][short]), "locations": Ints(held["location"][short])}
    found = tx.columns("proposals_offers", wanted | {"today": ready.today})
    suppliers = tx.rows("proposals_suppliers", {"suppliers": Ints(np.unique(found["supplier"]))})
    orders = {
        supplier: order_day(ready.today, week, review, last)
        for supplier, week, review, last in suppliers
    }
    of = found["nth"] - 1
    regular_on, regular_order = _days(ready, found, orders, "lead", hurried=False)
    hurry = np.flatnonzero(found["emergency_days"] >= 0)
    hurried_on, hurried_order = _days(
        ready, {name: column[hurry] for name, column in found.items()}, orders, "emergency_days",
        hurried=True,
    )  # fmt: skip
    several = np.bincount(of, minlength=short.size)[of] > 1 if of.size else np.zeros(0, dtype=bool)
    share = np.maximum(np.bincount(found["supplier"])[found["supplier"]], 1) if of.size else 1
    today = to_day(ready.today)

    def join(regular: Any, hurried: Any) -> Any:  # noqa: ANN401 (arrays of one kind)
        return np.concatenate([regular, hurried])

    one = np.ones(hurry.size, dtype=np.int64)
    expected_on = join(regular_on, hurried_on)
    return Offers(
        join(of, of[hurry]),
        join(found["supplier"], found["supplier"][hurry]),
        join(np.zeros(of.size, dtype=np.int64), one),
        join(found["unit_cost"], found["unit_cost"][hurry] + found["emergency_extra"][hurry]),
        join(found["moq"], one),
        join(found["multiple"], one),
        join(np.where(several, found["capacity"], -1), -one),
        join(regular_order, hurried_order),
        expected_on,
        expected_on - today,
        join(supplier_choice.days_late(1.0) * found["spread"], np.zeros(hurry.size)),
        join(found["freight"] / share, found["emergency_freight"][hurry].astype(np.float64)),
        _breaks(tx, wanted, found),
    )


def _breaks(
    tx: Transaction, wanted: dict[str, Ints], found: Columns
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return the price breaks by row of the offers; most have none."""
    breaks = tx.columns("proposals_breaks", wanted)
    if not breaks["nth"].size:
        return {}
    keys = zip(found["nth"].tolist(), found["supplier"].tolist(), strict=True)
    row_of = {key: row for row, key in enumerate(keys)}
    tables: dict[int, list[tuple[int, int]]] = {}
    columns = (breaks[name].tolist() for name in ("nth", "supplier", "least", "cost"))
    for nth, supplier, least, cost in zip(*columns, strict=True):
        if (nth, supplier) in row_of:  # else the supplier is out
            tables.setdefault(row_of[nth, supplier], []).append((least, cost))
    return {row: tuple(sorted(table)) for row, table in tables.items()}


def _days(
    ready: ReadyDays, found: Columns, orders: dict[int, date], lead: str, *, hurried: bool
) -> tuple[Integers, Integers]:
    """Return when a purchase of each row would come, and on which day it is to be placed."""
    known: dict[tuple[int, int, int], tuple[int, int]] = {}
    expected, placed = [], []
    keys = zip(found["supplier"].tolist(), found[lead].tolist(), found["out"].tolist(), strict=True)
    for key in keys:
        if key not in known:
            supplier, days, out = key
            day = ready.today if hurried else orders[supplier]
            day = max(day, ready.today + timedelta(days=out))
            own = ready.places.supplier_days.get(supplier)
            on = day + timedelta(days=days) if own is None else own.counted_on(day, days)
            known[key] = to_day(on), to_day(day)
        expected.append(known[key][0])
        placed.append(known[key][1])
    return np.array(expected, dtype=np.int64), np.array(placed, dtype=np.int64)


def order_day(today: date, week: str, review_days: int, last: date | None) -> date:
    """Return the next day on which a supplier is ordered from.

    ``week`` are the weekdays for it, ``last`` is the day of the last purchase.

    >>> from datetime import date
    >>> order_day(date(2026, 11, 22), "thu", 1, None), order_day(date(2026, 11, 22), "daily", 7, date(2026, 11, 20))
    (datetime.date(2026, 11, 26), datetime.date(2026, 11, 27))
    """  # noqa: E501 (an example)
    worked = parse_calendar(week)
    day = today if last is None else max(today, last + timedelta(days=review_days))
    while not worked[day.weekday()]:
        day += timedelta(days=1)
    return day
