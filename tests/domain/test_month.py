"""A month of days worked by hand: two places, two clock changes, holidays, cut-offs, two carriers.

October and November 2026:

    Mo Tu We Th Fr Sa Su
    19 20 21 22 23 24 25   clocks in Germany go back on Sunday 25 October at 01:00 UTC
    26 27 28 29 30 31  1   clocks in New York go back on Sunday 1 November at 06:00 UTC
     2  3  4  5  6  7  8   31 October: Reformation Day in Saxony, a Saturday
     9 10 11 12 13 14 15   11 November: Veterans Day
    16 17 18 19 20 21 22   18 November: Day of Repentance in Saxony
    23 24 25 26 27 28 29   26 November: Thanksgiving
    30

Leipzig works Monday to Friday, but also on Saturday 28 November; what is ordered from 14:00 on is
begun the next day; handling takes one working day. New York works Monday to Friday, but also on
Saturday 21 November; its cut-off is 16:00; handling takes two working days.
"""

from __future__ import annotations

from datetime import date, datetime, time

import numpy as np
import pytest

from backorder.domain.calendars import Calendar
from backorder.domain.lanes import Lane, Lanes
from backorder.domain.workdays import WorkDays


def on(month: int, *days: int) -> list[date]:
    return [date(2026, month, day) for day in days]


LEIPZIG = Calendar(
    WorkDays("mon-fri", closed=[*on(10, 31), *on(11, 18)], opened=on(11, 28)),
    cutoff=time(14),
    timezone="Europe/Berlin",
    handling_days=1,
)
NEW_YORK = Calendar(
    WorkDays("mon-fri", closed=on(11, 11, 26), opened=on(11, 21)),
    cutoff=time(16),
    timezone="America/New_York",
    handling_days=2,
)
POST = WorkDays("mon-sat")  # carries within Germany, Saturdays too
AIR = WorkDays("mon-fri", closed=on(11, 11, 26))  # carries to and within the United States
LANES = Lanes(
    [
        Lane(1, "DE", 1, POST),
        Lane(1, "US", 5, AIR),
        Lane(2, "US", 2, AIR),
    ]
)
PLACES = {"LEJ": (1, LEIPZIG), "NYC": (2, NEW_YORK)}

# Place, instant in UTC, day the goods are there ("" if they are), the day work begins, the day they
# leave, where to, the day they are delivered.
MONTH = [
    # 13:59 in summer time: today. Friday, then over the weekend.
    ("LEJ", "10-23T11:59Z", "", "10-23", "10-26", "DE", "10-27"),
    # 14:00 in summer time: too late for Friday; begun on Monday, gone on Tuesday.
    ("LEJ", "10-23T12:00Z", "", "10-26", "10-27", "DE", "10-28"),
    # Saturday 22:30 UTC is Sunday 00:30 in Leipzig: begun on Monday.
    ("LEJ", "10-24T22:30Z", "", "10-26", "10-27", "DE", "10-28"),
    # Sunday 22:30 UTC is Sunday 23:30 in winter time; in summer time it would be Monday.
    ("LEJ", "10-25T22:30Z", "", "10-26", "10-27", "DE", "10-28"),
    # A week later 12:00 UTC is 13:00, in time. Monday because of the weekend, not of the holiday.
    ("LEJ", "10-30T12:00Z", "", "10-30", "11-02", "DE", "11-03"),
    # 13:00 UTC is 14:00 in winter time: begun on Monday.
    ("LEJ", "10-30T13:00Z", "", "11-02", "11-03", "DE", "11-04"),
    # There on Saturday the holiday: taken up on Monday 2 November, one working day more.
    ("LEJ", "10-26T08:00Z", "10-31", "10-26", "11-03", "DE", "11-04"),
    # Gone on Thursday 5; flown on Fri 6, Mon 9, Tue 10, not on Veterans Day, Thu 12, Fri 13.
    ("LEJ", "11-04T10:00Z", "", "11-04", "11-05", "US", "11-13"),
    # Monday 14:30: begun on Tuesday, Wednesday is a holiday, gone on Thursday.
    ("LEJ", "11-16T13:30Z", "", "11-17", "11-19", "DE", "11-20"),
    # Tuesday 13:00: begun today, the working day after it is Thursday.
    ("LEJ", "11-17T12:00Z", "", "11-17", "11-19", "DE", "11-20"),
    # Tuesday 14:00: Wednesday is no day to begin on; begun on Thursday, gone on Friday, and the
    # post delivers on Saturday.
    ("LEJ", "11-17T13:00Z", "", "11-19", "11-20", "DE", "11-21"),
    # There on Tuesday 17, ordered two weeks before: the holiday lies in the handling.
    ("LEJ", "11-02T09:00Z", "11-17", "11-02", "11-19", "DE", "11-20"),
    # Friday 13:00 before the Saturday that is worked: gone on Saturday, delivered on Monday.
    ("LEJ", "11-27T12:00Z", "", "11-27", "11-28", "DE", "11-30"),
    # Friday 14:00: begun on that Saturday, gone on Monday.
    ("LEJ", "11-27T13:00Z", "", "11-28", "11-30", "DE", "12-01"),
    # 15:59 in summer time: today; Mon 2, Tue 3; carried on Wed 4 and Thu 5.
    ("NYC", "10-30T19:59Z", "", "10-30", "11-03", "US", "11-05"),
    # 16:00 in summer time: begun on Monday.
    ("NYC", "10-30T20:00Z", "", "11-02", "11-04", "US", "11-06"),
    # Sunday 03:30 UTC is still Saturday 23:30 in New York.
    ("NYC", "11-01T03:30Z", "", "11-02", "11-04", "US", "11-06"),
    # Monday 20:00 UTC is 15:00 in winter time: the hour that was too late on Friday is in time.
    ("NYC", "11-02T20:00Z", "", "11-02", "11-04", "US", "11-06"),
    # 16:00 in winter time: begun on Tuesday; gone on Thursday; carried on Fri 6 and Mon 9.
    ("NYC", "11-02T21:00Z", "", "11-03", "11-05", "US", "11-09"),
    # Mon 9; Tue 10, not Veterans Day, Thu 12; carried on Fri 13 and Mon 16.
    ("NYC", "11-09T15:00Z", "", "11-09", "11-12", "US", "11-16"),
    # On Veterans Day: begun on Thursday; Fri 13, Mon 16.
    ("NYC", "11-11T15:00Z", "", "11-12", "11-16", "US", "11-18"),
    # Thu 19; Fri 20, the worked Sat 21; the carrier takes it on Mon 23 and delivers on Wed 25.
    ("NYC", "11-19T15:00Z", "", "11-19", "11-21", "US", "11-25"),
    # 15:59 on the eve of Thanksgiving: today; Fri 27, Mon 30; Tue 1, Wed 2 December.
    ("NYC", "11-25T20:59Z", "", "11-25", "11-30", "US", "12-02"),
    # 16:00: Thanksgiving is no day to begin on; begun on Fri 27; Mon 30, Tue 1 December.
    ("NYC", "11-25T21:00Z", "", "11-27", "12-01", "US", "12-03"),
    # There on Thanksgiving: taken up on Fri 27; Mon 30, Tue 1 December.
    ("NYC", "11-09T15:00Z", "11-26", "11-09", "12-01", "US", "12-03"),
]


