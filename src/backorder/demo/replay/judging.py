"""How well customers were served in a life, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .living import Life
    from .sales import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Tariff(NamedTuple):
    """What things cost, in money of the history: for every policy the same.

    ``holding``: a year, as a share of the stock's value; ``purchase``: a purchase line;
    ``backorder``: a line of an order that is not filled at once; ``waiting``: a day, as a share of
    the price of the units that wait.
    """

    holding: float = 0.25
    purchase: float = 2.0
    backorder: float = 5.0
    waiting: float = 0.002


class Judgement(NamedTuple):
    """Shares of 1, and money. ``cost`` is a year's, ``stock`` the mean value that lay there."""

    fill: float  # units from stock at once
    line_fill: float
    backorder_rate: float  # orders not filled at once
    kept: float  # lines whose promise came due and was kept
    kept_waiting: float  # the same, of the lines that waited
    stock: float
    cost: float
    holding: float
    purchasing: float
    backorders: float
    waiting: float
    purchase_lines: int


def judge(world: World, life: Life, tariff: Tariff, since: int) -> Judgement:
    """Judge the days from ``since`` on."""
    lines = world.lines
    counted = lines.day >= since
    before = _before_on_the_day(world)
    there = np.maximum(life.begins[lines.day, lines.product], 0)
    filled = np.clip(there - before, 0, lines.units)
    full = filled == lines.units
    kept, due = _promises(world, life, before)
    orders = np.ones(int(lines.order.max()) + 1, np.bool_)
    orders[lines.order[~full]] = False
    of_orders = np.unique(lines.order[counted])
    days = len(world.asked) - since
    year = 365.0 / days
    on_hand = np.maximum(life.ends[since:], 0).mean(axis=0)
    waits = np.maximum(-life.ends[since:], 0).sum(axis=0)
    bought = int((life.bought.day >= since).sum())
    stock = float(on_hand @ world.cost)
    spent = (
        tariff.holding * stock,
        tariff.purchase * bought * year,
        tariff.backorder * float((counted & ~full).sum()) * year,
        tariff.waiting * float(waits @ world.price) * year,
    )
    late = counted & due & ~full
    return Judgement(
        float(filled[counted].sum() / lines.units[counted].sum()),
        float(full[counted].mean()),
        float(1.0 - orders[of_orders].mean()),
        float(kept[counted & due].mean()),
        float(kept[late].mean()) if late.any() else 1.0,
        stock,
        sum(spent),
        *spent,
        bought,
    )


def _before_on_the_day(world: World) -> Ints:
    """Return the units asked for on the same day of the same product by lines before."""
    lines = world.lines
    order = np.lexsort((np.arange(lines.day.size), lines.day, lines.product))
    units = lines.units[order]
    total = np.cumsum(units) - units
    group = np.empty(order.size, np.bool_)
    group[0] = True
    group[1:] = np.diff(lines.product[order]).astype(bool) | np.diff(lines.day[order]).astype(bool)
    start = np.maximum.accumulate(np.where(group, np.arange(order.size), 0))
    found = np.empty(order.size, np.int64)
    found[order] = total - total[start]
    return found


def _promises(
    world: World, life: Life, before: Ints
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether each line's first promise was kept, and whether its day has come at all.

    Who finds stock is promised it today. Who does not is promised the day named for the purchase
    that brings his last unit: the purchases of a product serve its queue in the order they were
    made, and all that is missing is bought on the same evening.
    """
    lines = world.lines
    last = len(world.asked) - 1
    queue = before + lines.units - life.begins[lines.day, lines.product]
    kept = queue <= 0
    due = np.ones(kept.size, np.bool_)
    at = np.flatnonzero(queue > 0)
    product, day = lines.product[at], lines.day[at]
    promised = np.maximum(_expected(life, product, day, queue[at]), day)
    ready = _ready(life, product, day, queue[at])
    kept[at] = ready <= promised
    due[at] = promised <= last
    return kept, due


def _expected(life: Life, product: Ints, day: Ints, queue: Ints) -> Ints:
    """Return the day named for the purchase that covers a place in the queue."""
    bought = life.bought
    order = np.lexsort((bought.day, bought.product))
    whose, units = bought.product[order], bought.units[order]
    total = np.cumsum(units)
    # Counted from all that was ever bought of it by that evening, less what is still to come.
    key = whose * np.int64(2**32) + bought.day[order]
    until = np.searchsorted(key, product * np.int64(2**32) + day, side="right") - 1
    arrived = total[until] - life.ordered[day, product]
    covers = np.searchsorted(total, arrived + queue)
    covers = np.minimum(covers, until)
    return np.asarray(bought.expected[order][covers], np.int64)


def _ready(life: Life, product: Ints, day: Ints, queue: Ints) -> Ints:
    """Return the day on which a place in the queue has been served; far away if it never was."""
    days, count = life.gained.shape
    gained = np.cumsum(life.gained, axis=0)
    reach = np.int64(2**40)
    flat = (gained + np.arange(count) * reach).T.ravel()
    sought = gained[day, product] + queue + product * reach
    found = np.searchsorted(flat, sought) - product * days
    return np.asarray(np.where(found < days, found, 10**6), np.int64)
