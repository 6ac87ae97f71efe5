"""What customers and the shop choose: kept, checked, and followed by the database's outbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.notices import choices, preferences
from backorder.app.notices.choices import Choices
from backorder.app.notices.timing import allowed
from backorder.app.notices.zones import zone
from backorder.domain.errors import InvalidError, NotFoundError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    Conn = Connection[Any]


@pytest.fixture
def desk(conn: Conn) -> Desk:
    desk = Desk(conn)
    desk.do("set_customers", customers=[{"ref": "C7", "email": "c7@example.com"}])
    return desk


def customer(desk: Desk) -> int:
    return int(desk.rows("SELECT id FROM customer WHERE ref = 'C7'")[0][0])


def test_what_a_customer_chose_is_kept_piece_by_piece(desk: Desk) -> None:
    who = customer(desk)
    assert preferences.read(desk.conn, who) == preferences.Preferences()
    preferences.save(desk.conn, who, now=desk.now, by="page", channel="sms", language="de")
    preferences.save(desk.conn, who, now=desk.now, by="page", digest=True, timezone="Europe/Oslo")
    assert preferences.read(desk.conn, who) == ("sms", "de", True, "Europe/Oslo")
    preferences.save(desk.conn, who, now=desk.now, by="page", channel="", digest=False)
    assert preferences.read(desk.conn, who) == ("", "de", False, "Europe/Oslo")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"channel": "fax"}, "unknown_channel"),
        ({"language": "de; DROP"}, "unknown_language"),
        ({"timezone": "Nowhere/Land"}, "bad_timezone"),
        ({"timezone": "../../etc/passwd"}, "bad_timezone"),
    ],
)
def test_what_is_no_choice_is_refused(desk: Desk, given: dict[str, Any], code: str) -> None:
    who = customer(desk)
    with pytest.raises(InvalidError) as refusal:
        preferences.save(desk.conn, who, now=desk.now, by="page", **given)
    assert refusal.value.code == code
    assert preferences.read(desk.conn, who) == preferences.Preferences()


def test_nobody_has_no_preferences(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        preferences.save(desk.conn, 999, now=desk.now, by="page", channel="sms")


def test_entries_are_noted_while_notices_are_switched_on(desk: Desk) -> None:
    def outbox() -> int:
        return int(desk.rows("SELECT count(*) FROM notice_outbox")[0][0])

    desk.stock(MUG=10)
    assert outbox() == 0
    choices.save(desk.conn, Choices(on=True), now=desk.now, by="ada")
    desk.order("web-1", MUG=1)
    desk.order("web-1", MUG=1)  # the same key: no entry, nothing to tell
    assert outbox() == 1
    assert desk.breaches() == []
    choices.save(desk.conn, Choices(), now=desk.now, by="ada")
    desk.order("web-2", MUG=1)
    assert outbox() == 1
    assert desk.breaches() == []


@pytest.mark.parametrize(
    "chosen",
    [
        Choices(timezone="Mars"),
        Choices(most_a_day=0),
        Choices(quiet_from=1440),
        Choices(staff=("a@b.c\nBcc: x@y.z",)),
    ],
)
def test_bad_choices_change_nothing(desk: Desk, chosen: Choices) -> None:
    with pytest.raises(InvalidError):
        choices.save(desk.conn, chosen._replace(on=True), now=desk.now, by="ada")
    assert choices.read(desk.conn) == Choices()


def test_the_quiet_hours_end_in_the_night_in_which_an_hour_comes_twice() -> None:
    chosen = Choices(quiet_from=21 * 60, quiet_to=2 * 60 + 30)
    berlin = zone("Europe/Berlin")
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 2:15 there, for the second time
    assert second.astimezone(berlin).fold == 1
    assert allowed(second, chosen, berlin) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before 2:00 becomes 3:00
    assert allowed(spring, chosen, berlin) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
