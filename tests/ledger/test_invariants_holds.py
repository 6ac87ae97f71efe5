"""Planted breaches of what holds for quotes, cart holds and the units they claim.

The books have a quote that stands (90), a hold that was withdrawn (91) and a hold that expired and
was freed (92), beside the small books' two orders.
"""

# The statements are the test: nothing of them comes from outside.
# ruff: noqa: S608

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs.invariants import check
from tests.ledger import healthy_books as books
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

TOLD = [
    {"key": "q-1", "quote": "QT-000090", "status": "held"},
    {"key": "q-2", "status": "refused"},
]
CARTS = [{"hold": "HD-000091", "status": "held"}, {"hold": "HD-000092", "status": "held"}]
QUOTED = f"""
    INSERT INTO journal (id, verb, actor, at, input, result, numbers) VALUES
        (90, 'quote', 'test', '2026-11-20', '{{}}', '{json.dumps({"quotes": TOLD})}', '{{}}'),
        (91, 'hold', 'test', '2026-11-20', '{{}}', '{json.dumps({"holds": CARTS})}', '{{}}'),
        (92, 'expire', 'test', '2026-11-20 01:00', '{{}}', '{{}}', '{{}}');
    INSERT INTO hold (
        id, key, kind, ship, currency, made_at, expires_at, ended_at, ended_as, journal_id
    ) VALUES
        (90, 'q-1', 'quote', 'complete', 'EUR', '2026-11-20', '2026-12-20', NULL, '', 90),
        (91, 'h-1', 'hold', 'as_available', 'EUR', '2026-11-20', '2026-11-20 00:30',
            '2026-11-20 00:10', 'withdrawn', 91),
        (92, 'h-2', 'hold', 'as_available', 'EUR', '2026-11-20', '2026-11-20 00:30', NULL, '', 91);
    INSERT INTO hold_line (id, hold_id, line_no, product_id, quantity, unit_price) VALUES
        (90, 90, 1, 2, 2, 990), (91, 91, 1, 2, 1, 990), (92, 92, 1, 2, 1, 990);
    INSERT INTO peg (
        line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on, expires_at
    ) SELECT 90, 1, 90, 2, id, 2, 90, '2026-12-01', '2026-12-20'
    FROM supply WHERE product_id = 2 AND quantity - pegged >= 2 ORDER BY id LIMIT 1;
    UPDATE supply SET pegged = pegged + 2 WHERE id = (SELECT supply_id FROM peg WHERE line_id = 90);
    INSERT INTO waitlist_entry (
        id, product_id, email, quantity, joined_at, state, told_at, told_units, window_ends_at,
        hold_id, ended_why
    ) VALUES
        (90, 2, 'a@example.com', 5, '2026-11-19', 'told', '2026-11-20', 2, '2026-12-20', 90, ''),
        (91, 2, 'b@example.com', 1, '2026-11-19', 'ended', '2026-11-20', 1, '2026-11-20 00:30',
            91, 'declined'),
        (92, 2, 'c@example.com', 1, '2026-11-19', 'ended', '2026-11-20', 1, '2026-11-20 00:30',
            92, 'expired');
"""
ORDERED = (
    "INSERT INTO sales_order (id, key, ship, currency, placed_at, journal_id) VALUES"
    " (90, 'web-90', 'complete', 'EUR', '2026-11-21', 90);"
)

