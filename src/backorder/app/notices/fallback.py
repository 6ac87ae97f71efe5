"""When a notice reached nobody: the address is left alone, the other channel tried, people told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import settings
from backorder.app.jobs import alarms
from backorder.app.statements import statement

from . import choices, contacts, drafting, enqueue, people
from .choosing import OUTWARD, number

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from .choosing import Contact


class Failure(NamedTuple):
    """A notice that failed: what it was to say, and to whom."""

    id: int
    key: str
    event: str
    audience: str
    customer: int | None
    recipient: str
    channel: str
    address: str
    order: int | None
    journal: int | None
    facts: dict[str, Any]
    legal: bool


def suppress(  # noqa: PLR0913 (a row)
    conn: Connection[Any],
    channel: str,
    address: str,
    reason: str,
    note: str = "",
    *,
    now: datetime,
    by: str = "job:notices",
) -> None:
    """Let nothing be sent to an address any more."""
    values = {
        "channel": channel,
        "address": plain(channel, address),
        "reason": reason,
        "note": note,
        "now": now,
        "by": by[:200],
    }
    conn.execute(statement("notice_suppress"), values)


def release(conn: Connection[Any], channel: str, address: str) -> None:
    """Let an address be written to again."""
    values = {"channel": channel, "address": plain(channel, address)}
    conn.execute(statement("notice_unsuppress"), values)


def plain(channel: str, address: str) -> str:
    """Return an address as it is compared: e-mail in small letters, a phone number as E.164.

    >>> plain("email", "Ada@Example.com"), plain("sms", "0049 151 2345678")
    ('ada@example.com', '+491512345678')
    """
    return address.strip().lower()[:300] if channel == "email" else number(address)


def after_failure(conn: Connection[Any], notice: int, error: str, *, now: datetime) -> None:
    """Send what a failed notice said by the other channel, or let people know that it cannot be."""
    row = conn.execute(statement("notice_failures"), {"notices": [notice]}).fetchone()
    if row is None or (found := Failure(*row)).audience == "staff":
        return
    if _by_the_other(conn, found, now):
        return
    text = f"The notice {found.event} to {found.address} could not be delivered: {error[:200]}"
    facts = {"notice": found.id, "order": found.order, "legal": found.legal}
    alarms.sound(conn, "notice_failed", found.recipient, text, now=now, **facts)
    staff = people.of(conn, choices.read(conn).staff)
    enqueue.send(conn, [_to_staff(found, who, error) for who in staff], now)


def _by_the_other(conn: Connection[Any], found: Failure, now: datetime) -> bool:
    """Make a notice for the channel that was not tried; tell whether there is one."""
    if found.customer is None:
        return False
    contact = contacts.customers(conn, [found.customer]).get(found.customer)
    if contact is None:
        return False
    tried = frozenset({found.channel})
    contact = contact._replace(blocked=contact.blocked | tried, unwanted=contact.unwanted - tried)
    setting = enqueue.setting(conn, now)
    other = next(one for one in OUTWARD if one != found.channel)
    if other not in setting.gateways or other in contact.blocked or not contact.address(other):
        return False
    occurrence = found.key.partition("|")[0]
    message = drafting.Message(
        found.event,
        occurrence,
        contact,
        found.facts,
        order=found.order,
        journal=found.journal,
        legal=found.legal,
    )
    made = [one for one in drafting.drafts([message], setting) if one.channel == other]
    return bool(enqueue.save(conn, made, now))


def _to_staff(found: Failure, who: Contact, error: str) -> drafting.Message:
    site = settings.get("BACKORDER_URL") or ""
    facts = {
        "order": found.facts.get("order", ""),
        "recipient": found.address or found.recipient,
        "channel": people.channel(found.channel, who.language),
        "subject": people.about(found.event, who.language),
        "link": f"{site}/notices/{found.id}" if site else "",
        "error": error[:200],
    }
    facts = contacts.addressed(facts, who)
    return drafting.Message("staff_failed_delivery", f"n{found.id}:failed", who, facts)
