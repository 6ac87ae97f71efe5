"""The contract's examples of verbs, one by one: its requests, word for word, and its field names.

The books stand so that the contract's numbers come true: four mugs are on the shelf and
PO-000017 brings two dozen on 8 December.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

ORDER = {
    "key": "web-1001",
    "channel": "web",
    "customer": {"ref": "C7", "email": "c7@example.com"},
    "ship": "as_available",
    "lines": [{"sku": "MUG", "quantity": 10, "unit_price": 1250, "requested_on": "2026-12-01"}],
}
PURCHASE = {
    "key": "p-1",
    "supplier": "S1",
    "location": "MAIN",
    "expected_on": "2026-12-08",
    "lines": [{"sku": "MUG", "quantity": 24, "unit_cost": 400}],
}


@pytest.fixture
def books(desk: Desk) -> Desk:
    """Return the contract's books, before the order."""
    desk.stock(MUG=4, POT=0, PAN=0)
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    for series, last in (("purchase_order", 16), ("order", 1)):
        desk.conn.execute("SELECT setval(%s, %s, %s)", [f"number_{series}", last, last > 1])
    desk.do("order_supply", purchase_orders=[PURCHASE])
    return desk


@pytest.fixture
def ordered(books: Desk) -> Desk:
    """Return the contract's books, with the order of the first example."""
    books.do("place_orders", orders=[ORDER])
    return books


