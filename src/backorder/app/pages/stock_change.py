"""Corrections of stock and transfers between places: what they move first, then the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.domain.errors import BackorderError, InvalidError

from . import acting, choices, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# The causes that the form offers; the first three take the units to the scrap.
CAUSES = (
    ("damaged", gettext_lazy("damaged")),
    ("scrap", gettext_lazy("scrapped")),
    ("expired", gettext_lazy("expired")),
    ("lost", gettext_lazy("lost")),
    ("found", gettext_lazy("found")),
    ("sample", gettext_lazy("given away as a sample")),
    ("correction", gettext_lazy("mistake in the books")),
)
LINES = 8  # rows of a transfer's form


def adjust(request: HttpRequest) -> HttpResponse:
    """Correct what is on hand of one product at one place."""
    fields = request.POST or request.GET
    template = "backorder/pages/stock_adjust.html"
    context: dict[str, Any] = {
        "sku": typed.text(fields, "sku"),
        "location": typed.text(fields, "location"),
        "quantity": typed.text(fields, "quantity"),
        "cause": typed.text(fields, "cause"),
        "causes": CAUSES,
    }
    with frame.books() as conn:
        context["places"] = choices.known(conn).held
    if request.method != "POST":
        return frame.render(request, template, context)
    try:
        key = acting.key_of(request)
        quantity = typed.whole(request.POST, "quantity")
        if not quantity:
            raise InvalidError("nothing_to_change", _("Say by how many units, such as -2."))
        one = {"key": key, "quantity": quantity}
        one |= {name: context[name] for name in ("sku", "location", "cause")}
        body = {"key": key, "adjustments": [one]}
        if typed.doing(request):
            answer = acting.carry_out(request, "adjust", body)["adjustments"][0]
            said = _("%(sku)s at %(location)s: %(on_hand)s on hand.") % answer
            messages.success(request, said)
            return HttpResponseRedirect(reverse("pages:stock"))
        answer = acting.preview(request, "adjust", body)
    except BackorderError as refusal:
        return frame.render(request, template, {**context, "refusal": refusal}, refusal.status)
    context |= _moved(answer) | {"seen": answer["adjustments"][0]}
    return frame.render(request, template, context | {"again": typed.again(request)})


def transfer(request: HttpRequest) -> HttpResponse:
    """Send free units from one place to another."""
    fields = request.POST or request.GET
    template = "backorder/pages/stock_transfer.html"
    rows = [
        {
            "n": n,
            "sku": typed.text(fields, f"sku-{n}"),
            "quantity": typed.text(fields, f"quantity-{n}"),
        }
        for n in range(LINES)
    ]
    rows[0]["sku"] = rows[0]["sku"] or typed.text(request.GET, "sku")
    context: dict[str, Any] = {
        "rows": rows,
        "from_": typed.text(fields, "from"),
        "to": typed.text(fields, "to"),
        "expected_on": typed.text(fields, "expected_on"),
    }
    with frame.books() as conn:
        context["places"] = choices.known(conn).places
    if request.method != "POST":
        return frame.render(request, template, context)
    try:
        body = _transfer_body(request)
        if typed.doing(request):
            name = acting.carry_out(request, "transfer", body)["transfers"][0]["transfer"]
            messages.success(request, _("%(transfer)s is on its way.") % {"transfer": name})
            return HttpResponseRedirect(reverse("pages:stock"))
        answer = acting.preview(request, "transfer", body)
    except BackorderError as refusal:
        return frame.render(request, template, {**context, "refusal": refusal}, refusal.status)
    context |= _moved(answer) | {"seen": body["transfers"][0]}
    return frame.render(request, template, context | {"again": typed.again(request)})


def _transfer_body(request: HttpRequest) -> dict[str, Any]:
    lines = []
    for n in typed.rows(request.POST, LINES):
        sku, quantity = (
            typed.text(request.POST, f"sku-{n}"),
            typed.whole(request.POST, f"quantity-{n}"),
        )
        if sku and quantity:
            lines.append({"sku": sku, "quantity": quantity})
    expected_on = typed.day(request.POST, "expected_on")
    if not lines:
        raise InvalidError("nothing_to_send", _("Say how many units of what to send."))
    if expected_on is None:
        raise InvalidError("no_expected_day", _("Say when they are expected."))
    key = acting.key_of(request)
    one = {"key": key, "expected_on": expected_on.isoformat(), "lines": lines}
    one |= {name: typed.text(request.POST, name) for name in ("from", "to")}
    return {"key": key, "transfers": [one]}


def _moved(answer: dict[str, Any]) -> dict[str, Any]:
    """Return who gains units and whose day moves."""
    with frame.books() as conn:
        return {
            "filled": impact.of(conn, answer["filled"]),
            "told": impact.of(conn, answer["repromised"]),
        }


PAGES = (
    Page("stock/adjust", "stock_adjust", adjust, "adjust", BOTH),
    Page("stock/transfer", "stock_transfer", transfer, "transfer", BOTH),
)
