"""How long learning lead times takes, and how good they are on purchases of the real world.

Run it: ``python -m bench lead_times`` (half a minute). Made-up lines of suppliers and items over a
thousand days with heavy-tailed lead times, some still open. *fit* is one fit of the model; *refit*
is what the job does: the model, and twelve earlier ones for the correction. Where the deliveries of
SCMS are there, coverage and pinball on them are shown too.
"""

from __future__ import annotations

import time
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.planning.lead_times import CHANCES, Groups, History, fit, learn, seen

from . import scms
from .measure import forget_peak, growth, peak_mb
from .report import Cell, Goal, Section, Table, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from .sizes import Size

GOAL_LINES, GOAL_SECONDS = 100_000, 2.0
TODAY, TIMES = 1000, 3
STARTS = (date(2009, 7, 1), date(2010, 1, 1), date(2010, 7, 1))


class Run(NamedTuple):
    """What one size took: seconds of a fit and of a refit, and the refit's peak of megabytes."""

    fit: float
    refit: float
    peak: int


def make(lines: int, seed: int = 1) -> tuple[History, Groups]:
    """Return purchases of ``lines // 200`` suppliers and ``lines // 5`` items."""
    rng = np.random.default_rng([seed, lines])
    suppliers, items = max(lines // 200, 2), max(lines // 5, 4)
    supplier = rng.integers(0, suppliers, items)
    mean = rng.normal(2.7, 0.5, suppliers)[supplier] + rng.normal(0.0, 0.25, items)
    item = rng.integers(0, items, lines)
    sent = np.sort(rng.integers(0, TODAY, lines))
    took = np.exp(np.clip(mean[item] + 0.35 * rng.standard_t(4, lines), -2.0, 7.0))
    return History.of(item, sent, sent + np.ceil(took)), Groups(supplier, suppliers)


def seconds(work: Callable[[], object]) -> float:
    """Return the median of a few runs."""
    found = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return median(found)


def run(lines: int) -> Run:
    """Time one size, with the memory of its refit."""
    history, groups = make(lines)
    quick = seconds(lambda: fit(seen(history, TODAY), groups))
    forget_peak()
    whole = seconds(lambda: learn(history, groups, TODAY))
    return Run(quick, whole, peak_mb())


def measure(size: Size, seed: int) -> Section:  # noqa: ARG001 (each size has a seed of its own)
    """Learn from ever more lines, then from those of SCMS, where they are."""
    table = Table(
        f"Lead times learned, median of {TIMES}",
        ["purchase lines", "fit, s", "refit, s", "peak memory, MB"],
    )
    goals, refits = [], []
    for lines in size.learned:
        note(f"lead_times: {lines} lines")
        one = run(lines)
        refits.append(one.refit)
        table.rows.append([lines, *one])
        if lines == GOAL_LINES:
            what = f"lead times from {lines} purchase lines"
            goals.append(Goal(what, one.refit, "s", most=GOAL_SECONDS))
    exponent = growth(size.learned, refits)
    goals.append(Goal("lead times, growth n^e of a refit", exponent, "", most=1.15))
    return Section("lead_times", [table, *([] if size.name == "smoke" else _scms())], goals)


def _scms() -> list[Table]:
    """Say how days learned from SCMS would have done, against two simpler rules."""
    if not scms.FILE.exists():
        note("no figures of real purchases: the deliveries of SCMS are not there")
        return []
    lines = scms.load()
    levels = [f"P{100 * chance:.0f}" for chance in CHANCES]
    table = Table(
        "SCMS deliveries, predicted month by month on what was known then",
        ["sent from", "lines", "rule", *(f"came by {level}" for level in levels),
         *(f"pinball {level}, days" for level in levels), "sum"],
    )  # fmt: skip
    for first in STARTS:
        found = scms.predicted_from(lines, first)
        for rule in found.predicted:
            score = found.score(rule)
            row: list[Cell] = [f"{first}", int(found.days.size), rule]
            row += [float(one) for one in (*score.coverage, *score.pinball, score.pinball.sum())]
            table.rows.append(row)
    return [table]
