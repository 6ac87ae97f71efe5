"""Goods that move: receipts over and short, transfers, returns, and corrections of every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def receive(desk: Desk, key: str, *, closed: bool = False, **counts: int) -> Json:
    """Receive units of MUG against the first purchase."""
    line = {"sku": "MUG", "close": closed} | counts
    receipt = {"key": key, "purchase_order": "PO-000001", "lines": [line]}
    answer: Json = desk.do("receive", receipts=[receipt])["receipts"][0]
    return answer


def adjust(desk: Desk, quantity: int, location: str, cause: str) -> int:
    """Adjust MUG and return what is on hand there now."""
    key = f"{cause} {quantity} at {location}"
    one = {"key": key, "location": location, "sku": "MUG", "quantity": quantity, "cause": cause}
    on_hand: int = desk.do("adjust", adjustments=[one])["adjustments"][0]["on_hand"]
    return on_hand


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 10 mugs on order, of which ann waits for 6."""
    desk.stock(MUG=0)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=6)
    return desk


def purchase_line(desk: Desk) -> tuple[int, int, int, int, int]:
    """Return ordered, received, damaged, cancelled, over of the first purchase's line."""
    columns = "SELECT ordered, received, damaged, cancelled, over FROM purchase_line"
    ordered, received, damaged, cancelled, over = desk.rows(columns)[0]
    return ordered, received, damaged, cancelled, over


def test_what_comes_beyond_the_order_is_recorded(shop: Desk) -> None:
    answer = receive(shop, "r-1", quantity=13)
    assert answer["filled"] == [{"order": "SO-000001", "sku": "MUG", "quantity": 6}]
    assert answer["surplus"] == [{"sku": "MUG", "location": "MAIN", "quantity": 7}]
    assert purchase_line(shop) == (10, 13, 0, 0, 3)
    assert receive(shop, "r-2", quantity=1)["surplus"] == [
        {"sku": "MUG", "location": "MAIN", "quantity": 1}
    ]
    assert purchase_line(shop) == (10, 14, 0, 0, 4)
    assert shop.rows("SELECT good, damaged, over FROM receipt_line ORDER BY receipt_id") == [
        (13, 0, 3), (1, 0, 1),
    ]  # fmt: skip
    assert shop.supplies("MUG") == {"stock@MAIN": (14, 6)}


def test_closing_a_line_ends_what_will_not_come(shop: Desk) -> None:
    receive(shop, "r-1", quantity=4)
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 2)]
    answer = receive(shop, "r-2", closed=True)
    assert (answer["filled"], answer["surplus"]) == ([], [])
    assert purchase_line(shop) == (10, 4, 0, 6, 0)
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4), ("MUG", None, 2)]
    assert shop.cases() == [("date_unknown", "ann", "MUG")]
    with pytest.raises(BackorderError) as raised:
        receive(shop, "r-3", closed=True)
    assert raised.value.code == "nothing_received"
    receive(shop, "r-4", quantity=2)  # they come after all
    assert (purchase_line(shop), shop.cases()) == ((10, 6, 0, 6, 2), [])


def test_two_lines_of_one_product_fill_one_after_the_other(desk: Desk) -> None:
    desk.stock(MUG=0)
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    lines = [{"sku": "MUG", "quantity": 3}, {"sku": "MUG", "quantity": 5}]
    one = {"key": "p-1", "supplier": "S1", "expected_on": "2026-12-08", "lines": lines}
    desk.do("order_supply", purchase_orders=[one])
    receive(desk, "r-1", quantity=4)
    assert desk.supplies("MUG") == {"PO-000001/2": (4, 0), "stock@MAIN": (4, 0)}
    change = {"purchase_order": "PO-000001", "sku": "MUG", "quantity": 9}
    desk.do("change_supply", changes=[change])  # the only open line is to be 9 in all
    assert desk.supplies("MUG") == {"PO-000001/2": (8, 0), "stock@MAIN": (4, 0)}


def test_units_found_serve_whoever_waits(shop: Desk) -> None:
    assert adjust(shop, 2, "MAIN", "found") == 2
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 2), ("MUG", "PO-000001/1", 4)]
    assert shop.supplies("MUG") == {"PO-000001/1": (10, 4), "stock@MAIN": (2, 2)}


def test_damaged_goods_are_corrected_where_they_lie(shop: Desk) -> None:
    receive(shop, "r-1", quantity=7, damaged=3)
    assert shop.on_hand("MUG") == {"MAIN": 7, "MAIN/DAMAGED": 3, "SUPPLIER": -10}
    assert adjust(shop, -2, "MAIN/DAMAGED", "scrap") == 1
    assert adjust(shop, 4, "MAIN/DAMAGED", "found") == 5
    count = {"location": "MAIN/DAMAGED", "lines": [{"sku": "MUG", "quantity": 4}]}
    (found,) = shop.do("count", counts=[{"key": "c-1"} | count])["counts"]
    assert found["lines"] == [{"sku": "MUG", "expected": 5, "variance": -1}]
    assert shop.on_hand("MUG") == {
        "ADJUSTMENT": -3, "MAIN": 7, "MAIN/DAMAGED": 4, "SCRAP": 2, "SUPPLIER": -10,
    }  # fmt: skip
    assert shop.supplies("MUG") == {"stock@MAIN": (7, 6)}  # none of it is for sale


