"""Delay cases: the lists by state, and the drafts that are approved in one go."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backorder.app.accounts import roles
from backorder.app.api.listings import LISTINGS
from backorder.app.statements import statement
from backorder.domain.delays.packs import PACKS
from backorder.domain.reasons import CAUSE_TEXTS

from . import acting, frame, lists
from .page import BOTH, Page

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

APPROVE = "approve_delays"
NEAR_DAYS = 3  # that are left to answer, where a deadline is near
DELAYS = LISTINGS["delays"]
# The same cases by the day to answer by, which `since` and `until` look at then.
NEAR = DELAYS._replace(
    name="delays-near",
    reads="delays",
    newest_first=False,
    at="respond_by",
    place=("_day", "_place"),
)
STATES = {
    "to_approve": ("warn", gettext_lazy("to approve")),
    "waiting": ("info", gettext_lazy("waits for the customer")),
    "settled": ("good", gettext_lazy("settled")),
    "ended": ("", gettext_lazy("ended")),
}
OUTCOMES = {
    "shipped": gettext_lazy("shipped"),
    "cancelled": gettext_lazy("cancelled"),
    "recovered": gettext_lazy("in time again"),
    "declined": gettext_lazy("cancelled by the customer"),
    "ended": gettext_lazy("ended by the customer"),
    "lapsed": gettext_lazy("cancelled by silence"),
}
KINDS = {
    "first": gettext_lazy("a later day"),
    "renewed": gettext_lazy("later once more"),
    "unknown": gettext_lazy("no day known"),
}
PACK_NAMES = {
    "us_16cfr435": gettext_lazy("United States"),
    "eu_2011_83": gettext_lazy("European Union"),
    "uk_cra2015": gettext_lazy("United Kingdom"),
    "commercial": gettext_lazy("commercial"),
}
SILENCES = {
    "cancel": gettext_lazy("it is cancelled"),
    "consent": gettext_lazy("the customer agrees"),
    "": gettext_lazy("nothing changes"),
}
_WHOSE = (
    lists.Filter("order", gettext_lazy("Order")),
    lists.Filter("customer", gettext_lazy("Customer")),
    lists.Filter("sku", gettext_lazy("Product")),
    lists.Filter("pack", gettext_lazy("Rules"), tuple(PACK_NAMES.items())),
)
FILTERS = (
    lists.Filter(
        "state", gettext_lazy("State"), tuple((one, row[1]) for one, row in STATES.items())
    ),
    *_WHOSE,
)


class Drafts(NamedTuple):
    """Drafts that one change made: cases, orders and units, values by currency, days unknown."""

    cause: str
    made_at: datetime
    cases: int
    orders: int
    units: int
    undated: int
    values: list[tuple[str, int]]


def silence_of(pack: str, silence: str) -> str:
    """Return what silence does under a pack: "cancel", "consent", or nothing.

    >>> silence_of("us_16cfr435", "consent"), silence_of("eu_2011_83", "consent")
    ('consent', '')
    """
    return silence if PACKS[pack].cancels else ""


def delays(request: HttpRequest) -> HttpResponse:
    """List delay cases, the newest first."""
    with frame.books() as conn:
        file = lists.export(conn, request, DELAYS)
        if file is not None:
            return file
        found = lists.listed(conn, request, DELAYS, FILTERS)
    return _list(request, found, request.GET.get("state", "") or "all")


def near(request: HttpRequest) -> HttpResponse:
    """List the cases that the customer has to answer within a few days, the next day first."""
    until = frame.now().date() + timedelta(days=NEAR_DAYS + 1)
    always = {"state": "waiting", "until": until.isoformat()}
    with frame.books() as conn:
        file = lists.export(conn, request, NEAR, always)
        if file is not None:
            return file
        found = lists.listed(conn, request, NEAR, _WHOSE, always=always)
    return _list(request, found, "near")


def _list(request: HttpRequest, found: lists.Listed, here: str) -> HttpResponse:
    today = frame.now().date()
    for row in found.rows:
        row["tone"], row["says"] = STATES[row["state"]]
        row["pack_name"] = PACK_NAMES[row["pack"]]
        row["ended_as"] = OUTCOMES.get(row["outcome"], "")
        row["silence_says"] = SILENCES[silence_of(row["pack"], row["silence"])]
        row["over"] = row["respond_by"] is not None and row["respond_by"] < today
    address = reverse("pages:delays")
    tabs = [("all", _("All"), address)]
    tabs += [(one, str(row[1]), f"{address}?state={one}") for one, row in STATES.items()]
    tabs.insert(3, ("near", _("deadline near"), reverse("pages:delays_near")))
    context = {"list": found, "tabs": tabs, "tab": here, "near_days": NEAR_DAYS}
    return frame.render(request, "backorder/pages/delays.html", context)


def drafts(request: HttpRequest) -> HttpResponse:
    """Show the drafts by what made them; one button lets all of them go."""
    with frame.books() as conn:
        groups = waiting(conn)
    cases = sum(group.cases for group in groups)
    if request.method == "POST":
        return _approve(request, cases)
    values: dict[str, int] = {}
    for currency, value in (one for group in groups for one in group.values):
        values[currency] = values.get(currency, 0) + value
    context = {
        "groups": groups,
        "cases": cases,
        "units": sum(group.units for group in groups),
        "values": sorted(values.items()),
        "may_approve": roles.may(request.user, APPROVE),
    }
    return frame.render(request, "backorder/pages/delay_drafts.html", context)


def waiting(conn: Connection[Any]) -> list[Drafts]:
    """Return the drafts that wait for approval, by what made them, the oldest first."""
    rows = conn.execute(statement("page_delay_drafts")).fetchall()
    return [
        _group(cause, made_at, list(of))
        for (_journal, cause, made_at), of in groupby(rows, key=lambda row: row[:3])
    ]


def _group(cause: str, made_at: datetime, rows: list[tuple[Any, ...]]) -> Drafts:
    """Return one change's drafts, which have a row a currency."""
    cases, orders, units, undated = (sum(row[n] for row in rows) for n in (4, 5, 6, 8))
    values = [(row[3], row[7]) for row in rows]
    return Drafts(CAUSE_TEXTS.get(cause, cause), made_at, cases, orders, units, undated, values)


def _approve(request: HttpRequest, cases: int) -> HttpResponse:
    """Approve all drafts, if they are as many as the person has seen."""
    back = HttpResponseRedirect(reverse("pages:delay_drafts"))
    if request.POST.get("cases") != str(cases):
        messages.error(request, _("There are other drafts by now. Please look at them again."))
        return back
    answer = acting.attempt(request, APPROVE, {"all": True, "key": acting.key_of(request)})
    if answer is not None:
        n = answer["approved"]
        said = ngettext(
            "%(n)d notice is approved and goes out.", "%(n)d notices are approved and go out.", n
        )
        messages.success(request, said % {"n": n})
    return back


PAGES = (
    Page("delays", "delays", delays),
    Page("delays/near", "delays_near", near),
    Page("delays/drafts", "delay_drafts", drafts, methods=BOTH),
)
