"""The policy of each product: when to buy and up to what, for a service level or least cost.

Products are looked at in chunks of like width, so that a table that must reach far does not make
the many small ones slow; what is found for a product does not depend on its neighbours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from . import targets
from .lead_time_demand import REACH, WIDTH
from .lots import packed_lot
from .positions import Demand, strata_mean, undershoot, worth_of_positions
from .targets import Prices, Visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .positions import Worth

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

CHUNK = 4096  # products in one go: the tables of so many fit a processor's cache
WIDTHS = (16, 32, 64, WIDTH)
LOT_FACTORS = (1.0, 1.3)  # of the economic lot: all are costed, the cheapest wins


class Aim(StrEnum):
    """What a reorder point is to reach."""

    CYCLE = "cycle"  # so many cycles without running short
    FILL = "fill"  # so many units from stock at once
    COST = "cost"  # the least money for holding, waiting and missing


class Goods(NamedTuple):
    """The products, one element of each array per product.

    ``days``: lead times by stratum, shape (products, strata); ``review``: days between two looks;
    ``up_to``: buy at each look, whatever the position; ``on_demand``: keep nothing. ``target``: the
    share of 1 for cycle or fill; ``moq`` and ``multiple``: what the supplier accepts.
    """

    demand: Demand
    days: Floats
    review: Floats
    prices: Prices
    moq: Ints
    multiple: Ints
    target: Floats
    up_to: Bools
    on_demand: Bools


class Plan(NamedTuple):
    """What to hold, in units, and what it achieves by the model.

    Buy up to ``high`` once the position is at most ``low``; ``low`` is -1 where only what customers
    wait for is bought. ``safety``: units above the mean demand until the next receipt, which is
    ``exposed``. ``fill`` and ``cycle``: shares of 1; ``on_hand`` and ``waiting``: mean units;
    ``cost``: money per day, without the goods.
    """

    low: Ints
    high: Ints
    safety: Ints
    exposed: Floats
    fill: Floats
    cycle: Floats
    on_hand: Floats
    waiting: Floats
    cost: Floats


def plan(goods: Goods, aim: Aim) -> Plan:
    """Return the policy of every product."""
    count = goods.review.size
    low, high, safety = (np.zeros(count, np.int64) for _ in range(3))
    exposed, fill, cycle, on_hand, waiting, cost = (np.zeros(count) for _ in range(6))
    made = Plan(low, high, safety, exposed, fill, cycle, on_hand, waiting, cost)
    for rows, width in _chunks(goods):
        part = _plan_chunk(of_rows(goods, rows), aim, width)
        for whole, some in zip(made, part, strict=True):
            whole[rows] = some
    return made


def of_rows(goods: Goods, rows: Ints) -> Goods:
    """Return some of the products."""
    return Goods(
        Demand(*(v[rows] for v in goods.demand)),
        goods.days[rows],
        goods.review[rows],
        Prices(*(v[rows] for v in goods.prices)),
        moq=goods.moq[rows],
        multiple=goods.multiple[rows],
        target=goods.target[rows],
        up_to=goods.up_to[rows],
        on_demand=goods.on_demand[rows],
    )


def _chunks(goods: Goods) -> Iterator[tuple[Ints, int]]:
    """Yield rows of products whose demand fits tables of one width, a chunk at a time."""
    demand = goods.demand
    days = strata_mean(goods.days) + goods.review
    longest = goods.days.max(axis=1) + goods.review
    wide = np.maximum(demand.variance, demand.rate) * days
    wide += (demand.rate_sd * days) ** 2 + (demand.rate * (longest - days) / 2.0) ** 2
    reach = demand.rate * days + REACH * np.sqrt(wide) + 8.0
    bucket = np.searchsorted(np.array(WIDTHS[:-1]), reach)
    for n, width in enumerate(WIDTHS):
        rows = np.flatnonzero(bucket == n)
        for start in range(0, rows.size, CHUNK):
            yield rows[start : start + CHUNK], width


def _plan_chunk(goods: Goods, aim: Aim, width: int) -> Plan:
    demand = goods.demand
    worth = worth_of_positions(demand, goods.days, goods.review, width)
    under = np.where(goods.up_to, 0.0, undershoot(demand, goods.review))
    lots = _lots(goods, under)
    costs = targets.Costs(worth, demand.rate, goods.prices)
    if aim is Aim.COST:
        column, gap = _cheapest(worth, costs, lots, under)
    else:
        gap = lots[0]
        visits = _visits(worth, gap, under)
        if aim is Aim.FILL:
            column = targets.filling(worth, visits, goods.target)
        else:
            column = targets.covering(worth, goods.target)
            column = np.where(goods.up_to, column - 1, column)  # then S itself covers it
    return _as_plan(worth, goods, costs, _Chosen(column, gap, _visits(worth, gap, under)))


class _Chosen(NamedTuple):
    """A reorder point in columns, S - s in units, and how positions are visited."""

    column: Ints
    gap: Ints
    visits: Visits


def _visits(worth: Worth, gap: Ints, under: Floats) -> Visits:
    columns = np.maximum(1, np.rint(gap / worth.step)).astype(np.int64)
    return Visits(columns, under / worth.step)


def _cheapest(
    worth: Worth, costs: targets.Costs, lots: list[Ints], under: Floats
) -> tuple[Ints, Ints]:
    """Return reorder points and S - s, of the lot that costs least with its best reorder point."""
    gap = lots[0]
    best = costs.cheapest(_visits(worth, gap, under))
    for other in lots[1:]:
        found = costs.cheapest(_visits(worth, other, under))
        better = found.cost < best.cost
        gap = np.where(better, other, gap)
        best = targets.Found(
            np.where(better, found.column, best.column), np.where(better, found.cost, best.cost)
        )
    return best.column, gap


def _lots(goods: Goods, under: Floats) -> list[Ints]:
    """Return S - s in units for several lots, the economic one first.

    An order brings the undershoot besides S - s, so that much less lies between both; in whole
    packs nothing is taken off, as the last pack is rounded up anyway.
    """
    holding = np.maximum(goods.prices.holding, 1e-12)
    lots = []
    for factor in sorted(LOT_FACTORS, key=lambda f: abs(np.log(f))):
        fixed = goods.prices.order * factor**2
        lot = packed_lot(fixed, holding, goods.demand.rate, goods.moq, goods.multiple)
        loose = np.rint(np.maximum(lot - under, 1.0)).astype(np.int64)
        gap = np.where(goods.multiple > 1, lot, loose)
        lots.append(np.where(goods.up_to, 1, np.maximum(gap, 1)))
    return lots


def _as_plan(worth: Worth, goods: Goods, costs: targets.Costs, chosen: _Chosen) -> Plan:
    """Return the plan in units; nothing where nothing is asked for, or only bought on demand."""
    rate, prices = goods.demand.rate, goods.prices
    nothing = goods.on_demand | (rate <= 0.0)
    column, gap, visits = chosen
    low = np.where(nothing, -1, np.where(column < 0, -1, column * worth.step))
    high = np.where(nothing, 0, low + gap)
    fill, cycle, on_hand, waiting = targets.achieved(worth, visits, column)
    # Looked at and bought up to S every time, S is what stands against the demand.
    stands = np.where(goods.up_to, high, low)
    served = np.where(rate > 0.0, 0.0, 1.0)  # who keeps nothing serves nobody at once
    waits = rate * strata_mean(goods.days)
    return Plan(
        low=low,
        high=high,
        safety=np.where(nothing, 0, np.rint(stands - worth.mean)).astype(np.int64),
        exposed=worth.mean,
        fill=np.where(nothing, served, fill),
        cycle=np.where(nothing, served, cycle),
        on_hand=np.where(nothing, 0.0, on_hand),
        waiting=np.where(nothing, waits, waiting),
        cost=np.where(
            nothing, prices.waiting * waits + prices.missed * rate, costs.at(visits, column)
        ),
    )
