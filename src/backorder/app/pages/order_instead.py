"""What an order could have instead of what waits: swapped here, or offered to its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.notices import offering
from backorder.domain.errors import BackorderError, ForbiddenError, MalformedError

from . import asking_first, frame, order_changes, order_facts

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

    from backorder.app.notices.drafting import Message
    from backorder.app.notices.offering import Offer, Waiting

NEEDS = "swap"  # who may swap may offer to
DEEDS = ("swap", "offer")


class Choice(NamedTuple):
    """What waits of a product, and what may be had instead."""

    waiting: Waiting
    offers: list[Offer]


def read(conn: Connection[Any], facts: order_facts.Facts, now: datetime) -> list[Choice]:
    """Return what could be had instead of what waits, by product."""
    if not facts.waiting:
        return []
    order = facts.head.id
    found: dict[str, Choice] = {}
    for one in offering.offers(conn, [order], now, at_a_loss=True).get(order, ()):
        found.setdefault(one.waiting.sku, Choice(one.waiting, [])).offers.append(one)
    return list(found.values())


def act(request: HttpRequest, name: str) -> HttpResponse:
    """Swap units, or offer alternatives by a message; each is shown first."""
    if request.POST["do"] == "swap":
        return order_changes.change(request, name, _swap, _about)
    if not roles.may(request.user, NEEDS):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=NEEDS)
    with frame.books() as conn:
        head = order_facts.head(conn, name)
        try:
            message = _message(conn, request.POST, head)
            if "sure" not in request.POST:
                context = {"head": head, "pairs": request.POST.getlist("pair")}
                context |= asking_first.shown(conn, message)
                return frame.render(request, "backorder/pages/order_offer.html", context)
            made = offering.send(conn, message, frame.now())
        except BackorderError as refusal:
            messages.error(request, refusal.text)
        else:
            asking_first.say(request, made=bool(made))
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": head.number}))


def _about(head: order_facts.Head, _result: dict[str, Any]) -> dict[str, Any]:
    return {"about": "backorder/parts/swap_about.html", "currency": head.currency}


def _swap(
    post: QueryDict, head: order_facts.Head, stands: list[order_changes.Amount]
) -> order_changes.Made:
    waiting = {one.sku: one.waiting for one in stands}
    sku, other = post.get("sku", ""), post.get("instead", "")
    units = order_changes.whole(post.get("units", ""), _("Units"))
    one: dict[str, Any] = {"order": head.number, "sku": sku, "substitute": other}
    one["quantity"] = units or waiting.get(sku) or 1
    words = {"order": head.number, "sku": sku, "other": other}
    return "swap", {"swaps": [one]}, (
        _("Swap on %(order)s") % words,
        _(
            "The customer gets %(other)s instead of %(sku)s, at the lower of the two prices. "
            "What the units waited for serves whoever waits. Ask the customer first."
        )
        % words,
        _("Swap these units"),
        _("%(order)s: %(other)s takes the place of %(sku)s.") % words,
        False,
    )  # fmt: skip


def _message(conn: Connection[Any], post: QueryDict, head: order_facts.Head) -> Message:
    """Return the message that a form asks for; raises ``MalformedError`` where nothing is left."""
    wanted = set(post.getlist("pair"))
    found = offering.offers(conn, [head.id], frame.now(), at_a_loss=True).get(head.id, ())
    chosen = [one for one in found if ">".join(one.pair) in wanted]
    if not chosen:
        raise MalformedError(
            "field_invalid", _("Choose what to offer; it may be gone meanwhile."), field="pair"
        )
    customer = offering.customer_of(conn, head.id)
    if customer is None:
        raise MalformedError("field_invalid", _("The order names no customer."), field="order")
    return offering.by_hand(conn, head.id, customer, chosen, frame.now())
