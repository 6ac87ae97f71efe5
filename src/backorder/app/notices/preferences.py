"""How a customer wants to hear of orders: on which channel, in which language, at once or daily."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.errors import InvalidError, NotFoundError

from .zones import is_zone

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

CHANNELS = ("", "email", "sms", "none")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8}){0,2}")


class Preferences(NamedTuple):
    """What a customer chose; empty where nothing was, then the shop's rules decide.

    ``channel`` none: only what a law wants told. ``digest``: once a day, in one message.
    """

    channel: str = ""
    language: str = ""
    digest: bool = False
    timezone: str = ""


def read(conn: Connection[Any], customer: int) -> Preferences:
    """Return what a customer (its id) chose."""
    row = conn.execute(statement("notice_preference_find"), {"customer": customer}).fetchone()
    return Preferences(*row) if row else Preferences()


def save(  # noqa: PLR0913 (what may be chosen)
    conn: Connection[Any],
    customer: int,
    *,
    now: datetime,
    by: str,
    channel: str | None = None,
    language: str | None = None,
    digest: bool | None = None,
    timezone: str | None = None,
) -> Preferences:
    """Keep what is given of a customer's choices and return them all.

    Raises ``InvalidError`` for what is none, ``NotFoundError`` for a customer that is not known.
    """
    before = read(conn, customer)
    chosen = Preferences(
        before.channel if channel is None else channel,
        before.language if language is None else language,
        before.digest if digest is None else digest,
        before.timezone if timezone is None else timezone,
    )
    _check(chosen)
    values = {**chosen._asdict(), "customer": customer, "now": now, "by": by[:200]}
    if conn.execute(statement("notice_preference_save"), values).fetchone() is None:
        raise NotFoundError("unknown_customer", "There is no such customer.")
    return chosen


def _check(chosen: Preferences) -> None:
    if chosen.channel not in CHANNELS:
        raise InvalidError(
            "unknown_channel", "A channel is email, sms or none.", channel=chosen.channel[:20]
        )
    if chosen.language and not _LANGUAGE.fullmatch(chosen.language):
        raise InvalidError(
            "unknown_language", "A language is written as de or de-AT.", given=chosen.language[:20]
        )
    if chosen.timezone and not is_zone(chosen.timezone):
        raise InvalidError(
            "bad_timezone",
            "That is no time zone; one is written as Europe/Berlin.",
            timezone=chosen.timezone[:60],
        )
