"""On which day a promotion overruns supply: lifted forecasts against stock and what is coming."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.app.plans.demand import week_shares
from backorder.app.statements import statement
from backorder.planning.forecast.overrun import by_day, lifted, overrun

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from psycopg import Connection


class Outlook(NamedTuple):
    """What a promotion comes to; ``runs_out`` is the day its supply is overrun, if it is.

    ``expected`` are the units of its days, None where there is no forecast yet; ``percent`` is what
    the forecast adds for it, as announced or else as found.
    """

    known: bool
    expected: int = 0
    percent: int = 0
    runs_out: date | None = None


class _Forecast(NamedTuple):
    first: date
    base: np.ndarray[Any, np.dtype[np.float64]]
    uplift: float


def outlooks(
    conn: Connection[Any], skus: Collection[str], today: date
) -> dict[tuple[str, str], Outlook]:
    """Return the outlook of each promotion of some products that is on or to come."""
    wanted = {"skus": sorted(set(skus))}
    plans = conn.execute(statement("page_promotion_plans"), {**wanted, "today": today}).fetchall()
    if not plans:
        return {}
    forecasts = _forecasts(conn, wanted)
    last = today + timedelta(weeks=60)
    rows = conn.execute(
        statement("page_promotion_supplies"), {**wanted, "today": today, "last": last}
    ).fetchall()
    supplies: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for sku, day, units in rows:
        supplies[sku].append((day, units))
    of: dict[str, list[Any]] = defaultdict(list)
    for sku, *plan in plans:
        of[sku].append(plan)
    return {
        (plan[0], sku): _outlook(plan, mine, forecasts.get(sku), supplies[sku], today)
        for sku, mine in of.items()
        for plan in mine
    }


def _forecasts(conn: Connection[Any], wanted: dict[str, Any]) -> dict[str, _Forecast]:
    """Return the forecast of each product over all places."""
    found: dict[str, _Forecast] = {}
    rows = conn.execute(statement("page_promotion_forecasts"), wanted).fetchall()
    for sku, first, base, uplift in rows:
        before = found.get(sku)
        weeks = np.array(base, float)
        if before is not None and before.first == first and before.base.size == weeks.size:
            found[sku] = _Forecast(first, before.base + weeks, max(before.uplift, uplift))
        elif before is None or first > before.first:
            found[sku] = _Forecast(first, weeks, uplift)
    return found


def _outlook(
    plan: list[Any],
    all_of_it: list[list[Any]],
    known: _Forecast | None,
    supplies: list[tuple[date, int]],
    today: date,
) -> Outlook:
    """Return what one promotion comes to, the product's other promotions going on as planned."""
    if known is None:
        return Outlook(known=False)
    weeks, unsaid = known.base, np.zeros(known.base.size)
    for _name, begins, ends, uplift in all_of_it:
        shares = week_shares(begins, ends, known.first, weeks.size)
        if uplift:
            weeks = lifted(weeks, shares, 1 + uplift / 100)
        else:
            unsaid = np.maximum(unsaid, shares)
    weeks = lifted(weeks, unsaid, 1 + known.uplift / 100)  # as the forecast has it
    begun = (today - known.first).days
    demand = by_day(weeks, begun)
    _name, begins, ends, uplift = plan
    arrives = np.zeros(demand.size)
    for day, units in supplies:
        at = (day - today).days
        if at < demand.size:
            arrives[at] += units
    inside = slice(max(0, (begins - today).days), max(0, (ends - today).days + 1))
    # Whatever runs out before it begins is no matter of the promotion, but it begins without.
    found = overrun(demand[: inside.stop], arrives[: inside.stop]) if demand.size else None
    return Outlook(
        known=True,
        expected=round(float(demand[inside].sum())),
        percent=round(uplift or known.uplift),
        runs_out=None if found is None else today + timedelta(days=max(found, inside.start)),
    )
