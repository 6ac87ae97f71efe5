"""Weekly demand per product and place from the books, with what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.app.statements import statement
from backorder.planning.forecast import SOLD_OUT, UNKNOWN, Demand
from backorder.planning.forecast.overrun import lifted

if TYPE_CHECKING:
    import numpy.typing as npt
    from psycopg import Connection

WEEKS = 104  # of history that are looked at
NEW = 13  # weeks of age below which a product without demand is forecast from its siblings
WEEK = timedelta(weeks=1)


class Item(NamedTuple):
    """A product at a place: what a row of the demand is about."""

    product: int
    location: int
    sku: str
    code: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Demand as `Demand`, and for each of its rows the product and place it is about."""

    demand: Demand
    items: list[Item]


class _Product(NamedTuple):
    id: int
    sku: str
    category: str
    discontinued: bool
    seen_at: datetime | None
    coming: bool
    denied: bool


def monday(now: datetime) -> date:
    """Return the first day of the week that an instant lies in.

    >>> monday(datetime(2026, 11, 22, tzinfo=UTC)).isoformat()
    '2026-11-16'
    """
    day = now.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def load(
    conn: Connection[Any], now: datetime, *, weeks: int = WEEKS, horizon: int = 26
) -> Loaded | None:
    """Return the demand of the whole weeks before ``now``, or None where there were no orders yet.

    Every accepted order counts in the week it was placed, waiting units too. A week in which a
    product that is not sold ahead of stock was never on the shelf is not known; one in which it ran
    out is the least that was asked for. Promotions and closed days reach ``horizon`` weeks ahead.
    """
    last = monday(now)
    places = conn.execute(statement("plan_places")).fetchall()
    until = datetime.combine(last, time(), UTC)
    since = until - weeks * WEEK
    asked = _array(conn, "plan_demand", {"since": since, "until": until}, 5)
    if not asked.size or not places:
        return None
    asked[asked[:, 1] == 0, 1] = places[0][0]
    begun = int(asked[:, 2].min())  # before the first order there were no books
    asked[:, 2] -= begun
    since += begun * WEEK
    found = conn.execute(statement("plan_products"), {"today": last}).fetchall()
    products = {row[0]: _Product(*row) for row in found}
    length = weeks - begun
    fresh = _fresh(products, set(asked[:, 0].tolist()), until)
    extra = np.array([(p, places[0][0]) for p in fresh], np.int64).reshape(-1, 2)
    pairs, place = np.unique(np.vstack([asked[:, :2], extra]), axis=0, return_inverse=True)
    rows = place.ravel()[: len(asked)]
    units, waited = np.zeros((len(pairs), length)), np.zeros((len(pairs), length))
    np.add.at(units, (rows, asked[:, 2]), asked[:, 3])
    np.add.at(waited, (rows, asked[:, 2]), asked[:, 4])
    own = [products[product] for product in pairs[:, 0].tolist()]
    marks = np.zeros(units.shape, np.int8)
    _mark_sold_out(conn, marks, (pairs, units, waited), own, (since, until))
    _mark_unborn(marks, units, own, since)
    codes = {row[0]: row[1] for row in places}
    keep = [place for place, location in enumerate(pairs[:, 1].tolist()) if location in codes]
    promoted, announced, unsaid = _promotions(conn, pairs[:, 0], since.date(), length + horizon)
    demand = Demand.of(
        units,
        marks=marks,
        step="week",
        first=since.date().isoformat(),
        group=np.unique([one.category for one in own], return_inverse=True)[1],
        ended=[one.discontinued for one in own],
        promoted=promoted,
        announced=announced,
        unsaid=unsaid,
        holidays=_closed(places, since.date(), length + horizon),
    ).rows(np.array(keep, np.int64))
    items = [
        Item(int(pairs[at, 0]), int(pairs[at, 1]), own[at].sku, codes[int(pairs[at, 1])])
        for at in keep
    ]
    return Loaded(demand, items)


def _array(
    conn: Connection[Any], name: str, parameters: dict[str, Any], width: int
) -> npt.NDArray[np.int64]:
    rows = conn.execute(statement(name), parameters).fetchall()
    return np.array(rows, np.int64).reshape(-1, width)


def _fresh(products: dict[int, _Product], asked: set[int], until: datetime) -> list[int]:
    """Return the products that nobody asked for yet, and that are new or on their way."""
    young = until - NEW * WEEK
    return [
        one.id
        for one in products.values()
        if one.id not in asked
        and not one.discontinued
        and (one.coming if one.seen_at is None else one.seen_at >= young)
    ]


