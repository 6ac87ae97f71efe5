"""Backorders: who waits for what, by line, product, customer and supplier; many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing

from . import backorder_bulk, figures, frame, lists
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

_TWO = ("_place", "_place2")
BASES: dict[str, _StrPromise] = {
    "purchase": _("ordered"),
    "transfer": _("on its way"),
    "planned": _("to be bought"),
    "unknown": _("no supply"),
}
_STANDS_ON = {
    **{kind: f"r._kind = '{kind}'" for kind in ("purchase", "transfer", "planned")},
    "unknown": "r._supply IS NULL",
}
# What is rare is found by the supplies it stands on, not by looking at all lines.
_OF_SUPPLIER = (
    "r._supply = ANY(ARRAY(SELECT s.id FROM supply AS s JOIN supplier AS v ON v.id = s.supplier_id "
    "WHERE v.code = {} AND s.kind <> 'stock' AND NOT s.quantity = 0))"
)
_LATE = {
    "true": "r.late AND r._supply = ANY(ARRAY(SELECT DISTINCT g.supply_id FROM peg AS g "
    "JOIN supply AS s ON s.id = g.supply_id "
    "WHERE s.kind <> 'stock' AND s.available_on > g.promised_on))",
    "false": "NOT r.late",
}
_UNTIL = "r.\"on\" <= ({}::timestamptz AT TIME ZONE 'UTC')::date"  # the day itself is meant
LINES = Listing(
    "waiting-lines",
    "Units that wait, each part with its own date.",
    "order:order line:integer key placed_at:instant customer customer_name channel sku product "
    "quantity:integer unit_price:money value:money currency on:date expected_on:date "
    "late_days:integer late:flag basis supply supplier",
    "sku customer supplier channel basis late order on",
    at="on",
    place=_TWO,
    choices={"basis": _STANDS_ON, "late": _LATE},
    found_by={"supplier": _OF_SUPPLIER, "until": _UNTIL},
    narrow=True,
)
PRODUCTS = Listing(
    "waiting-products",
    "Products that are waited for, the most units first.",
    "sku product category units:integer lines:integer orders:integer unknown:integer late:integer "
    "next_on:date last_on:date value:money currency",
    "sku category",
    newest_first=True,
    place=_TWO,
)
CUSTOMERS = Listing(
    "waiting-customers",
    "Customers who wait, the most units first.",
    "customer name class units:integer lines:integer orders:integer unknown:integer late:integer "
    "next_on:date last_on:date value:money currency",
    "customer class",
    newest_first=True,
    place=_TWO,
)
SUPPLIERS = Listing(
    "waiting-suppliers",
    "Suppliers that are waited for, the most units first.",
    "supplier name units:integer ordered:integer planned:integer lines:integer orders:integer "
    "products:integer late:integer next_on:date last_on:date",
    "supplier",
    newest_first=True,
    place=_TWO,
)
# In large books these are worked out by a worker every few minutes, and say when.
KEPT = (CUSTOMERS.name, SUPPLIERS.name)
_YES_NO = (("true", _("yes")), ("false", _("no")))
_PRODUCT = lists.Filter("sku", _("Product"))


class Tab(NamedTuple):
    """A way to look at what waits."""

    page: str
    label: _StrPromise
    listing: Listing
    filters: tuple[lists.Filter, ...]
    template: str


TABS = (
    Tab(
        "backorders",
        _("By line"),
        LINES,
        (
            _PRODUCT,
            lists.Filter("customer", _("Customer")),
            lists.Filter("supplier", _("Supplier")),
            lists.Filter("channel", _("Channel")),
            lists.Filter("basis", _("Stands on"), tuple(BASES.items())),
            lists.Filter("late", _("Later than told"), _YES_NO),
            lists.Filter("until", _("Promised until"), kind="date"),
        ),
        "backorder/parts/waiting_lines.html",
    ),
    Tab(
        "backorders_by_product",
        _("By product"),
        PRODUCTS,
        (_PRODUCT, lists.Filter("category", _("Category"))),
        "backorder/parts/waiting_products.html",
    ),
    Tab(
        "backorders_by_customer",
        _("By customer"),
        CUSTOMERS,
        (lists.Filter("customer", _("Customer")), lists.Filter("class", _("Class"))),
        "backorder/parts/waiting_customers.html",
    ),
    Tab(
        "backorders_by_supplier",
        _("By supplier"),
        SUPPLIERS,
        (lists.Filter("supplier", _("Supplier")),),
        "backorder/parts/waiting_suppliers.html",
    ),
)


def _shown(request: HttpRequest, tab: Tab) -> HttpResponse:
    listing, as_of = tab.listing, None
    with frame.books() as conn:
        if listing.name in KEPT:
            kept = figures.shared(conn, [listing.name], frame.now())
            if listing.name in kept:
                as_of = kept[listing.name].as_of
                listing = listing._replace(reads=f"kept-{listing.name}")
        file = lists.export(conn, request, listing)
        if file is not None:
            return file
        found = lists.listed(conn, request, listing, tab.filters)
    return frame.render(
        request,
        "backorder/pages/backorders.html",
        {
            "list": found,
            "as_of": as_of,
            "tab": tab,
            "tabs": TABS,
            "may_cancel": roles.may(request.user, "cancel"),
            "may_review": roles.may(request.user, "review"),
            "may_release": roles.may(request.user, "release"),
        },
    )


def by_line(request: HttpRequest) -> HttpResponse:
    """Show the lines that wait; a form changes those that are ticked, after a preview."""
    if request.method == "POST":
        return backorder_bulk.change(request)
    return _shown(request, TABS[0])


def by_product(request: HttpRequest) -> HttpResponse:
    """Show the products that are waited for."""
    return _shown(request, TABS[1])


def by_customer(request: HttpRequest) -> HttpResponse:
    """Show the customers who wait."""
    return _shown(request, TABS[2])


def by_supplier(request: HttpRequest) -> HttpResponse:
    """Show the suppliers that are waited for."""
    return _shown(request, TABS[3])


PAGES = (
    Page("backorders", "backorders", by_line, methods=BOTH),
    Page("backorders/by-product", "backorders_by_product", by_product),
    Page("backorders/by-customer", "backorders_by_customer", by_customer),
    Page("backorders/by-supplier", "backorders_by_supplier", by_supplier),
)
