"""The same judgement as of a life in arrays, read from the books of a shop that kept them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.connectors.money import decimals
from backorder.ledger.figures import measuring as metrics
from backorder.ledger.figures import reckoning

from .judging import Judgement

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

    from .judging import Tariff


def judge_books(
    conn: Connection[Any], tariff: Tariff, first: date, last: date, currency: str
) -> Judgement:
    """Judge the days from ``first`` to ``last`` by what the books recorded; money is whole.

    How much was filled at once are the metrics' figures; what it took is the ledger's reckoning.
    """
    accepted: dict[str, Any] = metrics.metrics(conn, first, last)["accepted"]
    took = reckoning.reckon(conn, first, last)
    unit = 10 ** decimals(currency)
    year = 365.0 / ((last - first).days + 1)
    stock = took.stock.get(currency, 0.0) / unit
    spent = (
        tariff.holding * stock,
        tariff.purchase * took.purchase_lines * year,
        tariff.backorder * accepted["lines_backordered"] * year,
        tariff.waiting * took.waiting.get(currency, 0) / unit * year,
    )
    return Judgement(
        1.0 - _share(accepted["units_backordered"], accepted["units"]),
        1.0 - _share(accepted["lines_backordered"], accepted["lines"]),
        _share(accepted["orders_backordered"], accepted["orders"]),
        _share(took.lines.kept, took.lines.due, 1.0),
        _share(took.waited.kept, took.waited.due, 1.0),
        stock,
        sum(spent),
        *spent,
        took.purchase_lines,
    )


def _share(part: int, whole: int, of_none: float = 0.0) -> float:
    return part / whole if whole else of_none
