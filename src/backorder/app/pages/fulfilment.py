"""Fulfilment: what can leave now, waves sent to be picked, and what has left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.app.api.listings import LISTINGS
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, NotFoundError
from backorder.domain.names import number

from . import acting, frame, lists, picking, receiving, typed
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TO_SHIP = Listing(
    "to-ship",
    "Orders with allocated units that can leave, the latest promised first.",
    "order:order key customer customer_name ship destination promised_on:date ready_on:date "
    "lines:integer units:integer released:flag value:money currency",
    "customer ship destination released",
    "order",
    at="ready_on",
    place=("_place", "_place2"),
    found_by={"customer": "r._customer = (SELECT c.id FROM customer AS c WHERE c.ref = {})"},
)
FILTERS = (
    lists.Filter("customer", gettext_lazy("Customer")),
    lists.Filter(
        "ship",
        gettext_lazy("Ships"),
        (("as_available", gettext_lazy("as available")), ("complete", gettext_lazy("complete"))),
    ),
    lists.Filter("destination", gettext_lazy("Destination")),
)
SHIPPED = (lists.Filter("order", gettext_lazy("Order")),)
WAVES = 10


def fulfilment(request: HttpRequest) -> HttpResponse:
    """List the orders that can leave now; one that is scanned is packed."""
    return _list(request, "ready")


def being_picked(request: HttpRequest) -> HttpResponse:
    """List the orders that are released to pick, and the last waves."""
    return _list(request, "picking")


def shipped(request: HttpRequest) -> HttpResponse:
    """List what has left, the last first."""
    return _list(request, "shipped")


def _list(request: HttpRequest, tab: str) -> HttpResponse:
    today = frame.now().date()
    text = typed.text(request.GET, "scan")
    listing = LISTINGS["shipments"] if tab == "shipped" else TO_SHIP
    always: dict[str, str] = {}
    if tab != "shipped":
        always["released"] = "true" if tab == "picking" else "false"
        always["until"] = (today + timedelta(days=1)).isoformat()
    with frame.books() as conn:
        if text:
            kind, name = receiving.scanned(conn, text)
            if kind == "order":
                return HttpResponseRedirect(reverse("pages:packing", args=[name]))
        if (file := lists.export(conn, request, listing, always)) is not None:
            return file
        filters = SHIPPED if tab == "shipped" else FILTERS
        shown = lists.listed(conn, request, listing, filters, always=always)
        waves = []
        if tab == "picking":
            cursor = conn.cursor(row_factory=dict_row)
            waves = cursor.execute(statement("page_waves"), {"limit": WAVES}).fetchall()
    return frame.render(
        request,
        "backorder/pages/fulfilment.html",
        {
            "list": shown, "tab": tab, "today": today, "text": text, "waves": waves,
            "may_release": roles.may(request.user, "release"),
            "may_ship": roles.may(request.user, "ship"),
        },
    )  # fmt: skip


def wave(request: HttpRequest) -> HttpResponse:
    """Show the pick list of the ticked orders, then release them."""
    orders = request.POST.getlist("order")[: picking.MOST]
    back = HttpResponseRedirect(reverse("pages:fulfilment"))
    if not orders:
        messages.error(request, _("Tick the orders that are to be picked."))
        return back
    body = {"key": acting.key_of(request), "releases": [{"order": order} for order in orders]}
    try:
        if typed.doing(request):
            acting.carry_out(request, "release", body)
            said = ngettext(
                "%(n)s order is released to pick.",
                "%(n)s orders are released to pick.",
                len(orders),
            )
            messages.success(request, said % {"n": len(orders)})
            return HttpResponseRedirect(reverse("pages:wave", args=[body["key"]]))
        answer = acting.preview(request, "release", body)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return back
    rows = picking.of_release(answer["released"])
    context = {"picks": picking.grouped(rows), "orders": orders, "again": typed.again(request)}
    return frame.render(request, "backorder/pages/wave_preview.html", context)


def recall(request: HttpRequest) -> HttpResponse:
    """Take the ticked orders back from picking."""
    orders = request.POST.getlist("order")[: picking.MOST]
    if not orders:
        messages.error(request, _("Tick the orders that are to be recalled."))
    else:
        body = {"key": acting.key_of(request), "recalls": [{"order": order} for order in orders]}
        said = ngettext("%(n)s order is recalled.", "%(n)s orders are recalled.", len(orders))
        acting.attempt(request, "release", body, said % {"n": len(orders)})
    return HttpResponseRedirect(reverse("pages:being_picked"))


def wave_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show the pick list of one wave, or the packing slips of its orders."""
    with frame.books() as conn:
        rows = conn.cursor(row_factory=dict_row).execute(statement("page_wave"), {"key": key})
        found = rows.fetchall()
        slips = picking.slips(conn, found) if "slips" in request.GET else []
    if not found:
        raise NotFoundError("not_found", _("There is no such wave."), name=key)
    context: dict[str, Any] = {
        "key": key,
        "at": found[0]["at"],
        "actor": found[0]["actor"],
        "picks": picking.grouped(found),
        "orders": sorted({row["order_name"] for row in found}),
        "slips": slips,
    }
    return frame.render(request, "backorder/pages/wave.html", context)


def picks(request: HttpRequest) -> HttpResponse:
    """Show one pick list of all that is released and has not left."""
    with frame.books() as conn:
        cursor = conn.cursor(row_factory=dict_row)
        rows = cursor.execute(statement("page_picks"), {"limit": picking.MOST_ROWS}).fetchall()
        for row in rows:
            row["order_name"] = number("order", row["order_id"])
        slips = picking.slips(conn, rows) if "slips" in request.GET else []
    orders = sorted({row["order_name"] for row in rows})
    context = {"picks": picking.grouped(rows), "orders": orders, "slips": slips, "key": ""}
    return frame.render(request, "backorder/pages/wave.html", context)


PAGES = (
    Page("fulfilment", "fulfilment", fulfilment),
    Page("fulfilment/picking", "being_picked", being_picked),
    Page("fulfilment/shipped", "shipped", shipped),
    Page("fulfilment/waves", "wave_new", wave, "release", POST),
    Page("fulfilment/recall", "recall", recall, "release", POST),
    Page("fulfilment/waves/<path:key>", "wave", wave_list),
    Page("fulfilment/picks", "picks", picks),
)
