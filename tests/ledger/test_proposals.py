"""Proposals: one per need, from whom it costs least, and what people make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import BackorderError
from backorder.domain.needs import sentence

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Sell mugs: S1 slow and cheap, dozens from 48 on for 3.50; S2 quick and dear."""
    product = {"sku": "MUG", "unit_price": 1000, "unit_cost": 400}
    desk.do("set_products", products=[product, {"sku": "POT", "unit_price": 2000}])
    desk.do("set_suppliers", suppliers=[{"code": "S1", "freight": 500}, {"code": "S2"}])
    slow = {"supplier": "S1", "sku": "MUG", "moq": 12, "multiple": 12, "lead_time_days": 30}
    quick = {"supplier": "S2", "sku": "MUG", "lead_time_days": 2, "unit_cost": 600}
    slow |= {"unit_cost": 400, "price_breaks": {"48": 350}}
    desk.do("set_supplier_items", supplier_items=[slow, quick])
    return desk


def ordered(desk: Desk, key: str, units: int, sku: str = "MUG") -> None:
    line = {"sku": sku, "quantity": units}
    desk.do("place_orders", orders=[{"key": key, "customer": {"ref": key}, "lines": [line]}])


def policy(desk: Desk, **levels: Any) -> Json:
    row = {"sku": "MUG", "location": "MAIN", "lead_time_days": 30, "review_days": 12} | levels
    return desk.do("set_stock_policies", stock_policies=[row])


def proposals(desk: Desk, state: str = "open") -> list[tuple[str, int, int, int]]:
    """Return supplier, units needed, units to buy and unit cost."""
    return desk.rows(
        "SELECT v.code, p.needed::int, p.quantity::int, p.unit_cost::int FROM proposal p"
        " LEFT JOIN supplier v ON v.id = p.supplier_id WHERE p.state = %(state)s ORDER BY p.id",
        state=state,
    )


def test_a_need_says_what_it_is_made_of(shop: Desk) -> None:
    for n in range(3):
        ordered(shop, f"o-{n}", 4)
    policy(shop, reorder_point=12, order_up_to=30, safety_stock=8)
    shop.do("propose", wait_percent=0)
    assert proposals(shop) == [("S1", 42, 48, 350)]
    ((reason,),) = shop.rows("SELECT reason FROM proposal")
    said = "12 backordered for 3 customers, 22 for the next 6 weeks, 8 safety."
    assert sentence(reason) == said


def test_those_who_wait_are_served_by_who_is_quick_and_the_shelf_by_who_is_cheap(
    shop: Desk,
) -> None:
    ordered(shop, "o-1", 5)
    policy(shop, reorder_point=12, order_up_to=48, safety_stock=8)
    shop.do("propose", wait_percent=5)
    assert proposals(shop) == [("S2", 5, 5, 600), ("S1", 48, 48, 350)]
    before = shop.state()
    assert shop.do("propose", wait_percent=5)["unchanged"] == 2
    assert shop.state() == before


def test_without_a_policy_only_backorders_are_bought(shop: Desk) -> None:
    assert shop.do("propose")["proposed"] == 0
    policy(shop, reorder_point=12, order_up_to=30)
    shop.do("set_products", products=[{"sku": "MUG", "buying": "on_demand"}])
    assert shop.do("propose")["proposed"] == 0
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=50)
    assert proposals(shop) == [("S2", 5, 5, 600)]


def test_cancelled_demand_takes_its_proposal_along(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=50)
    ordered(shop, "o-2", 3)
    assert shop.do("propose", wait_percent=50)["changed"] == 1
    assert proposals(shop) == [("S2", 8, 8, 600)]
    shop.do("cancel", cancellations=[{"order": "o-1"}])
    shop.do("propose", wait_percent=50)
    assert proposals(shop) == [("S2", 3, 3, 600)]
    shop.do("cancel", cancellations=[{"order": "o-2"}])
    assert shop.do("propose", wait_percent=50)["withdrawn"] == 1
    assert proposals(shop) == []


def test_what_was_bought_for_who_cancelled_is_flagged_and_taken_off(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "MUG", "buying": "on_demand"}])
    ordered(shop, "o-1", 18)
    ordered(shop, "o-2", 6)
    buy = {"key": "p-1", "supplier": "S1", "lines": [{"sku": "MUG", "quantity": 24}]}
    shop.do("set_supplier_items", supplier_items=[
        {"supplier": "S1", "sku": "MUG", "moq": 6, "multiple": 6}])  # fmt: skip
    shop.do("order_supply", purchase_orders=[buy])
    assert shop.do("propose")["surplus"] == 0
    shop.do("cancel", cancellations=[{"order": "o-2"}])
    assert shop.do("propose")["surplus"] == 1
    assert proposals(shop) == [("S1", 6, 6, 400)]
    shop.do("decide_proposals", approve=[{"proposal": "PP-000001"}])
    assert shop.supplies("MUG") == {"PO-000001/1": (18, 18)}
    assert shop.do("propose")["surplus"] == 0


