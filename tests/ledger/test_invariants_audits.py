"""The doctor sees count sheets and causes that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs import invariants
from tests.ledger import healthy_books as books
from tests.ledger.audited import audit
from tests.ledger.desk import Desk
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

HARM = [
    ("UPDATE count_sheet_line SET counted = 5", "count_sheets_add_up"),
    ("UPDATE count_sheet_line SET state = 'counted'", "count_sheets_add_up"),
    ("UPDATE count_sheet SET stock_count_id = NULL", "count_sheets_add_up"),
    ("UPDATE count_sheet SET state = 'dropped'", "count_sheets_add_up"),
    ("DELETE FROM count_entry WHERE n = 1", "count_sheets_add_up"),
    ("UPDATE count_line SET counted = counted + 1", "count_sheets_add_up"),
    ("UPDATE count_sheet_line SET sheet_id = 9", "count_sheets_add_up"),
    ("UPDATE backorder_cause SET units = 2", "causes_add_up"),
    ("UPDATE backorder_cause SET shares = '{\"policy\": 999}'", "causes_add_up"),
    ("UPDATE backorder_cause SET version = 2", "causes_add_up"),
    ("UPDATE backorder_cause SET event = 'closed'", "causes_add_up"),
]


PLANTED = [
    Planted(
        "audit_references_exist",
        "SET LOCAL session_replication_role = replica;"
        "UPDATE backorder_cause SET line_id = 91, journal_id = 92;"
        "UPDATE count_entry SET journal_id = 93 WHERE n = 1;"
        "UPDATE count_entry SET sheet_id = 96 WHERE n = 2;"
        "UPDATE count_sheet SET journal_id = 94, stock_count_id = 95;"
        "UPDATE count_sheet_line SET sheet_id = 97;",
        [
            {"reference": "backorder_cause.journal_id", "row_id": 91, "missing": 92},
            {"reference": "backorder_cause.line_id", "row_id": 91, "missing": 91},
            {"reference": "count_entry.journal_id", "row_id": 1, "missing": 93},
            {"reference": "count_entry.sheet_id", "row_id": 96, "missing": 96},
            {"reference": "count_sheet.journal_id", "row_id": 1, "missing": 94},
            {"reference": "count_sheet.stock_count_id", "row_id": 1, "missing": 95},
            {"reference": "count_sheet_line.sheet_id", "row_id": 97, "missing": 97},
        ],
    ),
    Planted(
        "causes_add_up",
        "SET LOCAL session_replication_role = replica; UPDATE backorder_cause SET units = 2",
        [
            {
                "line_id": 1,
                "event": "opened",
                "version": 1,
                "problem": "parts do not sum to the units",
            }
        ],
    ),
    Planted(
        "count_sheets_add_up",
        "UPDATE count_sheet SET state = 'dropped'",
        [{"id": 1, "line_no": None, "problem": "another state than its lines"}],
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_a_breach_is_found(audited: Connection[Any], planted: Planted) -> None:
    assert books.breach_of(audited, planted).rows == planted.rows


@pytest.fixture(scope="module")
def audited(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        desk.stock(MUG=9)
        desk.sold_by("S1", "MUG", days=9)
        desk.order("o-1", MUG=12)
        audit(desk, "MUG", "SO-000001")
        yield conn


def test_nothing_is_wrong_at_first(audited: Connection[Any]) -> None:
    assert invariants.check(audited) == []


@pytest.mark.parametrize(("harm", "name"), HARM)
def test_harm_is_seen(audited: Connection[Any], harm: str, name: str) -> None:
    with books.undone(audited):
        audited.execute("SET LOCAL session_replication_role = replica")
        assert audited.execute(harm.encode()).rowcount
        found = invariants.check(audited, [name])
    assert [breach.name for breach in found] == [name]
