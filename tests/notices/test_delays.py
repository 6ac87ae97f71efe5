"""A purchase slips: each customer gets one notice of the delay, answers it, and the books know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.notices import choices, replying
from backorder.app.notices.replying import Incoming
from tests.notices.shop import ON

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


def slip(shop: Shop, number: str, *days: str) -> None:
    for day in days:
        shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": day}])


def delays(shop: Shop, *columns: str) -> list[tuple[Any, ...]]:
    named = shop.heard("event", *columns)
    return [row[1:] for row in named if row[0] in {"delay_notice", "delay_renewed"}]


def test_a_delay_that_is_over_before_it_was_told_is_not_told(shop: Shop, post: Post) -> None:
    number = sold(shop, "C1", "C2")
    slip(shop, number, "2026-12-18")
    shop.do("cancel", cancellations=[{"order": "C2", "reason": "customer"}])
    slip(shop, number, "2026-12-08")
    shop.tell()
    shop.hurry()
    shop.send()
    told = [one for one in post.messages if one["To"] != "s1@example.com"]
    assert [(one["To"], "cancel" in str(one["Subject"]).lower()) for one in told] == [
        ("c2@example.com", True)
    ]
    assert delays(shop, "state", "reason", "to_note") == [
        ("merged", "recovered", False),
        ("suppressed", "case_ended", False),
    ]
    assert shop.rows("SELECT count(*) FROM delay_told") == [(0,)]
    assert shop.send()["sent"] == 0
    assert shop.breaches() == []


def test_a_second_slip_after_the_first_was_told_renews_it(shop: Shop, post: Post) -> None:
    number = sold(shop, "C1")
    slip(shop, number, "2026-12-18")
    shop.send()
    slip(shop, number, "2026-12-28")
    shop.send()
    assert shop.rows("SELECT notice FROM delay_told ORDER BY notice") == [(1,), (2,)]
    assert [row[0] for row in shop.heard("event")][-1] == "delay_renewed"
    assert delays(shop, "state") == [("sent",), ("sent",)]
    assert shop.breaches() == []


def test_two_products_that_slip_one_after_the_other_are_one_notice(shop: Shop, post: Post) -> None:
    numbers = [shop.buy("p-1", "2026-12-08", MUG=9), shop.buy("p-2", "2026-12-08", POT=9)]
    choices.save(shop.conn, ON._replace(most_a_day=1), now=shop.now, by="ada")
    shop.sell("web-1", "C1", MUG=2, POT=2)
    shop.send()
    for number, day in zip(numbers, ("2026-12-18", "2026-12-21"), strict=True):
        slip(shop, number, day)
    shop.send()
    _, told = [one for one in post.messages if one["To"] == "c1@example.com"]
    plain = told.get_body(("plain",))
    assert plain is not None
    assert all(day in plain.get_content() for day in ("19 December", "22 December"))
    assert delays(shop, "state", "reason") == [("merged", "together"), ("sent", "")]
    assert shop.rows("SELECT case_id, notice FROM delay_told ORDER BY 1") == [(1, 1), (2, 1)]
    assert shop.breaches() == []


def test_a_notice_that_a_draft_overtook_waits_for_its_approval(
    shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sold(shop, "C1")
    slip(shop, number, "2026-12-18")
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "1")
    slip(shop, number, "2026-12-28")
    shop.send()
    assert [to for (to,) in post.recipients if to != "s1@example.com"] == []
    assert delays(shop, "state", "reason") == [("suppressed", "superseded")]
    shop.do("approve_delays", all=True)
    shop.send()
    assert [to for (to,) in post.recipients if to != "s1@example.com"] == ["c1@example.com"]
    assert shop.rows("SELECT notice FROM delay_told") == [(2,)]
    assert shop.breaches() == []
