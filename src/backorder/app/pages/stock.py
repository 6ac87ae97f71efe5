"""Stock: what is on hand by product and place, and every unit that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.app.api.listings import LISTINGS

from . import frame, lists
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STOCK = Listing(
    "stock-pages",
    "What is on hand in places that sell, with what of it is free and what comes.",
    "sku name location on_hand:integer allocated:integer available:integer coming:integer "
    "there:flag",
    "sku location there",
)
FILTERS = (
    lists.Filter("sku", _("Product")),
    lists.Filter("location", _("Place")),
    lists.Filter("there", _("On hand"), (("true", _("something")), ("false", _("nothing")))),
)
KINDS = (
    ("receipt", _("receipt")),
    ("shipment", _("shipment")),
    ("count", _("count")),
    ("adjustment", _("adjustment")),
    ("transfer", _("transfer")),
    ("return", _("return")),
)
MOVED = (
    lists.Filter("sku", _("Product")),
    lists.Filter("kind", _("By"), KINDS),
    lists.Filter("from", _("From")),
    lists.Filter("to", _("To")),
    lists.Filter("since", _("Since"), kind="date"),
    lists.Filter("until", _("Before"), kind="date"),
)
COUNTED = (lists.Filter("location", _("Place")),)


def stock(request: HttpRequest) -> HttpResponse:
    """List what is on hand, by product and place."""
    return _list(request, "stock", STOCK, FILTERS)


def movements(request: HttpRequest) -> HttpResponse:
    """List the movements, the last first."""
    return _list(request, "movements", LISTINGS["movements"], MOVED)


def counts(request: HttpRequest) -> HttpResponse:
    """List the counts, the last first."""
    return _list(request, "counts", LISTINGS["counts"], COUNTED)


def _list(
    request: HttpRequest, tab: str, listing: Listing, filters: tuple[lists.Filter, ...]
) -> HttpResponse:
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing)) is not None:
            return file
        shown = lists.listed(conn, request, listing, filters)
    if tab == "counts":
        for row in shown.rows:
            row["off"] = [line for line in row["lines"] if line["counted"] != line["expected"]]
    user = request.user
    return frame.render(
        request,
        "backorder/pages/stock.html",
        {
            "list": shown,
            "tab": tab,
            "may_adjust": roles.may(user, "adjust"),
            "may_transfer": roles.may(user, "transfer"),
            "may_count": roles.may(user, "count"),
        },
    )


PAGES = (
    Page("stock", "stock", stock),
    Page("stock/movements", "movements", movements),
    Page("stock/counts", "counts", counts),
)
