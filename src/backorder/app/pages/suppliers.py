"""Suppliers: how they keep their days, what they offer, what is open with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.api import reading
from backorder.app.api.listing import Listing
from backorder.connectors.money import decimals
from backorder.domain.errors import BackorderError, InvalidError

from . import acting, choices, frame, lead_times, lists, outages, purchases, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SUPPLIERS = Listing(
    "suppliers-pages",
    "Who sells to us, with what is open and what came on time.",
    "code name email items:integer orders:integer units:integer value:money currency "
    "on_time:integer",
    "code",
    "code",
)
FILTERS = (lists.Filter("code", gettext_lazy("Code")),)
LONGEST_AMOUNT = 15  # digits
OPEN = 10  # open purchases shown with a supplier
WHOLE = ("moq", "multiple", "lead_time_days", "spread_days", "capacity_per_week", "priority")


def suppliers(request: HttpRequest) -> HttpResponse:
    """List the suppliers."""
    with frame.books() as conn:
        if (file := lists.export(conn, request, SUPPLIERS)) is not None:
            return file
        shown = lists.listed(conn, request, SUPPLIERS, FILTERS)
    may_edit = roles.may(request.user, "set_suppliers")
    context = {"list": shown, "may_edit": may_edit}
    return frame.render(request, "backorder/pages/suppliers.html", context)


def supplier(request: HttpRequest, code: str) -> HttpResponse:
    """Show one supplier with what it offers."""
    part = typed.text(request.GET, "part")
    with frame.books() as conn:
        head = reading.one(conn, SUPPLIERS, code)
        offers = choices.offers(conn, code, part)
        coming = lists.listed(
            conn, request, purchases.OPEN, (), limit=OPEN, always={"supplier": code}
        )
        card = lead_times.scorecard(conn, code)
    context: dict[str, Any] = {
        **card,
        "head": head,
        "part": part,
        "offers": offers,
        "more": len(offers) == choices.MOST_OFFERS,
        "coming": coming.rows,
        "today": frame.now().date(),
        "may_edit": roles.may(request.user, "set_supplier_items"),
        "may_order": roles.may(request.user, "order_supply"),
    }
    return frame.render(request, "backorder/pages/supplier.html", context)


def edit(request: HttpRequest) -> HttpResponse:
    """Write down a new supplier, or new facts of one."""
    code = typed.text(request.POST, "code")
    texts = ("code", "name", "email", "language")
    said_of_it = {name: typed.text(request.POST, name) for name in texts}
    one: dict[str, Any] = {name: value for name, value in said_of_it.items() if value}
    try:
        days = typed.whole(request.POST, "acknowledge_days")
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(reverse("pages:suppliers"))
    if days is not None:
        one["acknowledge_days"] = days
    said = _("%(code)s is saved.") % {"code": code}
    body = {"key": acting.key_of(request), "suppliers": [one]}
    if acting.attempt(request, "set_suppliers", body, said) is None or not code:
        return HttpResponseRedirect(reverse("pages:suppliers"))
    return HttpResponseRedirect(reverse("pages:supplier", args=[code]))


def item(request: HttpRequest) -> HttpResponse:
    """Show the form of one item of a supplier, and save it."""
    fields = request.POST or request.GET
    code, sku = typed.text(fields, "supplier"), typed.text(fields, "sku")
    with frame.books() as conn:
        offers = choices.offers(conn, code, sku) if sku else []
    known = next((offer for offer in offers if offer["sku"] == sku), None)
    shown = dict.fromkeys(("unit_cost", *WHOLE), "")
    if known is not None:
        shown = {name: _plain(known[name]) for name in shown}
        shown["unit_cost"] = _amount(known["unit_cost"], known["currency"])
    if request.method == "POST":
        shown |= {name: typed.text(request.POST, name) for name in shown}
    context: dict[str, Any] = {"supplier": code, "sku": sku, "known": known, "shown": shown}
    template = "backorder/pages/supplier_item.html"
    if request.method != "POST":
        return frame.render(request, template, context)
    try:
        one: dict[str, Any] = {"supplier": code, "sku": sku}
        one["unit_cost"] = _minor(shown["unit_cost"], known["currency"] if known else "EUR")
        for name in WHOLE:
            value = typed.whole(request.POST, name)
            if value is not None or (known and name in {"spread_days", "capacity_per_week"}):
                one[name] = value
        body = {"key": acting.key_of(request), "supplier_items": [one]}
        acting.carry_out(request, "set_supplier_items", body)
    except BackorderError as refusal:
        return frame.render(request, template, {**context, "refusal": refusal}, refusal.status)
    return HttpResponseRedirect(reverse("pages:supplier", args=[code]))


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _amount(minor: int, currency: str) -> str:
    """Return minor units as people type them.

    >>> _amount(400, "EUR"), _amount(5, "EUR"), _amount(400, "JPY")
    ('4.00', '0.05', '400')
    """
    places = decimals(currency)
    return f"{minor / 10**places:.{places}f}"


def _minor(text: str, currency: str) -> int:
    """Return what people typed as minor units.

    >>> _minor("4.05", "EUR"), _minor("4,5", "EUR"), _minor("", "EUR")
    (405, 450, 0)
    """
    places = decimals(currency)
    units, _dot, part = text.replace(",", ".").partition(".")
    digits = f"{units or '0'}{part.ljust(places, '0')}"
    if len(part) > places or not (
        digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_AMOUNT
    ):
        raise InvalidError(
            "not_an_amount", _("“%(text)s” is not an amount of money.") % {"text": text[:40]}
        )
    return int(digits)


PAGES = (
    Page("suppliers", "suppliers", suppliers),
    Page("suppliers/save", "supplier_save", edit, "set_suppliers", ("POST",)),
    Page("suppliers/item", "supplier_item", item, "set_supplier_items", BOTH),
    *lead_times.PAGES,
    *outages.PAGES,
    Page("suppliers/<path:code>", "supplier", supplier),
)
