"""The step that says whether to offer backorders on each product, and what that is worth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from psycopg.rows import dict_row

from backorder import settings
from backorder.app.statements import statement
from backorder.connectors.money import decimals
from backorder.planning.economics import Advised, Products, advise, worth_of_waits

from .learning import Learned, learned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from psycopg import Connection

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ACTOR = "job:plan"
MONTH = 30.0
CURVE_POINTS, CURVE_LEAST, CURVE_MOST = 15, 14.0, 365.0  # days: how the worth of waits is drawn
SCORES = np.array([-1.593, -0.967, -0.589, -0.282, 0.0, 0.282, 0.589, 0.967, 1.593])
TEXTS = {
    "pays": "A purchase made now comes before the wait at which refusing would pay better.",
    "supplier_limit": "It pays up to the units that the supplier can bring in time.",
    "only_incoming": "Only what is on its way comes soon enough; a purchase made now would not.",
    "wait_too_long": "The wait is longer than the one at which refusing pays better.",
    "never_pays": "Even without a wait an accepted backorder is worth less than a refusal.",
    "no_date": "Nobody knows when more could come, so no date can be told.",
    "dates_not_kept": "The days of its supplier are kept too seldom to be told to customers.",
}


class Usual(NamedTuple):
    """What is reckoned with where a category has no terms of its own: see the setting."""

    ship: float  # percent of the price
    cancel: float  # money a line
    handling: float  # money a line
    goodwill: float  # percent of the price
    future: float  # times the price
    substituted: float  # percent


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Advise on every product and keep it; say how many, and whose verdict moved."""
    rows = conn.execute(statement("advice_products"), {"today": now.date()}, binary=True).fetchall()
    if not rows:
        return {"products": 0, "moved": 0}
    known = learned(conn, rows, now)
    products = _products(rows, known)
    found = advise(products)
    counts = {name: int((found.verdict == name).sum()) for name in ("allow", "cap", "deny")}
    if dry_run:
        return {"products": len(rows), **counts, "moved": 0}
    told = _columns(rows, products, found, known) | {"now": now, "by": ACTOR}
    row = conn.execute(statement("advice_save"), told).fetchone()
    return {"products": len(rows), **counts, "moved": row[0] if row else 0}


def _products(rows: Sequence[tuple[Any, ...]], known: Learned) -> Products:
    """Return the products as columns, in minor units."""
    usual = Usual(*settings.get("BACKORDER_ADVICE"))
    wide = list(zip(*rows, strict=True))
    price, cost, p50, p80, p95, weekly, due, spread, kept, checked, instead = (
        _numbers(wide[n]) for n in range(4, 15)
    )
    ship, cancel, handling, goodwill, future, percent = (_numbers(wide[n]) for n in range(17, 23))
    own, has = (np.array(wide[n], np.bool_) for n in (16, 23))
    minor = np.array([10.0 ** decimals(code) for code in wide[3]])
    group = np.array([known.place[name] for name in wide[2]])
    a_line = minor / known.units[group]  # what is paid once a line, of each of its units
    return Products(
        margin=price - cost,
        waits=_strata(p50, p80, p95),
        soon=np.maximum(due, 0.0)[:, None] + np.maximum(spread, 0.5)[:, None] * SCORES / 2.0,
        start=known.start[group],
        slope=known.slope[group],
        hazard=known.hazard[group],
        ship=np.where(own, ship, price * usual.ship / 100.0),
        cancel=np.where(own, cancel, usual.cancel * a_line),
        handling=np.where(own, handling, usual.handling * a_line),
        future=np.where(own, future, usual.future * price),
        goodwill=np.where(own, goodwill, price * usual.goodwill / 100.0),
        substituted=np.where(has, np.where(own, percent, usual.substituted) / 100.0, 0.0),
        margin_substitute=instead,
        kept=kept,
        checked=checked,
        weekly=np.where(np.isnan(weekly), np.inf, weekly),
    )


def _numbers(column: Sequence[Any]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in column])


def _strata(p50: Floats, p80: Floats, p95: Floats) -> Floats:
    """Return equally likely waits of a log-normal through the middle and the two later days."""
    middle = np.maximum(p50, 0.5)
    late = np.fmax(np.fmax(p80, p95), middle * 1.01)
    spread = np.log(late / middle) / np.where(np.isfinite(p95), 1.644854, 0.841621)
    return np.asarray(middle[:, None] * np.exp(spread[:, None] * SCORES))


def _columns(
    rows: Sequence[tuple[Any, ...]], products: Products, found: Advised, known: Learned
) -> dict[str, Any]:
    """Return the advice as columns to keep."""
    month = np.array([row[15] for row in rows], np.float64) * MONTH * known.short
    gain = np.abs(found.offering - found.refusing)
    stake = np.where(np.isfinite(gain), gain, 0.0) * month
    finite = np.isfinite(found.break_even)
    slips = [round(float(one), 4) for one in known.slips]
    until, worth = _curve(products, found)
    longest = np.where(finite & (found.verdict != "deny"), np.floor(found.break_even), -1)
    incoming = found.reason == "only_incoming"
    return {
        "product": [row[0] for row in rows],
        "verdict": found.verdict.tolist(),
        "cap": np.where(found.reason == "supplier_limit", found.cap, -1).tolist(),
        "cap_from": np.where(incoming, "incoming", "").tolist(),
        "max_wait": longest.astype(np.int64).tolist(),
        "break_even": [v if ok else None for v, ok in zip(found.break_even, finite, strict=True)],
        "always": np.isposinf(found.break_even).tolist(),
        "p50": _maybe(found.p50),
        "p80": _maybe(found.p80),
        "offering": found.offering.round(4).tolist(),
        "refusing": found.refusing.round(4).tolist(),
        "month": month.round(3).tolist(),
        "stake": stake.round().astype(np.int64).tolist(),
        "currency": [row[3] for row in rows],
        "reason": [json.dumps({"code": c, "text": TEXTS[c]}) for c in found.reason.tolist()],
        "figures": [
            json.dumps(
                {
                    "accepts": round(float(a), 4),
                    "per_day": round(float(k), 5),
                    "hazard": [round(float(h), 5) for h in hazard],
                    "slips": slips,
                    "short": round(float(short), 4),
                    "until": float(last),
                    "worth": [round(float(value), 2) for value in values],
                }
            )
            for a, k, hazard, short, last, values in zip(
                products.start,
                products.slope,
                products.hazard,
                known.short,
                until,
                worth,
                strict=True,
            )
        ],
    }


def _curve(products: Products, found: Advised) -> tuple[Floats, Floats]:
    """Return, for the plot of each product, up to which wait it goes, and what waits are worth."""
    even = np.where(np.isfinite(found.break_even), found.break_even, 0.0)
    until = np.ceil(np.clip(np.fmax(1.8 * even, 1.3 * found.p80), CURVE_LEAST, CURVE_MOST))
    days = until[:, None] * np.linspace(0.0, 1.0, CURVE_POINTS)
    return until, worth_of_waits(products, days)


def _maybe(values: Floats) -> list[float | None]:
    return [round(float(v), 2) if np.isfinite(v) else None for v in values]


def listed(
    conn: Connection[Any], *, verdict: str = "", sku: str = "", limit: int = 100
) -> dict[str, Any]:
    """Return the advice that is kept, that with the most money at stake first."""
    asked = {"verdict": verdict, "sku": sku, "limit": limit}
    cursor = conn.cursor(row_factory=dict_row)
    rows = cursor.execute(statement("advice_list"), asked).fetchall()
    return {"products": len(rows), "advice": rows}
