"""What a customer was told: the last notices of an order or customer, and how they wish to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.notices import contacts, dispatching, offering, preferences, reading
from backorder.app.notices.drafting import Message
from backorder.app.wording.events import EVENTS
from backorder.domain.errors import ConflictError, ForbiddenError
from backorder.domain.names import number

from . import asking_first, frame
from .notices import REASONS, STATES

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from psycopg import Connection

SHOWN = 12
WISH = "set_customers"  # what changes a customer changes how one hears, too


class Heard(NamedTuple):
    """A notice as a page of its order or customer lists it."""

    notice: reading.Notice
    about: str
    tone: str
    state: Any
    why: Any


def heard(
    conn: Connection[Any], *, order: int | None = None, customer: int | None = None
) -> list[Heard]:
    """Return the last notices of an order or a customer, the newest first."""
    found = reading.notices(conn, order=order, customer=customer, limit=SHOWN)
    return [_heard(one) for one in found]


def _heard(one: reading.Notice) -> Heard:
    about = EVENTS[one.event].about if one.event in EVENTS else one.event
    return Heard(one, about, *STATES[one.state], REASONS.get(one.reason, one.reason))


def wish(request: HttpRequest, conn: Connection[Any], customer: int) -> None:
    """Keep how a customer wants to hear of orders, as a person was told; raises if refused."""
    if not roles.may(request.user, WISH):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=WISH)
    post = request.POST
    preferences.save(
        conn,
        customer,
        now=frame.now(),
        by=request.user.email,  # type: ignore[union-attr]
        channel=post.get("wish_channel", ""),
        language=post.get("wish_language", "").strip(),
        digest="wish_digest" in post,
    )
    messages.success(request, _("That is how we write from now on."))


def send_link(request: HttpRequest, conn: Connection[Any], order: int, now: datetime) -> None:
    """Let the customer have a message with the link to the order's page; once a minute."""
    customer = offering.customer_of(conn, order)
    rows = offering.waiting(conn, [order])
    if customer is None or not rows:
        raise ConflictError(
            "nothing_waits", "Nothing of this order waits, or it names no customer.", order=order
        )
    contact = contacts.customers(conn, [customer])[customer]
    days = [row.until for row in rows]
    known = [day for day in days if day is not None]
    facts: dict[str, Any] = {
        "order": number("order", order),
        "date_to": max(known).isoformat() if len(known) == len(days) else None,
        "lines": [
            {
                "sku": row.sku,
                "name": row.name,
                "quantity": row.units,
                "on": row.until.isoformat() if row.until else None,
            }
            for row in rows
        ],
        "told_on": f"{now:%Y-%m-%d %H:%M}",
    }
    message = Message(
        "still_waiting",
        f"link:{order}:{now:%Y-%m-%dT%H:%M}",
        contact,
        contacts.addressed(facts, contact),
        order=order,
    )
    asking_first.say(request, made=bool(dispatching.write(conn, [message], now)))
