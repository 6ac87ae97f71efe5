"""The calendar of promotions: which campaigns the buyers hear of, when, and who tells them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .catalog import SLOW
from .demand import CAMPAIGN_LIFT, DAYS
from .words import CATEGORIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .company import Company

MOST = 60  # products of a shelf that the calendar names
WEEK = 7
TOLD_LATE_DAYS, TOLD_EARLY_DAYS = 1, 63
UPLIFT = round(100 * (CAMPAIGN_LIFT - 1))
NEVER_TOLD, TOLD_LATE = 0, 1


class Entry(NamedTuple):
    """Promotions as set_promotions takes them, and the day on which somebody writes them down."""

    on: date
    promotions: list[dict[str, Any]]


def calendar(company: Company) -> list[Entry]:
    """Return what is written down in the year: campaigns of the year, and two that are to come.

    Of the first campaign nobody tells the buyers, of the second too late for them to buy for it.
    """
    entries = []
    for n, campaign in enumerate(company.campaigns):
        if n == NEVER_TOLD:
            continue
        first = company.first_day + timedelta(days=campaign.week * WEEK)
        late = n == TOLD_LATE
        plan = {
            "name": f"{CATEGORIES[campaign.shelf].name} week",
            "from": first.isoformat(),
            "to": (first + timedelta(days=WEEK - 1)).isoformat(),
            "uplift": UPLIFT,
            "announced_by": "sales" if late else "marketing",
            "note": "Agreed at the last moment" if late else "",
        }
        told_on = first - timedelta(days=TOLD_LATE_DAYS if late else TOLD_EARLY_DAYS)
        told_on = max(told_on, company.first_day)
        entries.append(Entry(told_on, _of_shelf(company, campaign.shelf, MOST, plan)))
    return sorted(entries + _coming(company), key=lambda entry: entry.on)


def _coming(company: Company) -> list[Entry]:
    """Return the promotions of the year that follows."""
    over = company.first_day + timedelta(days=DAYS)
    sale = {
        "name": "January sale",
        "from": (over + timedelta(days=11)).isoformat(),
        "to": (over + timedelta(days=24)).isoformat(),
        "uplift": 80,
        "announced_by": "marketing",
        "note": "Newsletter and shop window",
    }
    spring = {
        "name": "Spring catalogue",
        "from": (over + timedelta(days=60)).isoformat(),
        "to": (over + timedelta(days=73)).isoformat(),
        "uplift": 0,  # nobody said how much: it is learned from earlier ones
        "announced_by": "sales",
        "note": "",
    }
    return [
        Entry(over - timedelta(days=21), _of_shelf(company, 0, 8, sale)),
        Entry(over - timedelta(days=15), _of_shelf(company, len(CATEGORIES) - 1, 5, spring)),
    ]


def _of_shelf(
    company: Company, shelf: int, most: int, plan: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return a plan for the products of a shelf that sell best."""
    products = company.products
    there = np.flatnonzero((products.category == shelf) & (products.pace != SLOW))
    best = there[np.argsort(-products.weight[there], kind="stable")][:most]
    return [{**plan, "sku": products.skus[n]} for n in sorted(best.tolist())]


def lifts(company: Company, day: date) -> NDArray[np.float64]:
    """Return by how much each product's demand is lifted over the days that are bought for.

    Only by campaigns that were announced in time; 1 is no lift.
    """
    products, factor = company.products, np.ones(len(company.products.rows))
    exposed = company.quoted_days + WEEK
    for campaign in company.campaigns[TOLD_LATE + 1 :]:
        until = campaign.week * WEEK - (day - company.first_day).days
        touched = (products.category == campaign.shelf) & (products.pace != SLOW)
        touched &= (until > 0) & (until <= exposed)
        factor[touched] += (CAMPAIGN_LIFT - 1) * WEEK / exposed[touched]
    return factor
