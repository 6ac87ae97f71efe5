"""The state hash: equal books have equal hashes, any difference shows, no table is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from backorder import ledger
from backorder.ledger.proofs import state
from backorder.ledger.proofs.state import state_hash
from tests.ledger import healthy_books as books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attname
"""
# No other table names these rows by their id.
SILENT_IDS = {
    ("calendar", "id"),
    ("forecast", "id"),
    ("lane", "id"),
    ("policy", "id"),
    ("promotion", "id"),
    ("sourcing_rule", "id"),
    ("substitute", "id"),
    ("supplier_item", "id"),
}
# A value that no row of the small books has.
OTHER = {
    "bigint": "777777",
    "bigint[]": "ARRAY[777777]::bigint[]",
    "double precision": "7777.5",
    "double precision[]": "ARRAY[7777.5]::float8[]",
    "integer": "77",
    "character varying": "'X'",
    "text": "'X'",
    "jsonb": """'{"other": true}'""",
    "date": "DATE '2031-01-01'",
    "date[]": "ARRAY[DATE '2031-01-01']",
    "timestamp with time zone": "TIMESTAMPTZ '2031-01-01T00:00:00.000001Z'",
    "time without time zone": "TIME '01:02:03'",
}


# The healthy books have no row in these yet; whoever makes them write one takes the name out.
EMPTY = {
    "backorder_cause",
    "count_entry",
    "count_sheet",
    "count_sheet_line",
    "delay_answer",
    "delay_case",
    "delay_notice",
    "delay_told",
    "hold",
    "hold_line",
    "incentive",
    "incentive_redemption",
    "incentive_rule",
    "incentive_spend",
    "lead_time",
    "money_entry",
    "payment",
    "payment_event",
    "payment_term",
    "refund_due",
    "lead_time_check",
    "proposal",
    "reallocation",
    "shipment_label",
    "reallocation_peg",
    "shipping_load",
    "stock_policy",
    "stock_policy_change",
    "supply_outage",
    "swap",
}


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        yield conn


def columns_of(conn: Connection[Any]) -> list[tuple[str, str, str]]:
    return conn.execute(COLUMNS).fetchall()


def test_every_table_is_hashed_or_left_out_for_a_reason(conn: Connection[Any]) -> None:
    tables = {table for table, _, _ in columns_of(conn)}
    assert {table for table in tables if not state.is_left_out(table)} == set(state.TABLES)
    assert set(state.LEFT_OUT) - tables == set()
    for family in state.LEFT_OUT_FAMILIES:
        assert any(table.startswith(family) for table in tables), family
    assert set(state_hash(conn).tables) == set(state.TABLES)


def test_what_is_left_out_exists(conn: Connection[Any]) -> None:
    found = {(table, column) for table, column, _ in columns_of(conn)}
    left_out = {(t, c) for t, columns in state.LEFT_OUT_COLUMNS.items() for c in columns}
    assert left_out - found == set()


def test_every_order_is_a_key_of_its_table(conn: Connection[Any]) -> None:
    keys = conn.execute(
        """
        SELECT i.indrelid::regclass::text, array_agg(a.attname ORDER BY a.attname)::text[]
        FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indisunique AND i.indpred IS NULL AND i.indimmediate
        GROUP BY i.indexrelid, i.indrelid
        """
    ).fetchall()
    known = {(table, tuple(columns)) for table, columns in keys}
    orders = {(table, tuple(sorted(columns))) for table, columns in state.TABLES.items()}
    assert orders - known == set()


def test_every_reference_to_master_data_is_hashed_by_natural_key(conn: Connection[Any]) -> None:
    served = set(state.LEFT_OUT_COLUMNS) - {"journal"}
    enforced = conn.execute(
        """
        SELECT DISTINCT a.attname, f.confrelid::regclass::text
        FROM pg_constraint f
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        WHERE f.contype = 'f'
        """
    ).fetchall()
    masters = {column: table for column, table in enforced if table in served}
    assert masters == {column: table for column, (table, _) in state.NATURAL.items()}


def test_the_hash_is_the_same_again_and_whatever_the_session(healthy: Connection[Any]) -> None:
    first = state_hash(healthy)
    with books.undone(healthy):
        healthy.execute("SET TimeZone = 'Asia/Tokyo'")
        healthy.execute("SET DateStyle = 'SQL, DMY'")
        assert state_hash(healthy) == first
        assert healthy.execute("SHOW TimeZone").fetchone() == ("Asia/Tokyo",)


