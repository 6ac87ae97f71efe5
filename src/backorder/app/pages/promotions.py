"""The calendar of promotions: what is planned, by whom, and when it overruns supply."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.domain.errors import InvalidError

from . import acting, frame, given, lists, promotion_facts
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VERB = "set_promotions"
PROMOTIONS = Listing(
    "promotions-pages",
    "What is planned to move demand, what begins last first.",
    "name sku product from:date to:date uplift:integer announced_by note withdrawn:flag",
    "name sku announced_by",
    newest_first=True,
    place=("_place", "_place2"),
)
ANNOUNCERS = (
    ("marketing", gettext_lazy("Marketing")),
    ("sales", gettext_lazy("Sales")),
    ("supply", gettext_lazy("Supply")),
)
FILTERS = (
    lists.Filter("name", gettext_lazy("Promotion")),
    lists.Filter("sku", gettext_lazy("Product")),
    lists.Filter(
        "announced_by", gettext_lazy("Announced by"), (("", gettext_lazy("all")), *ANNOUNCERS)
    ),
)


def promotions(request: HttpRequest) -> HttpResponse:
    """List promotions with what they come to; the form below makes or changes one."""
    today = frame.now().date()
    with frame.books() as conn:
        if (file := lists.export(conn, request, PROMOTIONS)) is not None:
            return file
        shown = lists.listed(conn, request, PROMOTIONS, FILTERS)
        found = promotion_facts.outlooks(conn, {row["sku"] for row in shown.rows}, today)
    names = dict(ANNOUNCERS)
    for row in shown.rows:
        row["outlook"] = found.get((row["name"], row["sku"]))
        row["by"] = names.get(row["announced_by"], row["announced_by"])
        row["over"] = str(row["to"]) < today.isoformat()
    context: dict[str, Any] = {
        "list": shown,
        "announcers": ANNOUNCERS,
        "asked": request.GET,
        "may_edit": roles.may(request.user, VERB),
    }
    return frame.render(request, "backorder/pages/promotions.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Make, change or withdraw a promotion of one product or of several."""
    form = request.POST

    def body() -> dict[str, Any]:
        skus = [sku for part in given.text(form, "sku").split(",") if (sku := part.strip())]
        if not skus:
            raise InvalidError("no_product", _("Name the products, parted by commas."))
        shared: dict[str, Any] = {
            "name": given.text(form, "name", 80),
            "from": _day(given.text(form, "from")),
            "to": _day(given.text(form, "to")),
            "withdrawn": form.get("do") == "withdraw",
        }
        uplift = given.whole(form, "uplift")
        shared |= given.filled(uplift=uplift)
        for name in ("announced_by", "note"):
            if name in form:
                shared[name] = given.text(form, name)
        ones = [{**shared, "sku": sku} for sku in skus]
        return {"promotions": ones, "key": acting.key_of(request)}

    said = (
        _("It is withdrawn; the next plan reckons without it.")
        if form.get("do") == "withdraw"
        else _("It is saved; the next plan reckons with it.")
    )
    given.attempted(request, VERB, body, said)
    return HttpResponseRedirect(reverse("pages:promotions"))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidError("not_a_day", _("A day is written as 2026-12-01.")) from None


PAGES = (
    Page("promotions", "promotions", promotions),
    Page("promotions/save", "promotion_save", save, VERB, POST),
)