def _mark_sold_out(
    conn: Connection[Any],
    marks: npt.NDArray[np.int8],
    seen: tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]],
    own: list[_Product],
    span: tuple[datetime, datetime],
) -> None:
    """Mark the weeks in which what is not sold ahead of stock was not there, or ran out."""
    pairs, units, waited = seen
    denied = np.array([one.denied for one in own], bool)
    if not denied.any():
        return
    weeks = units.shape[1]
    wanted = sorted(set(pairs[denied, 0].tolist()))
    found = _array(
        conn, "plan_shelves", {"products": wanted, "since": span[0], "until": span[1]}, 5
    )
    row, week = np.searchsorted(wanted, found[:, 0]), found[:, 1]
    closing = np.zeros((len(wanted), weeks + 1), np.int64)
    moved = np.zeros(closing.shape, bool)
    closing[row, week + 1], moved[row, week + 1] = found[:, 4], True
    since = np.maximum.accumulate(np.where(moved, np.arange(weeks + 1), 0), axis=1)
    before = np.take_along_axis(closing, since, axis=1)[:, :-1]
    high, low = before.copy(), before.copy()
    inside = week >= 0
    at = row[inside], week[inside]
    high[at] = np.maximum(high[at], found[inside, 2])
    low[at] = found[inside, 3]
    own_row = np.searchsorted(wanted, np.where(denied, pairs[:, 0], wanted[0]))
    high, low = high[own_row], low[own_row]
    censored = denied[:, None] & (waited == 0)
    marks[censored & (low <= 0)] = SOLD_OUT
    marks[censored & (high <= 0) & (units == 0)] = UNKNOWN


def _mark_unborn(
    marks: npt.NDArray[np.int8],
    units: npt.NDArray[np.float64],
    own: list[_Product],
    since: datetime,
) -> None:
    """Mark the weeks before a product was first on a shelf or asked for."""
    weeks = units.shape[1]
    ordered = np.where(units.any(axis=1), (units > 0).argmax(axis=1), weeks)
    shelved = np.array(
        [weeks if one.seen_at is None else max(0, (one.seen_at - since) // WEEK) for one in own]
    )
    born = np.minimum(ordered, shelved)
    marks[np.arange(weeks) < born[:, None]] = UNKNOWN


def _promotions(
    conn: Connection[Any],
    products: npt.NDArray[np.int64],
    first: date,
    weeks: int,
) -> tuple[npt.NDArray[np.float64] | None, ...]:
    """Return each week's share under promotions, the factor announced, the share without one."""
    rows = conn.execute(statement("plan_promotions"), {"since": first}).fetchall()
    if not rows:
        return None, None, None
    places: dict[int, list[int]] = {}
    for place, product in enumerate(products.tolist()):
        places.setdefault(product, []).append(place)
    shares, announced = np.zeros((len(products), weeks)), np.ones((len(products), weeks))
    unsaid = np.zeros(shares.shape)
    for product, from_on, to_on, uplift in rows:
        inside = week_shares(from_on, to_on, first, weeks)
        for place in places.get(product, ()):
            shares[place] = np.maximum(shares[place], inside)
            if uplift:  # each promotion its own: several of a product may be ahead
                announced[place] = lifted(announced[place], inside, 1 + uplift / 100)
            else:
                unsaid[place] = np.maximum(unsaid[place], inside)
    return shares, announced, unsaid


def week_shares(from_on: date, to_on: date, first: date, weeks: int) -> npt.NDArray[np.float64]:
    """Return which share of each week lies between two days, both included.

    >>> week_shares(date(2026, 1, 8), date(2026, 1, 12), date(2026, 1, 5), 3).round(2).tolist()
    [0.57, 0.14, 0.0]
    """
    starts = np.arange(weeks) * 7
    begin, end = (from_on - first).days, (to_on - first).days + 1
    days = np.minimum(starts + 7, end) - np.maximum(starts, begin)
    return np.asarray(np.clip(days, 0, 7) / 7)


def _closed(places: list[Any], first: date, weeks: int) -> npt.NDArray[np.float64] | None:
    """Return how many days of each week the calendars close, on average over the places."""
    days = [(day - first).days // 7 for _, _, closed in places for day in closed]
    if not days:
        return None
    inside = np.array([week for week in days if 0 <= week < weeks], np.int64)
    return np.bincount(inside, minlength=weeks) / len(places)
