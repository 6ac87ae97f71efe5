"""Rows become requests: grouped into papers, and each request is one that its verb takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from backorder.connectors.checking import Problems, check
from backorder.connectors.kinds import KINDS
from backorder.connectors.table import Table
from backorder.connectors.translating import Call, calls
from backorder.ledger.catalog import inputs as catalog_inputs
from backorder.ledger.orders import inputs as order_inputs
from backorder.ledger.purchasing import supply_inputs
from backorder.ledger.warehouse import inputs as warehouse_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.fields import Input

KEY = "import:x:digest"
REQUESTS: dict[str, type[Input]] = {
    "set_locations": catalog_inputs.SetLocations,
    "set_policies": catalog_inputs.SetPolicies,
    "set_customers": catalog_inputs.SetCustomers,
    "place_orders": order_inputs.PlaceOrders,
    "order_supply": supply_inputs.OrderSupply,
    "receive": warehouse_inputs.Receive,
    "count": warehouse_inputs.Count,
}


def translated(kind: str, header: str, *lines: Sequence[Any], dated: bool = False) -> list[Call]:
    columns = dict(zip(header.split(), map(list, zip(*lines, strict=True)), strict=True))
    problems = Problems()
    table = Table(columns, range(2, len(lines) + 2), people=False)
    sheet = check(table, KINDS[kind], problems, {})
    problems.check()
    found = calls(sheet, KEY, dated=dated)
    for call in found:
        msgspec.convert(call.request, REQUESTS[call.verb])
    return found


def test_stock_becomes_one_count_a_location() -> None:
    (call,) = translated(
        "stock", "sku location quantity", ("A", "MAIN", 3), ("A", "SHOP", 0), ("B", "MAIN", 5)
    )
    assert call.request == {
        "counts": [
            {
                "key": f"{KEY}:MAIN",
                "location": "MAIN",
                "lines": [{"sku": "A", "quantity": 3}, {"sku": "B", "quantity": 5}],
            },
            {"key": f"{KEY}:SHOP", "location": "SHOP", "lines": [{"sku": "A", "quantity": 0}]},
        ]
    }


def test_purchases_keep_a_day_for_each_line() -> None:
    (call,) = translated(
        "purchase-orders",
        "po supplier sku quantity expected_on",
        ("P1", "S1", "A", 24, "2026-12-08"),
        ("P2", "S2", "A", 6, ""),
        ("P1", "S1", "B", 12, "2026-12-09"),
    )
    assert call.request == {
        "purchase_orders": [
            {
                "key": "P1",
                "supplier": "S1",
                "lines": [
                    {"sku": "A", "quantity": 24, "expected_on": "2026-12-08"},
                    {"sku": "B", "quantity": 12, "expected_on": "2026-12-09"},
                ],
            },
            {"key": "P2", "supplier": "S2", "lines": [{"sku": "A", "quantity": 6}]},
        ]
    }


def test_receipts_put_damaged_units_on_top_of_good_ones() -> None:
    (call,) = translated(
        "receipts",
        "po sku quantity condition",
        ("P1", "A", 20, ""),
        ("P1", "A", 2, "damaged"),
        ("P1", "B", 1, "damaged"),
        ("P1", "A", 5, "good"),
    )
    assert call.request["receipts"] == [
        {
            "key": f"{KEY}:P1",
            "purchase_order": "P1",
            "lines": [
                {"sku": "A", "quantity": 25, "damaged": 2},
                {"sku": "B", "quantity": 0, "damaged": 1},
            ],
        }
    ]


@pytest.mark.parametrize(("dated", "instants"), [(False, [None]), (True, [4, 9, None])])
def test_goods_that_came_at_two_instants_are_two_receipts(
    dated: bool, instants: list[int | None]
) -> None:
    found = translated(
        "receipts",
        "po sku quantity received_at",
        ("P1", "A", 1, "2026-01-09"),
        ("P1", "A", 2, "2026-01-04"),
        ("P1", "A", 4, ""),
        dated=dated,
    )
    assert [call.at.day if call.at else None for call in found] == instants
    receipts = [receipt for call in found for receipt in call.request["receipts"]]
    assert {receipt["key"]: receipt["lines"][0]["quantity"] for receipt in receipts} == {
        f"{KEY}:P1:20260109T000000.000000": 1,
        f"{KEY}:P1:20260104T000000.000000": 2,
        f"{KEY}:P1": 4,
    }


def test_orders_carry_what_their_rows_say() -> None:
    (call,) = translated(
        "orders",
        "order customer sku quantity unit_price requested_on channel",
        ("1", "C1", "A", 3, 1250, "2026-12-01", "web"),
        ("2", "", "A", 1, None, "", ""),
    )
    assert call.request["orders"] == [
        {
            "key": "1",
            "lines": [
                {"sku": "A", "quantity": 3, "unit_price": 1250, "requested_on": "2026-12-01"}
            ],
            "channel": "web",
            "customer": {"ref": "C1"},
        },
        {"key": "2", "lines": [{"sku": "A", "quantity": 1}]},
    ]


def test_master_data_says_what_is_cleared_and_leaves_out_what_is_not_said() -> None:
    (call,) = translated("locations", "code name cutoff timezone floor", ("X", "", "", "", None))
    expected: dict[str, Any] = {"code": "X", "name": "", "cutoff": None}
    assert call.request == {"locations": [{**expected, "attributes": {"floor": None}}]}
    (call,) = translated("policies", "scope mode cap", ("default", "allow", None))
    assert call.request == {"policies": [{"scope": "default", "mode": "allow", "cap": None}]}
    (call,) = translated("customers", "ref class", ("C1", "gold"))
    assert call.request == {"customers": [{"ref": "C1", "class": "gold"}]}


def test_no_rows_are_no_call() -> None:
    table = Table({"ref": []}, [], people=True)
    assert calls(check(table, KINDS["customers"], Problems(), {}), KEY, dated=False) == []
