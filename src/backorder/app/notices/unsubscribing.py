"""Links by which whoever got a notice wants no more of them. Nothing is kept of a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.accounts import secret
from backorder.app.care import signing
from backorder.domain.errors import NotFoundError

from . import fallback, preferences, reading

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

PURPOSE = "notices"


def path(conn: Connection[Any], notice: int, last_day: date) -> str:
    """Return the link of a notice, from the root of the app: the same whenever it is made."""
    return f"/notices/stop/{signing.sign(key(conn), signing.Said(notice, 0, last_day))}"


def key(conn: Connection[Any]) -> bytes:
    """Return what signs these links and no others."""
    return signing.key_for(PURPOSE, secret.key(conn))


def find(conn: Connection[Any], text: str, *, now: datetime) -> reading.Whole | None:
    """Return the notice whose link it is; None for a text that is no link of ours, or over."""
    said = signing.read(key(conn), text)
    if said is None or said.last_day < now.date():
        return None
    try:
        return reading.notice(conn, said.number)
    except NotFoundError:
        return None


def stop(conn: Connection[Any], found: reading.Whole, *, now: datetime) -> None:
    """Let its recipient hear no more but what a law wants told."""
    if found.customer is not None:
        preferences.save(conn, found.customer, now=now, by="link", channel="none")
    else:
        fallback.suppress(
            conn, found.notice.channel, found.notice.address, "unsubscribed", now=now, by="link"
        )


def resume(conn: Connection[Any], found: reading.Whole, *, now: datetime) -> None:
    """Take back what `stop` did."""
    if found.customer is not None:
        preferences.save(conn, found.customer, now=now, by="link", channel="")
    else:
        fallback.release(conn, found.notice.channel, found.notice.address)
