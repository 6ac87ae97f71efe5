"""How much value simple rules leave on the table, and what the provable optimum costs in time.

Run it: ``python -m bench.allocation`` (a minute), or with ``--smoke`` (a second). Orders of one to
four lines, half of them ship complete, for products of which there is about 55 % of what is wanted.
A unit's weight is margin x priority x (1 + age / 30 days). All rules get the same problem in the
same process, in turns; times are medians over the problems, next to the processor's own time, which
suffers less from other work on the machine. The solver uses one thread.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
import time
from dataclasses import dataclass
from statistics import linear_regression, median
from typing import TYPE_CHECKING

import numpy as np

from backorder.planning.allocation import Optimum, Problem, optimum, weights
from backorder.planning.allocation.baselines import by_density, by_priority, first_come

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backorder.domain.ranking import Integers
    from backorder.planning.allocation import Allocation

SIZES = (1250, 2500, 5000, 10_000, 20_000)
GOAL_ORDERS, GOAL_SECONDS, GOAL_GAP = 10_000, 2.0, 0.0001
PRODUCTS_PER_ORDER = 0.14
SHARE = 0.55
SEEDS = (1, 2, 3)
PRICES, OPTIMUM = "LP prices", "optimum"


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up problem; ``priority`` has one number for each order."""

    problem: Problem
    priority: Integers


@dataclass(frozen=True, slots=True)
class Run:
    """What one rule made of one problem: minor units, and seconds by the wall and by processor."""

    value: int
    wall: float
    processor: float
    gap: float = math.nan


def make(orders: int, seed: int) -> Made:
    """Return orders from the oldest, 60 days, to the newest; prices and supplies vary widely."""
    rng = np.random.default_rng([seed, orders])
    products = int(orders * PRODUCTS_PER_ORDER)
    order = np.repeat(np.arange(orders), rng.integers(1, 5, orders))
    product = rng.integers(0, products, order.size)
    quantity = rng.integers(1, 11, order.size)
    margin = np.exp(rng.normal(7.0, 0.8, products)).astype(np.int64) + 50
    priority = rng.integers(1, 4, orders)
    age = np.sort(rng.integers(0, 61, orders))[::-1]
    wanted = np.bincount(product, quantity, minlength=products)
    supply = np.floor(wanted * SHARE * rng.uniform(0.6, 1.4, products)).astype(np.int64)
    problem = Problem.of(
        order=order,
        product=product,
        quantity=quantity,
        weight=weights(margin[product], priority[order], age[order]),
        supply=supply,
        percent=np.where(rng.random(orders) < 0.5, 100, 0),
    )
    return Made(problem, priority)


def rules(made: Made) -> dict[str, Callable[[], Allocation | Optimum]]:
    """Return all rules, ready to be applied."""
    return {
        "first come": lambda: first_come(made.problem),
        "priority": lambda: by_priority(made.problem, made.priority),
        "value density": lambda: by_density(made.problem),
        PRICES: lambda: optimum(made.problem, seconds=0),
        OPTIMUM: lambda: optimum(made.problem, gap=GOAL_GAP),
    }


def run(work: Callable[[], Allocation | Optimum]) -> Run:
    """Apply one rule."""
    wall, processor = time.perf_counter(), time.process_time()
    found = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    if isinstance(found, Optimum):
        return Run(found.value, wall, processor, found.gap)
    return Run(found.value, wall, processor)


def measure(orders: int, seeds: Sequence[int]) -> dict[str, list[Run]]:
    """Apply every rule to one problem for each seed."""
    found: dict[str, list[Run]] = {}
    for seed in seeds:
        for name, work in rules(make(orders, seed)).items():
            found.setdefault(name, []).append(run(work))
    return found


def show(orders: int, found: dict[str, list[Run]]) -> None:
    """Print the rules of one size: share of the optimum, gap to what is proven, and time."""
    lines, products = make(orders, SEEDS[0]).problem.order.size, int(orders * PRODUCTS_PER_ORDER)
    print(f"\n{orders:,} orders, {lines:,} lines, {products:,} products")
    print(f"{'rule':18} {'of optimum':>10} {'proven gap':>10} {'wall ms':>9} {'CPU ms':>9}")
    for name, runs in found.items():
        share = median(
            100 * one.value / best.value for one, best in zip(runs, found[OPTIMUM], strict=True)
        )
        gap = max(one.gap for one in runs)
        proof = "" if math.isnan(gap) else f"{100 * gap:.4f} %"
        wall, processor = (1000 * median(times) for times in columns(runs))
        print(f"{name:18} {share:8.2f} % {proof:>10} {wall:9.1f} {processor:9.1f}")


def columns(runs: Sequence[Run]) -> tuple[list[float], list[float]]:
    """Return the wall and the processor times of runs, in seconds."""
    return [one.wall for one in runs], [one.processor for one in runs]


def growth(found: dict[int, dict[str, list[Run]]], rule: str) -> float:
    """Return the exponent e of processor time ~ orders^e, by least squares of the logarithms."""
    times = [median(columns(runs[rule])[1]) for runs in found.values()]
    return linear_regression([math.log(n) for n in found], [math.log(t) for t in times]).slope


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all sizes and print them; return 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.allocation", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="only show that all of it works")
    asked = parser.parse_args(arguments)
    sizes, seeds = ((150, 300), SEEDS[:1]) if asked.smoke else (SIZES, SEEDS)
    system = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{system}, load {os.getloadavg()[0]:.1f}, {len(seeds)} problems of each size")
    optimum(make(150, 0).problem)  # loads the solver
    found = {}
    for orders in sizes:
        found[orders] = measure(orders, seeds)
        show(orders, found[orders])
    print("\ntime grows with the number of orders to the power of")
    for rule in found[sizes[0]]:
        print(f"{rule:18} {growth(found, rule):5.2f}")
    if asked.smoke:
        return 0
    best = found[GOAL_ORDERS][OPTIMUM]
    seconds, gap = median(columns(best)[0]), max(one.gap for one in best)
    reached = seconds <= GOAL_SECONDS and gap <= GOAL_GAP
    verdict = f"{'reached' if reached else 'missed'} ({seconds:.2f} s, {100 * gap:.4f} %)"
    print(f"\n{GOAL_ORDERS:,} orders in {GOAL_SECONDS:.0f} s to {100 * GOAL_GAP:.2f} %: {verdict}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
