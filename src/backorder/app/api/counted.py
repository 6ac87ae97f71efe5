"""Reports of causes and of counts: broken down by product, supplier, class, place or month."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.app.statements import statement
from backorder.domain.causes import CAUSES
from backorder.ledger.figures import measuring as metrics
from backorder.ledger.journal.snapshot import snapshot

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

    Json = dict[str, Any]

CAUSES_BY = ("product", "supplier", "month")
ACCURACY_BY = ("class", "location", "month")
EVENTS = ("opened", "closed")
WHOLE = 100


def causes(
    conn: Connection[Any],
    first: date | None,
    last: date | None,
    by: str = "month",
    event: str = "opened",
) -> Json:
    """Return the units and the money that each cause kept from customers, in all and by group.

    Shares are percent of the units; money is in minor units by currency. Groups come by their name,
    the rows behind a number are those of the list ``causes`` with the same filters.
    """
    with snapshot(conn):
        days = metrics.span(conn, first, last)
        rows = conn.execute(
            statement("report_causes"), {**days.days, "by": by, "event": event}
        ).fetchall()
    groups: dict[str, list[tuple[str, str, int, int]]] = {}
    for group, *rest in rows:
        groups.setdefault(group, []).append(tuple(rest))
    every = [(cause, currency, units, value) for _, cause, currency, units, value in rows]
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "by": by,
        "event": event,
        **_shares(every),
        "groups": [{by: group, **_shares(of)} for group, of in groups.items()],
    }


def _shares(rows: list[tuple[str, str, int, int]]) -> Json:
    """Return the units and values by cause, the largest first, and their sums."""
    units: Counter[str] = Counter()
    value: dict[str, Counter[str]] = {}
    for cause, currency, count, worth in rows:
        units[cause] += count
        value.setdefault(cause, Counter())[currency] += worth
    total = sum(units.values())
    worths: Counter[str] = Counter()
    for one in value.values():
        worths.update(one)
    order = sorted(units, key=lambda cause: (-units[cause], CAUSES.index(cause)))
    return {
        "units": total,
        "value": dict(worths),
        "causes": [
            {
                "cause": cause,
                "units": units[cause],
                "share": round(WHOLE * units[cause] / total, 1),
                "value": dict(value[cause]),
            }
            for cause in order
        ],
    }


def accuracy(
    conn: Connection[Any], first: date | None, last: date | None, by: str = "month"
) -> Json:
    """Return how right the books were where stock was counted in a period.

    A counted line is right if it differed from the books by no more than the tolerance. Net and
    absolute variance are at unit cost (the price where no cost is known), by currency.
    """
    percent = settings.get("BACKORDER_COUNT_TOLERANCE_PERCENT")
    with snapshot(conn):
        days = metrics.span(conn, first, last)
        rows = conn.execute(
            statement("report_accuracy"), {**days.days, "by": by, "percent": percent}
        ).fetchall()
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for group, *rest in rows:
        groups.setdefault(group, []).append(tuple(rest))
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "by": by,
        "tolerance_percent": percent,
        **_right([tuple(row[1:]) for row in rows]),
        "groups": [{by: group, **_right(of)} for group, of in groups.items()],
    }


def _right(rows: list[tuple[Any, ...]]) -> Json:
    """Return the accuracy of rows of (currency, lines, right, exact, units, net, absolute)."""
    lines, right, exact = (sum(row[n] for row in rows) for n in (1, 2, 3))
    return {
        "lines": lines,
        "right": right,
        "exact": exact,
        "accuracy": round(WHOLE * right / lines, 1) if lines else None,
        "units_off": sum(row[4] for row in rows),
        "net": {row[0]: row[5] for row in _by_currency(rows)},
        "absolute": {row[0]: row[6] for row in _by_currency(rows)},
    }


def _by_currency(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    found: dict[str, list[int]] = {}
    for currency, *values in rows:
        known = found.setdefault(currency, [0] * len(values))
        for n, value in enumerate(values):
            known[n] += value
    return [(currency, *values) for currency, values in sorted(found.items())]
