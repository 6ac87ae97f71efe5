"""The histories of products, as the books tell them: arrays for finding causes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.app.statements import statement
from backorder.ledger.journal import arrays
from backorder.planning import causes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

    from backorder.domain.ranking import Integers
    from backorder.planning.causes.history import Floats

USUAL_LEAD_DAYS = 14  # where no supplier says
USUAL_SAFETY = 1.28  # standard deviations of demand: nine times out of ten it is enough
SPREAD_DAYS = 91


class Terms(NamedTuple):
    """How each product is bought, by its index: the first supplier, and days until goods come.

    ``safety``: the safety stock of its stock policy, nan where it has none.
    """

    sku: list[str]
    supplier: list[str]
    horizon_days: Floats
    safety: Floats


class Loaded(NamedTuple):
    """Histories of products; ``ids`` are the products by index, ascending.

    ``forecast_from``: by product, from when on the plan is a forecast that was kept.
    """

    ids: Integers
    history: causes.History
    terms: Terms
    forecast_from: Integers


def load(conn: Connection[Any], products: set[int], since: datetime, now: datetime) -> Loaded:
    """Return the histories of some products, in a fixed number of statements.

    ``since``: when the first of the backorders looked at opened; who was given units earlier does
    not matter.
    """
    arrays.teach(conn)
    ids = np.array(sorted(products), dtype=np.int64)
    wanted = {"products": arrays.Ints(ids)}
    demand = _columns(conn, "causes_demand", ids, wanted)
    moves = _columns(conn, "causes_moves", ids, wanted)
    lots = _columns(conn, "causes_lots", ids, {**wanted, "never": causes.NEVER})
    grants = _columns(conn, "causes_grants", ids, {**wanted, "since": since})
    nobody = np.zeros(demand["product"].size, dtype=np.bool_)
    asked = causes.Demand(demand["product"], demand["at"], demand["units"], nobody)
    corrected = moves["corrected"] > 0
    last = milliseconds(now)
    first = np.full(ids.size, last, dtype=np.int64)
    np.minimum.at(first, asked.product, asked.at)
    rows = conn.execute(statement("causes_terms"), wanted).fetchall()
    lead = np.array([row[3] or USUAL_LEAD_DAYS for row in rows], dtype=np.float64)
    review = np.array([row[4] for row in rows], dtype=np.float64)
    held = np.array([math.nan if row[5] is None else row[5] for row in rows], dtype=np.float64)
    terms = Terms([row[1] for row in rows], [row[2] for row in rows], lead + review, held)
    weeks = conn.execute(statement("causes_forecasts"), wanted).fetchall()
    plan, begins = _planned(ids, causes.trailing_plan(asked, first, last), weeks)
    promotions = causes.Promotions(**_columns(conn, "causes_promotions", ids, wanted))
    asked, plan = causes.promoted(asked, plan, promotions, terms.horizon_days)
    history = causes.History(
        demand=asked,
        plan=plan,
        lots=causes.Lots(**lots),
        corrections=causes.Corrections(
            *(moves[name][corrected] for name in ("product", "at", "units"))
        ),
        grants=causes.Grants(**grants),
        flow=causes.Flow(*(moves[name] for name in ("product", "at", "units"))),
    )
    return Loaded(ids, history, terms, begins)


def _planned(
    ids: Integers, trailing: causes.Plan, weeks: list[tuple[int, int, float]]
) -> tuple[causes.Plan, Integers]:
    """Return a plan that is the forecast from its first week on, and when that is by product."""
    begins = np.full(ids.size, causes.NEVER, dtype=np.int64)
    if not weeks:
        return trailing, begins
    product = np.searchsorted(ids, np.array([row[0] for row in weeks], dtype=np.int64))
    since = np.array([row[1] for row in weeks], dtype=np.int64)
    np.minimum.at(begins, product, since)
    before = trailing.since < begins[trailing.product]
    return causes.Plan(
        np.concatenate((trailing.product[before], product)),
        np.concatenate((trailing.since[before], since)),
        np.concatenate((trailing.per_day[before], [float(row[2]) for row in weeks])),
        np.concatenate((trailing.promoted[before], np.zeros(product.size, dtype=np.bool_))),
    ), begins


def safety(loaded: Loaded, product: Integers, at: Integers) -> Floats:
    """Return the units that stock should have held beyond the plan, at each instant.

    That of the stock policy as it is now; where there is none, 1.28 standard deviations of the
    demand of the horizon, as the thirteen weeks before varied from day to day.
    """
    demand = loaded.history.demand
    day = demand.at // causes.DAY
    keys, place = np.unique(demand.product * 10**6 + day, return_inverse=True)
    units = np.bincount(place, demand.units, keys.size)
    daily = keys // 10**6, (keys % 10**6) * causes.DAY
    since = at - SPREAD_DAYS * causes.DAY
    window = (product, since, at - causes.DAY)
    mean = causes.Running(*daily, units).between(*window) / SPREAD_DAYS
    square = causes.Running(*daily, units**2).between(*window) / SPREAD_DAYS
    spread = np.sqrt(np.maximum(square - mean**2, 0.0))
    usual = USUAL_SAFETY * spread * np.sqrt(loaded.terms.horizon_days[product])
    held = loaded.terms.safety[product]
    return np.where(np.isnan(held), usual, held)


def milliseconds(at: datetime) -> int:
    """Return an instant as whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def _columns(
    conn: Connection[Any], name: str, ids: Integers, values: Mapping[str, Any]
) -> dict[str, Integers]:
    """Return the arrays of a statement, products as indexes."""
    cursor = arrays.columns_cursor(conn)
    row = cursor.execute(statement(name), values).fetchone() or ()
    names = [column.name for column in cursor.description or ()]
    found = {
        column: np.empty(0, dtype=np.int64) if value is None else value
        for column, value in zip(names, row, strict=True)
    }
    found["product"] = np.searchsorted(ids, found["product"])
    return found