def test_a_count_of_what_is_there_moves_nothing(shop: Desk) -> None:
    receive(shop, "r-1", quantity=10)
    movements = shop.rows("SELECT count(*) FROM stock_movement")
    count = {"key": "c-1", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 10}]}
    answer = shop.do("count", counts=[count])
    assert answer["counts"][0]["lines"] == [{"sku": "MUG", "expected": 10, "variance": 0}]
    assert (answer["filled"], answer["repromised"]) == ([], [])
    assert shop.rows("SELECT count(*) FROM stock_movement") == movements


@pytest.fixture
def two_places(desk: Desk) -> Desk:
    """Return ten mugs at MAIN, four of them allocated, and a second place."""
    desk.stock(MUG=10)
    desk.do("set_locations", locations=[{"code": "SHOP", "kind": "store"}])
    desk.order("ann", MUG=4)
    return desk


def send(desk: Desk, units: int) -> Json:
    one = {"key": "t-1", "from": "MAIN", "to": "SHOP", "expected_on": "2026-12-01"}
    lines = [{"sku": "MUG", "quantity": units}]
    answer: Json = desk.do("transfer", transfers=[one | {"lines": lines}])["transfers"][0]
    return answer


def arrive(desk: Desk, key: str, **line: object) -> Json:
    receipt = {"key": key, "transfer": "TR-000002", "lines": [{"sku": "MUG"} | line]}
    answer: Json = desk.do("receive", receipts=[receipt])["receipts"][0]
    return answer


def test_a_transfer_is_a_dated_supply_on_its_way(two_places: Desk) -> None:
    desk = two_places
    assert send(desk, 6) == {"key": "t-1", "transfer": "TR-000002", "lines": 1}
    assert desk.supplies("MUG") == {"stock@MAIN": (4, 4), "TR-000002/1": (6, 0)}
    assert desk.on_hand("MUG") == {"ADJUSTMENT": -10, "MAIN": 4, "TRANSIT": 6}
    (line,) = desk.order("bob", MUG=2)["lines"]
    assert [(p["quantity"], p["on"], p["basis"], p["supply"]) for p in line["promises"]] == [
        (2, "2026-12-02", "transfer", "TR-000002/1")
    ]
    answer = arrive(desk, "r-1", quantity=5)
    assert answer["filled"] == [{"order": "SO-000002", "sku": "MUG", "quantity": 2}]
    assert answer["surplus"] == [{"sku": "MUG", "location": "SHOP", "quantity": 3}]
    assert desk.supplies("MUG") == {
        "stock@MAIN": (4, 4), "TR-000002/1": (1, 0), "stock@SHOP": (5, 2),
    }  # fmt: skip


def test_what_a_transfer_lost_is_written_off(two_places: Desk) -> None:
    desk = two_places
    send(desk, 6)
    desk.order("bob", MUG=6)
    arrive(desk, "r-1", quantity=3, damaged=1, close=True)
    assert desk.on_hand("MUG") == {
        "ADJUSTMENT": -8, "MAIN": 4, "SHOP": 3, "SHOP/DAMAGED": 1,
    }  # fmt: skip
    assert desk.rows("SELECT sent, received, damaged, lost FROM transfer_line") == [(6, 3, 1, 2)]
    assert desk.pegs("bob") == [("MUG", "stock@SHOP", 3), ("MUG", None, 3)]
    assert desk.cases() == [("date_unknown", "bob", "MUG")]


def test_a_transfer_may_be_late(two_places: Desk) -> None:
    desk = two_places
    send(desk, 6)
    desk.order("bob", MUG=6)
    late = {"transfer": "TR-000002", "expected_on": "2026-12-05"}
    told = desk.do("change_supply", changes=[late])["repromised"]
    assert [(t["from"], t["to"]) for t in told] == [("2026-12-02", "2026-12-06")]


def test_good_returns_serve_whoever_waits_and_damaged_ones_are_set_aside(desk: Desk) -> None:
    desk.stock(MUG=6)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=6)
    desk.do("ship", shipments=[{"key": "s-1", "order": "ann"}])
    desk.order("bob", MUG=3)
    back = [
        {"sku": "MUG", "quantity": 2},
        {"sku": "MUG", "quantity": 1, "condition": "damaged"},
    ]
    answer = desk.do("return", returns=[{"key": "b-1", "order": "ann", "lines": back}])
    assert answer == {
        "returns": [{"key": "b-1", "return": "RT-000003", "order": "SO-000001"}],
        "filled": [{"order": "SO-000002", "sku": "MUG", "quantity": 2}],
        "repromised": [],
    }
    assert desk.on_hand("MUG") == {
        "ADJUSTMENT": -6, "CUSTOMER": 3, "MAIN": 2, "MAIN/DAMAGED": 1,
    }  # fmt: skip
    assert desk.pegs("bob") == [("MUG", "stock@MAIN", 2), ("MUG", "PO-000001/1", 1)]
    assert desk.rows("SELECT ordered, shipped, returned FROM order_line ORDER BY id") == [
        (6, 6, 3), (3, 0, 0),
    ]  # fmt: skip
