"""Orders: the list, and one order with what was promised, sent and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.app.care import cases
from backorder.app.payments import expected

from . import frame, lists, order_changes, order_facts, order_instead, order_links, told
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

STATES: dict[str, _StrPromise] = {
    "waiting": _("waits for goods"),
    "ready": _("can ship"),
    "shipped": _("shipped"),
    "cancelled": _("cancelled"),
}
# What tells the state is looked up by itself, so that no sums are made of orders of other states.
_LINES = "FROM order_line AS l WHERE l.order_id = r._place"
_PEGS = (
    "FROM order_line AS l JOIN peg AS g ON g.line_id = l.id "
    "LEFT JOIN supply AS s ON s.id = g.supply_id WHERE l.order_id = r._place"
)
_HAS_PEGS = f"EXISTS (SELECT {_PEGS}"
_WAITS = f"{_HAS_PEGS} AND s.kind IS DISTINCT FROM 'stock')"
_NOTHING_OPEN = f"NOT EXISTS (SELECT {_LINES} AND l.ordered > l.shipped + l.cancelled)"
_SENT = f"EXISTS (SELECT {_LINES} AND l.shipped > 0)"
_GIVEN_UP = "r._place IN (SELECT l.order_id FROM order_line AS l WHERE l.cancelled = l.ordered)"
_CHOICES = {
    "waiting": _WAITS,
    "ready": f"NOT {_WAITS} AND {_HAS_PEGS})",
    "shipped": f"{_NOTHING_OPEN} AND {_SENT}",
    "cancelled": f"{_NOTHING_OPEN} AND NOT {_SENT} AND {_GIVEN_UP}",
}
BOOK = Listing(
    "order-book",
    "Accepted orders, each with what is open of it.",
    "order:order key placed_at:instant customer customer_name channel ship status lines:integer "
    "units:integer shipped:integer stock:integer waiting:integer unknown:integer promised_on:date "
    "value:money currency",
    "order key customer channel ship status",
    newest_first=True,
    at="placed_at",
    choices={"status": _CHOICES},
    narrow=True,
)
FILTERS = (
    lists.Filter("status", _("Status"), tuple(STATES.items())),
    lists.Filter("customer", _("Customer")),
    lists.Filter("channel", _("Channel")),
    lists.Filter("key", _("Order key")),
    lists.Filter("since", _("Placed from"), kind="date"),
    lists.Filter("until", _("Placed before"), kind="date"),
)


def orders(request: HttpRequest) -> HttpResponse:
    """Show the list of orders."""
    with frame.books() as conn:
        file = lists.export(conn, request, BOOK)
        if file is not None:
            return file
        found = lists.listed(conn, request, BOOK, FILTERS)
    return frame.render(
        request,
        "backorder/pages/orders.html",
        {"list": found, "states": STATES, "may_place": roles.may(request.user, "place_orders")},
    )


def order(request: HttpRequest, name: str) -> HttpResponse:
    """Show one order; a form of it changes it, after a preview."""
    made = ""
    if request.method == "POST":
        if request.POST.get("do") in order_instead.DEEDS:
            return order_instead.act(request, name)
        if request.POST.get("do") not in order_links.DEEDS:
            return order_changes.change(request, name)
        done = order_links.act(request, name)
        if not isinstance(done, str):
            return done
        made = done
    with frame.books() as conn:
        facts = order_facts.read(conn, name)
        paid = expected.of_order(conn, facts.head.id)
        late = cases.of_order(conn, facts.head.id)
        heard = told.heard(conn, order=facts.head.id)
        others = order_instead.read(conn, facts, frame.now())
    return frame.render(
        request,
        "backorder/pages/order.html",
        {
            "order": facts,
            "state": STATES[facts.status],
            "amounts": order_changes.amounts(facts.lines),
            "may_change": roles.may(request.user, "change_order"),
            "may_cancel": roles.may(request.user, "cancel"),
            "may_release": roles.may(request.user, "release"),
            "made": made,
            "money": paid,
            "late": late,
            "others": others,
            "heard": heard,
            "may_swap": roles.may(request.user, "swap"),
        },
    )


PAGES = (
    Page("orders", "orders", orders),
    Page("orders/<path:name>", "order", order, methods=BOTH),
)
