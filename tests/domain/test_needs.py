"""Needs, lots and the choice of suppliers against what a child would do: try everything."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain import lots, needs, supplier_choice
from backorder.domain.lots import Terms
from backorder.domain.supplier_choice import Part, Source

few = st.integers(0, 40)
MOST = 32  # more than any lot that is worth a thought below


@given(st.lists(st.tuples(few, few, st.integers(0, 2), few, few, few), min_size=1, max_size=8))
def test_needs_are_what_buying_one_by_one_would_buy(rows: list[tuple[int, ...]]) -> None:
    waiting, free, method, point, more, safety = np.array(rows).T
    up_to = point + more
    found = needs.needs(waiting, free, method, point, up_to, safety)
    for at, units in enumerate(found.units.tolist()):
        position, bought = int(free[at] - waiting[at]), 0
        if method[at] == needs.REORDER:
            starts = position <= point[at]
        else:
            starts = method[at] == needs.ORDER_UP_TO and position < up_to[at]
        level = int(up_to[at]) if starts else 0
        while position + bought < level:
            bought += 1
        assert units == bought
    parts = found.waiting + found.for_demand + found.for_safety - found.netted
    assert (parts == found.units).all()
    assert (found.netted <= free).all()


@given(st.lists(st.tuples(few, few, st.integers(0, 2), few, few), min_size=1, max_size=8))
def test_what_was_bought_is_never_needed_again(rows: list[tuple[int, ...]]) -> None:
    waiting, free, method, point, more = np.array(rows).T
    nothing = np.zeros_like(free)
    first = needs.needs(waiting, free, method, point, point + more, nothing)
    # Bought units are on order: some are pegged to who waits, the rest is free.
    bought = free + first.units
    served = np.minimum(waiting, bought)
    again = needs.needs(waiting - served, bought - served, method, point, point + more, nothing)
    # A position exactly at a reorder point equal to its level has nothing to be filled up to.
    assert again.units.tolist() == [0] * len(rows)


@given(few, few, st.integers(1, 12), st.integers(1, 6), st.integers(0, 8))
def test_a_surplus_leaves_what_is_needed_and_sold(
    units: int, excess: int, moq: int, multiple: int, come: int
) -> None:
    terms = Terms(1, moq, multiple)
    one = [np.array([value]) for value in (units, excess, moq, multiple, come)]
    cut = int(needs.surplus(*one)[0])
    can = [less for less in range(units + 1) if less <= excess and terms.sold(come + units - less)]
    assert cut == max(can, default=0)


terms_of = st.builds(
    lambda cost, moq, multiple, off, least, freight, most: Terms(
        cost, moq, multiple, ((least, cost - min(off, cost)),) if off else (), freight, most
    ),
    st.integers(1, 30),
    st.integers(1, 8),
    st.integers(1, 4),
    st.integers(0, 10),
    st.integers(2, 15),
    st.integers(0, 40),
    st.none() | st.integers(4, 20),
)


@given(terms_of, st.integers(1, 15), st.sampled_from([0.0, 0.5, 0.9]))
def test_the_best_lot_is_the_best_of_all(terms: Terms, units: int, kept: float) -> None:
    assert terms.is_cheaper_by_more
    found = lots.best_lot(terms, units, kept)
    every = [q for q in range(units, 61) if terms.sold(q)]
    if every:
        best = min(lots.cost(terms, q, units, kept) for q in every)
        assert lots.cost(terms, found, units, kept) <= best + 1e-9
        assert found in every
    else:
        assert found == max((q for q in range(units) if terms.sold(q)), default=0)


sources_of = st.lists(
    st.tuples(terms_of, st.integers(0, 30), st.sampled_from([0.0, 2.0])), min_size=1, max_size=3
)


@settings(max_examples=60)
@given(
    sources_of,
    st.integers(1, 12),
    st.integers(0, 12),
    st.sampled_from([0.0, 0.5, 3.0, 40.0]),
    st.sampled_from([0.0, 0.9]),
)
def test_the_choice_is_the_best_of_all_ways(
    drawn: list[tuple[Terms, int, float]], units: int, some: int, wait_cost: float, kept: float
) -> None:
    """Against every quantity from every pair of sources."""
    waiting = min(some, units)
    sources = [Source(at, *facts) for at, facts in enumerate(drawn)]
    found = supplier_choice.choose(sources, units, waiting, wait_cost, kept)
    best: float | None = None
    for pair in combinations([*sources, Source(9, Terms(0, most=0), 0)], 2):
        for ways in product(range(MOST), repeat=2):
            parts = [Part(source, q) for source, q in zip(pair, ways, strict=True) if q]
            if sum(ways) >= units and all(part.source.terms.sold(part.quantity) for part in parts):
                price = supplier_choice.cost(parts, units, waiting, wait_cost, kept, 0)
                best = price if best is None else min(best, price)
    if best is None:
        assert found is None or found.quantity < units
    else:
        assert found is not None
        assert found.quantity >= units
        assert found.cost <= best + 1e-6
