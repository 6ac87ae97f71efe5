"""What a provider sends by itself: checked, stored, and applied after that."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 (msgspec reads it)
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta
from standardwebhooks import Webhook

from backorder import ledger, settings
from backorder.app.statements import statement
from backorder.domain.errors import (
    BackorderError,
    MalformedError,
    NotFoundError,
    UnauthorizedError,
)
from backorder.ledger.money.inputs import Reference  # noqa: TC001 (msgspec reads it)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psycopg import Connection

LONGEST = 64 * 1024  # bytes of a message
LONGEST_ID = 200
SLICE = 200
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Facts(msgspec.Struct):
    """What a message is about; fields that we do not know are passed over."""

    reference: Reference
    order: Annotated[str, Meta(max_length=200)] | None = None
    payment: Reference | None = None
    replaces: Reference | None = None
    amount: Annotated[int, Meta(ge=1, le=10**13)] | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] | None = None
    expires_at: datetime | None = None


class Message(msgspec.Struct):
    """A message as a provider sends it."""

    type: Literal[
        "payment.authorised",
        "payment.charged",
        "payment.captured",
        "payment.failed",
        "payment.voided",
        "payment.expired",
        "payment.refunded",
    ]
    data: Facts


def take(conn: Connection[Any], body: bytes, headers: Mapping[str, str], *, now: datetime) -> None:
    """Store a message that is truly the provider's; raises a ``BackorderError`` for any other.

    The signature is that of the Standard Webhooks specification, over the bytes as they came.
    """
    secret = settings.get("BACKORDER_PAYMENTS_SECRET")
    if not secret:
        raise NotFoundError("no_such_page", "There is nothing here.")
    given = {name: headers.get(name, "") for name in _HEADERS}
    try:
        Webhook(secret).verify(body, given)
    except Exception:  # noqa: BLE001 (it raises what its parts raise, for what a stranger sent)
        raise UnauthorizedError(
            "bad_signature", "The message is not signed by the provider."
        ) from None
    if len(body) > LONGEST or not 1 <= len(given["webhook-id"]) <= LONGEST_ID:
        raise MalformedError("malformed", "The message or its id is too long.")
    try:
        text = json.dumps(json.loads(body))
    except (ValueError, RecursionError):
        raise MalformedError("not_json", "The message is not JSON.") from None
    values = {"message": given["webhook-id"], "body": text, "now": now}
    conn.execute(statement("payment_message_add"), values)


def apply(
    conn: Connection[Any], provider: str, *, now: datetime, stopping: Callable[[], bool]
) -> dict[str, int]:
    """Record what waiting messages say; one that cannot be recorded stays, with its problem."""
    done, after = {"applied": 0, "waiting": 0}, 0
    while not stopping():
        values = {"after": after, "limit": SLICE}
        rows = conn.execute(statement("payment_messages_waiting"), values).fetchall()
        for after, body in rows:
            problem = _apply_one(conn, provider, body, now=now)
            done["waiting" if problem else "applied"] += 1
            conn.execute(
                statement("payment_message_end"),
                {"id": after, "problem": problem[:500], "now": now},
            )
        if len(rows) < SLICE:
            break
    return done


def _apply_one(conn: Connection[Any], provider: str, body: str, *, now: datetime) -> str:
    """Record one message; return what is wrong with it, nothing where it is recorded."""
    try:
        message = msgspec.json.decode(body, type=Message)
    except msgspec.DecodeError as reason:
        return str(reason)
    facts = {k: v for k, v in msgspec.to_builtins(message.data).items() if v is not None}
    said = {**facts, "provider": provider, "what": message.type.removeprefix("payment.")}
    try:
        ledger.record_payments(conn, {"payments": [said]}, now=now, actor=f"provider:{provider}")
    except BackorderError as refusal:
        return refusal.text
    return ""
