"""The state does not depend on how PostgreSQL chooses to carry a statement out (law 8).

Every list that decides anything is sorted to its last row. The same history is lived through under
planners that may not use one kind of join or another, and must end in the same state.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database
from backorder.demo.replay.history import read_history
from backorder.demo.replay.options import Options
from backorder.demo.replay.shop import Shop
from backorder.demo.replay.stock import Policy
from backorder.ledger.proofs.state import StateHash, state_hash
from tests.replay.test_dirt import HEADER
from tests.support import temporary_database

if TYPE_CHECKING:
    from pathlib import Path

    from backorder.demo.replay.history import History

PLANNERS: tuple[tuple[str, ...], ...] = (
    (),
    ("enable_nestloop", "enable_mergejoin"),
    ("enable_hashjoin", "enable_nestloop", "enable_hashagg"),
    ("enable_hashjoin", "enable_mergejoin", "enable_indexscan", "enable_bitmapscan"),
)


def history(folder: Path) -> History:
    """Return 250 orders of 12 products, a fifth of them cancelled in part, and broken goods."""
    chance = random.Random(5)
    lines = []
    for n in range(250):
        at = datetime(2011, 1, 3, 8, tzinfo=UTC) + timedelta(hours=3 * n)
        customer = chance.randrange(15)
        for _ in range(chance.randint(1, 6)):
            sku, units = f"2{chance.randrange(12):04}", chance.randint(1, 9)
            lines.append(f"{n:05},{sku},THING,{units},{at},1.25,{customer},France")
            if chance.random() < 0.2:
                later = at + timedelta(hours=chance.choice((1, 40)))
                lines.append(f"C{n:05},{sku},THING,{-units},{later},1.25,{customer},France")
        if n % 5 == 0:
            sku, units = f"2{chance.randrange(12):04}", chance.randint(5, 30)
            lines.append(f"9{n:05},{sku},damaged,{-units},{at},0,,France")
    file = folder / "invoices.csv"
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_history(file)


@pytest.mark.slow
@pytest.mark.parametrize("ship", ["as_available", "complete"])
def test_the_state_does_not_depend_on_the_plans(
    server_url: str, template_url: str, tmp_path: Path, ship: str
) -> None:
    sold = history(tmp_path)
    options = Options(Policy.REORDER_POINT, initial_days=7, suppliers=4, ship=ship)
    template = str(conninfo_to_dict(template_url)["dbname"])
    found: list[StateHash] = []
    for without in PLANNERS:
        name = "backorder_replay_plans"
        with (
            temporary_database(server_url, name, template) as address,
            database.connect(address) as conn,
        ):
            for setting in without:
                conn.execute(f"SET {setting} = off")
            Shop(conn, sold, options).run()
            found.append(state_hash(conn))
    for without, one in zip(PLANNERS, found, strict=True):
        differing = [
            table for table, digest in one.tables.items() if found[0].tables[table] != digest
        ]
        assert differing == [], without
