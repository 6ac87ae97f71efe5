"""What customers took instead: each pair of products with how often it was shown and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from backorder.app.api.listings import LISTINGS

from . import frame, lists, reports
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAIRS = LISTINGS["alternatives"]
STANDINGS = {
    "offered": ("good", gettext_lazy("declared")),
    "dismissed": ("", gettext_lazy("dismissed")),
    "": ("info", gettext_lazy("found")),
}
ORDERS = (
    ("shown", gettext_lazy("Shown")),
    ("taken", gettext_lazy("Taken")),
    ("units", gettext_lazy("Units")),
    ("rate", gettext_lazy("Share taken")),
    ("last", gettext_lazy("Last put before a customer")),
    ("product", gettext_lazy("Product")),
)
FILTERS = (
    lists.Filter("sku", gettext_lazy("Product")),
    lists.Filter("substitute", gettext_lazy("Instead")),
    lists.Filter(
        "standing",
        gettext_lazy("Standing"),
        tuple((code, STANDINGS[code][1]) for code in ("offered", "dismissed")),
    ),
)


def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs, as a page or as a file."""
    with frame.books() as conn:
        file = lists.export(conn, request, PAIRS)
        if file is not None:
            return file
        found = lists.listed(conn, request, PAIRS, FILTERS)
    for row in found.rows:
        row["tone"], row["says"] = STANDINGS[row["standing"]]
    return reports.render(
        request, "report_alternatives", {"list": found, "sorted_by": ORDERS}, period=False
    )


PAGES = (Page("reports/alternatives", "report_alternatives", pairs),)
