"""While a supplier is out: who is promised what from whom instead, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.ledger.purchasing import overdue
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def shop(conn: Connection[Any]) -> Iterator[Desk]:
    """Return a shop with no mugs; S1 is asked first and needs 5 days, S2 needs 12.

    It is Sunday the 22nd; handling takes a day.
    """
    desk = Desk(conn)
    desk.stock(MUG=0)
    desk.sold_by("S1", "MUG", days=5, priority=1)
    desk.sold_by("S2", "MUG", days=12, priority=2)
    yield desk
    assert desk.breaches() == []


def out(desk: Desk, until: str | None, **given: Any) -> Json:
    outage = {"supplier": "S1", "from": "2026-11-20", "until": until} | given
    return desk.do("set_outages", outages=[outage])


def asked(desk: Desk, **more: Any) -> list[str]:
    """Return the days on which one mug could leave."""
    lines = [{"sku": "MUG", "quantity": 1}]
    (line,) = desk.do("availability", lines=lines, **more)["lines"]
    return [part["on"] for part in line["later"]] or [line["refused"]["code"]]


def plans(desk: Desk) -> list[tuple[str, str, int]]:
    """Return the plans: supplier, day, units."""
    return desk.rows(
        "SELECT v.code, s.available_on::text, s.quantity FROM supply s"
        " JOIN supplier v ON v.id = s.supplier_id"
        " WHERE s.kind = 'planned' AND s.quantity > 0 ORDER BY s.available_on, s.id"
    )


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (None, "2026-12-05"),  # S2, 12 days
        ("2026-11-19", "2026-11-28"),  # it is over
        ("2026-11-23", "2026-11-30"),  # S1 from the 24th on is sooner than S2
        ("2026-11-27", "2026-12-04"),
        ("2026-11-28", "2026-12-05"),  # the same day from both: S1
        ("2026-11-30", "2026-12-05"),
    ],
)
def test_a_promise_is_as_early_as_anyone_delivers(shop: Desk, until: str | None, days: str) -> None:
    out(shop, until, **{"from": "2026-11-10"})
    assert asked(shop) == [days]
    told = shop.order("ann", MUG=3)["lines"][0]["promises"]
    assert [part["on"] for part in told] == [days]
    by_s2 = until in {None, "2026-11-30"}
    assert [one[0] for one in plans(shop)] == ["S2" if by_s2 else "S1"]


def test_what_would_come_while_they_are_out_comes_after_it(shop: Desk) -> None:
    """S1 can be asked today, but shuts on the day its goods would come."""
    out(shop, "2026-11-29", **{"from": "2026-11-27"})
    assert asked(shop) == ["2026-12-01"]
    out(shop, None, **{"from": "2026-11-27"})
    assert asked(shop) == ["2026-12-05"]


def test_an_item_of_another_product_or_a_way_elsewhere_is_nothing_to_us(shop: Desk) -> None:
    shop.stock(CUP=0)
    shop.do("set_locations", locations=[{"code": "SHOP", "kind": "store"}])
    out(shop, None, sku="CUP")
    out(shop, None, location="SHOP")
    assert asked(shop) == ["2026-11-28"]
    # What is bought for the south goes to SHOP, and S1 does not get there.
    shop.do("set_sourcing", sourcing=[{"zone": "DE", "locations": ["SHOP", "MAIN"]}])
    assert asked(shop, destination="DE") == ["2026-12-05"]
    assert asked(shop) == ["2026-11-28"]
    out(shop, None, sku="MUG")
    assert asked(shop) == ["2026-12-05"]


def test_where_nobody_delivers_nothing_is_promised_and_it_says_who_is_out(shop: Desk) -> None:
    out(shop, None, reason="Fire.")
    out(shop, None, supplier="S2", **{"from": "2026-11-21"})
    assert asked(shop) == ["out_of_stock"]
    cart = {"lines": [{"sku": "MUG", "quantity": 1}]}
    told = shop.do("explain", cart=cart)["reason"]["because"][0]["because"]
    assert [one["text"] for one in told if one["code"] == "supplier_out"] == [
        "S1 is out from 20 November, nobody knows until when (Fire).",
        "S2 is out from 21 November, nobody knows until when.",
    ]
    assert shop.order("ann", MUG=1)["status"] == "refused"


def test_orders_and_carts_say_that_the_supplier_is_out(shop: Desk) -> None:
    out(shop, "2026-12-24", reason="Works holidays.")
    cart = shop.do("explain", cart={"lines": [{"sku": "MUG", "quantity": 2}]})
    shop.order("ann", MUG=2)
    order = shop.do("explain", order="ann")
    assert order["sentence"] == (
        "All 2 are yet to be ordered and would usually come on 4 December, as S1 is out until "
        "24 December, plus 1 handling day: they can leave on 5 December."
    )
    assert cart["sentence"] == order["sentence"]
    steps = order["reason"]["because"][0]["because"][0]["because"]
    assert [(one["code"], one["text"]) for one in steps] == [
        ("supplier_out", "S1 is out from 20 November until 24 December (Works holidays)."),
        ("stated", "By the supplier's usual lead time it comes on 4 December."),
        ("handling", "Handling takes 1 working day: until 5 December."),
    ]
    out(shop, "2026-12-24", over=True)
    assert "is out" not in shop.do("explain", order="ann")["sentence"]


def test_who_waits_is_told_in_the_same_breath_and_again_when_it_is_over(shop: Desk) -> None:
    shop.do("set_customers", customers=[{"ref": ref} for ref in ("C1", "C2")])
    for key, ref, units in (("a", "C1", 2), ("b", "C1", 3), ("c", "C2", 4)):
        lines = [{"sku": "MUG", "quantity": units}]
        shop.do("place_orders", orders=[{"key": key, "customer": {"ref": ref}, "lines": lines}])
    request = {"outages": [{"supplier": "S1", "from": "2026-11-22", "until": "2026-12-31"}]}
    before = shop.state()
    verb = ledger.VERBS["set_outages"]
    seen = verb.preview(shop.conn, request, now=shop.now, actor="test")
    assert shop.state() == before
    assert plans(shop) == [("S1", "2026-11-27", 9)]
    done = shop.do("set_outages", **request)
    assert seen["effect"] == done["effect"] == {
        "orders": 3, "customers": 2, "units": 9, "value": {"EUR": 9 * 1250},
    }  # fmt: skip
    assert [(one["quantity"], one["from"], one["to"]) for one in done["repromised"]] == [
        (2, "2026-11-28", "2026-12-05"),
        (3, "2026-11-28", "2026-12-05"),
        (4, "2026-11-28", "2026-12-05"),
    ]
    assert [(one["sku"], one["from"], one["to"]) for one in done["rolled"]] == [
        ("MUG", "2026-11-27", None)
    ]
    assert plans(shop) == [("S2", "2026-12-04", 9)]
    entries = len(shop.journal())
    assert shop.do("set_outages", **request)["unchanged"] == 1
    assert len(shop.journal()) == entries  # nothing new, no trace
    over = shop.do("set_outages", outages=[request["outages"][0] | {"over": True}])
    assert (over["ended"], over["effect"]["orders"]) == (1, 3)
    assert plans(shop) == [("S1", "2026-11-27", 9)]
    assert shop.told("c")[-1] == ("MUG", 3, 4, "2026-11-28", "planned")


def test_without_anybody_else_the_day_is_lost_and_someone_must_see_it(shop: Desk) -> None:
    shop.order("ann", MUG=2)
    out(shop, None, supplier="S2")
    assert shop.cases() == []
    answer = out(shop, None)
    assert [(one["from"], one["to"]) for one in answer["repromised"]] == [("2026-11-28", None)]
    assert shop.cases() == [("date_unknown", "ann", "MUG")]


def test_an_outage_that_begins_later_is_seen_when_its_day_comes(shop: Desk) -> None:
    """Nobody ordered while there was time: the review finds the plan and goes to S2."""
    shop.order("ann", MUG=2)
    assert out(shop, None, **{"from": "2026-11-30"})["repromised"] == []
    assert overdue.due(shop.conn, shop.now) == []
    shop.wait(9)
    assert overdue.due(shop.conn, shop.now) == ["MUG"]
    (told,) = shop.do("review")["repromised"]
    assert (told["from"], told["to"]) == ("2026-11-28", "2026-12-14")
    assert plans(shop) == [("S2", "2026-12-13", 2)]
    assert overdue.due(shop.conn, shop.now) == []


def test_a_week_of_little_capacity_waits_for_the_end_too(shop: Desk) -> None:
    terms = {"supplier": "S1", "sku": "MUG", "lead_time_days": 5, "capacity_per_week": 4}
    shop.do("set_supplier_items", supplier_items=[terms])
    # Nothing comes before the 27th; the week after it S1 is shut.
    out(shop, "2026-12-04", **{"from": "2026-11-30"})
    shop.order("ann", MUG=6)
    assert plans(shop) == [("S1", "2026-11-27", 4), ("S1", "2026-12-05", 2)]
    answer = out(shop, "2026-12-09", **{"from": "2026-11-30"})
    assert [(one["quantity"], one["to"]) for one in answer["repromised"]] == [(2, "2026-12-11")]
    assert plans(shop) == [("S1", "2026-11-27", 4), ("S1", "2026-12-10", 2)]


def test_a_suggestion_ordered_meanwhile_keeps_its_promise(shop: Desk) -> None:
    out(shop, "2026-11-25")
    shop.order("ann", MUG=2)
    (name,) = shop.supplies("MUG")
    answer = shop.do("order_supply", key="monday", suggestions=[name])
    assert answer["repromised"] == []
    lines = [{"sku": "MUG", "quantity": 5}]
    shop.do("order_supply", purchase_orders=[{"key": "p", "supplier": "S1", "lines": lines}])
    days = "SELECT DISTINCT available_on::text FROM supply WHERE kind = 'purchase'"
    assert shop.rows(days) == [("2026-12-01",)]


def bought(desk: Desk, on: str, units: int = 5) -> str:
    lines = [{"sku": "MUG", "quantity": units, "expected_on": on}]
    order = {"key": f"p-{on}-{units}", "supplier": "S1", "lines": lines}
    return str(
        desk.do("order_supply", purchase_orders=[order])["purchase_orders"][0]["purchase_order"]
    )


def coming(desk: Desk) -> list[tuple[str, int]]:
    return desk.rows(
        "SELECT available_on::text, quantity::int FROM supply"
        " WHERE kind = 'purchase' AND quantity > 0 ORDER BY available_on, id"
    )


def test_a_purchase_comes_after_all_outages_it_meets(shop: Desk) -> None:
    """The flood stands; the fire before it moves what would come in it."""
    out(shop, "2026-12-09", **{"from": "2026-12-05", "reason": "Flood."})
    bought(shop, "2026-12-03")
    answer = out(shop, "2026-12-04", **{"from": "2026-12-01", "reason": "Fire."})
    assert [(one["from"], one["to"]) for one in answer["moved"]] == [("2026-12-03", "2026-12-10")]
    assert coming(shop) == [("2026-12-10", 5)]


def test_an_outage_that_runs_into_one_without_an_end_leaves_the_day_to_people(shop: Desk) -> None:
    out(shop, None, **{"from": "2026-12-05"})
    bought(shop, "2026-12-03")
    answer = out(shop, "2026-12-04", **{"from": "2026-12-01"})
    assert (answer["moved"], [one["to"] for one in answer["undated"]]) == ([], [None])
    assert coming(shop) == [("2026-12-03", 5)]


def test_a_purchase_comes_on_a_working_day_of_the_supplier(shop: Desk) -> None:
    shop.do("set_suppliers", suppliers=[{"code": "S1", "calendar": "mon-fri"}])
    bought(shop, "2026-12-03")
    out(shop, "2026-12-04", **{"from": "2026-12-01"})  # a Friday
    assert coming(shop) == [("2026-12-07", 5)]


def test_days_of_delay_count_from_the_last_outage_and_meet_none(shop: Desk) -> None:
    out(shop, "2026-12-09", **{"from": "2026-12-07"})
    bought(shop, "2026-12-03")
    outage = {"supplier": "S1", "from": "2026-12-01", "until": "2026-12-04"}
    shop.do("set_outages", outages=[outage], delay_days=2)  # the 5th, and two days
    assert coming(shop) == [("2026-12-10", 5)]


def test_what_is_on_its_way_comes_outage_or_not(shop: Desk) -> None:
    number = bought(shop, "2026-12-03")
    way = {"key": "n-1", "purchase_order": number, "expected_on": "2026-12-03"}
    shop.do("announce", announcements=[way | {"lines": [{"sku": "MUG", "quantity": 2}]}])
    shop.order("ann", MUG=4)
    outage = {"supplier": "S1", "from": "2026-12-01", "until": "2026-12-04"}
    answer = shop.do("set_outages", outages=[outage])
    assert [(one["units"], one["to"]) for one in answer["moved"]] == [(3, "2026-12-05")]
    assert coming(shop) == [("2026-12-03", 2), ("2026-12-05", 3)]
    assert sum(units for _, _, units in shop.pegs("ann")) == 4
    entries = len(shop.journal())
    assert shop.do("set_outages", outages=[outage])["moved"] == []
    assert len(shop.journal()) == entries
    shop.do("announce", announcements=[way | {"key": "n-2", "expected_on": "2026-12-05"}])
    again = [outage | {"until": "2026-12-10"}]
    assert shop.do("set_outages", outages=again)["moved"] == []
    assert coming(shop) == [("2026-12-03", 2), ("2026-12-05", 3)]
