"""Reports: how customers were served, what waits, how suppliers kept their word, why days moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from backorder.app.api import reports as api
from backorder.app.plans import accuracy
from backorder.app.report.variants import hardest_month, variants
from backorder.domain.errors import BackorderError
from backorder.ledger.figures import measuring as metrics

from . import files, frame, plots
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

Json = dict[str, Any]
TABS = (
    ("reports", _("Service")),
    ("report_backlog", _("Backlog")),
    ("report_suppliers", _("Suppliers")),
    ("report_causes", _("Causes")),
    ("report_why", _("Why backordered")),
    ("report_accuracy", _("Record accuracy")),
    ("report_whatif", _("What if")),
    ("report_forecast", _("Forecast")),
    ("report_money", _("Money")),
    ("report_alternatives", _("Taken instead")),
)
BY = (("day", _("day")), ("week", _("week")), ("month", _("month")))
CAUSES = {
    "supply_changed": _("a supplier's day changed"),
    "supplier_said": _("a supplier gave another day"),
    "supplier_short": _("a supplier does not deliver all of it"),
    "closed_short": _("the rest of a purchase does not come"),
    "supply_ordered": _("a plan was ordered"),
    "supply_overdue": _("a delivery is overdue"),
    "received_short": _("a delivery was short"),
    "demand_released": _("units became free"),
    "order_changed": _("the order was changed"),
    "count_short": _("a count found less"),
    "reallocated": _("units were given to others"),
}
DEMAND = {
    "all": _("all"),
    "smooth": _("steady, sizes alike"),
    "erratic": _("steady, sizes differ"),
    "intermittent": _("now and then, sizes alike"),
    "lumpy": _("now and then, sizes differ"),
}
VARIANTS = {"as_happened": _("As it happened")}
OLDEST, MOST_OLDEST = 20, 500
SERVICE_FIELDS = (
    "period from:date to:date orders:integer orders_backordered:integer lines:integer "
    "lines_backordered:integer units:integer units_backordered:integer backorder_rate_order "
    "backorder_rate_unit fill_rate_order fill_rate_unit promised:integer kept:integer kept_rate "
    "filled:integer days_to_fill_mean waiting:integer"
)
SUPPLIER_FIELDS = (
    "supplier name lines:integer ordered:integer received:integer damaged:integer short:integer "
    "open:integer overdue:integer lead_days_mean late_days_mean on_time_rate short_rate failed"
)
OLDEST_FIELDS = (
    "order sku name customer units:integer placed_on:date age_days:integer first_promise:date "
    "current_promise:date supply"
)


def service(request: HttpRequest) -> HttpResponse:
    """Show backorder rate, fill rates and promises kept, in all and by period."""
    found = asked(request, "metrics")
    rows = [_service_row(one) for one in found["periods"]]
    if wanted := request.GET.get("format", ""):
        names = [field.partition(":")[0] for field in SERVICE_FIELDS.split()]
        table = [[row[name] for name in names] for row in rows]
        return files.answer("service", wanted, SERVICE_FIELDS, table)
    context = {
        "found": found,
        "charts": plots.service(found["periods"]) if rows else [],
        "rows": list(reversed(rows)),
        "rates": [(name, found["backorder_rate"][name]) for name in ("order", "line", "unit")],
        "refused": sorted(found["refused"].items()),
    }
    return render(request, "reports", context, by=True)


def backlog(request: HttpRequest) -> HttpResponse:
    """Show what waits, by age, and the lines that have waited longest."""
    wanted = request.GET.get("format", "")
    with frame.books() as conn:
        found = metrics.backlog(conn, MOST_OLDEST if wanted else OLDEST)
    if wanted:
        names = [field.partition(":")[0] for field in OLDEST_FIELDS.split()]
        table = [[one[name] for name in names] for one in found["oldest"]]
        return files.answer("backlog", wanted, OLDEST_FIELDS, table)
    today = date.fromisoformat(found["today"])
    ages = [{**one, "query": _placed(one["days"], today)} for one in found["ages"]]
    context = {"found": found, "ages": ages, "chart": plots.ages(found)}
    return render(request, "report_backlog", context, period=False)


def suppliers(request: HttpRequest) -> HttpResponse:
    """Show how suppliers kept their word, the worst first."""
    found = asked(request, "suppliers")
    if wanted := request.GET.get("format", ""):
        names = [field.partition(":")[0] for field in SUPPLIER_FIELDS.split()]
        table = [[one[name] for name in names] for one in found["suppliers"]]
        return files.answer("suppliers", wanted, SUPPLIER_FIELDS, table)
    return render(request, "report_suppliers", {"found": found})


def causes(request: HttpRequest) -> HttpResponse:
    """Show why customers were told other days, and why orders were refused."""
    found = asked(request, "metrics")
    changes = found["promises"]["changes"]
    told = sorted(changes["causes"].items(), key=lambda one: (-one[1], one[0]))
    context = {
        "found": found,
        "changes": changes,
        "causes": [(CAUSES.get(code, code), count) for code, count in told],
        "refused": sorted(found["refused"].items(), key=lambda one: (-one[1], one[0])),
    }
    return render(request, "report_causes", context)


def forecast(request: HttpRequest) -> HttpResponse:
    """Show what forecasts were worth, by kind of demand."""
    with frame.books() as conn:
        found = accuracy.accuracy(conn)
    rows = [{**one, "label": DEMAND[one["kind"]]} for one in found["kinds"]]
    chart = plots.accuracy(found["history"]) if len(found["history"]) > 1 else None
    context = {"found": found, "rows": rows, "chart": chart}
    return render(request, "report_forecast", context, period=False)


def whatif(request: HttpRequest) -> HttpResponse:
    """Show what other rankings would have made of the same days."""
    first, last = _days(request)
    with frame.books() as conn:
        try:
            found = _lived_again(conn, first, last)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
            found = _lived_again(conn, None, None)
    for one in found["variants"]:
        one["label"] = VARIANTS.get(one["name"], one["name"].replace("_", " "))
    context = {"found": found, "happened": found["variants"][0]}
    return render(request, "report_whatif", context)


def _lived_again(conn: Connection[Any], first: date | None, last: date | None) -> Json:
    """Return the variants of a period; of the month with most waits where none is given."""
    if first is None and last is None:
        first, last = hardest_month(metrics.metrics(conn, None, None, "month")["periods"])
    return variants(conn, first, last)


def asked(request: HttpRequest, name: str) -> Json:
    """Return a report of the period that is asked for; of the usual one where that is none."""
    given = {key: value for key in api.PARAMETERS[name] if (value := request.GET.get(key))}
    with frame.books() as conn:
        try:
            return api.read(conn, name, given)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
            return api.read(conn, name, {})


def _days(request: HttpRequest) -> tuple[date | None, date | None]:
    try:
        first, last = (
            date.fromisoformat(text) if (text := request.GET.get(name)) else None
            for name in ("from", "to")
        )
    except ValueError:
        messages.error(request, str(_("A day is written as 2026-12-01.")))
        return None, None
    return first, last


def _service_row(one: Json) -> Json:
    """Return a period flat, with the query of the orders behind it."""
    until = date.fromisoformat(one["to"]) + timedelta(days=1)
    query = urlencode({"since": one["from"], "until": until.isoformat()})
    flat = {f"backorder_rate_{name}": rate for name, rate in one["backorder_rate"].items()}
    flat |= {f"fill_rate_{name}": rate for name, rate in one["fill_rate"].items()}
    return {**one, **flat, "query": query}


def _placed(days: str, today: date) -> str:
    """Return the query of backorders that were placed so many days ago.

    >>> _placed("8-14", date(2026, 12, 31))
    'since=2026-12-17&until=2026-12-24'
    """
    least, _dash, most = days.removesuffix("+").partition("-")
    until = (today - timedelta(days=int(least) - 1)).isoformat()
    if not most:
        return urlencode({"until": until})
    since = (today - timedelta(days=int(most))).isoformat()
    return urlencode({"since": since, "until": until})


def render(
    request: HttpRequest, page: str, context: Json, *, by: bool = False, period: bool = True
) -> HttpResponse:
    """Return a report's page, with its rivals as tabs and the period it is about."""
    query = request.GET.copy()
    query.pop("format", None)
    chosen = request.GET.get("by", "month")
    shared = {
        "tabs": [(name, label, name == page) for name, label in TABS],
        "period": period,
        "by": [(code, label, code == chosen) for code, label in BY] if by else [],
        "query": query.urlencode(),
        "exports": page in {"reports", "report_backlog", "report_suppliers"},
    }
    return frame.render(request, f"backorder/pages/{page}.html", {**context, **shared})


PAGES = (
    Page("reports", "reports", service),
    Page("reports/backlog", "report_backlog", backlog),
    Page("reports/suppliers", "report_suppliers", suppliers),
    Page("reports/causes", "report_causes", causes),
    Page("reports/what-if", "report_whatif", whatif),
    Page("reports/forecast", "report_forecast", forecast),
)
