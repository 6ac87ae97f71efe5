"""A purchase order's new day or quantity, or its end: what it means first, then the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.api import reading
from backorder.app.api.listings import LISTINGS
from backorder.domain.errors import BackorderError

from . import acting, frame, impact, purchases, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


def change(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what changes, show whom it concerns, and do it."""
    with frame.books() as conn:
        head = reading.one(conn, LISTINGS["purchase-orders"], name)
        number = head["purchase_order"]
        lines = [line for line in purchases.lines(conn, number) if line.open]
    sku = typed.text(request.POST or request.GET, "sku")
    chosen = [line for line in lines if sku in {"", line.sku}]
    context: dict[str, Any] = {"order": head, "lines": lines, "chosen": chosen, "sku": sku}
    context |= _fields(request, chosen)
    if request.method == "POST":
        try:
            body = _body(request, number, sku, chosen)
            if typed.doing(request):
                acting.carry_out(request, "change_supply", body)
                messages.success(request, _("%(order)s is changed.") % {"order": number})
                return HttpResponseRedirect(reverse("pages:purchase_order", args=[number]))
            answer = acting.preview(request, "change_supply", body)
        except BackorderError as refusal:
            page = {**context, "refusal": refusal}
            return frame.render(
                request, "backorder/pages/purchase_change.html", page, refusal.status
            )
        with frame.books() as conn:
            context["told"] = impact.of(conn, answer["repromised"])
            context["filled"] = impact.of(conn, answer["filled"])
        context |= {"seen": True, "again": typed.again(request)}
        context["stays"] = sum(line.waiting for line in chosen) - context["told"].units
    return frame.render(request, "backorder/pages/purchase_change.html", context)


def _fields(request: HttpRequest, chosen: Sequence[purchases.Line]) -> dict[str, Any]:
    """Return what the form shows: what was typed, else what stands."""
    if request.method == "POST":
        return {
            "expected_on": typed.text(request.POST, "expected_on"),
            "quantity": typed.text(request.POST, "quantity"),
            "confirmed": "confirmed" in request.POST,
            "cancel": "cancel" in request.POST,
        }
    days = {line.available_on.isoformat() for line in chosen}
    return {
        "expected_on": days.pop() if len(days) == 1 else "",
        "quantity": chosen[0].ordered - chosen[0].cancelled if len(chosen) == 1 else "",
    }


def _body(
    request: HttpRequest, number: str, sku: str, chosen: Sequence[purchases.Line]
) -> dict[str, Any]:
    """Return what the verb is asked for; what stands already is not said again."""
    asked: dict[str, Any] = {"purchase_order": number}
    if sku:
        asked["sku"] = sku
    if "cancel" in request.POST:
        asked["cancel"] = True
    else:
        expected_on = typed.day(request.POST, "expected_on")
        if expected_on and any(line.available_on != expected_on for line in chosen):
            asked["expected_on"] = expected_on.isoformat()
        quantity = typed.whole(request.POST, "quantity")
        if quantity is not None and [quantity] != [x.ordered - x.cancelled for x in chosen]:
            asked["quantity"] = quantity
        if "confirmed" in request.POST:
            asked["spread_days"] = 0
    return {"key": acting.key_of(request), "changes": [asked]}


PAGES = (
    Page(
        "purchase-orders/<str:name>/change",
        "purchase_order_change",
        change,
        "change_supply",
        BOTH,
    ),
)
