"""The step that says how much of each product to hold: from the lines of a year, and lead times."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder import ledger, settings
from backorder.app.statements import statement
from backorder.connectors.money import decimals
from backorder.planning.stock import policy
from backorder.planning.stock.belief import Belief
from backorder.planning.stock.blending import Forecast, blend
from backorder.planning.stock.classes import abc, xyz
from backorder.planning.stock.lead_time_demand import lead_strata
from backorder.planning.stock.positions import Demand
from backorder.planning.stock.recalibration import Coverage
from backorder.planning.stock.targets import Prices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from numpy.typing import NDArray
    from psycopg import Connection

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ACTOR = "job:plan"
HISTORY_DAYS, SHARE_DAYS, CHECK_EVERY = 365, 180, 7
SPREAD = 0.2  # of the logarithm of a lead time, where nobody stated or learned one
SMALL_MOVE = 0.05  # of what is held: less is not worth a line in the log
FRESH_DAYS = 14  # older forecasts do not count
AT_ONCE = 20_000  # policies in one transaction
YEAR = 365.0
_Z80, _Z95 = 0.841621, 1.644854


class Costs(NamedTuple):
    """What things cost: a year's holding and a day's waiting in percent, the rest in money."""

    holding: float
    purchase: float
    backorder: float
    waiting: float


class Rows(NamedTuple):
    """The products at their places, one element per row."""

    product: Ints
    sku: list[str]
    location: list[str]
    share: Floats
    on_demand: NDArray[np.bool_]
    cost: Floats
    price: Floats
    minor: Floats
    moq: Ints
    multiple: Ints
    lead_days: Floats
    spread_days: Floats
    review_days: Floats
    method: list[str | None]
    low: Floats
    high: Floats


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Set the stock policies anew; return how many there are and what moved."""
    rows = read_rows(conn, now)
    if not rows.sku:
        return {"policies": 0, "set": 0, "moved": 0}
    found = decide(conn, rows, now)
    retired = list(_retired(conn, rows, now))
    wanted = [*requests(rows, found), *retired]
    moved = 0
    if not dry_run:
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            answer = ledger.VERBS["set_stock_policies"](
                conn, {"stock_policies": part}, now=now, actor=ACTOR
            )
            moved += answer["moved"]
    made, value = found.plan, rows.cost / rows.minor
    return {
        "policies": len(rows.sku),
        "set": len(wanted),
        "moved": moved,
        "retired": len(retired),
        "held_value": round(float(made.on_hand @ value), 2),
        "fill_rate": _mean_fill(found),
        "forecast": int(found.forecast.sum()),
        "coverage": {one: round(100 * share, 1) for one, (_, share) in found.coverage.items()},
    }


class Found(NamedTuple):
    """What was worked out, one element per row; ``coverage``: cases and share covered by class.

    ``forecast`` marks the rows whose demand is forecast too.
    """

    goods: policy.Goods
    plan: policy.Plan
    abc: NDArray[np.str_]
    xyz: NDArray[np.str_]
    coverage: dict[str, tuple[int, float]]
    forecast: NDArray[np.bool_]


def read_rows(conn: Connection[Any], now: datetime) -> Rows:
    """Read each product at each place that ships it."""
    since = now - timedelta(days=SHARE_DAYS)
    found = conn.execute(statement("plan_goods"), {"since": since}, binary=True).fetchall()
    columns = list(zip(*found, strict=True)) or [()] * 16
    floats = [np.array([float(v or 0) for v in columns[n]]) for n in (3, 5, 6, 10, 12, 14, 15)]
    share, cost, price, lead, review, low, high = floats
    spread = np.array([np.nan if v is None else float(v) for v in columns[11]])
    return Rows(
        product=np.array(columns[0], np.int64),
        sku=list(columns[1]),
        location=list(columns[2]),
        share=share,
        on_demand=np.array(columns[4], np.bool_),
        cost=cost,
        price=price,
        minor=np.array([10.0 ** decimals(code) for code in columns[7]]),
        moq=np.array(columns[8], np.int64),
        multiple=np.array(columns[9], np.int64),
        lead_days=lead,
        spread_days=spread,
        review_days=review,
        method=list(columns[13]),
        low=low,
        high=high,
    )


