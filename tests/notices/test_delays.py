"""A purchase slips: each customer gets one notice of the delay, answers it, and the books know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.notices import replying
from backorder.app.notices.replying import Incoming

if TYPE_CHECKING:
    import pytest

    from tests.notices.conftest import Post
    from tests.notices.shop import Shop


def sold(shop: Shop, *refs: str, destination: str = "US") -> str:
    """Sell two mugs to each, in one purchase, and return its number."""
    number = shop.buy("p-1", "2026-12-08", MUG=2 * len(refs))
    for n, ref in enumerate(refs):
        customer = {
            "ref": ref,
            "name": ref,
            "email": f"{ref.lower()}@example.com",
            "phone": f"+49151234567{n}",
            "locale": "en",
        }
        line = {"sku": "MUG", "quantity": 2}
        order = {"key": ref, "customer": customer, "lines": [line], "destination": destination}
        shop.do("place_orders", orders=[order])
    shop.forget()
    return number


def cases(shop: Shop) -> list[tuple[Any, ...]]:
    return shop.rows("SELECT order_id::int, sent, notices FROM delay_case ORDER BY order_id")


def test_each_hears_once_and_an_answer_reaches_the_right_case(
    shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sold(shop, "C1", "C2", "C3")
    slip = {"purchase_order": number, "expected_on": "2026-12-18"}
    shop.do("change_supply", changes=[slip])
    shop.send()
    shop.send()
    told = sorted(to for (to,) in post.recipients if to != "s1@example.com")
    assert told == ["c1@example.com", "c2@example.com", "c3@example.com"]
    events = {row[0] for row in shop.heard("event") if row[0] != "supplier_changed"}
    assert events == {"delay_notice"}
    assert {sent for _, sent, _ in cases(shop)} == {1}
    assert shop.rows("SELECT count(*) FROM notice WHERE to_note AND state = 'sent'") == [(0,)]
    accepts = replying.take(shop.conn, Incoming("+491512345670", "WAIT", "1"), now=shop.now)
    assert "We keep SO-000001" in accepts
    cancels = replying.take(shop.conn, Incoming("+491512345671", "cancel.", "2"), now=shop.now)
    assert "SO-000002" in cancels
    left = dict(shop.rows("SELECT order_id::int, (ordered - cancelled)::int FROM order_line"))
    assert left == {1: 2, 2: 0, 3: 2}
    answers = shop.rows("SELECT answer, channel, said FROM delay_answer")
    assert sorted(answers) == [("cancel", "sms", "cancel."), ("wait", "sms", "WAIT")]
    shop.send()
    assert [row[0] for row in shop.heard("event")][-1] == "cancelled_by_customer"
    assert shop.breaches() == []


def test_drafts_go_when_they_are_approved_and_not_before(
    shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "2")
    number = sold(shop, "C1", "C2")
    slip = {"purchase_order": number, "expected_on": "2026-12-18"}
    shop.do("change_supply", changes=[slip])
    shop.send()
    assert [to for (to,) in post.recipients if to != "s1@example.com"] == []
    shop.do("approve_delays", all=True)
    shop.send()
    told = sorted(to for (to,) in post.recipients if to != "s1@example.com")
    assert told == ["c1@example.com", "c2@example.com"]
    assert {sent for _, sent, _ in cases(shop)} == {1}
    assert shop.breaches() == []
