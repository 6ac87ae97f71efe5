"""Needs: how many units of each product a place is short of, and why.

Pure. The position of a product at a place is what nobody has a claim on (on the shelf, on order, on
the way) less what is backordered and has no supply yet. It is compared with the stock policy; what
is missing up to its level is the need. So a unit already bought is never bought again, and a need
is the same number however often it is worked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from .ranking import Integers

ON_DEMAND, REORDER, ORDER_UP_TO = 0, 1, 2


class Needs(NamedTuple):
    """Units needed, one row per product and place.

    ``units`` = ``waiting`` + ``for_demand`` + ``for_safety`` - ``netted``: all that is backordered,
    what will be asked for up to the next purchase that can come, the safety stock, and what is free
    on the shelf or on order already.
    """

    units: Integers
    waiting: Integers
    for_demand: Integers
    for_safety: Integers
    netted: Integers


def needs(  # noqa: PLR0913, PLR0917 (the columns of a position)
    waiting: Integers,
    free: Integers,
    method: Integers,
    reorder_point: Integers,
    order_up_to: Integers,
    safety_stock: Integers,
) -> Needs:
    """Return what is needed, row by row.

    ``waiting``: backordered units that no stock, purchase or transfer covers. ``free``: units of
    these that no peg holds. ``method``: `ON_DEMAND` buys for ``waiting`` alone, `REORDER` fills up
    to ``order_up_to`` once the position is at ``reorder_point`` or below it, `ORDER_UP_TO` whenever
    it is below ``order_up_to``.

    Fourteen wait, three are on order; held are 30 with 8 of safety:

    >>> a = lambda *units: np.array(units)
    >>> needs(a(14, 0), a(3, 9), a(REORDER, REORDER), a(12, 8), a(30, 30), a(8, 8))
    Needs(units=array([41,  0]), waiting=array([14,  0]), for_demand=array([22,  0]), for_safety=array([8, 0]), netted=array([3, 0]))
    """  # noqa: E501 (what a doctest prints)
    position = free - waiting
    held = method != ON_DEMAND
    due = np.where(method == REORDER, position <= reorder_point, position < order_up_to) & held
    short = np.maximum(-position, 0)
    units = np.where(due, np.maximum(order_up_to - position, short), short)
    wanted = units > 0
    safety = np.where(due & wanted, np.minimum(safety_stock, order_up_to), 0)
    demand = np.where(due & wanted, order_up_to, 0) - safety
    asked = np.where(wanted, waiting, 0)
    return Needs(units, asked, demand, safety, asked + demand + safety - units)


def surplus(
    open_units: Integers,
    excess: Integers,
    least: Integers,
    multiple: Integers,
    come: Integers | int = 0,
) -> Integers:
    """Return how many units of each open purchase nobody needs any more, in units that can be cut.

    ``excess`` is how far the position is above its level. What a purchase is left with, those of
    its units that have ``come`` included, is what the supplier sells at its price: whole multiples,
    ``least`` units of them, or nothing at all. ``least`` is the supplier's minimum, or the price
    break that the purchase reached: below it, all that is left of it would cost more.

    Of 24, six are needed no more; the supplier sells sixes. Ten fewer leave 18, not 14. And where
    the minimum is 24, nothing can be cut off, but all of it can be called off:

    >>> a = lambda *units: np.array(units)
    >>> surplus(a(24, 24, 24, 24), a(6, 10, 10, 24), a(1, 1, 24, 24), a(6, 6, 1, 1))
    array([ 6,  6,  0, 24])

    A hundred were bought where ninety were needed, because a hundred cost less. Later 60 came, and
    nobody needs the rest: it has to come all the same.

    >>> surplus(a(100, 40), a(10, 40), a(100, 100), a(1, 1), a(0, 60))
    array([0, 0])
    """
    ordered = open_units + come
    left = np.maximum(ordered - np.maximum(excess, 0), come)
    kept = np.where(left > 0, -(-np.maximum(left, least) // multiple) * multiple, 0)
    found: npt.NDArray[np.int64] = np.maximum(ordered - kept, 0)
    return found


def sentence(reason: Mapping[str, Any]) -> str:
    """Return the reason of a proposal as a sentence.

    >>> sentence({"waiting": 14, "customers": 9, "for_demand": 22, "days": 42, "for_safety": 8,
    ...     "on_order": 3, "on_shelf": 0, "units": 41, "quantity": 48})
    '14 backordered for 9 customers, 22 for the next 6 weeks, 8 safety; 3 on order.'
    >>> sentence({"waiting": 1, "customers": 1, "units": 1, "quantity": 12})
    '1 backordered for 1 customer.'
    """
    parts = []
    if waiting := reason.get("waiting", 0):
        customers = reason.get("customers", 0)
        whom = f" for {customers} customer{'' if customers == 1 else 's'}" if customers else ""
        parts.append(f"{waiting} backordered{whom}")
    if demand := reason.get("for_demand", 0):
        parts.append(f"{demand} for the next {_span(reason.get('days', 0))}")
    if safety := reason.get("for_safety", 0):
        parts.append(f"{safety} safety")
    there = []
    if on_order := reason.get("on_order", 0):
        there.append(f"{on_order} on order")
    if on_shelf := reason.get("on_shelf", 0):
        there.append(f"{on_shelf} free on the shelf")
    if drafts := reason.get("in_drafts", 0):
        there.append(f"{drafts} in drafts")
    text = ", ".join(parts) or "Nothing is needed"
    return text + (f"; {', '.join(there)}" if there else "") + "."


_WEEK, _WEEKS_FROM = 7, 14


def _span(days: int) -> str:
    """Return a number of days in words, in weeks where it is two or more.

    >>> _span(1), _span(9), _span(42)
    ('1 day', '9 days', '6 weeks')
    """
    if days >= _WEEKS_FROM:
        return f"{round(days / _WEEK)} weeks"
    return f"{days} day{'' if days == 1 else 's'}"
