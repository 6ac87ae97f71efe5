"""Who hears what of each verb: those concerned, once, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.incentives import giving
from backorder.domain.incentives import held_out
from tests.hooks.life import live
from tests.notices.shop import Shop

if TYPE_CHECKING:
    from psycopg import Connection


def facts(shop: Shop) -> dict[str, Any]:
    ((found,),) = shop.heard("facts")
    return dict(found)


def test_an_order_is_accepted_and_its_purchase_placed_and_confirmed(shop: Shop) -> None:
    order = shop.sell("web-1", "C7", MUG=6)
    (day,) = {row[3] for row in shop.told("web-1")}
    ((plan, due),) = shop.rows("SELECT name, available_on FROM supply WHERE kind = 'planned'")
    bought = shop.do("order_supply", suggestions=[plan], key="p-1")["purchase_orders"][0]
    number = bought["purchase_order"]
    said = {"key": "a-1", "purchase_order": number, "said_by": "Ann"}
    shop.do("acknowledge", acknowledgements=[said])
    shop.tell()
    assert [event for event, *_ in shop.heard()] == [
        "order_accepted",
        "purchase_placed",
        "date_confirmed",
    ]
    assert {(one, to) for _, one, to in shop.heard()} == {(1, "c7@example.com")}
    accepted, placed, confirmed = [row[0] for row in shop.heard("facts")]
    assert accepted["order"] == order
    assert accepted["customer_name"] == "C7"
    assert accepted["lines"][0] | {"on": ""} == {
        "sku": "MUG", "name": "MUG", "quantity": 6, "on": ""
    }  # fmt: skip
    assert placed["lines"] == [{"sku": "MUG", "name": "MUG", "quantity": 6, "on": str(due)}]
    assert confirmed["date_to"] == confirmed["lines"][0]["on"] == day
    assert shop.breaches() == []


def test_a_purchase_that_slips_tells_each_customer_once_and_nobody_else(shop: Shop) -> None:
    number = shop.buy("p-1", "2026-12-08", MUG=6, POT=9)
    other = shop.buy("p-2", "2026-12-09", MUG=50)
    for n, ref in enumerate(("C1", "C2", "C1")):
        shop.sell(f"web-{n}", ref, MUG=2, POT=2)
    shop.sell("web-9", "C9", MUG=30)
    shop.forget()
    shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-18"}])
    shop.tell()
    customers = [row for row in shop.heard() if row[2] != "s1@example.com"]
    assert {(event, order) for event, order, _ in customers} <= {
        ("date_later", 1), ("date_later", 2), ("date_later", 3),
        ("delay_notice", 1), ("delay_notice", 2), ("delay_notice", 3),
    }  # fmt: skip
    assert [order for _, order, _ in customers] == [1, 2, 3]
    assert [to for *_, to in customers] == ["c1@example.com", "c2@example.com", "c1@example.com"]
    assert other != number
    shop.tell()
    assert [row for row in shop.heard() if row[2] != "s1@example.com"] == customers


def test_an_order_with_several_lines_is_one_message(shop: Shop) -> None:
    number = shop.buy("p-1", "2026-12-08", MUG=9, POT=9)
    shop.sell("web-1", "C1", MUG=2, POT=2)
    shop.forget()
    shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-10"}])
    shop.tell()
    (found,) = [row[0] for row in shop.heard("facts") if "customer_name" in row[0]]
    assert sorted(line["sku"] for line in found["lines"]) == ["MUG", "POT"]
    assert {line["from"] < line["to"] for line in found["lines"]} == {True}


def test_goods_that_came_are_told_once_without_a_new_day(shop: Shop) -> None:
    number = shop.buy("p-1", "2026-12-08", MUG=9)
    shop.sell("web-1", "C1", MUG=2)
    shop.forget()
    lines = [{"sku": "MUG", "quantity": 9}]
    shop.do("receive", receipts=[{"key": "r-1", "purchase_order": number, "lines": lines}])
    shop.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
    shop.tell()
    assert [event for event, *_ in shop.heard()] == ["arrived", "shipped"]


def test_a_part_that_ships_says_so(shop: Shop) -> None:
    shop.do(
        "count", counts=[{"key": "c", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 4}]}]
    )
    shop.sell("web-1", "C1", MUG=6)
    shop.forget()
    shop.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
    shop.tell()
    assert [event for event, *_ in shop.heard()] == ["part_shipped"]


@pytest.mark.parametrize(
    ("reason", "event"),
    [
        ("customer", "cancelled_by_customer"),
        ("discontinued", "discontinued"),
        ("other", "cancelled_by_us"),
        (None, "cancelled_by_us"),
    ],
)
def test_a_cancellation_says_by_whom(shop: Shop, reason: str | None, event: str) -> None:
    shop.sell("web-1", "C1", MUG=6)
    shop.forget()
    one = {"order": "web-1", **({"reason": reason} if reason else {})}
    shop.do("cancel", cancellations=[one])
    shop.tell()
    assert [row[0] for row in shop.heard()] == [event]


def test_orders_of_nobody_in_particular_tell_nobody(shop: Shop) -> None:
    shop.order("web-1", MUG=2)
    shop.tell()
    assert shop.heard() == []


def test_every_verb_can_be_told(conn: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Shop(conn)
    monkeypatch.setenv("BACKORDER_SMTP", "smtp://127.0.0.1:9")
    from backorder.app.notices import choices  # noqa: PLC0415
    from tests.notices.shop import ON  # noqa: PLC0415

    choices.save(conn, ON, now=desk.now, by="ada")
    live(desk)
    desk.tell()
    assert desk.rows("SELECT text FROM alarm WHERE code = 'notice_untold'") == []
    assert desk.rows("SELECT count(*) FROM notice_outbox") == [(0,)]
    assert desk.breaches() == []


def test_a_voucher_is_told_to_whom_it_was_given_and_not_to_who_is_held_out(shop: Shop) -> None:
    number = shop.buy("p-1", "2026-12-08", MUG=60)
    refs = [f"C{n}" for n in range(8)]
    for ref in refs:
        shop.sell(f"web-{ref}", ref, MUG=2)
    rule = {"name": "Thanks", "amount": 300, "budget": 9000, "holdout_percent": 40}
    shop.do("set_incentives", rules=[rule])
    shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-30"}])
    shop.forget()
    giving.give(shop.conn, shop.now, "job:incentives")
    giving.give(shop.conn, shop.now, "job:incentives")
    shop.tell()
    given = {ref for ref in refs if not held_out("Thanks", ref, 40)}
    assert 0 < len(given) < 8
    assert sorted(row[0] for row in shop.heard("address")) == sorted(
        f"{ref.lower()}@example.com" for ref in given
    )
    for event, said in shop.heard("event", "facts"):
        assert event == "incentive_given"
        (line,) = said["lines"]
        assert (line["sku"], line["quantity"], line["on"]) == ("MUG", 2, said["date_to"])
        assert (said["amount"], said["currency"], len(said["code"])) == (300, "EUR", 12)
    shop.tell()
    assert len(shop.heard()) == len(given)
    assert shop.breaches() == []


def test_what_goes_back_of_a_swap_is_told_as_the_difference(shop: Shop) -> None:
    shop.do("set_products", products=[{"sku": "POT", "unit_price": 100}])
    shop.sell("web-1", "C7", MUG=2)
    shop.do("arrange_payments", terms=[{"order": "web-1", "method": "now"}])
    paid = {"provider": "p", "reference": "c-1", "what": "charged", "order": "web-1"}
    ((worth,),) = shop.rows("SELECT (ordered * unit_price)::int FROM order_line")
    shop.do("record_payments", payments=[paid | {"amount": worth}])
    shop.do("swap", swaps=[{"order": "web-1", "sku": "MUG", "substitute": "POT"}])
    shop.do("refund", refunds=[{"refund": "RF-000001"}])
    shop.tell()
    (told,) = [found for event, found in zip(
        [row[0] for row in shop.heard()], [row[0] for row in shop.heard("facts")], strict=True
    ) if event == "refunded"]  # fmt: skip
    assert (told["amount"], told["why_back"]) == (worth - 200, "substituted")
    cancel = {"order": "web-1", "lines": [{"sku": "POT", "quantity": 1}]}
    shop.do("cancel", cancellations=[cancel])
    shop.do("refund", refunds=[{"refund": "RF-000002"}])
    shop.tell()
    assert "why_back" not in shop.heard("facts")[-1][0]
