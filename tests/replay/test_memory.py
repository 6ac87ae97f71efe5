"""A cancellation that names only customer and product finds the orders it means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backorder.demo.replay.memory import Memory

BEGIN = datetime(2011, 1, 3, 9, tzinfo=UTC)


def day(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


def memory() -> Memory:
    known = Memory()
    known.ordered("SO-1", "C1", day(0), "MUG", 5)
    known.ordered("SO-2", "C1", day(2), "MUG", 3)
    known.ordered("SO-2", "C1", day(2), "MUG", 1)
    known.ordered("SO-3", "C2", day(2), "MUG", 9)
    return known


def test_the_latest_order_is_meant_first() -> None:
    known = memory()
    assert known.take_open("C1", "MUG", day(5), 6) == [("SO-2", "MUG", 4), ("SO-1", "MUG", 2)]
    assert known.take_open("C1", "MUG", day(5), 6) == [("SO-1", "MUG", 3)]
    assert known.take_open("C1", "MUG", day(5), 6) == []


def test_a_later_order_is_not_meant() -> None:
    assert memory().take_open("C1", "MUG", day(1), 6) == [("SO-1", "MUG", 5)]


def test_another_customers_or_products_order_is_not_meant() -> None:
    known = memory()
    assert known.take_open("C1", "POT", day(5), 1) == []
    assert known.take_open("C3", "MUG", day(5), 1) == []
    assert known.take_open("", "MUG", day(5), 1) == []


def test_what_shipped_can_come_back_and_not_be_cancelled() -> None:
    known = memory()
    known.shipped("SO-2", [{"sku": "MUG", "quantity": 3}])
    assert known.take_open("C1", "MUG", day(5), 2) == [("SO-2", "MUG", 1), ("SO-1", "MUG", 1)]
    assert known.take_out("C1", "MUG", day(5), 9) == [("SO-2", "MUG", 3)]
    assert known.take_out("C1", "MUG", day(5), 9) == []
