"""What the database refuses by itself, whoever asks: each law with a neighbour that is allowed."""

# The statements are the test: nothing of them comes from outside.
# ruff: noqa: S608

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import errors as pg

from tests.ledger import healthy_books as books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

APPEND_ONLY = ("journal", "promise", "stock_movement", "purchase_sending")
# Guarded alike: other tables lean on them, or they have no row or journal entry of their own.
ALIKE = (
    *("reallocation_peg", "stock_policy_change", "supplier_message", "supplier_message_line"),
    *("backorder_cause", "count_entry", "advice_change", "incentive", "incentive_redemption"),
    *("delay_answer", "delay_notice", "delay_told", "money_entry", "payment_event", "swap"),
    *("message_template", "shipment_label"),
)

MOVE = (
    "INSERT INTO stock_movement (kind, document, document_line, at, journal_id, n, product_id,"
    " origin_id, destination_id, quantity) SELECT kind, document, document_line, at,"
)
ENTRY = "INSERT INTO journal (id, verb, actor, at, input, result"
COLUMNS = "verb, actor, at, input, result"
PEGGED = "supply_not_pegged_beyond_quantity"
FROM = "FROM stock_movement WHERE journal_id = 6"

# Refused: the statement, and the constraint that names the law.
REFUSED = [
    ("UPDATE supply SET pegged = 18 WHERE id = 1", PEGGED),
    ("UPDATE supply SET quantity = 3 WHERE id = 1", PEGGED),
    ("UPDATE supply SET pegged = -1 WHERE id = 3", PEGGED),
    ("UPDATE supply SET quantity = -1, pegged = -1 WHERE id = 8", PEGGED),
    ("UPDATE supply SET quantity = 5 WHERE id = 5", "supply_planned_is_what_is_pegged"),
    ("UPDATE supply SET kind = 'hope' WHERE id = 5", "supply_kind_known"),
    ("UPDATE supply SET available_on = '2026-12-01' WHERE id = 1", "supply_dated_unless_stock"),
    ("UPDATE supply SET available_on = NULL WHERE id = 3", "supply_dated_unless_stock"),
    ("UPDATE supply SET purchase_line_id = NULL WHERE id = 3", "supply_purchase_has_line"),
    ("UPDATE supply SET transfer_line_id = 1 WHERE id = 8", "supply_transfer_has_line"),
    ("UPDATE supply SET product_id = 1 WHERE id = 1", "supply_one_stock"),
    ("UPDATE supply SET purchase_line_id = 1 WHERE id = 4", "supply_one_per_purchase_line"),
    ("UPDATE peg SET quantity = 0 WHERE line_id = 3", "peg_quantity_least"),
    ("UPDATE peg SET n = 1 WHERE line_id = 4", "peg_pkey"),
    ("UPDATE order_line SET ordered = 0, shipped = 0, returned = 0, cancelled = 0 WHERE id = 1",
     "order_line_ordered_least"),
    ("UPDATE order_line SET cancelled = 5 WHERE id = 1", "order_line_not_beyond_ordered"),
    ("UPDATE order_line SET shipped = -1, returned = -1 WHERE id = 2", "order_line_returned_least"),
    ("UPDATE order_line SET cancelled = -1 WHERE id = 2", "order_line_cancelled_least"),
    ("UPDATE order_line SET returned = 9 WHERE id = 1", "order_line_returned_was_shipped"),
    ("UPDATE order_line SET line_no = 1 WHERE id = 3", "order_line_once"),
    ("UPDATE sales_order SET key = 'web-1' WHERE id = 2", "sales_order_key_once"),
    ("UPDATE sales_order SET ship = 'someday' WHERE id = 2", "sales_order_ship"),
    ("UPDATE receipt SET key = 'r-1' WHERE id = 2", "receipt_key_once"),
    ("UPDATE receipt SET transfer_id = 1 WHERE id = 1", "receipt_of_one_thing"),
    ("UPDATE stock_count SET key = 'c-1' WHERE id = 2", "stockcount_key_once"),
    ("UPDATE purchase_line SET received = 23 WHERE id = 1", "purchase_line_not_beyond_ordered"),
    ("UPDATE purchase_line SET over = 1 WHERE id = 2", "purchase_line_not_beyond_ordered"),
    ("UPDATE transfer_line SET lost = 3", "transfer_line_not_beyond_sent"),
    ("UPDATE receipt_line SET good = -1 WHERE receipt_id = 2", "receipt_line_good_least"),
    ("UPDATE shipment_line SET quantity = 0", "shipment_line_quantity_least"),
    ("UPDATE count_line SET counted = -1 WHERE line_no = 1", "count_line_counted_least"),
    ("UPDATE return_line SET damaged = -1", "return_line_damaged_least"),
    ("UPDATE adjustment SET quantity = 0", "adjustment_moves_something"),
    ("UPDATE transfer SET destination_id = origin_id", "transfer_goes_elsewhere"),
    ("UPDATE exception_case SET closed_by = NULL WHERE id = 1", "exception_case_closed_by_someone"),
    (("UPDATE exception_case e SET line_id = o.line_id, product_id = o.product_id, closed_at = NULL"
     ", closed_by = NULL FROM exception_case o WHERE e.id = 1 AND o.closed_at IS NULL"),
     "exception_case_one_open"),
    ("UPDATE location SET sellable = false WHERE code = 'SHOP'", "location_sellable_by_kind"),
    ("UPDATE location SET site_id = NULL WHERE code = 'SHOP/DAMAGED'", "location_damaged_has_site"),
    ("UPDATE location SET site_id = 6 WHERE kind = 'damaged'", "location_one_damaged_per_site"),
    ("UPDATE location SET kind = 'scrap' WHERE code = 'TRANSIT'", "location_one_of_each_virtual"),
    ("UPDATE product SET sku = 'MUG' WHERE sku = 'CUP'", "product_sku_once"),
    ("UPDATE product SET unit_price = -1 WHERE sku = 'CUP'", "product_unit_price_least"),
    ("UPDATE policy SET mode = 'maybe' WHERE match = 'MUG'", "policy_mode_known"),
    ("UPDATE policy SET cap = -1 WHERE match = 'MUG'", "policy_cap_least"),
    ("UPDATE supplier_item SET moq = 0", "supplier_item_moq_least"),
    ("UPDATE substitute SET substitute_id = product_id", "substitute_is_another"),
    (f"{ENTRY}, key) SELECT 90, {COLUMNS}, key FROM journal WHERE id = 4", "journal_key_once"),
    ("INSERT INTO stock_movement SELECT * FROM stock_movement", "stock_movement_pkey"),
    (f"{MOVE} 90, 1, product_id, origin_id, 2, 0 {FROM}", "stock_movement_quantity_least"),
    (f"{MOVE} 90, 1, product_id, origin_id, origin_id, 1 {FROM}", "stock_movement_goes_elsewhere"),
    ("INSERT INTO promise SELECT * FROM promise", "promise_pkey"),
]  # fmt: skip
# Allowed: what stands next to a refusal, so that a law which refuses everything is noticed.
ALLOWED = [
    "UPDATE supply SET pegged = 17 WHERE id = 1",
    f"{MOVE} 90, 1, product_id, origin_id, destination_id, 1 {FROM}",
    "UPDATE supply SET quantity = 4 WHERE id = 1",
    "UPDATE supply SET quantity = 0 WHERE id = 3",
    "UPDATE supply SET quantity = 5, pegged = 5 WHERE id = 5",
    "UPDATE supply SET location_id = 8, product_id = 1 WHERE id = 1",
    "UPDATE order_line SET cancelled = 4 WHERE id = 1",
    "UPDATE order_line SET returned = 8 WHERE id = 1",
    "UPDATE purchase_line SET received = 22 WHERE id = 1",
    "UPDATE purchase_line SET received = 15, over = 3 WHERE id = 2",
    "UPDATE transfer_line SET lost = 2",
    "UPDATE exception_case SET closed_at = NULL, closed_by = NULL WHERE id = 1",
    f"{ENTRY}) SELECT 90, {COLUMNS} FROM journal WHERE key IS NOT NULL",
]


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        yield conn


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET journal_id = journal_id",
        "UPDATE {} SET journal_id = journal_id WHERE false",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE false",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_append_only_rows_are_never_changed_or_removed(
    healthy: Connection[Any], table: str, statement: str
) -> None:
    text = statement.format(table)
    if table == "journal":
        text = text.replace("journal_id", "actor")
    with pytest.raises(pg.RestrictViolation, match=f"rows of {table} are only ever added"):
        healthy.execute(text.encode())


