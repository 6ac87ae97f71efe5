"""Endpoints made and changed. Their own tables, so no verb; each change is one transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder import settings
from backorder.app.jobs import alarms
from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, InvalidError

from . import addresses, events, reading, signing
from .dispatching import keep
from .messages import Message, body

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

LONGEST_NAME = 80
OVERLAP = timedelta(hours=24)  # how long the old secret signs too
_REASON = "switched off"


class Made(NamedTuple):
    """A new endpoint; its secret is shown now and not again."""

    id: int
    secret: str


def create(  # noqa: PLR0913 (what an endpoint is)
    conn: Connection[Any],
    name: str,
    url: str,
    wanted: Iterable[str] = (events.ALL,),
    *,
    now: datetime,
    actor: str,
    key: str | None = None,
) -> Made:
    """Make an endpoint and return its number and secret; the same key makes it once."""
    filters = events.checked(wanted)
    _check(name, url)
    secret = signing.new_secret()
    values = {
        "name": name,
        "url": url,
        "events": filters,
        "secret": secret,
        "key": key,
        "now": now,
        "actor": actor,
    }
    try:
        with conn.transaction():
            row = conn.execute(statement("webhook_endpoint_create"), values).fetchone()
            conn.execute(statement("webhook_switch"))
    except psycopg.errors.UniqueViolation:
        return _made_before(conn, name, url, filters, key)
    assert row is not None
    return Made(row[0], secret)


def _made_before(
    conn: Connection[Any], name: str, url: str, filters: list[str], key: str | None
) -> Made:
    """Return what the same key made before, or raise ``ConflictError``."""
    row = conn.execute(statement("webhook_endpoint_by_key"), {"key": key}).fetchone()
    if row is None:
        raise ConflictError(
            "webhook_name_taken", f"There is a webhook {name!r} already.", name=name
        )
    if (row[1], row[2], row[3]) != (name, url, filters):
        raise ConflictError(
            "key_reused", f"The key {key!r} was used before for something else.", key=key
        )
    return Made(row[0], row[4])


def change(  # noqa: PLR0913 (what may be changed)
    conn: Connection[Any],
    endpoint_id: int,
    *,
    now: datetime,
    name: str | None = None,
    url: str | None = None,
    wanted: Iterable[str] | None = None,
    enabled: bool | None = None,
) -> reading.Endpoint:
    """Change what is given of an endpoint and return it."""
    if name is not None or url is not None:
        found = reading.endpoint(conn, endpoint_id)
        _check(name or found.name, found.url if url is None else url)
    _change(
        conn,
        endpoint_id,
        now,
        name=name,
        url=url,
        events=None if wanted is None else events.checked(wanted),
        enabled=enabled,
    )
    return reading.endpoint(conn, endpoint_id)


def disable(
    conn: Connection[Any], endpoint_id: int, reason: str = _REASON, *, now: datetime
) -> None:
    """Switch an endpoint off; what waits for it is kept."""
    _change(conn, endpoint_id, now, enabled=False, reason=reason)


def enable(conn: Connection[Any], endpoint_id: int, *, now: datetime) -> None:
    """Switch an endpoint on again; what waits for it goes out."""
    _change(conn, endpoint_id, now, enabled=True)


def _change(
    conn: Connection[Any],
    endpoint_id: int,
    now: datetime,
    **given: Any,  # noqa: ANN401 (columns)
) -> None:
    blank = dict.fromkeys(("name", "url", "events", "enabled"))
    values = {**blank, "reason": _REASON, **given, "endpoint": endpoint_id, "now": now}
    try:
        with conn.transaction():
            before, was_enabled = _lock(conn, endpoint_id)
            conn.execute(statement("webhook_endpoint_change"), values)
            if given.get("enabled") is not None and given["enabled"] != was_enabled:
                conn.execute(statement("webhook_switch"))
            if given.get("enabled"):
                for code in ("webhook_disabled", "webhook_given_up"):
                    alarms.silence(conn, code, before, now=now)
    except psycopg.errors.UniqueViolation:
        raise ConflictError(
            "webhook_name_taken",
            f"There is a webhook {given['name']!r} already.",
            name=given["name"],
        ) from None


def rotate(
    conn: Connection[Any], endpoint_id: int, *, now: datetime, overlap: timedelta = OVERLAP
) -> str:
    """Give an endpoint a new secret and return it; until the overlap ends both sign."""
    secret = signing.new_secret()
    with conn.transaction():
        _lock(conn, endpoint_id)
        values = {"endpoint": endpoint_id, "secret": secret, "until": now + overlap}
        conn.execute(statement("webhook_endpoint_rotate"), values)
    return secret


def delete(conn: Connection[Any], endpoint_id: int, *, now: datetime) -> None:
    """Delete an endpoint with its deliveries."""
    with conn.transaction():
        name, _ = _lock(conn, endpoint_id)
        conn.execute(statement("webhook_endpoint_delete"), {"endpoint": endpoint_id})
        conn.execute(statement("webhook_switch"))
        for code in ("webhook_disabled", "webhook_given_up"):
            alarms.silence(conn, code, name, now=now)


def test(conn: Connection[Any], endpoint_id: int, *, now: datetime, actor: str) -> int:
    """Send a test message to an endpoint and return the number of its delivery."""
    name = f"evt_test_{uuid.uuid4().hex}"
    text = body(events.TEST, now, {"text": "It works."}, actor=actor)
    with conn.transaction():
        _lock(conn, endpoint_id)
        keep(conn, [Message(name, events.TEST, None, now, text)])
        values = {"endpoint": [endpoint_id], "event": [name], "now": now, "again": False}
        conn.execute(statement("webhook_deliveries_save"), values)
    return reading.deliveries(conn, endpoint_id, limit=1)[0].id


def replay(conn: Connection[Any], delivery_id: int, *, now: datetime) -> reading.Delivery:
    """Let a delivery go once more: the same message, with the same id."""
    conn.execute(statement("webhook_delivery_again"), {"delivery": delivery_id, "now": now})
    return reading.delivery(conn, delivery_id)


def replay_since(conn: Connection[Any], endpoint_id: int, since: datetime) -> int:
    """Tell an endpoint again of all that was written since an instant; return how many entries."""
    with conn.transaction():
        _, enabled = _lock(conn, endpoint_id)
        if not enabled:
            raise ConflictError(
                "webhook_disabled", "The endpoint is switched off; switch it on first."
            )
        values = {"endpoint": endpoint_id, "since": since}
        return conn.execute(statement("webhook_replay"), values).rowcount


def _lock(conn: Connection[Any], endpoint_id: int) -> tuple[str, bool]:
    """Lock an endpoint and return its name and whether it is enabled; raise where it is not."""
    row = conn.execute(statement("webhook_endpoint_lock"), {"endpoint": endpoint_id}).fetchone()
    if row is None:
        raise reading.unknown(endpoint_id)
    return row[0], row[1]


def _check(name: str, url: str) -> None:
    if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise InvalidError(
            "webhook_name_invalid", f"A webhook's name has 1 to {LONGEST_NAME} characters."
        )
    addresses.read(url, private=settings.get("BACKORDER_WEBHOOKS_PRIVATE"))
