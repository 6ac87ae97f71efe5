"""How long forecasts of many products take: local methods alone, and with the shared model.

Run it: ``python -m bench.forecast`` (minutes), or with ``--smoke`` (seconds). Demand of each
product is negative binomial by week over two years, most of it now and then, a part of it seasonal;
one week in fifty of every tenth product is sold out. Each run forecasts 13 weeks with three
quantiles. The reference forecasts one product at a time by the same methods, on a sample, in the
same process: what it would take for all is its rate. Peak memory is that of the whole process so
far.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from backorder.planning.forecast import OBSERVED, SOLD_OUT, Demand, forecast
from backorder.planning.forecast.shared import available

from .measure import growth

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (12_500, 25_000, 50_000, 100_000)
WEEKS, HORIZON = 104, 13
SAMPLE = 100  # products of the reference
GOALS = {False: 3.0, True: 60.0}  # seconds for the largest size; with the shared model or without
SHOWN = {False: "local", True: "shared"}


def demand(products: int, seed: int) -> Demand:
    """Return demand as a wholesaler sees it."""
    rng = np.random.default_rng(seed)
    rate, size = np.exp(rng.normal(-0.5, 1.3, products)), rng.gamma(2, 0.7, products) + 0.1
    swing = rng.uniform(0, 0.6, products) * (rng.random(products) < 0.3)
    wave = 1 + swing[:, None] * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    mean = rate[:, None] * wave
    units = rng.poisson(rng.gamma(size[:, None], mean / size[:, None])).astype(float)
    marks = np.full(units.shape, OBSERVED)
    marks[::10][rng.random(marks[::10].shape) < 1 / 50] = SOLD_OUT
    return Demand.of(units, marks=marks, group=rng.integers(0, 40, products))


def timed(asked: Demand, *, shared: bool) -> tuple[float, float]:
    """Return the seconds of a forecast with its quantiles: on the clock, and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    forecast(asked, HORIZON, use_shared=shared).quantiles()
    return time.perf_counter() - begun, time.process_time() - used


def one_at_a_time(asked: Demand) -> float:
    """Return the processor's seconds a product where each is forecast alone."""
    count = min(SAMPLE, asked.products)
    used = time.process_time()
    for row in range(count):
        forecast(asked.rows(slice(row, row + 1)), HORIZON, use_shared=False).quantiles()
    return (time.process_time() - used) / count


def peak_mb() -> float:
    """Return the most memory the process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all sizes and print them; return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.forecast", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="only show that all of it works")
    parser.add_argument("--seed", type=int, default=7, help="where chance starts (default: 7)")
    asked = parser.parse_args(arguments)
    sizes = (400, 800) if asked.smoke else SIZES
    system = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{system}, load {os.getloadavg()[0]:.1f}, {WEEKS} weeks, {HORIZON} ahead")
    reached = True
    for shared in (False, True) if available() else (False,):
        seconds = _all_sizes(sizes, asked.seed, shared=shared)
        if not asked.smoke:
            fine = seconds <= GOALS[shared]
            reached &= fine
            print(f"goal {GOALS[shared]:.0f} s: {'reached' if fine else 'missed'}")
    return 0 if reached else 1


def _all_sizes(sizes: Sequence[int], seed: int, *, shared: bool) -> float:
    """Print what each size takes; return the seconds of the largest."""
    found: dict[int, float] = {}
    seconds = 0.0
    for products in sizes:
        seconds, used = timed(demand(products, seed), shared=shared)
        found[products] = used
        print(
            f"{SHOWN[shared]:7} {products:8,} products {seconds:7.2f} s, processor {used:7.2f} s,"
            f" peak {peak_mb():6.0f} MB"
        )
    power = growth(sizes, list(found.values()))
    print(f"{SHOWN[shared]:7} grows with products to the power {power:.2f}")
    if not shared:
        alone = one_at_a_time(demand(SAMPLE, seed))
        ratio = alone * sizes[-1] / found[sizes[-1]]
        print(f"one at a time: {1000 * alone:.2f} ms a product; together {ratio:.0f} times as fast")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
