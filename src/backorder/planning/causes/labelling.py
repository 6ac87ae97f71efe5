"""Labels: why a backorder opened, and why it lasted until it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.causes import WHOLE

from .relief import relief
from .shares import shapley, whole

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .history import Backorders, Floats, History

MOMENTS = 8


class Labels(NamedTuple):
    """The causes of each backorder: ``permille`` sum to 1000, ``units`` to the units backordered.

    Both have the shape (backorders, causes), the causes in the order of `domain.causes.CAUSES`.
    ``relief`` is what each cause took, ``missing`` what the line and those before it lacked: the
    evidence, on average over the moments looked at.
    """

    permille: Integers
    units: Integers
    relief: Floats
    missing: Floats


def label(history: History, waiting: Backorders) -> Labels:
    """Return the causes at each backorder's own instant ``at``; opened: ``at`` is ``opened``."""
    lacking = relief(history, waiting)
    parts = shapley(waiting.units, lacking.missing, lacking.units)
    return _rounded(parts, waiting.units, lacking.units, lacking.missing)


def label_lasting(history: History, waiting: Backorders, closed: Integers) -> Labels:
    """Return the causes of the whole wait, from ``opened`` until ``closed``.

    The life of each backorder is cut into eight equal pieces, and the history is replayed in the
    middle of each: a cause counts for as long as it kept the units away.
    """
    pieces = np.repeat(np.arange(waiting.units.size), MOMENTS)
    step = np.tile(np.arange(MOMENTS), waiting.units.size)
    life = np.maximum(closed - waiting.opened, 0)[pieces]
    moments = waiting.take(pieces)._replace(
        at=waiting.opened[pieces] + life * (2 * step + 1) // (2 * MOMENTS)
    )
    lacking = relief(history, moments)
    parts = shapley(moments.units, lacking.missing, lacking.units)
    shape = (waiting.units.size, MOMENTS, -1)
    return _rounded(
        parts.reshape(shape).mean(axis=1),
        waiting.units,
        lacking.units.reshape(shape).mean(axis=1),
        lacking.missing.reshape(shape[:2]).mean(axis=1),
    )


def _rounded(parts: Floats, units: Integers, took: Floats, missing: Floats) -> Labels:
    thousand = np.full(units.size, WHOLE, dtype=np.int64)
    return Labels(whole(parts, thousand), whole(parts, units), took, missing)
