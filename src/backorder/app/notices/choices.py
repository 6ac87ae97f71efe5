"""What the shop has chosen about notices: whether any leave, when, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.types.json import Jsonb

from backorder import settings
from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

from .zones import is_zone

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

NAME = "notices"
_MOST_STAFF = 20
_LONGEST_ADDRESS = 254
_DAY = 24 * 60


class Choices(NamedTuple):
    """What was chosen; without a choice no notice leaves.

    Quiet hours are minutes of the day, the same twice for none; they may pass midnight. Notices of
    one order and recipient that are due within ``window_minutes`` go as one. A recipient gets at
    most ``most_a_day``. Who heard nothing for ``silent_days`` is told that the order still waits.
    A ``rehearsal`` goes through everything and hands no message over: the demo's company has no
    real customers.
    ``staff`` get the daily digest, ``risk_staff`` the orders that may miss their day.
    """

    on: bool = False
    quiet_from: int = 21 * 60
    quiet_to: int = 8 * 60
    timezone: str = "UTC"
    window_minutes: int = 2
    most_a_day: int = 6
    silent_days: int = 14
    remind_days: int = 2
    staff: tuple[str, ...] = ()
    rehearsal: bool = False
    risk_staff: tuple[str, ...] = ()


def read(conn: Connection[Any]) -> Choices:
    """Return what was chosen."""
    row = conn.execute(statement("app_setting_find"), {"name": NAME}).fetchone()
    known = {name: value for name, value in (row[0] if row else {}).items() if name in _FIELDS}
    return Choices(**{**known, **{name: tuple(known.get(name, ())) for name in _LISTS}})


def save(conn: Connection[Any], chosen: Choices, *, now: datetime, by: str) -> None:
    """Keep what was chosen; the database notes entries for notices from then on, or no more.

    Raises ``InvalidError``.
    """
    _check(chosen)
    value = Jsonb({**chosen._asdict(), **{name: list(getattr(chosen, name)) for name in _LISTS}})
    values = {"name": NAME, "value": value, "content": None, "at": now, "by": by}
    with conn.transaction():
        before = read(conn)
        conn.execute(statement("app_setting_save"), values)
        if before.on != chosen.on:
            conn.execute(statement("notice_switch"))


def channels(chosen: Choices) -> tuple[str, ...]:
    """Return the channels that lead out of the house: those with a server or gateway.

    >>> channels(Choices(rehearsal=True))
    ('email', 'sms')
    """
    if chosen.rehearsal:
        return ("email", "sms")
    given = (("email", "BACKORDER_SMTP"), ("sms", "BACKORDER_SMS_URL"))
    return tuple(name for name, setting in given if settings.get(setting))


def minutes(text: str) -> int:
    """Read an hour of the day as minutes since midnight; raise ``InvalidError``.

    >>> minutes("08:30")
    510
    """
    hour, _, minute = text.partition(":")
    if hour.isdecimal() and minute.isdecimal() and len(text) <= len("00:00"):
        found = int(hour) * 60 + int(minute)
        if int(minute) < 60 and found < _DAY:  # noqa: PLR2004 (minutes)
            return found
    raise InvalidError("bad_hour", "An hour is written as 08:30.", hour=text[:20])


def _check(chosen: Choices) -> None:
    if not is_zone(chosen.timezone):
        raise InvalidError(
            "bad_timezone",
            "That is no time zone; one is written as Europe/Berlin.",
            timezone=chosen.timezone[:60],
        )
    for name, least, most in _LIMITS:
        if not least <= getattr(chosen, name) <= most:
            text = f"{name} is a whole number from {least} to {most}."
            raise InvalidError("bad_number", text, name=name, least=least, most=most)
    for name in _LISTS:
        found = getattr(chosen, name)
        if len(found) > _MOST_STAFF or not all(is_address(one) for one in found):
            raise InvalidError("no_address", f"At most {_MOST_STAFF} e-mail addresses.")


def is_address(text: str) -> bool:
    r"""Tell whether a text can be the address of one mailbox, and nothing besides.

    >>> is_address("c7@example.com"), is_address("a@b.c\\nBcc: x@y.z"), is_address("c7")
    (True, False, False)
    """
    name, _, host = text.rpartition("@")
    plain = all(c.isprintable() and not c.isspace() and c not in '<>,;:"()[]\\' for c in text)
    return bool(name and host.strip(".") == host and host and plain) and (
        len(text) <= _LONGEST_ADDRESS
    )


_LISTS = ("staff", "risk_staff")
_FIELDS = frozenset(Choices._fields)
_LIMITS = (
    ("quiet_from", 0, _DAY - 1),
    ("quiet_to", 0, _DAY - 1),
    ("window_minutes", 0, _DAY),
    ("most_a_day", 1, 1000),
    ("silent_days", 1, 365),
    ("remind_days", 1, 60),
)
