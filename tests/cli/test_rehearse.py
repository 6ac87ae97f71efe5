"""``rehearse``: the journal in a scratch database, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs.state import state_hash
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from .conftest import Shell

SCRATCHES = "SELECT datname FROM pg_database WHERE starts_with(datname, 'backorder_rehearsal_')"


@pytest.mark.slow
def test_rehearse_says_whether_the_journal_explains_the_books(
    shell: Shell, conn: Connection[Any]
) -> None:
    desk = Desk(conn)
    desk.stock(MUG=4)
    desk.sold_by("S1", "MUG", days=10)
    desk.order("o1", MUG=6)
    scratches = desk.rows(SCRATCHES)

    answer = shell("rehearse", "--json")
    state = state_hash(conn).total
    assert answer.json() == {
        "same": True,
        "entries": 5,
        "state": state,
        "replayed": state,
        "differing": [],
    }
    assert answer.status == 0

    conn.execute("UPDATE product SET unit_price = 1")
    words = shell("rehearse")
    assert words.status == 1
    assert "The books differ." in words.out
    assert words.err == "backorder: the replayed books differ in: product\n"
    assert desk.rows(SCRATCHES) == scratches