def fields(answer: Any) -> Any:
    """Return the names in an answer: of objects by name, of lists that of the first item."""
    if isinstance(answer, dict):
        return {name: fields(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [fields(answer[0])] if answer else []
    return ...


REASON = {"code": ..., "text": ...}
PROMISE = {
    "quantity": ..., "on": ..., "basis": ..., "supply": ..., "confidence": ..., "reason": REASON,
}  # fmt: skip
SUBSTITUTE = {
    "sku": ..., "name": ..., "rank": ..., "now": ...,
    # Not in the contract, which may be added to: when, why, and for how much.
    "on": ..., "source": ..., "unit_price": ..., "currency": ...,
}  # fmt: skip


def test_place_orders(books: Desk) -> None:
    answer = books.do("place_orders", orders=[ORDER])
    assert fields(answer) == {
        "orders": [
            {
                "key": ...,
                "order": ...,
                "status": ...,
                "lines": [
                    {
                        "sku": ...,
                        "ordered": ...,
                        "allocated": ...,
                        "backordered": ...,
                        "rule": ...,
                        "promises": [PROMISE],
                    }
                ],
            }
        ]
    }
    (order,) = answer["orders"]
    assert (order["key"], order["order"], order["status"]) == ("web-1001", "SO-000001", "accepted")
    (line,) = order["lines"]
    assert (line["sku"], line["ordered"], line["allocated"], line["backordered"]) == (
        "MUG", 10, 4, 6,
    )  # fmt: skip
    # The four could leave on 23 November; they were asked for on 1 December.
    assert [without_reason(part) for part in line["promises"]] == [
        {
            "quantity": 4,
            "on": "2026-12-01",
            "basis": "stock",
            "supply": "stock@MAIN",
            "confidence": 1.0,
        },
        {
            "quantity": 6,
            "on": "2026-12-09",
            "basis": "purchase",
            "supply": "PO-000017/1",
            "confidence": 0.8,
        },
    ]
    assert line["promises"][1]["reason"] == {
        "code": "purchase",
        "text": "6 wait for PO-000017/1, expected on 2026-12-08, ready to leave on 2026-12-09.",
    }


def without_reason(part: Json) -> Json:
    return {name: value for name, value in part.items() if name != "reason"}


def test_a_refusal(books: Desk) -> None:
    lines = [{"sku": "PAN", "quantity": 3}]
    answer = books.do("place_orders", orders=[{"key": "web-1002", "lines": lines}, ORDER])
    refused, accepted = answer["orders"]
    facts = {"sku": ..., "asked": ..., "available": ..., "next_date": ..., "rule": ...}
    assert fields(refused) == {
        "key": ...,
        "status": ...,
        "lines": [{"sku": ..., "ordered": ..., "refused": REASON | {"facts": facts}}],
    }
    assert (refused["status"], refused["lines"][0]["refused"]["code"]) == (
        "refused", "out_of_stock",
    )  # fmt: skip
    assert accepted["order"] == "SO-000001"


def test_availability(books: Desk) -> None:
    cart = {"lines": [{"sku": "MUG", "quantity": 10}], "channel": "web", "destination": "DE"}
    books.do("set_substitutes", substitutes=[{"sku": "MUG", "substitute": "POT"}])
    answer = books.do("availability", ship="as_available", **cart)
    assert fields(answer) == {
        "lines": [
            {
                "sku": ...,
                "state": ...,
                "rule": ...,
                "now": ...,
                "later": [PROMISE | {"from": ..., "to": ...}],  # a range, beyond the contract
                "refused": ...,
                "substitutes": [SUBSTITUTE],
            }
        ],
        "options": [{"ship": ..., "parcels": [{"on": ..., "quantity": ..., "location": ...}]}],
    }
    (line,) = answer["lines"]
    assert (line["sku"], line["state"], line["now"], line["refused"]) == (
        "MUG", "backorder", 4, None,
    )  # fmt: skip
    (later,) = line["later"]
    assert (later["quantity"], later["on"], later["confidence"]) == (6, "2026-12-09", 0.8)
    assert answer["options"] == [
        {
            "ship": "as_available",
            "parcels": [
                {"on": "2026-11-23", "quantity": 4, "location": "MAIN"},
                {"on": "2026-12-09", "quantity": 6, "location": "MAIN"},
            ],
        },
        {
            "ship": "complete",
            "parcels": [{"on": "2026-12-09", "quantity": 10, "location": "MAIN"}],
        },
    ]
    assert books.supplies("MUG") == {"stock@MAIN": (4, 0), "PO-000017/1": (24, 0)}


def test_order_supply(books: Desk) -> None:
    """Create a purchase and order a suggestion, in one request."""
    books.sold_by("S2", "POT", days=9, moq=6)
    books.order("web-1", POT=2)
    answer = books.do(
        "order_supply", purchase_orders=[PURCHASE | {"key": "p-2"}], suggestions=["PS-000003"]
    )
    line = {"sku": ..., "quantity": ..., "unit_cost": ..., "expected_on": ..., "supply": ...}
    pegged = {"order": ..., "sku": ..., "quantity": ...}
    bought = {"key": ..., "purchase_order": ..., "supplier": ..., "lines": [line]}
    direct, suggested = answer["purchase_orders"]
    assert fields(direct) == bought | {"pegged": []}
    assert fields(suggested) == bought | {"pegged": [pegged]}
    assert sorted(answer) == ["purchase_orders", "repromised"]
    assert (direct["key"], direct["purchase_order"]) == ("p-2", "PO-000018")
    assert direct["lines"] == [
        {
            "sku": "MUG",
            "quantity": 24,
            "unit_cost": 400,
            "expected_on": "2026-12-08",
            "supply": "PO-000018/1",
        }
    ]
    assert (suggested["purchase_order"], suggested["supplier"]) == ("PO-000019", "S2")
    assert suggested["lines"][0]["quantity"] == 6
    assert suggested["pegged"] == [{"order": "SO-000001", "sku": "POT", "quantity": 2}]


def test_change_supply(ordered: Desk) -> None:
    """Move a purchase, cancel another, and make a third one smaller, in one request."""
    pots = [{"sku": "POT", "quantity": 20}]
    for key in ("p-2", "p-3"):
        ordered.do("order_supply", purchase_orders=[PURCHASE | {"key": key, "lines": pots}])
    changes = [
        {"purchase_order": "PO-000017", "sku": "MUG", "expected_on": "2026-12-18"},
        {"purchase_order": "PO-000018", "cancel": True},
        {"purchase_order": "PO-000019", "sku": "POT", "quantity": 12},
    ]
    answer = ordered.do("change_supply", changes=changes)
    (told,) = answer["repromised"]
    assert fields(told) == {
        "order": ..., "sku": ..., "quantity": ..., "from": ..., "to": ..., "reason": REASON,
    }  # fmt: skip
    assert {name: told[name] for name in ("order", "sku", "quantity", "from", "to")} == {
        "order": "SO-000001", "sku": "MUG", "quantity": 6, "from": "2026-12-09",
        "to": "2026-12-19",
    }  # fmt: skip
    assert sorted(answer) == ["delays", "filled", "repromised"]
    ((order, units),) = [(one["order"], one["quantity"]) for one in answer["delays"]]
    assert (order, units) == ("SO-000001", 6)
    assert ordered.supplies("POT") == {"PO-000019/1": (12, 0)}


def test_receive(ordered: Desk) -> None:
    """The good units serve the order; damaged ones come on top and are not sold."""
    line = {"sku": "MUG", "quantity": 20, "damaged": 2}
    receipt = {"key": "r-1", "purchase_order": "PO-000017", "location": "MAIN", "lines": [line]}
    answer = ordered.do("receive", receipts=[receipt])
    assert answer == {
        "receipts": [
            {
                "key": "r-1",
                "receipt": "RC-000002",
                "filled": [{"order": "SO-000001", "sku": "MUG", "quantity": 6}],
                "surplus": [{"sku": "MUG", "location": "MAIN", "quantity": 14}],
            }
        ],
        "repromised": [],
    }
    assert ordered.on_hand("MUG") == {
        "ADJUSTMENT": -4, "MAIN": 24, "MAIN/DAMAGED": 2, "SUPPLIER": -22,
    }  # fmt: skip
    assert ordered.supplies("MUG") == {"stock@MAIN": (24, 10), "PO-000017/1": (2, 0)}


def test_cancel(ordered: Desk) -> None:
    """The order is named by its number, as in the contract, and then by its key."""
    lines = [{"sku": "MUG", "quantity": 2}]
    some = {"order": "SO-000001", "lines": lines, "only": "backordered"}
    answer = ordered.do("cancel", cancellations=[some])
    assert answer == {
        "cancellations": [{"order": "SO-000001", "lines": [{"sku": "MUG", "cancelled": 2}]}],
        "filled": [],
        "repromised": [],
    }
    assert ordered.pegs("web-1001") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000017/1", 4)]
    answer = ordered.do("cancel", cancellations=[{"order": "web-1001"}])
    assert answer["cancellations"][0]["lines"] == [{"sku": "MUG", "cancelled": 8}]


def test_change_order(ordered: Desk) -> None:
    """Two more mugs, and all in one parcel: the four on the shelf are told the later day."""
    lines = [{"sku": "MUG", "quantity": 12}]
    changes = [{"order": "SO-000001", "ship": "complete", "lines": lines}]
    answer = ordered.do("change_order", changes=changes)
    line = {"sku": ..., "from": ..., "to": ..., "promises": [PROMISE]}
    (change,) = answer["changes"]
    assert fields(change) == {"order": ..., "lines": [line]}
    (line,) = change["lines"]
    assert (line["from"], line["to"]) == (10, 12)
    assert [(p["quantity"], p["on"]) for p in line["promises"]] == [(2, "2026-12-09")]
    assert sorted(answer) == ["changes", "filled", "repromised"]
    assert [(t["quantity"], t["from"], t["to"]) for t in answer["repromised"]] == [
        (4, "2026-12-01", "2026-12-09")
    ]


def test_ship(ordered: Desk) -> None:
    parcel = {"key": "s-1", "order": "SO-000001", "lines": [{"sku": "MUG", "quantity": 4}]}
    assert ordered.do("ship", shipments=[parcel]) == {
        "shipments": [
            {
                "key": "s-1",
                "shipment": "SH-000002",
                "order": "SO-000001",
                "lines": [{"sku": "MUG", "quantity": 4, "location": "MAIN"}],
                "remaining": 6,
            }
        ]
    }


def test_count(ordered: Desk) -> None:
    """Three where four should be: the fourth mug is taken from the purchase, a week later."""
    count = {"key": "c-1", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 3}]}
    answer = ordered.do("count", counts=[count])
    assert answer["counts"] == [
        {
            "key": "c-1",
            "location": "MAIN",
            "lines": [{"sku": "MUG", "expected": 4, "variance": -1}],
        }
    ]
    assert [(t["quantity"], t["from"], t["to"]) for t in answer["repromised"]] == [
        (1, "2026-12-01", "2026-12-09")
    ]
    assert sorted(answer) == ["counts", "filled", "repromised"]


def test_adjust(ordered: Desk) -> None:
    adjustment = {"key": "a-1", "location": "MAIN", "sku": "MUG", "quantity": -1}
    answer = ordered.do("adjust", adjustments=[adjustment | {"cause": "damaged"}])
    assert answer["adjustments"] == [{"key": "a-1", "sku": "MUG", "location": "MAIN", "on_hand": 3}]
    assert [(t["quantity"], t["from"], t["to"]) for t in answer["repromised"]] == [
        (1, "2026-12-01", "2026-12-09")
    ]
    assert sorted(answer) == ["adjustments", "filled", "repromised"]
    assert ordered.on_hand("MUG") == {"ADJUSTMENT": -4, "MAIN": 3, "SCRAP": 1}
