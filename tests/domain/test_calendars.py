"""Calendars: tables worked by hand, and the array version against the plain one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.calendars import Calendar, parse_timezone
from backorder.domain.errors import BackorderError, InvalidError
from backorder.domain.workdays import WEEKDAYS, WorkDays, parse_calendar, work_days

thorough = settings(deadline=None, max_examples=200)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis wants bounds without a zone)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1))
    worked = WorkDays(
        ",".join(weekdays),
        closed=draw(st.lists(days, max_size=20)),
        opened=draw(st.lists(days, max_size=5)),
    )
    return Calendar(
        worked,
        cutoff=draw(st.none() | st.times()),
        timezone=draw(st.sampled_from(ZONES)),
        handling_days=draw(st.integers(0, 6)),
    )


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("code", "worked"),
    [
        ("daily", "mon tue wed thu fri sat sun"),
        ("Daily ", "mon tue wed thu fri sat sun"),
        ("mon-fri", "mon tue wed thu fri"),
        ("mon-sat", "mon tue wed thu fri sat"),
        ("mon-thu,sat", "mon tue wed thu sat"),
        ("sun-thu", "mon tue wed thu sun"),
        ("sat-mon", "mon sat sun"),
        ("wed", "wed"),
        ("wed-wed", "wed"),
        (" TUE , thu - Fri", "tue thu fri"),
        ("fri,mon,fri", "mon fri"),
    ],
)
def test_calendar_codes(code: str, worked: str) -> None:
    found = [day for day, works in zip(WEEKDAYS, parse_calendar(code), strict=True) if works]
    assert found == worked.split()


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("", ""),
        ("weekdays", "weekdays"),
        ("mon-", "mon-"),
        ("-mon", "-mon"),
        ("mon--fri", "mon--fri"),
        ("mon-tue-wed", "mon-tue-wed"),
        ("mon,,tue", ""),
        ("mon-fri,xyz", "xyz"),
        ("daily,mon", "daily"),
        ("monday", "monday"),
    ],
)
def test_an_unknown_calendar_is_refused_with_the_faulty_part(code: str, part: str) -> None:
    with pytest.raises(InvalidError) as caught:
        Calendar(code)
    assert caught.value.code == "unknown_calendar"
    assert caught.value.facts == {"calendar": code, "part": part, "weekdays": list(WEEKDAYS)}


@pytest.mark.parametrize(
    "name", ["", "Mars/Phobos", "../etc/passwd", "/etc/passwd", "Europe", "a\0b"]
)
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidError) as caught:
        parse_timezone(name)
    assert caught.value.code == "unknown_timezone"
    assert caught.value.facts == {"timezone": name}


def test_handling_below_nought_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        Calendar("daily", handling_days=-1)
    assert (caught.value.code, caught.value.facts) == ("bad_handling_days", {"handling_days": -1})


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(BackorderError) as caught:
        Calendar().ready_on(None, datetime(2026, 11, 22))  # noqa: DTZ001 (the fault under test)
    assert caught.value.code == "naive_instant"


def test_the_end_of_time_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        Calendar().ready_on(date.max, at("2026-11-22T09:00Z"))
    assert caught.value.code == "date_out_of_range"


def test_the_dates_of_the_contract() -> None:
    main = Calendar("daily", handling_days=1)
    now = at("2026-11-22T10:00Z")
    assert main.ready_on(None, now) == date(2026, 11, 23)
    assert main.ready_on(date(2026, 12, 8), now) == date(2026, 12, 9)
    assert main.ready_on(date(2026, 12, 18), now) == date(2026, 12, 19)


# Week of Monday 2026-11-16 to Sunday 2026-11-22; cut-off 14:00 in Berlin (UTC+1).
@pytest.mark.parametrize(
    ("now", "start", "ready"),
    [
        ("2026-11-16T12:59:59Z", "2026-11-16", "2026-11-17"),  # Monday 13:59:59: today
        ("2026-11-16T13:00:00Z", "2026-11-17", "2026-11-18"),  # Monday 14:00: tomorrow
        ("2026-11-16T22:59:59Z", "2026-11-17", "2026-11-18"),  # Monday 23:59:59
        ("2026-11-16T23:00:00Z", "2026-11-17", "2026-11-18"),  # Tuesday 00:00, UTC says Monday
        ("2026-11-20T12:00:00Z", "2026-11-20", "2026-11-23"),  # Friday 13:00: done on Monday
        ("2026-11-20T14:00:00Z", "2026-11-23", "2026-11-24"),  # Friday 15:00: begun on Monday
        ("2026-11-21T09:00:00Z", "2026-11-23", "2026-11-24"),  # Saturday
        ("2026-11-22T22:30:00Z", "2026-11-23", "2026-11-24"),  # Sunday 23:30
    ],
)
def test_cut_off_and_weekend(now: str, start: str, ready: str) -> None:
    main = Calendar("mon-fri", cutoff=time(14), timezone="Europe/Berlin", handling_days=1)
    assert main.start_day(at(now)) == date.fromisoformat(start)
    assert main.ready_on(None, at(now)) == date.fromisoformat(ready)


# Two working days of handling, weekends and Friday the 25th off; begun on Monday 2026-12-14.
@pytest.mark.parametrize(
    ("available", "ready"),
    [
        ("2026-12-01", "2026-12-16"),  # there already: from the start day
        ("2026-12-15", "2026-12-17"),
        ("2026-12-17", "2026-12-21"),  # Thursday, Friday, over the weekend
        ("2026-12-19", "2026-12-23"),  # Saturday counts as Monday
        ("2026-12-23", "2026-12-28"),  # Wednesday, Thursday, not the holiday: Monday
        ("2026-12-25", "2026-12-30"),  # on the holiday: from Monday
    ],
)
def test_handling_counts_working_days(available: str, ready: str) -> None:
    main = Calendar(WorkDays("mon-fri", closed=[date(2026, 12, 25)]), handling_days=2)
    now = at("2026-12-14T08:00Z")
    assert main.ready_on(date.fromisoformat(available), now) == date.fromisoformat(ready)
    start = main.start_day(now)
    assert main.ready_from(date.fromisoformat(available), start) == date.fromisoformat(ready)


# Clocks in Berlin go from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25.
@pytest.mark.parametrize(
    ("cutoff", "now", "start"),
    [
        ("14:00", "2026-03-28T12:59Z", "2026-03-28"),  # 13:59 in winter
        ("14:00", "2026-03-28T13:00Z", "2026-03-29"),  # 14:00 in winter
        ("14:00", "2026-03-29T11:59Z", "2026-03-29"),  # 13:59 in summer
        ("14:00", "2026-03-29T12:00Z", "2026-03-30"),  # 14:00 in summer
        ("02:30", "2026-03-29T00:59Z", "2026-03-29"),  # 01:59, the minute before the gap
        ("02:30", "2026-03-29T01:00Z", "2026-03-30"),  # 03:00: 02:30 never came, and is over
        ("02:30", "2026-10-25T00:29Z", "2026-10-25"),  # 02:29 the first time
        ("02:30", "2026-10-25T00:30Z", "2026-10-26"),  # 02:30 the first time
        ("02:30", "2026-10-25T01:05Z", "2026-10-26"),  # 02:05 the second time: stays passed
        ("03:30", "2026-10-25T01:05Z", "2026-10-25"),  # 02:05 the second time, cut-off to come
        ("14:00", "2026-10-25T12:59Z", "2026-10-25"),  # 13:59 in winter again
        ("14:00", "2026-10-24T21:59Z", "2026-10-25"),  # 23:59 in summer
        (None, "2026-10-24T22:00Z", "2026-10-25"),  # 00:00 in summer
        (None, "2026-10-25T22:59Z", "2026-10-25"),  # 23:59 of a day of 25 hours
        (None, "2026-10-25T23:00Z", "2026-10-26"),
    ],
)
def test_days_on_which_the_clock_is_changed(cutoff: str | None, now: str, start: str) -> None:
    clock = time.fromisoformat(cutoff) if cutoff else None
    berlin = Calendar("daily", cutoff=clock, timezone="Europe/Berlin")
    assert berlin.start_day(at(now)) == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Kiritimati", "2026-11-23"),  # UTC+14
        ("Asia/Kolkata", "2026-11-22"),  # UTC+5:30
        ("UTC", "2026-11-22"),
        ("America/Los_Angeles", "2026-11-22"),  # UTC-8
        ("Etc/GMT+12", "2026-11-21"),
    ],
)
def test_the_day_is_the_place_s_own(zone: str, day: str) -> None:
    now = at("2026-11-22T11:00Z")
    assert Calendar(timezone=zone).local_date(now) == date.fromisoformat(day)
    # The same instant written in another zone is the same day.
    elsewhere = now.astimezone(parse_timezone("Asia/Tokyo"))
    assert Calendar(timezone=zone).local_date(elsewhere) == date.fromisoformat(day)


@thorough
@given(calendars(), st.none() | days, instants)
def test_ready_on_is_what_walking_day_by_day_gives(
    place: Calendar, available: date | None, now: datetime
) -> None:
    day = place.start_day(now)
    assert place.days.is_working(day)
    assert day >= place.local_date(now)
    if available is not None:
        day = max(day, available)
    for left in range(place.handling_days, -1, -1):
        while not place.days.is_working(day):
            day += timedelta(days=1)
        day += timedelta(days=left > 0)
    assert place.ready_on(available, now) == day
    assert place.ready_on(available, now) == day  # from memory


@thorough
@given(calendars(), instants, st.timedeltas(timedelta(0), timedelta(days=3)), days, days)
def test_what_is_decided_or_there_later_is_never_ready_earlier(
    place: Calendar, now: datetime, pause: timedelta, one: date, other: date
) -> None:
    assert place.ready_on(one, now) <= place.ready_on(one, now + pause)
    first, second = sorted((one, other))
    assert place.ready_on(None, now) <= place.ready_on(first, now) <= place.ready_on(second, now)


@thorough
@given(calendars(), st.lists(st.none() | days, max_size=8), instants)
def test_arrays_give_the_same_days(
    place: Calendar, available: list[date | None], now: datetime
) -> None:
    found = place.ready_on_many(np.array(available, dtype="datetime64[D]"), now)
    assert found.dtype == np.dtype("datetime64[D]")
    assert found.tolist() == [place.ready_on(day, now) for day in available]


def test_a_row_finds_its_working_days_again() -> None:
    row = ("mon-fri", frozenset({date(2026, 12, 25)}), frozenset[date]())
    assert work_days(*row) is work_days(*row)


def test_what_is_opened_is_worked_though_closed_and_against_the_week() -> None:
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    worked = WorkDays("mon-fri", closed=[saturday, date(2026, 11, 27)], opened=[saturday])
    assert [worked.is_working(day) for day in (date(2026, 11, 27), saturday, sunday)] == [
        False,
        True,
        False,
    ]
    assert worked.counted_on(date(2026, 11, 26), 1) == saturday
    assert worked.counted_on(date(2026, 11, 26), 2) == date(2026, 11, 30)


@thorough
@given(
    st.lists(st.sampled_from(WEEKDAYS), min_size=1),
    st.lists(days, max_size=20),
    st.lists(days, max_size=5),
    st.lists(st.tuples(days, st.integers(0, 3000)), max_size=8),
)
def test_counting_many_is_counting_each(
    week: list[str], closed: list[date], opened: list[date], asked: list[tuple[date, int]]
) -> None:
    worked = WorkDays(",".join(week), closed, opened)
    start = np.array([day for day, _ in asked], dtype="datetime64[D]")
    found = worked.counted_on_many(start, np.array([count for _, count in asked], dtype=np.int64))
    assert found.tolist() == [worked.counted_on(day, count) for day, count in asked]


def test_a_long_closure_is_stepped_over_by_both_ways() -> None:
    first = date(2026, 1, 1)
    closed = [first + timedelta(days=at) for at in range(6000)]
    worked = WorkDays("daily", closed, opened=[date(2026, 6, 1)])
    after = first + timedelta(days=6000)
    found = worked.counted_on_many(
        np.array([first, first], dtype="datetime64[D]"), np.array([0, 1])
    )
    assert found.tolist() == [date(2026, 6, 1), after]
    assert worked.counted_on(first, 1) == after


def test_memory_is_bounded() -> None:
    place = Calendar()
    now = at("2026-11-22T10:00Z")
    for day in range(10_000):
        available = date(2027, 1, 1) + timedelta(days=day)
        assert place.ready_on(available, now) == available + timedelta(days=1)
    assert len(place._ready) <= 4096
