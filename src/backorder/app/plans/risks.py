"""What may run short before more comes, ranked by money, each with its cheapest remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.app.statements import statement
from backorder.planning.risk import first_of, helped, receipt_days, risk
from backorder.planning.stock.lead_time_demand import lead_strata
from backorder.planning.stock.positions import Demand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray
    from psycopg import Connection

    from backorder.planning.risk import Risk

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LOOKED_AT = 2000  # products whose exact chance is worked out
SHOWN = 200
LEAST = 0.01  # chance: less is not worth a person's time
SPREAD = 0.2  # of the logarithm of a lead time
TRANSFER_DAYS = 3.0  # a transfer between two of our places, where nobody said otherwise
SUBSTITUTE_DAYS = 0.0


class Remedy(NamedTuple):
    """A way out: what it is, with whom, the days it takes, and what it costs beyond the usual."""

    kind: str
    name: str
    days: float
    cost: float  # minor units


class Case(NamedTuple):
    """A product at a place: the arrays of all cases are the columns of this record."""

    products: Ints
    locations: Ints
    rows: list[tuple[Any, ...]]
    demand: Demand
    free: Ints
    price: Floats
    days: Floats


def ranked(conn: Connection[Any], now: datetime, limit: int = SHOWN) -> dict[str, Any]:
    """Return the products at risk, those with the most money at stake first."""
    today = now.date()
    rows = conn.execute(
        statement("risk_products"), {"today": today, "most": LOOKED_AT}, binary=True
    ).fetchall()
    if not rows:
        return {"today": today.isoformat(), "products": 0, "value": {}, "risks": []}
    products = np.array([row[0] for row in rows], np.int64)
    asked = {"products": products.tolist(), "today": today}
    receipts = conn.execute(statement("risk_receipts"), asked, binary=True).fetchall()
    case = _case(rows, receipts)
    found = risk(case.demand, case.free, case.days, case.price)
    order = np.lexsort((products, -found.value))
    order = order[found.chance[order] >= LEAST]
    worth: dict[str, int] = {}
    for n in order.tolist():
        worth[rows[n][7]] = worth.get(rows[n][7], 0) + round(float(found.value[n]))
    shown = order[:limit]
    ways = _ways(conn, case, receipts, shown, today)
    risks = [
        _as_facts(
            rows[n], found, n, _next(receipts, rows[n]), _cheapest(case, n, found.value[n], way)
        )
        for n, way in zip(shown.tolist(), ways, strict=True)
    ]
    return {
        "today": today.isoformat(),
        "products": int(order.size),
        "value": dict(sorted(worth.items())),
        "risks": risks,
    }


def _case(rows: list[tuple[Any, ...]], receipts: list[tuple[Any, ...]]) -> Case:
    columns = [np.array([row[n] for row in rows], np.float64) for n in (5, 8, 9, 10, 11, 12)]
    price, rate, sd, rate_sd, lead, review = columns
    place = {(row[0], row[1]): n for n, row in enumerate(rows)}
    mine = [(place[key], one) for one in receipts if (key := (one[0], one[1])) in place]
    half = np.maximum(lead, 0.5)
    late = lead_strata(half, half * np.exp(0.841621 * SPREAD), half * np.exp(1.644854 * SPREAD))
    stated = np.array([float(one[6]) for _, one in mine])
    spread = np.array([float(one[7]) for _, one in mine])
    coming = receipt_days(stated, np.maximum(spread, 0.5))
    owner = np.array([n for n, _ in mine], np.int64)
    return Case(
        products=np.array([row[0] for row in rows], np.int64),
        locations=np.array([row[1] for row in rows], np.int64),
        rows=rows,
        demand=Demand(rate, np.maximum(sd**2, rate), rate_sd),
        free=np.array([row[13] for row in rows], np.int64),
        price=price,
        days=first_of(coming, owner, len(rows), late + review[:, None]),
    )


def _next(receipts: Sequence[tuple[Any, ...]], row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    return next((one for one in receipts if one[:2] == row[:2]), None)


def _ways(
    conn: Connection[Any],
    case: Case,
    receipts: Sequence[tuple[Any, ...]],
    shown: Ints,
    today: date,
) -> list[list[Remedy]]:
    """Return what could be done about each case, in the order shown."""
    asked = {"products": case.products[shown].tolist(), "today": today}
    found = conn.execute(statement("risk_remedies"), asked, binary=True).fetchall()
    of_product: dict[int, list[tuple[Any, ...]]] = {}
    for one in found:
        of_product.setdefault(one[0], []).append(one)
    ways = []
    for n in shown.tolist():
        row = case.rows[n]
        first = _next(receipts, row)
        mine = [_way(row, one) for one in of_product.get(row[0], ()) if row[1] not in one[7]]
        if first is not None and first[3]:
            # Hurried, it comes in half the days that are left.
            mine.append(Remedy("expedite", first[2], max(float(first[6]), 1.0) / 2.0, first[8]))
        ways.append(mine)
    return ways


def _way(row: tuple[Any, ...], one: tuple[Any, ...]) -> Remedy:
    kind, name, days, unit_cost, once, units = one[1:7]
    if kind == "buy":
        dearer = max(0, unit_cost - row[6]) * units if unit_cost and row[6] else 0
        return Remedy(kind, name, float(days), float(dearer + once))
    if kind == "transfer":
        return Remedy(kind, name, TRANSFER_DAYS, 0.0)
    return Remedy(kind, name, SUBSTITUTE_DAYS, float(max(0, unit_cost - row[6])))


def _cheapest(case: Case, n: int, value: float, ways: Sequence[Remedy]) -> dict[str, Any] | None:
    """Return the remedy that saves most beyond its cost; none where none is worth it."""
    if not ways:
        return None
    rows = np.full(len(ways), n)
    left = helped(
        Demand(*(each[rows] for each in case.demand)),
        case.free[rows],
        case.days[rows],
        case.price[rows],
        np.array([way.days for way in ways]),
    )
    worth = [float(value - rest - way.cost) for rest, way in zip(left, ways, strict=True)]
    at = max(range(len(ways)), key=lambda k: (worth[k], -ways[k].cost, -k))
    if worth[at] <= 0.0:
        return None
    way = ways[at]
    return {
        "kind": way.kind,
        "name": way.name,
        "days": round(way.days, 1),
        "cost": round(way.cost),
        "saves": round(float(value - left[at])),
    }


def _as_facts(
    row: tuple[Any, ...],
    found: Risk,
    n: int,
    first: tuple[Any, ...] | None,
    remedy: dict[str, Any] | None,
) -> dict[str, Any]:
    expected: date | None = first[5] if first else None
    return {
        "sku": row[2],
        "name": row[3],
        "location": row[4],
        "free": row[13],
        "demand_per_day": round(row[8], 3),
        "supply": first[2] if first else None,
        "expected_on": expected.isoformat() if expected else None,
        "chance": round(100.0 * float(found.chance[n]), 1),
        "units": round(float(found.units[n]), 1),
        "value": round(float(found.value[n])),
        "currency": row[7],
        "remedy": remedy,
    }
