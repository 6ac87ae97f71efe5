"""What time overtakes: purchases that did not come, plans that nobody ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError
from backorder.ledger.proofs.rehearsal import rehearse
from backorder.ledger.purchasing import overdue
from tests.ledger import healthy_books as books

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop on 22 November: 10 mugs come on 8 December; a cup takes 10 days to buy."""
    desk.stock(MUG=0, CUP=0, POT=9)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.sold_by("S1", "CUP", days=10)
    desk.order("ann", MUG=4)
    desk.order("bob", CUP=3)
    desk.order("eve", POT=1)
    return desk


def review(desk: Desk, *skus: str) -> Json:
    """Review, and see that a second look finds nothing and leaves no trace."""
    answer = desk.do("review", **({"skus": [*skus]} if skus else {}))
    state = desk.state()
    again = desk.do("review", **({"skus": [*skus]} if skus else {}))
    assert (again["rolled"], again["repromised"], again["filled"]) == ([], [], [])
    assert desk.state() == state
    return answer


def told(answer: Json) -> list[tuple[str, str, str]]:
    return [(one["order"], one["from"], one["to"]) for one in answer["repromised"]]


def test_where_nothing_is_due_nothing_is_touched(shop: Desk) -> None:
    before = shop.state()
    assert overdue.due(shop.conn, shop.now) == []
    assert review(shop)["reviewed"] == 0
    assert review(shop, "MUG", "CUP", "POT")["reviewed"] == 3
    assert shop.state() == before


def test_an_overdue_purchase_is_expected_from_day_to_day(shop: Desk) -> None:
    shop.wait(16)  # the day it is to come
    assert "MUG" not in overdue.due(shop.conn, shop.now)
    shop.wait(1)
    assert overdue.due(shop.conn, shop.now) == ["CUP", "MUG"]
    answer = review(shop, "MUG")
    assert told(answer) == [("SO-000001", "2026-12-09", "2026-12-10")]
    assert answer["repromised"][0]["reason"]["code"] == "overdue"
    assert overdue.due(shop.conn, shop.now) == ["CUP"]
    assert shop.supplies("MUG") == {"PO-000001/1": (10, 4)}
    shop.wait(3)
    assert told(review(shop)) == [
        ("SO-000001", "2026-12-10", "2026-12-13"),
        ("SO-000002", "2026-12-03", "2026-12-23"),
    ]


def test_a_plan_nobody_ordered_rolls_on_and_keeps_its_number(shop: Desk) -> None:
    shop.wait(2)
    assert overdue.due(shop.conn, shop.now) == ["CUP"]
    answer = review(shop)
    assert answer["rolled"] == [
        {"suggestion": "PS-000003", "sku": "CUP", "quantity": 3}
        | {"from": "2026-12-02", "to": "2026-12-04"}
    ]
    assert told(answer) == [("SO-000002", "2026-12-03", "2026-12-05")]
    assert shop.supplies("CUP") == {"PS-000003": (3, 3)}
    shop.do("order_supply", suggestions=["PS-000003"])


def test_plans_of_one_way_become_one(shop: Desk) -> None:
    shop.wait(1)
    shop.order("cat", CUP=2)
    shop.wait(1)
    shop.order("dan", CUP=1)
    assert shop.supplies("CUP") == {"PS-000003": (3, 3), "PS-000004": (2, 2), "PS-000005": (1, 1)}
    answer = review(shop)
    assert [(one["suggestion"], one["to"]) for one in answer["rolled"]] == [
        ("PS-000003", None),
        ("PS-000004", None),
    ]
    assert shop.supplies("CUP") == {"PS-000005": (6, 6)}
    assert told(answer) == [
        ("SO-000002", "2026-12-03", "2026-12-05"),
        ("SO-000004", "2026-12-04", "2026-12-05"),
    ]


def test_units_of_a_stale_plan_take_what_is_free_first(shop: Desk) -> None:
    shop.buy("p-2", "2026-12-02", CUP=12)  # takes over the plan's units, and 9 are free
    shop.do(
        "set_supplier_items",
        supplier_items=[{"supplier": "S1", "sku": "CUP"} | {"lead_time_days": 1}],
    )
    shop.order("cat", CUP=9)
    shop.order("dan", CUP=2)
    assert shop.supplies("CUP") == {"PO-000002/1": (12, 12), "PS-000005": (2, 2)}
    shop.wait(1)
    shop.do("cancel", cancellations=[{"order": "cat", "lines": [{"sku": "CUP", "quantity": 1}]}])
    assert shop.supplies("CUP") == {"PO-000002/1": (12, 11), "PS-000005": (2, 2)}
    shop.wait(9)
    answer = review(shop, "CUP")
    assert shop.supplies("CUP") == {"PO-000002/1": (12, 12), "PS-000005": (1, 1)}
    assert [one["quantity"] for one in answer["rolled"]] == [1]