def test_a_surplus_on_a_line_that_was_parted_is_taken_off_it(shop: Desk) -> None:
    line = {"sku": "MUG", "quantity": 24}
    shop.do("order_supply", purchase_orders=[{"key": "p-1", "supplier": "S2", "lines": [line]}])
    part = {"sku": "MUG", "quantity": 10, "expected_on": "2026-12-08"}
    shop.do("acknowledge", acknowledgements=[
        {"key": "a-1", "purchase_order": "PO-000001", "lines": [part]}])  # fmt: skip
    ordered(shop, "o-1", 3)
    assert shop.do("propose")["surplus"] == 2
    both = [{"proposal": "PP-000001"}, {"proposal": "PP-000002"}]
    shop.do("decide_proposals", approve=both)
    assert list(shop.supplies("MUG").values()) == [(3, 3)]
    assert shop.do("propose")["surplus"] == 0
    assert shop.breaches() == []


def test_what_a_price_break_added_is_no_surplus(shop: Desk) -> None:
    ordered(shop, "o-1", 42)
    shop.do("propose", wait_percent=0)
    assert proposals(shop) == [("S1", 42, 48, 350)]
    shop.do("decide_proposals", approve=[{"proposal": "PP-000001"}])
    shop.do("set_supplier_items", supplier_items=[{"supplier": "S1", "sku": "MUG", "multiple": 6}])
    assert shop.do("propose")["surplus"] == 0
    # Of 54, six have come: six of those to come can go, and none below the break.
    line = {"sku": "MUG", "quantity": 54, "unit_cost": 350}
    shop.do("order_supply", purchase_orders=[{"key": "p-1", "supplier": "S1", "lines": [line]}])
    shop.do("cancel", cancellations=[{"order": "o-1"}])
    came = {"key": "r-1", "purchase_order": "PO-000002", "lines": [{"sku": "MUG", "quantity": 6}]}
    shop.do("receive", receipts=[came])
    shop.do("propose")
    assert sorted(proposals(shop)) == [("S1", 6, 6, 350), ("S1", 48, 48, 350)]


def test_another_supplier_and_quantity_may_be_chosen(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=50)
    asked = {"proposal": "PP-000001", "supplier": "S1", "quantity": 48}
    (bought,) = shop.do("decide_proposals", key="d-1", approve=[asked])["purchase_orders"]
    (line,) = bought["lines"]
    assert (bought["supplier"], line["quantity"], line["unit_cost"]) == ("S1", 48, 350)
    # S1 is slower than the suggestion was, and the units wait for it all the same.
    assert shop.pegs("o-1") == [("MUG", "PO-000001/1", 5)]
    again = shop.do("decide_proposals", key="d-1", approve=[asked])
    assert [one["purchase_order"] for one in again["purchase_orders"]] == ["PO-000001"]


@pytest.mark.parametrize(
    ("most", "bought"),
    [
        ((6, 0), [(None, 5, 5, 0)]),  # below a dozen, and out of order
        ((0, 0), [(None, 5, 5, 0)]),
        ((6, 3), [("S2", 3, 3, 600)]),
    ],
)
@pytest.mark.parametrize("breaks", [{}, {"48": 350}])
def test_who_can_deliver_no_lot_is_not_proposed(
    shop: Desk, most: tuple[int, int], bought: list[Any], breaks: Json
) -> None:
    ordered(shop, "o-1", 5)
    slow = {"supplier": "S1", "sku": "MUG", "moq": 12, "multiple": 6, "price_breaks": breaks}
    slow |= {"capacity_per_week": most[0]}
    quick = {"supplier": "S2", "sku": "MUG", "capacity_per_week": most[1]}
    shop.do("set_supplier_items", supplier_items=[slow, quick])
    assert shop.do("propose", wait_percent=50)["without_supplier"] == (bought[0][0] is None)
    assert proposals(shop) == bought
    assert shop.rows("SELECT alternatives FROM proposal") == [([],)]


def refusal(desk: Desk, verb: str, **request: Any) -> str:
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    return raised.value.code


