"""Shipping capacity against a walk from day to day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.domain.errors import InvalidError
from backorder.domain.promising import decide
from backorder.domain.sending import Room, Waiting, common_day, refit
from backorder.domain.types import Demand, LeadTime, Policy, Position, Supply, Take
from backorder.domain.workdays import WorkDays

MONDAY = date(2026, 11, 23)
days = st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n))
loads = st.dictionaries(days, st.integers(0, 12))
weeks = st.sampled_from([WorkDays("daily"), WorkDays("mon-fri"), WorkDays("sat")])


@given(st.integers(1, 10), weeks, loads, days, st.integers(1, 30))
def test_the_first_day_with_room(
    capacity: int, days_worked: WorkDays, load: dict[date, int], day: date, units: int
) -> None:
    found = Room(capacity, days_worked, load).first_day(day, units)

    def has_room(one: date) -> bool:
        there = load.get(one, 0)
        return days_worked.is_working(one) and (there == 0 or there + units <= capacity)

    walked = (day + timedelta(days=step) for step in range(60))
    assert found == next(one for one in walked if has_room(one))


@given(st.integers(1, 10), weeks, days, st.lists(st.integers(1, 10), max_size=12))
def test_no_day_is_promised_beyond_its_capacity(
    capacity: int, days_worked: WorkDays, day: date, parcels: list[int]
) -> None:
    room = Room(capacity, days_worked, {})
    for units in parcels:
        room.add(room.first_day(day, units), units)
    assert sum(room.changed.values()) == sum(parcels)
    for on, units in room.changed.items():
        assert on >= day
        assert days_worked.is_working(on)
        assert units <= capacity or units in parcels  # a parcel too big for any day goes alone


@given(loads, loads, days)
def test_one_parcel_needs_room_everywhere(
    here: dict[date, int], there: dict[date, int], day: date
) -> None:
    rooms = [(Room(9, WorkDays("mon-fri"), here), 3), (Room(5, WorkDays("daily"), there), 4)]
    found = common_day(rooms, day)
    walked = (day + timedelta(days=step) for step in range(60))
    assert found == next(
        one for one in walked if all(room.first_day(one, units) == one for room, units in rooms)
    )


def test_what_is_given_back_is_room_again() -> None:
    room = Room(10, WorkDays("daily"), {MONDAY: 10})
    assert room.first_day(MONDAY, 1) == MONDAY + timedelta(days=1)
    room.add(MONDAY, -1)
    assert room.first_day(MONDAY, 1) == MONDAY
    assert room.load(MONDAY) == 9
    assert dict(room.changed) == {MONDAY: -1}


def test_a_place_that_is_full_for_ten_years_is_said_to_be() -> None:
    full = {MONDAY + timedelta(days=n): 1 for n in range(3651)}
    with pytest.raises(InvalidError) as refused:
        Room(1, WorkDays("daily"), full).first_day(MONDAY, 1)
    assert refused.value.code == "no_shipping_capacity"
    assert refused.value.facts["asked"] == 1


def sent(stock: int, capacity: int, load: dict[date, int]) -> tuple[Position, Room]:
    """Return a product with stock at a place that can send so many units a day."""
    room = Room(capacity, WorkDays("mon-fri"), load)
    shelf = Supply(1, "stock", "stock@MAIN", 7, None, MONDAY, stock, room=room)
    lead = LeadTime(3, 7, 10, MONDAY + timedelta(days=10), MONDAY + timedelta(days=11))
    return Position(1, "MUG", 100, "EUR", False, None, [shelf], 0, lead, rooms={7: room}), room


def place(position: Position, *units: int, complete: bool = False) -> list[list[Take]]:
    lines = [Demand(position, position.sku, one) for one in units]
    takes, _ = decide(lines, MONDAY, Policy("default", "", "allow"), complete=complete)
    return takes


def test_a_full_day_moves_the_promise_to_the_next() -> None:
    position, room = sent(20, 10, {MONDAY: 8})
    days = [take.promised_on for taken in place(position, 3, 2, 8) for take in taken]
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    assert days == [tuesday, MONDAY, wednesday]
    assert dict(room.changed) == {tuesday: 3, MONDAY: 2, wednesday: 8}


def test_a_plan_needs_room_too() -> None:
    ready = MONDAY + timedelta(days=11)
    position, room = sent(0, 10, {ready: 9})
    ((take,),) = place(position, 2)
    assert take.promised_on == take.ready_on == MONDAY + timedelta(days=14)
    assert room.load(take.promised_on) == 2


def test_one_parcel_is_counted_on_its_day_only() -> None:
    position, room = sent(3, 10, {})
    takes = place(position, 2, 3, complete=True)
    (day,) = {take.promised_on for taken in takes for take in taken}
    assert {on: units for on, units in room.changed.items() if units} == {day: 5}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.booleans(), st.integers(0, 12))
def test_what_is_refused_or_asked_only_leaves_the_days_as_they_were(
    units: list[int], complete: bool, stock: int
) -> None:
    position, room = sent(stock, 6, {MONDAY: 5})
    lines = [Demand(position, "MUG", one) for one in units] + [Demand(None, "NO", 1)]
    decide(lines, MONDAY, Policy("default", "", "allow"), complete=complete)
    decide(lines[:-1], MONDAY, Policy("default", "", "allow"), complete=complete, keep=False)
    assert not any(room.changed.values())


reviewed = st.builds(
    Waiting, st.just(7), st.integers(0, 3), days, st.none() | days, st.integers(1, 6)
)


@given(st.integers(1, 9), st.lists(reviewed, max_size=8), loads)
def test_reviewed_days_keep_what_can_be_kept(
    capacity: int, waiting: list[Waiting], others: dict[date, int]
) -> None:
    load = Counter(others)
    for one in waiting:
        if one.told is not None:
            load[one.told] += one.units
    room = Room(capacity, WorkDays("daily"), load)
    found = refit({7: room}, waiting)
    now = Counter(others)
    for one, day in zip(waiting, found, strict=True):
        assert day >= one.ready
        if one.told is not None and one.ready <= one.told:
            assert day <= one.told
        now[day] += one.units
    for day in load | now:
        assert room.load(day) == now[day]
        # A day is over its capacity only by what was told for it, or by one parcel too big.
        assert now[day] <= max(capacity, load[day], *(one.units for one in waiting))


def test_who_slips_goes_before_who_could_leave_sooner() -> None:
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    sooner = Waiting(7, 1, MONDAY, wednesday, 1)
    slipped = Waiting(7, 2, MONDAY, MONDAY - timedelta(days=7), 1)
    room = Room(1, WorkDays("daily"), {wednesday: 1, MONDAY - timedelta(days=7): 1})
    assert refit({7: room}, [sooner, slipped]) == [tuesday, MONDAY]
