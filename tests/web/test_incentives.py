"""Incentives on pages: rules made, changed and ended; what was given; what that was worth."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.care import links
from backorder.app.incentives import giving, listing
from backorder.domain.errors import BackorderError
from backorder.domain.incentives import held_out
from tests.api.conftest import NOW
from tests.web.conftest import PHONE
from tests.web.desk import statements, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

    Conn = psycopg.Connection[Any]
    Web = Callable[..., Client]
    Verb = Callable[..., Any]

RULE = {
    "name": "Thanks", "event": "slip", "slip_days": "5", "class": "", "category": "",
    "kind": "fixed", "amount": "3,00", "percent": "0", "most": "", "response": "0.05",
    "budget": "500.00", "currency": "EUR", "period": "month", "expires_days": "90",
    "holdout_percent": "40", "valid_from": "", "valid_until": "",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("company", "same_day")


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def late(verb: Verb, refs: list[str]) -> None:
    """Let customers wait for a purchase that comes three weeks later than they were told."""
    verb("set_products", products=[{"sku": "URN", "unit_price": 2600, "unit_cost": 400}])
    line = {"sku": "URN", "quantity": 2 * len(refs), "unit_cost": 400}
    order = {"key": "p-urn", "supplier": "S1", "expected_on": day(20), "lines": [line]}
    (bought,) = verb("order_supply", purchase_orders=[order])["purchase_orders"]
    for ref in refs:
        one = {
            "key": f"u-{ref}",
            "customer": {"ref": ref},
            "lines": [{"sku": "URN", "quantity": 2}],
        }
        verb("place_orders", orders=[one])
    change = {"purchase_order": bought["purchase_order"], "expected_on": day(41)}
    verb("change_supply", changes=[change])


def test_a_rule_is_made_changed_and_ended(web: Web, conn: Conn) -> None:
    office = web("operations")
    assert "There is no rule." in text(office.get("/incentives"))
    assert web("buyer").post("/incentives/save", RULE | {"fresh": "1"}).status_code == 403
    office.post("/incentives/save", RULE | {"fresh": "1", "key": "a"})
    assert listing.rules(conn, NOW.date())[0]["budget"] == 50_000
    shown = text(office.get("/incentives"))
    assert "by 5 days or more" in shown
    assert "not known yet" in shown
    office.post("/incentives/save", RULE | {"most": "2.50", "key": "b"})
    (rule,) = listing.rules(conn, NOW.date())
    assert (rule["most"], rule["amount"], rule["active"]) == (250, 300, True)
    office.post("/incentives/save", {"name": "Thanks", "do": "end", "key": "c"})
    (rule,) = listing.rules(conn, NOW.date())
    assert (rule["most"], rule["active"]) == (250, False)
    assert "Let it give again" in text(office.get("/incentives/rule?name=Thanks"))
    assert "Change the rule" not in text(web("reader").get("/incentives/rule?name=Thanks"))
    assert web("reader").get("/incentives/rule?name=Nobody").status_code == 404
    wrong = office.post("/incentives/save", RULE | {"budget": "a lot", "key": "d"}, follow=True)
    assert "a lot is not an amount" in text(wrong)


def test_the_report_sets_those_held_out_beside_those_given(
    web: Web, verb: Verb, conn: Conn
) -> None:
    office = web("operations")
    office.post("/incentives/save", RULE | {"fresh": "1", "key": "a"})
    refs = [f"K{n}" for n in range(20)]
    late(verb, refs)
    giving.give(conn, NOW, "job:incentives")
    out = [ref for ref in refs if held_out("Thanks", ref, 40)]
    given = [ref for ref in refs if ref not in out]
    for ref in [*out, given[0]]:
        verb("cancel", cancellations=[{"order": f"u-{ref}"}])
    (rule,) = listing.rules(conn, NOW.date())
    assert (rule["given"], rule["given_cancelled"]) == (len(given), 1)
    assert (rule["held_out"], rule["held_out_cancelled"]) == (len(out), len(out))
    assert rule["effect"]["low"] > 0
    assert rule["spent"] == 300 * len(given)
    assert rule["total"] == 300 * (len(given) - 1)  # who cancelled lost the code
    shown = text(office.get("/incentives/rule?name=Thanks"))
    assert "cancellations were avoided" in shown
    assert "100.0 %" in shown
    assert shown.count("code withdrawn") == 1
    assert shown.count("held out The rule says how much.") == len(out)
    few = statements(office, "/incentives/rule?name=Thanks")
    assert few <= 6


@pytest.fixture
def stranger(web: Web) -> Client:
    return web("")


def link(conn: Conn, key: str, now: datetime = NOW) -> str:
    row = conn.execute("SELECT id FROM sales_order WHERE key = %s", (key,)).fetchone()
    assert row is not None
    return links.paths(conn, [row[0]], now=now)[row[0]]


def test_who_is_about_to_cancel_is_offered_something_only_by_a_rule(
    stranger: Client, verb: Verb, conn: Conn
) -> None:
    late(verb, ["K1", "K2"])
    asked = {"do": "cancel", "what": "all"}
    assert "voucher" not in text(stranger.post(link(conn, "u-K1"), asked))
    rule = {"name": "Stay", "event": "cancel_intent", "amount": 400, "budget": 400,
            "holdout_percent": 0}  # fmt: skip
    verb("set_incentives", rules=[rule])
    assert "voucher" not in text(stranger.get(link(conn, "u-K1")))
    for _ in range(2):
        sure = stranger.post(link(conn, "u-K1"), asked)
        assert "you get a voucher of €4.00" in text(sure)
    page = text(stranger.get(link(conn, "u-K1")))
    found = re.search(r"good until .*? ([0-9A-Z]{12})\b", page)
    assert found is not None
    ((code,),) = conn.execute("SELECT code FROM incentive").fetchall()
    assert found[1] == code
    assert "voucher" not in text(stranger.post(link(conn, "u-K2"), asked))  # the budget is spent
    verb("cancel", cancellations=[{"order": "u-K1"}])
    assert "voucher" not in text(stranger.get(link(conn, "u-K1")))
    with pytest.raises(BackorderError, match="withdrawn when its order was cancelled"):
        ledger.VERBS["redeem_incentive"](
            conn, {"redemptions": [{"code": code, "customer": "K1"}]},
            now=NOW, actor="test",
        )  # fmt: skip


@pytest.mark.slow
def test_a_customer_keeps_the_order_and_takes_the_voucher(
    visit: Callable[..., Visitor], verb: Verb, conn: Conn
) -> None:
    """In a browser, at the width of a telephone; the crawl of all pages looks at the others."""
    stay = {"name": "Stay", "event": "cancel_intent", "amount": 400, "budget": 400,
            "holdout_percent": 0}  # fmt: skip
    verb("set_incentives", rules=[stay])
    late(verb, ["K1"])
    customer = visit("", PHONE)
    page = customer.go(link(conn, "u-K1", datetime.now(UTC)))  # the server lives today
    page.get_by_text("Cancel the whole order").click()
    page.get_by_text("Keep the order and take the voucher").wait_for()
    customer.shot("incentives-sure-390")
    assert (customer.axe(), customer.faults, customer.overflow()) == ([], [], 0)
    page.get_by_text("Keep the order and take the voucher").click()
    page.wait_for_selector("#voucher code")
    customer.shot("incentives-voucher-390")
    assert (customer.axe(), customer.faults, customer.overflow()) == ([], [], 0)
