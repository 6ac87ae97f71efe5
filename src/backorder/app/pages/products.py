"""Products: the list, with what is there, what is coming and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing

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
# What tells the state is looked up by itself, so that no sums are made of products of other states.
_OPEN = "FROM supply AS s WHERE s.product_id = r._place AND NOT s.quantity = 0"
_FREE = f"EXISTS (SELECT {_OPEN} AND s.kind = 'stock' AND s.quantity > s.pegged)"
_COMES = f"EXISTS (SELECT {_OPEN} AND s.kind IN ('purchase', 'transfer'))"
_PEGGED = f"EXISTS (SELECT {_OPEN} AND s.kind <> 'stock' AND s.pegged > 0)"
_UNKNOWN = "EXISTS (SELECT FROM peg AS g WHERE g.product_id = r._place AND g.supply_id IS NULL)"
_AWAITED = (
    "r._place IN (SELECT s.product_id FROM supply AS s "
    "WHERE NOT s.quantity = 0 AND s.kind <> 'stock' AND s.pegged > 0 "
    "UNION ALL SELECT g.product_id FROM peg AS g WHERE g.supply_id IS NULL)"
)
_NONE_FREE = f"NOT r.discontinued AND NOT {_FREE}"
_NOT_AWAITED = f"{_NONE_FREE} AND NOT {_PEGGED} AND NOT {_UNKNOWN}"
_CHOICES = {
    "in_stock": f"NOT r.discontinued AND {_FREE}",
    "backordered": f"{_NONE_FREE} AND {_AWAITED}",
    "coming": f"{_NOT_AWAITED} AND {_COMES}",
    "empty": f"{_NOT_AWAITED} AND NOT {_COMES}",
    "discontinued": "r.discontinued",
}
STOCK = Listing(
    "product-stock",
    "What is sold, with what is there, what is coming and what waits.",
    "sku name category state unit_price:money currency discontinued:flag on_hand:integer "
    "allocated:integer available:integer incoming:integer next_on:date waiting:integer "
    "unknown:integer",
    "sku category state discontinued",
    choices={"state": _CHOICES},
    narrow=True,
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
