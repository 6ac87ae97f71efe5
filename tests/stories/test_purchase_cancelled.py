"""A purchase is cancelled: its product is out of stock at once, and a new purchase cures it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def state_of_pans(desk: Desk) -> str:
    """Return what a shop window says about one pan."""
    (line,) = desk.do("availability", lines=[{"sku": "PAN", "quantity": 1}])["lines"]
    state: str = line["state"]
    return state


def test_a_cancelled_purchase_and_the_next_one(desk: Desk) -> None:
    # Nobody says how long pans take, so they can be sold only against the ten that are on order.
    desk.stock(PAN=0)
    assert state_of_pans(desk) == "out_of_stock"
    number = desk.buy("p-1", "2026-12-08", PAN=10)
    assert state_of_pans(desk) == "backorder"
    assert desk.order("ann", PAN=6)["lines"][0]["promises"][0]["on"] == "2026-12-09"

    # The supplier gives up. In the same transaction Ann's pans have no date, a case is opened that
    # someone must look at, and pans are out of stock again.
    entries = len(desk.journal())
    (told,) = desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])[
        "repromised"
    ]
    assert len(desk.journal()) == entries + 1
    assert (told["order"], told["quantity"], told["from"], told["to"]) == (
        "SO-000001", 6, "2026-12-09", None,
    )  # fmt: skip
    assert told["reason"] == {
        "code": "supply_cancelled",
        "text": "The supply behind it was cancelled.",
    }
    assert desk.pegs("ann") == [("PAN", None, 6)]
    assert desk.cases() == [("date_unknown", "ann", "PAN")]
    assert state_of_pans(desk) == "out_of_stock"
    (refused,) = desk.order("bob", PAN=1)["lines"]
    assert refused["refused"]["code"] == "out_of_stock"

    # Another purchase: Ann is served first and told a day, the case is closed, and what is left
    # can be sold.
    desk.buy("p-2", "2026-12-20", PAN=8)
    assert desk.pegs("ann") == [("PAN", "PO-000002/1", 6)]
    assert (desk.cases(), desk.cases(still_open=False)) == (
        [], [("date_unknown", "ann", "PAN")],
    )  # fmt: skip
    assert desk.told("ann") == [
        ("PAN", 1, 6, "2026-12-09", "purchase"),
        ("PAN", 2, 6, None, "unknown"),
        ("PAN", 3, 6, "2026-12-21", "purchase"),
    ]
    assert state_of_pans(desk) == "backorder"
    assert desk.order("bob again", PAN=2)["status"] == "accepted"


def test_with_a_lead_time_a_plan_takes_over(desk: Desk) -> None:
    # Mugs can always be bought within ten days, so a cancelled purchase only costs time.
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=10)
    number = desk.buy("p-1", "2026-11-25", MUG=10)
    desk.order("ann", MUG=6)
    told = desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert [(t["from"], t["to"]) for t in told["repromised"]] == [("2026-11-26", "2026-12-03")]
    assert desk.pegs("ann") == [("MUG", "PS-000002", 6)]
    assert desk.cases() == []
