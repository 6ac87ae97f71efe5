"""Stock policies and risk: what is held and why, a person's own numbers, what may run short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import LOOKS
from tests.web.desk import buy, statements, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")
MUG = "/stock-policies/MAIN/MUG"
POLICY = {
    "sku": "MUG",
    "location": "MAIN",
    "method": "reorder",
    "reorder_point": 40,
    "order_up_to": 90,
    "safety_stock": 12,
    "demand_mean": 2.5,
    "demand_sd": 4.0,
    "lead_time_days": 10.0,
    "review_days": 1,
    "service_target": 96.5,
    "abc": "A",
    "xyz": "Y",
    "reason": {"code": "least_cost", "text": "It costs least.", "rate_sd": 0.4},
}


@pytest.fixture
def policies(verb: Callable[..., Any]) -> None:
    verb("set_stock_policies", stock_policies=[POLICY])


def test_the_list_and_one_policy_say_what_is_held_and_why(
    web: Callable[..., Client], policies: None
) -> None:
    listed = text(web("reader").get("/stock-policies"))
    assert "MUG Mug MAIN reorder point AY 17.5 40 90 12 96.5 %" in listed
    assert "No stock policy matches." in text(web("reader").get("/stock-policies?abc=C"))
    page = text(web("reader").get(MUG))
    for words in (
        "Reorder point 40",
        "Order up to 90",
        "It costs least.",
        "set for the first time",
    ):
        assert words in page
    assert "Demand until the next receipt" in page
    assert "Your own numbers" not in page
    assert web("reader").get("/stock-policies/MAIN/NONE").status_code == 404


def test_a_person_sets_numbers_up_to_a_day_and_takes_them_back(
    web: Callable[..., Client], conn: psycopg.Connection[Any], policies: None
) -> None:
    buyer = web("buyer")
    own = {"reorder_point": "60", "order_up_to": "150", "until": "2099-12-31", "reason": "Fair"}
    page = text(buyer.post(f"{MUG}/override", own, follow=True))
    assert "Your numbers count for MUG." in page
    assert "Set by buyer@example.com." in page
    assert "set by a person" in page
    assert "40 → 60" in page
    kept = "SELECT override_reorder_point, override_order_up_to FROM stock_policy"
    assert conn.execute(kept).fetchall() == [(60, 150)]
    wrong = buyer.post(f"{MUG}/override", own | {"order_up_to": "5"}, follow=True)
    assert "below its reorder point" in text(wrong)
    assert conn.execute(kept).fetchall() == [(60, 150)]
    page = text(buyer.post(f"{MUG}/override", {"do": "end"}, follow=True))
    assert "MUG goes by what is worked out again." in page
    assert conn.execute(kept).fetchall() == [(None, None)]
    assert web("reader").post(f"{MUG}/override", own).status_code == 403


@pytest.mark.usefixtures("same_day")
def test_risk_ranks_by_money_and_names_a_remedy(
    web: Callable[..., Client], verb: Callable[..., Any], policies: None
) -> None:
    page = text(web("reader").get("/risk"))
    assert "1 product may run short." in page
    assert "nothing ordered" in page
    number = buy(verb, 500, on="2026-12-20")
    page = text(web("reader").get("/risk"))
    assert number in page
    assert "nothing ordered" not in page
    line = [{"sku": "MUG", "quantity": 5_000}]
    verb("count", counts=[{"key": "much", "location": "MAIN", "lines": line}])
    assert "Nothing is likely to run short." in text(web("reader").get("/risk"))


def test_the_pages_ask_a_fixed_number_of_questions(
    web: Callable[..., Client], policies: None
) -> None:
    reader = web("reader")
    assert statements(reader, "/stock-policies") <= 4
    assert statements(reader, MUG) <= 4
    assert statements(reader, "/risk") <= 5


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_look_right(
    visit: Callable[..., Visitor], verb: Callable[..., Any], policies: None, size: Any, scheme: str
) -> None:
    visitor = visit("buyer", size, scheme)
    for path, name in (("/stock-policies", "policies"), (MUG, "policy"), ("/risk", "risk")):
        visitor.go(path)
        visitor.shot(name)
        assert visitor.overflow() == 0
        assert visitor.axe() == []
    assert visitor.faults == []
