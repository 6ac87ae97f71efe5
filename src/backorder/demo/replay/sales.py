"""A history as arrays: what was asked for by product and day, and who would have brought it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.connectors.money import decimals

from .fates import Fate, Part, asks_for
from .sourcing import made_up_suppliers, read_lead_times, supplier_of, suppliers_of
from .stock import first_weeks

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from .history import History
    from .options import Options
    from .sourcing import Supplier

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

COST_SHARE = 0.5  # of the price: a history does not say what goods cost


class Lines(NamedTuple):
    """Lines of orders by time: product, day, units, and the number of the order."""

    product: Ints
    day: Ints
    units: Ints
    order: Ints


class World(NamedTuple):
    """All that happens to a shop whatever it decides.

    ``asked``, ``back`` and ``lost``: units ordered, brought back or found, and taken off the shelf,
    shape (days, products). ``slips``: days by which what is ordered that day comes late, shape
    (days, suppliers); ``short``: the share that comes of it, shape (days, products). ``opening``:
    units on the shelf; ``known``: the rate they were sized by; ``price``: money per unit.
    """

    first: date
    lines: Lines
    asked: Ints
    back: Ints
    lost: Ints
    price: Floats
    opening: Ints
    known: Floats
    supplier: Ints
    quoted: Ints
    slips: Ints
    short: Floats

    @property
    def cost(self) -> Floats:
        """Return the money a unit of each product costs."""
        return self.price * COST_SHARE

    @property
    def working(self) -> Bools:
        """Return which days are working days."""
        return (np.arange(len(self.asked)) + self.first.weekday()) % 7 < 5  # noqa: PLR2004 (Saturday)


def world_of(history: History, options: Options) -> World:
    """Return the shop's world: the same for every policy that is tried in it."""
    parts = [asks_for(history, at) for at in range(len(history))]
    goods = zip(history.sku, parts, strict=True)
    skus = sorted({sku for sku, part in goods if not isinstance(part, Fate)})
    place = {sku: n for n, sku in enumerate(skus)}
    first = history.at[0].date()
    days = (history.at[-1].date() - first).days + 1
    undone = _undone_on_the_day(history, parts)
    rows = [at for at, part in enumerate(parts) if part is Part.ORDER and at not in undone]
    orders: dict[str, int] = {}
    lines = Lines(
        np.array([place[history.sku[at]] for at in rows], np.int64),
        np.array([(history.at[at].date() - first).days for at in rows], np.int64),
        np.array([history.quantity[at] for at in rows], np.int64),
        np.array([orders.setdefault(history.document[at], len(orders)) for at in rows], np.int64),
    )
    asked, back, lost = (np.zeros((days, len(skus)), np.int64) for _ in range(3))
    np.add.at(asked, (lines.day, lines.product), lines.units)
    for at, part in enumerate(parts):
        if part in {Part.CANCELLATION, Part.CORRECTION} and at not in undone:
            units = history.quantity[at]
            comes = part is Part.CANCELLATION or units > 0
            cell = (history.at[at].date() - first).days, place[history.sku[at]]
            (back if comes else lost)[cell] += abs(units)
    rate, begins = first_weeks(history, parts, place)
    suppliers = _suppliers(options)
    of_product = [supplier_of(sku, options.seed, len(suppliers)) for sku in skus]
    supplier = np.array(of_product, np.int64)
    rng = np.random.default_rng([options.seed, 3])
    slips = np.stack([one.slips[rng.integers(one.slips.size, size=days)] for one in suppliers], 1)
    comes_short = rng.random((days, len(skus))) < options.chances.short
    share = rng.uniform(0.3, 0.9, comes_short.shape)
    return World(
        first=first,
        lines=lines,
        asked=asked,
        back=back,
        lost=lost,
        price=_prices(history, rows, place),
        opening=np.ceil(rate * options.opening_days).astype(np.int64),
        known=np.where(begins < 28, rate, 0.0),  # noqa: PLR2004 (as the shop knows them)
        supplier=supplier,
        quoted=np.array([one.lead_days for one in suppliers], np.int64),
        slips=slips,
        short=np.where(comes_short, share, 1.0),
    )


def _undone_on_the_day(history: History, parts: list[Part | Fate]) -> set[int]:
    """Return orders and cancellations that undo each other on one day: nobody was served.

    One customer, product and number of units; a slip of the keyboard, such as 80,995 for 12.
    """
    waiting: dict[tuple[str, str, int, date], list[int]] = defaultdict(list)
    undone: set[int] = set()
    for at, part in enumerate(parts):
        if part in {Part.ORDER, Part.CANCELLATION} and history.customer[at]:
            units, day = history.quantity[at], history.at[at].date()
            same = waiting[history.customer[at], history.sku[at], abs(units), day]
            if part is Part.ORDER:
                same.append(at)
            elif same:
                undone |= {at, same.pop()}
    return undone


def _prices(history: History, rows: list[int], place: dict[str, int]) -> Floats:
    """Return the most frequent price of each product, in whole money."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for at in rows:
        if price := history.price[at]:
            seen[history.sku[at]][price] += 1
    minor = np.zeros(len(place))
    for sku, prices in seen.items():
        minor[place[sku]] = prices.most_common(1)[0][0]
    return np.asarray(minor / 10 ** decimals(history.currency), np.float64)


def _suppliers(options: Options) -> list[Supplier]:
    """Return the suppliers that the shop of the same options has."""
    rng = np.random.default_rng([options.seed, 1])
    if options.lead_times is None:
        return made_up_suppliers(options.lead_days, options.suppliers, rng)
    return suppliers_of(
        read_lead_times(options.lead_times), options.lead_days, options.suppliers, rng
    )
