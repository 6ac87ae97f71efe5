"""What a notice that has not gone would say if it went now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import BackorderError, InvalidError
from backorder.domain.names import require_id

from .choosing import WEB
from .claimed import Claimed
from .composing import ODD, Composer

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from .composing import Composed
    from .reading import Whole


def composed(conn: Connection[Any], whole: Whole, *, now: datetime) -> Composed | None:
    """Return a notice as it would be sent, with what goes within it; None if nothing is left of it.

    None too for what stands on the customer's page, which shows one line of it. Raises a
    ``BackorderError`` where it cannot be written.
    """
    if whole.notice.channel == WEB:
        return None
    try:
        one = _claimed(whole)
        return Composer(conn, [one], now).compose(one)
    except BackorderError:
        raise
    except ODD as reason:
        found = repr(reason)[:200]
        raise InvalidError("bad_fact", "Its facts cannot be read.", value=found) from None


def _claimed(whole: Whole) -> Claimed:
    """Return the notice as a sender would take it."""
    one = whole.notice
    return Claimed(
        id=one.id,
        key="",
        event=one.event,
        audience=one.audience,
        customer=whole.customer,
        recipient=one.recipient,
        channel=one.channel,
        address=one.address,
        language=whole.language,
        order=require_id("order", one.order) if one.order else None,
        purchase_order=require_id("purchase_order", one.purchase_order)
        if one.purchase_order
        else None,
        legal=one.legal,
        to_note=False,
        attempts=one.attempts,
        created_at=one.created_at,
        timezone="",
        lately=0,
    )
