"""The reports' plots: their words in the reader's language, their geometry from the report."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from backorder.app.report import charts
from backorder.app.report.charts import Chart, Series
from backorder.app.templatetags.ui import money, percent, short_day, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Json = dict[str, Any]
_LABELS = 12  # below a plot
_BOTTOMS = (0.0, 60.0, 80.0, 90.0)


def service(periods: Sequence[Json]) -> list[Chart]:
    """Return the plots of how orders were served, by period."""
    names, labels = [one["period"] for one in periods], _few([_label(one) for one in periods])
    lines = _charted(
        _("Order lines"),
        _("By whether stock was there when they were placed"),
        Series(_("lines backordered"), "b", [one["lines_backordered"] for one in periods]),
        Series(
            _("lines filled at once"),
            "a",
            [one["lines"] - one["lines_backordered"] for one in periods],
        ),
    )
    rate = _charted(
        _("Backorder rate"),
        _("Frozen when each order was accepted"),
        Series(_("of orders"), "b", [one["backorder_rate"]["order"] for one in periods]),
        Series(_("of units"), "d", [one["backorder_rate"]["unit"] for one in periods]),
    )
    kept = _charted(
        _("Promises kept"),
        _("Units that left by the promised day, by the day they were due"),
        Series(_("by the last day told"), "d", [one["kept_rate_last"] for one in periods]),
        Series(_("by the first day told"), "c", [one["kept_rate"] for one in periods]),
    )
    waiting = _charted(
        _("Customers waiting"),
        _("Backordered units that had not left at the end of each period"),
        Series(_("units waiting"), "b", [one["waiting"] for one in periods]),
    )
    known = [v for series in kept.series for v in series.values if v is not None]
    bottom = max(low for low in _BOTTOMS if low <= min(known, default=0.0))
    return [
        charts.stacked(lines, names, labels, whole),
        charts.lines(rate, names, labels, _share),
        charts.lines(kept, names, labels, _share, bottom=bottom, top=100.0),
        charts.lines(waiting, names, labels, whole, filled=True),
    ]


def ages(backlog: Json) -> Chart:
    """Return the plot of the backlog by age."""
    names = [one["days"] for one in backlog["ages"]]
    units = [one["units"] for one in backlog["ages"]]
    chart = _charted(
        _("Backlog by age"),
        _("Units that wait, by days since they were ordered"),
        Series(_("units"), "b", units),
    )
    return charts.stacked(chart, names, names, whole)


def accuracy(history: Sequence[Json]) -> Chart:
    """Return the plot of what forecasts were worth, measure by measure."""
    names = [short_day(one["measured_on"]) for one in history]
    chart = _charted(
        _("Errors of forecasts"),
        _("Scaled by each product's own changes; below 1 is better than repeating the last week"),
        Series("RMSSE", "a", [one["rmsse"] for one in history]),
        Series(_("scaled pinball loss"), "b", [one["pinball"] for one in history]),
    )
    return charts.lines(chart, names, _few(names), lambda value: f"{value:.2f}", top=1.0)


def kept_days(shares: Sequence[tuple[str, float, float]], title: str, note: str) -> Chart:
    """Return a plot of how often days were kept, beside how often they should have been."""
    names = [name for name, _wanted, _found in shares]
    chart = _charted(
        title,
        note,
        Series(_("to be kept"), "d", [wanted for _name, wanted, _found in shares]),
        Series(_("kept"), "b", [found for _name, _wanted, found in shares]),
    )
    return charts.lines(chart, names, names, _share, bottom=0.0, top=100.0)


def causes(
    months: Sequence[Json], words: Mapping[str, Any], tones: Mapping[str, str]
) -> list[Chart]:
    """Return the plots of why units were backordered, by month: in units, and in money.

    Money of several currencies is not added up: there is a plot of each.
    """
    names = [one["month"] for one in months]
    labels = _few([_label({"period": name}) for name in names])
    found = [{one["cause"]: one for one in month["causes"]} for month in months]
    present = [code for code in words if any(code in one for one in found)]

    def series(of: Callable[[Json], int]) -> list[Series]:
        return [
            Series(
                str(words[code]),
                tones[code],
                [of(one[code]) if code in one else 0 for one in found],
            )
            for code in present
        ]

    units = _charted(
        _("Units backordered"), _("By cause and month"), *series(lambda one: int(one["units"]))
    )
    plots = [charts.stacked(units, names, labels, whole)]
    for currency in sorted({code for month in months for code in month["value"]}):
        in_money = partial(_in_money, currency=currency)
        worth = _charted(
            _("What they were sold for"),
            _("By cause and month"),
            *series(lambda one, code=currency: int(one["value"].get(code, 0))),  # type: ignore[misc]
        )
        plots.append(charts.stacked(worth, names, labels, in_money))
    return plots


def record_accuracy(months: Sequence[Json]) -> Chart:
    """Return the plot of the share of counted lines that were right, by month."""
    names = [one["month"] for one in months]
    labels = _few([_label({"period": name}) for name in names])
    right = _charted(
        _("Record accuracy"),
        _("Counted lines that were right, by month"),
        Series(_("lines that were right"), "c", [one["accuracy"] for one in months]),
    )
    known = [one["accuracy"] for one in months if one["accuracy"] is not None]
    bottom = max(low for low in _BOTTOMS if low <= min(known, default=0.0))
    return charts.lines(right, names, labels, _share, bottom=bottom, top=100.0)


def bars(title: str, note: str, counts: Sequence[tuple[str, int]]) -> Chart:
    """Return a plot of a few named counts."""
    chart = _charted(title, note, Series(_("units"), "a", [count for _name, count in counts]))
    names = [name for name, _count in counts]
    return charts.stacked(chart, names, names, whole)


def _charted(title: str, note: str, *series: Series) -> Chart:
    return Chart(title, note, series)


def _in_money(value: float, currency: str) -> str:
    return money(round(value), currency)


def _share(value: float) -> str:
    return percent(value / 100, 0 if value == round(value) else 1)


def _label(one: Json) -> str:
    """Return what stands below a period: its month, with the year in January, or its first day."""
    if len(one["period"]) != len("2026-11"):
        return short_day(one["from"])
    month = date.fromisoformat(f"{one['period']}-01")
    return formats.date_format(month, "M" if month.month > 1 else "M y")


def _few(labels: list[str]) -> list[str]:
    """Return so few of the labels that they fit; the others are empty."""
    step = -(-len(labels) // _LABELS)
    return [label if n % step == 0 else "" for n, label in enumerate(labels)]
