"""What the advice on offering backorders reckons with, category by category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder import settings
from backorder.app.accounts import roles
from backorder.app.plans import terms
from backorder.connectors.money import decimal_text

from . import frame, given
from .jobs import attempted
from .offers import VERB
from .order_new import minor
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

SHOWN = 500
WORDS = {
    "ship": gettext_lazy("Shipping it apart"),
    "cancel": gettext_lazy("A cancellation"),
    "handling": gettext_lazy("Handling a backorder"),
    "goodwill": gettext_lazy("Cost of a lost sale"),
    "future": gettext_lazy("A customer's future worth"),
}


def offer_terms(request: HttpRequest) -> HttpResponse:
    """List the categories; the form below changes the terms of one."""
    name = given.text(request.GET, "category", 200)
    with frame.books() as conn:
        rows = terms.listed(conn, SHOWN)
    chosen = next((row for row in rows if row["category"] == name), None)
    fields = [(part, word, _text(chosen, part)) for part, word in WORDS.items()]
    context = {
        "rows": rows,
        "chosen": chosen,
        "name": name,
        "fields": fields,
        "usual": settings.get("BACKORDER_ADVICE"),
        "may_edit": roles.may(request.user, VERB),
    }
    return frame.render(request, "backorder/pages/offer_terms.html", context)


def _text(chosen: dict[str, Any] | None, part: str) -> str:
    if chosen is None or chosen[part] is None:
        return ""
    return decimal_text(chosen[part], chosen["currency"])


def save(request: HttpRequest) -> HttpResponse:
    """Keep the terms of a category, or let the usual ones count again."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]
    category = given.text(form, "category", 200)

    def change(conn: Connection[Any]) -> None:
        if form.get("do") == "usual":
            terms.drop(conn, category)
            return
        currency = given.text(form, "currency", 3).upper()
        found: dict[str, Any] = {
            part: minor(given.text(form, part, 20) or "0", currency) for part in WORDS
        }
        found |= {
            "currency": currency,
            "substitute_percent": given.whole(form, "substitute_percent") or 0,
        }
        terms.save(conn, category, found, now=frame.now(), by=by)

    attempted(request, change, _("Saved; the next plan reckons with it."))
    return HttpResponseRedirect(reverse("pages:offer_terms"))


PAGES = (
    Page("offers/terms", "offer_terms", offer_terms),
    Page("offers/terms/save", "offer_terms_save", save, VERB, POST),
)
