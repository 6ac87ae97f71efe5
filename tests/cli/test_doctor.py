"""``doctor`` and ``migrate``: the state of a database, in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    from .conftest import Shell

PHANTOM = """
WITH made AS (INSERT INTO product (sku, name) VALUES ('MUG', 'Mug [blue]') RETURNING id)
INSERT INTO supply (id, product_id, location_id, kind, name, quantity)
SELECT 1, made.id, location.id, 'stock', 'stock@MAIN', 5
FROM made, location WHERE location.code = 'MAIN'
"""


def test_a_sound_database_is_healthy(shell: Shell) -> None:
    answer = shell("doctor", "--json")
    assert answer.status == 0
    assert answer.json() == {"healthy": True, "breaches": []}
    assert shell("doctor").out.endswith("invariants hold.\n")


def test_a_breach_is_shown_with_its_rows_and_status_1(
    shell: Shell, conn: psycopg.Connection[tuple[Any, ...]]
) -> None:
    conn.execute(PHANTOM)  # stock that no movement has brought
    answer = shell("doctor", "--json")
    assert answer.status == 1
    breaches = {breach["name"]: breach for breach in answer.json()["breaches"]}
    assert breaches["stock_is_movements"]["count"] == 1
    assert len(breaches["stock_is_movements"]["rows"]) == 1
    words = shell("doctor")
    assert words.status == 1
    assert "stock_is_movements" in words.out
    assert "stock_is_movements" in words.err


def test_migrate_says_that_there_is_nothing_to_do(shell: Shell) -> None:
    assert shell("migrate", "--json").json() == {"applied": []}
    assert shell("migrate").out == "The database is up to date.\n"
