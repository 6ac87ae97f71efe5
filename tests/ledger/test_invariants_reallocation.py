"""Planted breaches of what holds for reallocations and the pegs they keep."""

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

# Entry 13 becomes a reallocation of line 3: three pans that were to be bought.
MADE = (
    "ALTER TABLE journal DISABLE TRIGGER USER;"
    "ALTER TABLE reallocation_peg DISABLE TRIGGER USER;"
    "UPDATE journal SET verb = 'reallocate' WHERE id = 13;"
    "INSERT INTO reallocation (id, at, journal_id, before, after, undone_at, undone_by)"
    " SELECT 1, at, 13, '', '', NULL, NULL FROM journal WHERE id = 13;"
    "INSERT INTO reallocation_peg (reallocation_id, line_id, n, order_id, product_id, supply_id,"
    " quantity, rank) SELECT 1, 3, 1, 2, id, 5, 3, 3 FROM product WHERE sku = 'PAN';"
)
UNDO = "UPDATE reallocation SET undone_at = '2026-11-12 09:00Z', undone_by = 12;"
EMPTY = "DELETE FROM reallocation_peg;"
PLANTED = [
    Planted(
        "reallocation_references_exist",
        MADE + "UPDATE reallocation SET undone_at = at, undone_by = 98, journal_id = 99;"
        "UPDATE reallocation_peg SET order_id = 95, product_id = 94, supply_id = 93;"
        "INSERT INTO reallocation_peg SELECT 97, 96, 1, 2, id, 5, 3, 3 FROM product"
        " WHERE sku = 'PAN'",
        [
            {"reference": "reallocation.journal_id", "row_id": 1, "missing": 99},
            {"reference": "reallocation.undone_by", "row_id": 1, "missing": 98},
            {"reference": "reallocation_peg.line_id", "row_id": 96, "missing": 96},
            {"reference": "reallocation_peg.order_id", "row_id": 3, "missing": 95},
            {"reference": "reallocation_peg.product_id", "row_id": 3, "missing": 94},
            {"reference": "reallocation_peg.reallocation_id", "row_id": 96, "missing": 97},
            {"reference": "reallocation_peg.supply_id", "row_id": 3, "missing": 93},
        ],
    ),
    Planted(
        "reallocations_can_be_undone",
        MADE + EMPTY,
        [{"id": 1, "problem": "no before-images", "line_id": None}],
    ),
    Planted(
        "reallocations_can_be_undone",
        MADE + "UPDATE journal SET verb = 'cancel' WHERE id = 13",
        [{"id": 1, "problem": "not made by its journal entry", "line_id": None}],
    ),
    Planted(
        "reallocations_can_be_undone",
        MADE + "UPDATE journal SET verb = 'reallocate' WHERE id = 12;" + UNDO,
        [{"id": 1, "problem": "not undone by its journal entry", "line_id": None}],
    ),
    Planted(
        "reallocations_can_be_undone",
        MADE + "UPDATE reallocation_peg SET quantity = 4",
        [{"id": 1, "problem": "an image is not of its line", "line_id": 3}],
    ),
    Planted(
        "reallocations_can_be_undone",
        MADE + "UPDATE reallocation_peg SET order_id = 1",
        [{"id": 1, "problem": "an image is not of its line", "line_id": 3}],
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
