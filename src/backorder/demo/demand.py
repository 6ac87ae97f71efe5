"""What customers order in the year: when, how much of what, and under which wishes."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from .catalog import FAST, SLOW, Customer, Products
from .words import CATEGORIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 2025
DAYS = 365
FIRST_DAY = date(YEAR, 1, 1)
ZONE = ZoneInfo("Europe/Berlin")
WEEKDAYS = np.array([1.18, 1.08, 1.02, 1.00, 1.06, 0.74, 0.62])
# Share of a day's orders by hour: quiet before seven, a lunch peak, a higher evening peak.
HOURS = np.array([0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 7, 7, 8, 7, 6, 6, 6, 7, 8, 9, 8, 5, 2, 1], float)
BLACK_FRIDAY = 331  # 28 November
CHANNELS = {
    "retail": (("web", "shop", "phone"), (0.84, 0.12, 0.04)),
    "trade": (("edi", "web", "phone"), (0.55, 0.30, 0.15)),
    "vip": (("web", "shop", "phone"), (0.80, 0.05, 0.15)),
}


CAMPAIGN_LIFT = 3.0


class PlacedOrder(NamedTuple):
    """One order of the year: the instant, and the order as place_orders takes it."""

    at: datetime
    body: dict[str, Any]


class Campaign(NamedTuple):
    """A week of the year in which a shelf (by its place in the catalogue) was promoted."""

    week: int
    shelf: int


def day_weights(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how busy each day of the year is; the mean is 1."""
    days = np.arange(DAYS)
    weekday = WEEKDAYS[(days + FIRST_DAY.weekday()) % 7]
    summer = 1.0 - 0.16 * np.exp(-(((days - 205) / 28.0) ** 2))
    advent = 1.0 + 0.75 * np.exp(-(((days - 338) / 16.0) ** 2))
    peak = 1.0 + 1.1 * np.exp(-(((days - BLACK_FRIDAY) / 1.6) ** 2))
    growth = 0.93 + 0.14 * days / DAYS
    closed = np.where((days == 0) | (days >= 358) & (days <= 359), 0.35, 1.0)
    busy = weekday * summer * advent * peak * growth * closed * rng.gamma(40.0, 1 / 40.0, DAYS)
    return np.asarray(busy / busy.mean(), dtype=np.float64)


