"""What a provider sends by itself counts once, and only where it is truly the provider's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.hooks import signing
from backorder.app.payments import messages
from backorder.domain.errors import BackorderError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

SECRET = signing.new_secret()
CHARGED = {
    "type": "payment.charged",
    "data": {"reference": "ch-1", "order": "o-1", "amount": 2500, "currency": "EUR", "fee": 12},
}


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_PAYMENTS_SECRET", SECRET)


def take(
    conn: Connection[Any], body: bytes, name: str = "m-1", key: str = SECRET, *, late: int = 0
) -> None:
    now = datetime.now(UTC)
    signed = signing.headers(name, now - timedelta(seconds=late), body.decode(), [key])
    messages.take(conn, body, signed, now=now)


def apply(conn: Connection[Any]) -> dict[str, int]:
    return messages.apply(conn, "acme", now=datetime.now(UTC), stopping=lambda: False)


def test_a_message_is_stored_first_and_applied_once(conn: Connection[Any]) -> None:
    desk = Desk(conn)
    desk.stock(MUG=5)
    for _ in range(2):
        take(conn, json.dumps(CHARGED).encode())
    assert apply(conn) == {"applied": 0, "waiting": 1}  # there is no such order yet
    desk.order("o-1", MUG=2)
    assert apply(conn) == {"applied": 1, "waiting": 0}
    take(conn, json.dumps(CHARGED).encode(), "m-2")  # sent again under another name
    assert apply(conn) == {"applied": 1, "waiting": 0}
    assert desk.rows("SELECT provider, captured FROM payment") == [("acme", 2500)]
    assert desk.breaches() == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"webhook-signature": "v1,abc"},
        {"webhook-signature": "a,b,c"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "yesterday"},
        {"webhook-id": "m-2"},
    ],
)
def test_what_is_not_signed_by_the_provider_is_refused(
    conn: Connection[Any], spoil: dict[str, str]
) -> None:
    body, now = json.dumps(CHARGED).encode(), datetime.now(UTC)
    signed = signing.headers("m-1", now, body.decode(), [SECRET]) | spoil
    with pytest.raises(BackorderError) as refused:
        messages.take(conn, body, signed, now=now)
    assert refused.value.code == "bad_signature"
    with pytest.raises(BackorderError):
        take(conn, body, key=signing.new_secret())
    with pytest.raises(BackorderError):
        take(conn, body, late=360)
    with pytest.raises(BackorderError):
        messages.take(conn, b"\xff", signed, now=now)
    assert conn.execute("SELECT count(*) FROM payment_message").fetchone() == (0,)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"type": "payment.gifted", "data": {"reference": "x"}}',
        b'{"type": "payment.charged", "data": {"reference": "\\u0000", "order": "o-1"}}',
        b'{"type": "payment.captured", "data": {"reference": "x", "payment": "no"}}',
        b'{"type": "payment.charged", "data": {"reference": "x", "amount": -5}}',
    ],
)
def test_nonsense_waits_with_its_problem(conn: Connection[Any], body: bytes) -> None:
    take(conn, body)
    assert apply(conn) == {"applied": 0, "waiting": 1}
    assert conn.execute("SELECT problem <> '' FROM payment_message").fetchone() == (True,)


def test_without_a_secret_there_is_no_such_address(
    conn: Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_PAYMENTS_SECRET", "")
    with pytest.raises(BackorderError) as refused:
        take(conn, b"{}")
    assert refused.value.status == 404
