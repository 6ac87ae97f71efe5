"""Reports over HTTP: the ledger's metrics, as the command line prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.app.payments import expected
from backorder.app.plans import advising
from backorder.app.plans.accuracy import accuracy
from backorder.app.plans.risks import ranked
from backorder.app.web import clock
from backorder.ledger.figures import measuring as metrics
from backorder.ledger.journal.fields import EARLIEST, LATEST
from backorder.ledger.purchasing import expediting

from . import asking, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from psycopg import Connection

PARAMETERS: dict[str, tuple[str, ...]] = {
    "metrics": ("from", "to", "by"),
    "backlog": ("limit",),
    "suppliers": ("from", "to"),
    "expedite": ("limit",),
    "forecast": (),
    "risk": ("limit",),
    "advice": ("limit",),
    "causes": ("from", "to", "by", "event"),
    "accuracy": ("from", "to", "by"),
    "deferred": (),
    "cash": (),
    "refunds": (),
}
ABOUT = {
    "metrics": "Backorder rate, fill rates and promises kept of a period.",
    "backlog": "The open demand by age, and the lines that have waited longest.",
    "suppliers": "How suppliers kept their word on what was ordered in a period.",
    "expedite": "Open purchases that customers wait for, by what a day of their delay costs.",
    "forecast": "What forecasts were worth, by kind of demand.",
    "risk": "Products that may run short before more comes, by the sales at stake, with a remedy.",
    "advice": "Whether to offer backorders on products, the most money at stake first.",
    "causes": "Why units were backordered: shares of each cause, by product, supplier or month.",
    "accuracy": "How right the books were where stock was counted, by class, place or month.",
    "deferred": "What was paid for units that are still open, by the week in which they ship.",
    "cash": "What is to come in: now, and by the week in which units ship.",
    "refunds": "What has to go back to customers, by its latest day.",
}
WHOLE: dict[str, Callable[[Connection[Any]], dict[str, Any]]] = {
    "deferred": expected.deferred,
    "cash": expected.cash,
    "refunds": expected.refunds,
    "forecast": accuracy,
}
GROUPS = {"causes": counted.CAUSES_BY, "accuracy": counted.ACCURACY_BY}
PERIODS = ("day", "week", "month")
_MOST_DAYS = 3660
_USUAL, _MOST = 20, 500


def _expedite(conn: Connection[Any], limit: int) -> dict[str, Any]:
    percent = settings.get("BACKORDER_WAIT_PERCENT")
    return {"purchases": expediting.expedite(conn, clock.now().date(), percent, limit)}


WORST_FIRST: dict[str, Callable[[Connection[Any], int], dict[str, Any]]] = {
    "backlog": metrics.backlog,
    "expedite": _expedite,
    "risk": lambda conn, limit: ranked(conn, clock.now(), limit),
    "advice": lambda conn, limit: advising.listed(conn, limit=limit),
}


def grouped_by(name: str) -> tuple[str, ...]:
    """Return what a report can be broken down by."""
    return tuple(GROUPS.get(name, PERIODS))


def read(conn: Connection[Any], name: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return a report."""
    if name in WHOLE:
        return WHOLE[name](conn)
    if name in WORST_FIRST:
        return WORST_FIRST[name](conn, _limit(given.get("limit")))
    first, last = (_day(part, given.get(part)) for part in ("from", "to"))
    if first is not None and last is not None and (last - first).days > _MOST_DAYS:
        asking.refuse("from", f"is at most {_MOST_DAYS} days before to")
    if name == "suppliers":
        return metrics.suppliers(conn, first, last, trend=True)
    if name in GROUPS:
        return _grouped(conn, name, first, last, given)
    by = given.get("by", "month")
    if by not in PERIODS:
        asking.refuse("by", f"is one of {', '.join(PERIODS)}")
    return metrics.metrics(conn, first, last, by)


def _grouped(
    conn: Connection[Any],
    name: str,
    first: date | None,
    last: date | None,
    given: Mapping[str, str],
) -> dict[str, Any]:
    """Return a report that is broken down by something."""
    by, event = given.get("by", "month"), given.get("event", "opened")
    if by not in grouped_by(name):
        asking.refuse("by", f"is one of {', '.join(grouped_by(name))}")
    if name == "accuracy":
        return counted.accuracy(conn, first, last, by)
    if event not in counted.EVENTS:
        asking.refuse("event", f"is one of {', '.join(counted.EVENTS)}")
    return counted.causes(conn, first, last, by, event)


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    found = asking.day(name, text)
    if not EARLIEST <= found <= LATEST:
        asking.refuse(name, f"is a day from {EARLIEST} to {LATEST}")
    return found


def _limit(text: str | None) -> int:
    return _USUAL if text is None else asking.whole("limit", text, 1, _MOST)
