"""``review``: the nightly look at what time has overtaken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from backorder.ledger.purchasing import overdue
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    import psycopg
    import pytest

    from .conftest import Shell


def test_all_that_is_due_is_reviewed_slice_by_slice(
    shell: Shell, conn: psycopg.Connection[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(conn, datetime.now(UTC) - timedelta(days=30))
    desk.stock(CUP=0, MUG=0, POT=0)
    desk.sold_by("S1", "CUP", "MUG", "POT", days=40)
    for sku in ("CUP", "MUG", "POT"):
        desk.order(sku, **{sku: 2})
    monkeypatch.setattr(overdue, "SLICE", 2)
    words = shell("review")
    assert words.out == (
        "3 products were due: 3 suggestions rolled on, 3 orders have to be told.\n"
    )
    assert desk.journal()[-2:] == ["review", "review"]
    again = shell("review", "--json")
    assert again.status == 0
    assert again.json() == {"reviewed": 0, "rolled": [], "repromised": [], "filled": []}
