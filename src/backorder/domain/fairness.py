"""Fair share: how few units are divided among those who want more, product by product.

All functions take the same arrays. ``demand``: units, n rows, older rows first. ``supply``: units,
one number for each of m products, or a single number. ``group``: for each row the place of its
product in ``supply``, in any order; left out if there is one product. They return units for each
row: never more than it wants, and all of a product's supply unless all its demand is served.

They raise ``BackorderError``: ``bad_array``, ``negative_quantity``, ``quantity_too_large``,
``unknown_position`` for a group outside ``supply``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .errors import BackorderError
from .ranking import (
    group_starts,
    integers,
    order,
    quantities,
    running_before,
    same_length,
)
from .sums import sums

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from .ranking import Integers

    Rule = Callable[[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike | None], Integers]

_LARGEST_PRODUCT = 2**62


def first_come(
    demand: npt.ArrayLike, supply: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> Integers:
    """Serve rows in the order given, each in full while units last.

    >>> first_come([60, 80, 20], 100).tolist()
    [60, 40, 0]
    """
    wanted, units, place = _read(demand, supply, group)
    rows = order(place)
    before = running_before(wanted[rows], group_starts(place[rows]))
    share = np.empty_like(wanted)
    share[rows] = np.clip(units[place[rows]] - before, 0, wanted[rows])
    return share


def proportional(
    demand: npt.ArrayLike, supply: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> Integers:
    """Give every row the same part of what it wants, rounded by the largest remainder.

    The exact share is demand x supply / total demand. Each row gets its whole units; the units
    left over go one each to the rows with the largest fractions (Hamilton's method), the older
    first where fractions are equal. So no row is a whole unit away from its exact share. One more
    unit of supply can shift this rounding and cost a row a single unit (the Alabama paradox);
    `max_min` has no such effect.

    >>> proportional([60, 80, 20], 100).tolist()
    [38, 50, 12]
    """
    wanted, units, place = _read(demand, supply, group)
    total = sums(place, wanted, units.size)
    units = np.minimum(units, total)
    share, rest = _divide(wanted, units[place], np.maximum(total, 1)[place])
    left = units - sums(place, share, units.size)
    rows = order(place, -rest)
    turn = running_before(np.ones_like(rows), group_starts(place[rows]))
    share[rows] += turn < left[place[rows]]
    return share


def max_min(
    demand: npt.ArrayLike, supply: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> Integers:
    """Raise the smallest share as far as it goes, then the next (water filling).

    Rows that want less than the common level are served in full, all others get the level; the
    units that do not divide go one each to the oldest of those. (Bertsekas and Gallager, Data
    Networks, 2nd ed., 6.5.2, for one resource.)

    >>> max_min([60, 80, 20], 100).tolist()
    [40, 40, 20]
    """
    wanted, units, place = _read(demand, supply, group)
    rows = order(place, wanted)
    starts = group_starts(place[rows])
    size = np.diff(starts, append=rows.size)
    before = running_before(wanted[rows], starts)
    behind = np.repeat(size, size) - running_before(np.ones_like(rows), starts)
    full = wanted[rows] <= (units[place[rows]] - before) // np.maximum(behind, 1)

    share = np.zeros_like(wanted)
    share[rows[full]] = wanted[rows[full]]
    left = units - sums(place, share, units.size)
    thirsty = np.sort(rows[~full])  # by age again
    thirsty = thirsty[order(place[thirsty])]
    owner = place[thirsty]
    many = np.maximum(np.bincount(owner, minlength=units.size), 1)
    turn = running_before(np.ones_like(thirsty), group_starts(owner))
    share[thirsty] = (left // many)[owner] + (turn < (left % many)[owner])
    return share


class Quotas(NamedTuple):
    """What rows get under quotas.

    ``share``: units for each row; ``reserved``: the part of it that comes from the row's own
    quota. ``handed_back``: for each product and segment the units of its quota that it did not
    use, which went to the others.
    """

    share: Integers
    reserved: Integers
    handed_back: npt.NDArray[np.int64]


def with_quotas(  # noqa: PLR0913 (the columns of a table)
    demand: npt.ArrayLike,
    supply: npt.ArrayLike,
    quota: npt.ArrayLike,
    segment: npt.ArrayLike,
    *,
    group: npt.ArrayLike | None = None,
    rule: Rule = max_min,
) -> Quotas:
    """Keep units for segments of customers, and hand back what a segment does not use.

    ``quota``: units, shape (segments,) or (products, segments). ``segment``: for each row its
    place in that. Quotas beyond the supply are cut in proportion. First each segment divides its
    quota by ``rule``; then what nobody's quota took is divided by ``rule`` among all that still
    want more.

    Two segments with 50 units each: the first wants only 20 of its own, so 30 go to the second.

    >>> kept = with_quotas([20, 60, 40], 100, [50, 50], [0, 1, 1])
    >>> kept.share.tolist(), kept.reserved.tolist(), kept.handed_back.tolist()
    ([20, 40, 40], [20, 25, 25], [[30, 0]])
    """
    wanted, units, place = _read(demand, supply, group)
    limits = np.asarray(quota)
    shape = (units.size, limits.shape[-1] if limits.ndim else 0)
    if limits.ndim not in {1, 2} or (limits.ndim == 2 and limits.shape != shape):  # noqa: PLR2004
        raise BackorderError(
            "bad_array",
            "quota must have a column for each segment, and one row or a row for each product.",
            name="quota",
            shape=list(limits.shape),
        )
    cells = quantities("quota", np.broadcast_to(limits, shape).ravel())
    part = _positions("segment", segment, shape[1])
    same_length(demand=wanted, segment=part)

    cells = proportional(cells, units, np.repeat(np.arange(units.size), shape[1]))
    cell = place * shape[1] + part
    reserved = rule(wanted, cells, cell)
    left = units - sums(place, reserved, units.size)
    share = reserved + rule(wanted - reserved, left, place)
    handed_back = cells - sums(cell, reserved, cells.size)
    return Quotas(share, reserved, handed_back.reshape(shape))


def _read(
    demand: npt.ArrayLike, supply: npt.ArrayLike, group: npt.ArrayLike | None
) -> tuple[Integers, Integers, Integers]:
    """Return demand, supply and the place of each row's product, all checked."""
    wanted = quantities("demand", demand)
    units = quantities("supply", np.atleast_1d(np.asarray(supply)))
    if group is None:
        if units.size != 1:
            raise BackorderError("bad_array", "Supplies of several products need a group.")
        return wanted, units, np.zeros_like(wanted)
    place = _positions("group", group, units.size)
    same_length(demand=wanted, group=place)
    return wanted, units, place


def _positions(name: str, values: npt.ArrayLike, size: int) -> Integers:
    """Return places in an array of ``size``, checked."""
    place = integers(name, values)
    if place.size and (int(place.min()) < 0 or int(place.max()) >= size):
        raise BackorderError(
            "unknown_position", f"{name} must be from 0 to {size - 1}.", name=name, size=size
        )
    return place


def _divide(wanted: Integers, units: Integers, total: Integers) -> tuple[Integers, Integers]:
    """Return wanted x units / total as whole units, and the remainder; products may be large."""
    largest = int(wanted.max(initial=0)) * int(units.max(initial=0))
    if largest < _LARGEST_PRODUCT:
        return wanted * units // total, wanted * units % total
    exact = wanted.astype(object) * units.astype(object)
    whole = np.array([a // int(b) for a, b in zip(exact, total, strict=True)], dtype=np.int64)
    rest = np.array([a % int(b) for a, b in zip(exact, total, strict=True)], dtype=np.int64)
    return whole, rest
