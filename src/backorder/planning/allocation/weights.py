"""What a unit is worth to whom: margin, priority and age in one number of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.domain.errors import BackorderError
from backorder.domain.ranking import LARGEST_TOTAL, quantities, same_length

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

AGE_DAYS = 30  # a line that has waited so long counts twice


def weights(margin: npt.ArrayLike, priority: npt.ArrayLike, age_days: npt.ArrayLike) -> Integers:
    """Return margin x priority x (1 + age / 30 days) for each line, per unit.

    ``margin``: minor units of money per unit of product, not negative; ``priority``: a factor from
    1 up, 1 for everybody; ``age_days``: whole days since the order was placed. The result is in
    minor units, rounded half up, and at least 1: a unit that somebody gets is always worth more
    than one that nobody gets. Age keeps old small orders from starving.

    Raises ``BackorderError``: ``bad_array``, ``negative_quantity``, ``quantity_too_large``,
    ``value_too_large``.

    >>> weights([1000, 1000, 1000, 0], [1, 2, 1, 1], [0, 0, 15, 90]).tolist()
    [1000, 2000, 1500, 1]
    """
    money = quantities("margin", margin)
    factor = quantities("priority", priority)
    age = quantities("age_days", age_days)
    same_length(margin=money, priority=factor, age_days=age)
    largest = [int(column.max(initial=0)) for column in (money, factor, age)]
    if largest[0] * largest[1] * (AGE_DAYS + largest[2]) >= LARGEST_TOTAL:
        raise BackorderError("value_too_large", "A weight is 2^62 thirtieths of a unit or more.")
    thirtieths = money * factor * (AGE_DAYS + age)
    rounded: Integers = (thirtieths + AGE_DAYS // 2) // AGE_DAYS
    return np.maximum(rounded, 1)
