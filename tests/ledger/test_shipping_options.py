"""Several places, lanes and the customer's choice of shipping, through the verbs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)  # 13:00 in Leipzig


@pytest.fixture
def network(desk: Desk) -> Desk:
    """Return books of two places and a partner, with calendars, lanes and a sourcing rule.

    MAIN lies in Leipzig (mon-fri, also Saturday 28 November, cut-off 14:00, one day of handling).
    SHOP works daily, with two days of handling. DROP is a partner's stock. Germany is served from
    MAIN, then SHOP, then DROP; the United States from SHOP alone.
    """
    calendars = [
        {"code": "LEJ", "days": "mon-fri", "closed": ["2026-11-18"], "opened": ["2026-11-28"]},
        {"code": "POST", "days": "mon-sat"},
    ]
    desk.do("set_calendars", calendars=calendars)
    main = {"code": "MAIN", "calendar": "LEJ", "timezone": "Europe/Berlin", "cutoff": "14:00"}
    shop = {"code": "SHOP", "kind": "store", "handling_days": 2}
    desk.do("set_locations", locations=[main, shop, {"code": "DROP", "kind": "partner"}])
    lanes = [
        {"zone": "DE", "transit_days": 1, "calendar": "POST", "parcel_cost": 490},
        {"location": "DROP", "zone": "DE", "transit_days": 3, "parcel_cost": 690, "unit_cost": 50},
    ]
    desk.do("set_lanes", lanes=lanes)
    rules = [
        {"zone": "DE", "locations": ["MAIN", "SHOP", "DROP"]},
        {"zone": "US", "locations": ["SHOP"]},
    ]
    desk.do("set_sourcing", sourcing=rules)
    desk.now = FRIDAY
    return desk


def count(desk: Desk, place: str, **units: int) -> None:
    lines = [{"sku": sku, "quantity": number} for sku, number in units.items()]
    desk.do("count", counts=[{"key": f"{place} {lines}", "location": place, "lines": lines}])


def cart(**units: int) -> list[Json]:
    return [{"sku": sku, "quantity": number} for sku, number in units.items()]


def place(desk: Desk, key: str, destination: str, lines: list[Json], **more: str) -> Json:
    order = {"key": key, "destination": destination, "lines": lines, **more}
    answer: Json = desk.do("place_orders", orders=[order])["orders"][0]
    return answer


def parts(line: Json) -> list[tuple[int, str, str, str | None]]:
    return [(p["quantity"], p["supply"], p["on"], p.get("delivers_on")) for p in line["promises"]]


def test_a_promise_says_when_goods_leave_and_when_they_are_there(network: Desk) -> None:
    """Friday 13:00: gone on the worked Saturday, delivered on Monday; bought goods as well."""
    network.stock(MUG=4)
    network.buy("p-1", "2026-12-04", MUG=10)  # a Friday: gone on Monday 7, there on Tuesday 8
    answer = place(network, "web-1", "DE-04109", cart(MUG=6))
    assert parts(answer["lines"][0]) == [
        (4, "stock@MAIN", "2026-11-28", "2026-11-30"),
        (2, "PO-000001/1", "2026-12-07", "2026-12-08"),
    ]
    assert network.rows(
        "SELECT part, promised_on::text, delivers_on::text FROM promise ORDER BY part"
    ) == [(1, "2026-11-28", "2026-11-30"), (2, "2026-12-07", "2026-12-08")]


def test_after_the_cut_off_and_without_a_lane(network: Desk) -> None:
    network.stock(MUG=4)
    network.now += timedelta(hours=1)  # Friday 14:00: begun on Saturday, gone on Monday
    assert parts(place(network, "web-1", "DE", cart(MUG=1))["lines"][0]) == [
        (1, "stock@MAIN", "2026-11-30", "2026-12-01")
    ]
    assert parts(place(network, "web-2", "FR", cart(MUG=1))["lines"][0]) == [
        (1, "stock@MAIN", "2026-11-30", None)
    ]


def test_an_order_leaves_from_one_place_where_that_can_be(network: Desk) -> None:
    network.stock(MUG=9, POT=0)
    count(network, "SHOP", MUG=3, POT=3)
    first = place(network, "web-1", "DE", cart(MUG=2, POT=1))
    assert [parts(line)[0][1] for line in first["lines"]] == ["stock@SHOP", "stock@SHOP"]
    # One mug is left at the shop: a line of two leaves from the main place, the pot from the shop.
    second = place(network, "web-2", "DE", cart(MUG=2, POT=1))
    assert [parts(line)[0][1] for line in second["lines"]] == ["stock@MAIN", "stock@SHOP"]
    # Nine mugs are nowhere together: split in the order of the rule.
    third = place(network, "web-3", "DE", cart(MUG=8))
    assert [part[:2] for part in parts(third["lines"][0])] == [(7, "stock@MAIN"), (1, "stock@SHOP")]


def test_each_order_of_a_batch_has_the_rule_of_its_destination(network: Desk) -> None:
    network.stock(MUG=9)
    count(network, "SHOP", MUG=9)
    orders = [
        {"key": f"{number} to {zone}", "destination": zone, "lines": cart(MUG=1)}
        for number, zone in enumerate(("DE", "US-10001", "DE", "FR"))
    ]
    answers = network.do("place_orders", orders=orders)["orders"]
    # France has no rule: what is ready first, the worked Saturday at the main place.
    assert [parts(answer["lines"][0])[0][1] for answer in answers] == [
        "stock@MAIN", "stock@SHOP", "stock@MAIN", "stock@MAIN",
    ]  # fmt: skip


def test_what_is_free_anywhere_is_promised_before_anyone_waits(network: Desk) -> None:
    """The partner's stock is sold too, and leaves the partner: drop-ship."""
    network.stock(MUG=1)
    count(network, "DROP", MUG=5)
    network.buy("p-1", "2026-11-28", MUG=50)
    answer = place(network, "web-1", "DE", cart(MUG=4))
    # 1 there at the main place would be a second parcel; the partner has all four.
    assert parts(answer["lines"][0]) == [(4, "stock@DROP", "2026-11-28", "2026-12-01")]
    assert [p[:2] for p in parts(place(network, "web-2", "DE", cart(MUG=3))["lines"][0])] == [
        (1, "stock@MAIN"), (1, "stock@DROP"), (1, "PO-000001/1"),
    ]  # fmt: skip
    shipped = network.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])["shipments"][0]
    assert shipped["lines"] == [{"sku": "MUG", "quantity": 4, "location": "DROP"}]


