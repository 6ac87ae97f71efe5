"""Planted breaches of what holds for proposals and the log of stock policies."""

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

PROPOSAL = (
    "INSERT INTO proposal (id, kind, product_id, location_id, supplier_id, needed, quantity, state,"
    " opened_at, changed_at, journal_id, purchase_line_id)"
)
PLANTED = [
    Planted(
        "proposal_references_exist",
        PROPOSAL
        + " VALUES (1, 'buy', 90, 91, 92, 1, 1, 'open', '2026-11-22', '2026-11-22', 96, NULL),"
        " (2, 'buy', 90, 91, NULL, 1, 1, 'approved', '2026-11-22', '2026-11-22', 1, 93);"
        "INSERT INTO stock_policy_change (journal_id, n, product_id, location_id, at, actor, cause,"
        " reorder_point_to, order_up_to_to, safety_stock_to)"
        " VALUES (97, 1, 94, 95, '2026-11-22', 'ann', 'new', 0, 0, 0)",
        [
            {"reference": "proposal.journal_id", "row_id": 1, "missing": 96},
            {"reference": "proposal.location_id", "row_id": 1, "missing": 91},
            {"reference": "proposal.location_id", "row_id": 2, "missing": 91},
            {"reference": "proposal.product_id", "row_id": 1, "missing": 90},
            {"reference": "proposal.product_id", "row_id": 2, "missing": 90},
            {"reference": "proposal.purchase_line_id", "row_id": 2, "missing": 93},
            {"reference": "proposal.supplier_id", "row_id": 1, "missing": 92},
            {"reference": "stock_policy_change.journal_id", "row_id": 97, "missing": 97},
            {"reference": "stock_policy_change.location_id", "row_id": 97, "missing": 95},
            {"reference": "stock_policy_change.product_id", "row_id": 97, "missing": 94},
        ],
    ),
    Planted(
        "approved_proposals_are_bought",
        PROPOSAL + " SELECT 7, 'buy', p.id, o.location_id, o.supplier_id, 1, 1, 'approved',"
        " '2026-11-22', '2026-11-22', 1, l.id FROM purchase_line l"
        " JOIN purchase_order o ON o.id = l.purchase_order_id"
        " JOIN product p ON p.sku = 'PAN' WHERE l.id = 1",
        [{"proposal": 7, "line": 1}],
    ),
]


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        yield conn


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_the_planted_breach_is_found(healthy: Connection[Any], planted: Planted) -> None:
    breach = books.breach_of(healthy, planted)
    assert breach.rows == planted.rows
    assert breach.count == len(planted.rows)
