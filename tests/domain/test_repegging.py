"""Shedding and pulling forward against an oracle that moves single units."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.errors import BackorderError
from backorder.domain.matching import match
from backorder.domain.repegging import NEVER, Moves, Pegs, Supplies, pull_forward, shed

thorough = settings(deadline=None, max_examples=150)


class Peg(NamedTuple):
    product: int
    rank: int
    supply: int
    quantity: int


class Source(NamedTuple):
    product: int
    day: int
    free: int


class Book(NamedTuple):
    pegs: list[Peg]
    sources: list[Source]


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Draw supplies of a few products with equal days among them, and pegs on them or on none."""
    source = st.builds(Source, st.integers(1, 3), st.integers(0, 4), st.integers(0, 4))
    sources = draw(st.lists(source, max_size=8))
    pegs = []
    for _ in range(draw(st.integers(0, 10))):
        product = draw(st.integers(1, 4))
        choices = [-1] + [row for row, one in enumerate(sources) if one.product == product]
        pegs.append(
            Peg(product, draw(st.integers(1, 6)), draw(st.sampled_from(choices)), draw(units))
        )
    return Book(pegs, sources)


units = st.integers(1, 4)


def pulled(book: Book) -> Moves:
    pegs = np.array(book.pegs, dtype=np.int64).reshape(-1, 4).T
    sources = np.array(book.sources, dtype=np.int64).reshape(-1, 3).T
    return pull_forward(Pegs(*pegs), Supplies(*sources))


def as_counter(moves: Moves) -> Counter[tuple[int, int]]:
    pairs = zip(moves.peg.tolist(), moves.supply.tolist(), strict=True)
    return Counter(dict(zip(pairs, moves.quantity.tolist(), strict=True)))


def day_of(book: Book, supply: int) -> int:
    return NEVER if supply < 0 else book.sources[supply].day


def unit_by_unit(book: Book) -> Counter[tuple[int, int]]:
    """Offer every single free unit, earliest supply first, to the single waiting units in turn."""
    waiting = sorted(
        (peg.rank, -day_of(book, peg.supply), row)
        for row, peg in enumerate(book.pegs)
        for _ in range(peg.quantity)
    )
    queue = [row for _, _, row in waiting]
    at = [book.pegs[row].supply for row in queue]
    free = [source.free for source in book.sources]
    moved: Counter[tuple[int, int]] = Counter()
    for supply in sorted(range(len(free)), key=lambda row: (book.sources[row].day, row)):
        product, day, _ = book.sources[supply]
        for place, row in enumerate(queue):
            if book.pegs[row].product == product and day_of(book, at[place]) > day and free[supply]:
                free[supply] -= 1
                if at[place] >= 0:
                    free[at[place]] += 1
                at[place] = supply
                moved[row, supply] += 1
    return moved


def after(book: Book, moves: Moves) -> Book:
    """Return the book once the moves are carried out: moved parts are pegs of their own."""
    left = [peg.quantity for peg in book.pegs]
    free = [source.free for source in book.sources]
    parts = []
    for (row, supply), quantity in as_counter(moves).items():
        left[row] -= quantity
        free[supply] -= quantity
        if book.pegs[row].supply >= 0:
            free[book.pegs[row].supply] += quantity
        parts.append(book.pegs[row]._replace(supply=supply, quantity=quantity))
    stayed = [
        peg._replace(quantity=rest) for peg, rest in zip(book.pegs, left, strict=True) if rest
    ]
    sources = [one._replace(free=rest) for one, rest in zip(book.sources, free, strict=True)]
    return Book(stayed + parts, sources)


@thorough
@given(books())
def test_pulling_forward_is_what_single_units_do(book: Book) -> None:
    assert as_counter(pulled(book)) == unit_by_unit(book)


