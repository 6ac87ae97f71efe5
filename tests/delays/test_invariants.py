"""The doctor sees delay cases that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.delays.late import answer, review, send, slip, waiting
from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

ORDER, REFUND, REFERENCES = (
    "delays_are_in_order",
    "delay_refunds_follow_their_pack",
    "delay_references_exist",
)


def past(change: str) -> str:
    """Return a change that goes past the laws of the database."""
    return f"SET LOCAL session_replication_role = replica; {change}"


def problem(case: int, text: str) -> list[dict[str, Any]]:
    return [{"id": case, "problem": text}]


PLANTED = [
    Planted(ORDER, past("UPDATE delay_notice SET n = 3 WHERE case_id = 1"),
            problem(1, "a gap between notices")),
    Planted(ORDER, past("UPDATE delay_answer SET n = 2 WHERE case_id = 2"),
            problem(2, "a gap between answers")),
    Planted(ORDER, "UPDATE delay_case SET sent = 5 WHERE id = 1",
            problem(1, "sent what was never made")),
    Planted(ORDER, "UPDATE delay_case SET closed_at = NULL, outcome = '' WHERE id = 1",
            problem(1, "open without open units")),
    Planted(ORDER, past("DELETE FROM delay_answer WHERE case_id = 2"),
            problem(2, "a consent without evidence")),
    Planted(ORDER, past("DELETE FROM delay_told WHERE case_id = 1"),
            problem(1, "silence to what was never sent")),
    Planted(ORDER, "UPDATE delay_case SET respond_by = '2031-01-01' WHERE id = 1",
            problem(1, "cancelled before its day")),
    Planted(REFUND, "UPDATE delay_case SET refund_by = '2027-06-01' WHERE id = 1",
            [{"id": 1, "pack": "us_16cfr435", "refund_by": "2027-06-01"}]),
    Planted(REFERENCES, past(
            "UPDATE delay_case SET line_id = 91, order_id = 92, journal_id = 93 WHERE id = 1;"
            "UPDATE delay_case SET product_id = 99 WHERE id = 1;"
            "UPDATE delay_notice SET journal_id = 94 WHERE case_id = 1;"
            "UPDATE delay_notice SET case_id = 95 WHERE case_id = 2;"
            "UPDATE delay_told SET notice = 9, journal_id = 96 WHERE case_id = 1;"
            "DELETE FROM delay_told WHERE case_id = 2;"
            "UPDATE delay_answer SET case_id = 97, journal_id = 98 WHERE case_id = 2"),
            [{"reference": f"{name}_id", "row_id": row, "missing": missing}
             for name, row, missing in (
                ("delay_answer.case", 97, 97),
                ("delay_answer.journal", 97, 98),
                ("delay_case.journal", 1, 93),
                ("delay_case.line", 1, 91),
                ("delay_case.order", 1, 92),
                ("delay_case.product", 1, 99),
                ("delay_notice.case", 95, 95),
                ("delay_notice.journal", 1, 94),
                ("delay_told.case", 1, 1),
                ("delay_told.journal", 1, 96),
             )]),
]  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.invariant)
def test_a_breach_is_found(late: Connection[Any], planted: Planted) -> None:
    found = books.breach_of(late, planted).rows
    assert [{k: str(v) if k == "refund_by" else v for k, v in row.items()} for row in found] == (
        planted.rows
    )


@pytest.fixture(scope="module")
def late(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Return books in which silence cancelled one line, and another waits by consent."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        waiting(desk, "US", "US")
        slip(desk, "2027-03-01")
        send(desk, "DC-000001", "DC-000002")
        assert answer(desk, "DC-000002", "wait") == "consented"
        desk.wait(60)
        assert len(review(desk)["cancelled"]) == 1
        assert desk.breaches() == []
        yield conn
