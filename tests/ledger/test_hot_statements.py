"""The statements of the hot verbs are parsed once, not with every call.

The driver remembers how a statement is parsed unless it is longer than 4096 characters or gets more
than 50 parameters; then it parses it every time, which costs as much as our own work on an order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import _queries

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

LINES = [{"sku": "MUG", "quantity": 3}, {"sku": "CUP", "quantity": 1}]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the statements that the driver does not remember, as they come."""
    seen: list[bytes] = []
    true = _queries._query2pg_nocache

    def watched(query: bytes, encoding: str) -> Any:
        seen.append(query)
        return true(query, encoding)

    monkeypatch.setattr(_queries, "_query2pg_nocache", watched)
    return seen


def test_no_hot_verb_has_a_statement_parsed_again(desk: Desk, parsed: list[bytes]) -> None:
    desk.stock(MUG=4, CUP=0)
    desk.sold_by("S1", "MUG", "CUP", days=9)
    parsed.clear()
    desk.do("availability", lines=LINES)
    order = {"key": "o", "customer": {"ref": "C1"}, "lines": LINES}
    assert desk.do("place_orders", orders=[order])["orders"][0]["status"] == "accepted"
    quote = {"key": "q", "lines": LINES}
    assert desk.do("quote", quotes=[quote])["quotes"][0]["status"] == "held"
    desk.do("hold", holds=[quote | {"key": "h"}])
    desk.do("confirm", confirmations=[{"hold": "q"}])
    assert [text[:60] for text in parsed] == []


def test_the_watch_sees_what_is_parsed_again(desk: Desk, parsed: list[bytes]) -> None:
    with psycopg.ClientCursor(desk.conn) as cursor:
        cursor.execute("SELECT 1")
    desk.conn.execute("SELECT %(n0)s::int", {f"n{n}": n for n in range(51)})
    assert len(parsed) == 1
