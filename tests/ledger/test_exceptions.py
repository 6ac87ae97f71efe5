"""Exceptions: what opens them, what closes them, and what is shown to those who look after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import ConflictError, MalformedError, NotFoundError
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox import sweeping
from backorder.ledger.inbox.exceptions import Case, keep
from backorder.ledger.journal import arrays
from backorder.ledger.journal.transaction import Transaction
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    return Desk(conn)


def under_locks(desk: Desk, what: Callable[[Transaction, Books], object]) -> None:
    """Do something inside a transaction that holds all products, as a verb would."""
    arrays.teach(desk.conn)
    products = [row[0] for row in desk.rows("SELECT id FROM product ORDER BY id")]
    with desk.conn.transaction():
        tx = Transaction(desk.conn, now=desk.now, actor="test")
        what(tx, Books(tx, products))
        tx.body = b"{}"
        tx.write_journal("review", {})


def swept(desk: Desk, **filters: Any) -> list[Json]:
    """Sweep all products and return the open exceptions, those of purchases left out.

    These are looked at in test_purchase_life.
    """
    desk.do("sweep")
    listed: list[Json] = desk.do("exceptions", **filters)["exceptions"]
    return [one for one in listed if not one["code"].startswith("purchase_")]


def brief(found: list[Json]) -> list[tuple[str, str | None, str, int | None, int | None]]:
    """Return code, order, sku, days and value of each."""
    return [(e["code"], e["order"], e["sku"], e["days"], e["value"]) for e in found]


def test_a_lost_date_is_an_exception_at_once_with_its_value(desk: Desk) -> None:
    desk.stock(PAN=0)
    number = desk.buy("p-1", "2026-12-08", PAN=10)
    desk.order("ann", PAN=6)
    desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    (case,) = desk.do("exceptions")["exceptions"]
    assert case["exception"] == "EX-000001"
    assert case["text"] == "6 of PAN on order SO-000001 have no supply, and so no date."
    assert brief([case]) == [("date_unknown", "SO-000001", "PAN", None, 6 * 1250)]
    assert (case["currency"], case["owner"], case["closed_at"]) == ("EUR", "", None)
    before = desk.state()
    assert brief(swept(desk)) == brief([case])
    assert desk.state().tables["exception_case"] == before.tables["exception_case"]

    # Two units less: the case says so. A purchase cures it.
    desk.do("cancel", cancellations=[{"order": "ann", "lines": [{"sku": "PAN", "quantity": 2}]}])
    (case,) = desk.do("exceptions")["exceptions"]
    assert (case["value"], case["facts"]) == (4 * 1250, {"units": 4})
    desk.buy("p-2", "2026-12-20", PAN=10)
    assert desk.do("exceptions")["exceptions"] == []
    (case,) = desk.do("exceptions", closed=True)["exceptions"]
    assert case["closed_at"] == "2026-11-22T09:00:00+00:00"
    assert desk.breaches() == []


def test_an_overdue_purchase_puts_its_promises_at_risk(desk: Desk) -> None:
    desk.stock(MUG=4)
    number = desk.buy("p-1", "2026-11-25", MUG=10)
    desk.order("ann", MUG=10)
    assert swept(desk) == []
    desk.wait(5)  # two days after the purchase was to come, one after Ann was told to have it
    late, over = swept(desk)
    assert brief([late]) == [("promise_at_risk", "SO-000001", "MUG", 2, 6 * 1250)]
    assert late["facts"] == {
        "units": 6,
        "told_on": "2026-11-26",
        "expected_on": "2026-11-28",
        "overdue_days": 2,
    }
    assert late["supply"] == "PO-000001/1"
    assert late["text"] == (
        "6 of MUG on order SO-000001 were told for 2026-11-26 and are expected on 2026-11-28."
    )
    # The product as a whole: six more are promised by the 26th than will be there.
    assert brief([over]) == [("over_commitment", None, "MUG", 2, 6 * 1250)]
    assert over["facts"] == {"units": 6, "first_on": "2026-11-26"}

    desk.wait(1)
    assert [case["days"] for case in swept(desk)] == [3, 3]
    desk.do(
        "receive",
        receipts=[
            {"key": "r", "purchase_order": number, "lines": [{"sku": "MUG", "quantity": 10}]}
        ],
    )
    assert swept(desk) == []
    assert len(desk.do("exceptions", closed=True)["exceptions"]) == 3
    assert desk.breaches() == []


def test_a_product_that_has_reached_its_cap(desk: Desk) -> None:
    desk.stock(MUG=0, POT=0)
    desk.sold_by("S1", "MUG", "POT", days=9)
    rule = {"scope": "product", "match": "MUG", "mode": "allow", "cap": 10}
    desk.do("set_policies", policies=[rule])
    desk.order("ann", MUG=9, POT=99)
    assert swept(desk) == []
    desk.order("bob", MUG=1)
    (case,) = swept(desk)
    assert brief([case]) == [("cap_reached", None, "MUG", 0, 10 * 1250)]
    assert case["facts"] == {"units": 10, "backordered": 10, "cap": 10, "rule": "product:MUG"}
    desk.do("cancel", cancellations=[{"order": "bob"}])
    assert swept(desk) == []


def test_an_order_that_ships_complete_sticks(desk: Desk) -> None:
    desk.stock(MUG=4, POT=0)
    number = desk.buy("p-1", "2026-11-27", POT=5)
    desk.order("ann", "complete", MUG=4, POT=5)
    assert swept(desk) == []  # six days more: that is soon
    desk.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-10"}])
    (case,) = swept(desk)
    assert brief([case]) == [("ship_complete_stuck", "SO-000001", "POT", 19, 4 * 1250)]
    assert case["facts"] == {"units": 5, "on_the_shelf": 4, "expected_on": "2026-12-11"}
    # Without a date, the pots are a case of their own, and the mugs stick without an end.
    desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert brief(swept(desk)) == [
        ("date_unknown", "SO-000001", "POT", None, 5 * 1250),
        ("ship_complete_stuck", "SO-000001", "POT", None, 4 * 1250),
    ]
    desk.do("change_order", changes=[{"order": "ann", "ship": "as_available"}])
    assert [case["code"] for case in swept(desk)] == ["date_unknown"]


def test_what_a_verb_finds_out_for_itself(desk: Desk) -> None:
    """A reallocation could not confirm a line that was to win; later it could."""
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=9)
    desk.order("ann", MUG=6)
    ((line, product),) = desk.rows("SELECT id, product_id FROM order_line")
    case = Case("win_unsatisfied", product, line, days=3, value=7500, facts={"units": 6})
    under_locks(desk, lambda tx, _: keep(tx, [case], codes=[case.code]))
    under_locks(desk, lambda tx, _: keep(tx, [case], codes=[case.code]))
    assert brief(swept(desk)) == [("win_unsatisfied", "SO-000001", "MUG", 3, 7500)]
    under_locks(desk, lambda tx, _: keep(tx, [], codes=[case.code], lines=[line]))
    assert swept(desk) == []


def test_a_short_pick_is_a_case_until_the_line_waits_no_more(desk: Desk) -> None:
    desk.stock(MUG=6)
    desk.order("ann", MUG=6)
    desk.do("release", releases=[{"order": "ann"}])
    found = {"key": "c", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 4}]}
    desk.do("count", counts=[found])
    undated, short = swept(desk)
    assert brief([short]) == [("pick_short", "SO-000001", "MUG", 0, 2 * 1250)]
    assert short["text"] == (
        "2 of MUG on order SO-000001 were released to pick and are not on the shelf."
    )
    assert undated["code"] == "date_unknown"
    desk.do("count", counts=[found | {"key": "d", "lines": [{"sku": "MUG", "quantity": 6}]}])
    assert swept(desk) == []


def three(desk: Desk) -> None:
    """Open three exceptions, of 1, 5 and 3 units of products that cost the same."""
    desk.stock(MUG=0, PAN=0, POT=0)
    number = desk.buy("p-1", "2026-12-08", MUG=10, PAN=10, POT=10)
    desk.order("ann", MUG=1, PAN=5, POT=3)
    desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])


def test_the_worst_come_first_page_by_page(desk: Desk) -> None:
    three(desk)
    first = desk.do("exceptions", limit=2)
    assert [case["sku"] for case in first["exceptions"]] == ["PAN", "POT"]
    second = desk.do("exceptions", limit=2, cursor=first["next"])
    assert ([case["sku"] for case in second["exceptions"]], second["next"]) == (["MUG"], None)
    with pytest.raises(MalformedError):
        desk.do("exceptions", cursor="PAN")


def test_a_sweep_is_safe_to_repeat_and_goes_in_slices(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stock(CUP=1, MUG=0, PAN=0, POT=0)
    desk.buy("p-1", "2026-11-25", MUG=1, PAN=5, POT=3)
    desk.order("ann", CUP=1, MUG=1, PAN=5, POT=3)
    desk.wait(4)
    monkeypatch.setattr(sweeping, "SLICE", 2)
    first = desk.do("sweep")
    assert first == {"swept": 2, "opened": 5, "updated": 0, "closed": 0, "next": "PAN"}
    second = desk.do("sweep", after="PAN")
    assert second == {"swept": 1, "opened": 2, "updated": 0, "closed": 0, "next": None}
    assert desk.do("sweep", after="POT")["swept"] == 0
    entries = desk.journal()
    assert entries[-2:] == ["sweep", "sweep"]
    again = desk.do("sweep", skus=["MUG", "PAN", "POT"])
    assert again == {"swept": 3, "opened": 0, "updated": 0, "closed": 0, "next": None}
    assert desk.journal() == entries
    assert desk.breaches() == []


def test_owners(desk: Desk) -> None:
    three(desk)
    given = [{"exception": "EX-000002", "owner": "eve"}, {"exception": "EX-000001", "owner": "bob"}]
    answer = desk.do("assign", assignments=given)
    assert answer == {"assigned": given}
    assert [case["sku"] for case in desk.do("exceptions", owner="eve")["exceptions"]] == ["PAN"]
    assert [case["sku"] for case in desk.do("exceptions", owner="")["exceptions"]] == ["POT"]
    (mugs,) = desk.do("exceptions", sku="MUG", code="date_unknown")["exceptions"]
    assert mugs["owner"] == "bob"
    assert desk.do("exceptions", code="cap_reached")["exceptions"] == []

    # The owner stays when the case is brought up to date; nobody can take a closed one.
    assert {case["owner"] for case in swept(desk)} == {"", "bob", "eve"}
    desk.buy("p-2", "2026-12-20", PAN=10)
    with pytest.raises(ConflictError, match="EX-000002 is closed") as closed:
        desk.do("assign", assignments=[{"exception": "EX-000002", "owner": "ann"}])
    assert closed.value.code == "exception_closed"
    with pytest.raises(NotFoundError) as unknown:
        desk.do("assign", assignments=[{"exception": "EX-000099", "owner": "ann"}])
    assert unknown.value.facts == {"exceptions": ["EX-000099"]}
    with pytest.raises(NotFoundError):
        desk.do("assign", assignments=[{"exception": "PO-000001", "owner": "ann"}])


def test_remedies_have_a_day_and_a_price_where_they_are_known(desk: Desk) -> None:
    desk.stock(CUP=7, MUG=3)
    desk.do("set_substitutes", substitutes=[{"sku": "MUG", "substitute": "CUP"}])
    number = desk.buy("p-1", "2026-11-25", MUG=10)
    desk.order("ann", MUG=9)
    desk.do("ship", shipments=[{"key": "s-1", "order": "ann"}])
    desk.sold_by("S2", "MUG", days=2, unit_cost=400, moq=6, multiple=6)
    desk.wait(4)
    (late, _) = swept(desk)
    assert [(one["code"], one["on"], one["cost"], one["currency"]) for one in late["remedies"]] == [
        ("expedite", None, None, None),
        ("buy", "2026-11-29", 6 * 400, "EUR"),
        ("substitute", None, 6 * 1250, "EUR"),
        ("ask_customer", None, None, None),
    ]
    assert late["remedies"][0]["facts"]["supply"] == f"{number}/1"
    assert late["remedies"][1]["text"] == "Buy 6 from S2; they could leave on 2026-11-29."
    assert late["remedies"][2]["facts"] == {"sku": "CUP", "units": 6, "unit_price": 1250}


def test_units_on_the_shelf_of_those_further_back(desk: Desk) -> None:
    desk.stock(MUG=4)
    desk.do("set_locations", locations=[{"code": "SHOP", "kind": "store", "priority": 200}])
    two = [{"sku": "MUG", "quantity": 2}]
    desk.do("count", counts=[{"key": "shop", "location": "SHOP", "lines": two}])
    desk.order("ann", MUG=4)
    desk.order("bob", MUG=2)
    # Two of Ann's are missing when someone counts; Bob, who came later, has the two in the shop.
    desk.do("count", counts=[{"key": "main", "location": "MAIN", "lines": two}])
    (case,) = desk.do("exceptions")["exceptions"]
    assert (case["order"], case["facts"]) == ("SO-000001", {"units": 2})
    assert case["remedies"][0] == {
        "code": "reallocate",
        "text": "2 on the shelf are allocated to lines further back in the queue.",
        "on": None,
        "cost": None,
        "currency": None,
        "facts": {"units": 2, "verb": "reallocate"},
    }
