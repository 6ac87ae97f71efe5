"""What customers do about waits, learned by group, and drawn to what is usual while data are few.

Acceptance of a wait of W days is a0 exp(-k W), the hazard of cancelling a rate per day. The priors
are those of the reference case: a0 = 0.9, k = 0.03 per day, hazard = 0.02 per day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

START, SLOPE, HAZARD = 0.9, 0.03, 0.02  # of the reference case
STARTS = np.linspace(0.2, 0.99, 20)
SLOPES = np.geomspace(0.002, 0.4, 28)
PRIOR_SD = np.array([0.25, 1.0])  # of a0, and of ln k
BORROWED = 60.0  # answers that all groups together may count for in one group
PRIOR_CANCELS = 2.0  # and the days in which the usual hazard would see as many
PRIOR_SLIPS = 5.0  # cancellations that the effect of a slip is drawn to none by
PRIOR_UNITS = 30.0  # units that a share is drawn to that of its group by
AGES = np.array([0.0, 7.0, 14.0, 30.0, 60.0])  # where bands of age begin, in days


class Acceptance(NamedTuple):
    """The share of customers who accept a wait: ``start`` exp(-``slope`` W), one a group."""

    start: Floats
    slope: Floats


def learn_acceptance(wait: Floats, accepted: npt.ArrayLike, group: Ints, groups: int) -> Acceptance:
    """Return what each group accepts, from waits (days) that were told and whether they were taken.

    The mean over a grid of both parameters, weighted by the likelihood of the group's answers and
    a prior: what all groups say, counted as no more than 60 answers (a power prior: Ibrahim and
    Chen, Statistical Science 15, 2000), around the reference case.

    >>> nothing = learn_acceptance(np.array([]), np.array([]), np.array([], np.int64), 1)
    >>> 0.7 < float(nothing.start[0]) < 0.9, 0.02 < float(nothing.slope[0]) < 0.06
    (True, True)
    """
    start, slope = (grid.ravel() for grid in np.meshgrid(STARTS, SLOPES, indexing="ij"))
    taken = np.asarray(accepted, np.bool_)
    prior = -(((start - START) / PRIOR_SD[0]) ** 2 + (np.log(slope / SLOPE) / PRIOR_SD[1]) ** 2) / 2
    # Answers to the same wait are told apart by nothing: one row a group and whole day.
    day = np.rint(np.asarray(wait, np.float64)).astype(np.int64)
    keys, which = np.unique(np.stack([group, day]), axis=1, return_inverse=True)
    yes = np.bincount(which, taken, keys.shape[1])
    asked = np.bincount(which, None, keys.shape[1])
    chance = np.clip(start * np.exp(-slope * keys[1][:, None]), 1e-9, 1 - 1e-9)
    rows = yes[:, None] * np.log(chance) + (asked - yes)[:, None] * np.log1p(-chance)
    own = np.zeros((groups, start.size))
    np.add.at(own, keys[0], rows)
    answers = np.bincount(keys[0], asked, groups)
    others = np.maximum(asked.sum() - answers, 0.0)
    borrowed = np.minimum(1.0, BORROWED / np.maximum(others, 1.0))[:, None]
    log = prior + own + borrowed * (own.sum(axis=0) - own)
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    return Acceptance(weight @ start, np.exp(weight @ np.log(slope)))


def learn_hazard(days: npt.ArrayLike, cancels: npt.ArrayLike) -> Floats:
    """Return the hazard per day of groups (rows) by band of age (columns), from days waited.

    ``days`` are unit-days that were waited in a band, of those who still wait too: who did not
    cancel is no missing datum but days without a cancellation. Each group's level is drawn to that
    of all, by as many cancellations as the usual hazard sees in the days of two; each band of a
    group to the group's own level times what the band is for everybody (gamma-Poisson).

    >>> learn_hazard([[0.0, 0.0]], [[0.0, 0.0]]).round(4).tolist()
    [[0.02, 0.02]]
    >>> learn_hazard([[1e5, 1e5]], [[4e3, 1e3]]).round(3).tolist()
    [[0.04, 0.01]]
    """
    exposed, ended = np.asarray(days, np.float64), np.asarray(cancels, np.float64)
    prior = PRIOR_CANCELS / HAZARD
    all_level = (ended.sum() + PRIOR_CANCELS) / (exposed.sum() + prior)
    strength = PRIOR_CANCELS / all_level
    band = (ended.sum(axis=0) + PRIOR_CANCELS) / (exposed.sum(axis=0) + strength) / all_level
    expected = exposed @ band
    level = (ended.sum(axis=1) + PRIOR_CANCELS) / (expected + strength)
    usual = level[:, None] * band
    return np.asarray((ended + PRIOR_CANCELS) / (exposed + PRIOR_CANCELS / usual))


def learn_slips(expected: npt.ArrayLike, cancels: npt.ArrayLike) -> Floats:
    """Return by what a hazard is multiplied after none, one, and two or more slips.

    ``expected`` are the cancellations that the hazard by age sees in the days that lines waited in
    each state, ``cancels`` those there were. Drawn to 1 by as many as five (gamma-Poisson).

    >>> learn_slips([0, 0, 0], [0, 0, 0]).tolist(), learn_slips([95, 45, 5], [45, 95, 15]).tolist()
    ([1.0, 1.0, 1.0], [0.5, 2.0, 2.0])
    """
    sees, saw = np.asarray(expected, np.float64), np.asarray(cancels, np.float64)
    return np.asarray((saw + PRIOR_SLIPS) / (sees + PRIOR_SLIPS))


def short_share(asked: Floats, short: Floats, group: Ints, groups: int, usual: float) -> Floats:
    """Return the share of what is asked for that is not there, of each product.

    Drawn to the share of its group by as much as 30 units, and that to the share of all; all of
    them to the ``usual`` share (beta-binomial means).

    >>> nothing = np.zeros(2)
    >>> short_share(nothing, nothing, np.array([0, 1]), 2, 0.1).tolist()
    [0.1, 0.1]
    >>> short_share(np.array([1e6]), np.array([25e4]), np.array([0]), 1, 0.1).round(3).tolist()
    [0.25]
    """
    every = (short.sum() + PRIOR_UNITS * usual) / (asked.sum() + PRIOR_UNITS)
    of, less = np.bincount(group, asked, groups), np.bincount(group, short, groups)
    level = (less + PRIOR_UNITS * every) / (of + PRIOR_UNITS)
    return np.asarray((short + PRIOR_UNITS * level[group]) / (asked + PRIOR_UNITS))


def survival(hazard: Floats, waits: Floats) -> Floats:
    """Return the share that still waits after ``waits`` (n, k) days under (n, bands) hazards.

    >>> survival(np.array([[0.02, 0.02, 0.02, 0.02, 0.02]]), np.array([[10.0]])).round(6).tolist()
    [[0.818731]]
    """
    ends = np.append(AGES[1:], np.inf)
    lived = np.clip(waits[:, None, :], AGES[:, None], ends[:, None]) - AGES[:, None]
    return np.asarray(np.exp(-np.einsum("nb,nbk->nk", hazard, lived)))