def decide(conn: Connection[Any], rows: Rows, now: datetime) -> Found:
    """Work out the policy of every row from what is known by ``now``."""
    products, of_row = np.unique(rows.product, return_inverse=True)
    lead = np.zeros(products.size)
    np.maximum.at(lead, of_row, rows.lead_days + rows.review_days)
    belief, coverage = _believe(conn, products, np.maximum(lead, 1.0).astype(np.int64), now)
    believed = belief.demand()
    kinds = xyz(believed.rate, believed.variance)
    factor = coverage.factors(kinds)[of_row]
    # Of independent orders a part goes to each place; how wrong the rate is, all places share.
    lines = Demand(
        believed.rate[of_row] * rows.share,
        believed.variance[of_row] * rows.share * factor**2,
        believed.rate_sd[of_row] * rows.share * factor,
    )
    said = _forecasts(conn, rows, now)
    demand = blend(lines, said)
    goods = _goods(rows, demand, belief.line_units[of_row])
    aim, _ = target()
    return Found(
        goods,
        policy.plan(goods, aim),
        abc(demand.rate * rows.price),
        kinds[of_row],
        coverage.observed(),
        np.isfinite(said.mean),
    )


def _forecasts(conn: Connection[Any], rows: Rows, now: datetime) -> Forecast:
    """Return what is forecast of each row until what is bought now has come and been looked at."""
    today = now.date()
    days = np.ceil(np.maximum(rows.lead_days + rows.review_days, 1.0)).astype(np.int64)
    asked = {
        "product": rows.product.tolist(),
        "location": rows.location,
        "days": days.tolist(),
        "today": today,
        "since": today - timedelta(days=FRESH_DAYS),
    }
    found = conn.execute(statement("plan_forecasts"), asked, binary=True).fetchall()
    columns = np.full((3, days.size), np.nan)
    if found:
        nth, *values = zip(*found, strict=True)
        columns[:, np.array(nth, np.int64) - 1] = np.array(values, np.float64)
    return Forecast(*columns)


def _believe(
    conn: Connection[Any], products: Ints, ahead: Ints, now: datetime
) -> tuple[Belief, Coverage]:
    """Live through the last year day by day; note weekly what was expected, and how it fared."""
    since = now - timedelta(days=HISTORY_DAYS)
    rows = conn.execute(
        statement("plan_lines"), {"since": since, "until": now}, binary=True
    ).fetchall()
    day, product, units = np.array(rows, np.int64).reshape(-1, 3).T
    place = np.searchsorted(products, product)
    belief, coverage = Belief(np.zeros(products.size)), Coverage(ahead)
    begins = np.searchsorted(day, np.arange(HISTORY_DAYS + 1))
    first = int(day[0]) if day.size else HISTORY_DAYS
    for at in range(first, HISTORY_DAYS):
        today = slice(begins[at], begins[at + 1])
        coverage.after(at, belief.after(place[today], units[today]))
        if at % CHECK_EVERY == 0:
            said = belief.demand()
            coverage.predict(at, said, xyz(said.rate, said.variance))
    return belief, coverage


def _goods(rows: Rows, demand: Demand, line_units: Floats) -> policy.Goods:
    costs, (_, share) = Costs(*settings.get("BACKORDER_STOCK_COSTS")), target()
    half = np.maximum(rows.lead_days, 0.5)
    stated = half + np.maximum(rows.spread_days, 0.0)
    # A stated spread is the standard deviation of days around the stated one.
    log = np.where(np.isnan(rows.spread_days), SPREAD, np.log(stated / half))
    one = np.ones(half.size)
    value, price = rows.cost / rows.minor, rows.price / rows.minor
    return policy.Goods(
        demand=demand,
        days=lead_strata(half, half * np.exp(_Z80 * log), half * np.exp(_Z95 * log)),
        review=np.maximum(rows.review_days, 1.0),
        prices=Prices(
            holding=np.maximum(value * costs.holding / 100.0 / YEAR, 1e-6),
            waiting=price * costs.waiting / 100.0,
            missed=costs.backorder / line_units,
            order=one * costs.purchase,
        ),
        moq=rows.moq,
        multiple=rows.multiple,
        target=one * share,
        up_to=rows.review_days > 1.0,
        on_demand=rows.on_demand,
    )


def target() -> tuple[policy.Aim, float]:
    """Return what the policies are to reach: the aim, and the share of 1 for a service level."""
    name, _, percent = str(settings.get("BACKORDER_STOCK_TARGET")).partition(":")
    return policy.Aim(name), float(percent or 95.0) / 100.0


