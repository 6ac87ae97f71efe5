"""What a supplier says of a line, unit by unit."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backorder.domain.parting import Parted, Said, parted

FIRST = date(2026, 12, 1)
days = st.integers(0, 3).map(lambda n: FIRST + timedelta(days=n))
said = st.builds(Said, st.integers(0, 6), st.none() | days, st.integers(0, 3))


@given(st.integers(1, 12), days, st.lists(said, max_size=4))
def test_every_unit_is_said_of_once(open_units: int, expected_on: date, told: list[Said]) -> None:
    """Against a list with one entry for each unit."""
    units: list[date | None] = []
    for one in told:
        units += [None] * one.refused
        units += [one.on or expected_on] * (one.units or 0)
    coming = Counter(day for day in units if day is not None)
    assert parted(open_units, expected_on, told) == Parted(
        sorted(coming.items()),
        units.count(None),
        max(0, open_units - len(units)),
        max(0, len(units) - open_units),
    )


def test_no_number_is_all_that_is_left() -> None:
    found = parted(10, FIRST, [Said(4, None), Said(None, FIRST + timedelta(days=2), 1)])
    assert found == Parted([(FIRST, 4), (FIRST + timedelta(days=2), 5)], 1, 0, 0)
    assert parted(3, FIRST, [Said(3, None), Said(None, FIRST)]).parts == [(FIRST, 3)]
