"""Settling against an oracle that moves single units: give, shed, pull forward."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.settling import Given, Held, Settled, Sources, settle

thorough = settings(deadline=None, max_examples=150)
NEVER = 99


class Peg(NamedTuple):
    product: int
    rank: int
    supply: int
    quantity: int


class Source(NamedTuple):
    product: int
    day: int
    quantity: int
    pegged: int


class Gift(NamedTuple):
    origin: int
    target: int
    units: int


class Change(NamedTuple):
    pegs: list[Peg]
    sources: list[Source]
    gifts: list[Gift]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw pegs of two products, supplies whose units no longer fit them, and units given on."""
    places = draw(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 4)), max_size=6))
    ranks = draw(st.permutations(range(9)))
    pegs = []
    for rank in ranks[: draw(st.integers(0, 9))]:
        product = draw(st.integers(1, 2))
        choices = [-1] + [row for row, (of, _) in enumerate(places) if of == product]
        units = draw(st.integers(1, 4))
        pegs.append(Peg(product, rank, draw(st.sampled_from(choices)), units))
    pegged = Counter[int]()
    for peg in pegs:
        pegged[peg.supply] += peg.quantity
    sources = [
        Source(product, day, draw(st.integers(0, pegged[row] + 4)), pegged[row])
        for row, (product, day) in enumerate(places)
    ]
    gifts = []
    for origin in draw(st.sets(st.integers(0, 5), max_size=2)):
        targets = [
            row
            for row, one in enumerate(sources)
            if origin < len(sources) and one.product == sources[origin].product and row != origin
        ]
        if targets:
            gifts.append(Gift(origin, draw(st.sampled_from(targets)), draw(st.integers(0, 5))))
    # A supply that gives is not given to by another in one go, as in a receipt.
    givers = {gift.origin for gift in gifts}
    return Change(pegs, sources, [gift for gift in gifts if gift.target not in givers])


def settled(change: Change) -> Settled:
    held = np.array(change.pegs, dtype=np.int64).reshape(-1, 4).T
    sources = np.array(change.sources, dtype=np.int64).reshape(-1, 4).T
    gifts = np.array(change.gifts, dtype=np.int64).reshape(-1, 3).T
    return settle(Held(*held), Sources(*sources), Given(*gifts))


def holdings(change: Change) -> Counter[tuple[int, int]]:
    """Return units per peg and supply afterwards; a peg that is not named keeps what it has."""
    found = settled(change)
    named = zip(found.peg.tolist(), found.supply.tolist(), strict=True)
    after = Counter(dict(zip(named, found.quantity.tolist(), strict=True)))
    assert len(after) == found.peg.size
    for row, peg in enumerate(change.pegs):
        if row not in found.peg:
            after[row, peg.supply] = peg.quantity
    return after


def unit_by_unit(change: Change) -> Counter[tuple[int, int]]:
    units = sorted(
        [peg.rank, row, peg.supply]
        for row, peg in enumerate(change.pegs)
        for _ in range(peg.quantity)
    )
    for origin, target, count in change.gifts:
        for unit in [unit for unit in units if unit[2] == origin][:count]:
            unit[2] = target
    free = []
    for row, source in enumerate(change.sources):
        on_it = [unit for unit in units if unit[2] == row]
        for unit in on_it[source.quantity :]:
            unit[2] = -1
        free.append(max(source.quantity - len(on_it), 0))
    days = [source.day for source in change.sources] + [NEVER]
    units.sort(key=lambda unit: (unit[0], -days[unit[2]]))  # of one line the latest goes first
    for row in sorted(range(len(free)), key=lambda row: (days[row], row)):
        for unit in units:
            same = change.pegs[unit[1]].product == change.sources[row].product
            if same and free[row] and days[unit[2]] > days[row]:
                free[row] -= 1
                if unit[2] >= 0:
                    free[unit[2]] += 1
                unit[2] = row
    return Counter((row, supply) for _, row, supply in units)


def by_day(change: Change, held: Counter[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """Return units per peg and day, `NEVER` for no supply."""
    days = [source.day for source in change.sources] + [NEVER]
    found: Counter[tuple[int, int]] = Counter()
    for (row, supply), units in held.items():
        found[row, days[supply]] += units
    return found


@thorough
@given(changes())
def test_settling_is_what_single_units_do(change: Change) -> None:
    # Two supplies of one day are all one to a customer: which of them gives is a tie.
    assert by_day(change, holdings(change)) == by_day(change, unit_by_unit(change))


@thorough
@given(changes())
def test_pegged_is_the_sum_of_pegs_and_within_the_quantity(change: Change) -> None:
    after = holdings(change)
    pegged = settled(change).pegged.tolist()
    for row, source in enumerate(change.sources):
        assert pegged[row] == sum(units for (_, supply), units in after.items() if supply == row)
        assert pegged[row] <= source.quantity


@thorough
@given(changes())
def test_every_unit_stays_in_one_peg_of_its_line(change: Change) -> None:
    after = Counter[int]()
    for (row, _), units in holdings(change).items():
        assert units > 0
        after[row] += units
    assert after == {row: peg.quantity for row, peg in enumerate(change.pegs)}


@thorough
@given(changes())
def test_only_pegs_that_changed_are_named(change: Change) -> None:
    found = settled(change)
    rows = list(zip(found.peg.tolist(), found.supply.tolist(), strict=True))
    firsts = [place for place, (peg, _) in enumerate(rows) if not place or rows[place - 1][0] < peg]
    assert [peg for peg, _ in rows] == sorted(peg for peg, _ in rows)
    for peg in set(found.peg.tolist()):
        assert {supply for row, supply in rows if row == peg} != {change.pegs[peg].supply}
    # What stayed comes first, so that the peg itself keeps it.
    for place, (peg, supply) in enumerate(rows):
        assert supply != change.pegs[peg].supply or place in firsts


@thorough
@given(changes(), st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_pegs_that_were_not_read_keep_their_units(change: Change, unread: list[int]) -> None:
    more = [
        one._replace(quantity=one.quantity + units, pegged=one.pegged + units)
        for one, units in zip(change.sources, unread, strict=False)
    ]
    whole, part = settled(change), settled(change._replace(sources=more))
    for one, other in zip(whole[:3], part[:3], strict=True):
        assert one.tolist() == other.tolist()
    assert (part.pegged - whole.pegged).tolist() == unread[: len(more)]
