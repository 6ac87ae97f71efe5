"""What was learned of lead times decides by which day goods are promised, and moves promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.ledger.proofs.state import state_hash
from tests.ledger.statement_cases_learned import learned

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """MUG is not there and comes from S1, who states nine days; no spread is known."""
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=9)
    return desk


def first_promise(answer: Json) -> Json:
    found: Json = answer["lines"][0]["promises"][0]
    return found


def test_a_plan_is_promised_by_what_was_learned(shop: Desk) -> None:
    before = first_promise(shop.order("before", MUG=1))
    assert before["on"] == "2026-12-02"  # 22 November and 9 days, and a day of handling
    answer = shop.do("set_lead_times", lead_times=[learned("S1", "MUG", 12.0)])
    assert answer["lead_times"] == 1
    assert [(one["from"], one["to"]) for one in answer["repromised"]] == [
        ("2026-12-02", "2026-12-08")
    ]
    assert answer["repromised"][0]["reason"]["code"] == "lead_time_learned"
    after = first_promise(shop.order("after", MUG=1))
    assert after["on"] == "2026-12-08"  # 80 % come within 15 days
    assert after["confidence"] == 0.8
    assert shop.breaches() == []


def test_a_cart_is_answered_by_what_was_learned(shop: Desk) -> None:
    shop.do("set_lead_times", lead_times=[learned("S1", "MUG", 12.0)])
    answer = shop.do("availability", lines=[{"sku": "MUG", "quantity": 2}])
    assert answer["lines"][0]["later"][0]["on"] == "2026-12-08"


def test_an_open_purchase_has_what_is_left_at_its_age(shop: Desk) -> None:
    shop.do("set_lead_times", lead_times=[learned("S1", "MUG", 12.0)])
    shop.order("waits", MUG=5)
    shop.buy("p", "2026-12-01", MUG=5)
    assert [told[3] for told in shop.told("waits")] == ["2026-12-08"]
    shop.wait(18)  # 10 December: it has taken longer than P80, 15 days, but not than P95, 20
    shop.do("review", skus=["MUG"])
    assert shop.told("waits")[-1][3] == "2026-12-16"
    explained = shop.do("explain", order="waits")
    assert "learned from 34 deliveries" in explained["sentence"]
    assert '"code": "learned"' in json.dumps(explained["reason"])
    assert shop.breaches() == []


def test_learned_of_a_supplier_says_nothing_of_other_suppliers(shop: Desk) -> None:
    shop.do("set_suppliers", suppliers=[{"code": "S2"}])
    shop.do("set_lead_times", lead_times=[learned("S2", "MUG"), learned("S1", None)])
    assert first_promise(shop.order("o", MUG=1))["on"] == "2026-12-02"


def test_what_is_forgotten_counts_as_stated_again(shop: Desk) -> None:
    shop.do("set_lead_times", lead_times=[learned("S1", "MUG"), learned("S1", None)])
    shop.order("o", MUG=1)
    answer = shop.do("set_lead_times", forget=[{"supplier": "S1", "sku": "MUG"}])
    assert answer["forgotten"] == 1
    assert [(one["from"], one["to"]) for one in answer["repromised"]] == [
        ("2026-12-08", "2026-12-02")
    ]
    assert shop.rows("SELECT count(*) FROM lead_time") == [(1,)]


def test_the_same_again_tells_nobody(shop: Desk) -> None:
    shop.order("o", MUG=1)
    shop.do("set_lead_times", lead_times=[learned("S1", "MUG")])
    told = shop.told("o")
    assert shop.do("set_lead_times", lead_times=[learned("S1", "MUG")])["repromised"] == []
    assert shop.told("o") == told


def test_units_stay_where_they_are(shop: Desk) -> None:
    shop.order("o", MUG=3)
    shop.buy("p", "2026-12-01", MUG=3)
    pegs = shop.pegs("o")
    shop.do("set_lead_times", lead_times=[learned("S1", "MUG", 40.0)])
    assert shop.pegs("o") == pegs


def test_checks_replace_those_of_before(shop: Desk) -> None:
    counts = {"lines": 20, "within_p50": 9, "within_p80": 16, "within_p95": 19, "loss": 2.5}
    shop.do("set_lead_times", checks=[counts, {**counts, "supplier": "S1"}])
    shop.do("set_lead_times", checks=[counts, {**counts, "days_from": 30, "lines": 21}])
    assert shop.rows(
        "SELECT supplier_id, days_from, lines FROM lead_time_check ORDER BY lines"
    ) == [
        (None, None, 20),
        (None, 30, 21),
    ]
    shop.do("set_lead_times", lead_times=[learned("S1", None)])
    assert shop.rows("SELECT count(*) FROM lead_time_check") == [(2,)]


def test_what_makes_no_sense_changes_nothing(shop: Desk) -> None:
    good = learned("S1", "MUG")
    before = state_hash(shop.conn)
    with pytest.raises(InvalidError, match="do not ascend"):
        shop.do("set_lead_times", lead_times=[{**good, "p80_days": 12.0}])
    with pytest.raises(InvalidError, match="said twice"):
        shop.do("set_lead_times", lead_times=[good, good])
    with pytest.raises(NotFoundError, match="no supplier S9"):
        shop.do("set_lead_times", lead_times=[{**good, "supplier": "S9"}])
    with pytest.raises(InvalidError, match="NIX"):
        shop.do("set_lead_times", lead_times=[{**good, "sku": "NIX"}])
    assert state_hash(shop.conn) == before
