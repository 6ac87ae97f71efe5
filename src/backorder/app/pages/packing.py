"""Packing one order: what is allocated goes into a parcel, whole or in part, with its slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app import parcels
from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.domain.parcels import Label

from . import acting, frame, picking, typed
from .barcode import code128
from .page import BOTH, POST, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

TEMPLATE = "backorder/pages/packing.html"
LABEL = 600  # characters of a field that are looked at; the verb takes fewer


def packing(request: HttpRequest, name: str) -> HttpResponse:
    """Take the units that go into the parcel, and ship them."""
    require_id("order", name)
    with frame.books() as conn:
        lines = picking.packed(conn, [name])
    if not lines:
        raise NotFoundError("not_found", _("There is no such order."), name=name)
    released = any(line["released"] for line in lines)
    for line in lines:
        usual = line["released"] if released else line["allocated"]
        line["typed"] = (
            typed.text(request.POST, f"quantity-{line['sku']}") if request.POST else usual
        )
    context: dict[str, Any] = {
        "name": name,
        "head": lines[0],
        "lines": lines,
        "released": released,
        "allocated": sum(line["allocated"] for line in lines),
        "waiting": sum(line["waiting"] for line in lines),
        "code": code128(name),
        "may_ship": roles.may(request.user, "ship"),
        "label": _typed_label(request),
    }
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    try:
        answer = acting.carry_out(request, "ship", _body(request, name, lines))["shipments"][0]
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    messages.success(request, _("%(shipment)s has left.") % {"shipment": answer["shipment"]})
    return HttpResponseRedirect(reverse("pages:shipment", args=[answer["shipment"]]))


def _body(request: HttpRequest, name: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found = []
    for line in lines:
        quantity = typed.whole(request.POST, f"quantity-{line['sku']}")
        if quantity:
            found.append({"sku": line["sku"], "quantity": quantity})
    if not found:
        raise InvalidError("nothing_to_ship", _("Say how many units go into the parcel."))
    key = acting.key_of(request)
    parcel = {"key": key, "order": name, "lines": found, **_typed_label(request)}
    return {"key": key, "shipments": [parcel]}


def _typed_label(request: HttpRequest) -> dict[str, str]:
    """Return what the form says of the parcel's label."""
    return {name: request.POST.get(name, "").strip()[:LABEL] for name in Label._fields}


def shipment(request: HttpRequest, name: str) -> HttpResponse:
    """Show a parcel, its label and its packing slip."""
    return _show(request, name)


def label(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the parcel's label says."""
    body = {"key": acting.key_of(request), "labels": [{"shipment": name, **_typed_label(request)}]}
    try:
        acting.carry_out(request, "label_shipments", body)
    except BackorderError as refusal:
        return _show(request, name, refusal)
    messages.success(request, _("The label is kept."))
    return HttpResponseRedirect(reverse("pages:shipment", args=[name]))


def _show(request: HttpRequest, name: str, refusal: BackorderError | None = None) -> HttpResponse:
    with frame.books() as conn:
        asked = {"shipment": require_id("shipment", name)}
        found = conn.cursor(row_factory=dict_row).execute(statement("page_shipment"), asked)
        head = found.fetchone()
    if head is None:
        raise NotFoundError("not_found", _("There is no such shipment."), name=name)
    order = number("order", head["order_id"])
    slip = picking.Slip(
        name, code128(name), order, head["order_key"], head["placed_at"], head["customer"],
        head["customer_name"], head["email"], head["destination"], head["lines"] or [],
        head["remaining"],
    )  # fmt: skip
    known = Label(head["carrier"], head["tracking"], head["tracking_url"])
    context = {
        "name": name, "head": head, "order": order, "slip": slip, "link": parcels.link(*known),
        "label": known._asdict() if refusal is None else _typed_label(request),
        "may_label": roles.may(request.user, "label_shipments"), "refusal": refusal,
    }  # fmt: skip
    status = 200 if refusal is None else refusal.status
    return frame.render(request, "backorder/pages/shipment.html", context, status)


PAGES = (
    Page("fulfilment/pack/<str:name>", "packing", packing, "ship", BOTH),
    Page("shipments/<str:name>", "shipment", shipment),
    Page("shipments/<str:name>/label", "shipment_label", label, "label_shipments", POST),
)
