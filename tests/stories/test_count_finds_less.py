"""A count finds less than the books say: the last in rank lose, and a receipt heals it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def test_five_pans_are_missing(desk: Desk) -> None:
    # Ten pans are on the shelf, and all of them are promised: to Ann, Bob and Cid, in this order.
    desk.stock(PAN=10)
    for name, units in (("ann", 4), ("bob", 3), ("cid", 3)):
        assert desk.order(name, PAN=units)["lines"][0]["allocated"] == units

    # Someone counts, and finds five.
    found = {"key": "c-1", "location": "MAIN", "lines": [{"sku": "PAN", "quantity": 5}]}
    answer = desk.do("count", counts=[found])
    assert answer["counts"][0]["lines"] == [{"sku": "PAN", "expected": 10, "variance": -5}]

    # Cid came last and loses all; Bob loses two of three; Ann loses nothing.
    assert desk.pegs("ann") == [("PAN", "stock@MAIN", 4)]
    assert desk.pegs("bob") == [("PAN", "stock@MAIN", 1), ("PAN", None, 2)]
    assert desk.pegs("cid") == [("PAN", None, 3)]
    assert [(t["order"], t["quantity"], t["from"], t["to"]) for t in answer["repromised"]] == [
        ("SO-000002", 2, "2026-11-23", None),
        ("SO-000003", 3, "2026-11-23", None),
    ]
    assert answer["repromised"][0]["reason"]["code"] == "stock_corrected"
    assert desk.cases() == [("date_unknown", "bob", "PAN"), ("date_unknown", "cid", "PAN")]

    # Four pans are bought. They go by rank: Bob has his two back, Cid two of his three.
    number = desk.buy("p-1", "2026-12-08", PAN=4)
    assert desk.pegs("bob") == [("PAN", "stock@MAIN", 1), ("PAN", "PO-000001/1", 2)]
    assert desk.pegs("cid") == [("PAN", "PO-000001/1", 2), ("PAN", None, 1)]
    assert desk.cases() == [("date_unknown", "cid", "PAN")]

    # Five come: the one too many is recorded, and goes to Cid.
    desk.wait(16)
    came = {"key": "r-1", "purchase_order": number, "lines": [{"sku": "PAN", "quantity": 5}]}
    (receipt,) = desk.do("receive", receipts=[came])["receipts"]
    assert receipt["filled"] == [
        {"order": "SO-000002", "sku": "PAN", "quantity": 2},
        {"order": "SO-000003", "sku": "PAN", "quantity": 1},
        {"order": "SO-000003", "sku": "PAN", "quantity": 2},
    ]
    assert desk.cases() == []
    assert desk.supplies("PAN") == {"stock@MAIN": (10, 10)}
    assert desk.on_hand("PAN") == {"ADJUSTMENT": -5, "MAIN": 10, "SUPPLIER": -5}
