"""Well-formed requests that cannot be met: each has its code and facts, and changes nothing.

The books are those of `busy_books`: o-1 holds 5 mugs and waits for 2 (PO-000001), o-2 was shipped
4 pots, o-3 waits for 2 cups (PS-000004), and TR-000003 brings a pot to the shop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger.busy_books import refused
from tests.ledger.good_requests import LATER

if TYPE_CHECKING:
    from tests.ledger.busy_books import Busy
    from tests.ledger.desk import Json


def lines(sku: str, quantity: int = 1, **more: Any) -> list[Json]:
    return [{"sku": sku, "quantity": quantity} | more]


def cancel(**one: Any) -> Json:
    return {"cancellations": [one]}


def change(**one: Any) -> Json:
    return {"changes": [one]}


def purchase(**one: Any) -> Json:
    good = {"key": "p-9", "supplier": "S1", "expected_on": LATER, "lines": lines("PAN")}
    return {"purchase_orders": [good | one]}


def receipt(**one: Any) -> Json:
    return {"receipts": [{"key": "r-9", "lines": lines("MUG")} | one]}


def adjustment(**one: Any) -> Json:
    good = {"key": "a-9", "location": "MAIN", "sku": "POT", "quantity": -1, "cause": "scrap"}
    return {"adjustments": [good | one]}


def count(**one: Any) -> Json:
    return {"counts": [{"key": "c-9", "location": "MAIN", "lines": lines("POT")} | one]}


def transfer(**one: Any) -> Json:
    good = {"key": "t-9", "from": "MAIN", "to": "SHOP", "expected_on": LATER}
    return {"transfers": [good | {"lines": lines("POT")} | one]}


def shipment(**one: Any) -> Json:
    return {"shipments": [{"key": "s-9", "order": "o-1"} | one]}


def taken_back(**one: Any) -> Json:
    return {"returns": [{"key": "b-9", "order": "o-2", "lines": lines("POT")} | one]}


# Digits, but not ours: the number of PO-000001 to whoever reads it so.
ARABIC = "PO-" + "\N{ARABIC-INDIC DIGIT ZERO}" * 5 + "\N{ARABIC-INDIC DIGIT ONE}"
NO_ORDER = (404, "unknown_order", {"orders": ["o-0"], "count": 1})
NO_SKU = (422, "unknown_sku", {"skus": ["NIX"], "count": 1})
NO_PLACE = (404, "unknown_location", {"location": "MOON"})
NOT_ON_ORDER = (422, "not_on_order", {"order": "SO-000001", "sku": "POT"})

REQUESTS: list[tuple[str, Json, tuple[int, str, Json]]] = [
    ("cancel", cancel(order="o-0"), NO_ORDER),
    ("cancel", cancel(order="o-1", lines=lines("POT")), NOT_ON_ORDER),
    ("cancel", cancel(order="o-1", lines=lines("MUG", 8)),
     (422, "more_than_open", {"order": "SO-000001", "sku": "MUG", "asked": 8, "available": 7})),
    ("cancel", cancel(order="o-1", lines=lines("MUG", 3), only="backordered"),
     (422, "more_than_open", {"order": "SO-000001", "sku": "MUG", "asked": 3, "available": 2})),
    ("cancel", cancel(order="o-2"), (409, "nothing_to_cancel", {"order": "SO-000002"})),
    ("cancel", {"cancellations": [{"order": "o-1"}, {"order": "SO-000001"}]},
     (409, "nothing_to_cancel", {"order": "SO-000001"})),
    ("change_order", change(order="o-0", ship="complete"), NO_ORDER),
    ("change_order", change(order="o-1"), (422, "nothing_to_change", {"order": "SO-000001"})),
    ("change_order", change(order="o-1", lines=lines("POT")), NOT_ON_ORDER),
    ("change_order", change(order="o-2", lines=lines("POT", 3)),
     (422, "already_shipped", {"order": "SO-000002", "sku": "POT", "asked": 3, "shipped": 4})),
    ("change_order", {"changes": [{"order": "o-1", "ship": "complete"},
                                  {"order": "SO-000001", "ship": "as_available"}]},
     (409, "changed_twice", {"order": "SO-000001"})),
    ("change_order", change(order="o-1", lines=lines("MUG", 16)),
     (422, "out_of_stock", {"order": "SO-000001", "sku": "MUG", "asked": 9, "available": 8,
                            "next_date": None, "rule": "default"})),
    ("order_supply", {}, (422, "nothing_to_order", {})),
    ("order_supply", purchase(lines=lines("NIX")), NO_SKU),
    ("order_supply", purchase(supplier="S0"), (422, "unknown_supplier", {"suppliers": ["S0"]})),
    ("order_supply", purchase(location="MOON"), NO_PLACE),
    ("order_supply", purchase(location="SCRAP"),
     (422, "location_not_sellable", {"location": "SCRAP"})),
    ("order_supply", purchase(expected_on=None),
     (422, "no_expected_day", {"key": "p-9", "sku": "PAN", "supplier": "S1"})),
    ("order_supply", {"suggestions": ["PS-000999"]},
     (404, "unknown_suggestion", {"missing": ["PS-000999"]})),
    ("order_supply", {"suggestions": ["PO-000001"]},
     (404, "unknown_suggestion", {"suggestion": "PO-000001"})),
    ("order_supply", {"suggestions": ["PS-000001"]},
     (409, "suggestion_gone", {"suggestions": ["PS-000001"]})),
    ("change_supply", change(purchase_order="PO-000999", cancel=True),
     (404, "unknown_purchase_order", {"missing": ["PO-000999"]})),
    ("change_supply", change(purchase_order="PO-1", cancel=True),
     (404, "unknown_purchase_order", {"purchase_order": "PO-1"})),
    ("change_supply", change(purchase_order=ARABIC, cancel=True),
     (404, "unknown_purchase_order", {"purchase_order": ARABIC})),
    ("change_supply", change(purchase_order="PO-000001", sku="POT", cancel=True),
     (422, "not_on_purchase_order", {"purchase_order": "PO-000001", "sku": "POT"})),
    ("change_supply", change(purchase_order="PO-000001"),
     (422, "nothing_to_change", {"supply": "PO-000001"})),
    ("change_supply", change(cancel=True), (422, "change_of_one_thing", {})),
    ("change_supply", change(transfer="TR-000003", cancel=True),
     (422, "transfer_is_under_way", {"transfer": "TR-000003"})),
    ("receive", receipt(), (422, "receipt_of_one_thing", {"key": "r-9"})),
    ("receive", receipt(purchase_order="PO-000001", transfer="TR-000003"),
     (422, "receipt_of_one_thing", {"key": "r-9"})),
    ("receive", receipt(purchase_order="PO-000999"),
     (404, "unknown_purchase_order", {"missing": ["PO-000999"]})),
    ("receive", receipt(transfer="TR-000999"),
     (404, "unknown_transfer", {"missing": ["TR-000999"]})),
    ("receive", receipt(purchase_order="PO-000001", location="MOON"), NO_PLACE),
    ("receive", receipt(purchase_order="PO-000001", lines=lines("POT")),
     (422, "not_on_purchase_order", {"purchase_order": "PO-000001", "sku": "POT"})),
    ("receive", receipt(purchase_order="PO-000001", lines=lines("MUG", 0)),
     (422, "nothing_received", {"key": "r-9", "sku": "MUG"})),
    ("receive", receipt(transfer="TR-000003", lines=lines("POT", 2)),
     (422, "more_than_sent", {"key": "r-9", "sku": "POT", "over": 1})),
    ("adjust", adjustment(sku="NIX"), NO_SKU),
    ("adjust", adjustment(location="MOON"), NO_PLACE),
    ("adjust", adjustment(location="TRANSIT"),
     (422, "location_not_held", {"location": "TRANSIT"})),
    ("adjust", adjustment(quantity=-16),
     (422, "not_enough_on_hand",
      {"sku": "POT", "location": "MAIN", "asked": 16, "available": 15})),
    ("adjust", adjustment(location="MAIN/DAMAGED"),
     (422, "not_enough_on_hand",
      {"sku": "POT", "location": "MAIN/DAMAGED", "asked": 1, "available": 0})),
    ("count", count(lines=lines("NIX")), NO_SKU),
    ("count", count(location="MOON"), NO_PLACE),
    ("count", count(lines=lines("POT") * 2),
     (422, "counted_twice", {"location": "MAIN", "sku": "POT"})),
    ("transfer", transfer(lines=lines("NIX")), NO_SKU),
    ("transfer", transfer(to="MOON"), NO_PLACE),
    ("transfer", transfer(to="MAIN"), (422, "same_place", {"key": "t-9", "location": "MAIN"})),
    ("transfer", transfer(to="MAIN/DAMAGED"),
     (422, "location_not_sellable", {"location": "MAIN/DAMAGED"})),
    ("transfer", transfer(lines=lines("MUG")),
     (422, "not_enough_available",
      {"key": "t-9", "sku": "MUG", "location": "MAIN", "asked": 1, "available": 0})),
    ("transfer", transfer(lines=lines("POT", 7) * 2),
     (422, "not_enough_available",
      {"key": "t-9", "sku": "POT", "location": "MAIN", "asked": 7, "available": 5})),
    ("ship", shipment(order="o-0"), NO_ORDER),
    ("ship", shipment(order="o-2"), (409, "nothing_to_ship", {"order": "SO-000002"})),
    ("ship", shipment(lines=lines("POT")), NOT_ON_ORDER),
    ("ship", shipment(lines=lines("MUG", 6)),
     (422, "not_allocated", {"order": "SO-000001", "sku": "MUG", "asked": 6, "available": 5})),
    ("return", taken_back(order="o-0"), NO_ORDER),
    ("return", taken_back(location="MOON"), NO_PLACE),
    ("return", taken_back(order="o-1"), NOT_ON_ORDER),
    ("return", taken_back(lines=lines("POT", 5)),
     (422, "more_than_shipped",
      {"order": "SO-000002", "sku": "POT", "asked": 5, "available": 4})),
    ("set_supplier_items",
     {"supplier_items": [{"supplier": "S1", "sku": "NIX", "lead_time_days": 1}]},
     (404, "unknown_sku", {"skus": ["NIX"], "total": 1})),
    ("set_supplier_items",
     {"supplier_items": [{"supplier": "S0", "sku": "MUG", "lead_time_days": 1}]},
     (404, "unknown_supplier", {"suppliers": ["S0"], "total": 1})),
    ("set_policies", {"policies": [{"scope": "product", "match": "NIX", "mode": "deny"}]},
     (404, "unknown_sku", {"skus": ["NIX"], "total": 1})),
    ("set_substitutes", {"substitutes": [{"sku": "MUG", "substitute": "NIX"}]},
     (404, "unknown_sku", {"skus": ["NIX"], "total": 1})),
    ("set_substitutes", {"substitutes": [{"sku": "MUG", "substitute": "MUG"}]},
     (422, "substitute_is_itself", {"skus": ["MUG"]})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "request_", "refusal"),
    REQUESTS,
    ids=[f"{verb}-{refusal[1]}-{n}" for n, (verb, _, refusal) in enumerate(REQUESTS)],
)
def test_a_request_that_cannot_be_met(
    busy: Busy, verb: str, request_: Json, refusal: tuple[int, str, Json]
) -> None:
    assert refused(busy, verb, request_) == refusal


def test_one_bad_paper_keeps_back_the_good_ones(busy: Busy) -> None:
    """All of a request or none: what stands before the fault is not carried out either."""
    good = {"key": "a-8", "location": "MAIN", "sku": "POT", "quantity": 1, "cause": "found"}
    (bad,) = adjustment(sku="NIX")["adjustments"]
    assert refused(busy, "adjust", {"adjustments": [good, bad]}) == NO_SKU
    (bad,) = shipment(order="o-2")["shipments"]
    parcels = [{"key": "s-8", "order": "o-1"}, bad]
    assert refused(busy, "ship", {"shipments": parcels})[1] == "nothing_to_ship"
