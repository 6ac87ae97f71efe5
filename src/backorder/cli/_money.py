"""Reports of money, as tables for people and as facts for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group

from backorder.app.payments import expected
from backorder.app.report import words

from . import _output

if TYPE_CHECKING:
    import psycopg
    from rich.console import RenderableType


def show(conn: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Print a report of money."""
    if name == "refunds":
        due = expected.refunds(conn)
        _output.show(due, lambda: _refunds(due["refunds"]))
        return
    read, heads = {
        "deferred": (expected.deferred, {"held": "paid for open units", "spare": "for no line"}),
        "cash": (
            expected.cash,
            {"due": "due now", "unpaid": "delivered, not paid", "refunds": "refunds to make"},
        ),
    }[name]
    found = read(conn)
    _output.show(found, lambda: _weeks(found["currencies"], heads))


def _weeks(found: list[dict[str, Any]], heads: dict[str, str]) -> RenderableType:
    if not found:
        return "No payments are recorded."
    tables = []
    for one in found:
        currency = one["currency"]
        sums = ", ".join(f"{words.money({currency: one[at]})} {head}" for at, head in heads.items())
        rows = [
            (
                week["from"] or "no day",
                week["units"],
                *(words.money({currency: week[at]}) for at in ("told", "p50", "p80")),
            )
            for week in one["weeks"]
        ]
        tables.append(_output.table(sums, ("week from", "units", "as told", "P50", "P80"), rows))
    return Group(*tables)


def _refunds(found: list[dict[str, Any]]) -> RenderableType:
    if not found:
        return "Nothing has to go back."
    rows = [
        (
            one["refund_by"],
            one["refund"],
            one["order"],
            one["sku"] or "",
            one["quantity"],
            words.money({one["currency"]: one["left"]}),
            one["reason"],
            one["state"],
        )
        for one in found
    ]
    heads = ("latest day", "refund", "order", "sku", "units", "amount", "reason", "state")
    return _output.table("Refunds that are due", heads, rows)
