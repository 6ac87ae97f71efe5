"""Planted breaches of what holds for stock, movements, papers and supplies.

In the small books CUP, MUG, PAN, POT are products 1 to 4; MAIN is place 6, its damaged goods lie in
7, the shop is 8; 1 to 5 are supplier, customer, transit, adjustment and scrap.
"""

# The statements are the test: nothing of them comes from outside.
# ruff: noqa: S608

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger import healthy_books as books
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

LOOSE = "ALTER TABLE stock_movement DISABLE TRIGGER USER; "
MOVE = (
    "INSERT INTO stock_movement (journal_id, n, product_id, origin_id, destination_id, quantity,"
    " kind, document, document_line, at) VALUES "
)
AT = "'2026-11-13T09:00Z'"
NO_LIMIT = "ALTER TABLE supply DROP CONSTRAINT supply_not_pegged_beyond_quantity; "
BUY_LIMIT = "ALTER TABLE purchase_line DROP CONSTRAINT purchase_line_not_beyond_ordered; "
SEND_LIMIT = "ALTER TABLE transfer_line DROP CONSTRAINT transfer_line_not_beyond_sent; "


def paper(kind: str, document: int, line: int, **facts: Any) -> dict[str, Any]:
    """Return the row that says how many paper lines and movements were found for some goods."""
    return {"kind": kind, "document": document, "line_no": line, **facts}


def goods(sku: str, origin: str, destination: str, quantity: int, *found: int) -> dict[str, Any]:
    """Return the part of such a row that says which goods, and what was found."""
    places = {"sku": sku, "origin": origin, "destination": destination, "quantity": quantity}
    return places | {"lines": found[0], "movements": found[1]}


