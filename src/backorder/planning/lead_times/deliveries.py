"""Short deliveries and rejects: shares by supplier and item, leaning on those of the others.

The share p of lines that come short (or are partly rejected) is beta-distributed among suppliers;
its mean and strength are estimated from all of them by moments. A supplier's estimate is then
(strength * mean + bad) / (strength + lines), and an item's leans on its supplier in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import totals

if TYPE_CHECKING:
    import numpy.typing as npt

    from .history import Groups

    Floats = npt.NDArray[np.float64]

WEAKEST, STRONGEST = 1.0, 1000.0  # lines that the others' experience may be worth


class Share(NamedTuple):
    """Shares between 0 and 1; ``strength`` is how many lines the common ``mean`` is worth."""

    items: Floats
    suppliers: Floats
    mean: float
    strength: float


def shares(bad: npt.ArrayLike, lines: npt.ArrayLike, groups: Groups) -> Share:
    """Return the share of bad among lines for each item and supplier.

    ``bad``, ``lines``: by item. Without any line all shares are 0.

    Two suppliers with 2 of 100 and 20 of 100 lines short, and one with one line that was not:

    >>> from .history import Groups
    >>> found = shares([2, 20, 0], [100, 100, 1], Groups(np.array([0, 1, 2]), 3))
    >>> found.suppliers.round(3).tolist()
    [0.025, 0.195, 0.093]
    """
    of_items, lines_of_items = (np.asarray(each, dtype=np.float64) for each in (bad, lines))
    of_suppliers = totals(groups.supplier, of_items, groups.suppliers)
    lines_of_suppliers = totals(groups.supplier, lines_of_items, groups.suppliers)
    mean, strength = moments(of_suppliers, lines_of_suppliers)
    suppliers = (strength * mean + of_suppliers) / (strength + lines_of_suppliers)
    parents = suppliers[groups.supplier]
    items = (strength * parents + of_items) / (strength + lines_of_items)
    return Share(items, suppliers, mean, strength)


def moments(bad: Floats, lines: Floats) -> tuple[float, float]:
    """Return the mean of a beta-binomial share among groups, and its strength in lines.

    By moments weighted with the lines: with S = sum n (p - mean)^2 over k groups of N lines,
    E[S] = mean (1 - mean) (k - 1 + r (N - sum n^2 / N - (k - 1))), where r = 1 / (1 + strength) is
    the correlation of lines of one group. (Kleinman, JASA 68, 1973.)
    """
    known = lines > 0
    n, total = lines[known], float(lines.sum())
    if not total:
        return 0.0, STRONGEST
    p, mean = bad[known] / n, float(bad.sum()) / total
    noise = mean * (1 - mean)
    free = n.size - 1
    span = total - float((n * n).sum()) / total - free
    if noise <= 0 or span <= 0:
        return mean, STRONGEST
    correlation = (float((n * (p - mean) ** 2).sum()) / noise - free) / span
    if correlation <= 0:
        return mean, STRONGEST
    return mean, float(np.clip(1 / correlation - 1, WEAKEST, STRONGEST))
