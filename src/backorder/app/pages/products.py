"""Products: the list, with what is there, what is coming and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.api.listings import Listing

from . import frame, lists
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

STATES: dict[str, _StrPromise] = {
    "in_stock": _("in stock"),
    "backordered": _("backordered"),
    "coming": _("on order"),
    "empty": _("nothing there"),
    "discontinued": _("discontinued"),
}
STOCK = Listing(
    "product-stock",
    "What is sold, with what is there, what is coming and what waits.",
    "sku name category state unit_price:money currency discontinued:flag on_hand:integer "
    "allocated:integer available:integer incoming:integer next_on:date waiting:integer "
    "unknown:integer",
    "sku category state discontinued",
)
FILTERS = (
    lists.Filter("sku", _("Product")),
    lists.Filter("category", _("Category")),
    lists.Filter("state", _("State"), tuple(STATES.items())),
)


def products(request: HttpRequest) -> HttpResponse:
    """Show the list of products."""
    with frame.books() as conn:
        file = lists.export(conn, request, STOCK)
        if file is not None:
            return file
        found = lists.listed(conn, request, STOCK, FILTERS)
    return frame.render(
        request,
        "backorder/pages/products.html",
        {"list": found, "may_change": roles.may(request.user, "set_products")},
    )


PAGES = (Page("products", "products", products),)
