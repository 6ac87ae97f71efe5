"""The task of payments: captures for what left, refunds that are due, renewals, and what waits.

What is asked of a provider is a row before it is sent; the provider's word is recorded in the
ledger before the row is done. Whoever dies on the way leaves the row: the provider is asked what
became of it, and if it knows of nothing, asked again with the same key. So it does it once, and the
ledger takes its reference once.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import settings
from backorder.app.jobs import alarms
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError
from backorder.domain.names import number

from . import messages
from .port import Answer, Asked, Outcome, Provider

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from backorder.app.jobs.work import Work

LEASE = timedelta(minutes=5)
RENEW_BEFORE = timedelta(days=3)
REMIND_DAYS = timedelta(days=3)
MOST_REMINDED = 100
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)


class Request(NamedTuple):
    """A request that was claimed."""

    id: int
    key: str
    what: str
    amount: int
    attempts: int
    refund: int | None
    payment: int
    order: int
    provider: str
    reference: str
    currency: str


def run(work: Work) -> dict[str, Any]:
    """Apply what providers sent, ask for what is due, and remind of refunds."""
    name = settings.get("BACKORDER_PAYMENTS_NAME")
    done: dict[str, Any] = messages.apply(work.conn, name, now=work.now, stopping=work.stopping)
    address = settings.get("BACKORDER_PAYMENTS_URL")
    if address:
        with Provider(address, settings.get("BACKORDER_PAYMENTS_TOKEN")) as provider:
            done |= ask(work, provider, name)
    done["reminded"] = remind(work)
    return done


def ask(work: Work, provider: Provider, name: str) -> dict[str, int]:
    """Plan requests and send those that are due, until none is left."""
    done = {"done": 0, "refused": 0, "unknown": 0}
    while not work.stopping():
        plan(work.conn, name, now=work.now)
        sent = False
        while not work.stopping():
            asked = {"now": work.now, "until": work.now + LEASE}
            row = work.conn.execute(statement("payment_request_claim"), asked).fetchone()
            if row is None:
                break
            sent = True
            done[_ask_one(work, provider, Request(*row))] += 1
        if not sent:
            break
    return done


def plan(conn: Connection[Any], provider: str, *, now: datetime) -> None:
    """Write down what is to be asked: refunds only where they go by themselves."""
    values = {"provider": provider, "now": now, "chance": secrets.token_hex(12)}
    conn.execute(statement("payment_ask_captures"), values)
    if settings.get("BACKORDER_REFUNDS_AUTOMATIC"):
        conn.execute(statement("payment_ask_refunds"), values)
    conn.execute(statement("payment_ask_renewals"), values | {"until": now + RENEW_BEFORE})
    conn.execute(statement("payment_ask_voids"), values)


def _ask_one(work: Work, provider: Provider, one: Request) -> str:
    """Send one request; record what came of it before it is done."""
    asked = Asked(one.what, one.reference, one.amount, one.currency, one.key)
    # Whoever asked before may have been heard: what became of it is asked for first.
    outcome = (provider.became(asked) if one.attempts > 1 else None) or provider.ask(asked)
    state, problem = outcome.state, outcome.problem
    if state != "unknown":
        try:
            work.call("record_payments", payments=[_said(one, outcome)])
        except BackorderError as refusal:  # the books do not agree: it stays, and a person looks
            state, problem = "unknown", refusal.text
            _alarm(work, "payment_unclear", one, refusal.text)
    if state == "refused":
        _alarm(work, "payment_refused", one, problem)
    wait = min(_FIRST_WAIT * 2 ** min(one.attempts - 1, 20), _LONGEST_WAIT)
    work.conn.execute(
        statement("payment_request_end"),
        {
            "id": one.id,
            "state": state,
            "reference": outcome.answer.reference if outcome.answer else "",
            "problem": problem[:500],
            "next_at": work.now + wait,
            "now": work.now,
        },
    )
    return state


def _said(one: Request, outcome: Outcome) -> dict[str, Any]:
    """Return what the ledger is told."""
    said: dict[str, Any] = {"provider": one.provider, "payment": one.reference}
    answer = outcome.answer or Answer("declined")
    if outcome.state == "refused":
        return said | {"what": "failed", "reference": one.key}
    said["reference"] = answer.reference
    amount = answer.amount or one.amount
    if one.what == "renew":
        facts = {"what": "authorised", "order": number("order", one.order), "amount": amount}
        if answer.expires_at is not None:
            facts["expires_at"] = answer.expires_at.isoformat()
        return {"provider": one.provider, **facts, "reference": answer.reference} | {
            "replaces": one.reference
        }
    if one.what == "void":
        return said | {"what": "voided"}
    if one.what == "refund":
        refund = {} if one.refund is None else {"refund": number("refund", one.refund)}
        return said | refund | {"what": "refunded", "amount": amount}
    return said | {"what": "captured", "amount": amount}


def _alarm(work: Work, code: str, one: Request, problem: str) -> None:
    """Let a person look at it."""
    order = number("order", one.order)
    text = f"{one.what} of {number('payment', one.payment)} for {order}: {problem}"
    alarms.sound(
        work.conn, code, f"{one.what} {order}", text, now=work.now, order=order, amount=one.amount
    )


def remind(work: Work) -> int:
    """Sound an alarm for each refund whose latest day is near, and silence those that were made."""
    until = (work.now + REMIND_DAYS).date()
    values = {"until": until, "limit": MOST_REMINDED}
    late = work.conn.execute(statement("payment_refunds_late"), values).fetchall()
    near = set()
    for row_id, order, amount, currency, day in late:
        name = number("refund", row_id)
        near.add(name)
        text = f"{name} of {number('order', order)} has to be made by {day}."
        facts = {"refund": name, "amount": amount, "currency": currency, "refund_by": day}
        alarms.sound(work.conn, "refund_near", name, text, now=work.now, **facts)
    for alarm in alarms.sounding(work.conn):
        if alarm.code == "refund_near" and alarm.subject not in near:
            alarms.silence(work.conn, "refund_near", alarm.subject, now=work.now)
    return len(late)
