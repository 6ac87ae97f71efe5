"""Put the report together: read the facts, lay out the plots, fill the template."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder.domain import measures
from backorder.ledger.figures import measuring as ledger_metrics
from backorder.ledger.journal.snapshot import snapshot

from . import charts, words
from .charts import Chart, Point, Series
from .comparing import comparison
from .story import story, tiles
from .variants import hardest_month, variants

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

_HERE = Path(__file__).parent
WORST, LONGEST_DAYS, LABELLED, MOST_VERSIONS = 12, 60, 6, 7
BOTTOMS = (0.0, 60.0, 80.0, 90.0)  # of an axis that ends at 100 after four or five round steps


def facts(
    conn: Connection[Any], first: date | None = None, last: date | None = None
) -> dict[str, Any]:
    """Read everything the page shows, in one snapshot."""
    with snapshot(conn):
        weeks, months = ledger_metrics.several(conn, first, last, ("week", "month"))
        return {
            "weeks": weeks,
            "months": months["periods"],
            "backlog": ledger_metrics.backlog(conn, WORST),
            "suppliers": ledger_metrics.suppliers(conn, first, last),
            "variants": variants(conn, *hardest_month(months["periods"])),
        }


def page(found: dict[str, Any], title: str) -> str:
    """Return the report as one HTML page that needs nothing but itself.

    ``found`` is what ``facts`` returned; the same facts give the same page.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
    # Django's templates are only wanted where a page is made.
    from django.template import Context, Engine  # noqa: PLC0415

    engine = Engine(dirs=[str(_HERE)], autoescape=True)
    weeks = found["weeks"]
    return engine.get_template("report.html").render(
        Context(
            {
                "title": title,
                "css": (_HERE / "report.css").read_text(encoding="utf-8"),
                "from": words.long_day(weeks["from"]),
                "to": words.long_day(weeks["to"]),
                "story": story(weeks, found["suppliers"]),
                "tiles": tiles(weeks),
                "charts": _charts(found),
                "suppliers": _supplier_rows(found["suppliers"]),
                "again": comparison(found["variants"]),
                "oldest": _oldest_rows(found["backlog"]),
                "months": _month_rows(found["months"]),
                "refused": sorted(weeks["refused"].items()),
            },
            use_l10n=False,  # a coordinate has a point in every language
        )
    )


def _charts(found: dict[str, Any]) -> list[Chart]:
    weeks = found["weeks"]
    return [
        _demand(weeks["periods"]),
        _rate(weeks["periods"]),
        _kept(weeks["periods"]),
        _waiting(weeks["periods"]),
        _days_to_fill(weeks["waits"]),
        _churn(weeks["periods"]),
        _versions(weeks["promises"]["changes"]),
        _ages(weeks["backlog"]),
        _suppliers(found["suppliers"]["suppliers"]),
    ]


def _labels(periods: list[dict[str, Any]]) -> list[str]:
    """Return a label for the first week of every month, nothing for the others."""
    labels, last = [], ""
    for one in periods:
        month = words.day(one["from"]).split()[1]
        labels.append(month if month != last else "")
        last = month
    return labels


def _names(periods: list[dict[str, Any]]) -> list[str]:
    return [f"{one['period']}, from {words.day(one['from'])}" for one in periods]


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _share(value: float) -> str:
    return f"{value:g} %" if value == round(value) else f"{value:.1f} %"


def _demand(periods: list[dict[str, Any]]) -> Chart:
    late = [one["lines_backordered"] for one in periods]
    at_once = [one["lines"] - one["lines_backordered"] for one in periods]
    series = [Series("lines backordered", "b", late), Series("lines filled at once", "a", at_once)]
    chart = Chart(
        "Order lines per week", "By whether stock was there when they were placed", series
    )
    return charts.stacked(chart, _names(periods), _labels(periods), _count)


def _rate(periods: list[dict[str, Any]]) -> Chart:
    series = [
        Series(f"of {what}s", tone, [one["backorder_rate"][what] for one in periods])
        for what, tone in (("order", "b"), ("unit", "d"))
    ]
    chart = Chart("Backorder rate", "Frozen when each order was accepted", series)
    return charts.lines(chart, _names(periods), _labels(periods), _share)


def _kept(periods: list[dict[str, Any]]) -> Chart:
    series = [
        Series(f"by the {told} date", tone, [one[name] for one in periods])
        for told, tone, name in (("last", "d", "kept_rate_last"), ("first", "c", "kept_rate"))
    ]
    chart = Chart(
        "Promises kept", "Units that left by the promised day, by the week they were due", series
    )
    known = [value for one in series for value in one.values if value is not None]
    bottom = max(low for low in BOTTOMS if low <= min(known, default=0.0))
    return charts.lines(chart, _names(periods), _labels(periods), _share, bottom=bottom, top=100.0)


def _churn(periods: list[dict[str, Any]]) -> Chart:
    chart = Chart(
        "New dates told",
        "Orders that were told another date at least once, by the week they were placed",
        [Series("told another date", "d", [one["churn"] for one in periods])],
    )
    return charts.lines(chart, _names(periods), _labels(periods), _share, filled=True)


