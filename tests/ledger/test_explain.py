"""Why: the sentences a customer could read, to the letter, and the tree behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import InvalidError, MalformedError, NotFoundError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    return Desk(conn)


def why(desk: Desk, **request: Any) -> str:
    """Return the sentence of an explanation."""
    sentence: str = desk.do("explain", **request)["sentence"]
    return sentence


def nodes(reason: Json, code: str) -> list[Json]:
    """Return the nodes of a tree that have a code, depth first."""
    found = [reason] if reason["code"] == code else []
    return found + [node for child in reason["because"] for node in nodes(child, code)]


def seventeen(desk: Desk) -> str:
    """Stock 4 mugs and buy 24 more for 4 December, as purchase 17; return its number."""
    desk.stock(MUG=4, OTHER=0)
    for n in range(16):
        desk.buy(f"before {n}", "2027-01-01", OTHER=1)
    return desk.buy("p-17", "2026-12-04", MUG=24)


def test_a_promise_from_the_shelf_and_a_purchase(desk: Desk) -> None:
    assert seventeen(desk) == "PO-000017"
    desk.do("set_locations", locations=[{"code": "MAIN", "calendar": "mon-fri"}])
    desk.order("bob", MUG=3)
    desk.order("ann", MUG=10)
    answer = desk.do("explain", order="ann")
    assert answer["sentence"] == (
        "1 of 10 is on the shelf, plus 1 handling day: it can leave on 24 November; "
        "9 of 10 wait for PO-17, confirmed for 4 December by the supplier, plus 1 handling day, "
        "with no work on 5 and 6 December: they can leave on 7 December."
    )
    (line,) = answer["reason"]["because"]
    shelf, bought, rule, history = line["because"]
    assert [(step["code"], step["facts"]["on"]) for step in shelf["because"]] == [
        ("on_the_shelf", "2026-11-23"),
        ("handling", "2026-11-24"),
    ]
    assert [(step["code"], step["text"]) for step in bought["because"]] == [
        ("stated", "The supplier confirmed it for 4 December."),
        ("handling", "Handling takes 1 working day: until 7 December."),
    ]
    assert bought["facts"] == {
        "quantity": 9,
        "supply": "PO-000017/1",
        "location": "MAIN",
        "supplier": "S1",
        "stated_on": "2026-12-04",
        "stated_by": "supplier",
        "spread_days": 0,
        "quantile": 80,
        "confidence": 0.8,
        "told_on": "2026-12-07",
        "expected_on": "2026-12-07",
        "requested_on": None,
        "ahead": {"units": 0, "lines": 0},
    }
    assert (rule["code"], rule["facts"]["name"], rule["facts"]["mode"]) == (
        "rule", "default", "allow",
    )  # fmt: skip
    assert [version["text"] for version in history["because"]] == [
        "22 November: 7 December. Told when the order was accepted."
    ]


def test_the_sentence_of_the_contract(desk: Desk) -> None:
    """6 of 10 wait for PO-17, confirmed for 4 December by the supplier, plus 1 handling day."""
    seventeen(desk)
    desk.order("ann", MUG=10)
    assert why(desk, order="ann", sku="MUG") == (
        "4 of 10 are on the shelf, plus 1 handling day: they can leave on 23 November; "
        "6 of 10 wait for PO-17, confirmed for 4 December by the supplier, plus 1 handling day: "
        "they can leave on 5 December."
    )


def test_a_day_that_nobody_confirmed(desk: Desk) -> None:
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=9)
    desk.order("ann", MUG=1)
    assert why(desk, order="ann") == (
        "It is yet to be ordered and would usually come on 1 December, plus 1 handling day: "
        "it can leave on 2 December."
    )
    desk.do("order_supply", suggestions=["PS-000001"])
    assert why(desk, order="ann") == (
        "It waits for PO-1, due on 1 December by the supplier's usual lead time, "
        "plus 1 handling day: it can leave on 2 December."
    )
    later = [{"purchase_order": "PO-000001", "expected_on": "2027-01-04"}]
    desk.do("change_supply", changes=later)
    assert why(desk, order="ann") == (
        "It waits for PO-1, confirmed for 4 January 2027 by the supplier, plus 1 handling day: "
        "it can leave on 5 January 2027."
    )


def test_what_the_customer_wished(desk: Desk) -> None:
    desk.stock(MUG=4, POT=0)
    desk.buy("p-1", "2026-12-08", POT=5)
    lines = [
        {"sku": "MUG", "quantity": 4, "requested_on": "2026-12-01"},
        {"sku": "POT", "quantity": 5},
    ]
    desk.do("place_orders", orders=[{"key": "ann", "ship": "complete", "lines": lines}])
    assert why(desk, order="ann") == (
        "MUG: all 4 are on the shelf, plus 1 handling day, wanted on 1 December, sent in one "
        "parcel with the rest: they can leave on 9 December. "
        "POT: all 5 wait for PO-1, confirmed for 8 December by the supplier, plus 1 handling day: "
        "they can leave on 9 December."
    )


def test_a_date_that_was_lost(desk: Desk) -> None:
    desk.stock(MUG=0)
    number = desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=6)
    desk.wait(1)
    desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert why(desk, order="ann") == (
        "For all 6 there is no date, because no delivery covers them."
    )
    answer = desk.do("explain", change={"order": "ann", "sku": "MUG"})
    assert answer["sentence"] == (
        "On 23 November the day, 9 December, was lost, because PO-1 was cancelled."
    )
    assert answer["reason"]["facts"] | {"before": [], "after": []} == {
        "version": 2,
        "cause": "supply_cancelled",
        "made_at": "2026-11-23T09:00:00+00:00",
        "verb": "change_supply",
        "actor": "test",
        "from": "2026-12-09",
        "to": None,
        "before": [],
        "after": [],
    }


def test_each_change_has_its_reason(desk: Desk) -> None:
    desk.stock(MUG=0)
    number = desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=6)
    desk.wait(3)
    moved = [{"purchase_order": number, "expected_on": "2026-12-18"}]
    desk.do("change_supply", changes=moved)
    change = {"order": "SO-000001", "sku": "MUG"}
    assert why(desk, change=change) == (
        "On 25 November the day moved from 9 December to 19 December, because PO-1 is now due on "
        "18 December instead of 8 December."
    )
    assert why(desk, change={**change, "version": 1}) == (
        "On 22 November the day that was told was 9 December, when the order was accepted."
    )
    with pytest.raises(NotFoundError, match="was told 2 times of MUG, not 3") as none:
        desk.do("explain", change={**change, "version": 3})
    assert none.value.code == "unknown_version"


def test_patience_lets_a_promise_stand(desk: Desk) -> None:
    desk.stock(MUG=0)
    rule = {"scope": "default", "match": "", "mode": "allow", "tell_later_days": 5}
    desk.do("set_policies", policies=[rule])
    number = desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=6)
    desk.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-10"}])
    answer = desk.do("explain", order="ann")
    assert answer["sentence"] == (
        "All 6 wait for PO-1, confirmed for 10 December by the supplier, plus 1 handling day: "
        "promised for 9 December, now expected on 11 December."
    )
    (line,) = answer["reason"]["because"]
    assert (line["facts"]["current_on"], line["facts"]["expected_on"]) == (
        "2026-12-09", "2026-12-11",
    )  # fmt: skip
    (then,) = nodes(line, "expected")
    assert [step["code"] for step in then["because"]] == ["stated", "handling"]
    assert nodes(line, "stands") == []  # the day told follows from what was stated then


def test_a_sure_day(desk: Desk) -> None:
    """With a spread of 5 days, 80 % sure is five days later than stated."""
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=9, spread_days=5)
    told = desk.order("ann", MUG=6)["lines"][0]["promises"][0]["on"]
    assert told == "2026-12-07"
    assert why(desk, order="ann") == (
        "All 6 are yet to be ordered and would usually come on 1 December, reckoned as "
        "6 December to be 80 % sure, plus 1 handling day: they can leave on 7 December."
    )


def test_the_queue_of_a_supply(desk: Desk) -> None:
    desk.stock(MUG=3)
    desk.buy("p-1", "2026-12-08", MUG=20)
    desk.order("ann", MUG=7)
    desk.order("bob", MUG=5)
    answer = desk.do("explain", supply="PO-000001/1")
    assert answer["sentence"] == (
        "PO-1 brings 20, confirmed for 8 December by the supplier: 9 are promised to 2 orders, "
        "and 11 are free."
    )
    assert [node["text"] for node in answer["reason"]["because"]] == [
        "4 to SO-000001, for 9 December.",
        "5 to SO-000002, for 9 December.",
    ]
    (queue,) = nodes(desk.do("explain", order="bob")["reason"], "queue")
    assert queue["text"] == "1 order line with 4 units stands before it in the queue of PO-1."
    assert why(desk, supply="stock@MAIN", sku="MUG") == (
        "3 are on the shelf: 3 are promised to 1 order, and 0 are free."
    )
    desk.stock(POT=1)
    with pytest.raises(InvalidError, match="name the sku"):
        desk.do("explain", supply="stock@MAIN")
    with pytest.raises(NotFoundError, match="no supply PO-9"):
        desk.do("explain", supply="PO-9")


def test_what_is_shipped_and_cancelled(desk: Desk) -> None:
    desk.stock(MUG=4)
    desk.sold_by("S1", "MUG", days=9)
    desk.order("ann", MUG=10)
    desk.do("ship", shipments=[{"key": "s", "order": "ann"}])
    desk.do("cancel", cancellations=[{"order": "ann", "lines": [{"sku": "MUG", "quantity": 6}]}])
    assert why(desk, order="ann") == "4 of 10 were sent; 6 of 10 were cancelled."


def test_an_inquiry_has_the_words_of_the_promise(desk: Desk) -> None:
    seventeen(desk)
    cart = {"lines": [{"sku": "MUG", "quantity": 10}]}
    said = why(desk, cart=cart)
    desk.order("ann", MUG=10)
    assert why(desk, order="ann") == said


REFUSED = [
    ({"quantity": 1, "sku": "NIX"}, "We do not know a product NIX."),
    (
        {"quantity": 5, "sku": "PAN"},
        "PAN is out of stock: 2 of the 5 asked for can be had, and no more are on order.",
    ),
    (
        {"quantity": 9, "sku": "MUG"},
        "No more than 8 of MUG may wait at a time: 3 do already, so 9 more cannot be taken.",
    ),
    (
        {"quantity": 2, "sku": "MUG", "latest_on": "2026-12-01"},
        "MUG could leave on 2 December at the earliest, after 1 December, the last day asked for.",
    ),
    (
        {"quantity": 1, "sku": "POT"},
        "POT is sold from the shelf only: 0 of the 1 asked for are there.",
    ),
    (
        {"quantity": 1, "sku": "CUP"},
        "CUP could leave on 2 December, in 10 days; we promise no more than 7 days ahead.",
    ),
]


@pytest.mark.parametrize(("line", "sentence"), REFUSED)
def test_a_refusal_in_plain_words(desk: Desk, line: Json, sentence: str) -> None:
    desk.stock(CUP=0, MUG=0, PAN=2, POT=0)
    desk.sold_by("S1", "CUP", "MUG", "POT", days=9)
    rules: list[Json] = [
        {"match": "CUP", "mode": "allow", "max_wait_days": 7},
        {"match": "MUG", "mode": "allow", "cap": 8},
        {"match": "POT", "mode": "deny"},
    ]
    desk.do("set_policies", policies=[{"scope": "product", **rule} for rule in rules])
    desk.order("bob", MUG=3)
    answer = desk.do("explain", cart={"lines": [line]})
    assert answer["sentence"] == sentence
    (refusal,) = answer["reason"]["because"]
    (told,) = desk.do("availability", lines=[line])["lines"]
    assert (refusal["code"], refusal["facts"]) == (
        told["refused"]["code"], told["refused"]["facts"],
    )  # fmt: skip
    behind = [node["code"] for node in refusal["because"]]
    has_lead = line["sku"] in {"CUP", "MUG", "POT"}
    lead = "lead_time" if has_lead else "no_lead_time"
    assert behind == ([] if line["sku"] == "NIX" else ["shelf", "coming", lead, "rule"])


@pytest.mark.parametrize("request_", [{}, {"order": "ann", "supply": "PO-000001/1"}])
def test_one_thing_is_explained_at_a_time(desk: Desk, request_: Json) -> None:
    with pytest.raises(MalformedError, match="one of order, supply, cart and change"):
        desk.do("explain", **request_)


def test_what_is_not_there(desk: Desk) -> None:
    desk.stock(MUG=1)
    desk.order("ann", MUG=1)
    with pytest.raises(NotFoundError) as order:
        desk.do("explain", order="nobody")
    assert order.value.code == "unknown_order"
    with pytest.raises(InvalidError) as line:
        desk.do("explain", order="ann", sku="POT")
    assert line.value.code == "not_on_order"
