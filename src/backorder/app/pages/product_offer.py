"""Whether to offer backorders of one product: the advice, and what a unit is worth by the wait."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backorder.app.report.charts import Chart, Series, lines, mark
from backorder.app.statements import statement
from backorder.app.templatetags.ui import money

from .offers import REASONS, VERDICTS

if TYPE_CHECKING:
    from psycopg import Connection

LABEL_EVERY = 7  # of the points below the plot


class Offer(NamedTuple):
    """The advice as the page says it; the chart is None where it was worked out without one."""

    verdict: str
    says: str
    why: str
    cap: int | None
    break_even: float | None
    always: bool
    wait: float | None
    chart: Chart | None

    @property
    def break_even_days(self) -> int:
        """Return the longest wait that pays, in whole days."""
        return round(self.break_even or 0.0)


def read(conn: Connection[Any], sku: str) -> Offer | None:
    """Return the advice on a product; None where there is none yet."""
    row = conn.execute(statement("page_product_advice"), {"sku": sku}).fetchone()
    if row is None:
        return None
    verdict, reason, cap, even, always, wait, _offering, refusing, currency, figures = row
    chart = None
    if worth := figures.get("worth"):
        chart = curve(worth, figures["until"], refusing, even, currency)
    says, why = str(VERDICTS[verdict]), str(REASONS[reason])
    return Offer(verdict, says, why, cap, even, always, wait, chart)


def curve(
    worth: list[float], until: float, refusing: float, even: float | None, currency: str
) -> Chart:
    """Return what a unit that is asked for is worth by the wait, beside what a refusal is worth."""
    last = len(worth) - 1
    days = [until * n / last for n in range(last + 1)]
    names = [ngettext("%(n)s day", "%(n)s days", round(day)) % {"n": round(day)} for day in days]
    labels = [name if n % LABEL_EVERY == 0 else "" for n, name in enumerate(names)]
    chart = Chart(
        _("What a unit is worth by the wait"),
        _("expected, for each unit that is asked for"),
        (
            Series(_("offered"), "a", worth),
            Series(_("refused"), "b", [refusing] * len(worth)),
        ),
    )
    low = _bottom(min(refusing, *worth), max(refusing, *worth))
    drawn = lines(chart, names, labels, lambda value: money(round(value), currency), bottom=low)
    if even is not None and even <= until:
        at = 100 * (even / until * last + 0.5) / len(worth)
        mark(drawn, at, ngettext("%(n)s day", "%(n)s days", round(even)) % {"n": round(even)})
    return drawn


def _bottom(low: float, high: float) -> float:
    """Return where the axis begins: at nought, or at a round number below what is less.

    >>> _bottom(-157, 2000), _bottom(12, 90)
    (-1000.0, 0.0)
    """
    unit = 10.0 ** floor(log10(max(high - low, 1.0)))
    return min(0.0, floor(low / unit) * unit)
