"""Delay cases in the books: opened, renewed, answered and closed with the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs.rehearsal import rehearse
from tests.delays.late import EVIDENCE, answer, case, review, send, slip, waiting

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Desk


def test_a_slip_opens_one_case_a_line_under_the_pack_of_its_destination(desk: Desk) -> None:
    waiting(desk, "US-10001", "DE-10115", "GB", "")
    told = slip(desk, "2026-12-18")
    us, eu, uk, none = told["delays"]
    assert us == {
        "case": "DC-000001",
        "order": "SO-000001",
        "sku": "MUG",
        "quantity": 2,
        "notice": 1,
        "kind": "first",
        "pack": "us_16cfr435",
        "from": "2026-12-08",
        "to": "2026-12-18",
        "respond_by": "2026-12-18",
        "silence": "consent",
        "refund_by": "2026-12-30",
        "draft": False,
    }
    assert [one["pack"] for one in (eu, uk, none)] == ["eu_2011_83", "uk_cra2015", "commercial"]
    assert "delays" not in slip(desk, "2026-12-18")  # nothing new, nothing told
    assert desk.breaches() == []


def test_silence_consents_to_a_short_delay_and_cancels_a_renewed_one(desk: Desk) -> None:
    waiting(desk, "US")
    slip(desk, "2026-12-18")
    send(desk, "DC-000001")
    (renewed,) = slip(desk, "2026-12-28")["delays"]
    assert (renewed["notice"], renewed["kind"]) == (2, "renewed")
    assert (renewed["respond_by"], renewed["silence"]) == ("2026-12-18", "cancel")
    send(desk, "DC-000001", notice=2)
    desk.wait(27)  # 19 December, 9 o'clock: not over everywhere
    assert review(desk)["cancelled"] == []
    desk.wait(1)
    (gone,) = review(desk)["cancelled"]
    assert gone["quantity"] == 2
    assert gone["refund_by"] == "2026-12-30"  # seven working days: not on Christmas Day
    assert case(desk)[-1] == "lapsed"
    assert desk.pegs("o-1") == []
    assert review(desk)["cancelled"] == []
    assert desk.breaches() == []


def test_an_unknown_date_cancels_after_thirty_days_unless_agreed(desk: Desk) -> None:
    waiting(desk, "US", "US")
    first, second = slip(desk, None)["delays"]
    assert (first["kind"], first["to"], first["respond_by"]) == ("unknown", None, "2027-01-07")
    send(desk, first["case"], second["case"])
    assert answer(desk, second["case"], "wait") == "consented"
    desk.wait(48)
    answered = review(desk)
    assert [one["case"] for one in answered["cancelled"]] == [first["case"]]
    assert answer(desk, second["case"], "cancel") == "cancelled"  # at any time before shipping
    assert desk.breaches() == []


def test_nothing_is_cancelled_of_which_nobody_was_told(desk: Desk) -> None:
    waiting(desk, "US")
    slip(desk, "2027-03-01")
    desk.wait(60)
    answered = review(desk)
    assert answered["cancelled"] == []
    assert [one["case"] for one in answered["untold"]] == ["DC-000001"]
    assert case(desk)[-1] == ""


@pytest.mark.parametrize(("country", "outcome"), [("US", "consent_stands"), ("DE", "cancelled")])
def test_consent_binds_only_where_the_pack_says_so(desk: Desk, country: str, outcome: str) -> None:
    waiting(desk, country)
    slip(desk, "2026-12-18")
    send(desk, "DC-000001")
    assert answer(desk, "DC-000001", "wait") == "consented"
    assert answer(desk, "DC-000001", "wait") == "already_consented"
    assert answer(desk, "DC-000001", "cancel") == outcome
    assert desk.breaches() == []


def test_the_customer_sets_a_period_and_then_ends_the_contract(desk: Desk) -> None:
    waiting(desk, "DE")
    slip(desk, "2027-02-18")
    send(desk, "DC-000001")
    desk.wait(20)
    assert answer(desk, "DC-000001", "terminate", until="2026-12-20") == "period_started"
    assert answer(desk, "DC-000001", "terminate") == "period_runs"
    desk.wait(10)
    answers = desk.do(
        "answer_delays",
        answers=[
            {
                "order": "o-1",
                "answer": "terminate",
                "evidence": {"channel": "sms", "said": "STOP WAITING"},
            }
        ],
    )["answers"]
    assert [(one["outcome"], one["refund_by"]) for one in answers] == [("ended", "2027-01-05")]
    assert desk.breaches() == []


def test_an_essential_day_ends_it_at_once(desk: Desk) -> None:
    waiting(desk, "GB", lines=[{"sku": "MUG", "quantity": 2, "latest_on": "2026-12-12"}])
    slip(desk, "2026-12-18")
    assert answer(desk, "DC-000001", "terminate") == "ended"


def test_two_ways_out_in_one_request_take_both_codes_and_a_replay_too(
    desk: Desk, empty: Connection[Any]
) -> None:
    waiting(desk, "DE", "GB", lines=[{"sku": "MUG", "quantity": 2, "latest_on": "2026-12-12"}])
    rule = {"name": "Thanks", "amount": 500, "budget": 5000, "holdout_percent": 0}
    desk.do("set_incentives", rules=[rule])
    keys = [{"rule": "Thanks", "order": key} for key in ("o-1", "o-2")]
    given = desk.do("give_incentives", incentives=keys)["incentives"]
    slip(desk, "2026-12-18")
    out = [("DC-000001", "cancel"), ("DC-000002", "terminate")]
    answers = [{"case": name, "answer": said, "evidence": EVIDENCE} for name, said in out]
    said = desk.do("answer_delays", answers=answers)
    assert [one["outcome"] for one in said["answers"]] == ["cancelled", "ended"]
    withdrawn = [one["code"] for one in said["incentives_withdrawn"]]
    assert withdrawn == [one["code"] for one in given]
    assert desk.breaches() == []
    assert rehearse(desk.conn, empty).same


def test_answers_that_come_too_late_change_nothing_and_are_kept(desk: Desk) -> None:
    waiting(desk, "US", "US", "US")
    slip(desk, "2027-03-01")
    send(desk, "DC-000001", "DC-000002", "DC-000003")
    desk.wait(48)
    assert answer(desk, "DC-000001", "wait") == "too_late"
    assert len(review(desk)["cancelled"]) == 3
    assert answer(desk, "DC-000002", "wait") == "already_cancelled"
    assert desk.rows("SELECT case_id, outcome FROM delay_answer ORDER BY case_id") == [
        (1, "too_late"),
        (2, "already_cancelled"),
    ]


def test_a_case_closes_with_its_units(desk: Desk) -> None:
    waiting(desk, "US", "DE", "GB", "US")
    slip(desk, "2026-12-18")
    desk.do("cancel", cancellations=[{"order": "o-2"}])
    assert case(desk, 2)[-1] == "cancelled"
    line = [{"sku": "MUG", "quantity": 4}]
    desk.do("receive", receipts=[{"key": "r", "purchase_order": "PO-000001", "lines": line}])
    desk.do("ship", shipments=[{"key": "s", "order": "o-1"}])
    assert case(desk, 1)[-1] == "shipped"
    assert answer(desk, "DC-000001", "cancel") == "already_shipped"
    back = slip(desk, "2026-12-08")
    assert [one["outcome"] for one in back["delays_ended"]] == ["recovered"]
    assert case(desk, 4)[-1] == "recovered"
    assert desk.breaches() == []


def test_delivery_is_compared_where_the_law_speaks_of_it(desk: Desk) -> None:
    """What leaves on 8 or 9 December is there on the 11th: Art. 18 asks when, 435.1(e) does not."""
    desk.do("set_calendars", calendars=[{"code": "CARRIER", "closed": ["2026-12-08"]}])
    ways = [{"zone": zone, "transit_days": 2, "calendar": "CARRIER"} for zone in ("DE", "US")]
    desk.do("set_lanes", lanes=ways)
    waiting(desk, "DE", "US", "FR")
    by_law = {"sku": "MUG", "quantity": 2, "legal_on": "2026-12-10"}
    desk.do("place_orders", orders=[{"key": "law", "destination": "DE", "lines": [by_law]}])
    told = slip(desk, "2026-12-09")
    assert [one["order"] for one in told["delays"]] == ["SO-000002", "SO-000003", "SO-000004"]
    assert desk.rows("SELECT order_id, due_on::text FROM delay_case ORDER BY id") == [
        (2, "2026-12-08"),
        (3, "2026-12-08"),  # no way known: the day on which it leaves
        (4, "2026-12-07"),  # what leaves on the 7th is there on the 10th
    ]
    slip(desk, "2026-12-10")
    assert desk.rows("SELECT due_on::text FROM delay_case WHERE order_id = 1") == [("2026-12-09",)]
    assert desk.breaches() == []


def test_a_refund_is_reckoned_from_the_day_it_was_asked_for(desk: Desk) -> None:
    """The clock was looked at a week late, and a call written down four days after it came."""
    waiting(desk, "US", "GB")
    slip(desk, None)
    send(desk, "DC-000001", "DC-000002")
    desk.wait(5)
    called = EVIDENCE | {"channel": "phone", "at": "2026-11-23T10:00:00+00:00"}
    assert answer(desk, "DC-000002", "cancel", evidence=called) == "cancelled"
    desk.wait(50)
    (gone,) = review(desk)["cancelled"]
    assert gone["refund_by"] == "2027-01-19"  # seven working days from the 7th, one a holiday
    assert desk.rows("SELECT refund_by::text FROM delay_case WHERE id = 2") == [("2026-12-07",)]
    assert desk.breaches() == []


def test_a_case_stays_open_for_the_units_that_are_being_packed(desk: Desk) -> None:
    """Whoever cancels gets back what is not being packed; the rest is late and has a case."""
    waiting(desk, "DE", lines=[{"sku": "MUG", "quantity": 5}])
    slip(desk, "2026-12-18")
    send(desk, "DC-000001")
    desk.wait(28)
    line = [{"sku": "MUG", "quantity": 2}]
    desk.do("receive", receipts=[{"key": "r", "purchase_order": "PO-000001", "lines": line}])
    desk.do("release", releases=[{"order": "o-1"}])
    evidence = {"channel": "phone", "said": "no"}
    twice = [{"order": "o-1", "answer": "cancel", "evidence": evidence}] * 2
    told = desk.do("answer_delays", answers=twice)["answers"]
    assert [one["outcome"] for one in told] == ["cancelled", "already_cancelled"]
    assert desk.pegs("o-1") == [("MUG", "stock@MAIN", 2)]
    assert case(desk)[-1] == ""
    assert answer(desk, "DC-000001", "cancel") == "being_packed"
    desk.do("ship", shipments=[{"key": "s", "order": "o-1"}])
    assert case(desk)[-1] == "shipped"
    assert desk.breaches() == []


def test_many_customers_are_told_only_after_approval(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "2")
    waiting(desk, "US", "US")
    drafts = slip(desk, "2027-03-01")["delays"]
    assert [one["draft"] for one in drafts] == [True, True]
    desk.wait(60)
    approved = desk.do("approve_delays", all=True)
    assert approved["approved"] == 2
    # The day that the rule names is over: the customer has one day at least.
    assert {one["respond_by"] for one in approved["delays"]} == {"2027-01-22"}
    assert not any(one["draft"] for one in approved["delays"])
    assert desk.do("approve_delays", all=True)["approved"] == 0
    assert desk.breaches() == []
