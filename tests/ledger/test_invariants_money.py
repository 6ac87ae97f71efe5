"""The doctor sees money that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs import invariants
from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

UNGUARDED = "SET LOCAL session_replication_role = replica;"
HARM = [
    ("UPDATE money_entry SET amount = amount + 1 WHERE n = 1", "money_postings_balance"),
    ("UPDATE money_entry SET currency = 'USD'", "money_postings_balance"),
    ("UPDATE money_entry SET order_id = 2", "money_postings_balance"),
    ("DELETE FROM payment_term", "money_fits_the_goods"),
    ("UPDATE order_line SET shipped = shipped + 1 WHERE id = 1", "money_fits_the_goods"),
    ("UPDATE order_line SET unit_price = 1 WHERE id = 1", "money_fits_the_goods"),
    ("UPDATE payment SET captured = captured - 1", "payments_are_posted"),
    ("UPDATE payment SET refunded = refunded + 1", "payments_are_posted"),
    ("DELETE FROM payment_event WHERE what = 'refunded'", "payments_are_posted"),
    ("DELETE FROM money_entry WHERE account = 'cash' AND amount > 0", "refunds_fit_what_was_paid"),
    ("UPDATE refund_due SET amount = amount + 1 WHERE id = 2", "refunds_fit_what_was_paid"),
    ("UPDATE refund_due SET units = 9 WHERE id = 1", "refunds_fit_what_was_paid"),
    ("DELETE FROM refund_due WHERE id = 1", "refunds_fit_what_was_paid"),
]
PLANTED = [
    Planted(
        "money_postings_balance",
        "UPDATE money_entry SET amount = amount + 1 WHERE account = 'revenue' AND amount < 0",
        [
            {
                "journal_id": 6,
                "order_id": 1,
                "line_id": 1,
                "currency": "EUR",
                "problem": "does not balance",
            }
        ],
    ),
    Planted(
        "money_fits_the_goods",
        "DELETE FROM payment_term",
        [
            {
                "line_id": 1,
                "problem": "money without terms",
                "held": 1250,
                "receivable": 0,
                "revenue": 1250,
                "delivered": 1250,
                "open": 1250,
            }
        ],
    ),
    Planted(
        "payments_are_posted",
        "UPDATE payment SET captured = 7499",
        [
            {
                "id": 1,
                "captured": 7499,
                "refunded": 3750,
                "said_captured": 7500,
                "said_refunded": 3750,
                "posted_captured": 7500,
                "posted_refunded": 3750,
            }
        ],
    ),
    Planted(
        "refunds_fit_what_was_paid",
        "UPDATE refund_due SET units = 9 WHERE id = 1",
        [
            {
                "row_id": 1,
                "what": "line",
                "problem": "refunds for more units than were cancelled or returned",
            }
        ],
    ),
    Planted(
        "money_references_exist",
        "UPDATE payment_term SET line_id = 81, order_id = 82, journal_id = 83;"
        "UPDATE payment SET order_id = 84, journal_id = 85;"
        "UPDATE payment_event SET payment_id = 86 WHERE what = 'refunded';"
        "UPDATE payment_event SET journal_id = 87 WHERE what = 'charged';"
        "UPDATE refund_due SET order_id = 88, line_id = 89, journal_id = 90 WHERE id = 1;"
        "UPDATE money_entry SET order_id = 91, line_id = 92 WHERE account = 'revenue';"
        "UPDATE money_entry SET payment_id = 93, refund_id = 94 WHERE account = 'cash';"
        "UPDATE money_entry SET journal_id = 95 WHERE account = 'revenue' AND amount < 0;"
        "INSERT INTO payment_request (key, payment_id, refund_id, what, amount, state, next_at,"
        " problem, created_at)"
        " VALUES ('q', 96, 97, 'refund', 1, 'waiting', '2026-11-22Z', '', '2026-11-22Z');",
        [
            {"reference": f"{table}.{column}_id", "missing": missing}
            for table, column, missing in (
                ("money_entry", "journal", 95),
                ("money_entry", "line", 92),
                ("money_entry", "order", 91),
                ("money_entry", "payment", 93),
                ("money_entry", "refund", 94),
                ("payment", "journal", 85),
                ("payment", "order", 84),
                ("payment_event", "journal", 87),
                ("payment_event", "payment", 86),
                ("payment_request", "payment", 96),
                ("payment_request", "refund", 97),
                ("payment_term", "journal", 83),
                ("payment_term", "line", 81),
                ("payment_term", "order", 82),
                ("refund_due", "journal", 90),
                ("refund_due", "line", 89),
                ("refund_due", "order", 88),
            )
        ],
    ),
]


@pytest.fixture(scope="module")
def paid(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Return books with an order paid at once, shipped, cancelled and returned in part."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        desk.stock(MUG=9)
        desk.order("o-1", MUG=6)
        said = {"provider": "fake", "reference": "c-1", "what": "charged", "amount": 7500}
        desk.do("record_payments", payments=[said | {"order": "o-1"}])
        line = {"sku": "MUG", "quantity": 2}
        desk.do("cancel", cancellations=[{"order": "o-1", "lines": [line | {"quantity": 3}]}])
        desk.do("ship", shipments=[{"key": "s-1", "order": "o-1", "lines": [line]}])
        back = {"key": "b-1", "order": "o-1", "lines": [line | {"quantity": 1}]}
        desk.do("return", returns=[back])
        gone = {"provider": "fake", "reference": "r-1", "what": "refunded", "payment": "c-1"}
        desk.do("record_payments", payments=[gone | {"amount": 3750}])
        yield conn


def test_nothing_is_wrong_at_first(paid: Connection[Any]) -> None:
    assert invariants.check(paid) == []


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_a_breach_is_found(paid: Connection[Any], planted: Planted) -> None:
    unguarded = planted._replace(statements=UNGUARDED + planted.statements)
    assert books.breach_of(paid, unguarded).rows == planted.rows


@pytest.mark.parametrize(("harm", "name"), HARM)
def test_harm_is_seen(paid: Connection[Any], harm: str, name: str) -> None:
    with books.undone(paid):
        books.plant(paid, UNGUARDED + harm)
        found = {breach.name for breach in invariants.check(paid, [name])}
    assert found == {name}
