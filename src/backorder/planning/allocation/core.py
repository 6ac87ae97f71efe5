"""What there is to decide: the contested part of a problem, in parts that do not touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.sums import sums

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .problem import Flags, Needs, Problem

NONE = -1


class Core(NamedTuple):
    """The orders to decide on, and which lines hang together with them.

    ``certain``: for each order, whether it is served in any case (it takes what it can get, or no
    product it needs is scarce). ``contested``: whether it is to be decided; an order that is
    neither needs more than there is. ``scarce``: for each product, whether more is wanted than
    there is. ``component``: for each line the number of its part, -1 where sorting decides;
    ``parts`` is how many there are.
    """

    certain: Flags
    contested: Flags
    scarce: Flags
    component: Integers
    parts: int


def core(problem: Problem) -> Core:
    """Return what is to be decided about coupled orders.

    Two orders hang together if both need the same scarce product, or through others that do; lines
    of an order that takes what it can get hang together with nothing but their own product. Each
    part is a problem of its own, and most are small.
    """
    needs = problem.needs()
    impossible = np.zeros(problem.orders, dtype=bool)
    impossible[needs.order[needs.units > problem.supply[needs.product]]] = True
    lines = ~impossible[problem.order]
    size = problem.supply.size
    scarce = sums(problem.product[lines], problem.quantity[lines], size) > problem.supply

    contested = np.zeros(problem.orders, dtype=bool)
    contested[needs.order[scarce[needs.product]]] = True
    contested &= ~impossible
    part_of_order, part_of_product, count = _parts(problem, needs, contested, scarce)

    component = np.where(
        contested[problem.order], part_of_order[problem.order], part_of_product[problem.product]
    )
    apart = problem.coupled[problem.order] & ~contested[problem.order]
    component[apart] = NONE
    certain = ~problem.coupled | ~(impossible | contested)
    return Core(certain, contested, scarce, component, count)


def _parts(
    problem: Problem, needs: Needs, contested: Flags, scarce: Flags
) -> tuple[Integers, Integers, int]:
    """Return the part of each order and of each product, -1 for none, and how many there are.

    Parts are numbered by their oldest order.
    """
    rows = contested[needs.order] & scarce[needs.product]
    pairs = zip(needs.order[rows].tolist(), needs.product[rows].tolist(), strict=True)
    parent = list(range(problem.orders + problem.supply.size))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for number, product in pairs:
        one, other = root(number), root(problem.orders + product)
        parent[max(one, other)] = min(one, other)  # so that the root is the oldest order

    heads = np.array([root(node) for node in range(len(parent))], dtype=np.int64)
    names = np.unique(heads[: problem.orders][contested])
    part = np.searchsorted(names, heads)
    known = np.isin(heads, names)
    part = np.where(known, part, NONE)
    of_order = np.where(contested, part[: problem.orders], NONE)
    return of_order, part[problem.orders :], names.size
