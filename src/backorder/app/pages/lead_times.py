"""Lead times: how often the days that were learned have been kept, and a supplier's scorecard."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app.statements import statement

from . import frame, plots
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

    from backorder.app.report.charts import Chart

YEARS = timedelta(days=2 * 366)  # how far back a scorecard looks
MOST = 50  # learned lead times shown with a supplier


def lead_times(request: HttpRequest) -> HttpResponse:
    """Show how often purchases came by the days that were learned for them."""
    with frame.books() as conn:
        rows = conn.cursor(row_factory=dict_row).execute(statement("page_lead_time_checks"))
        found = rows.fetchall()
    whole = next((row for row in found if row["supplier"] is row["days_from"] is None), None)
    context: dict[str, Any] = {
        "whole": whole,
        "charts": [] if whole is None else [_kept(whole)],
        "buckets": [row for row in found if row["days_from"] is not None],
        "suppliers": [row for row in found if row["supplier"] is not None],
    }
    return frame.render(request, "backorder/pages/lead_times.html", context)


def scorecard(conn: Connection[Any], code: str) -> dict[str, Any]:
    """Return how a supplier kept its word by quarter, and what was learned of it."""
    cursor = conn.cursor(row_factory=dict_row)
    asked = {"supplier": code, "since": frame.now() - YEARS}
    trend = cursor.execute(statement("page_supplier_trend"), asked).fetchall()
    learned = cursor.execute(
        statement("page_supplier_learned"), {"supplier": code, "limit": MOST}
    ).fetchall()
    return {"trend": trend, "learned": learned}


def _kept(whole: dict[str, Any]) -> Chart:
    """Return the plot of what was kept, next to what should have been."""
    return plots.kept_days(
        [(f"P{chance}", float(chance), 100 * whole[f"p{chance}"]) for chance in (50, 80, 95)],
        _("Days kept"),
        _("Purchases that came by each day, of those that should have"),
    )


PAGES = (Page("suppliers/lead-times", "lead_times", lead_times),)