def test_what_cannot_be_decided_is_refused(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    line = {"sku": "POT", "quantity": 2, "expected_on": "2026-12-08"}
    shop.do("order_supply", purchase_orders=[{"key": "p-1", "supplier": "S1", "lines": [line]}])
    ordered(shop, "o-2", 2, "POT")
    shop.do("change_supply", changes=[{"purchase_order": "PO-000001", "cancel": True}])
    assert shop.do("propose")["without_supplier"] == 1
    decide = "decide_proposals"
    one, other = {"proposal": "PP-000001"}, {"proposal": "PP-000002"}
    assert refusal(shop, decide) == "nothing_to_decide"
    assert refusal(shop, decide, approve=[one, one]) == "repeated_in_request"
    assert refusal(shop, decide, approve=[{"proposal": "PP-000009"}]) == "unknown_proposal"
    assert refusal(shop, decide, approve=[other]) == "proposal_without_supplier"
    past = {**one, "until": "2026-11-01"}
    assert refusal(shop, decide, dismiss=[past]) == "dismissed_until_past"
    shop.do(decide, dismiss=[{**one, "until": "2026-11-24"}])
    assert refusal(shop, decide, approve=[one]) == "proposal_not_open"
    assert shop.do("propose")["proposed"] == 0
    shop.wait(3)
    assert shop.do("propose")["proposed"] == 1


def test_less_is_bought_than_was_proposed_only_where_a_person_says_how_much(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    ordered(shop, "o-2", 3)
    shop.do("propose", wait_percent=50)
    shop.do("cancel", cancellations=[{"order": "o-2"}])
    one = {"proposal": "PP-000001"}
    assert refusal(shop, "decide_proposals", approve=[one]) == "proposal_overtaken"
    typed = {**one, "quantity": 8}
    (bought,) = shop.do("decide_proposals", approve=[typed])["purchase_orders"]
    assert [line["quantity"] for line in bought["lines"]] == [8]


@pytest.mark.parametrize("together", [True, False])
def test_the_parts_of_a_need_are_approved_together_or_one_after_the_other(
    shop: Desk, *, together: bool
) -> None:
    ordered(shop, "o-1", 5)
    policy(shop, reorder_point=12, order_up_to=48, safety_stock=8)
    shop.do("propose", wait_percent=5)
    parts = [{"proposal": "PP-000001"}, {"proposal": "PP-000002"}]
    for approve in [parts] if together else [[part] for part in parts]:
        shop.do("decide_proposals", approve=approve)
    assert proposals(shop, "approved") == [("S2", 5, 5, 600), ("S1", 48, 48, 350)]
    assert shop.do("propose")["proposed"] == 0


def test_parts_that_together_are_more_than_is_needed_by_now_are_refused(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    policy(shop, reorder_point=12, order_up_to=48, safety_stock=8)
    shop.do("propose", wait_percent=5)
    shop.do("order_supply", purchase_orders=[
        {"key": "p-1", "supplier": "S2", "lines": [{"sku": "MUG", "quantity": 5}]}])  # fmt: skip
    parts = [{"proposal": "PP-000001"}, {"proposal": "PP-000002"}]
    with pytest.raises(BackorderError) as raised:
        shop.do("decide_proposals", approve=parts)
    assert raised.value.facts["now_needed"] == {"PP-000001": 48, "PP-000002": 48}
    shop.do("decide_proposals", approve=parts[1:])


def test_units_that_somebody_waits_for_by_now_are_not_taken_off(shop: Desk) -> None:
    line = {"sku": "MUG", "quantity": 24}
    shop.do("order_supply", purchase_orders=[{"key": "p-1", "supplier": "S1", "lines": [line]}])
    assert shop.do("propose")["surplus"] == 1
    ordered(shop, "o-1", 5)
    one = {"proposal": "PP-000001"}
    with pytest.raises(BackorderError) as raised:
        shop.do("decide_proposals", approve=[one])
    assert raised.value.code == "proposal_overtaken"
    assert raised.value.facts["free"] == {"PP-000001": 19}
    assert shop.pegs("o-1") == [("MUG", "PO-000001/1", 5)]
    typed = {**one, "quantity": 12}
    shop.do("decide_proposals", approve=[typed])
    assert shop.supplies("MUG") == {"PO-000001/1": (12, 5)}


def test_what_is_put_aside_leaves_the_other_part_of_its_need(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    policy(shop, reorder_point=12, order_up_to=48, safety_stock=8)
    shop.do("propose", wait_percent=5)
    aside = {"proposal": "PP-000001", "until": "2026-12-31"}
    shop.do("decide_proposals", dismiss=[aside])
    again = shop.do("propose", wait_percent=5)
    assert (again["dismissed"], again["unchanged"], again["withdrawn"]) == (1, 1, 0)
    assert proposals(shop) == [("S1", 48, 48, 350)]


def test_a_need_that_grew_is_proposed_though_it_was_put_aside(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=50)
    aside = {"proposal": "PP-000001", "until": "2026-12-31"}
    shop.do("decide_proposals", dismiss=[aside])
    assert shop.do("propose", wait_percent=50)["proposed"] == 0
    ordered(shop, "o-2", 2)
    assert shop.do("propose", wait_percent=50)["proposed"] == 1
    assert proposals(shop) == [("S2", 7, 7, 600)]
    shop.do("cancel", cancellations=[{"order": "o-2"}])
    assert shop.do("propose", wait_percent=50)["withdrawn"] == 1


def test_a_surplus_that_is_put_aside_leaves_those_of_other_purchases(shop: Desk) -> None:
    for n, units in ((1, 24), (2, 12)):
        line = {"sku": "MUG", "quantity": units}
        bought = {"key": f"p-{n}", "supplier": "S1", "lines": [line]}
        shop.do("order_supply", purchase_orders=[bought])
    assert shop.do("propose")["surplus"] == 2
    ((first,),) = shop.rows("SELECT id FROM proposal WHERE quantity = 24")
    aside = {"proposal": f"PP-{first:06d}", "until": "2026-12-31"}
    shop.do("decide_proposals", dismiss=[aside])
    assert shop.do("propose")["withdrawn"] == 0
    assert proposals(shop) == [("S1", 12, 12, 400)]


def test_who_is_out_is_not_bought_from_and_comes_later(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=50)
    shop.do("decide_proposals", approve=[{"proposal": "PP-000001"}])
    out = {"supplier": "S2", "from": "2026-11-22", "until": "2026-12-02"}
    answer = shop.do("set_outages", outages=[out])
    assert [(one["from"], one["to"], one["units"]) for one in answer["moved"]] == [
        ("2026-11-24", "2026-12-03", 5)
    ]
    assert [one["order"] for one in answer["repromised"]] == ["SO-000001"]
    assert shop.do("set_outages", outages=[out])["unchanged"] == 1
    ordered(shop, "o-2", 4)
    shop.do("propose", wait_percent=1)
    assert proposals(shop) == [("S2", 4, 4, 600)]
    gone = {"supplier": "S2", "from": "2026-11-23", "sku": "MUG"}
    assert shop.do("set_outages", outages=[gone])["undated"] != []
    shop.wait(1)
    shop.do("propose", wait_percent=1)
    assert [one[0] for one in proposals(shop)] == ["S1"]
    assert shop.do("set_outages", outages=[{**gone, "over": True}])["ended"] == 1


def test_a_persons_numbers_count_until_their_day_and_every_move_is_kept(shop: Desk) -> None:
    policy(shop, reorder_point=4, order_up_to=10, safety_stock=2, reason={"code": "fitted"})
    own = {"reorder_point": 20, "order_up_to": 40, "until": "2026-11-24", "reason": "The fair."}
    assert policy(shop, override=own)["moved"] == 1
    shop.do("propose")
    assert proposals(shop)[0][1] == 40
    shop.wait(3)
    shop.do("propose")
    assert proposals(shop)[0][1] == 10
    policy(shop, reorder_point=5, order_up_to=12)
    log = shop.rows(
        "SELECT cause, reorder_point_from, reorder_point_to, value_effect::int, actor"
        " FROM stock_policy_change ORDER BY journal_id"
    )
    # On average the safety stock lies there and half of what is bought at a time.
    assert log == [
        ("new", None, 4, (2 + 3) * 400, "test"),
        ("override", 4, 20, (10 - 3) * 400, "test"),
        ("override_ended", 4, 5, 200, "test"),
    ]
    assert refusal(
        shop, "set_stock_policies",
        stock_policies=[{"sku": "MUG", "location": "MAIN", "reorder_point": 50}],
    ) == "bad_stock_policy"  # fmt: skip


def test_who_is_known_to_come_late_is_expected_late(shop: Desk) -> None:
    ordered(shop, "o-1", 5)
    shop.do("propose", wait_percent=10)
    assert [one[0] for one in proposals(shop)] == ["S2"]
    days = {"log_mean": 2.7, "log_spread": 0.2, "freedom": 9.0, "stated_days": 2.0}
    days |= {"p50_days": 32.0, "p80_days": 36.0, "p95_days": 40.0}
    rates = {"deliveries": 12, "short_rate": 0.0, "reject_rate": 0.0}
    shop.do("set_lead_times", lead_times=[{"supplier": "S2", "sku": "MUG", **days, **rates}])
    shop.do("propose", wait_percent=10)
    assert [one[0] for one in proposals(shop)] == ["S1"]