def test_a_plan_that_nobody_sells_any_more_loses_its_units(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "CUP", "discontinued": True}])
    shop.wait(10)
    assert "CUP" not in overdue.due(shop.conn, shop.now)
    shop.wait(1)
    answer = review(shop, "CUP")
    assert [(one["quantity"], one["to"]) for one in answer["rolled"]] == [(0, None)]
    assert shop.pegs("bob") == [("CUP", None, 3)]
    assert shop.cases() == [("date_unknown", "bob", "CUP")]


def test_patience_holds_for_what_is_overdue_too(desk: Desk) -> None:
    rule = {"scope": "default", "mode": "allow", "tell_later_days": 3}
    desk.do("set_policies", policies=[rule])
    desk.stock(MUG=0)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=4)
    desk.do(
        "place_orders",
        orders=[
            {"key": "bob", "lines": [{"sku": "MUG", "quantity": 1, "latest_on": "2026-12-10"}]}
        ],
    )
    seen: list[tuple[list[str], list[tuple[str, ...]]]] = []
    for _ in range(6):
        desk.wait(1 if seen else 17)
        listed = overdue.due(desk.conn, desk.now)
        seen.append((listed, [one[::2] for one in told(review(desk))]))
    assert seen == [
        ([], []),
        (["MUG"], [("SO-000002", "2026-12-11")]),
        (["MUG"], [("SO-000001", "2026-12-12")]),
        ([], []),
        (["MUG"], [("SO-000002", "2026-12-14")]),
        (["MUG"], [("SO-000001", "2026-12-15")]),
    ]


def test_an_order_that_ships_complete_is_due_as_a_whole(shop: Desk) -> None:
    shop.order("zoe", "complete", MUG=1, POT=1)
    shop.conn.execute(
        "UPDATE order_line SET tell_later_days = 9 WHERE product_id ="
        " (SELECT id FROM product WHERE sku = 'MUG')"
    )
    shop.wait(17)
    assert overdue.due(shop.conn, shop.now) == ["CUP", "MUG"]
    assert told(review(shop, "MUG")) == [("SO-000004", "2026-12-09", "2026-12-10")] * 2


def test_a_slice_is_bounded_and_says_what_is_left(
    shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overdue, "SLICE", 1)
    shop.wait(20)
    answer = shop.do("review")
    assert (answer["reviewed"], answer["left"]) == (1, 1)
    assert overdue.due(shop.conn, shop.now) == ["MUG"]
    shop.do("review")
    assert overdue.due(shop.conn, shop.now) == []


def test_what_was_looked_at_is_in_the_journal(
    shop: Desk, server_url: str, template_url: str
) -> None:
    """A replay looks at the same products, whatever is due in its books."""
    shop.wait(20)
    shop.do("review")
    ((said,),) = shop.rows("SELECT input FROM journal WHERE verb = 'review'")
    assert said == {"skus": ["CUP", "MUG"]}
    with books.empty(server_url, template_url) as other:
        assert rehearse(shop.conn, other).same


def test_a_review_with_a_key_names_its_products(shop: Desk) -> None:
    with pytest.raises(BackorderError) as raised:
        shop.do("review", key="k")
    assert raised.value.code == "review_needs_skus"
    shop.wait(20)
    first = shop.do("review", key="k", skus=["CUP"])
    shop.wait(1)
    assert shop.do("review", key="k", skus=["CUP"]) == first


def test_a_purchase_of_known_spread_is_expected_at_each_line_s_quantile(desk: Desk) -> None:
    """Once its day has passed, what is left of the distribution counts, day by day."""
    desk.stock(MUG=0)
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    lines = [{"sku": "MUG", "quantity": 9, "spread_days": 4}]
    purchase = {"key": "p", "supplier": "S1", "expected_on": "2026-12-08", "lines": lines}
    desk.do("order_supply", purchase_orders=[purchase])
    desk.order("ann", MUG=1)
    rule = {"scope": "default", "mode": "allow", "promise_quantile": 95}
    desk.do("set_policies", policies=[rule])
    desk.order("bob", MUG=1)
    assert [desk.told(key)[0][3] for key in ("ann", "bob")] == ["2026-12-13", "2026-12-16"]
    desk.wait(16)
    assert overdue.due(desk.conn, desk.now) == []
    desk.wait(1)
    assert overdue.due(desk.conn, desk.now) == ["MUG"]
    assert [one[:2] for one in told(review(desk))] == [
        ("SO-000001", "2026-12-13"),
        ("SO-000002", "2026-12-16"),
    ]
    assert overdue.due(desk.conn, desk.now) == []


def test_a_line_that_is_partly_on_the_shelf_is_not_due_again(desk: Desk) -> None:
    desk.stock(MUG=2)
    desk.buy("p", "2026-11-24", MUG=3)
    desk.order("o", MUG=5)
    desk.wait(7)
    assert overdue.due(desk.conn, desk.now) == ["MUG"]
    assert len(desk.do("review")["repromised"]) == 1
    assert overdue.due(desk.conn, desk.now) == []
