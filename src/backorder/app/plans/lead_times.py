"""The step that learns lead times: from the purchases in the books to what promises reckon with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder import ledger
from backorder.app.statements import statement

from . import lead_time_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

    from .lead_time_rows import Pair, Refit, Row

ACTOR = "job:plan"
SLICE = 1000  # products whose locks one call of the verb takes


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Learn lead times anew and keep what differs from before; say how many, and what moved.

    ``conn`` is in autocommit mode. Suppliers with few deliveries keep what they state. What hardly
    moved stays as it was, so that a night in which nothing came changes nothing.
    """
    refit = lead_time_rows.learned(
        conn.execute(statement("plan_purchases").encode()).fetchall(),
        conn.execute(statement("plan_supplier_items").encode()).fetchall(),
        now,
    )
    before = {
        (row[0], row[1]): row[2:]
        for row in conn.execute(statement("plan_lead_times").encode()).fetchall()
    }
    fresh = {
        pair: row
        for pair, row in refit.rows.items()
        if lead_time_rows.differs(before.get(pair), row)
    }
    gone = sorted(before.keys() - refit.rows.keys())
    figures = {
        "lines": refit.lines,
        "suppliers": sum(product == 0 for _, product in refit.rows),
        "pairs": sum(product != 0 for _, product in refit.rows),
        "learned": len(fresh),
        "forgotten": len(gone),
        "repromised": 0,
    }
    if dry_run or not (fresh or gone):
        return figures
    for request in _requests(conn, refit, fresh, gone):
        answer = ledger.set_lead_times(conn, request, now=now, actor=ACTOR)
        figures["repromised"] += len(answer["repromised"])
    return figures


def _requests(
    conn: Connection[Any], refit: Refit, fresh: dict[Pair, Row], gone: Sequence[Pair]
) -> Iterator[dict[str, Any]]:
    """Yield the requests: suppliers as a whole first, then their items, some products at a time."""
    suppliers = sorted({one for one, _ in [*fresh, *gone]} | {row.supplier for row in refit.checks})
    products = sorted({one for _, one in [*fresh, *gone]} - {0})
    names: dict[tuple[str, int], str] = {
        (kind, row_id): name
        for kind, row_id, name in conn.execute(
            statement("plan_names").encode(), {"suppliers": suppliers, "products": products}
        ).fetchall()
    }

    def named(pair: Pair) -> dict[str, str | None]:
        supplier, product = pair
        sku = names["product", product] if product else None
        return {"supplier": names["supplier", supplier], "sku": sku}

    checks = [
        {
            **row.counts(),
            "supplier": names["supplier", row.supplier] if row.supplier else None,
        }
        for row in refit.checks
    ]
    said: dict[int, list[dict[str, Any]]] = {}
    for pair in sorted(fresh):
        said.setdefault(pair[1], []).append({**named(pair), **fresh[pair]._asdict()})
    over: dict[int, list[dict[str, Any]]] = {}
    for pair in gone:
        over.setdefault(pair[1], []).append(named(pair))
    for start in range(0, len(products) + 1, SLICE):
        some = [0, *products][start : start + SLICE]  # 0 stands for suppliers as a whole
        body: dict[str, Any] = {
            "lead_times": [one for product in some for one in said.get(product, ())],
            "forget": [one for product in some for one in over.get(product, ())],
        }
        yield body if start else {**body, "checks": checks}
