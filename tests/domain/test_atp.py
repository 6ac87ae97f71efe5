"""Available to promise: published cases, and the meaning of look-ahead tried out order by order."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.atp import backward, cumulative, discrete, first_bucket
from backorder.domain.promising import promise
from backorder.domain.types import LeadTime, Position, Supply

thorough = settings(deadline=None, max_examples=200)
buckets = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8)


def curves(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [supply for supply, _ in rows], [orders for _, orders in rows]


def test_p1_master_schedule_of_a_pump_maker() -> None:
    supply, orders = [0, 0, 70, 0, 70, 0, 70, 70], [33, 20, 10, 4, 2, 0, 0, 0]
    assert discrete(64, supply, orders).tolist() == [11, 0, 56, 0, 68, 0, 70, 70]
    ahead = cumulative(64, supply, orders)
    assert ahead.tolist() == [11, 11, 67, 67, 135, 135, 205, 275]
    balance = cumulative(64, supply, orders, look_ahead=False)
    assert balance.tolist() == [31, 11, 71, 67, 135, 135, 205, 275]


def test_p2_which_receipt_an_order_is_promised_from() -> None:
    supply, orders = [50, 40, 50, 50], [30, 40, 10, 0]
    left = discrete(0, supply, orders)
    assert left.tolist() == [20, 0, 40, 50]
    assert [first_bucket(left, asked) for asked in (10, 30, 100)] == [0, 2, None]
    together = cumulative(0, supply, orders)
    assert together.tolist() == [20, 20, 60, 110]
    assert first_bucket(together, 100) == 3


def test_p2_as_promises_from_supplies() -> None:
    """The same receipts as supplies: each has what its own demand left over; 100 are had in parts.

    Asked together, the last of 100 leaves on 1 March; where a lead time is known, more than the 110
    come on the day a purchase placed today would.
    """
    receipts = [date(2026, 1, 1), date(2026, 2, 10), date(2026, 2, 15), date(2026, 3, 1)]
    left = discrete(0, [50, 40, 50, 50], [30, 40, 10, 0]).tolist()
    lead = LeadTime(1, 1, 89, date(2026, 3, 31), date(2026, 3, 31))

    def last_day(quantity: int) -> date:
        supplies = [
            Supply(number, "purchase", f"PO-{number}", 1, day, day, free)
            for number, (day, free) in enumerate(zip(receipts, left, strict=True), 1)
        ]
        shelf = Position(1, "PUMP", 0, "EUR", False, None, supplies, 80, lead)
        return max(take.promised_on for take in promise(shelf, quantity))

    assert [last_day(asked) for asked in (10, 30, 100, 110, 111)] == [
        date(2026, 1, 1),
        date(2026, 2, 15),
        date(2026, 3, 1),
        date(2026, 3, 1),
        date(2026, 3, 31),
    ]


def test_p3_a_shortage_takes_from_earlier_buckets_only() -> None:
    supply, orders = [6, 4, 2, 4, 8, 4, 4, 4], [6, 2, 3, 6, 6, 1, 2, 2]
    assert backward(0, supply, orders).tolist() == [0, 0, 0, -1, 2, 5, 7, 9]


def test_p4_receipts_add_up() -> None:
    left = discrete(0, [25, 0, 20, 0, 0, 25, 0, 0], [0] * 8)
    assert left.tolist() == [25, 0, 20, 0, 0, 25, 0, 0]
    assert cumulative(0, left, [0] * 8).tolist() == [25, 25, 45, 45, 45, 70, 70, 70]


def test_p5_too_much_promised_shows_as_a_shortage() -> None:
    supply, orders = [50, 0, 0, 50, 0, 0], [20, 10, 40, 5, 60, 0]
    assert discrete(10, supply, orders).tolist() == [-10, 0, 0, -15, 0, 0]
    assert cumulative(10, supply, orders).tolist() == [-25] * 6


@thorough
@given(st.integers(0, 9), buckets, st.integers(1, 20))
def test_look_ahead_is_the_most_that_breaks_no_order(
    on_hand: int, rows: list[tuple[int, int]], asked: int
) -> None:
    """A further order fits into a bucket if no balance from then on falls below nought."""
    supply, orders = curves(rows)
    available = cumulative(on_hand, supply, orders).tolist()
    for bucket, promisable in enumerate(available):
        with_it = [*orders[:bucket], orders[bucket] + asked, *orders[bucket + 1 :]]
        balance = [
            on_hand + sum(supply[: row + 1]) - sum(with_it[: row + 1]) for row in range(len(rows))
        ]
        assert (min(balance[bucket:]) >= 0) == (promisable >= asked)


@thorough
@given(st.integers(0, 9), buckets)
def test_discrete_adds_up_to_the_last_balance(on_hand: int, rows: list[tuple[int, int]]) -> None:
    supply, orders = curves(rows)
    left = discrete(on_hand, supply, orders)
    assert left.sum() == on_hand + sum(supply) - sum(orders)
    assert all(coming or row == 0 for row, coming in enumerate(supply) if left[row])


@thorough
@given(st.integers(0, 9), buckets)
def test_backward_is_what_taking_from_the_nearest_earlier_bucket_gives(
    on_hand: int, rows: list[tuple[int, int]]
) -> None:
    supply, orders = curves(rows)
    net = [coming - going for coming, going in rows]
    net[0] += on_hand
    for bucket in range(len(net)):
        for earlier in reversed(range(bucket)):
            moved = max(min(-net[bucket], net[earlier]), 0)
            net[earlier] -= moved
            net[bucket] += moved
    shown = [sum(max(n, 0) for n in net[: row + 1]) + min(net[row], 0) for row in range(len(net))]
    assert backward(on_hand, supply, orders).tolist() == shown


def test_no_buckets_give_no_curve() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert discrete(5, nothing, nothing).size == 0
    assert cumulative(5, nothing, nothing).size == 0
    assert backward(5, nothing, nothing).size == 0
    assert first_bucket(nothing, 1) is None
