"""Risk: what may run short before more comes, ranked by money, with the cheapest way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from backorder.app.plans import risks

from . import frame
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 50
PURCHASE = "PO-"
REMEDIES = {
    "expedite": gettext_lazy("Hurry %(name)s"),
    "transfer": gettext_lazy("Transfer from %(name)s"),
    "buy": gettext_lazy("Buy from %(name)s"),
    "substitute": gettext_lazy("Offer %(name)s instead"),
}


def risk(request: HttpRequest) -> HttpResponse:
    """List the products at risk."""
    with frame.books() as conn:
        found = risks.ranked(conn, frame.now(), SHOWN)
    for one in found["risks"]:
        way = one["remedy"]
        if way is not None:
            way["text"] = REMEDIES[way["kind"]] % {"name": way["name"]}
        supply = one["supply"] or ""
        one["purchase"] = supply.partition("/")[0] if supply.startswith(PURCHASE) else ""
    worth = list(found["value"].items())
    return frame.render(request, "backorder/pages/risk.html", {"found": found, "worth": worth})


PAGES = (Page("risk", "risk", risk),)
