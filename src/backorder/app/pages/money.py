"""Money: what is held and to come in by ship week, and the refunds that have to be made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.payments import expected

from . import acting, frame, reports, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NOTHING = {"units": 0, "told": 0, "p50": 0, "p80": 0}
REASONS = {
    "customer": gettext_lazy("cancelled by the customer"),
    "delay": gettext_lazy("too late"),
    "discontinued": gettext_lazy("discontinued"),
    "fraud": gettext_lazy("fraud"),
    "mistake": gettext_lazy("a mistake"),
    "substituted": gettext_lazy("something else instead"),
    "other": gettext_lazy("another reason"),
    "changed": gettext_lazy("the order was changed"),
    "returned": gettext_lazy("sent back"),
    "goodwill": gettext_lazy("goodwill"),
}


def money(request: HttpRequest) -> HttpResponse:
    """Show what is held for open units and what is to come in, by the week in which they ship."""
    with frame.books() as conn:
        held, coming = expected.deferred(conn), expected.cash(conn)
    found = [
        {**a, **b, "weeks": _weeks(a["weeks"], b["weeks"])}
        for a, b in zip(held["currencies"], coming["currencies"], strict=True)
    ]
    return reports.render(request, "report_money", {"found": found}, period=False)


def _weeks(held: list[dict[str, Any]], coming: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the weeks of both reports side by side."""
    rows: dict[str | None, dict[str, Any]] = {}
    for name, weeks in (("held", held), ("cash", coming)):
        for week in weeks:
            rows.setdefault(week["from"], {"held": NOTHING, "cash": NOTHING})[name] = week
    return [
        {
            **rows[day],
            "day": day and date.fromisoformat(day),
            "units": max(one["units"] for one in rows[day].values()),
        }
        for day in sorted(rows, key=lambda day: (day is None, day or ""))
    ]


def refunds(request: HttpRequest) -> HttpResponse:
    """List the refunds that are due; one that was made by hand is marked."""
    if request.method == "POST":
        step = {"refund": typed.text(request.POST, "refund"), "state": "made"}
        step["reference"] = typed.text(request.POST, "reference")[:200]
        body = {"key": acting.key_of(request), "refunds": [step]}
        acting.attempt(request, "refund", body, _("The refund is marked as made."))
        return HttpResponseRedirect(reverse("pages:refunds"))
    every = request.GET.get("made") == "1"
    with frame.books() as conn:
        rows = expected.refunds(conn, made=every)["refunds"]
    soon = frame.now().date()
    for row in rows:
        row["day"] = date.fromisoformat(row["refund_by"])
        row["late"] = row["state"] != "made" and row["day"] <= soon
        row["why"] = REASONS.get(row["reason"], row["reason"])
    context = {"rows": rows, "every": every, "may_refund": roles.may(request.user, "refund")}
    return frame.render(request, "backorder/pages/refunds.html", context)


PAGES = (
    Page("reports/money", "report_money", money),
    Page("refunds", "refunds", refunds, methods=BOTH),
)
