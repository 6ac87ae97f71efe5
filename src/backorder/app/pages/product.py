"""One product: stock states, projected balance with its pegs, policy, suppliers, substitutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.report.charts import Chart, Series, lines
from backorder.app.templatetags.ui import short_day
from backorder.connectors.money import DEFAULT_CURRENCY
from backorder.domain.errors import BackorderError, MalformedError

from . import acting, frame, instead, product_facts, product_offer
from .order_new import minor
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

Json = dict[str, Any]
LABEL_EVERY = 14  # days below the chart


def product(request: HttpRequest, sku: str) -> HttpResponse:
    """Show a product; its forms change what it is called and costs, or what is offered instead."""
    if request.method == "POST":
        return _change(request, sku)
    with frame.books() as conn:
        facts = product_facts.read(conn, sku, frame.now())
        offer = product_offer.read(conn, facts.head.sku)
        others = instead.read(conn, facts.head, frame.now())
    return frame.render(
        request,
        "backorder/pages/product.html",
        {
            "product": facts,
            "instead": others,
            "chart": balance(facts),
            "offer": offer,
            "state": "discontinued" if facts.head.discontinued else _state(facts),
            "may_change": roles.may(request.user, "set_products"),
            "may_substitute": roles.may(request.user, "set_substitutes"),
            "may_place": roles.may(request.user, "place_orders"),
        },
    )


def _state(facts: product_facts.Facts) -> str:
    total = facts.total
    if total.available > 0:
        return "in_stock"
    if facts.backordered:
        return "backordered"
    return "coming" if total.incoming else "empty"


def balance(facts: product_facts.Facts) -> Chart:
    """Return what will be there day by day if all goes as promised, and what of it is free."""
    days = [facts.today + timedelta(days=n) for n in range(7 * product_facts.WEEKS + 1)]
    by_day = {one.day: one for one in facts.flow}
    there = free = 0
    shelf, unpromised = [], []
    for day in days:
        one = by_day.get(day)
        if one is not None:
            there += one.comes - one.leaves
            free += one.free
        shelf.append(float(there))
        unpromised.append(float(free))
    names = [short_day(day) for day in days]
    labels = [name if n % LABEL_EVERY == 0 else "" for n, name in enumerate(names)]
    chart = Chart(
        _("Projected balance"),
        _("supplies less promises, over the next 12 weeks"),
        (
            Series(_("on the shelf"), "a", shelf),
            Series(_("free to promise"), "c", unpromised),
        ),
    )
    low = min(0.0, *shelf)
    drawn = lines(chart, names, labels, lambda value: f"{value:,.0f}", bottom=low, filled=True)
    drawn.rows = drawn.rows[::7]
    return drawn


def product_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new product, or make it."""
    if request.method == "POST":
        try:
            body = _facts(
                request.POST, request.POST.get("currency", "").strip() or DEFAULT_CURRENCY
            )
            body["sku"] = request.POST.get("sku", "").strip()
            acting.carry_out(request, "set_products", {"products": [body]})
        except BackorderError as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("%(sku)s is known now.") % {"sku": body["sku"]})
            return HttpResponseRedirect(reverse("pages:product", kwargs={"sku": body["sku"]}))
    return frame.render(request, "backorder/pages/product_new.html", {"sent": request.POST})


def _change(request: HttpRequest, sku: str) -> HttpResponse:
    with frame.books() as conn:
        head = product_facts.head(conn, sku)
    here = reverse("pages:product", kwargs={"sku": head.sku})
    post, key = request.POST, acting.key_of(request)
    try:
        if post.get("do") == "substitute":
            messages.success(request, instead.decide(request, head.sku))
        else:
            body = _facts(post, head.currency) | {"sku": head.sku}
            body["discontinued"] = post.get("discontinued", "") == "1"
            acting.carry_out(request, "set_products", {"products": [body], "key": key})
            messages.success(request, _("%(sku)s is changed.") % {"sku": head.sku})
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    return HttpResponseRedirect(here)


def _facts(post: QueryDict, currency: str) -> Json:
    """Return what a form says about a product; raises ``MalformedError``."""
    found: Json = {
        name: post.get(name, "").strip() for name in ("name", "category") if name in post
    }
    if "currency" in post:
        found["currency"] = currency
    for name in ("unit_price", "unit_cost"):
        if post.get(name, "").strip():
            found[name] = minor(post.get(name, ""), currency)
    if not found.get("name", "x"):
        raise MalformedError("field_invalid", _("A product needs a name."), field="name")
    return found


PAGES = (
    Page("products/new", "product_new", product_new, "set_products", BOTH),
    Page("products/<path:sku>", "product", product, methods=BOTH),
)
