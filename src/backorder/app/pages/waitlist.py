"""The waitlist: a sign-up page for everybody, the page of a sign-up, and the demand for us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from psycopg.rows import dict_row

from backorder.app.care import links, offers, waitlist
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, NotFoundError
from backorder.domain.names import number

from . import frame
from .customer_order import for_strangers, over
from .page import BOTH, NOBODY, Page
from .purchase_sending import site

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from psycopg import Connection

    from backorder.app.care.waitlist import Entry, Product

JOIN, ENTRY = "backorder/care/join.html", "backorder/care/entry.html"
SHOWN = 200
_LONGEST = 9  # digits of a number of units


@for_strangers
def join(request: HttpRequest, sku: str) -> HttpResponse:
    """Take an address that wants to hear of a product; say the same to every one."""
    with frame.books() as conn:
        try:
            found = waitlist.product(conn, sku)
        except NotFoundError:
            return over(request, "product", 404)
        if request.method != "POST":
            return _form(request, found)
        quantity = request.POST.get("quantity", "1").strip() or "1"
        digits = quantity.isascii() and quantity.isdecimal() and len(quantity) <= _LONGEST
        try:
            waitlist.join(
                conn,
                found,
                request.POST.get("email", ""),
                int(quantity) if digits else 0,
                language=translation.get_language() or "en",
                now=frame.now(),
                site=site(request),
            )
        except BackorderError as refusal:
            return _form(request, found, refusal.code, refusal.status)
    return _form(request, found, said=True)


def _form(
    request: HttpRequest,
    found: Product,
    refusal: str = "",
    status: int = 200,
    *,
    said: bool = False,
) -> HttpResponse:
    context = {
        "product": found,
        "refusal": refusal,
        "said": said,
        "given": request.POST,
        "most": waitlist.MOST_UNITS,
    }
    return HttpResponse(render_to_string(JOIN, context, request), status=status)


@for_strangers
def entry(request: HttpRequest, text: str) -> HttpResponse:
    """Show a sign-up by its link, and let it be confirmed or ended there."""
    now = frame.now()
    with frame.books() as conn:
        found = waitlist.find(conn, text, now=now)
        if found is None:
            return over(request, "link", 404)
        if request.method == "POST" and _done(request, conn, found, now):
            return HttpResponseRedirect(request.path)
        path = links.paths(conn, [found.hold], now=now)[found.hold] if _ordered(found) else ""
    with translation.override(found.language or translation.get_language()):
        page = {
            "entry": found,
            "open": found.window_ends_at is not None and found.window_ends_at > now,
            "shop": offers.order_link(found),
            "total": found.told_units * found.unit_price,
            "order": path,
            "refused": request.method == "POST",
        }
        response = HttpResponse(render_to_string(ENTRY, page, request))
    response["Content-Language"] = found.language or "en"
    return response


def _ordered(found: Entry) -> bool:
    return found.state == "taken"  # an order has the number of the hold it was made from


def _done(request: HttpRequest, conn: Connection[Any], found: Entry, now: datetime) -> bool:
    """Do what was pressed; tell whether it could be done."""
    if found.hold and request.POST.keys() & {"take", "decline"}:
        deed = offers.take if "take" in request.POST else offers.decline
        try:
            deed(conn, found, now=now)
        except BackorderError:
            return False
        return True
    if "leave" in request.POST:
        waitlist.leave(conn, found.id, now=now)
    elif "confirm" in request.POST:
        waitlist.confirm(conn, found.id, now=now)
    return True


def demand(request: HttpRequest) -> HttpResponse:
    """Show for which products people wait, and the queue of one."""
    sku = request.GET.get("sku", "").replace("\x00", "")
    people: list[dict[str, Any]] = []
    with frame.books() as conn:
        cursor = conn.cursor(row_factory=dict_row)
        rows = cursor.execute(statement("page_waitlist"), {"limit": SHOWN}).fetchall()
        if sku:
            asked = {"sku": sku, "limit": SHOWN}
            people = cursor.execute(statement("page_waitlist_people"), asked).fetchall()
    for one in people:
        one["held_by"] = number("hold", one["hold"]) if one["hold"] else ""
        one["order"] = number("order", one["hold"])
    context = {"rows": rows, "sku": sku, "people": people, "site": site(request)}
    return frame.render(request, "backorder/pages/waitlist.html", context)


PAGES = (
    Page("w/<str:text>", "waitlist_entry", entry, NOBODY, BOTH),
    Page("waitlist", "waitlist", demand),
    Page("waitlist/<path:sku>", "waitlist_join", join, NOBODY, BOTH),
)
