"""Releasing to pick: what is released stays where it is until it ships or is recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 6 mugs there and 10 coming; ann ordered 4, bob 4, in that order."""
    desk.stock(MUG=6, POT=3)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=4)
    desk.order("bob", MUG=4)
    return desk


def release(desk: Desk, order: str, *lines: Json) -> Json:
    return desk.do("release", releases=[{"order": order, **({"lines": [*lines]} if lines else {})}])


def recall(desk: Desk, order: str, *lines: Json) -> Json:
    return desk.do("release", recalls=[{"order": order, **({"lines": [*lines]} if lines else {})}])


def mugs(units: int) -> Json:
    return {"sku": "MUG", "quantity": units}


def refusal(desk: Desk, verb: str, **request: object) -> tuple[int, str, Json]:
    before = desk.state()
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    assert desk.state() == before
    return raised.value.status, raised.value.code, raised.value.facts


def fenced(desk: Desk) -> dict[str, int]:
    """Return the released units of each order."""
    return dict(
        desk.rows(
            "SELECT o.key, sum(g.quantity)::int FROM peg g JOIN sales_order o ON o.id = g.order_id"
            " WHERE g.released GROUP BY o.key ORDER BY o.key"
        )
    )


def set_on_hand(desk: Desk, units: int) -> Json:
    lines = [mugs(units)]
    return desk.do("count", counts=[{"key": f"c{units}", "location": "MAIN", "lines": lines}])


def test_what_is_allocated_is_released_and_recalled(shop: Desk) -> None:
    assert release(shop, "bob") == {
        "released": [
            {"order": "SO-000002", "lines": [{"sku": "MUG", "quantity": 2, "location": "MAIN"}]}
        ],
        "recalled": [],
    }
    assert fenced(shop) == {"bob": 2}
    assert refusal(shop, "release", releases=[{"order": "bob"}])[:2] == (409, "nothing_to_release")
    recall(shop, "bob", mugs(1))
    assert fenced(shop) == {"bob": 1}
    recall(shop, "SO-000002")
    assert fenced(shop) == {}
    assert refusal(shop, "release", recalls=[{"order": "bob"}])[:2] == (409, "nothing_released")
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 2), ("MUG", "PO-000001/1", 2)]


def test_a_part_is_released(shop: Desk) -> None:
    release(shop, "ann", mugs(3))
    release(shop, "ann", mugs(1))
    assert fenced(shop) == {"ann": 4}
    asked = {"order": "bob", "lines": [mugs(3)]}
    assert refusal(shop, "release", releases=[asked]) == (
        422,
        "not_allocated",
        {"order": "SO-000002", "sku": "MUG", "asked": 3, "available": 2},
    )
    asked = {"order": "ann", "lines": [mugs(5)]}
    assert refusal(shop, "release", recalls=[asked])[:2] == (422, "not_released")


def test_one_request_recalls_and_releases(shop: Desk) -> None:
    release(shop, "ann")
    shop.do("release", recalls=[{"order": "ann"}], releases=[{"order": "bob"}])
    assert fenced(shop) == {"bob": 2}
    twice = {"recalls": [{"order": "bob"}], "releases": [{"order": "SO-000002"}]}
    assert refusal(shop, "release", **twice)[:2] == (409, "changed_twice")
    assert refusal(shop, "release")[:2] == (400, "malformed")


def test_released_units_are_not_cancelled(shop: Desk) -> None:
    release(shop, "bob")
    assert refusal(shop, "cancel", cancellations=[{"order": "bob"}]) == (
        409,
        "released_to_pick",
        {"order": "SO-000002", "released": 2},
    )
    one = {"order": "bob", "lines": [mugs(3)]}
    code, facts = refusal(shop, "cancel", cancellations=[one])[1:]
    assert (code, facts["asked"], facts["released"]) == ("released_to_pick", 3, 2)
    shop.do("cancel", cancellations=[{"order": "bob", "only": "backordered"}])
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 2)]
    recall(shop, "bob")
    shop.do("cancel", cancellations=[{"order": "bob"}])
    assert shop.pegs("bob") == []


