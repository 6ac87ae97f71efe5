"""A session keeps its plans: those made while tables were empty must not become slow in full ones.

PostgreSQL plans a prepared statement once and again when the tables' statistics come in. A plan
made for tables analysed while empty may go through all of one for every row of another.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from backorder.ledger.journal.mass import MANY

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

PRODUCTS = 12
LINES = MANY + 100
PLENTY = 10 * LINES
EVERY_LINE = 40  # rows that a slip may look at for each line, in all of its statements
_FIRST = date(2026, 12, 7)


@pytest.mark.parametrize("early", [0, 1], ids=["planned for none", "planned for few"])
def test_a_mass_slip_takes_work_in_proportion_to_its_lines(desk: Desk, early: int) -> None:
    nothing_is_known_of_tables(desk)
    purchase = _bought(desk)
    if early:
        _ordered(desk, "early", early)
        for later in (1, 2):  # the session plans all that a slip asks
            _slip(desk, purchase, later)
    _ordered(desk, "crowd", LINES)
    for later in (3, 4):  # cases are opened, and renewed
        before = rows_looked_at(desk)
        said = _slip(desk, purchase, later)
        assert len(said["repromised"]) == len(said["delays"]) == LINES + early
        after = rows_looked_at(desk)
        many = {name: count - before[name] for name, count in after.items()}
        assert sum(many.values()) < EVERY_LINE * LINES, many


def nothing_is_known_of_tables(desk: Desk) -> None:
    """Let all tables be analysed as they are now, and never again."""
    for (table,) in desk.rows("SELECT relname FROM pg_stat_user_tables"):
        off = sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)")
        desk.conn.execute(off.format(sql.Identifier(table)))
    desk.conn.execute("ANALYZE")


def rows_looked_at(desk: Desk) -> dict[str, int]:
    """Return how many rows of each table were ever read, in order or by an index."""
    desk.conn.execute("SELECT pg_stat_force_next_flush()")
    return dict(
        desk.rows(
            "SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
        )
    )


def _bought(desk: Desk) -> str:
    skus = [f"SKU-{n}" for n in range(PRODUCTS)]
    desk.stock(**dict.fromkeys(skus, 0))
    return desk.buy("p-1", _FIRST.isoformat(), **dict.fromkeys(skus, PLENTY))


def _ordered(desk: Desk, key: str, lines: int) -> None:
    orders: list[dict[str, Any]] = [
        {
            "key": f"{key}-{start}",
            "lines": [
                {"sku": f"SKU-{n}", "quantity": 1} for n in range(min(PRODUCTS, lines - start))
            ],
        }
        for start in range(0, lines, PRODUCTS)
    ]
    desk.do("place_orders", orders=orders)


def _slip(desk: Desk, purchase: str, weeks: int) -> dict[str, Any]:
    day = _FIRST + timedelta(weeks=weeks)
    change = {"purchase_order": purchase, "expected_on": day.isoformat()}
    return desk.do("change_supply", changes=[change])
