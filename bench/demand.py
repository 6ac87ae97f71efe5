"""Two opinions of demand against the weeks that came: order lines, forecasts, and both blended.

Sales of a gift wholesaler from December 2010 to August 2011. Every third week what is believed from
the lines, what is forecast from the weeks before, and the blend of both name quantiles of the units
asked for in the next two and four weeks. `python -m bench demand` says what these were worth.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.planning.forecast import Demand as Weeks
from backorder.planning.forecast import forecast
from backorder.planning.stock.belief import Belief
from backorder.planning.stock.blending import Forecast, blend
from backorder.planning.stock.recalibration import gamma_quantile

from .report import Cell, Goal, Section, Table, note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backorder.planning.stock.positions import Demand

    from .sizes import Size

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FILE = (
    Path(__file__).parents[2] / "shared" / "data" / "online_retail"
    / "online_retail_2010-12_2011-08.parquet"
)  # fmt: skip
LEVELS = (0.5, 0.8, 0.9, 0.95)
BEGIN, EVERY, AHEAD = 16, 3, 4  # weeks
MOST_UNITS = 5_000  # of a line: more was ordered and cancelled
YOUNG, STILL = 8, 8  # weeks: younger products, and those that sold nothing so long, are left out


class Lines(NamedTuple):
    """Order lines by day, from 0 on: ``day``, ``product`` by number, ``units``."""

    day: Ints
    product: Ints
    units: Ints

    def weeks(self) -> Floats:
        """Return units by product and whole week."""
        count = (int(self.day.max()) + 1) // 7
        found = np.zeros((int(self.product.max()) + 1, count))
        whole = self.day < count * 7
        np.add.at(found, (self.product[whole], self.day[whole] // 7), self.units[whole])
        return found


class Worth(NamedTuple):
    """Mean pinball loss and coverage by level, each product's loss scaled by its own changes."""

    pinball: Floats
    coverage: Floats


def load(file: Path = FILE) -> Lines:
    """Read what was sold; returns and entries that are no sale are left out."""
    import polars as pl  # noqa: PLC0415 (an extra)

    sold = pl.read_parquet(file).filter(
        (pl.col("quantity") > 0)
        & (pl.col("quantity") < MOST_UNITS)
        & (pl.col("unit_price") > 0)
        & ~pl.col("invoice_no").str.starts_with("C")
    )
    sold = sold.with_columns(pl.col("invoice_ts").dt.date().alias("on")).sort("on")
    day = (sold["on"] - sold["on"].min()).dt.total_days().to_numpy().astype(np.int64)
    _, product = np.unique(sold["stock_code"].to_numpy().astype(str), return_inverse=True)
    return Lines(day, product.astype(np.int64), sold["quantity"].to_numpy().astype(np.int64))


def compare(
    lines: Lines, origins: Iterable[int], ahead: int, *, use_shared: bool | None = None
) -> dict[str, Worth]:
    """Return what the opinions were worth for the units of ``ahead`` weeks after each origin."""
    weeks = lines.weeks()
    wanted = sorted(origins)
    found: dict[str, list[tuple[Floats, Floats]]] = {}
    for origin, believed in zip(wanted, _believed(lines, wanted, weeks.shape[0]), strict=True):
        past, came = weeks[:, :origin], weeks[:, origin : origin + ahead].sum(axis=1)
        first = np.argmax(past > 0, axis=1)
        sold = (past[:, -STILL:].sum(axis=1) > 0) & (origin - first >= YOUNG)
        scale = ahead * np.maximum(np.abs(np.diff(past, axis=1)).mean(axis=1), 0.5)
        unborn = np.arange(origin) < first[:, None]
        made = forecast(
            Weeks.of(np.where(unborn, np.nan, past)), max(ahead, AHEAD), use_shared=use_shared
        )
        daily = made.mean[:, :ahead].mean(axis=1) / 7.0
        both = blend(believed, Forecast(daily, daily, made.size))
        for name, demand in (("lines", believed), ("blend", both)):
            quantiles = _quantiles(demand, 7.0 * ahead)[:, sold]
            beyond = came[sold] - quantiles
            level = np.array(LEVELS)[:, None]
            loss = np.maximum(level * beyond, (level - 1) * beyond) / scale[sold]
            found.setdefault(name, []).append((loss.mean(axis=1), (beyond <= 0).mean(axis=1)))
    return {
        name: Worth(*(np.mean([one[n] for one in rows], axis=0) for n in (0, 1)))
        for name, rows in found.items()
    }


def _believed(lines: Lines, origins: list[int], products: int) -> list[Demand]:
    """Return what is believed of demand on the first day of each week of ``origins``."""
    belief, found = Belief(np.zeros(products)), []
    begins = np.searchsorted(lines.day, np.arange(origins[-1] * 7 + 2))
    for day in range(origins[-1] * 7 + 1):
        if day % 7 == 0 and day // 7 in origins:
            found.append(belief.demand())
        today = slice(begins[day], begins[day + 1])
        belief.after(lines.product[today], lines.units[today])
    return found


def _quantiles(demand: Demand, days: float) -> Floats:
    """Return the units not exceeded in so many days, by level and product."""
    mean = np.maximum(demand.rate * days, 1e-9)
    spread = np.sqrt(demand.variance * days + (demand.rate_sd * days) ** 2)
    return np.array([gamma_quantile(level, mean, np.maximum(spread, 1e-6)) for level in LEVELS])


def measure(size: Size, seed: int) -> Section:  # noqa: ARG001 (nothing is left to chance)
    """Say what the opinions were worth, where the wholesaler's sales are; a smoke looks once."""
    table = Table(
        "Sales of a gift wholesaler: quantiles from order lines, and blended with forecasts",
        ["weeks ahead", "what", *(f"pinball P{100 * one:.0f}" for one in LEVELS), "sum",
         *(f"covered by P{100 * one:.0f}" for one in LEVELS)],
    )  # fmt: skip
    found = Section("demand", [table])
    if not FILE.exists():
        note("no figures of blended demand: the wholesaler's sales are not there")
        return found
    lines, smoke = load(), size.name == "smoke"
    count = (int(lines.day.max()) + 1) // 7
    for ahead in (AHEAD,) if smoke else (2, AHEAD):
        note(f"demand: {ahead} weeks ahead")
        origins = [BEGIN] if smoke else range(BEGIN, count - ahead + 1, EVERY)
        worth = compare(lines, origins, ahead, use_shared=False if smoke else None)
        for name, one in worth.items():
            row: list[Cell] = [ahead, name, *map(float, one.pinball), float(one.pinball.sum())]
            table.rows.append([*row, *map(float, one.coverage)])
        of_lines = float(worth["blend"].pinball.sum() / worth["lines"].pinball.sum())
        what = f"pinball of blended demand {ahead} weeks ahead, of that of lines alone"
        found.goals.append(Goal(what, of_lines, "x", most=1.0))
    return found
