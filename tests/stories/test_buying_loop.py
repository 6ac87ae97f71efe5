"""From a shortage to the right purchase and on to customers: nothing bought twice or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import ConflictError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def order(desk: Desk, key: str, units: int) -> Json:
    """Take an order for mugs; return its only line."""
    placed = desk.do(
        "place_orders",
        orders=[
            {"key": key, "customer": {"ref": key}, "lines": [{"sku": "MUG", "quantity": units}]}
        ],
    )
    line: Json = placed["orders"][0]["lines"][0]
    return line


def proposals(desk: Desk) -> list[tuple[str, str, int, int]]:
    """Return the open proposals: number, supplier, units needed, units to buy."""
    return desk.rows(
        "SELECT 'PP-' || lpad(p.id::text, 6, '0'), v.code, p.needed, p.quantity FROM proposal p"
        " JOIN supplier v ON v.id = p.supplier_id WHERE p.state = 'open' ORDER BY p.id"
    )


def a_shelf_and_two_suppliers(desk: Desk) -> None:
    """Put ten mugs on the shelf; S1 sells dozens, S2 any number, dearer."""
    desk.do(
        "set_products",
        products=[{"sku": "MUG", "unit_price": 1000, "unit_cost": 400, "currency": "EUR"}],
    )
    desk.do("set_suppliers", suppliers=[{"code": "S1"}, {"code": "S2"}])
    desk.do(
        "set_supplier_items",
        supplier_items=[
            {"supplier": "S1", "sku": "MUG", "moq": 12, "multiple": 12, "lead_time_days": 7,
             "unit_cost": 400},
            {"supplier": "S2", "sku": "MUG", "lead_time_days": 10, "unit_cost": 650,
             "priority": 200},
        ],
    )  # fmt: skip
    count = {"location": "MAIN", "lines": [{"sku": "MUG", "quantity": 10}]}
    desk.do("count", counts=[{"key": "c-1", **count}])


def everything_adds_up(desk: Desk) -> None:
    """See that nothing is open or proposed, and that units and money add up to nought."""
    assert desk.rows("SELECT count(*) FROM peg") == [(0,)]
    assert desk.rows("SELECT sum(ordered - shipped - cancelled)::int FROM order_line") == [(0,)]
    assert desk.on_hand("MUG").get("MAIN", 0) == 0
    assert desk.do("propose")["proposed"] == 0
    ((bought_for, worth),) = desk.rows(
        "SELECT sum(l.unit_cost * (l.ordered - l.received - l.cancelled))::int,"
        " sum(l.unit_cost * l.received)::int FROM purchase_line l"
    )
    assert (bought_for, worth) == (0, 3 * 400 + 12 * 400 + 10 * 650)
    assert desk.breaches() == []


def receive(desk: Desk, key: str, purchase: str, units: int, **more: Any) -> Json:
    """Post what came in."""
    line = {"sku": "MUG", "quantity": units, **more}
    came = desk.do("receive", receipts=[{"key": key, "purchase_order": purchase, "lines": [line]}])
    return dict(came["receipts"][0])


def test_what_is_missing_is_bought_once_and_reaches_those_who_wait(desk: Desk) -> None:
    a_shelf_and_two_suppliers(desk)

    # Three orders: one can be filled, one in part, one not at all. Three are on order already.
    bought = {"key": "p-0", "supplier": "S1", "expected_on": "2026-11-27"}
    desk.do("order_supply", purchase_orders=[{**bought, "lines": [{"sku": "MUG", "quantity": 3}]}])
    assert order(desk, "first", 8)["backordered"] == 0
    assert order(desk, "second", 7)["backordered"] == 5
    assert order(desk, "third", 20)["backordered"] == 20

    # 25 wait and 3 are on order: 22 are needed, and 24 is what S1 sells.
    assert desk.do("propose")["proposed"] == 1
    ((name, supplier, needed, quantity),) = proposals(desk)
    assert (supplier, needed, quantity) == ("S1", 22, 24)
    before = desk.state()
    again = desk.do("propose")
    assert (again["proposed"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert desk.state() == before

    # Approved, it is one purchase, for exactly those who wait; nothing more is proposed.
    answer = desk.do("decide_proposals", approve=[{"proposal": name}])
    (purchase,) = answer["purchase_orders"]
    assert [(line["sku"], line["quantity"]) for line in purchase["lines"]] == [("MUG", 24)]
    assert desk.do("propose")["unchanged"] == 0
    assert proposals(desk) == []

    # The three come; then twelve, and S1 will not bring the rest. Those who stand first get them.
    desk.wait(5)
    receive(desk, "r-0", "PO-000001", 3)
    desk.wait(2)
    filled = receive(desk, "r-1", purchase["purchase_order"], 12, close=True)["filled"]
    assert [(one["order"], one["quantity"]) for one in filled] == [
        ("SO-000002", 2),
        ("SO-000003", 10),
    ]

    # S1 is out for now: the rest is bought from S2, to the unit.
    desk.do("set_outages", outages=[{"supplier": "S1", "from": "2026-11-29"}])
    desk.do("propose")
    ((name, supplier, needed, quantity),) = proposals(desk)
    assert (supplier, needed, quantity) == ("S2", 10, 10)
    answer = desk.do("decide_proposals", approve=[{"proposal": name}])
    (rest,) = answer["purchase_orders"]
    assert rest["supplier"] == "S2"
    desk.wait(10)
    receive(desk, "r-2", rest["purchase_order"], 10)
    for key in ("first", "second", "third"):
        desk.do("ship", shipments=[{"key": f"s-{key}", "order": key}])

    everything_adds_up(desk)


def test_what_was_bought_since_it_was_proposed_is_not_bought_again(desk: Desk) -> None:
    a_shelf_and_two_suppliers(desk)
    assert order(desk, "first", 22)["backordered"] == 12

    # At night twelve are proposed; in the morning somebody orders the suggestion for the same.
    desk.do("propose")
    ((name, supplier, needed, quantity),) = proposals(desk)
    assert (supplier, needed, quantity) == ("S1", 12, 12)
    ((suggestion,),) = desk.rows("SELECT name FROM supply WHERE kind = 'planned'")
    desk.do("order_supply", suggestions=[suggestion])

    # The proposal still stands; approving it is refused, and says what is needed by now.
    before = desk.state()
    with pytest.raises(ConflictError) as refused:
        desk.do("decide_proposals", approve=[{"proposal": name}])
    assert refused.value.code == "proposal_overtaken"
    assert refused.value.facts == {"proposals": [name], "now_needed": {name: 0}}
    assert desk.state() == before
    assert desk.supplies("MUG") == {"stock@MAIN": (10, 10), "PO-000001/1": (12, 12)}

    # Worked out anew, it goes.
    assert desk.do("propose")["withdrawn"] == 1
    assert proposals(desk) == []
    assert desk.breaches() == []
