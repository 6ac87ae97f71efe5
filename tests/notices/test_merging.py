"""What several notices say when they go as one: pure, without a shop."""

from __future__ import annotations

from typing import Any

from backorder.app.notices.merging import Part, merged


def mugs(event: str, quantity: int, **days: Any) -> Part:
    return Part(event, 1, {"lines": [{"sku": "MUG", "quantity": quantity, **days}]})


SOONER = {"from": "2026-12-19", "to": "2026-12-12"}


def test_what_came_after_it_was_told_sooner_is_here() -> None:
    parts = [mugs("date_earlier", 2, **SOONER), mugs("arrived", 2)]
    assert [one.event for one in merged(parts)] == ["arrived"]


def test_other_units_that_come_sooner_are_told() -> None:
    parts = [mugs("arrived", 2), mugs("date_earlier", 2, **SOONER)]
    assert sorted(one.event for one in merged(parts)) == ["arrived", "date_earlier"]


def test_units_that_arrive_and_leave_are_the_same_units() -> None:
    parts = [mugs("date_earlier", 4, **SOONER), mugs("arrived", 2), mugs("part_shipped", 2)]
    events = sorted(one.event for one in merged(parts))
    assert events == ["arrived", "date_earlier", "part_shipped"]


def test_only_good_news_is_left_out() -> None:
    later = {"from": "2026-12-12", "to": "2026-12-19"}
    parts = [mugs("date_later", 2, **later), mugs("arrived", 2)]
    assert sorted(one.event for one in merged(parts)) == ["arrived", "date_later"]
