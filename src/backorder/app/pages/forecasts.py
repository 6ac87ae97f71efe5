"""A product's forecast: what was asked for, what will be, and how sure that is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from backorder.app.plans.demand import monday
from backorder.app.report.charts import Chart, Series, lines
from backorder.app.statements import statement
from backorder.app.templatetags.ui import short_day

from . import frame, product_facts
from .page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

HISTORY = 52  # weeks before the forecast
LABEL_EVERY = 8  # weeks below the chart


class Place(NamedTuple):
    """The forecast of a product at a place, week by week from ``first_on`` on."""

    code: str
    first_on: date
    mean: list[float]
    base: list[float]
    p50: list[int]
    p80: list[int]
    p95: list[int]
    size: float
    uplift: float
    method: str
    made_at: datetime


def product_forecast(request: HttpRequest, sku: str) -> HttpResponse:
    """Show history and forecast of a product, at one place where there are several."""
    with frame.books() as conn:
        head = product_facts.head(conn, sku)
        rows = conn.execute(statement("page_product_forecast"), {"product": head.id}).fetchall()
        places = [Place(*row) for row in rows]
        wanted = request.GET.get("place", "")
        chosen = next((one for one in places if one.code == wanted), places[0] if places else None)
        first = chosen.first_on if chosen else monday(frame.now())
        history = _history(conn, head.id, first)
    context: dict[str, Any] = {
        "head": head,
        "places": places,
        "chosen": chosen,
        "chart": _chart(chosen, history, first) if chosen else None,
        "weeks": _weeks(chosen) if chosen else [],
        "sold": sum(history),
    }
    return frame.render(request, "backorder/pages/product_forecast.html", context)


def _history(conn: Connection[Any], product: int, until: date) -> list[int]:
    """Return what was asked for in each of the weeks before a day, over all places."""
    since = datetime.combine(until, time(), UTC) - timedelta(weeks=HISTORY)
    found = [0] * HISTORY
    asked = {"product": product, "since": since, "weeks": HISTORY}
    for week, units, _waited in conn.execute(statement("page_product_demand"), asked):
        found[week] = units
    return found


def _weeks(chosen: Place) -> list[dict[str, Any]]:
    """Return the forecast as a table."""
    return [
        {
            "on": chosen.first_on + timedelta(weeks=week),
            "mean": round(mean, 1),
            "promoted": mean > base,
            "p50": chosen.p50[week],
            "p80": chosen.p80[week],
            "p95": chosen.p95[week],
        }
        for week, (mean, base) in enumerate(zip(chosen.mean, chosen.base, strict=True))
    ]


def _chart(chosen: Place, history: Sequence[int], first: date) -> Chart:
    """Return the plot: history, then the mean and what is not exceeded with 50, 80 and 95 %."""
    ahead = len(chosen.mean)
    before: list[float | None] = [None] * HISTORY
    days = [first + timedelta(weeks=week) for week in range(-HISTORY, ahead)]
    names = [short_day(day) for day in days]
    labels = [name if n % LABEL_EVERY == 0 else "" for n, name in enumerate(names)]
    chart = Chart(
        _("Demand by week"),
        _("units asked for; then what is expected, and what is not exceeded with that chance"),
        (
            Series(_("asked for"), "a", [*map(float, history), *[None] * ahead]),
            Series(_("expected"), "c", [*before, *chosen.mean]),
            Series("80 %", "d", [*before, *map(float, chosen.p80)]),
            Series("95 %", "b", [*before, *map(float, chosen.p95)]),
        ),
    )
    return lines(chart, names, labels, lambda value: f"{value:,.0f}", top=1.0)


PAGES = (Page("forecasts/<path:sku>", "product_forecast", product_forecast),)
