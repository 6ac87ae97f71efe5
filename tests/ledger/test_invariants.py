"""The invariants as a whole: healthy books are clean, and no invariant goes without its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from psycopg import IsolationLevel

from backorder import database, ledger
from backorder.domain.errors import ConflictError, NotFoundError
from backorder.ledger.proofs.invariants import check, invariants
from tests.delays import test_invariants as delays
from tests.ledger import healthy_books as books
from tests.ledger import test_incentives as incentives
from tests.ledger import test_invariants_audits as audits
from tests.ledger import test_invariants_buying as buying
from tests.ledger import test_invariants_holds as holds
from tests.ledger import test_invariants_lines as lines
from tests.ledger import test_invariants_money as money
from tests.ledger import test_invariants_reallocation as reallocation
from tests.ledger import test_invariants_records as records
from tests.ledger import test_invariants_stock as stock
from tests.tidy.tree import sql_files

if TYPE_CHECKING:
    from psycopg import Connection

NAMES = {path.stem for path in sql_files() if path.parent.name == "invariants"}


def test_every_invariant_has_a_planted_breach() -> None:
    every = (
        *stock.PLANTED,
        *lines.PLANTED,
        *records.PLANTED,
        *holds.PLANTED,
        *reallocation.PLANTED,
        *audits.PLANTED,
        *buying.PLANTED,
        *incentives.PLANTED,
        *money.PLANTED,
        *delays.PLANTED,
    )
    planted = {p.invariant for p in every}
    assert planted == NAMES


def test_every_file_is_listed_under_its_own_name_with_a_sentence_and_a_law() -> None:
    found = invariants()
    assert [one.name for one in sorted(found, key=lambda one: one.name)] == sorted(NAMES)
    assert [one.name for one in found if not one.text.endswith(".") or len(one.text) < 30] == []
    assert {one.law for one in found} <= set(range(1, 14))
    assert {1, 2, 3, 4, 6, 12} <= {one.law for one in found}


def test_an_empty_database_is_clean(conn: Connection[Any]) -> None:
    assert check(conn) == []


def test_healthy_books_are_clean(conn: Connection[Any]) -> None:
    books.write(conn)
    assert check(conn) == []


def test_books_written_by_a_verb_are_clean_until_a_unit_is_lost(conn: Connection[Any]) -> None:
    books.offer_mugs(conn)
    line = {"sku": "MUG", "quantity": 3}
    orders = [
        {"key": "web-1", "lines": [line, {"sku": "MUG", "quantity": 2}]},
        {"key": "web-2", "lines": [line, {"sku": "NIX", "quantity": 1}]},
    ]
    placed = ledger.place_orders(conn, {"orders": orders}, now=books.at(1), actor="test")
    assert [order["status"] for order in placed["orders"]] == ["accepted", "refused"]
    assert check(conn) == []
    conn.execute("UPDATE peg SET quantity = 1 WHERE quantity = 2")
    assert {breach.name for breach in check(conn)} == {"line_units_add_up", "pegged_is_pegs"}


def test_a_breach_carries_the_first_rows_and_the_whole_count(conn: Connection[Any]) -> None:
    books.write(conn)
    conn.execute("UPDATE supply SET name = 'wrong'")
    (breach,) = check(conn, limit=2)
    assert breach.name == "supplies_are_named"
    assert breach.text == (
        "A supply is called after its place, its purchase or transfer line, or its own number."
    )
    assert breach.count == 8
    assert breach.rows == [
        {"supply_id": 1, "name": "wrong", "expected": "stock@MAIN"},
        {"supply_id": 2, "name": "wrong", "expected": "stock@MAIN"},
    ]


def test_only_the_named_invariants_are_run(conn: Connection[Any]) -> None:
    books.write(conn)
    conn.execute("UPDATE supply SET name = 'wrong'")
    assert check(conn, names=["pegged_is_pegs"]) == []
    assert len(check(conn, names=["pegged_is_pegs", "supplies_are_named"])) == 1


def test_an_unknown_name_is_refused(conn: Connection[Any]) -> None:
    with pytest.raises(NotFoundError) as refused:
        check(conn, names=["pegged_is_pegs", "all_is_well"])
    assert refused.value.facts == {"unknown": ["all_is_well"]}


def test_the_session_is_left_as_it_was(conn: Connection[Any]) -> None:
    conn.execute("SET TimeZone = 'Asia/Tokyo'")
    check(conn)
    row = conn.execute(
        "SELECT current_setting('TimeZone'), current_setting('transaction_read_only')"
    ).fetchone()
    assert row == ("Asia/Tokyo", "off")


def test_what_is_written_meanwhile_is_not_seen(conn: Connection[Any], database_url: str) -> None:
    books.write(conn)
    with database.connect(database_url) as reader:
        reader.isolation_level = IsolationLevel.REPEATABLE_READ
        with reader.transaction():
            assert check(reader) == []
            conn.execute("UPDATE supply SET name = 'wrong'")
            assert check(reader) == []
        assert len(check(reader)) == 1


def test_a_transaction_that_sees_many_instants_is_refused(conn: Connection[Any]) -> None:
    with conn.transaction(), pytest.raises(ConflictError, match="read committed"):
        check(conn)


def test_every_reference_that_the_schema_does_not_enforce_is_swept(
    conn: Connection[Any],
) -> None:
    loose = conn.execute(
        """
        SELECT c.relname || '.' || a.attname
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND a.attname ~ '_(id|by)$' AND a.atttypid = 'bigint'::regtype
            AND NOT EXISTS (
                SELECT FROM pg_constraint f
                WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY (f.conkey)
            )
        """
    ).fetchall()
    swept = {
        row["reference"]
        for planted in (
            *records.PLANTED,
            *holds.PLANTED,
            *reallocation.PLANTED,
            *audits.PLANTED,
            *buying.PLANTED,
            *incentives.PLANTED,
            *money.PLANTED,
            *delays.PLANTED,
        )
        for row in planted.rows
        if planted.invariant.endswith("_references_exist")
    }
    # Worked out anew every few minutes, and no part of the books.
    kept = {"waiting_customer.customer_id", "waiting_supplier.supplier_id"}
    assert swept == {name for (name,) in loose} - kept