def test_fewer_units_are_taken_from_what_is_not_released(shop: Desk) -> None:
    release(shop, "ann", mugs(3))
    shop.do("cancel", cancellations=[{"order": "ann", "lines": [mugs(1)]}])
    assert fenced(shop) == {"ann": 3}
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 3), ("MUG", "PO-000001/1", 1)]


def test_released_units_are_not_changed(shop: Desk) -> None:
    release(shop, "bob")

    def change(**what: object) -> tuple[int, str]:
        return refusal(shop, "change_order", changes=[{"order": "bob", **what}])[:2]

    assert change(lines=[mugs(1)]) == (409, "released_to_pick")
    assert change(ship="complete") == (409, "released_to_pick")
    later = {"sku": "MUG", "requested_on": "2026-12-20"}
    assert change(lines=[later]) == (409, "released_to_pick")
    shop.do("change_order", changes=[{"order": "bob", "lines": [mugs(3)]}])
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 2), ("MUG", "PO-000001/1", 1)]
    shop.do("change_order", changes=[{"order": "bob", "ship": "as_available", "lines": [mugs(5)]}])
    assert fenced(shop) == {"bob": 2}


def test_an_order_that_ships_complete_is_released_when_all_is_there(shop: Desk) -> None:
    shop.order("eve", "complete", MUG=1, POT=1)
    assert refusal(shop, "release", releases=[{"order": "eve"}]) == (
        409,
        "ship_complete_waits",
        {"order": "SO-000003", "waiting": 1},
    )
    shop.do("cancel", cancellations=[{"order": "ann"}])
    release(shop, "eve")
    assert fenced(shop) == {"eve": 2}
    more = {"order": "eve", "lines": [{"sku": "POT", "quantity": 2}]}
    assert refusal(shop, "change_order", changes=[more])[:2] == (409, "released_to_pick")
    assert refusal(shop, "change_order", changes=[{"order": "eve", "ship": "as_available"}])[
        :2
    ] == (
        409,
        "released_to_pick",
    )


def test_what_was_released_ships_first(shop: Desk) -> None:
    release(shop, "ann", mugs(2))
    shop.do("ship", shipments=[{"key": "s-1", "order": "ann", "lines": [mugs(2)]}])
    assert fenced(shop) == {}
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 2)]


def test_a_loss_hits_what_is_released_last(shop: Desk) -> None:
    """Bob is behind ann in the queue; his mugs are in a picker's hands, hers are on the shelf."""
    release(shop, "bob")
    set_on_hand(shop, 3)
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 1), ("MUG", "PO-000001/1", 3)]
    assert fenced(shop) == {"bob": 2}
    assert shop.cases() == []


def test_finding_less_than_is_released_is_an_exception(shop: Desk) -> None:
    release(shop, "bob")
    set_on_hand(shop, 1)
    assert fenced(shop) == {"bob": 1}
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 1), ("MUG", "PO-000001/1", 3)]
    assert shop.cases() == [("pick_short", "bob", "MUG")]
    set_on_hand(shop, 0)
    assert fenced(shop) == {}
    assert shop.cases() == [("pick_short", "bob", "MUG")]
    # What is fenced no more has its old place in the queue again: ann is served first.
    set_on_hand(shop, 5)
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4)]


def test_a_receipt_and_a_slip_leave_released_units_alone(shop: Desk) -> None:
    release(shop, "bob")
    receipt = {"key": "r-1", "purchase_order": "PO-000001", "lines": [mugs(1)]}
    shop.do("receive", receipts=[receipt])
    slip = {"purchase_order": "PO-000001", "expected_on": "2026-12-20"}
    told = shop.do("change_supply", changes=[slip])["repromised"]
    assert [(one["order"], one["quantity"]) for one in told] == [("SO-000002", 1)]
    assert fenced(shop) == {"bob": 2}
    on_the_shelf = shop.rows("SELECT promised_on::text FROM peg WHERE released ORDER BY line_id, n")
    assert on_the_shelf == [("2026-11-23",)]