def week_weights(
    rng: np.random.Generator, products: Products
) -> tuple[NDArray[np.float64], tuple[Campaign, ...]]:
    """Return the relative demand of every product in every week, as ``[week, product]``.

    With it come the campaigns that are in it, by week.
    """
    weeks = np.arange(DAYS // 7 + 1)
    peak = np.array([(shelf.peak - 0.5) * 52 / 12 for shelf in CATEGORIES])
    swing = np.array([shelf.swing for shelf in CATEGORIES])
    angle = 2 * np.pi * (weeks[:, None] - peak) / 52
    # A raised cosine to the third power: a long low season and a short high one.
    season = 1.0 - swing + 3.2 * swing * ((1 + np.cos(angle)) / 2) ** 3
    weights = products.weight * season[:, products.category]
    weights *= 1.0 + products.trend * (weeks[:, None] / 52 - 0.5)
    weights *= weeks[:, None] * 7 >= products.launch_day
    # Intermittent: most weeks a slow product is not asked for at all, then several times.
    slow = products.pace == SLOW
    lumps = rng.gamma(0.35, 1 / 0.35, (len(weeks), int(slow.sum())))
    weights[:, slow] *= lumps
    weights[:, ~slow] *= rng.gamma(12.0, 1 / 12.0, (len(weeks), int((~slow).sum())))
    # Three campaigns, not all of which the buyers are told of: a shelf sells three times as much.
    campaigns = []
    for week in rng.choice(np.arange(6, 46), 3, replace=False):
        shelf = int(rng.integers(0, len(CATEGORIES)))
        weights[int(week), products.category == shelf] *= CAMPAIGN_LIFT
        campaigns.append(Campaign(int(week), shelf))
    return np.asarray(np.maximum(weights, 0.0), dtype=np.float64), tuple(sorted(campaigns))


def _instants(rng: np.random.Generator, count: int) -> list[datetime]:
    """Return when the orders are placed, in order of time."""
    per_day = rng.multinomial(count, day_weights(rng) / DAYS)
    day = np.repeat(np.arange(DAYS), per_day)
    hour = rng.choice(24, count, p=HOURS / HOURS.sum())
    second = rng.integers(0, 3600, count)
    seconds = np.sort(day * 86_400 + hour * 3600 + second)
    return [
        datetime.combine(FIRST_DAY + timedelta(days=int(s) // 86_400), datetime.min.time(), ZONE)
        .replace(hour=int(s) % 86_400 // 3600, minute=int(s) % 3600 // 60, second=int(s) % 60)
        .astimezone(UTC)
        for s in seconds
    ]


class _Shopper:
    """Draws the lines of orders; keeps the cumulative weights of the weeks."""

    def __init__(self, rng: np.random.Generator, products: Products) -> None:
        self.rng = rng
        self.products = products
        self.skus = products.skus
        weights, self.campaigns = week_weights(rng, products)
        self.cumulative = np.cumsum(weights, axis=1)

    def lines(self, week: int, day: date, kind: str) -> list[dict[str, Any]]:
        """Return one to eight lines of different products for a customer of this class."""
        rng = self.rng
        trade = kind == "trade"
        wanted = min(int(rng.geometric(0.28 if trade else 0.48)), 8)
        steps = self.cumulative[week]
        picks = dict.fromkeys(
            int(n) for n in np.searchsorted(steps, rng.random(wanted) * steps[-1], side="right")
        )
        later = trade and rng.random() < 0.10
        requested = day + timedelta(days=int(rng.integers(10, 40))) if later else None
        return [self._line(n, requested, trade=trade) for n in picks]

    def _line(self, n: int, requested: date | None, *, trade: bool) -> dict[str, Any]:
        price = int(self.products.price[n])
        quantity = self._quantity(n, price, trade=trade)
        line = {
            "sku": self.skus[n],
            "quantity": quantity,
            "unit_price": price * 85 // 100 if trade else price,
        }
        return line | {"requested_on": requested.isoformat()} if requested else line

    def _quantity(self, n: int, price: int, *, trade: bool) -> int:
        rng = self.rng
        if not trade:
            return 1 + int(rng.poisson(0.9 if price < 2500 else 0.25))
        packs = int(rng.choice([1, 1, 1, 2, 2, 4]))
        pack = 6 if price < 2500 else 2
        if self.products.pace[n] == FAST and price < 2500:
            pack = 12
        return packs * pack


def make_orders(
    rng: np.random.Generator, products: Products, customers: tuple[Customer, ...], count: int
) -> tuple[tuple[PlacedOrder, ...], tuple[Campaign, ...]]:
    """Return exactly ``count`` orders in order of time; a few customers buy much more than most.

    With them come the campaigns that made customers buy more.
    """
    at = _instants(rng, count)
    loyalty = rng.pareto(1.6, len(customers)) + 0.2
    who = rng.choice(len(customers), count, p=loyalty / loyalty.sum())
    shopper = _Shopper(rng, products)
    orders = []
    for n in range(count):
        buyer = customers[int(who[n])]
        names, shares = CHANNELS[buyer.customer_class]
        channel = names[int(rng.choice(len(names), p=shares))]
        complete = rng.random() < (0.16 if buyer.customer_class == "trade" else 0.06)
        day = at[n].astimezone(ZONE).date()
        week = (day - FIRST_DAY).days // 7
        body = {
            "key": f"{channel}-{n + 1:06d}",
            "channel": channel,
            "customer": {"ref": buyer.ref},
            "destination": buyer.country,
            "ship": "complete" if complete else "as_available",
            "lines": shopper.lines(week, day, buyer.customer_class),
        }
        orders.append(PlacedOrder(at[n], body))
    return tuple(orders), shopper.campaigns