@pytest.mark.parametrize(("place", "now", "there", "begun", "leaves", "zone", "delivered"), MONTH)
def test_the_month_by_hand(  # noqa: PLR0913, PLR0917 (the columns of the table)
    place: str, now: str, there: str, begun: str, leaves: str, zone: str, delivered: str
) -> None:
    number, calendar = PLACES[place]
    instant = datetime.fromisoformat(f"2026-{now}")
    available = date.fromisoformat(f"2026-{there}") if there else None
    ready = calendar.ready_on(available, instant)
    assert calendar.start_day(instant) == date.fromisoformat(f"2026-{begun}")
    assert ready == date.fromisoformat(f"2026-{leaves}")
    lane = LANES.find(number, zone)
    assert lane is not None
    assert lane.delivers_on(ready) == date.fromisoformat(f"2026-{delivered}")
    many = np.array([available, available], dtype="datetime64[D]")
    assert calendar.ready_on_many(many, instant).tolist() == [ready, ready]


LEIPZIG_DAYS, NEW_YORK_DAYS = LEIPZIG.days, NEW_YORK.days
WITHOUT = {
    "the holiday in Saxony": ("LEJ", WorkDays("mon-fri", opened=on(11, 28)), 14, "Europe/Berlin"),
    "the worked Saturday": ("LEJ", WorkDays("mon-fri", closed=on(11, 18)), 14, "Europe/Berlin"),
    "the cut-off": ("LEJ", LEIPZIG_DAYS, None, "Europe/Berlin"),
    "the time zone": ("LEJ", LEIPZIG_DAYS, 14, "UTC"),
    "winter time": ("LEJ", LEIPZIG_DAYS, 14, "Etc/GMT-2"),
    "summer time": ("LEJ", LEIPZIG_DAYS, 14, "Etc/GMT-1"),
    "Veterans Day": (
        "NYC",
        WorkDays("mon-fri", closed=on(11, 26), opened=on(11, 21)),
        16,
        "America/New_York",
    ),
    "Thanksgiving": (
        "NYC",
        WorkDays("mon-fri", closed=on(11, 11), opened=on(11, 21)),
        16,
        "America/New_York",
    ),
    "eastern winter time": ("NYC", NEW_YORK_DAYS, 16, "Etc/GMT+4"),
    "eastern summer time": ("NYC", NEW_YORK_DAYS, 16, "Etc/GMT+5"),
}


@pytest.mark.parametrize("what", WITHOUT)
def test_without_any_of_it_some_row_is_wrong(what: str) -> None:
    place, days, cutoff, zone = WITHOUT[what]
    clock = None if cutoff is None else time(cutoff)
    handling = PLACES[place][1].handling_days
    other = Calendar(days, cutoff=clock, timezone=zone, handling_days=handling)
    wrong = [
        leaves
        for at, now, there, _, leaves, *_ in MONTH
        if at == place
        and other.ready_on(
            date.fromisoformat(f"2026-{there}") if there else None,
            datetime.fromisoformat(f"2026-{now}"),
        )
        != date.fromisoformat(f"2026-{leaves}")
    ]
    assert wrong
