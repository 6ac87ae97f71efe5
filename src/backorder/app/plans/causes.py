"""Causes: label the backorders that opened or closed since the last time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder import ledger
from backorder.app.statements import statement
from backorder.domain.names import number
from backorder.planning import causes

from . import histories

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    Json = dict[str, Any]

ACTOR = "job:causes"
SLICE = 5000  # labels written in one transaction
MOST = 200_000  # backorders of each event looked at in one run


class Due(NamedTuple):
    """A backorder that opened or closed and has no label for that."""

    event: str
    line: int
    order: int
    line_no: int
    product: int
    placed_at: datetime
    opened_at: datetime
    units: int
    at: datetime


def run(conn: Connection[Any], now: datetime, *, dry_run: bool = False) -> dict[str, Any]:
    """Label what is due; return how many backorders of each event, and their units by cause."""
    rows = conn.execute(statement("causes_due"), {"now": now, "limit": MOST}).fetchall()
    due = [Due(*row) for row in rows]
    labels = find(conn, due, now) if due else []
    if not dry_run:
        for start in range(0, len(labels), SLICE):
            request = {"labels": labels[start : start + SLICE]}
            ledger.label_backorders(conn, request, now=now, actor=ACTOR)
    units: Counter[str] = Counter()
    for label in labels:
        if label["event"] == "opened":
            units.update(label["parts"])
    events = Counter(label["event"] for label in labels)
    return {"opened": events["opened"], "closed": events["closed"], "units": dict(units)}


def find(conn: Connection[Any], due: Sequence[Due], now: datetime) -> list[Json]:
    """Return the labels of backorders, as the verb takes them."""
    since = min(one.opened_at for one in due)
    loaded = histories.load(conn, {one.product for one in due}, since, now)
    labels: list[Json] = []
    for event in ("opened", "closed"):
        of = [one for one in due if one.event == event]
        if of:
            labels += _label(loaded, of, closing=event == "closed")
    return labels


def _label(loaded: histories.Loaded, due: Sequence[Due], *, closing: bool) -> list[Json]:
    product = np.searchsorted(loaded.ids, np.array([one.product for one in due], dtype=np.int64))
    opened = _instants([one.opened_at for one in due])
    waiting = causes.Backorders(
        product=product,
        placed=_instants([one.placed_at for one in due]),
        opened=opened,
        at=opened,
        units=np.array([one.units for one in due], dtype=np.int64),
        horizon_days=loaded.terms.horizon_days[product],
        safety=histories.safety(loaded, product, opened),
    )
    found = (
        causes.label_lasting(loaded.history, waiting, _instants([one.at for one in due]))
        if closing
        else causes.label(loaded.history, waiting)
    )
    begins = opened - np.rint(waiting.horizon_days * causes.DAY).astype(np.int64)
    forecast = begins >= loaded.forecast_from[product]
    return [
        {
            "order": number("order", one.order),
            "line_no": one.line_no,
            "event": one.event,
            "at": one.at.isoformat(),
            "units": one.units,
            "shares": _named(found.permille[n]),
            "parts": _named(found.units[n]),
            "evidence": {
                "missing": round(float(found.missing[n])),
                "took": _named(np.rint(found.relief[n]).astype(np.int64)),
                "horizon_days": round(float(waiting.horizon_days[n])),
                "safety": round(float(waiting.safety[n])),
                "plan": "forecast" if forecast[n] else "trailing_mean",
            },
            **_supplier(loaded.terms.supplier[int(product[n])]),
        }
        for n, one in enumerate(due)
    ]


def _supplier(code: str) -> dict[str, str]:
    return {"supplier": code} if code else {}


def _named(values: np.ndarray[Any, Any]) -> dict[str, int]:
    """Return values by cause, those that are any."""
    return {code: int(value) for code, value in zip(causes.CAUSES, values, strict=True) if value}


def _instants(at: Sequence[datetime]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([histories.milliseconds(one) for one in at], dtype=np.int64)
