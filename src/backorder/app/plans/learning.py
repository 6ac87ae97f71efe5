"""What customers do about waits, learned from the books; and how much they find short."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.app.statements import statement
from backorder.planning.economics import (
    learn_acceptance,
    learn_hazard,
    learn_slips,
    short_share,
)
from backorder.planning.economics.learning import AGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from psycopg import Connection

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SEEN = timedelta(days=730)
NOT_SHORT = 0.1  # the share of what is asked for that is not there, where nobody knows better
STATES = 3  # no slip, one, more


class Learned(NamedTuple):
    """What customers do, by category: the columns go with ``place``; ``short`` is by product.

    ``units``: how many units a line lacks that is not there in full.
    ``slips``: by what the hazard is multiplied after none, one, and more slips.
    """

    place: dict[str, int]
    start: Floats
    slope: Floats
    hazard: Floats
    slips: Floats
    short: Floats
    units: Floats


def learned(conn: Connection[Any], rows: Sequence[tuple[Any, ...]], now: datetime) -> Learned:
    """Learn from quotes and carts that were taken or let go, and from lines that waited.

    ``rows`` are products, their id first and their category third.
    """
    asked = {"since": now - SEEN, "now": now}
    quotes = conn.execute(statement("advice_quotes"), asked, binary=True).fetchall()
    waits = conn.execute(statement("advice_waits"), asked, binary=True).fetchall()
    names = sorted({row[2] for row in rows} | {row[0] for row in (*quotes, *waits)})
    index = {name: n for n, name in enumerate(names)}
    group = np.array([index[row[0]] for row in quotes], np.int64)
    told = np.array([row[1] for row in quotes], np.float64)
    taken = np.array([row[2] for row in quotes], np.bool_)
    answers = learn_acceptance(np.maximum(told, 0.0), taken, group, len(names))
    hazard, slips = _cancelled(waits, index)
    short, units = _short(conn, rows, index, now)
    return Learned(index, answers.start, answers.slope, hazard, slips, short, units)


def _cancelled(waits: Sequence[tuple[Any, ...]], index: dict[str, int]) -> tuple[Floats, Floats]:
    """Return the hazard by category and age, and what slips make of it."""
    of = np.array([index[row[0]] for row in waits], np.int64)
    days = np.maximum(np.array([row[1] for row in waits], np.float64), 0.0)
    ended = np.array([row[2] for row in waits], np.bool_)
    # Where a state of slips begins and ends, in days of age.
    never = np.full(days.size, np.inf)
    ages = [np.array([row[k] for row in waits], np.float64) for k in (3, 4)]
    first, second = (np.where(np.isnan(one), never, one) for one in ages)
    begins = [np.zeros(days.size), np.minimum(first, days), np.minimum(second, days)]
    ends = [begins[1], begins[2], days]
    shape = (len(index), AGES.size)
    exposed, cancels = np.zeros((STATES, *shape)), np.zeros(shape)
    for state in range(STATES):
        lived = _by_age(ends[state]) - _by_age(begins[state])
        for k in range(AGES.size):
            exposed[state, :, k] = np.bincount(of, lived[:, k], len(index))
    np.add.at(cancels, (of, np.searchsorted(AGES, days, side="right") - 1), ended)
    hazard = learn_hazard(exposed.sum(axis=0), cancels)
    moved = (first <= days).astype(np.int64) + (second <= days)
    expected = [float((hazard * exposed[n]).sum()) for n in range(STATES)]
    return hazard, learn_slips(expected, np.bincount(moved, ended, STATES))


def _by_age(days: Floats) -> Floats:
    """Return how many days of each band of age lie before an age."""
    upper = np.append(AGES[1:], np.inf)
    return np.asarray(np.clip(days[:, None], AGES, upper) - AGES)


def _short(
    conn: Connection[Any], rows: Sequence[tuple[Any, ...]], index: dict[str, int], now: datetime
) -> tuple[Floats, Floats]:
    """Return the share of what is asked for that is not there, of each product.

    And how many units a line lacks, by category; 1 where none lacked any.
    """
    found = conn.execute(statement("advice_short"), {"since": now - SEEN}, binary=True).fetchall()
    by_id = {row[0]: row[1:] for row in found}
    asked, short, lines = (
        np.array([by_id.get(row[0], (0.0,) * 3)[n] for row in rows], np.float64) for n in range(3)
    )
    group = np.array([index[row[2]] for row in rows], np.int64)
    lacking = np.bincount(group, short, len(index)), np.bincount(group, lines, len(index))
    units = lacking[0] / np.maximum(lacking[1], 1.0)
    return short_share(asked, short, group, len(index), NOT_SHORT), np.maximum(units, 1.0)
