"""Planted breaches of what holds for order lines, pegs, promises and exceptions.

In the small books lines 1 to 5 are mugs, pots, pans, cups and more pans; CUP, MUG, PAN, POT are
products 1 to 4.
"""

# The statements are the test: nothing of them comes from outside.
# ruff: noqa: S608

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs.invariants import check
from tests.ledger import healthy_books as books
from tests.ledger.healthy_books import Planted, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

LOOSE = "ALTER TABLE promise DISABLE TRIGGER USER; "
TELL = (
    "INSERT INTO promise (line_id, version, part, quantity, promised_on, basis, confidence, cause,"
    " made_at, journal_id) VALUES "
)
SHIPPED = {"order_id": 1, "line_no": 1, "line_id": 1}

PLANTED = [
    Planted(
        "shipping_load_is_promised",
        "INSERT INTO shipping_load SELECT id, DATE '2031-01-01', 5 FROM location"
        " WHERE code = 'MAIN'",
        [{"location_id": 6, "day": date(2031, 1, 1), "counted": 5, "promised": None}],
    ),
    Planted(
        "shipping_load_is_promised",
        "UPDATE location SET daily_capacity = 1000 WHERE code = 'MAIN';"
        " SELECT switch_shipping_load();"
        " UPDATE shipping_load SET units = units + 1"
        " WHERE day = (SELECT min(day) FROM shipping_load)",
        [{"location_id": 6, "day": date(2026, 11, 23), "counted": 4, "promised": 3}],
    ),
    Planted(
        "deliveries_follow_departures",
        "INSERT INTO promise (line_id, version, part, quantity, promised_on, delivers_on, basis,"
        " confidence, cause, made_at, journal_id)"
        " SELECT 1, 9, n, 1, on_day, there, 'stock', 100, 'placed', made_at, journal_id"
        " FROM promise, (VALUES (1, DATE '2026-12-01', DATE '2026-12-01'),"
        " (2, '2026-12-02', '2026-12-01'), (3, NULL, '2026-12-01')) AS v (n, on_day, there)"
        " WHERE line_id = 1 AND version = 1 AND part = 1",
        [
            {
                "line_id": 1,
                "version": 9,
                "part": 2,
                "promised_on": date(2026, 12, 2),
                "delivers_on": date(2026, 12, 1),
            },
            {
                "line_id": 1,
                "version": 9,
                "part": 3,
                "promised_on": None,
                "delivers_on": date(2026, 12, 1),
            },
        ],
    ),
    Planted(
        "line_units_add_up",
        "DELETE FROM peg WHERE line_id = 2; UPDATE order_line SET cancelled = 1 WHERE id = 3;"
        "UPDATE peg SET quantity = 3 WHERE line_id = 1 AND n = 1",
        [
            SHIPPED | {"ordered": 12, "shipped": 8, "cancelled": 0, "pegs": 5},
            {"order_id": 2, "line_no": 1, "line_id": 2}
            | {"ordered": 5, "shipped": 0, "cancelled": 1, "pegs": 0},
            {"order_id": 2, "line_no": 2, "line_id": 3}
            | {"ordered": 3, "shipped": 0, "cancelled": 1, "pegs": 3},
        ],
    ),
    Planted(
        "pegs_repeat_their_line",
        "UPDATE peg SET rank = 9 WHERE line_id = 1 AND n = 2;"
        "UPDATE peg SET order_id = 1 WHERE line_id = 2;"
        "UPDATE peg SET product_id = 1 WHERE line_id = 3",
        [
            {"line_id": 1, "n": 2, "order_id": 1, "product_id": 2, "rank": 9, "released": False},
            {"line_id": 2, "n": 1, "order_id": 1, "product_id": 4, "rank": 2, "released": False},
            {"line_id": 3, "n": 1, "order_id": 2, "product_id": 1, "rank": 3, "released": False},
        ],
    ),
    Planted(
        "pegs_repeat_their_line",
        "UPDATE peg SET released = true WHERE line_id = 2;"
        "UPDATE peg SET released = true, rank = rank - 1152921504606846976 WHERE line_id = 1",
        [{"line_id": 2, "n": 1, "order_id": 2, "product_id": 4, "rank": 2, "released": True}],
    ),
    Planted(
        "released_units_are_on_the_shelf",
        "UPDATE peg SET released = true, rank = rank - 1152921504606846976 WHERE line_id < 4",
        [{"order_id": 2, "line_id": 3, "n": 1, "quantity": 3, "kind": "planned"}],
    ),
    Planted(
        "pegs_fit_their_supply",
        "UPDATE peg SET supply_id = 6 WHERE line_id = 4 AND n = 1",
        [{"line_id": 4, "n": 1, "product_id": 1, "supply_id": 6, "supply_product_id": 4}],
    ),
    Planted(
        "shipped_is_shipment_lines",
        "UPDATE shipment_line SET quantity = 7",
        [SHIPPED | {"shipped": 8, "shipment_lines": 7, "returned": 3, "return_lines": 3}],
    ),
    Planted(
        "shipped_is_shipment_lines",
        "DELETE FROM return_line",
        [SHIPPED | {"shipped": 8, "shipment_lines": 8, "returned": 3, "return_lines": 0}],
    ),
    Planted(
        "shipped_is_shipment_lines",
        "ALTER TABLE order_line DROP CONSTRAINT order_line_returned_was_shipped;"
        "UPDATE order_line SET returned = 9 WHERE id = 1; UPDATE return_line SET good = 8",
        [SHIPPED | {"shipped": 8, "shipment_lines": 8, "returned": 9, "return_lines": 9}],
    ),
    Planted(
        "nobody_waits_beside_free_stock",
        # A pot is put back to its purchase, a mug to nothing, and both lie on the shelf.
        "UPDATE peg SET supply_id = 4 WHERE line_id = 2; UPDATE supply SET pegged = 0 WHERE id = 6;"
        "UPDATE peg SET supply_id = NULL WHERE line_id = 1 AND n = 2",
        [
            {"order_id": 1, "line_id": 1, "n": 2, "sku": "MUG", "waiting": 2, "free": 16},
            {"order_id": 2, "line_id": 2, "n": 1, "sku": "POT", "waiting": 4, "free": 14},
        ],
    ),
    Planted(
        "nobody_is_undated_beside_free_supply",
        "UPDATE supply SET product_id = 1 WHERE id = 3",
        [{"order_id": 2, "line_id": 4, "n": 2, "sku": "CUP", "undated": 1, "free": 2}],
    ),
    Planted(
        "waiting_units_are_dated",
        "ALTER TABLE supply DROP CONSTRAINT supply_dated_unless_stock;"
        "UPDATE supply SET available_on = NULL WHERE id = 5;"
        "UPDATE exception_case SET code = 'other' WHERE id = 2",
        [
            {"order_id": 2, "line_id": 3, "n": 1, "quantity": 3, "supply_id": 5},
            {"order_id": 2, "line_id": 4, "n": 2, "quantity": 1, "supply_id": None},
            {"order_id": 1, "line_id": 5, "n": 1, "quantity": 1, "supply_id": 5},
        ],
    ),
    Planted(
        "exceptions_have_causes",
        "ALTER TABLE exception_case DROP CONSTRAINT exception_case_closed_by_someone;"
        "UPDATE exception_case SET closed_at = NULL, closed_by = NULL WHERE id = 1;"
        "INSERT INTO exception_case (id, code, product_id, line_id, opened_at, opened_by,"
        " closed_at, closed_by) VALUES"
        " (3, 'date_unknown', 1, 2, '2026-11-05', 5, '2026-11-06', 6),"
        " (4, 'date_unknown', 4, 2, '2026-11-05', 5, '2026-11-06', NULL),"
        " (5, 'date_unknown', 4, 2, '2026-11-05', 5, '2026-11-04', 6)",
        [
            {"id": 1, "code": "date_unknown", "line_id": 3, "problem": "no cause"},
            {"id": 3, "code": "date_unknown", "line_id": 2}
            | {"problem": "another product than its line"},
            {"id": 4, "code": "date_unknown", "line_id": 2, "problem": "half closed"},
            {"id": 5, "code": "date_unknown", "line_id": 2, "problem": "closed before opened"},
        ],
    ),
    Planted(
        "exceptions_have_causes",
        "DROP INDEX exception_case_one_open;"
        "INSERT INTO exception_case (id, code, product_id, line_id, opened_at, opened_by)"
        " VALUES (3, 'date_unknown', 1, 4, '2026-11-12', 12)",
        [
            {"id": 2, "code": "date_unknown", "line_id": 4, "problem": "open twice"},
            {"id": 3, "code": "date_unknown", "line_id": 4, "problem": "open twice"},
        ],
    ),
    Planted(
        "exceptions_have_causes",
        # A case of what nobody knows, of a product where a line is meant and the reverse, and one
        # that is worth another sum than its undated units.
        "UPDATE exception_case SET value = 17 WHERE id = 2;"
        "INSERT INTO exception_case (id, code, product_id, line_id, opened_at, opened_by) VALUES"
        " (3, 'bad_mood', 4, 2, '2026-11-12', 12),"
        " (4, 'promise_at_risk', 4, NULL, '2026-11-12', 12),"
        " (5, 'cap_reached', 4, 2, '2026-11-12', 12),"
        " (6, 'over_commitment', 4, NULL, '2026-11-12', 12),"
        " (7, 'purchase_overdue', 4, NULL, '2026-11-12', 12)",
        [
            {"id": 2, "code": "date_unknown", "line_id": 4}
            | {"problem": "another value than its units"},
            {"id": 3, "code": "bad_mood", "line_id": 2, "problem": "unknown code"},
            {"id": 4, "code": "promise_at_risk", "line_id": None}
            | {"problem": "another subject than its kind"},
            {"id": 5, "code": "cap_reached", "line_id": 2}
            | {"problem": "another subject than its kind"},
            {"id": 7, "code": "purchase_overdue", "line_id": None}
            | {"problem": "another subject than its kind"},
        ],
    ),
    Planted(
        "promises_have_no_gap",
        LOOSE + "UPDATE promise SET version = 3 WHERE line_id = 4 AND version = 2;"
        "DELETE FROM promise WHERE line_id = 3; UPDATE promise SET part = 2 WHERE line_id = 2;"
        "DELETE FROM promise WHERE line_id = 1 AND part = 1",
        [
            {"order_id": 1, "line_no": 1, "line_id": 1, "versions": 1, "last_version": 1},
            {"order_id": 2, "line_no": 1, "line_id": 2, "versions": 1, "last_version": 1},
            {"order_id": 2, "line_no": 2, "line_id": 3, "versions": None, "last_version": None},
            {"order_id": 2, "line_no": 3, "line_id": 4, "versions": 2, "last_version": 3},
        ],
    ),
    Planted(
        "promises_follow_the_journal",
        # Written later, at another instant than its entry, and half by another entry.
        LOOSE + "UPDATE promise SET journal_id = 5, made_at = '2026-11-05T09:00Z'"
        " WHERE line_id = 3;"
        "UPDATE promise SET made_at = '2026-11-05T09:00Z' WHERE line_id = 2;"
        "UPDATE promise SET journal_id = 5 WHERE line_id = 1 AND part = 2",
        [
            {"line_id": 1, "version": 1, "journal_id": 4, "verb": "place_orders"}
            | {"made_at": at(4), "placed_at": at(4)},
            {"line_id": 2, "version": 1, "journal_id": 4, "verb": "place_orders"}
            | {"made_at": at(5), "placed_at": at(4)},
            {"line_id": 3, "version": 1, "journal_id": 5, "verb": "receive"}
            | {"made_at": at(5), "placed_at": at(4)},
        ],
    ),
    Planted(
        "promises_follow_the_journal",
        # The second version claims to be older than the first.
        LOOSE + "UPDATE promise SET journal_id = 3, made_at = '2026-11-03T09:00Z'"
        " WHERE line_id = 4 AND version = 2",
        [
            {"line_id": 4, "version": 2, "journal_id": 3, "verb": "order_supply"}
            | {"made_at": at(3), "placed_at": at(4)},
        ],
    ),
    Planted(
        "promises_cover_open_units",
        f"{TELL} (1, 2, 1, 3, '2026-12-09', 'purchase', 80, 'received_late',"
        f" '2026-11-13T09:00Z', 13); UPDATE peg SET promised_on = NULL WHERE line_id = 3",
        [
            {"line_id": 1, "promised_on": date(2026, 11, 23), "open": 2, "told": 0},
            {"line_id": 3, "promised_on": None, "open": 3, "told": 0},
        ],
    ),
    Planted(
        "lines_are_as_placed",
        LOOSE + "UPDATE promise SET quantity = 1 WHERE line_id = 1 AND part = 2;"
        "UPDATE order_line SET backordered_when_placed = 0 WHERE id = 2",
        [
            {"number": "SO-000001", "sku": "MUG", "promised": 11, "answered": 12}
            | {"backordered": 2, "answered_backordered": 2},
            {"number": "SO-000002", "sku": "POT", "promised": 5, "answered": 5}
            | {"backordered": 0, "answered_backordered": 5},
        ],
    ),
    Planted(
        "lines_are_as_placed",
        # A line vanished, and another was never answered.
        LOOSE + "DELETE FROM peg WHERE line_id = 3; DELETE FROM promise WHERE line_id = 3;"
        "DELETE FROM exception_case WHERE line_id = 3; DELETE FROM order_line WHERE id = 3;"
        "UPDATE promise SET journal_id = 4 WHERE line_id = 5",
        [
            {"number": "SO-000001", "sku": "PAN", "promised": 1, "answered": 0}
            | {"backordered": 1, "answered_backordered": 0},
            {"number": "SO-000002", "sku": "PAN", "promised": 0, "answered": 3}
            | {"backordered": 0, "answered_backordered": 3},
        ],
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


def test_a_younger_line_may_be_served_by_its_own_purchase(conn: Connection[Any]) -> None:
    """Line 5 is younger than line 3, which waits on: its pan was bought for it and came first."""
    books.write(conn)
    books.plant(
        conn,
        "INSERT INTO purchase_order (id, key, at, journal_id, supplier_id, location_id,"
        " approved_at, approved_by) VALUES (2, 'p-3', '2026-11-13', 13, 1, 6, '2026-11-13', 13);"
        "INSERT INTO purchase_line (id, purchase_order_id, line_no, product_id, ordered, received,"
        " unit_cost, ordered_for) VALUES (3, 2, 1, 3, 1, 1, 0, '2026-11-13');"
        "INSERT INTO receipt (id, key, at, journal_id, location_id, purchase_order_id)"
        " VALUES (3, 'r-3', '2026-11-13', 13, 6, 2);"
        "INSERT INTO receipt_line (receipt_id, line_no, purchase_line_id, product_id, good,"
        " damaged) VALUES (3, 1, 3, 3, 1, 0);"
        "INSERT INTO stock_movement (journal_id, n, product_id, origin_id, destination_id,"
        " quantity, kind, document, document_line, at) VALUES (13, 1, 3, 1, 6, 1, 'receipt', 3, 1,"
        " '2026-11-13');"
        "INSERT INTO supply (id, product_id, location_id, kind, name, quantity, pegged,"
        " available_on, supplier_id, purchase_line_id) VALUES"
        " (9, 3, 6, 'purchase', 'PO-000002/1', 0, 0, '2026-11-13', 1, 3),"
        " (10, 3, 6, 'stock', 'stock@MAIN', 1, 1, NULL, NULL, NULL);"
        "UPDATE supply SET quantity = 3, pegged = 3 WHERE id = 5;"
        "UPDATE peg SET supply_id = 10 WHERE line_id = 5",
    )
    assert check(conn) == []
