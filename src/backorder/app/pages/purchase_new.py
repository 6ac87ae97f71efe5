"""A new purchase order: a supplier, units of what it offers, who gets them, and the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.domain.errors import BackorderError, InvalidError

from . import acting, choices, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "backorder/pages/purchase_new.html"


def new(request: HttpRequest) -> HttpResponse:
    """Ask for supplier and units, show who waits for them, and place the order."""
    fields = request.POST or request.GET
    supplier = typed.text(fields, "supplier")
    part = typed.text(fields, "part")
    with frame.books() as conn:
        known = choices.known(conn)
        offers = choices.offers(conn, supplier, part) if supplier else []
    for n, offer in enumerate(offers):
        offer["field"], offer["asked"] = f"quantity-{n}", _asked(request, n, offer["sku"])
    context: dict[str, Any] = {
        "known": known,
        "supplier": supplier,
        "part": part,
        "offers": offers,
        "most": choices.MOST_OFFERS,
        "location": typed.text(fields, "location"),
        "expected_on": typed.text(fields, "expected_on"),
    }
    if request.method == "POST":
        try:
            body = _body(request, supplier)
            if typed.doing(request):
                answer = acting.carry_out(request, "order_supply", body)["purchase_orders"][0]
                number = answer["purchase_order"]
                said = _("%(order)s is placed.")
                if answer.get("draft"):
                    said = _("%(order)s is above your limit: it is a draft until it is approved.")
                messages.success(request, said % {"order": number})
                return HttpResponseRedirect(reverse("pages:purchase_order", args=[number]))
            seen = acting.preview(request, "order_supply", body)
        except BackorderError as refusal:
            page = {**context, "refusal": refusal}
            return frame.render(request, TEMPLATE, page, refusal.status)
        placed = seen["purchase_orders"][0]
        with frame.books() as conn:
            context["pegged"] = impact.of(conn, placed["pegged"])
        total = sum(line["quantity"] * line["unit_cost"] for line in placed["lines"])
        currency = next((offer["currency"] for offer in offers), "")
        context |= {"seen": placed, "total": total, "currency": currency}
        context["again"] = typed.again(request)
    return frame.render(request, TEMPLATE, context)


def _asked(request: HttpRequest, n: int, sku: str) -> str:
    """Return what was typed beside an item; the list may have changed since."""
    if request.POST.get(f"sku-{n}") == sku:
        return typed.text(request.POST, f"quantity-{n}")
    return ""


def _body(request: HttpRequest, supplier: str) -> dict[str, Any]:
    lines = []
    for n in typed.rows(request.POST, choices.MOST_OFFERS):
        quantity = typed.whole(request.POST, f"quantity-{n}")
        if quantity:
            lines.append({"sku": typed.text(request.POST, f"sku-{n}"), "quantity": quantity})
    if not lines:
        raise InvalidError("nothing_to_order", _("Say how many units of something to order."))
    key = acting.key_of(request)
    order: dict[str, Any] = {"key": key, "supplier": supplier, "lines": lines}
    if location := typed.text(request.POST, "location"):
        order["location"] = location
    if expected_on := typed.day(request.POST, "expected_on"):
        order["expected_on"] = expected_on.isoformat()
    return {"key": key, "purchase_orders": [order]}


PAGES = (Page("purchase-orders/new", "purchase_order_new", new, "order_supply", BOTH),)
