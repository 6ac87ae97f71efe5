"""The catalogue of messages: every fact of the demo is a field, of the kind that it says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from backorder.app.wording import demo
from backorder.app.wording.events import AUDIENCES, CHANNELS, EVENTS, Event, event_of
from backorder.app.wording.fields import ASKED, EVERY, KINDS, Field
from backorder.domain.errors import NotFoundError


def _fits(field: Field, value: Any) -> None:
    assert field.kind in KINDS
    if field.kind == "list":
        assert isinstance(value, list)
        assert value
        for one in value:
            if not field.items:
                assert isinstance(one, str)
                continue
            assert set(one) <= set(field.items)
            for name, part in one.items():
                _fits(field.items[name], part)
    elif field.kind in {"count", "money"}:
        assert isinstance(value, int)
    elif field.kind == "day":
        assert date.fromisoformat(value).year in {2026, 2027}
    elif field.kind == "moment":
        assert datetime.fromisoformat(value).utcoffset() is not None
    elif field.kind == "link":
        assert value.startswith("https://")
    elif field.kind == "choice":
        assert value in field.of
    else:
        assert isinstance(value, str)


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_the_demo_of_every_event_fits_its_fields(event: Event) -> None:
    assert event.audience in AUDIENCES
    assert event.channels
    assert set(event.channels) <= set(CHANNELS)
    assert event.about.endswith(".")
    assert set(event.demo) <= set(event.fields)
    for name, field in event.fields.items():
        assert set(field.required_by) <= {EVERY, *ASKED}
        if name in event.demo:
            _fits(field, event.demo[name])
        assert name in event.demo or EVERY not in field.required_by


def test_a_delay_notice_must_say_what_each_pack_asks() -> None:
    for name in ("delay_notice", "delay_renewed"):
        fields = event_of(name).fields
        for pack, asked in ASKED.items():
            assert {one for one, field in fields.items() if pack in field.required_by} == {*asked}


def test_sentences_of_the_demo_are_said_in_german() -> None:
    said = demo.facts_of("date_later", "de")
    assert said["reason"] == "Der Brennofen des Lieferanten wird repariert."
    assert said["lines"][0]["name"] == "Steingutbecher, blau"
    assert demo.facts_of("date_later", "en")["lines"][0]["name"] == "Stoneware mug, blue"


def test_a_message_that_there_is_not_is_refused() -> None:
    with pytest.raises(NotFoundError, match="There is no message"):
        event_of("nothing")
