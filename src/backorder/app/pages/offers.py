"""Offer backorders? The advice on each product, adopted by one click and undone by another."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.plans import advising
from backorder.app.statements import statement

from . import acting, frame, given
from .page import POST, Page

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

VERB = "set_policies"
SHOWN = 100
VERDICTS = {
    "allow": gettext_lazy("offer"),
    "cap": gettext_lazy("offer up to a limit"),
    "deny": gettext_lazy("do not offer"),
}
REASONS = {
    "pays": gettext_lazy(
        "A purchase made now comes before the wait at which refusing pays better."
    ),
    "supplier_limit": gettext_lazy("It pays up to the units that the supplier can bring in time."),
    "only_incoming": gettext_lazy("Only what is on its way comes soon enough."),
    "wait_too_long": gettext_lazy("The wait is longer than the one at which refusing pays better."),
    "never_pays": gettext_lazy("Even without a wait a backorder is worth less than a refusal."),
    "no_date": gettext_lazy("Nobody knows when more could come, so no date can be told."),
    "dates_not_kept": gettext_lazy("The days of its supplier are kept too seldom to be told."),
}


def offers(request: HttpRequest) -> HttpResponse:
    """List the advice, that with the most money at stake first."""
    verdict, sku = (given.text(request.GET, name, 80) for name in ("verdict", "sku"))
    with frame.books() as conn:
        rows = advising.listed(conn, verdict=verdict, sku=sku, limit=SHOWN)["advice"]
    for row in rows:
        row["says"] = VERDICTS[row["verdict"]]
        row |= {name: round(row[name]) for name in ("value_offer", "value_refuse")}
        row["why"] = REASONS[row["reason"]["code"]]
    context = {
        "rows": rows,
        "more": len(rows) == SHOWN,
        "verdict": verdict,
        "sku": sku,
        "verdicts": VERDICTS.items(),
        "may_edit": roles.may(request.user, VERB),
    }
    return frame.render(request, "backorder/pages/offers.html", context)


def adopt(request: HttpRequest) -> HttpResponse:
    """Make the advice on a product its rule, or bring back the rule that it replaced."""
    sku, undo = given.text(request.POST, "sku", 80), request.POST.get("do") == "undo"
    today = frame.now().date()
    with frame.books() as conn:
        rows = advising.listed(conn, sku=sku, limit=1)["advice"] if sku else []
        rule = conn.execute(statement("advice_rule"), {"sku": sku, "today": today}).fetchone()
    if rows and (rows[0]["before"] is not None or not undo):
        before = rule[0] if rule else {}
        wanted = (
            restored(sku, rows[0]["before"], before, today) if undo else adopted(rows[0], before)
        )
        said = _("The rule is as it was.") if undo else _("The advice is the product's rule now.")
        body = {"policies": [wanted], "key": acting.key_of(request)}
        if acting.attempt(request, VERB, body, said) is not None:
            _note(sku, None if undo else before, request)
    return HttpResponseRedirect(reverse("pages:offers"))


def adopted(advice: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the product's rule by the advice; what the advice says nothing of stays as it was.

    >>> row = {"sku": "MUG", "verdict": "cap", "cap": 9, "cap_from": "", "max_wait_days": 22}
    >>> sorted(adopted(row, {}).items())[:3]
    [('cap', 9), ('cap_from', 'fixed'), ('match', 'MUG')]
    """
    rule = before | {
        "scope": "product",
        "match": advice["sku"],
        "mode": "deny" if advice["verdict"] == "deny" else "allow",
        "cap": advice["cap"],
        "cap_from": advice["cap_from"] or "fixed",
        "max_wait_days": advice["max_wait_days"],
    }
    return {name: value for name, value in rule.items() if value is not None}


def restored(sku: str, before: dict[str, Any], now: dict[str, Any], today: date) -> dict[str, Any]:
    """Return the rule that was there before; where there was none, the adopted one ends."""
    rule = before or now | {
        "scope": "product",
        "match": sku,
        "valid_from": None,
        "valid_until": (today - timedelta(days=1)).isoformat(),
    }
    return {name: value for name, value in rule.items() if value is not None}


def _note(sku: str, before: dict[str, Any] | None, request: HttpRequest) -> None:
    told = {
        "sku": sku,
        "at": None if before is None else frame.now(),
        "by": "" if before is None else request.user.email,  # type: ignore[union-attr]
        "before": None if before is None else json.dumps(before),
    }
    with frame.books() as conn:
        conn.execute(statement("advice_adopt"), told)


PAGES = (
    Page("offers", "offers", offers),
    Page("offers/adopt", "offer_adopt", adopt, VERB, POST),
)
