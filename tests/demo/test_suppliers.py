"""Suppliers: what they deliver, what they leave out, and when they say so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.demo.suppliers import (
    AVERAGE,
    POOR,
    RELIABLE,
    TEMPERS,
    Delivery,
    Habits,
    Supplier,
    make_suppliers,
    plan_delivery,
)

MONDAY = date(2025, 3, 3)
LINES = [("A", 24), ("B", 1), ("C", 300)]


def supplier(habits: Habits, usual: float = 14.0) -> Supplier:
    return Supplier("S1", "One", habits, usual, round(usual * habits.optimism), 0)


def plan(seed: int, habits: Habits, usual: float = 14.0) -> tuple[date, Delivery]:
    one = supplier(habits, usual)
    expected = MONDAY + timedelta(days=one.quoted_days)
    return expected, plan_delivery(np.random.default_rng(seed), one, MONDAY, expected, LINES)


@given(st.integers(0, 10**9), st.sampled_from(TEMPERS), st.floats(4, 55))
def test_every_unit_comes_or_its_line_is_closed(seed: int, habits: Habits, usual: float) -> None:
    _, delivery = plan(seed, habits, usual)
    for sku, ordered in LINES:
        lines = [line for part in delivery.parts for line in part.lines if line.sku == sku]
        came = sum(line.good + line.damaged for line in lines)
        assert came >= ordered or lines[-1].close
        assert not any(line.close for line in lines[:-1])
        assert all(line.good >= 0 and line.damaged >= 0 for line in lines)


@given(st.integers(0, 10**9), st.sampled_from(TEMPERS), st.floats(4, 55))
def test_vans_come_on_working_days_after_the_order(seed: int, habits: Habits, usual: float) -> None:
    _, delivery = plan(seed, habits, usual)
    days = [part.on for part in delivery.parts]
    assert days == sorted(days)
    assert all(day > MONDAY and day.weekday() < 5 for day in days)


@given(st.integers(0, 10**9), st.sampled_from(TEMPERS), st.floats(4, 55))
def test_news_comes_before_the_goods_and_names_a_day_ahead(
    seed: int, habits: Habits, usual: float
) -> None:
    _, delivery = plan(seed, habits, usual)
    for news in delivery.news:
        assert MONDAY < news.on <= delivery.parts[-1].on
        assert news.expected_on >= news.on


def test_a_late_purchase_gets_a_new_date_sooner_or_later() -> None:
    silent = 0
    for seed in range(400):
        expected, delivery = plan(seed, POOR)
        late = (delivery.parts[0].on - expected).days
        if late > 5 and not delivery.news:
            silent += 1
    assert silent == 0


def test_poor_suppliers_are_later_and_shorter_than_reliable_ones() -> None:
    late, short = {}, {}
    for habits in (RELIABLE, AVERAGE, POOR):
        plans = [plan(seed, habits) for seed in range(600)]
        late[habits.name] = sum(max(0, (d.parts[0].on - e).days) for e, d in plans)
        short[habits.name] = sum(line.close for _, d in plans for p in d.parts for line in p.lines)
    assert late["reliable"] < late["average"] < late["poor"]
    assert short["reliable"] < short["average"] < short["poor"]


@pytest.mark.parametrize("count", [15, 60])
def test_most_suppliers_are_near_and_a_few_are_far(count: int) -> None:
    made = make_suppliers(np.random.default_rng(5), count)
    days = np.array([one.usual_days for one in made])
    assert 9 < np.median(days) < 18
    assert days.max() > 25
    assert {one.habits for one in made} == set(TEMPERS)


def test_there_is_no_news_of_goods_beyond_what_was_ordered() -> None:
    generous = POOR._replace(short=0.0, over=1.0, split=1.0, damaged=0.0)
    one = supplier(generous)
    expected = MONDAY + timedelta(days=one.quoted_days)
    parted = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        delivery = plan_delivery(rng, one, MONDAY, expected, [("A", 1)])
        first, *rest = delivery.parts
        # Two come instead of one, mostly in two parts: with the first, nothing is on order.
        parted += bool(rest and first.lines)
        assert all(news.on <= first.on for news in delivery.news)
    assert parted > 25
