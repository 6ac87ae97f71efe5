"""Ten mugs are ordered when four are there: promised, bought, late, come in parts, reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.ledger.figures import measuring as metrics

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def test_ten_mugs_when_four_are_there(desk: Desk) -> None:
    ann_and_bob_are_promised_mugs(desk)
    the_mugs_are_late(desk)
    the_mugs_come_in_parts(desk)
    the_report_says_how_it_went(desk)


def ann_and_bob_are_promised_mugs(desk: Desk) -> None:
    # It is 22 November. Four mugs are on the shelf; S1 sells mugs by the dozen and half dozen,
    # and takes ten days.
    desk.stock(MUG=4)
    desk.sold_by("S1", "MUG", days=10, moq=12, multiple=6, unit_cost=400)

    # Ann orders ten: four can leave tomorrow, six a day after a purchase placed now would come.
    line = desk.order("ann", MUG=10)["lines"][0]
    assert (line["allocated"], line["backordered"]) == (4, 6)
    promises = [(p["quantity"], p["on"], p["basis"], p["supply"]) for p in line["promises"]]
    assert promises == [
        (4, "2026-11-23", "stock", "stock@MAIN"),
        (6, "2026-12-03", "planned", "PS-000002"),
    ]

    # The plan behind the promise is the purchase suggestion. Ordered, it becomes a dozen.
    (purchase,) = desk.do("order_supply", suggestions=["PS-000002"])["purchase_orders"]
    assert purchase["purchase_order"] == "PO-000001"
    assert purchase["pegged"] == [{"order": "SO-000001", "sku": "MUG", "quantity": 6}]
    assert desk.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (12, 6)}

    # Bob orders five and is promised mugs of that purchase; nothing more has to be bought.
    line = desk.order("bob", MUG=5)["lines"][0]
    assert [(p["quantity"], p["on"], p["supply"]) for p in line["promises"]] == [
        (5, "2026-12-03", "PO-000001/1")
    ]


def the_mugs_are_late(desk: Desk) -> None:
    # The next day Ann's first parcel leaves.
    desk.wait(1)
    (parcel,) = desk.do("ship", shipments=[{"key": "s-1", "order": "ann"}])["shipments"]
    assert parcel["lines"] == [{"sku": "MUG", "quantity": 4, "location": "MAIN"}]
    assert parcel["remaining"] == 6

    # S1 writes that the mugs come a week later. Both are told; what was told first stays written.
    slip = [{"purchase_order": "PO-000001", "expected_on": "2026-12-09"}]
    told = desk.do("change_supply", changes=slip)["repromised"]
    assert [(t["order"], t["quantity"], t["from"], t["to"]) for t in told] == [
        ("SO-000001", 6, "2026-12-03", "2026-12-10"),
        ("SO-000002", 5, "2026-12-03", "2026-12-10"),
    ]
    assert desk.told("bob") == [
        ("MUG", 1, 5, "2026-12-03", "purchase"),
        ("MUG", 2, 5, "2026-12-10", "purchase"),
    ]


def the_mugs_come_in_parts(desk: Desk) -> None:
    # On 9 December only eight come. Ann was first: she gets all of hers, Bob gets two.
    desk.wait(16)
    some = {"key": "r-1", "purchase_order": "PO-000001", "lines": [{"sku": "MUG", "quantity": 8}]}
    (receipt,) = desk.do("receive", receipts=[some])["receipts"]
    assert receipt["filled"] == [
        {"order": "SO-000001", "sku": "MUG", "quantity": 6},
        {"order": "SO-000002", "sku": "MUG", "quantity": 2},
    ]
    assert receipt["surplus"] == []
    assert desk.pegs("bob") == [("MUG", "stock@MAIN", 2), ("MUG", "PO-000001/1", 3)]

    # Ann's second parcel leaves, and her order is done.
    (parcel,) = desk.do("ship", shipments=[{"key": "s-2", "order": "ann"}])["shipments"]
    assert (parcel["shipment"], parcel["remaining"]) == ("SH-000004", 0)
    assert desk.pegs("ann") == []


def the_report_says_how_it_went(desk: Desk) -> None:
    # Two orders, none in full at once; 4 of 15 mugs as promised.
    report = metrics.metrics(desk.conn)
    assert report["backorder_rate"] == {"order": 100, "line": 100, "unit": 73.33, "value": 73.33}
    assert report["fill_rate"]["unit"] == 26.67
    assert report["accepted"]["value"] == {"EUR": 15 * 1250}
    first = report["promises"]["first"]
    assert {name: first[name] for name in ("due", "kept", "late", "late_and_open")} == {
        "due": 15, "kept": 4, "late": 6, "late_and_open": 5,
    }  # fmt: skip
    assert (first["kept_rate"], first["late_days_mean"]) == (26.67, 6)
    backlog = metrics.backlog(desk.conn)
    assert (backlog["units"], backlog["allocated"], backlog["backordered"]) == (5, 2, 3)
    assert [(one["order"], one["age_days"]) for one in backlog["oldest"]] == [("SO-000002", 17)]
