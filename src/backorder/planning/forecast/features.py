"""What the global model sees of a series at an origin, and of the period it is asked about.

Amounts are shares of the local forecast of that origin, so that one model serves products that
sell one a year and a thousand a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .series import Demand, Floats, Integers, Singles

SPANS = {
    "day": (7, 14, 28, 56, 112, 364),
    "week": (2, 4, 8, 13, 26, 52),
    "month": (2, 3, 6, 12, 24),
}
LAGS = 3
CYCLES = 4  # seasons back that the same place in the calendar is looked up
FLOOR = 0.05  # units; keeps shares of nearly nothing in bounds


@dataclass(frozen=True, slots=True)
class Past:
    """Everything known at the end, as running sums, and what each origin expected.

    ``units`` (n, T) without gaps and promotions; ``base`` (n, T + 1), the local forecast at each
    origin; ``promoted`` and ``lifted`` (n, T + H), the share of promotions and the factor of what
    they do, where promotions are used; ``demand`` for calendar and groups. Origin t knows the
    periods before t.
    """

    demand: Demand
    units: Floats
    base: Singles
    promoted: Floats | None
    lifted: Floats | None
    sums: Floats
    counts: Floats
    squares: Floats
    last: Singles
    begun: Integers
    siblings: Floats

    @classmethod
    def of(
        cls,
        demand: Demand,
        units: Floats,
        base: Singles,
        promoted: Floats | None,
        lifted: Floats | None,
    ) -> Past:
        """Return the past with its sums."""
        some = units > 0
        groups = int(demand.group.max(initial=0)) + 1
        siblings = np.zeros((groups, units.shape[1]))
        np.add.at(siblings, demand.group, units)
        places = np.where(some, np.arange(1, units.shape[1] + 1, dtype=np.float32), 0)
        last = np.maximum.accumulate(np.pad(places, ((0, 0), (1, 0))), axis=1)
        begun = np.where(some.any(axis=1), some.argmax(axis=1), units.shape[1])
        return cls(
            demand, units, base, promoted, lifted,
            sums=_running(units), counts=_running(some.astype(float)), squares=_running(units**2),
            last=last.astype(np.float32), begun=begun, siblings=siblings,
        )  # fmt: skip


def table(past: Past, origin: int, horizons: Integers, rows: Integers) -> Singles:
    """Return one row for each product and horizon, products first: shape (rows * H, features)."""
    fixed = _at_origin(past, origin, rows)
    blocks = [
        np.concatenate([fixed, _at_target(past, origin, int(h), rows)], axis=1) for h in horizons
    ]
    return np.stack(blocks, axis=1).reshape(rows.size * horizons.size, -1)


def _at_origin(past: Past, origin: int, rows: Integers) -> Singles:
    base = past.base[rows, origin] + FLOOR
    columns = [np.log(base)]
    spans = (*SPANS[past.demand.step], origin)
    for span in spans:
        start = max(0, origin - span)
        mean = (past.sums[rows, origin] - past.sums[rows, start]) / max(1, origin - start)
        columns.append(np.log((mean + FLOOR) / base))
    columns += [past.units[rows, origin - lag] / base for lag in range(1, LAGS + 1)]
    for span in (SPANS[past.demand.step][2], origin):
        start = max(0, origin - span)
        count = past.counts[rows, origin] - past.counts[rows, start]
        columns.append(count / max(1, origin - start))
    columns.append(origin - past.last[rows, origin])
    columns.append(np.maximum(0, origin - past.begun[rows]))
    mean = past.sums[rows, origin] / max(1, origin)
    spread = past.squares[rows, origin] / max(1, origin) - mean**2
    columns.append(spread / (mean + FLOOR) ** 2)
    columns.append(past.sums[rows, origin] / np.maximum(past.counts[rows, origin], 1) / base)
    return np.stack(columns, axis=1).astype(np.float32)


def _at_target(past: Past, origin: int, horizon: int, rows: Integers) -> Singles:
    demand, target = past.demand, origin + horizon - 1
    base = past.base[rows, origin] + FLOOR
    season = demand.season
    back = target - season * np.arange(1, CYCLES + horizon // season + 2)
    back = back[(back >= 0) & (back < origin)][:CYCLES]
    if back.size:
        around = np.clip(back[:, None] + np.array([-1, 0, 1]), 0, origin - 1)
        same = past.units[rows][:, back].mean(axis=1) / base
        wide = past.units[rows][:, around].mean(axis=(1, 2)) / base
        theirs = past.siblings[:, back].mean(axis=1) / np.maximum(
            past.siblings[:, max(0, origin - season) : origin].mean(axis=1), FLOOR
        )
        kin = theirs[demand.group[rows]]
    else:
        same = wide = kin = np.full(rows.size, np.nan)
    columns = [same, wide, kin, np.full(rows.size, horizon)]
    columns += [np.full(rows.size, number) for number in _calendar(demand, target)]
    if past.promoted is not None and past.lifted is not None:
        columns += [past.promoted[rows, target], np.log(past.lifted[rows, target])]
    return np.stack(columns, axis=1).astype(np.float32)


def _calendar(demand: Demand, target: int) -> list[float]:
    """Return the place of a period in week and year, and how many of its days are holidays."""
    day = demand.starts(max(0, target + 1 - demand.periods))[target]
    of_year = float((day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(int))
    found = [of_year]
    if demand.step == "day":
        found.append(float((day.astype(int) + 3) % 7))
    if demand.holidays is not None:
        found.append(float(demand.holidays[target]) if target < demand.holidays.size else 0.0)
    return found


def _running(values: Floats) -> Floats:
    found = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=found[:, 1:])
    return found
