"""Shipment options: parcels, days and cost of each, and lanes by the longest zone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.domain.lanes import ANYWHERE, Lane, Lanes
from backorder.domain.options import Units, options
from backorder.domain.workdays import WorkDays

WEEK = WorkDays("mon-fri")


def day(number: int) -> date:
    """Return a day of November 2026; the 23rd is a Monday."""
    return date(2026, 11, 1) + timedelta(days=number - 1)


def lane(location: int, zone: str, transit: int, parcel: int = 0, unit: int = 0) -> Lane:
    return Lane(location, zone, transit, WEEK, parcel, unit, "EUR")


def test_every_way_to_ship_a_cart_from_two_places() -> None:
    """4 now and 2 on Wednesday from place 1, 3 on Friday from place 2, 1 on the Monday after."""
    lanes = Lanes([lane(1, "DE", 1, 500, 10), lane(2, "DE", 2, 700)])
    cart = [Units(1, day(23), 4), Units(1, day(25), 2), Units(2, day(27), 3), Units(1, day(30), 1)]
    found = {
        (option.ship, option.wait_until): (
            [(p.on.day, p.location, p.quantity, p.delivers_on) for p in option.parcels],
            option.delivers_on,
            option.cost,
        )
        for option in options(cart, lambda place: lanes.find(place, "DE-10115"))
    }
    december = date(2026, 12, 1)
    assert found == {
        # Friday the 27th, two working days: Tuesday 1 December. 3 x 500 + 700 + 7 x 10.
        ("as_available", None): (
            [(23, 1, 4, day(24)), (25, 1, 2, day(26)), (27, 2, 3, december), (30, 1, 1, december)],
            december,
            (2270, "EUR"),
        ),
        # All on the 30th, a parcel from each place. 500 + 700 + 7 x 10.
        ("complete", None): (
            [(30, 1, 7, december), (30, 2, 3, date(2026, 12, 2))],
            date(2026, 12, 2),
            (1270, "EUR"),
        ),
        ("as_available", day(25)): (
            [(25, 1, 6, day(26)), (27, 2, 3, december), (30, 1, 1, december)],
            december,
            (1770, "EUR"),
        ),
        ("as_available", day(27)): (
            [(27, 1, 6, day(30)), (27, 2, 3, december), (30, 1, 1, december)],
            december,
            (1770, "EUR"),
        ),
    }


def test_without_a_lane_there_is_no_delivery_day_and_no_cost() -> None:
    lanes = Lanes([lane(1, "DE", 1, 500)])
    first, complete = options(
        [Units(1, day(23), 1), Units(2, day(24), 1)], lambda place: lanes.find(place, "DE")
    )
    assert [parcel.delivers_on for parcel in first.parcels] == [day(24), None]
    assert (first.delivers_on, first.cost) == (None, None)
    assert (complete.delivers_on, complete.cost) == (None, None)


def test_amounts_of_two_currencies_are_not_added() -> None:
    dollars = Lane(2, "", 1, WEEK, 900, 0, "USD")
    lanes = Lanes([lane(1, "", 1, 500), dollars])
    first, _ = options([Units(1, day(23), 1), Units(2, day(24), 1)], lambda p: lanes.find(p, ""))
    assert (first.delivers_on, first.cost) == (day(25), None)


def test_an_empty_cart_has_no_options() -> None:
    assert options([], lambda _: None) == []


@given(
    st.lists(
        st.builds(Units, st.integers(1, 3), st.integers(1, 28).map(day), st.integers(1, 9)),
        min_size=1,
    )
)
def test_no_option_loses_units_or_ships_before_they_are_ready(cart: list[Units]) -> None:
    days = sorted({one.on for one in cart})
    found = options(cart, lambda _: None)
    assert [option.wait_until for option in found] == [None, None, *days[1:-1]]
    for option in found:
        assert sum(p.quantity for p in option.parcels) == sum(one.quantity for one in cart)
        for until in days:
            gone = sum(p.quantity for p in option.parcels if p.on <= until)
            assert gone <= sum(one.quantity for one in cart if one.on <= until)
        assert len({(p.on, p.location) for p in option.parcels}) == len(option.parcels)
        assert max(p.on for p in option.parcels) == days[-1]
    parcels = [len(option.parcels) for option in found]
    assert parcels[1] == min(parcels)


@pytest.mark.parametrize(
    ("place", "destination", "transit"),
    [
        (1, "DE-10115", 1),  # its own zone, three letters deep
        (1, "DE-20095", 2),  # any place's lane to DE- is longer than its own to everywhere
        (2, "DE-10115", 3),  # the longest of any place
        (1, "FR-75001", 9),
        (2, "FR-75001", None),
        (1, "", 9),
        (2, "D", None),
    ],
)
def test_the_longest_zone_wins_and_of_one_zone_the_own_lane(
    place: int, destination: str, transit: int | None
) -> None:
    lanes = Lanes(
        [
            lane(1, "", 9),
            lane(1, "DE-1", 1),
            lane(ANYWHERE, "DE-1", 3),
            lane(ANYWHERE, "DE-", 2),
        ]
    )
    found = lanes.find(place, destination)
    assert (found and found.transit_days) == transit