PLANTED = [
    Planted(
        "stock_is_movements",
        "UPDATE supply SET quantity = 18 WHERE id = 1",
        [{"sku": "MUG", "location": "MAIN", "stock": 18, "movements": 17}],
    ),
    Planted(
        "stock_is_movements",
        "DELETE FROM supply WHERE id = 8",
        [{"sku": "MUG", "location": "SHOP", "stock": 0, "movements": 3}],
    ),
    Planted(
        "on_hand_never_negative",
        # The cups are sent away before they came; afterwards the sum is right again.
        LOOSE + "UPDATE stock_movement SET journal_id = 1 WHERE journal_id = 11",
        [{"sku": "CUP", "location": "MAIN", "first_after": 1, "on_hand": -1}],
    ),
    Planted(
        "on_hand_never_negative",
        f"{MOVE} (12, 1, 2, 7, 5, 4, 'adjustment', 1, 1, {AT}),"
        f" (13, 1, 2, 3, 5, 9, 'adjustment', 1, 1, {AT})",
        [
            {"sku": "MUG", "location": "MAIN/DAMAGED", "first_after": 12, "on_hand": -1},
            {"sku": "MUG", "location": "TRANSIT", "first_after": 13, "on_hand": -7},
        ],
    ),
    Planted(
        "stock_is_papers",
        # Movement and stock agree on a wrong number: only the paper knows better.
        LOOSE + "UPDATE stock_movement SET quantity = 9 WHERE kind = 'shipment';"
        "UPDATE supply SET quantity = 16 WHERE id = 1",
        [{"sku": "MUG", "location": "MAIN", "stock": 16, "papers": 17}],
    ),
    Planted(
        "stock_is_papers",
        "DELETE FROM return_line; DELETE FROM adjustment;"
        "UPDATE count_line SET counted = 3 WHERE product_id = 1 AND stock_count_id = 1",
        [
            {"sku": "CUP", "location": "MAIN", "stock": 1, "papers": 2},
            {"sku": "MUG", "location": "MAIN", "stock": 17, "papers": 16},
        ],
    ),
    Planted(
        "stock_is_conserved",
        "UPDATE supply SET quantity = 16 WHERE id = 6; UPDATE supply SET quantity = 3 WHERE id = 7",
        [{"sku": "MUG", "held": 23, "came": 22}, {"sku": "POT", "held": 16, "came": 14}],
    ),
    Planted(
        "transit_is_open_transfers",
        # Two mugs are given up as lost, but nothing takes them out of transit.
        "UPDATE transfer_line SET lost = 2; UPDATE supply SET quantity = 0 WHERE id = 7",
        [{"sku": "MUG", "movements": 2, "open_transfers": 0}],
    ),
    Planted(
        "goods_in_match_movements",
        LOOSE + "UPDATE stock_movement SET quantity = 13 WHERE journal_id = 5 AND n = 3",
        [
            paper("receipt", 1, 2, **goods("POT", "SUPPLIER", "MAIN", 13, 0, 1)),
            paper("receipt", 1, 2, **goods("POT", "SUPPLIER", "MAIN", 14, 1, 0)),
        ],
    ),
    Planted(
        "goods_in_match_movements",
        # The same movement twice, and damaged goods put on the shelf.
        f"{LOOSE} {MOVE} (13, 1, 4, 1, 6, 14, 'receipt', 1, 2, {AT});"
        "UPDATE stock_movement SET destination_id = 6 WHERE journal_id = 7 AND n = 2",
        [
            paper("receipt", 1, 2, **goods("POT", "SUPPLIER", "MAIN", 14, 1, 2)),
            paper("return", 1, 1, **goods("MUG", "CUSTOMER", "MAIN", 1, 0, 1)),
            paper("return", 1, 1, **goods("MUG", "CUSTOMER", "MAIN/DAMAGED", 1, 1, 0)),
        ],
    ),
    Planted(
        "goods_out_match_movements",
        LOOSE + "DELETE FROM stock_movement WHERE journal_id = 6;"
        "UPDATE stock_movement SET product_id = 4 WHERE journal_id = 9;"
        "UPDATE stock_movement SET document_line = 2 WHERE journal_id = 11",
        [
            paper("count", 2, 1, **goods("CUP", "MAIN", "ADJUSTMENT", 1, 1, 0)),
            paper("count", 2, 2, **goods("CUP", "MAIN", "ADJUSTMENT", 1, 0, 1)),
            paper("shipment", 1, 1, **goods("MUG", "MAIN", "CUSTOMER", 8, 1, 0)),
            paper("transfer", 1, 1, **goods("MUG", "MAIN", "TRANSIT", 6, 1, 0)),
            paper("transfer", 1, 1, **goods("POT", "MAIN", "TRANSIT", 6, 0, 1)),
        ],
    ),
    Planted(
        "adjustments_match_movements",
        LOOSE + "DELETE FROM stock_movement WHERE kind = 'adjustment'",
        [{"adjustment": 1, "sku": "MUG", "adjusted": -1, "moved": None}],
    ),
    Planted(
        "adjustments_match_movements",
        # It took what it should have brought, it moved twice, and one has no paper.
        "UPDATE adjustment SET quantity = 1;"
        f"{MOVE} (13, 1, 2, 6, 4, 1, 'adjustment', 1, 1, {AT}),"
        f" (13, 2, 4, 6, 4, 3, 'adjustment', 2, 1, {AT})",
        [
            {"adjustment": 1, "sku": "MUG", "adjusted": 1, "moved": 1},
            {"adjustment": 1, "sku": "MUG", "adjusted": 1, "moved": 1},
            {"adjustment": 2, "sku": "POT", "adjusted": None, "moved": 3},
        ],
    ),
    Planted(
        "places_are_complete",
        "ALTER TABLE location DROP CONSTRAINT location_kind_known;"
        "UPDATE supply SET location_id = 7 WHERE id = 6;"
        "INSERT INTO location (code, name, kind, sellable) VALUES ('DEPOT', '', 'warehouse', true);"
        "UPDATE location SET kind = 'bin' WHERE kind = 'scrap'",
        [
            {"rule": "damaged", "place": "DEPOT", "found": 0, "supply_id": None},
            {"rule": "supply", "place": "MAIN/DAMAGED", "found": None, "supply_id": 6},
            {"rule": "virtual", "place": "scrap", "found": 0, "supply_id": None},
        ],
    ),
    Planted(
        "pegged_is_pegs",
        "UPDATE supply SET pegged = 1 WHERE id IN (1, 3)",
        [
            {"supply_id": 1, "name": "stock@MAIN", "pegged": 1, "pegs": 4},
            {"supply_id": 3, "name": "PO-000001/1", "pegged": 1, "pegs": 0},
        ],
    ),
    Planted(
        "pegged_within_quantity",
        NO_LIMIT + "ALTER TABLE supply DROP CONSTRAINT supply_planned_is_what_is_pegged;"
        "UPDATE supply SET pegged = 2 WHERE id = 2; UPDATE supply SET pegged = -1 WHERE id = 3;"
        "UPDATE supply SET pegged = 3 WHERE id = 5",
        [
            {"supply_id": 2, "name": "stock@MAIN", "quantity": 1, "pegged": 2},
            {"supply_id": 3, "name": "PO-000001/1", "quantity": 2, "pegged": -1},
            {"supply_id": 5, "name": "PS-000005", "quantity": 4, "pegged": 3},
        ],
    ),
    Planted(
        "allocated_within_on_hand",
        "UPDATE peg SET quantity = 2 WHERE line_id = 4 AND n = 1",
        [{"sku": "CUP", "location": "MAIN", "allocated": 2, "on_hand": 1}],
    ),
    Planted(
        "purchases_are_supplies",
        "UPDATE supply SET quantity = 3 WHERE id = 3;"
        "UPDATE supply SET product_id = 1 WHERE id = 4",
        [
            {"purchase_order": 1, "line_no": 1, "open": 2, "supply_id": 3, "quantity": 3},
            {"purchase_order": 1, "line_no": 2, "open": 0, "supply_id": 4, "quantity": 0},
        ],
    ),
    Planted(
        "purchases_are_supplies",
        "DELETE FROM supply WHERE id = 3; UPDATE supply SET supplier_id = NULL WHERE id = 4",
        [
            {"purchase_order": 1, "line_no": 1, "open": 2, "supply_id": None, "quantity": None},
            {"purchase_order": 1, "line_no": 2, "open": 0, "supply_id": 4, "quantity": 0},
        ],
    ),
    Planted(
        "purchases_are_supplies",
        # A draft that counts.
        "UPDATE supply SET purchase_line_id = 80, kind = 'purchase', quantity = 4, pegged = 4"
        " WHERE id = 5",
        [{"purchase_order": 80, "line_no": 7, "open": 0, "supply_id": 5, "quantity": 4}],
    ),
    Planted(
        "purchases_are_supplies",
        "UPDATE supply SET location_id = 8 WHERE id = 3",
        [{"purchase_order": 1, "line_no": 1, "open": 2, "supply_id": 3, "quantity": 2}],
    ),
    Planted(
        "transfers_are_supplies",
        "UPDATE supply SET quantity = 1 WHERE id = 7",
        [{"transfer": 1, "line_no": 1, "open": 2, "supply_id": 7, "quantity": 1}],
    ),
    Planted(
        "transfers_are_supplies",
        "UPDATE supply SET location_id = 6 WHERE id = 7",
        [{"transfer": 1, "line_no": 1, "open": 2, "supply_id": 7, "quantity": 2}],
    ),
    Planted(
        "supplies_are_named",
        "UPDATE supply SET name = 'PO-000001/2' WHERE id IN (1, 3, 5, 7)",
        [
            {"supply_id": 1, "name": "PO-000001/2", "expected": "stock@MAIN"},
            {"supply_id": 3, "name": "PO-000001/2", "expected": "PO-000001/1"},
            {"supply_id": 5, "name": "PO-000001/2", "expected": "PS-000005"},
            {"supply_id": 7, "name": "PO-000001/2", "expected": "TR-000001/1"},
        ],
    ),
    Planted(
        "received_is_receipt_lines",
        "UPDATE purchase_line SET received = 19 WHERE id = 1;"
        "UPDATE transfer_line SET damaged = 0",
        [
            {
                "kind": "purchase", "document": 1, "line_no": 1,
                "received": 19, "damaged": 2, "over": 0,
                "receipts_good": 20, "receipts_damaged": 2, "receipts_over": 0,
            },
            {
                "kind": "transfer", "document": 1, "line_no": 1,
                "received": 3, "damaged": 0, "over": None,
                "receipts_good": 3, "receipts_damaged": 1, "receipts_over": None,
            },
        ],
    ),
    Planted(
        "receipts_within_orders",
        BUY_LIMIT + "UPDATE purchase_line SET over = 0 WHERE id = 2;"
        "UPDATE purchase_line SET cancelled = 3 WHERE id = 1;"
        + SEND_LIMIT + "UPDATE transfer_line SET lost = 3",
        [
            {
                "kind": "purchase", "document": 1, "line_no": 1,
                "expected": 24, "came": 22, "not_coming": 3, "over": 0,
            },
            {
                "kind": "purchase", "document": 1, "line_no": 2,
                "expected": 12, "came": 14, "not_coming": 0, "over": 0,
            },
            {
                "kind": "transfer", "document": 1, "line_no": 1,
                "expected": 6, "came": 4, "not_coming": 3, "over": 0,
            },
        ],
    ),
    Planted(
        "paper_lines_fit_their_paper",
        "UPDATE receipt_line SET purchase_line_id = 1 WHERE receipt_id = 2;"
        "UPDATE receipt_line SET product_id = 1 WHERE receipt_id = 1 AND line_no = 1;"
        "UPDATE shipment SET order_id = 2; UPDATE sales_return SET order_id = 2",
        [paper("receipt", 1, 1), paper("receipt", 2, 1), paper("return", 1, 1),
         paper("shipment", 1, 1)],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        yield conn


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_the_planted_breach_is_found(healthy: Connection[Any], planted: Planted) -> None:
    breach = books.breach_of(healthy, planted)
    assert breach.rows == planted.rows
    assert breach.count == len(planted.rows)
