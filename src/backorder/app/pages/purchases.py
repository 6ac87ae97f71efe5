"""Purchase orders: what is still to come, and one order with its lines, who waits, and its past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.api import reading
from backorder.app.api.listing import Listing
from backorder.app.api.listings import LISTINGS
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
    "purchase_order:purchase_order key supplier location ordered_at:instant stage "
    "expected_on:date last_on:date lines:integer open:integer waiting:integer value:money "
    "currency",
    "supplier location stage",
    "purchase_order",
    at="expected_on",
    place=("_place", "_place2"),
)
ALL = Listing(
    "all-purchases",
    "Every purchase order, with what came of it.",
    "purchase_order:purchase_order key supplier location ordered_at:instant stage "
    "expected_on:date lines:integer ordered:integer received:integer open:integer value:money "
    "currency",
    "supplier location stage",
    "purchase_order",
    newest_first=True,
    at="ordered_at",
)
# The stages in the order of a purchase's life.
STAGES = {
    "draft": _("draft"),
    "approved": _("approved"),
    "sent": _("sent"),
    "part_acknowledged": _("partly acknowledged"),
    "acknowledged": _("acknowledged"),
    "in_transit": _("in transit"),
    "part_received": _("partly received"),
    "received": _("received"),
    "closed_short": _("closed short"),
    "cancelled": _("cancelled"),
}
TONES = {
    "draft": "warn", "cancelled": "bad", "closed_short": "warn", "received": "good",
    "acknowledged": "good", "in_transit": "info", "part_received": "info",
}  # fmt: skip
FILTERS = (
    lists.Filter("supplier", _("Supplier")),
    lists.Filter("location", _("To")),
    lists.Filter("stage", _("Stage"), tuple(STAGES.items())),
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
    confirmed: bool
    on_the_way: int
    split_from: int | None

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


def purchases_drafts(request: HttpRequest) -> HttpResponse:
    """List purchase orders that somebody has to approve."""
    return _list(request, "drafts")


def purchases_all(request: HttpRequest) -> HttpResponse:
    """List every purchase order."""
    return _list(request, "all")


def _list(request: HttpRequest, tab: str) -> HttpResponse:
    today = frame.now().date()
    listing = ALL if tab in {"all", "drafts"} else OPEN
    always = {"late": {"until": today.isoformat()}, "drafts": {"stage": "draft"}}.get(tab, {})
    filters = tuple(f for f in FILTERS if f.name not in always)
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing, always)) is not None:
            return file
        shown = lists.listed(conn, request, listing, filters, always=always)
    for row in shown.rows:
        row["stage_name"], row["tone"] = STAGES[row["stage"]], TONES.get(row["stage"], "")
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
        said = cursor.execute(statement("page_purchase_said"), asked).fetchall()
        steps = cursor.execute(statement("page_purchase_steps"), asked).fetchall()
        mails = cursor.execute(statement("purchase_mail_list"), asked).fetchall()
    user = request.user
    stage = head["stage"]
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
            "stage": stage,
            "stage_name": STAGES[stage],
            "tone": TONES.get(stage, ""),
            "steps": steps,
            "said": said,
            "mails": mails,
            "came": sum(line.received + line.damaged for line in found),
            "may_change": roles.may(user, "change_supply"),
            "may_approve": stage == "draft" and roles.may(user, "approve_purchases"),
            "may_send": roles.may(user, "mark_sent"),
            "may_answer": roles.may(user, "acknowledge"),
            "may_announce": roles.may(user, "announce"),
            "may_close": roles.may(user, "close_short"),
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
    Page("purchase-orders/drafts", "purchases_drafts", purchases_drafts),
    Page("purchase-orders/all", "purchases_all", purchases_all),
    Page("purchase-orders/<path:name>", "purchase_order", purchase_order),
)
