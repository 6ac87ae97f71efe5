"""Clocks and arithmetic: wall and processor time, percentiles, medians, growth."""

from __future__ import annotations

import gc
import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection

_TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """One measured stretch: ``units`` of work in ``seconds``, and the processor time it took.

    ``client`` is our own processor time, ``backend`` PostgreSQL's, both in seconds and over all
    clients; ``steps`` are the seconds of each step, such as one call of a verb. ``started`` is on a
    clock that all processes of the machine share.
    """

    units: int
    seconds: float
    client: float
    backend: float
    steps: tuple[float, ...] = ()
    started: float = 0.0

    @property
    def rate(self) -> float:
        """Units per second."""
        return self.units / self.seconds


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used, to a hundredth of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK


def timed(
    units: int, steps: Sequence[Callable[[], object]], conn: Connection[Any] | None = None
) -> Run:
    """Run steps one after the other; what was there before is kept from the garbage collector.

    Requests are made before they are timed; without this the collector would look through all
    that are still to come, which no program that answers requests has lying about.
    """
    gc.collect()
    gc.freeze()
    backend = 0 if conn is None else conn.info.backend_pid
    used = processor_seconds(backend) if backend else 0.0
    client = time.process_time()
    marks = [time.perf_counter()]
    for step in steps:
        step()
        marks.append(time.perf_counter())
    client = time.process_time() - client
    used = processor_seconds(backend) - used if backend else 0.0
    gc.unfreeze()
    each = tuple(after - before for before, after in pairwise(marks))
    return Run(units, marks[-1] - marks[0], client, used, each, marks[0])


def middle(runs: Sequence[Run]) -> Run:
    """Return the run in the middle by rate, with the steps of all runs."""
    found = sorted(runs, key=lambda run: run.rate)[len(runs) // 2]
    steps = tuple(step for run in runs for step in run.steps)
    return Run(found.units, found.seconds, found.client, found.backend, steps)


def together(runs: Sequence[Run]) -> Run:
    """Return runs as one: for those too short for the clock of processor time."""
    return Run(
        sum(run.units for run in runs),
        sum(run.seconds for run in runs),
        sum(run.client for run in runs),
        sum(run.backend for run in runs),
        tuple(step for run in runs for step in run.steps),
    )


def ratio(ours: Sequence[Run], reference: Sequence[Run]) -> float:
    """Return the median of the ratios of rates, turn by turn: drift of the machine cancels out."""
    return median(a.rate / b.rate for a, b in zip(ours, reference, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that is not exceeded by ``percent`` of all values.

    >>> percentile([3.0, 1.0, 2.0], 50), percentile([3.0, 1.0, 2.0], 99)
    (2.0, 3.0)
    """
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def forget_peak() -> None:
    """Let `peak_mb` begin anew: from here on, where the system allows it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mb() -> int:
    """Return the most memory that this process has had since `forget_peak`, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024)


def growth(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the exponent e of seconds ~ sizes^e, by least squares of the logarithms.

    >>> round(growth([10, 100, 1000], [1.0, 10.0, 100.0]), 6)
    1.0
    """
    return linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope
