"""What can be done about an exception, as buttons: done after a preview, or on the page for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.exception_words import KINDS

from . import previewing
from .page import POST, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

GRAVE = ("date_unknown", "pick_short", "over_commitment", "delay_overdue", "refund_due")
LABELS: dict[str, _StrPromise] = {
    "buy": gettext_lazy("Buy…"),
    "expedite": gettext_lazy("Open the purchase"),
    "substitute": gettext_lazy("Offer it…"),
    "reallocate": gettext_lazy("Reallocate…"),
    "split": gettext_lazy("Split the parcel…"),
    "recall": gettext_lazy("Go to stock"),
    "ask_customer": gettext_lazy("Open the order"),
    "change_policy": gettext_lazy("Go to policies"),
    "chase": gettext_lazy("Write down what it says"),
    "send_again": gettext_lazy("Send it again"),
    "close_short": gettext_lazy("Open the purchase"),
    "settle_delay": gettext_lazy("Open the delay case"),
    "refund": gettext_lazy("Open the order"),
    "renew": gettext_lazy("Open the order"),
}
# Remedies of a purchase itself, and the pages for them.
OF_A_PURCHASE = {
    "chase": "purchase_acknowledge",
    "send_again": "purchase_send",
    "close_short": "purchase_order",
}


class Remedy(NamedTuple):
    """A remedy as a button: a form's fields where it is posted, else a link."""

    code: str
    text: str
    label: _StrPromise | str
    cost: int | None
    currency: str | None
    address: str
    fields: Sequence[tuple[str, str]] = ()


class Case(NamedTuple):
    """An exception as it is drawn."""

    number: str
    title: _StrPromise | str
    grave: bool
    facts: Mapping[str, Any]
    remedies: list[Remedy]


def shown(cases: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Return exceptions as the verb `exceptions` lists them with their remedies as buttons."""
    return [
        Case(
            case["exception"],
            KINDS.get(case["code"], case["code"]),
            case["code"] in GRAVE,
            case,
            [_button(case, one) for one in case["remedies"]],
        )
        for case in cases
    ]


def _button(case: Mapping[str, Any], remedy: Mapping[str, Any]) -> Remedy:
    code, facts = remedy["code"], remedy["facts"]
    address, fields = _target(case, code, facts)
    return Remedy(
        code,
        remedy["text"],
        LABELS.get(code, _("Open it")),
        remedy["cost"],
        remedy["currency"],
        address,
        fields,
    )


def _target(
    case: Mapping[str, Any], code: str, facts: Mapping[str, Any]
) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return where a remedy is carried out, and the fields of its form; no fields make a link."""
    sku, order = case["sku"], case["order"]
    if code == "buy":
        wanted = {"sku": sku, "supplier": facts["supplier"], "quantity": facts["quantity"]}
        return _page("remedy_buy"), [(name, str(value)) for name, value in wanted.items()]
    if code == "split" and order:
        return _page("order", name=order), [("do", "change"), ("ship", "as_available")]
    if code == "settle_delay":
        return _page("delay", name=case["facts"]["delay_case"]), ()
    return _link(code, facts, sku, order), ()


def _link(code: str, facts: Mapping[str, Any], sku: str, order: str | None) -> str:
    """Return the page on which a remedy is carried out."""
    about = urlencode({"sku": sku})
    if code in OF_A_PURCHASE:
        return _page(OF_A_PURCHASE[code], name=facts["purchase_order"])
    if code == "expedite":
        number = str(facts["supply"]).split("/", maxsplit=1)[0]
        known = _page("purchase_order", name=number) if facts["kind"] == "purchase" else ""
        return known or _page("stock")
    if code == "substitute":
        asked = {"sku": facts["sku"], "quantity": facts["units"]}
        return f"{_page('order_new')}?{urlencode(asked)}"
    if code == "reallocate":
        return f"{_page('reallocation')}?{about}"
    if code == "recall":
        return f"{_page('stock')}?{about}"
    if code in {"ask_customer", "refund", "renew"} and order:
        return _page("order", name=order)
    return _page("product", sku=sku) + ("#policy" if code == "change_policy" else "")


def _page(page: str, /, **named: str) -> str:
    try:
        return reverse(f"pages:{page}", kwargs=named)
    except NoReverseMatch:  # a name that no address can hold
        return ""


def buy(request: HttpRequest) -> HttpResponse:
    """Buy units that an exception lacks, after a look at what that does."""
    sku, supplier = (request.POST.get(name, "")[:80] for name in ("sku", "supplier"))
    quantity = request.POST.get("quantity", "")
    address = previewing.back_address(request, _page("overview"))
    if not (quantity.isascii() and quantity.isdecimal() and len(quantity) < 10):  # noqa: PLR2004 (units fit)
        messages.error(request, _("A quantity is a whole number."))
        return HttpResponseRedirect(address)
    line = {"sku": sku, "quantity": int(quantity)}

    def body(key: str) -> dict[str, Any]:
        return {"purchase_orders": [{"key": key, "supplier": supplier, "lines": [line]}]}

    said = {"quantity": quantity, "sku": sku, "supplier": supplier}
    return previewing.step(
        request,
        "order_supply",
        body,
        previewing.Step(
            _("Buy %(quantity)s of %(sku)s from %(supplier)s") % said,
            _("A purchase order is placed. Whoever waits for these units is told the new day."),
            _("Place the purchase"),
            _("%(quantity)s of %(sku)s are ordered from %(supplier)s.") % said,
            address,
        ),
    )


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page that a form was sent from."""
    return HttpResponseRedirect(previewing.back_address(request, _page("overview")))


PAGES = (Page("needs-you/buy", "remedy_buy", buy, "order_supply", POST),)
