"""The step that forecasts: from the books to forecasts kept in the books, and how good they are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder import ledger

from .demand import load

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from backorder.planning.forecast import Demand, Forecast
    from backorder.planning.forecast.backtest import Score

    from .demand import Loaded

HORIZON = 26  # weeks ahead
MEASURED = 4  # weeks that each forecast of the past is measured on
ORIGINS = 3  # of them
LEAST = 12  # weeks of history before anything can be measured
SLICE = 20_000  # forecasts kept in one transaction
DIGITS = 3
ACTOR = "job:plan"
LEVELS = (0.5, 0.8, 0.95)


def run(
    conn: Connection[Any], now: datetime, *, dry_run: bool, use_shared: bool | None = None
) -> dict[str, Any]:
    """Forecast every product at every place; a dry run keeps nothing.

    Where weeks, promotions and products are as they were, so are the forecasts: nothing is written.
    ``use_shared`` is that of `backorder.planning.forecast.forecast`.
    """
    from backorder.planning.forecast import forecast  # noqa: PLC0415 (only the worker plans)

    found = load(conn, now, horizon=HORIZON)
    if found is None:
        return {"forecasts": 0}
    made = forecast(found.demand, HORIZON, use_shared=use_shared)
    records = _records(found, made)
    accuracy = _accuracy(found.demand)
    figures: dict[str, Any] = {
        "forecasts": len(records),
        "weeks": found.demand.periods,
        "shared_model": "yes" if made.shared else "no",
    }
    if accuracy:
        figures |= {name: accuracy[0][name] for name in ("bias", "rmsse", "pinball")}
    if dry_run:
        return figures
    changed = 0
    for begin in range(0, len(records), SLICE):
        answer = ledger.VERBS["set_forecasts"](
            conn,
            {
                "forecasts": records[begin : begin + SLICE],
                "accuracy": accuracy if begin == 0 else [],
            },
            now=now,
            actor=ACTOR,
        )
        changed += answer["created"] + answer["changed"]
    return figures | {"changed": changed}


def _records(found: Loaded, made: Forecast) -> list[dict[str, Any]]:
    """Return the forecasts as the verb takes them."""
    from backorder.planning.forecast.local import methods  # noqa: PLC0415 (as above)

    demand = found.demand
    first = str(demand.starts(1)[-1])
    plain = np.round(made.plain, DIGITS).tolist()
    mean = np.round(made.mean, DIGITS).tolist()
    halves = made.quantiles(LEVELS).astype(np.int64).tolist()
    names = methods(demand.step)
    best = made.weights.argmax(axis=1).tolist()
    lifts = np.ones(demand.products) if made.uplift is None else made.uplift
    percent = np.round(np.maximum(lifts - 1, 0) * 100, 1).tolist()
    size = np.round(made.size, DIGITS).tolist()
    return [
        {
            "sku": item.sku,
            "location": item.code,
            "first_on": first,
            "mean": mean[row],
            "base": plain[row],
            "p50": halves[0][row],
            "p80": halves[1][row],
            "p95": halves[2][row],
            "size": size[row],
            "method": names[best[row]] + (" + shared" if made.shared else ""),
            "uplift": percent[row],
        }
        for row, item in enumerate(found.items)
    ]


def _accuracy(demand: Demand) -> list[dict[str, Any]]:
    """Return what forecasts of the last weeks would have been worth, by kind of demand.

    Local methods alone: the model that all products share would take minutes for each origin.
    """
    from backorder.planning.forecast import backtest, by_class, score  # noqa: PLC0415 (as above)

    if demand.periods < LEAST + ORIGINS * MEASURED:
        return []
    outcomes = backtest(demand, MEASURED, origins=ORIGINS, levels=LEVELS, use_shared=False)
    on = str(demand.starts(1)[-1])
    weeks = ORIGINS * MEASURED
    parts = {"all": score(outcomes, LEVELS), **by_class(outcomes, LEVELS)}
    return [
        {"measured_on": on, "kind": kind, "weeks": weeks, **_plain(one)}
        for kind, one in parts.items()
    ]


def _plain(found: Score) -> dict[str, Any]:
    """Return a score as the verb takes it; what has no measure is null."""
    values = {
        "bias": found.bias,
        "rmsse": found.rmsse,
        "pinball": found.pinball,
        **{
            f"within_{round(100 * level)}": share
            for level, share in zip(found.levels, found.coverage, strict=True)
        },
    }
    rounded = {name: round(one, 4) if math.isfinite(one) else None for name, one in values.items()}
    return {"series": found.series, **rounded}