PLANTED = [
    Planted(
        "held_units_have_a_hold",
        "UPDATE peg SET expires_at = '2026-12-21' WHERE line_id = 90;"
        "UPDATE peg SET expires_at = '2026-12-20' WHERE line_id = 2",
        [
            {"hold_id": 2, "line_id": 2, "n": 1, "problem": "no such hold"},
            {"hold_id": 90, "line_id": 90, "n": 1}
            | {"problem": "expires at another time than its hold"},
        ],
    ),
    Planted(
        "held_units_have_a_hold",
        "UPDATE hold SET ended_at = made_at, ended_as = 'withdrawn' WHERE id = 90",
        [{"hold_id": 90, "line_id": 90, "n": 1, "problem": "its hold was withdrawn"}],
    ),
    Planted(
        "held_units_have_a_hold",
        "UPDATE peg SET rank = 1 WHERE line_id = 90",
        [{"hold_id": 90, "line_id": 90, "n": 1, "problem": "does not repeat its line"}],
    ),
    Planted(
        "held_units_have_a_hold",
        "UPDATE peg SET released = true WHERE line_id = 90",
        [
            {
                "hold_id": 90,
                "line_id": 90,
                "n": 1,
                "problem": "released to pick before it was ordered",
            }
        ],
    ),
    Planted(
        "holds_claim_their_units",
        "UPDATE peg SET quantity = 1 WHERE line_id = 90;"
        "UPDATE hold SET expires_at = '2026-11-20 01:30' WHERE id = 92",
        [
            {"hold_id": 90, "line_id": 90, "quantity": 2, "pegs": 1},
            {"hold_id": 92, "line_id": 92, "quantity": 1, "pegs": 0},
        ],
    ),
    Planted(
        "holds_become_their_orders",
        ORDERED,
        [{"hold_id": 90, "line_id": None, "problem": "an order without confirmation"}],
    ),
    Planted(
        "holds_become_their_orders",
        ORDERED + "UPDATE hold SET ended_at = '2026-11-21', ended_as = 'confirmed' WHERE id = 90;"
        "UPDATE hold SET ended_at = '2026-11-21', ended_as = 'confirmed' WHERE id = 91",
        [
            {"hold_id": 90, "line_id": 90, "problem": "not the line of the order"},
            {"hold_id": 91, "line_id": 91, "problem": "not the line of the order"},
            {"hold_id": 91, "line_id": None, "problem": "no order"},
        ],
    ),
    Planted(
        "holds_are_journaled",
        "UPDATE hold SET id = 93 WHERE id = 90",
        [
            {"journal_id": 90, "number": "QT-000090", "problem": "no such quote or hold"},
            {"journal_id": 90, "number": "QT-000093", "problem": "not in the journal"},
        ],
    ),
    Planted(
        "keys_are_used_once",
        "ALTER TABLE hold DROP CONSTRAINT hold_key_once; UPDATE hold SET key = 'q-1'",
        [{"kind": "hold", "key": "q-1", "times": 3}],
    ),
    Planted(
        "book_references_exist",
        "UPDATE hold_line SET hold_id = 99, product_id = 98 WHERE id = 91;"
        "DELETE FROM hold_line WHERE id = 90; DELETE FROM hold WHERE id = 90",
        [
            {"reference": "hold_line.hold_id", "row_id": 91, "missing": 99},
            {"reference": "hold_line.product_id", "row_id": 91, "missing": 98},
            {"reference": "peg.line_id", "row_id": 90, "missing": 90},
            {"reference": "peg.order_id", "row_id": 90, "missing": 90},
        ],
    ),
    Planted(
        "waitlist_offers_have_their_hold",
        "UPDATE waitlist_entry SET told_units = 3 WHERE id = 90;"
        "UPDATE waitlist_entry SET state = 'taken', ended_why = '' WHERE id = 91;"
        "UPDATE waitlist_entry SET ended_why = 'left' WHERE id = 92",
        [
            {
                "entry_id": 90,
                "hold_id": 90,
                "problem": "holds another number of units than were told",
            },
            {"entry_id": 91, "hold_id": 91, "problem": "taken, and no order"},
            {"entry_id": 92, "hold_id": 92, "problem": "ended for another reason"},
        ],
    ),
    Planted(
        "journal_references_exist",
        "UPDATE hold SET journal_id = 99 WHERE id = 92",
        [{"reference": "hold.journal_id", "journal_id": 99}],
    ),
]


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        books.plant(conn, QUOTED)
        yield conn


def test_the_books_with_holds_are_clean(healthy: Connection[Any]) -> None:
    assert [(breach.name, breach.rows) for breach in check(healthy)] == []


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_the_planted_breach_is_found(healthy: Connection[Any], planted: Planted) -> None:
    breach = books.breach_of(healthy, planted)
    assert breach.rows == planted.rows
    assert breach.count == len(planted.rows)