def test_what_is_bought_for_an_order_comes_to_the_first_place_of_its_rule(network: Desk) -> None:
    network.stock(MUG=0)
    network.sold_by("S1", "MUG", days=10)
    place(network, "web-1", "US", cart(MUG=2))
    place(network, "web-2", "DE", cart(MUG=3))
    place(network, "web-3", "US", cart(MUG=4))
    place(network, "web-4", "FR", cart(MUG=5))
    assert network.rows(
        "SELECT l.code, s.quantity::int FROM supply s JOIN location l ON l.id = s.location_id"
        " WHERE s.kind = 'planned' ORDER BY s.id"
    ) == [("SHOP", 6), ("MAIN", 8)]
    # Two days of handling at the shop, one at the main place, which is closed at the weekend.
    assert [network.told(f"web-{n}")[0][3] for n in (1, 2)] == ["2026-12-09", "2026-12-08"]


def test_a_transfer_on_the_way_serves_the_place_it_goes_to(network: Desk) -> None:
    network.stock(MUG=5)
    way = {"key": "t-1", "from": "MAIN", "to": "SHOP", "expected_on": "2026-11-30"}
    network.do("transfer", transfers=[way | {"lines": cart(MUG=5)}])
    answer = place(network, "web-1", "DE", cart(MUG=2))
    assert parts(answer["lines"][0]) == [(2, "TR-000002/1", "2026-12-02", "2026-12-03")]


def test_a_slip_is_told_with_the_new_day_of_delivery(network: Desk) -> None:
    network.stock(MUG=0)
    number = network.buy("p-1", "2026-12-04", MUG=10)
    place(network, "web-1", "DE-04109", cart(MUG=6))
    place(network, "web-2", "FR", cart(MUG=1))
    changes = network.do(
        "change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-11"}]
    )["repromised"]
    assert [(c["order"], c["to"], c.get("delivers_on")) for c in changes] == [
        ("SO-000001", "2026-12-14", "2026-12-15"),
        ("SO-000002", "2026-12-14", None),
    ]
    assert network.rows(
        "SELECT version, promised_on::text, delivers_on::text FROM promise"
        " WHERE line_id = 1 ORDER BY version"
    ) == [(1, "2026-12-07", "2026-12-08"), (2, "2026-12-14", "2026-12-15")]


