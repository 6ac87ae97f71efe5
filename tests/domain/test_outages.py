"""Who delivers while others are out, against trying every day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.outages import Outage, Outages, choose, comes_on, delivers_on, open_from
from backorder.domain.workdays import WorkDays

TODAY = date(2026, 12, 2)  # a Wednesday
REACH = 120  # days looked at one by one: no outage below ends later than in 60
thorough = settings(deadline=None, max_examples=150)
calendars = st.builds(
    WorkDays,
    st.sampled_from(("daily", "mon-fri", "tue,sat")),
    st.lists(st.integers(0, 40).map(lambda n: TODAY + timedelta(days=n)), max_size=4),
)


@st.composite
def outages(draw: st.DrawFn) -> Outage:
    begins = draw(st.integers(-10, 40))
    ends = draw(st.none() | st.integers(begins, begins + 20))
    return Outage(
        1,
        "S1",
        None,
        None,
        TODAY + timedelta(days=begins),
        None if ends is None else TODAY + timedelta(days=ends),
    )


def out_on(day: date, found: list[Outage]) -> bool:
    return any(one.from_on <= day and not (one.until and one.until < day) for one in found)


def arrival(ordered_on: date, days: int, calendar: WorkDays, found: list[Outage]) -> date | None:
    """Return the first day from the lead time's end on that is worked and in no outage."""
    ready = calendar.counted_on(ordered_on, days)
    for n in range(REACH):
        day = ready + timedelta(days=n)
        if calendar.is_working(day) and not out_on(day, found):
            return day
    return None


@thorough
@given(st.integers(0, 15), calendars, st.lists(outages(), max_size=4))
def test_goods_come_as_early_as_any_day_of_ordering_brings_them(
    days: int, calendar: WorkDays, found: list[Outage]
) -> None:
    open_days = (TODAY + timedelta(days=n) for n in range(REACH))
    tried = [arrival(day, days, calendar, found) for day in open_days if not out_on(day, found)]
    best = min((day for day in tried if day is not None), default=None)
    coming = comes_on(TODAY, days, calendar, found)
    assert coming.on == best
    assert set(coming.out) <= set(found)
    if not coming.out:
        assert coming.on == calendar.counted_on(TODAY, days)


@thorough
@given(st.lists(st.tuples(st.integers(0, 9), st.lists(outages(), max_size=2)), min_size=1))
def test_the_earliest_source_is_taken_once_the_first_is_late(
    sources: list[tuple[int, list[Outage]]],
) -> None:
    daily = WorkDays("daily")
    ways = [comes_on(TODAY, days, daily, found) for days, found in sources]
    at = choose([way.on for way in ways], first_is_late=bool(ways[0].out))
    if not ways[0].out:
        assert at == 0
        assert ways[0].on == TODAY + timedelta(days=sources[0][0])
        return
    tried = [arrival_of_any(days, found) for days, found in sources]
    possible = [day for day in tried if day is not None]
    assert at == (tried.index(min(possible)) if possible else None)


def arrival_of_any(days: int, found: list[Outage]) -> date | None:
    daily = WorkDays("daily")
    every = (TODAY + timedelta(days=n) for n in range(REACH))
    tried = (arrival(day, days, daily, found) for day in every if not out_on(day, found))
    return min((day for day in tried if day is not None), default=None)


@thorough
@given(st.integers(0, 60), calendars, st.lists(outages(), max_size=3))
def test_a_delivery_is_put_off_to_the_first_day_it_can_come(
    after: int, calendar: WorkDays, found: list[Outage]
) -> None:
    day = TODAY + timedelta(days=after)
    assert delivers_on(day, calendar, found).on == arrival(day, 0, calendar, found)


def test_an_outage_concerns_an_item_and_a_way_or_all_of_them() -> None:
    begins = TODAY
    every = Outage(1, "S1", None, None, begins, None)
    item = Outage(1, "S1", 7, None, begins, None)
    way = Outage(1, "S1", None, 3, begins, None)
    known = Outages([item, way])
    assert (known.of(1, 7), known.of(1, 8), known.of(2, 7)) == ((way, item), (way,), ())
    assert (known.of(1, 7, 3), known.of(1, 7, 4)) == ((way, item), (item,))
    assert Outages([every]).of(1, 9, 9) == (every,)
    assert not Outages()


def test_the_last_day_out_is_out() -> None:
    fair = Outage(1, "S1", None, None, TODAY, TODAY + timedelta(days=2))
    assert open_from(TODAY, [fair]) == (TODAY + timedelta(days=3), (fair,))
    assert open_from(TODAY + timedelta(days=3), [fair]) == (TODAY + timedelta(days=3), ())
