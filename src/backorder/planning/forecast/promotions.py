"""What promotions do to demand: the factor of each product, and demand as if there were none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .nearby import two_sided

if TYPE_CHECKING:
    from .censoring import Unconstrained
    from .series import Floats, Integers

OWN = 30.0  # units expected without promotions that the common factor weighs
LEAST, MOST = 0.5, 20.0  # a factor is kept between these


def uplifts(
    known: Unconstrained,
    promoted: Floats,
    group: Integers,
) -> Floats:
    """Return the factor by which a promotion over a whole period multiplies demand: shape (n,).

    What was asked for in promoted periods over what would have been without, the latter from the
    periods nearby that had none. A product with little history of its own is drawn towards the
    factor of its siblings, and theirs towards that of all (counts with a gamma prior).
    ``promoted``: shape (n, T), shares from 0 to 1.

    >>> from .censoring import Unconstrained
    >>> y = np.tile([10.0, 10, 10, 30], (2, 50))
    >>> known = Unconstrained(y, np.ones(y.shape, bool))
    >>> uplifts(known, (y > 10).astype(float), np.zeros(2, int)).round(2).tolist()
    [3.0, 3.0]
    """
    quiet = np.where(known.seen, 1 - promoted, 0.0)
    near = two_sided(quiet)
    whole = (known.units * quiet).sum(axis=1) / np.maximum(quiet.sum(axis=1), 1e-9)
    base = (two_sided(known.units * quiet) + whole[:, None]) / (near + 1)
    share = np.where(known.seen, promoted, 0.0)
    expected = (base * share).sum(axis=1)
    # Of a period promoted in part, the rest is demand as always.
    asked = (np.maximum(known.units - base * (1 - promoted), 0) * (share > 0)).sum(axis=1)
    total = (asked.sum() + OWN) / (expected.sum() + OWN)
    groups = int(group.max(initial=0)) + 1
    common = (np.bincount(group, asked, groups) + OWN * total) / (
        np.bincount(group, expected, groups) + OWN
    )
    prior = common[group]
    return np.asarray(np.clip((asked + OWN * prior) / (expected + OWN), LEAST, MOST))


def factors(promoted: Floats, uplift: Floats, said: tuple[Floats, Floats] | None = None) -> Floats:
    """Return by what each period's demand is multiplied: shape of ``promoted``.

    ``uplift``, shape (n,), is what was found of promotions. ``said``, of the last periods: the
    factors that were announced, and the share under promotions for which nobody said any; in those
    periods ``uplift`` counts for that share alone.

    >>> ahead = np.array([[1.5, 1.0]]), np.array([[0.0, 1.0]])
    >>> factors(np.array([[1.0, 1.0, 1.0]]), np.array([3.0]), ahead).tolist()
    [[3.0, 1.5, 3.0]]
    """
    found = 1 + promoted * (uplift[:, None] - 1)
    if said is not None:
        announced, unsaid = said
        begins = promoted.shape[1] - announced.shape[1]
        found[:, begins:] = announced * (1 + unsaid * (uplift[:, None] - 1))
    return found
