"""The test databases are migrated, apart from each other, and checked at the first connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg


def test_a_fresh_database_has_the_places_and_no_order(
    conn: psycopg.Connection[tuple[Any, ...]],
) -> None:
    places = conn.execute("SELECT code FROM location WHERE sellable ORDER BY code").fetchall()
    assert places == [("MAIN",)]
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (0,)
