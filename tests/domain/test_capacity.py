"""What a supplier with a weekly capacity can deliver, against placing one unit after the other."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.capacity import WEEKS_AHEAD, Load, lots, week_of

thorough = settings(deadline=None, max_examples=200)
FIRST = date(2026, 12, 2)  # a Wednesday
ODD_DAYS = frozenset({FIRST + timedelta(days=7), FIRST + timedelta(days=8)})
taken = st.dictionaries(st.integers(0, 5), st.integers(0, 12), max_size=4)


def to_working(day: date) -> date:
    """Move on from weekends, and from two days in the second week."""
    while day.weekday() > 4 or day in ODD_DAYS:
        day += timedelta(days=1)
    return day


def load(bought: dict[int, int], planned: dict[int, int]) -> Load:
    first = week_of(FIRST)
    return Load(
        Counter({first + week: units for week, units in bought.items()}),
        Counter({first + week: units for week, units in planned.items()}),
    )


def unit_by_unit(units: int, there: Load, capacity: int, multiple: int) -> Counter[date]:
    """Place each unit on the first day whose week could still be ordered in whole multiples."""
    found: Counter[date] = Counter()
    planned = Counter(there.planned)
    for _ in range(units):
        for week in range(WEEKS_AHEAD):
            day = to_working(FIRST + timedelta(weeks=week))
            at = week_of(day)
            ordered = planned[at] + 1
            if multiple <= capacity:
                ordered = -(-ordered // multiple) * multiple
            if there.bought[at] + ordered <= capacity:
                planned[at] += 1
                found[day] += 1
                break
    return found


@thorough
@given(st.integers(0, 60), taken, taken, st.integers(0, 15), st.integers(1, 8))
def test_each_unit_comes_in_the_first_week_with_room(
    units: int, bought: dict[int, int], planned: dict[int, int], capacity: int, multiple: int
) -> None:
    expected = unit_by_unit(units, load(bought, planned), capacity, multiple)
    found = lots(units, FIRST, load(bought, planned), capacity, multiple, to_working)
    assert Counter(dict(found)) == expected
    assert [day for day, _ in found] == sorted(set(expected))
    assert all(part > 0 for _, part in found)


@thorough
@given(st.integers(1, 60), st.integers(1, 15))
def test_two_requests_are_one(units: int, capacity: int) -> None:
    """What the first took is counted when the second comes."""
    one = lots(2 * units, FIRST, Load(), capacity)
    books = Load()
    two = Counter(dict(lots(units, FIRST, books, capacity)))
    two.update(dict(lots(units, FIRST, books, capacity)))
    assert Counter(dict(one)) == two


def test_no_promise_reaches_further_than_two_years() -> None:
    found = lots(10**9, FIRST, Load(), 3)
    assert sum(part for _, part in found) == 3 * WEEKS_AHEAD
    assert lots(10**9, FIRST, Load(), 0) == []
    assert lots(10**9, FIRST, Load(), None) == [(FIRST, 10**9)]


def test_a_week_is_from_monday_to_sunday_across_the_year() -> None:
    """Ten a week; Monday 28 December to Sunday 3 January is one ISO week, 2026-W53."""
    there = Load(Counter({week_of(date(2026, 12, 28)): 8}))
    assert lots(6, date(2027, 1, 3), there, 10) == [
        (date(2027, 1, 3), 2),
        (date(2027, 1, 10), 4),
    ]
    assert date(2027, 1, 3).isocalendar()[:2] == date(2026, 12, 28).isocalendar()[:2] == (2026, 53)