def requests(rows: Rows, found: Found) -> Iterator[dict[str, Any]]:
    """Yield what to set: policies that are new, or that move by more than a little."""
    made, goods = found.plan, found.goods
    none = goods.on_demand | (made.low < 0)
    low = np.where(none, 0, made.low)
    high = np.where(none, 0, np.maximum(made.high, low + 1))
    method = np.where(none, "on_demand", np.where(goods.up_to, "order_up_to", "reorder"))
    near = np.maximum(1.0, SMALL_MOVE * rows.high)
    stays = (np.abs(low - rows.low) <= near) & (np.abs(high - rows.high) <= near)
    stays &= np.array([a == b for a, b in zip(rows.method, method.tolist(), strict=True)], bool)
    reasons = _reasons(found, none)
    for n in np.flatnonzero(~stays).tolist():
        yield {
            "sku": rows.sku[n],
            "location": rows.location[n],
            "method": str(method[n]),
            "reorder_point": int(low[n]),
            "order_up_to": int(high[n]),
            "safety_stock": max(0, int(made.safety[n])),
            "demand_mean": round(float(goods.demand.rate[n]), 6),
            "demand_sd": round(float(np.sqrt(goods.demand.variance[n])), 6),
            "lead_time_days": float(rows.lead_days[n]),
            "review_days": int(goods.review[n]),
            "service_target": round(100.0 * float(made.fill[n]), 2),
            "abc": str(found.abc[n]),
            "xyz": str(found.xyz[n]),
            "reason": reasons(n),
        }


def _retired(conn: Connection[Any], rows: Rows, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield what ends the policies of places that do not ship their product any more.

    Otherwise a product would be bought for its old place and its new one.
    """
    counts = {
        "product": rows.product.tolist(),
        "location": rows.location,
        "codes": [_COST, *(f"service_{aim.value}" for aim in _SERVICE)],
        "today": now.date(),
    }
    for sku, location in conn.execute(statement("plan_dropped"), counts):
        yield {
            "sku": sku,
            "location": location,
            "method": "on_demand",
            "reorder_point": 0,
            "order_up_to": 0,
            "safety_stock": 0,
            "demand_mean": 0.0,
            "demand_sd": 0.0,
            "reason": {"code": "ships_elsewhere", "text": _ELSEWHERE},
        }


def _reasons(found: Found, none: NDArray[np.bool_]) -> Any:  # noqa: ANN401 (a function)
    aim, share = target()
    made, demand = found.plan, found.goods.demand

    def reason(n: int) -> dict[str, Any]:
        facts = {
            "fill_percent": round(100.0 * float(made.fill[n]), 1),
            "on_hand_mean": round(float(made.on_hand[n]), 2),
            "waiting_mean": round(float(made.waiting[n]), 3),
            "until_receipt": round(float(made.exposed[n]), 2),
            "rate_sd": round(float(demand.rate_sd[n]), 5),
            "cost_per_day": round(float(made.cost[n]), 4),
            "demand_from": "forecast_and_lines" if found.forecast[n] else "lines",
        }
        if none[n]:
            return {"code": "bought_on_demand", "text": _ON_DEMAND, **facts}
        if aim is policy.Aim.COST:
            return {"code": _COST, "text": _LEAST_COST, **facts}
        text = _SERVICE[aim].format(100.0 * share)
        return {"code": f"service_{aim.value}", "text": text, **facts}

    return reason


_COST = "least_cost"
_ELSEWHERE = (
    "Other places ship the product now; here it is bought only for what customers wait for."
)
_ON_DEMAND = "Bought only for what customers wait for: stock would cost more than it saves."
_LEAST_COST = "Holding, buying, waiting and backorders cost least in all at this level."
_SERVICE = {
    policy.Aim.FILL: "The least stock from which {:g} % of the units are served at once.",
    policy.Aim.CYCLE: "The least stock with which {:g} % of the cycles do not run short.",
}


def _mean_fill(found: Found) -> float | None:
    """Return the share of units served at once, of what is not only bought on demand."""
    rate = np.where(found.goods.on_demand, 0.0, found.goods.demand.rate)
    whole = float(rate.sum())
    return round(100.0 * float(found.plan.fill @ rate) / whole, 2) if whole else None
