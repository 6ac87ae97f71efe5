"""Alarms: something is wrong with the system, not with the books, and a person must see it.

Exceptions follow from the books and are part of them, so that a replay brings the same ones. A job
that fails or an endpoint that is gone is no part of the books: it stands here, until it is cured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from backorder.app.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

# Every code with its sentence.
ALARMS = {
    "job_failing": "A job has failed several times in a row, or its tries are used up.",
    "books_breached": "An invariant of the books does not hold.",
    "reallocation_to_approve": "A reallocation that runs by itself waits for approval.",
    "reallocation_refused": "A reallocation that runs by itself was refused.",
    "notice_channel_away": "The mail server or the gateway for text messages takes no messages.",
    "notice_failed": "A notice could not be delivered on any channel, or in any of its tries.",
    "notice_untold": "A journal entry could not be made into notices: nobody was told of it.",
    "payment_refused": "A payment provider refused a capture, a refund or a new authorisation.",
    "payment_unclear": "What a payment provider did does not fit the books.",
    "waitlist_untold": "Nobody on the waitlist can be told: BACKORDER_URL is not set.",
    "refund_near": "The latest day of a refund that is not made is near, or over.",
    "webhook_given_up": "A message could not be delivered to an endpoint in any of its tries.",
    "webhook_untold": "A journal entry could not be made into events: nobody was told of it.",
    "webhook_disabled": "An endpoint was switched off: it is gone, or has failed for days.",
}


class Alarm(NamedTuple):
    """What is wrong: ``times`` it was seen since it was opened."""

    id: int
    code: str
    subject: str
    text: str
    facts: dict[str, Any]
    times: int
    opened_at: datetime
    seen_at: datetime


def sound(
    conn: Connection[Any],
    code: str,
    subject: str,
    text: str,
    *,
    now: datetime,
    **facts: Any,  # noqa: ANN401 (JSON)
) -> None:
    """Open an alarm about a subject, or bring the open one up to date."""
    assert code in ALARMS
    told = msgspec.json.encode(facts, enc_hook=str).decode()
    values = {"code": code, "subject": subject[:200], "text": text, "facts": told, "now": now}
    conn.execute(statement("alarm_open"), values)


def silence(conn: Connection[Any], code: str, subject: str, *, now: datetime) -> None:
    """Close the alarm about a subject, if one is open."""
    conn.execute(statement("alarm_close"), {"code": code, "subject": subject[:200], "now": now})


def sounding(conn: Connection[Any]) -> list[Alarm]:
    """Return the open alarms, the newest first."""
    return [Alarm(*row) for row in conn.execute(statement("alarm_list")).fetchall()]
