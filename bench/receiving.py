"""Waiting lines a second that a receipt fills, and what a small one costs meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from . import bare
from .measure import Run, growth, middle, percentile, ratio, timed, together
from .report import Goal, Section, Table, note
from .stage import make_queue, settle_down

if TYPE_CHECKING:
    from .stage import Queue, Stage

SMALL = 100  # lines of a small receipt
LARGE = 10_000  # from here on a queue is made fewer times
VERY_LARGE = 100_000


def measure(on: Stage) -> Section:
    """Fill ever longer queues; while the longest waits, fill a hundred lines of it at a time."""
    sizes = sorted(on.size.waiting)
    turns = sum(_turns(on, lines) for lines in sizes)
    warm, warmed = make_queue(on, "WARM-RECEIPT", SMALL * turns), 0
    ours: dict[int, list[Run]] = {}
    reference: dict[int, list[Run]] = {}
    small: tuple[Run, Run] | None = None
    for lines in sizes:
        for turn in range(_turns(on, lines)):
            last = lines == sizes[-1] and not turn
            first = SMALL * on.size.small_receipts if last else 0
            note(f"receive: making a queue of {lines + first} lines")
            queue = make_queue(on, f"WAIT-{lines}-{turn}", lines + first)
            settle_down(on)
            ranks = [0, *bare.copy(on, queue, promises=False)]
            # Statements are planned anew after that; here, and not while we measure.
            _receive(on, warm, "warm", warmed, warmed + SMALL)
            warmed += SMALL
            if last:
                small = _small_ones(on, queue, ranks)
            note(f"receive: filling {lines} lines")
            span = (first, first + lines)
            plain = partial(bare.fill, on, queue, ranks[span[0]], ranks[span[1]])
            reference.setdefault(lines, []).append(timed(lines, [plain], on.conn))
            ours.setdefault(lines, []).append(
                timed(lines, [partial(_receive, on, queue, "rest", *span)], on.conn)
            )
    bare.clear(on)
    assert small is not None
    return _section(ours, reference, small)


def _turns(on: Stage, lines: int) -> int:
    if lines <= LARGE:
        return on.size.repeats
    return min(3, on.size.repeats) if lines <= VERY_LARGE else 1


def _receive(on: Stage, queue: Queue, key: str, begin: int, end: int) -> None:
    """Receive the units of a stretch of the queue, and see that just these lines are filled."""
    line = {"sku": queue.sku, "quantity": sum(queue.quantities[begin:end])}
    receipt = {
        "key": f"{queue.sku}-{key}-{begin}",
        "purchase_order": queue.purchase_order,
        "lines": [line],
    }
    said = on.call("receive", {"receipts": [receipt]})
    filled = len(said["receipts"][0]["filled"])
    assert filled == end - begin, f"{filled} of {end - begin} lines filled"


def _small_ones(on: Stage, queue: Queue, ranks: list[int]) -> tuple[Run, Run]:
    """Let small receipts and bare updates of as many rows take turns while all others wait."""
    note(f"receive: {on.size.small_receipts} small receipts while {len(ranks) - 1} lines wait")
    ours, reference = [], []
    for number in range(on.size.small_receipts):
        span = (SMALL * number, SMALL * (number + 1))
        plain = partial(bare.fill, on, queue, ranks[span[0]], ranks[span[1]])
        reference.append(timed(SMALL, [plain], on.conn))
        ours.append(timed(SMALL, [partial(_receive, on, queue, "small", *span)], on.conn))
    return together(ours), together(reference)


def _section(
    ours: dict[int, list[Run]], reference: dict[int, list[Run]], small: tuple[Run, Run]
) -> Section:
    exponent = growth(list(ours), [middle(runs).seconds for runs in ours.values()])
    table = Table(
        f"Receipts that fill all waiting lines of a product; time grows as n^{exponent:.2f}",
        [
            *("lines", "lines/s", "seconds", "bare UPDATE, lines/s", "of the bare UPDATE"),
            *("our CPU us/line", "PostgreSQL's CPU us/line"),
        ],
    )
    for lines, runs in ours.items():
        run = middle(runs)
        table.rows.append(
            [
                *(lines, run.rate, run.seconds, middle(reference[lines]).rate),
                *(ratio(runs, reference[lines]), 1e6 * run.client / lines),
                1e6 * run.backend / lines,
            ]
        )
    longest = max(ours)
    few = Table(
        f"Receipts of {SMALL} lines while {longest} more wait for the same purchase",
        [
            *("what", "receipts", "p50 ms", "p99 ms", "slowest ms"),
            *("our CPU ms", "PostgreSQL's CPU ms"),
        ],
    )
    for name, run in zip(("receive", "bare UPDATE"), small, strict=True):
        few.rows.append([name, len(run.steps), *_milliseconds(run)])
    goals = [
        Goal(f"receive that fills {lines} lines", middle(runs).rate, "/s", least=80_000)
        for lines, runs in ours.items()
    ]
    goals += [
        Goal(f"receive, growth n^e up to {longest} lines", exponent, "", most=1.1),
        Goal(
            f"receive that fills {SMALL} lines while {longest} wait, p99",
            1000 * percentile(small[0].steps, 99),
            "ms",
            most=10.0,
        ),
    ]
    return Section("receive", [table, few], goals)


def _milliseconds(run: Run) -> list[float]:
    """Return median, 99th percentile and slowest of the receipts, and processor time of each."""
    times = (percentile(run.steps, 50), percentile(run.steps, 99), max(run.steps))
    used = (run.client / len(run.steps), run.backend / len(run.steps))
    return [1000 * value for value in (*times, *used)]