@thorough
@given(books())
def test_no_unit_comes_later_and_no_supply_gives_more_than_it_has(book: Book) -> None:
    moves = pulled(book)
    pairs = as_counter(moves)
    assert len(pairs) == moves.peg.size
    for row, supply in pairs:
        peg = book.pegs[row]
        assert book.sources[supply].product == peg.product
        assert book.sources[supply].day < day_of(book, peg.supply)
    then = after(book, moves)
    assert all(peg.quantity > 0 for peg in then.pegs)
    assert all(source.free >= 0 for source in then.sources)
    assert sum(peg.quantity for peg in then.pegs) == sum(peg.quantity for peg in book.pegs)


@thorough
@given(books())
def test_in_the_end_nobody_waits_while_an_earlier_unit_is_free(book: Book) -> None:
    then = after(book, pulled(book))
    for peg in then.pegs:
        for source in then.sources:
            if source.product == peg.product and source.free:
                assert source.day >= day_of(then, peg.supply)
    assert pulled(then).peg.size == 0


@thorough
@given(books())
def test_nobody_is_passed_over_by_a_higher_rank(book: Book) -> None:
    moves = pulled(book)
    then = after(book, moves)
    for row, supply in as_counter(moves):
        gainer, day = book.pegs[row], book.sources[supply].day
        for peg in then.pegs:
            if peg.product == gainer.product and peg.rank < gainer.rank:
                assert day_of(then, peg.supply) <= day


@thorough
@given(books())
def test_moves_come_in_the_order_of_pegs_then_days(book: Book) -> None:
    moves = pulled(book)
    days = [book.sources[supply].day for supply in moves.supply.tolist()]
    keys = list(zip(moves.peg.tolist(), days, strict=True))
    assert keys == sorted(keys)


@thorough
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(book: Book, chance: object) -> None:
    """With every rank and day distinct, shuffled rows give the same moves."""
    pegs = [peg._replace(rank=row) for row, peg in enumerate(book.pegs)]
    sources = [one._replace(day=one.day * 10 + row) for row, one in enumerate(book.sources)]
    peg_at = list(range(len(pegs)))
    source_at = list(range(len(sources)))
    chance.shuffle(peg_at)  # type: ignore[attr-defined]
    chance.shuffle(source_at)  # type: ignore[attr-defined]
    where = {row: place for place, row in enumerate(source_at)} | {-1: -1}
    shuffled = Book(
        [pegs[row]._replace(supply=where[pegs[row].supply]) for row in peg_at],
        [sources[row] for row in source_at],
    )
    found = as_counter(pulled(shuffled))
    back = {(peg_at[row], source_at[supply]): units for (row, supply), units in found.items()}
    assert back == as_counter(pulled(Book(pegs, sources)))


@thorough
@given(books())
def test_lines_without_a_supply_are_matched_as_new_demand(book: Book) -> None:
    """If nothing is pegged yet, pulling forward and matching are the same decision."""
    pegs = sorted(peg._replace(rank=row, supply=-1) for row, peg in enumerate(book.pegs))
    sources = sorted(book.sources)
    demand, supply = np.array(pegs, dtype=np.int64), np.array(sources, dtype=np.int64)
    found = match(
        demand.reshape(-1, 4)[:, 3],
        supply.reshape(-1, 3)[:, 2],
        demand.reshape(-1, 4)[:, 0],
        supply.reshape(-1, 3)[:, 0],
    )
    rows = zip(*(column.tolist() for column in found), strict=True)
    given_out = {(line, source): quantity for line, source, quantity in rows if source >= 0}
    assert given_out == as_counter(pulled(Book(pegs, sources)))


def test_a_chain_of_supplies_passes_units_on() -> None:
    """A receipt of 5 lets every line of three purchases move up one purchase."""
    pegs = Pegs([1] * 3, [1, 2, 3], [1, 2, 3], [5, 5, 5])
    moves = pull_forward(pegs, Supplies([1] * 4, [0, 10, 20, 30], [5, 0, 0, 0]))
    assert moves.peg.tolist() == [0, 1, 2]
    assert moves.supply.tolist() == [0, 1, 2]
    assert moves.quantity.tolist() == [5, 5, 5]


