"""A purchase comes short, and some of it broken: who gets what, and what the supplier is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.ledger.figures import measuring as metrics

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def test_ten_ordered_five_good_two_broken_three_never_sent(desk: Desk) -> None:
    desk.stock(PAN=0)
    number = desk.buy("p-1", "2026-12-08", PAN=10)
    desk.order("ann", PAN=6)
    desk.order("bob", PAN=4)

    # Five good pans and two broken ones come, and the delivery note says: that is all.
    desk.wait(16)
    line = {"sku": "PAN", "quantity": 5, "damaged": 2, "close": True}
    came = {"key": "r-1", "purchase_order": number, "lines": [line]}
    answer = desk.do("receive", receipts=[came])
    assert answer["receipts"][0]["filled"] == [{"order": "SO-000001", "sku": "PAN", "quantity": 5}]

    # Ann gets the five. For her sixth pan and Bob's four nobody knows a date.
    assert desk.pegs("ann") == [("PAN", "stock@MAIN", 5), ("PAN", None, 1)]
    assert desk.pegs("bob") == [("PAN", None, 4)]
    assert [(t["order"], t["quantity"], t["to"]) for t in answer["repromised"]] == [
        ("SO-000001", 1, None),
        ("SO-000002", 4, None),
    ]
    assert answer["repromised"][0]["reason"]["code"] == "received_short"
    assert desk.cases() == [("date_unknown", "ann", "PAN"), ("date_unknown", "bob", "PAN")]

    # The broken ones lie where nothing is sold.
    assert desk.on_hand("PAN") == {"MAIN": 5, "MAIN/DAMAGED": 2, "SUPPLIER": -7}
    assert desk.supplies("PAN") == {"stock@MAIN": (5, 5)}

    # And the supplier's record shows it: of ten, seven came and three are short.
    (supplier,) = metrics.suppliers(desk.conn, trend=True)["suppliers"]
    facts = ("supplier", "ordered", "received", "damaged", "short", "over", "open")
    assert {name: supplier[name] for name in facts} == {
        "supplier": "S1", "ordered": 10, "received": 5, "damaged": 2, "short": 3, "over": 0,
        "open": 0,
    }  # fmt: skip
    assert (supplier["short_rate"], supplier["on_time_rate"]) == (30, 100)
    # All of it was ordered in one quarter, so that quarter's figures are the whole.
    (quarter,) = supplier["trend"]
    assert quarter["quarter"] == "2026-Q4"
    assert quarter == {name: supplier[name] for name in quarter if name != "quarter"} | {
        "quarter": "2026-Q4"
    }


def test_the_rest_comes_later(desk: Desk) -> None:
    # The same delivery, but the rest is still to come: then only the broken ones are missed.
    desk.stock(PAN=0)
    number = desk.buy("p-1", "2026-12-08", PAN=10)
    desk.order("ann", PAN=6)
    desk.order("bob", PAN=4)
    desk.wait(16)
    came = {"key": "r-1", "purchase_order": number}
    some = [{"sku": "PAN", "quantity": 5, "damaged": 2}]
    desk.do("receive", receipts=[came | {"lines": some}])
    assert desk.pegs("ann") == [("PAN", "stock@MAIN", 5), ("PAN", "PO-000001/1", 1)]
    assert desk.pegs("bob") == [("PAN", "PO-000001/1", 2), ("PAN", None, 2)]
    assert desk.cases() == [("date_unknown", "bob", "PAN")]

    # The rest comes, with two more in place of the broken ones.
    rest = {"key": "r-2", "purchase_order": number, "lines": [{"sku": "PAN", "quantity": 5}]}
    (receipt,) = desk.do("receive", receipts=[rest])["receipts"]
    assert sum(one["quantity"] for one in receipt["filled"]) == 5
    assert (desk.pegs("bob"), desk.cases()) == ([("PAN", "stock@MAIN", 4)], [])