def options_of(desk: Desk, **cart_: int) -> list[Json]:
    answer = desk.do("availability", destination="DE", lines=cart(**cart_))
    found: list[Json] = answer["options"]
    return found


def test_the_options_of_a_cart_and_the_order_that_takes_one(network: Desk) -> None:
    """Mugs on Saturday, pots on Monday 7, pans of the partner on Saturday 12."""
    network.stock(MUG=4, POT=0, PAN=0)
    network.buy("p-1", "2026-12-04", POT=10)
    network.buy("p-2", "2026-12-11", PAN=10)
    mug, pot, pan = (
        {"on": "2026-11-28", "delivers_on": "2026-11-30"},
        {"on": "2026-12-07", "delivers_on": "2026-12-08"},
        {"on": "2026-12-14", "delivers_on": "2026-12-15"},
    )
    main = {"location": "MAIN"}
    ways = options_of(network, MUG=2, POT=1, PAN=1)
    assert ways == [
        {
            "ship": "as_available",
            "parcels": [{"quantity": 2} | mug | main, {"quantity": 1} | pot | main,
                        {"quantity": 1} | pan | main],
            "delivers_on": "2026-12-15",
            "cost": {"amount": 3 * 490, "currency": "EUR"},
        },
        {
            "ship": "complete",
            "parcels": [{"quantity": 4} | pan | main],
            "delivers_on": "2026-12-15",
            "cost": {"amount": 490, "currency": "EUR"},
        },
        {
            "ship": "as_available",
            "wait_until": "2026-12-07",
            "parcels": [{"quantity": 3} | pot | main, {"quantity": 1} | pan | main],
            "delivers_on": "2026-12-15",
            "cost": {"amount": 2 * 490, "currency": "EUR"},
        },
    ]  # fmt: skip
    asked = network.do(
        "availability", destination="DE", ship="complete", lines=cart(MUG=2, POT=1, PAN=1)
    )
    assert asked["options"] == ways  # whatever the cart says it wants now
    chosen = ways[2]
    lines = cart(MUG=2, POT=1, PAN=1)
    order = place(
        network, "web-1", "DE", lines, ship=chosen["ship"], wait_until=chosen["wait_until"]
    )
    assert [parts(line)[0][2:] for line in order["lines"]] == [
        ("2026-12-07", "2026-12-08"), ("2026-12-07", "2026-12-08"), ("2026-12-14", "2026-12-15"),
    ]  # fmt: skip


def test_an_order_waits_until_its_day_through_every_change(network: Desk) -> None:
    network.stock(MUG=2, POT=0)
    number = network.buy("p-1", "2026-12-04", POT=10)
    place(network, "web-1", "DE", cart(MUG=2, POT=1), wait_until="2026-12-16")
    assert [row[3] for row in network.told("web-1")] == ["2026-12-16", "2026-12-16"]
    slip = {"purchase_order": number, "expected_on": "2026-12-11"}
    assert network.do("change_supply", changes=[slip])["repromised"] == []
    later = {"purchase_order": number, "expected_on": "2026-12-18"}
    changes = network.do("change_supply", changes=[later])["repromised"]
    assert [(c["sku"], c["from"], c["to"]) for c in changes] == [
        ("POT", "2026-12-16", "2026-12-21")
    ]


def test_the_choice_can_be_changed(network: Desk) -> None:
    network.stock(MUG=2, POT=0)
    network.buy("p-1", "2026-12-04", POT=10)
    place(network, "web-1", "DE", cart(MUG=2, POT=1))
    wait = {"order": "web-1", "wait_until": "2026-12-07"}
    changes = network.do("change_order", changes=[wait])["repromised"]
    assert [(c["sku"], c["from"], c["to"], c["delivers_on"]) for c in changes] == [
        ("MUG", "2026-11-28", "2026-12-07", "2026-12-08")
    ]
    more = {"order": "web-1", "lines": [{"sku": "POT", "quantity": 2}]}
    (answer,) = network.do("change_order", changes=[more])["changes"]
    assert [p["delivers_on"] for p in answer["lines"][0]["promises"]] == ["2026-12-08"]
    network.do("change_order", changes=[wait | {"wait_until": "2026-12-24"}])
    assert network.rows("SELECT ship, wait_until::text FROM sales_order") == [
        ("as_available", "2026-12-24")
    ]
    network.do("change_order", changes=[wait | {"wait_until": None, "ship": "complete"}])
    assert network.rows("SELECT ship, wait_until FROM sales_order") == [("complete", None)]
