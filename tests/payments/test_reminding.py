"""Money that is due stands in the one list where staff works, and leaves it once it went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from psycopg import Connection

PAID = {"provider": "fake", "what": "charged", "order": "o-1"}


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    found = Desk(conn)
    found.stock(MUG=9, POT=9)
    return found


def inbox(desk: Desk, code: str) -> list[tuple[Any, ...]]:
    desk.do("sweep")
    return [
        (one["order"], one["sku"], one["value"], one["days"], one["facts"]["deadline"])
        for one in desk.do("exceptions", code=code)["exceptions"]
    ]


def test_refunds_are_told_before_their_last_day_and_until_they_are_made(desk: Desk) -> None:
    desk.order("o-1", MUG=4, POT=2)
    desk.do("record_payments", payments=[PAID | {"reference": "c", "amount": 7500}])
    for units in (1, 2):
        cut = [{"sku": "MUG", "quantity": units}]
        desk.do("cancel", cancellations=[{"order": "o-1", "lines": cut}])
    desk.do("ship", shipments=[{"key": "s", "order": "o-1"}])  # nothing of it is waited for
    desk.wait(10)
    assert inbox(desk, "refund_due") == []
    desk.wait(1)
    assert inbox(desk, "refund_due") == [("SO-000001", "MUG", 3750, 0, "2026-12-06")]
    desk.wait(5)
    assert inbox(desk, "refund_due") == [("SO-000001", "MUG", 3750, 2, "2026-12-06")]
    desk.do("refund", refunds=[{"refund": "RF-000001"}])
    assert inbox(desk, "refund_due") == [("SO-000001", "MUG", 2500, 2, "2026-12-06")]
    desk.do("refund", refunds=[{"refund": "RF-000002"}])
    assert inbox(desk, "refund_due") == []
    assert desk.breaches() == []


def test_goodwill_stands_by_the_first_line_of_its_order(desk: Desk) -> None:
    desk.order("o-1", POT=1, MUG=1)
    desk.do("record_payments", payments=[PAID | {"reference": "c", "amount": 2500}])
    desk.do("refund", give=[{"order": "o-1", "amount": 500}])
    desk.wait(12)
    assert [one[:3] for one in inbox(desk, "refund_due")] == [("SO-000001", "POT", 500)]
    assert desk.breaches() == []


def test_an_authorisation_that_ends_before_the_goods_leave_is_told(desk: Desk) -> None:
    desk.stock(CUP=0)
    desk.buy("cups", "2027-02-01", CUP=9)
    desk.order("o-1", CUP=2)
    said = {"provider": "fake", "reference": "au", "what": "authorised", "order": "o-1"}
    ends = OPENING + timedelta(days=7)
    desk.do("record_payments", payments=[said | {"amount": 2500, "expires_at": ends.isoformat()}])
    desk.wait(3)
    assert inbox(desk, "authorisation_ends") == []
    desk.wait(1)
    assert inbox(desk, "authorisation_ends") == [("SO-000001", "CUP", 2500, 0, "2026-11-29")]
    anew = said | {"reference": "au2", "replaces": "au", "amount": 2500}
    desk.do("record_payments", payments=[anew | {"expires_at": "2027-03-01T00:00:00Z"}])
    assert inbox(desk, "authorisation_ends") == []
    assert desk.breaches() == []
