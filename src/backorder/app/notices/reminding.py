"""What nobody's doing brings about, but time: waits without a word, suppliers who say nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.app.statements import statement
from backorder.domain.names import number

from . import choices, contacts, dispatching, people, zones
from .drafting import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

    from backorder.app.jobs.work import Work

    from .choices import Choices

Json = dict[str, Any]
AT_ONCE = 500  # orders or purchases
_MOST_AT_RISK = 20  # lines in one message
_REMINDERS = 3  # to a supplier about one purchase and day


def run(work: Work) -> dict[str, Any]:
    """Write the reminders that are due; each is written once."""
    chosen = choices.read(work.conn)
    if not chosen.on:
        return {"written": 0}
    now = work.now
    messages = [
        *_silent(work.conn, chosen, now),
        *_suppliers(work.conn, chosen, now),
        *_digests(work.conn, chosen, now),
        *_at_risk(work.conn, chosen, now),
    ]
    return {"written": len(dispatching.write(work.conn, messages, now))}


def _silent(conn: Connection[Any], chosen: Choices, now: datetime) -> list[Message]:
    """Return a word to each customer who has waited long without one."""
    asked = {"before": now - timedelta(days=chosen.silent_days), "limit": AT_ONCE}
    lines: dict[tuple[int, int, str], list[Json]] = {}
    for order, customer, placed, sku, name, units, on in conn.execute(
        statement("notice_silent"), asked
    ).fetchall():
        line = {"sku": sku, "name": name or sku, "quantity": units, "on": on}
        lines.setdefault((order, customer, placed), []).append(line)
    who = contacts.customers(conn, {customer for _, customer, _ in lines})
    found = []
    for (order, customer, placed), of in lines.items():
        days = [one["on"] for one in of]
        facts = {
            "order": number("order", order),
            "ordered_on": placed,
            "date_to": None if None in days else max(days),
            "lines": of,
        }
        contact = who[customer]
        # Each wait has its day, so that days that moved meanwhile are no reason to be silent.
        occurrence = f"still_waiting:{order}:{now.date()}"
        facts = contacts.addressed(facts, contact) | {"told_on": now.date().isoformat()}
        found.append(Message("still_waiting", occurrence, contact, facts, order=order))
    return found


def _suppliers(conn: Connection[Any], chosen: Choices, now: datetime) -> list[Message]:
    """Return what suppliers are asked: to confirm a purchase, or where it is."""
    asked = {
        "today": now.date(),
        "before": now - timedelta(days=chosen.remind_days),
        "limit": AT_ONCE,
    }
    found: dict[tuple[str, int, int, str, int], list[Json]] = {}
    for event, paper, supplier, day, late, sku, name, units, on in conn.execute(
        statement("notice_unheard"), asked
    ).fetchall():
        nth = late // chosen.remind_days
        if nth <= _REMINDERS:
            line = {"sku": sku, "name": name or sku, "quantity": units, "on": on}
            found.setdefault((event, paper, supplier, day, nth), []).append(line)
    who = contacts.suppliers(conn, {supplier for _, _, supplier, _, _ in found})
    return [
        Message(
            event,
            f"{event}:{paper}:{day}:{nth}",
            who[supplier],
            contacts.addressed(
                {
                    "purchase": number("purchase_order", paper),
                    "ordered_on" if event == "supplier_confirm" else "date_to": day,
                    "lines": lines,
                },
                who[supplier],
            ),
            purchase_order=paper,
        )
        for (event, paper, supplier, day, nth), lines in found.items()
    ]


def _digests(conn: Connection[Any], chosen: Choices, now: datetime) -> Iterable[Message]:
    """Return what needs somebody of the shop, once a day, when its quiet hours are over."""
    day = _morning(chosen, now)
    if not chosen.staff or day is None:
        return []
    asked = {"since": now - timedelta(days=1)}
    counts = [row for row in conn.execute(statement("notice_digest"), asked).fetchall() if row[1]]
    if not counts:
        return []
    found = []
    for who in people.of(conn, chosen.staff):
        items = [
            {"text": people.counted(code, who.language), "count": count} for code, count in counts
        ]
        facts = contacts.addressed({"day": day, "items": items, "link": _needs_you()}, who)
        found.append(Message("staff_digest", f"digest:{day}", who, facts))
    return found


def _needs_you() -> str:
    """Return the address of the page that says what needs somebody; empty where none is known."""
    site = settings.get("BACKORDER_URL") or ""
    return f"{site}/needs-you" if site else ""


def _at_risk(conn: Connection[Any], chosen: Choices, now: datetime) -> Iterable[Message]:
    """Return which orders may miss their day, once a day, those of most value first."""
    day = _morning(chosen, now)
    if not chosen.risk_staff or day is None:
        return []
    rows = conn.execute(statement("notice_at_risk"), {"limit": _MOST_AT_RISK}).fetchall()
    if not rows:
        return []
    site = settings.get("BACKORDER_URL") or ""
    lines = [
        {
            "order": number("order", order),
            "customer": customer,
            "sku": sku,
            "name": name or sku,
            "quantity": units,
            "on": told,
            "to": expected,
            "link": f"{site}/orders/{number('order', order)}" if site else "",
        }
        for order, customer, sku, name, units, told, expected, _ in rows
    ]
    facts: Json = {"lines": lines, "link": _needs_you()}
    if rows[0][-1] > len(rows):
        facts["more"] = rows[0][-1] - len(rows)
    return [
        Message("staff_at_risk", f"at_risk:{day}", who, contacts.addressed(facts, who))
        for who in people.of(conn, chosen.risk_staff)
    ]


def _morning(chosen: Choices, now: datetime) -> str | None:
    """Return the day where the shop is, once its quiet hours are over; None before that."""
    local = now.astimezone(zones.zone(chosen.timezone))
    return local.date().isoformat() if local.hour * 60 + local.minute >= chosen.quiet_to else None
