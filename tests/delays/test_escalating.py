"""No case stays open for ever: a sweep tells a person, and what that person settles closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.delays.late import answer, send, slip, waiting

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def told(desk: Desk) -> list[tuple[Any, ...]]:
    """Sweep everything and return what a person is told of late orders."""
    desk.do("sweep")
    found = desk.do("exceptions", code="delay_overdue")["exceptions"]
    return [(one["order"], one["facts"]["why"], one["facts"]["deadline"]) for one in found]


def test_a_case_without_an_answer_is_told_to_a_person_after_the_usual_period(desk: Desk) -> None:
    waiting(desk, "DE", "GB", "")
    slip(desk, "2027-03-01")
    send(desk, "DC-000001", "DC-000002", "DC-000003")
    desk.wait(30)  # 22 December: the period of 14 days ends
    assert told(desk) == []
    desk.wait(2)
    assert sorted(told(desk)) == [
        ("SO-000001", "still_waiting", "2026-12-22"),
        ("SO-000002", "still_waiting", "2026-12-22"),
    ]
    desk.wait(20)
    assert len(told(desk)) == 3  # the house rule has more patience
    (first, *_) = desk.do("exceptions", code="delay_overdue")["exceptions"]
    assert first["remedies"][0]["facts"]["verb"] == "answer_delays"
    assert desk.breaches() == []


@pytest.mark.parametrize("country", ["DE", "GB"])
def test_an_additional_period_that_is_over_is_told_and_then_the_contract_ends(
    desk: Desk, country: str
) -> None:
    waiting(desk, country)
    slip(desk, "2027-03-01")
    send(desk, "DC-000001")
    desk.wait(20)  # 12 December
    assert answer(desk, "DC-000001", "terminate", until="2026-12-15") == "period_started"
    assert told(desk) == []
    desk.wait(5)  # over everywhere
    assert told(desk) == [("SO-000001", "period_over", "2026-12-15")]
    assert answer(desk, "DC-000001", "terminate") == "ended"
    assert told(desk) == []
    assert desk.breaches() == []


def test_what_nobody_was_told_of_is_told_to_a_person(desk: Desk) -> None:
    """16 CFR 435.2(c)(5): whoever was not offered the option in time counts as cancelled."""
    waiting(desk, "US", "US")
    slip(desk, "2027-01-04")
    desk.wait(18)  # 10 December: two days after the goods were due
    assert told(desk)[0] == ("SO-000001", "untold", "2026-12-08")
    send(desk, "DC-000001", "DC-000002")
    assert [why for _, why, _ in told(desk)] == ["told_late", "told_late"]
    assert answer(desk, "DC-000001", "wait") == "consented"
    assert answer(desk, "DC-000002", "cancel") == "cancelled"
    assert told(desk) == []
    desk.wait(60)
    assert told(desk) == [("SO-000001", "still_waiting", "2027-01-04")]  # 435.2(c)(3)
    assert desk.breaches() == []


def test_it_closes_when_the_goods_leave(desk: Desk) -> None:
    waiting(desk, "DE")
    slip(desk, "2026-12-28")
    send(desk, "DC-000001")
    desk.wait(40)
    assert len(told(desk)) == 1
    line = [{"sku": "MUG", "quantity": 4}]
    desk.do("receive", receipts=[{"key": "r", "purchase_order": "PO-000001", "lines": line}])
    desk.do("ship", shipments=[{"key": "s", "order": "o-1"}])
    assert told(desk) == []
    assert desk.breaches() == []