def test_merge_and_upsert_do_not_get_around_it(healthy: Connection[Any]) -> None:
    with pytest.raises(pg.RestrictViolation):
        healthy.execute(
            "MERGE INTO journal j USING (SELECT 1) s ON j.id = 1"
            " WHEN MATCHED THEN UPDATE SET actor = 'x'"
        )
    with pytest.raises(pg.RestrictViolation):
        healthy.execute(
            "INSERT INTO journal (id, verb, actor, at, input, result)"
            " SELECT id, verb, actor, at, input, result FROM journal"
            " ON CONFLICT (id) DO UPDATE SET actor = 'x'"
        )


def test_exactly_these_tables_are_append_only(healthy: Connection[Any]) -> None:
    rows = healthy.execute(
        "SELECT tgrelid::regclass::text FROM pg_trigger"
        " WHERE tgfoid = 'refuse_edit'::regproc ORDER BY 1"
    ).fetchall()
    assert [name for (name,) in rows] == sorted((*APPEND_ONLY, *ALIKE))


@pytest.mark.parametrize(("statement", "law"), REFUSED)
def test_the_database_refuses(healthy: Connection[Any], statement: str, law: str) -> None:
    with books.undone(healthy), pytest.raises(psycopg.IntegrityError) as refused:
        healthy.execute(statement.encode())
    assert refused.value.diag.constraint_name == law


@pytest.mark.parametrize("statement", ALLOWED)
def test_the_database_allows(healthy: Connection[Any], statement: str) -> None:
    with books.undone(healthy):
        assert healthy.execute(statement.encode()).rowcount > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supply SET product_id = 99 WHERE id = 1",
        "UPDATE supply SET location_id = 99 WHERE id = 1",
        "UPDATE purchase_line SET purchase_order_id = 99",
        "UPDATE shipment_line SET order_line_id = 99",
        "DELETE FROM product WHERE sku = 'MUG'",
        "DELETE FROM location WHERE code = 'MAIN'",
    ],
)
def test_what_others_name_must_exist(healthy: Connection[Any], statement: str) -> None:
    with books.undone(healthy):
        healthy.execute(statement.encode())
        with pytest.raises(pg.ForeignKeyViolation):
            healthy.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_new_database_has_the_places_that_every_movement_needs(conn: Connection[Any]) -> None:
    rows = conn.execute("SELECT code, kind, sellable FROM location ORDER BY code").fetchall()
    assert rows == [
        ("ADJUSTMENT", "adjustment", False),
        ("CUSTOMER", "customer", False),
        ("MAIN", "warehouse", True),
        ("MAIN/DAMAGED", "damaged", False),
        ("SCRAP", "scrap", False),
        ("SUPPLIER", "supplier", False),
        ("TRANSIT", "transit", False),
    ]
    assert conn.execute("SELECT scope, match, mode FROM policy").fetchall() == [
        ("default", "", "allow")
    ]
