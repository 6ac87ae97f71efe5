"""Stock policies: how much to hold and why, what moved, and a person's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.app.report.charts import Chart, Series, mark, stacked
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, NotFoundError
from backorder.planning.stock.lead_time_demand import demand_table, lead_strata

from . import acting, frame, lists, typed
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

VERB = "set_stock_policies"
CHANGES = 20
BARS = 32
SPREAD = 0.2
METHODS = (
    ("reorder", gettext_lazy("reorder point")),
    ("order_up_to", gettext_lazy("order up to")),
    ("on_demand", gettext_lazy("on demand")),
)
CAUSES = {
    "new": gettext_lazy("set for the first time"),
    "calculated": gettext_lazy("worked out anew"),
    "override": gettext_lazy("set by a person"),
    "override_ended": gettext_lazy("a person's numbers ended"),
}
_CLASSES = (("A", "A"), ("B", "B"), ("C", "C"))
_SPREADS = (("X", "X"), ("Y", "Y"), ("Z", "Z"))
POLICIES = Listing(
    "stock-policies-pages",
    "How much of each product each place is to hold.",
    "sku name location method abc xyz reorder_point:integer order_up_to:integer "
    "safety_stock:integer demand_week:number service:number value:money currency "
    "override_reorder_point:integer override_order_up_to:integer override_until:date",
    "sku location method abc xyz",
    place=("_place", "_place2"),
)
FILTERS = (
    lists.Filter("sku", gettext_lazy("SKU")),
    lists.Filter("location", gettext_lazy("Location")),
    lists.Filter("method", gettext_lazy("Method"), METHODS),
    lists.Filter("abc", gettext_lazy("By turnover"), _CLASSES),
    lists.Filter("xyz", gettext_lazy("By steadiness"), _SPREADS),
)


def policies(request: HttpRequest) -> HttpResponse:
    """List the stock policies."""
    with frame.books() as conn:
        if (file := lists.export(conn, request, POLICIES)) is not None:
            return file
        shown = lists.listed(conn, request, POLICIES, FILTERS)
    words, today = dict(METHODS), frame.now().date()
    for row in shown.rows:
        until = row["override_until"]
        if row["override_order_up_to"] is not None and (until is None or until >= today):
            row["own"] = True
            row["reorder_point"] = row["override_reorder_point"]
            row["order_up_to"] = row["override_order_up_to"]
        row["method_word"] = words[row["method"]]
    return frame.render(request, "backorder/pages/stock_policies.html", {"list": shown})


def policy(request: HttpRequest, location: str, sku: str) -> HttpResponse:
    """Show one stock policy: its numbers, what they stand against, and how they moved."""
    with frame.books() as conn:
        found = _read(conn, sku, location)
        with conn.cursor(row_factory=dict_row) as cursor:
            changes = cursor.execute(
                statement("page_stock_policy_changes"),
                {"sku": sku, "location": location, "most": CHANGES},
            ).fetchall()
    for one in changes:
        one["cause_word"] = CAUSES[one["cause"]]
    today = frame.now().date()
    until = found["override_until"]
    found["own"] = found["override_order_up_to"] is not None and (until is None or until >= today)
    found["lead_time_days"] = round(found["lead_time_days"])
    found["method_word"] = dict(METHODS)[found["method"]]
    context = {
        "policy": found,
        "changes": changes,
        "chart": chart(found),
        "may_set": roles.may(request.user, VERB),
        "today": today,
    }
    return frame.render(request, "backorder/pages/stock_policy.html", context)


def override(request: HttpRequest, location: str, sku: str) -> HttpResponse:
    """Set a person's own numbers up to a day, or take them away."""
    said = _("%(sku)s goes by what is worked out again.") % {"sku": sku}
    one: dict[str, Any] = {"sku": sku, "location": location, "override": None}
    try:
        if request.POST.get("do") != "end":
            one["override"] = {
                "reorder_point": typed.whole(request.POST, "reorder_point") or 0,
                "order_up_to": typed.whole(request.POST, "order_up_to") or 0,
                "until": typed.text(request.POST, "until") or None,
                "reason": typed.text(request.POST, "reason"),
            }
            said = _("Your numbers count for %(sku)s.") % {"sku": sku}
        acting.carry_out(request, VERB, {"key": acting.key_of(request), "stock_policies": [one]})
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("pages:stock_policy", args=[location, sku]))


def _read(conn: Connection[Any], sku: str, location: str) -> dict[str, Any]:
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            statement("page_stock_policy"), {"sku": sku, "location": location}
        ).fetchone()
    if found is None:
        raise NotFoundError(
            "unknown_stock_policy",
            f"There is no stock policy for {sku} at {location}.",
            sku=sku,
            location=location,
        )
    return found


def chart(found: dict[str, Any]) -> Chart | None:
    """Return how likely each demand until the next receipt is, with both levels marked."""
    if found["demand_mean"] <= 0.0:
        return None
    half = np.array([max(found["lead_time_days"], 0.5)])
    days = lead_strata(half, half * np.exp(0.841621 * SPREAD), half * np.exp(1.644854 * SPREAD))
    wrong = float(found["reason"].get("rate_sd", 0.0))
    table = demand_table(
        np.array([found["demand_mean"]]),
        np.array([found["demand_sd"] ** 2]),
        days + found["review_days"],
        np.array([wrong]),
    )
    low, high = found["reorder_point"], found["order_up_to"]
    if found.get("own"):
        low, high = found["override_reorder_point"], found["override_order_up_to"]
    step = int(table.step[0])
    chances = table.pmf[0]
    reach = int(np.searchsorted(np.cumsum(chances), 0.998)) + 1
    if high <= 3 * reach * step:  # room for the mark and its word
        reach = max(reach, int(1.45 * high / step))
    wide = max(1, -(-max(reach * step, low + step) // (BARS * step)))  # columns in one bar
    count = -(-max(reach, low // step + 1) // wide)
    padded = np.zeros(count * wide)
    padded[: min(padded.size, chances.size)] = chances[: padded.size]
    heights = (100.0 * padded.reshape(count, wide).sum(axis=1)).tolist()
    begins = [n * wide * step for n in range(count)]
    names = [
        str(at) if wide * step == 1 else f"{at}\N{EN DASH}{at + wide * step - 1}" for at in begins
    ]
    labels = [str(at) if n % 8 == 0 else "" for n, at in enumerate(begins)]
    drawn = stacked(
        Chart(
            _("Demand until the next receipt"),
            _("chance of each number of units, in percent, with the levels"),
            (Series(_("chance"), "a", heights),),
        ),
        names,
        labels,
        lambda value: f"{value:.1f}",
    )
    span = count * wide * step
    for at, word in ((low, _("reorder point")), (high, _("order up to"))):
        if 0 <= at < span:
            mark(drawn, 100.0 * (at + 0.5) / span, word)
    return drawn


PAGES = (
    Page("stock-policies", "stock_policies", policies),
    Page(
        "stock-policies/<str:location>/<path:sku>/override",
        "stock_policy_override",
        override,
        VERB,
        POST,
    ),
    Page("stock-policies/<str:location>/<path:sku>", "stock_policy", policy),
)
