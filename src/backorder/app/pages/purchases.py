"""Purchase orders: what is still to come, and one order with its lines, who waits, and its past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.api import reading
from backorder.app.api.listings import LISTINGS, Listing
from backorder.app.statements import statement
from backorder.domain.names import require_id

from . import frame, lists
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

OPEN = Listing(
    "open-purchases",
    "Purchase orders of which something is still to come, the earliest day first.",
    "purchase_order:purchase_order key supplier location ordered_at:instant expected_on:date "
    "last_on:date lines:integer open:integer waiting:integer value:money currency",
    "supplier location",
    "purchase_order",
    at="expected_on",
    place=("_place", "_place2"),
)
ALL = Listing(
    "all-purchases",
    "Every purchase order, with what came of it.",
    "purchase_order:purchase_order key supplier location ordered_at:instant expected_on:date "
    "lines:integer ordered:integer received:integer open:integer value:money currency",
    "supplier location",
    "purchase_order",
    newest_first=True,
    at="ordered_at",
)
FILTERS = (
    lists.Filter("supplier", _("Supplier")),
    lists.Filter("location", _("To")),
    lists.Filter("since", _("From"), kind="date"),
    lists.Filter("until", _("Before"), kind="date"),
)
MOST_WAITING, MOST_HISTORY = 200, 50


class Line(NamedTuple):
    """A line of a purchase order, as its statement returns it."""

    no: int
    sku: str
    name: str
    ordered: int
    received: int
    damaged: int
    cancelled: int
    over: int
    open: int
    waiting: int
    unit_cost: int
    currency: str
    ordered_for: Any
    available_on: Any
    spread_days: int

    @property
    def value(self) -> int:
        """Return what the line costs in all."""
        return self.ordered * self.unit_cost

    @property
    def slip(self) -> int:
        """Return by how many days what is open comes later than it was ordered for."""
        if not self.open or self.available_on is None:
            return 0
        return int((self.available_on - self.ordered_for).days)


def purchase_orders(request: HttpRequest) -> HttpResponse:
    """List purchase orders of which something is still to come."""
    return _list(request, "open")


def purchases_late(request: HttpRequest) -> HttpResponse:
    """List purchase orders that should have come."""
    return _list(request, "late")


def purchases_all(request: HttpRequest) -> HttpResponse:
    """List every purchase order."""
    return _list(request, "all")


def _list(request: HttpRequest, tab: str) -> HttpResponse:
    today = frame.now().date()
    listing = ALL if tab == "all" else OPEN
    always = {"until": today.isoformat()} if tab == "late" else {}
    filters = tuple(f for f in FILTERS if f.name not in always)
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing, always)) is not None:
            return file
        shown = lists.listed(conn, request, listing, filters, always=always)
    return frame.render(
        request,
        "backorder/pages/purchase_orders.html",
        {
            "list": shown,
            "tab": tab,
            "today": today,
            "may_order": roles.may(request.user, "order_supply"),
        },
    )


def purchase_order(request: HttpRequest, name: str) -> HttpResponse:
    """Show one purchase order."""
    with frame.books() as conn:
        head = reading.one(conn, LISTINGS["purchase-orders"], name)
        found = lines(conn, head["purchase_order"])
        asked = {
            "purchase_order": require_id("purchase_order", head["purchase_order"]),
            "named": head["purchase_order"],
        }
        cursor = conn.cursor(row_factory=dict_row)
        waiting = cursor.execute(
            statement("page_purchase_pegs"), {**asked, "limit": MOST_WAITING}
        ).fetchall()
        history = cursor.execute(
            statement("page_purchase_history"), {**asked, "limit": MOST_HISTORY}
        ).fetchall()
    user = request.user
    return frame.render(
        request,
        "backorder/pages/purchase_order.html",
        {
            "order": head,
            "lines": found,
            "total": sum(line.value for line in found),
            "currency": found[0].currency if found else "",
            "open": sum(line.open for line in found),
            "expected_on": min((x.available_on for x in found if x.open), default=None),
            "today": frame.now().date(),
            "waiting": waiting,
            "more_waiting": len(waiting) == MOST_WAITING,
            "history": history,
            "may_change": roles.may(user, "change_supply"),
            "may_receive": roles.may(user, "receive"),
        },
    )


def lines(conn: Connection[Any], name: str) -> list[Line]:
    """Return the lines of a purchase order by its number."""
    asked = {"purchase_order": require_id("purchase_order", name)}
    return [Line(*row) for row in conn.execute(statement("page_purchase_lines"), asked)]


PAGES = (
    Page("purchase-orders", "purchase_orders", purchase_orders),
    Page("purchase-orders/late", "purchases_late", purchases_late),
    Page("purchase-orders/all", "purchases_all", purchases_all),
    Page("purchase-orders/<path:name>", "purchase_order", purchase_order),
)
