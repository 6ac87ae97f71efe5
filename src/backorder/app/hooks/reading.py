"""What pages, the API and the command line show of endpoints: never a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

USUAL_LIMIT = 50


class Endpoint(NamedTuple):
    """An endpoint, and how it does: deliveries that wait, that were given up, the last success."""

    id: int
    name: str
    url: str
    events: list[str]
    enabled: bool
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_reason: str
    old_secret_until: datetime | None
    created_at: datetime
    created_by: str
    pending: int
    given_up: int
    last_delivered_at: datetime | None


class Delivery(NamedTuple):
    """A message on its way to an endpoint, or there."""

    id: int
    endpoint: int
    endpoint_name: str
    event: str
    type: str
    journal: int | None
    at: datetime
    state: str
    attempts: int
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    last_status: int | None
    last_error: str
    created_at: datetime


class Attempt(NamedTuple):
    """One request of a delivery."""

    id: int
    at: datetime
    ms: int
    status: int | None
    error: str
    answer: str


def endpoints(conn: Connection[Any]) -> list[Endpoint]:
    """Return all endpoints by name."""
    rows = conn.execute(statement("webhook_endpoint_list"), {"endpoint": None}).fetchall()
    return [Endpoint(*row) for row in rows]


def endpoint(conn: Connection[Any], endpoint_id: int) -> Endpoint:
    """Return one endpoint, or raise ``NotFoundError``."""
    rows = conn.execute(statement("webhook_endpoint_list"), {"endpoint": endpoint_id}).fetchall()
    if not rows:
        raise unknown(endpoint_id)
    return Endpoint(*rows[0])


def unknown(endpoint_id: int) -> NotFoundError:
    """Return the error of an endpoint that there is not."""
    return NotFoundError(
        "unknown_webhook", f"There is no webhook {endpoint_id}.", webhook=endpoint_id
    )


def deliveries(
    conn: Connection[Any],
    endpoint_id: int | None = None,
    *,
    state: str | None = None,
    before: int | None = None,
    limit: int = USUAL_LIMIT,
) -> list[Delivery]:
    """Return deliveries, the newest first: all, or those of an endpoint or state."""
    values = {
        "endpoint": endpoint_id,
        "state": state,
        "delivery": None,
        "before": before,
        "limit": limit,
    }
    return [
        Delivery(*row)
        for row in conn.execute(statement("webhook_delivery_list"), values).fetchall()
    ]


def delivery(conn: Connection[Any], delivery_id: int) -> Delivery:
    """Return one delivery, or raise ``NotFoundError``."""
    values = {"endpoint": None, "state": None, "delivery": delivery_id, "before": None, "limit": 1}
    rows = conn.execute(statement("webhook_delivery_list"), values).fetchall()
    if not rows:
        raise NotFoundError(
            "unknown_delivery", f"There is no delivery {delivery_id}.", delivery=delivery_id
        )
    return Delivery(*rows[0])


def attempts(conn: Connection[Any], delivery_id: int) -> list[Attempt]:
    """Return the attempts of a delivery, the first one first."""
    rows = conn.execute(statement("webhook_attempt_list"), {"delivery": delivery_id}).fetchall()
    return [Attempt(*row) for row in rows]


def payload(conn: Connection[Any], delivery_id: int) -> dict[str, Any]:
    """Return the message of a delivery as JSON."""
    row = conn.execute(statement("webhook_body"), {"delivery": delivery_id}).fetchone()
    found: dict[str, Any] = msgspec.json.decode(row[0]) if row else {}
    return found
