"""A refused order says why, with facts, and leaves nothing behind; the rest of its batch stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.proofs.rehearsal import rehearse
from tests.ledger import healthy_books as books

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

# The mugs: 4 on the shelf, 10 come on 8 December and can leave a day later.
MUGS = {"sku": "MUG", "asked": 9, "available": 4, "next_date": "2026-12-09"}


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with mugs, a purchase of mugs, and a pot."""
    desk.stock(MUG=4, POT=1)
    desk.buy("p-1", "2026-12-08", MUG=10)
    return desk


def policy(desk: Desk, **rule: Any) -> None:
    desk.do("set_policies", policies=[{"scope": "product", "match": "MUG"} | rule])


def order(key: str, *lines: tuple[str, int], **more: Any) -> Json:
    return {"key": key, "lines": [{"sku": sku, "quantity": n} for sku, n in lines]} | more


def refusals(desk: Desk, *orders: Json) -> list[Json]:
    """Place refused orders between two good ones; return why, when the good ones stand alone."""
    supplies = desk.supplies("MUG")
    batch = [order("first", ("POT", 1)), *orders]
    answers = desk.do("place_orders", orders=batch)["orders"]
    assert [one["key"] for one in answers] == [one["key"] for one in batch]
    assert answers[0]["order"] == "SO-000001"
    assert [one["status"] for one in answers[1:]] == ["refused"] * len(orders)
    assert [sorted(one) for one in answers[1:]] == [["key", "lines", "status"]] * len(orders)
    assert desk.supplies("MUG") == supplies
    written = desk.rows(
        "SELECT (SELECT count(*) FROM sales_order), (SELECT count(*) FROM order_line),"
        " (SELECT count(*) FROM peg), (SELECT count(*) FROM promise)"
    )
    assert written == [(1, 1, 1, 1)]
    assert desk.rows("SELECT ref FROM customer") == []
    return [line["refused"] for one in answers[1:] for line in one["lines"]]


def test_out_of_stock(shop: Desk) -> None:
    (reason,) = refusals(shop, order("no", ("MUG", 15)))
    facts = {"sku": "MUG", "asked": 15, "available": 14, "next_date": None, "rule": "default"}
    assert (reason["code"], reason["facts"]) == ("out_of_stock", facts)
    assert reason["text"] == (
        "MUG is out of stock: 14 of 15 can be had, and neither a dated supply "
        "nor a supplier's lead time covers the rest."
    )


def test_cap_reached(shop: Desk) -> None:
    policy(shop, mode="allow", cap=4)
    (reason,) = refusals(shop, order("no", ("MUG", 9)))
    facts = MUGS | {"rule": "product:MUG", "cap": 4, "backordered": 0, "added": 5}
    assert (reason["code"], reason["facts"]) == ("cap_reached", facts)
    assert shop.order("yes", MUG=8)["lines"][0]["backordered"] == 4
    (reason,) = [line["refused"] for line in shop.order("more", MUG=1)["lines"]]
    assert (reason["facts"]["backordered"], reason["facts"]["added"]) == (4, 1)


def test_wait_too_long(shop: Desk) -> None:
    policy(shop, mode="allow", max_wait_days=16)
    (reason,) = refusals(shop, order("no", ("MUG", 9)))
    facts = MUGS | {"rule": "product:MUG", "max_wait_days": 16, "wait_days": 17}
    assert (reason["code"], reason["facts"]) == ("wait_too_long", facts)
    shop.wait(1)
    assert shop.order("yes", MUG=9)["status"] == "accepted"


def test_denied(shop: Desk) -> None:
    policy(shop, mode="deny")
    (reason,) = refusals(shop, order("no", ("MUG", 9)))
    assert (reason["code"], reason["facts"]) == ("denied", MUGS | {"rule": "product:MUG"})
    assert shop.order("yes", MUG=4)["lines"][0]["allocated"] == 4


def test_unknown_sku(shop: Desk) -> None:
    reasons = refusals(shop, order("no", ("NIX", 1), ("MUG", 2)))
    assert reasons == [
        {"code": "unknown_sku", "text": "There is no product NIX.", "facts": {"sku": "NIX"}},
        None,
    ]


def test_discontinued(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "MUG", "discontinued": True}])
    shop.sold_by("S1", "MUG", days=3)
    (reason,) = refusals(shop, order("no", ("MUG", 9)))
    assert (reason["code"], reason["facts"]) == ("discontinued", MUGS | {"next_date": None})
    assert shop.order("yes", MUG=4)["lines"][0]["allocated"] == 4


def test_currency_mismatch(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "CUP", "currency": "USD"}])
    reasons = refusals(
        shop, order("no", ("MUG", 1), ("CUP", 1)), order("nor", ("MUG", 1), currency="USD")
    )
    facts = {"sku": "CUP", "currency": "USD", "order_currency": "EUR"}
    text = "CUP is priced in USD, the order in EUR."
    assert reasons[:2] == [None, {"code": "currency_mismatch", "text": text, "facts": facts}]
    assert reasons[2]["facts"] == {"sku": "MUG", "currency": "EUR", "order_currency": "USD"}


def test_a_refused_order_brings_no_customer_along(shop: Desk) -> None:
    (reason,) = refusals(shop, order("no", ("NIX", 1), customer={"ref": "C7", "name": "Ann"}))
    assert reason["code"] == "unknown_sku"


def test_the_class_of_a_customer_who_is_not_known_yet_counts(shop: Desk) -> None:
    shop.do("set_policies", policies=[{"scope": "class", "match": "gold", "mode": "deny"}])
    gold = {"ref": "C7", "class": "gold"}
    (reason,) = refusals(shop, order("no", ("MUG", 9), customer=gold))
    assert (reason["code"], reason["facts"]) == ("denied", MUGS | {"rule": "class:gold"})


def test_what_a_refused_order_took_serves_the_next_one(shop: Desk) -> None:
    """The first wants all mugs and a pan that nobody has; the second gets the mugs."""
    shop.stock(PAN=0)
    batch = [order("no", ("MUG", 14), ("PAN", 1)), order("yes", ("MUG", 14))]
    answers = shop.do("place_orders", orders=batch)["orders"]
    assert [one["status"] for one in answers] == ["refused", "accepted"]
    assert [line["refused"] and line["refused"]["code"] for line in answers[0]["lines"]] == [
        None, "out_of_stock",
    ]  # fmt: skip
    assert shop.pegs("yes") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 10)]
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (10, 10)}


def test_a_refused_order_may_come_again_under_its_key(shop: Desk) -> None:
    """Nothing was left behind, not even the key; once stock is there the same order is accepted."""
    first = shop.order("again", MUG=15)
    assert first["status"] == "refused"
    shop.buy("p-2", "2026-12-20", MUG=1)
    assert shop.order("again", MUG=15)["status"] == "accepted"


def test_refusals_are_replayed_as_they_were(shop: Desk, server_url: str, template_url: str) -> None:
    """The journal of a batch with refused and accepted orders and new customers says it all."""
    customer = {"ref": "C7", "class": "gold"}
    batch = [
        order("no", ("NIX", 1), customer={"ref": "C8"}),
        order("yes", ("MUG", 6), customer=customer),
        order("nor", ("MUG", 90), ("POT", 1), customer=customer),
        order("also", ("MUG", 1), ("POT", 1)),
    ]
    shop.do("place_orders", orders=batch)
    assert shop.rows("SELECT ref FROM customer") == [("C7",)]
    with books.empty(server_url, template_url) as twin:
        assert rehearse(shop.conn, twin).differing() == []