def test_equal_books_are_equal_whatever_ids_the_server_handed_out(
    healthy: Connection[Any], conn: Connection[Any]
) -> None:
    books.write(conn, burnt=3)
    assert conn.execute("SELECT min(id) FROM product").fetchone() == (4,)
    assert state_hash(conn) == state_hash(healthy)


def test_a_verb_replayed_with_its_numbers_gives_the_same_state(
    conn: Connection[Any], server_url: str, template_url: str
) -> None:
    lines = [{"sku": "MUG", "quantity": 5}]
    request = {"orders": [{"key": "web-1", "customer": {"ref": "C7"}, "lines": lines}]}
    books.offer_mugs(conn)
    for series in ("journal", "order", "line", "supply"):
        conn.execute("SELECT setval(%s, 50)", [f"number_{series}"])
    ledger.place_orders(conn, request, now=books.at(1), actor="test")
    ((journal_id, numbers),) = conn.execute("SELECT id, numbers FROM journal").fetchall()
    with books.empty(server_url, template_url) as twin:
        books.offer_mugs(twin)
        numbers["journal"] = [journal_id]
        ledger.place_orders(twin, request, now=books.at(1), actor="test", numbers=numbers)
        assert state_hash(twin) == state_hash(conn)
    with books.empty(server_url, template_url) as other:
        books.offer_mugs(other)
        ledger.place_orders(other, request, now=books.at(1), actor="test")
        assert state_hash(other).tables["peg"] != state_hash(conn).tables["peg"]


def test_the_order_of_columns_on_disk_does_not_matter(healthy: Connection[Any]) -> None:
    before = state_hash(healthy)
    with books.undone(healthy):
        healthy.execute("ALTER TABLE adjustment ADD moved_cause varchar(40)")
        healthy.execute("UPDATE adjustment SET moved_cause = cause")
        healthy.execute("ALTER TABLE adjustment DROP cause")
        healthy.execute("ALTER TABLE adjustment RENAME moved_cause TO cause")
        assert state_hash(healthy) == before


def test_every_hashed_value_counts(healthy: Connection[Any]) -> None:
    """Change one value of each column in turn: its table's hash and the total change."""
    before = state_hash(healthy)
    silent = set()
    for table, column, kind in columns_of(healthy):
        if table in EMPTY:
            continue
        if state.is_left_out(table):
            continue
        with books.undone(healthy):
            loosen(healthy, table)
            change_one(healthy, table, column, kind)
            after = state_hash(healthy)
        if after == before:
            silent.add((table, column))
        else:
            assert after.total != before.total
            assert after.tables[table] != before.tables[table] or column == "id", (table, column)
    assert silent == {("journal", "written_at"), *SILENT_IDS}


def test_only_the_named_tables_are_empty(healthy: Connection[Any]) -> None:
    empty = {
        table
        for table in state.TABLES
        if not healthy.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
        ).fetchone()[0]  # type: ignore[index]
    }
    assert empty == EMPTY


def test_a_missing_row_shows(healthy: Connection[Any]) -> None:
    before = state_hash(healthy)
    for table in state.TABLES.keys() - EMPTY:
        with books.undone(healthy):
            loosen(healthy, table)
            healthy.execute(
                sql.SQL("DELETE FROM {0} WHERE ctid = (SELECT min(ctid) FROM {0})").format(
                    sql.Identifier(table)
                )
            )
            after = state_hash(healthy)
        assert after.tables[table] != before.tables[table]
        assert after.total != before.total


def loosen(conn: Connection[Any], table: str) -> None:
    """Take the laws off a table, so that any single value can be changed."""
    conn.execute("SET LOCAL session_replication_role = replica")
    checks = conn.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table]
    )
    for (name,) in checks.fetchall():
        conn.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(table), sql.Identifier(name)
            )
        )


def change_one(conn: Connection[Any], table: str, column: str, kind: str) -> None:
    """Give one row of a table another value in one column."""
    name = sql.Identifier(column)
    value = sql.SQL("NOT {}").format(name) if kind == "boolean" else sql.SQL(OTHER[kind])
    done = conn.execute(
        sql.SQL(
            "UPDATE {0} SET {1} = {2} WHERE ctid = ("
            "SELECT max(ctid) FROM {0} WHERE {2} IS DISTINCT FROM {1})"
        ).format(sql.Identifier(table), name, value)
    )
    assert done.rowcount == 1, (table, column)