def _versions(changes: dict[str, Any]) -> Chart:
    """Return the orders whose promise changed, by how many dates they were told in all."""
    orders = [0] * (MOST_VERSIONS - 1)
    for text, count in changes["versions"].items():
        if int(text) > 1:
            orders[min(int(text), MOST_VERSIONS) - 2] += count
    labels = [str(n) for n in range(2, MOST_VERSIONS)] + [f"{MOST_VERSIONS}+"]
    stood = words.whole(changes["versions"].get("1", 0))
    chart = Chart(
        "Promise versions",
        f"Orders by how many dates they were told; {stood} were told one",
        [Series("orders", "b", orders)],
        x_name="versions",
    )
    return charts.stacked(chart, [f"{label} versions" for label in labels], labels, _count)


def _waiting(periods: list[dict[str, Any]]) -> Chart:
    values = [one["waiting"] for one in periods]
    chart = Chart(
        "Customers waiting",
        "Backordered units that had not left at each week's end",
        [Series("units waiting", "b", values)],
    )
    return charts.lines(chart, _names(periods), _labels(periods), _count, filled=True)


def _days_to_fill(waits: dict[str, Any]) -> Chart:
    """Return the histogram of waits in two-day steps; the longest ones share the last bar."""
    bins = [0] * (LONGEST_DAYS // 2 + 1)
    for text, units in waits["days"].items():
        bins[min(int(text) // 2, len(bins) - 1)] += units
    names = [f"{2 * n} to {2 * n + 1} days" for n in range(len(bins) - 1)]
    names.append(f"{LONGEST_DAYS} days or more")
    labels = [str(2 * n) if n % 5 == 0 else "" for n in range(len(bins))]
    labels[-1] = f"{LONGEST_DAYS}+"
    chart = Chart(
        "Days to fill",
        "Backordered units by days from order to parcel",
        [Series("units", "a", bins)],
        x_name="days",
    )
    charts.stacked(chart, names, labels, _count)
    for share, text in (("days_p50", "half"), ("days_p90", "9 in 10")):
        if waits[share] is not None and waits[share] < LONGEST_DAYS:
            charts.mark(chart, 100 * (waits[share] / 2 + 0.5) / len(bins), text)
    return chart


def _ages(backlog: dict[str, Any]) -> Chart:
    names = list(measures.age_names())
    units = [one["units"] for one in backlog["ages"]]
    chart = Chart(
        "Backlog by age",
        "Backordered units now, by days since they were ordered",
        [Series("units", "b", units)],
        x_name="days",
    )
    return charts.stacked(chart, [f"{name} days" for name in names], names, _count)


def _suppliers(suppliers: list[dict[str, Any]]) -> Chart:
    known = [one for one in suppliers if one["lead_days_mean"] is not None]
    worst = {one["supplier"] for one in known[:LABELLED]}
    points = [
        Point(
            one["name"],
            one["lead_days_mean"],
            one["late_days_mean"],
            one["ordered"],
            "b" if one["supplier"] in worst else "a",
            one["supplier"] in worst,
        )
        for one in known
    ]
    chart = Chart(
        "Suppliers",
        "Lead time and lateness, on average per unit; the dot's area is what was ordered",
        x_name="lead time in days",
    )
    charts.scatter(chart, points, lambda v: f"{v:g}", lambda v: f"{v:g} d late")
    chart.head = ["", "lead time, days", "days late"]
    chart.rows = [[p.name, f"{p.x:g}", f"{p.y:g}"] for p in points]
    return chart


def _supplier_rows(suppliers: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": one["name"],
            "code": one["supplier"],
            "failed": words.rate(one["failed"]),
            "width": one["failed"] or 0,
            "on_time": words.rate(one["on_time_rate"]),
            "late": words.days(one["late_days_mean"]),
            "lead": words.days(one["lead_days_mean"]),
            "short": words.rate(one["short_rate"]),
            "damaged": words.rate(one["damaged_rate"]),
            "ordered": words.whole(one["ordered"]),
        }
        for one in suppliers["suppliers"][:WORST]
    ]


def _oldest_rows(backlog: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **one,
            "placed": words.day(one["placed_on"]),
            "first": words.day(one["first_promise"]),
            "current": words.day(one["current_promise"]) if one["current_promise"] else "unknown",
            "moved": _moved(one["first_promise"], one["current_promise"]),
            "age": words.whole(one["age_days"]),
            "units": words.whole(one["units"]),
        }
        for one in backlog["oldest"]
    ]


def _moved(first: str | None, current: str | None) -> str:
    """Return how the date has moved since it was first told, as a class of the page."""
    if current == first:
        return ""
    return "later" if current is None or (first is not None and current > first) else "earlier"


def _month_rows(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": words.period(one["period"]),
            "orders": words.whole(one["orders"]),
            "rate": words.rate(one["backorder_rate"]["order"]),
            "fill": words.rate(one["fill_rate"]["unit"]),
            "kept": words.rate(one["kept_rate"]),
            "days": words.days(one["days_to_fill_mean"]),
            "waiting": words.whole(one["waiting"]),
            "value": words.money(one["value"]),
        }
        for one in months
    ]
