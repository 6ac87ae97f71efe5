"""Promises a second that a purchase moves when it comes later."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from . import bare
from .measure import Run, growth, middle, ratio, timed
from .report import Section, Table, note
from .stage import EXPECTED_ON, make_queue, settle_down

if TYPE_CHECKING:
    from .stage import Queue, Stage

_WARM = 100
_LATER = timedelta(days=7)


def measure(on: Stage) -> Section:
    """Let a purchase slip by a week, again and again, and so the promise of every line."""
    warm = make_queue(on, "WARM-CHANGE", _WARM)
    warm_day = date.fromisoformat(EXPECTED_ON)
    ours: dict[int, list[Run]] = {}
    reference: dict[int, list[Run]] = {}
    for lines in sorted(on.size.moved):
        note(f"change_supply: making a queue of {lines} lines")
        queue = make_queue(on, f"MOVE-{lines}", lines)
        settle_down(on)
        bare.copy(on, queue, promises=True)
        # Statements are planned anew after that; here, and not while we measure.
        bare.move(on, queue, warm_day, 2)
        warm_day += _LATER
        _change(on, warm, warm_day)
        day = date.fromisoformat(EXPECTED_ON)
        for turn in range(on.size.repeats):
            note(f"change_supply: moving {lines} promises")
            day += _LATER
            plain = partial(bare.move, on, queue, day, turn + 3)
            reference.setdefault(lines, []).append(timed(lines, [plain], on.conn))
            ours.setdefault(lines, []).append(
                timed(lines, [partial(_change, on, queue, day)], on.conn)
            )
    bare.clear(on)
    return Section("change_supply", [_table(ours, reference)])


def _change(on: Stage, queue: Queue, day: date) -> None:
    """Change the purchase's day, and see that every line of the queue is told."""
    change = {"purchase_order": queue.purchase_order, "expected_on": day.isoformat()}
    said = on.call("change_supply", {"changes": [change]})
    told, wanted = len(said["repromised"]), len(queue.quantities)
    assert told == wanted, f"{told} of {wanted} promises moved"


def _table(ours: dict[int, list[Run]], reference: dict[int, list[Run]]) -> Table:
    exponent = growth(list(ours), [middle(runs).seconds for runs in ours.values()])
    table = Table(
        f"Purchases that come later, and promises moved by it; time grows as n^{exponent:.2f}",
        [
            *("promises", "promises/s", "seconds", "bare UPDATE and INSERT, rows/s"),
            *("of bare SQL", "our CPU us/promise", "PostgreSQL's CPU us/promise"),
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
    return table