def test_same_day_is_not_earlier() -> None:
    moves = pull_forward(Pegs([1], [1], [1], [5]), Supplies([1, 1], [10, 10], [5, 0]))
    assert moves.peg.size == 0


def test_nothing_to_look_at() -> None:
    assert pull_forward(Pegs([], [], [], []), Supplies([1], [0], [5])).peg.size == 0
    assert pull_forward(Pegs([1], [1], [-1], [5]), Supplies([], [], [])).peg.size == 0
    assert shed([], [], [], [5]).peg.size == 0


@thorough
@given(
    st.lists(st.tuples(st.integers(-1, 2), st.integers(1, 5), units), max_size=12),
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
)
def test_units_are_shed_in_reverse_rank(pegs: list[tuple[int, int, int]], there: list[int]) -> None:
    expected: Counter[int] = Counter()
    for supply, units_left in enumerate(there):
        held = [
            row
            for _, row in sorted(
                (rank, row) for row, (at, rank, _) in enumerate(pegs) if at == supply
            )
            for _ in range(pegs[row][2])
        ]
        expected.update(held[units_left:])
    source, rank, quantity = np.array(pegs, dtype=np.int64).reshape(-1, 3).T
    lost = shed(source, rank, quantity, there)
    assert dict(zip(lost.peg.tolist(), lost.quantity.tolist(), strict=True)) == expected
    assert lost.peg.size == len(expected)
    keys = [(pegs[row][0], pegs[row][1], row) for row in lost.peg.tolist()]
    assert keys == sorted(keys)


@thorough
@given(books(), st.data())
def test_shedding_then_pulling_forward_leaves_a_book_in_order(
    book: Book, data: st.DataObject
) -> None:
    """What a verb does when a supply shrinks: every unit stays in one peg, nothing is overdrawn."""
    held = [
        sum(peg.quantity for peg in book.pegs if peg.supply == row)
        for row in range(len(book.sources))
    ]
    there = [data.draw(st.integers(0, units + 2)) for units in held]
    columns = np.array(book.pegs, dtype=np.int64).reshape(-1, 4).T
    lost = shed(columns[2], columns[1], columns[3], there)
    left = [list(peg) for peg in book.pegs]
    unknown = []
    for row, quantity in zip(lost.peg.tolist(), lost.quantity.tolist(), strict=True):
        left[row][3] -= quantity
        unknown.append(book.pegs[row]._replace(supply=-1, quantity=quantity))
    pegs = [Peg(*peg) for peg in left if peg[3]] + unknown
    still = [
        sum(peg.quantity for peg in pegs if peg.supply == row) for row in range(len(book.sources))
    ]
    assert still == [min(pair) for pair in zip(held, there, strict=True)]
    sources = [
        one._replace(free=units - used)
        for one, units, used in zip(book.sources, there, still, strict=True)
    ]
    shrunk = Book(pegs, sources)
    then = after(shrunk, pulled(shrunk))
    wanted, had = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for peg in book.pegs:
        wanted[peg.product, peg.rank] += peg.quantity
    for peg in then.pegs:
        had[peg.product, peg.rank] += peg.quantity
    assert had == wanted
    for row, source in enumerate(then.sources):
        pegged = sum(peg.quantity for peg in then.pegs if peg.supply == row)
        assert pegged + source.free == there[row]
        assert source.free >= 0


@pytest.mark.parametrize("supply", [-2, 1])
def test_a_peg_on_a_supply_that_is_not_there_is_refused(supply: int) -> None:
    with pytest.raises(BackorderError) as caught:
        pull_forward(Pegs([1], [1], [supply], [1]), Supplies([1], [0], [1]))
    assert caught.value.code == "bad_array"
    with pytest.raises(BackorderError) as caught:
        shed([supply], [1], [1], [1])
    assert caught.value.facts == {"least": supply, "most": supply, "supplies": 1}
