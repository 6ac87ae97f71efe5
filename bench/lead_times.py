"""How long learning lead times takes, and how good they are on purchases of the real world.

Run it: ``python -m bench.lead_times`` (half a minute), or with ``--smoke`` (a second). Made-up
lines of suppliers and items over a thousand days with heavy-tailed lead times, some still open.
*fit* is one fit of the model; *refit* is what the job does: the model, and twelve earlier ones for
the correction. Where the deliveries of SCMS are there, coverage and pinball on them are shown too.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import tracemalloc
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.planning.lead_times import CHANCES, Groups, History, fit, learn, seen

from . import scms
from .measure import growth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
GOAL_LINES, GOAL_SECONDS = 100_000, 2.0
TODAY, TIMES = 1000, 3
STARTS = (date(2009, 7, 1), date(2010, 1, 1), date(2010, 7, 1))


class Run(NamedTuple):
    """What one size took: seconds of a fit and of a refit, and the refit's peak of megabytes."""

    fit: float
    refit: float
    peak: float


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


def measure(lines: int) -> Run:
    """Time one size, then run it once more to see its memory."""
    history, groups = make(lines)
    quick = seconds(lambda: fit(seen(history, TODAY), groups))
    whole = seconds(lambda: learn(history, groups, TODAY))
    tracemalloc.start()
    learn(history, groups, TODAY)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return Run(quick, whole, peak)


def show_scms() -> None:
    """Print how dates learned from SCMS would have done, against two simpler rules."""
    if not scms.FILE.exists():
        print(f"\n{scms.FILE} is not there: no figures of real purchases")
        return
    lines = scms.load()
    print("\nSCMS deliveries, predicted month by month on what was known then")
    heads = " ".join(f"{f'P{100 * chance:.0f}':>6}" for chance in CHANCES)
    print(f"{'sent from':12} {'lines':>6} {'rule':12} {heads}   {'pinball, days':>27}  {'sum':>6}")
    for first in STARTS:
        found = scms.predicted_from(lines, first)
        for rule in found.predicted:
            score = found.score(rule)
            covered = " ".join(f"{share:6.3f}" for share in score.coverage)
            loss = " ".join(f"{one:8.2f}" for one in score.pinball)
            total = score.pinball.sum()
            print(
                f"{first!s:12} {found.days.size:6} {rule:12} {covered}   {loss:>27}  {total:6.2f}"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all sizes and print them; return 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.lead_times", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="only show that all of it works")
    asked = parser.parse_args(arguments)
    sizes = (500, 1000) if asked.smoke else SIZES
    system = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{system}, load {os.getloadavg()[0]:.1f}, median of {TIMES}")
    print(f"{'lines':>8} {'fit s':>8} {'refit s':>8} {'peak MB':>8}")
    found = {}
    for lines in sizes:
        run = found[lines] = measure(lines)
        print(f"{lines:8,} {run.fit:8.3f} {run.refit:8.3f} {run.peak:8.1f}")
    power = growth(sizes, [run.refit for run in found.values()])
    print(f"time of a refit grows with the number of lines to the power of {power:.2f}")
    if asked.smoke:
        return 0
    show_scms()
    took = found[GOAL_LINES].refit
    verdict = "reached" if took <= GOAL_SECONDS else "missed"
    print(f"\n{GOAL_LINES:,} lines in {GOAL_SECONDS:.0f} s: {verdict} ({took:.2f} s)")
    return 0 if took <= GOAL_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
