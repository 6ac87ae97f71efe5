"""Order: who comes first, where one group ends, and which row an id is.

Every array that the domain works on is in a total order, products first, so that a whole book
is decided in a few passes. Arrays come from the database as they are: any integer width, either
byte order, strided; `integers` makes them plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .errors import BackorderError

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

LARGEST_TOTAL = 2**62  # units; a sum below it cannot overflow when two are added


def integers(name: str, values: npt.ArrayLike) -> Integers:
    """Return ``values`` as a contiguous int64 array in the machine's byte order.

    Nothing is copied if it is one already. Raises ``BackorderError`` (``bad_array``) for anything
    but a one-dimensional array of integers: a quantity is never rounded silently.
    """
    array = np.asarray(values)
    if array.ndim != 1 or (array.dtype.kind not in "iu" and array.size):
        raise BackorderError(
            "bad_array",
            f"{name} must be a one-dimensional array of integers.",
            name=name,
            dtype=str(array.dtype),
            dimensions=array.ndim,
        )
    return np.ascontiguousarray(array, dtype=np.int64)


def quantities(name: str, values: npt.ArrayLike) -> Integers:
    """Return ``values`` as `integers` in units, none below nought, their sum below 2^62."""
    array = integers(name, values)
    if not array.size:
        return array
    least, most = int(array.min()), int(array.max())
    if least < 0:
        raise BackorderError(
            "negative_quantity",
            f"{name} holds {least}; a quantity is never below nought.",
            name=name,
            position=int(array.argmin()),
            quantity=least,
        )
    if most * array.size >= LARGEST_TOTAL and sum(array.tolist()) >= LARGEST_TOTAL:
        raise BackorderError(
            "quantity_too_large", f"The sum of {name} is 2^62 units or more.", name=name
        )
    return array


def same_length(**arrays: Integers) -> None:
    """Raise ``BackorderError`` (``bad_array``) unless all arrays are of one length."""
    lengths = {name: array.size for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise BackorderError("bad_array", "These arrays differ in length.", **lengths)


def ascending(*keys: Integers) -> bool:
    """Return whether rows are in order by the first key, then the second, and so on.

    >>> ascending(np.array([1, 1, 2]), np.array([5, 7, 3]))
    True
    >>> ascending(np.array([1, 1, 2]), np.array([7, 5, 3]))
    False
    """
    fine: bool | npt.NDArray[np.bool_] = True
    for key in reversed(keys):
        fine = (key[1:] > key[:-1]) | ((key[1:] == key[:-1]) & fine)
    return bool(np.all(fine))


def order(*keys: npt.ArrayLike) -> Integers:
    """Return the row numbers in order of the first key, then the second, and so on.

    Rows equal in every key keep the order they came in. Rows already in order, as the database
    sends them, cost one comparison and no sort.

    >>> order([2, 1, 2, 1], [9, 4, 3, 4]).tolist()
    [1, 3, 2, 0]
    """
    columns = [integers(f"key {number}", key) for number, key in enumerate(keys, 1)]
    if ascending(*columns):
        return np.arange(columns[0].size, dtype=np.int64)
    return np.lexsort(columns[::-1]).astype(np.int64, copy=False)


def group_starts(group: Integers) -> Integers:
    """Return the first row of each run of equal values.

    >>> group_starts(np.array([4, 4, 7, 9, 9])).tolist()
    [0, 2, 3]
    """
    if not group.size:
        return np.empty(0, dtype=np.int64)
    changes = np.flatnonzero(group[1:] != group[:-1])
    return np.concatenate((np.zeros(1, dtype=np.int64), changes + 1))


def locate(ids: npt.ArrayLike, wanted: npt.ArrayLike) -> Integers:
    """Return at which row of ``ids`` each wanted id stands, -1 where it is not there.

    ``ids`` are distinct, in any order. So a peg's supply id, -1 for none, becomes the index that
    `pull_forward` and `shed` take.

    >>> locate([30, 10, 20], [10, 30, -1, 99]).tolist()
    [1, 0, -1, -1]
    """
    rows, asked = integers("ids", ids), integers("wanted", wanted)
    if not rows.size:
        return np.full(asked.size, -1, dtype=np.int64)
    by_id = order(rows)
    sorted_ids = rows[by_id]
    place = np.minimum(np.searchsorted(sorted_ids, asked), rows.size - 1)
    return np.where(sorted_ids[place] == asked, by_id[place], -1)


def running_before(quantity: Integers, starts: Integers) -> Integers:
    """Return for each row the units of its own group that stand before it.

    ``starts`` are the `group_starts` of the rows.

    >>> running_before(np.array([5, 1, 2, 4]), np.array([0, 2])).tolist()
    [0, 5, 0, 2]
    """
    before = np.cumsum(quantity) - quantity
    sizes = np.diff(starts, append=quantity.size)
    return before - np.repeat(before[starts], sizes)
