"""Quotes and cart holds: what they claim, how they end, and that nothing else mistakes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import BackorderError
from backorder.ledger.figures import measuring as metrics
from backorder.ledger.inbox import worklists

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

HOUR = 3600
LATER = "2026-12-08"


def quote(desk: Desk, key: str, seconds: int = HOUR, /, **units: int) -> Json:
    """Quote a cart and return the answer to it."""
    lines = [{"sku": sku, "quantity": count} for sku, count in units.items()]
    asked = {"key": key, "expires_in": seconds, "lines": lines}
    first: Json = desk.do("quote", quotes=[asked])["quotes"][0]
    return first


def confirm(desk: Desk, hold: str, **more: str) -> Json:
    first: Json = desk.do("confirm", confirmations=[{"hold": hold, **more}])["confirmations"][0]
    return first


def refused(desk: Desk, verb: str, **request: Any) -> tuple[str, Json]:
    """Return code and facts of what must be refused, and leave nothing behind."""
    before = desk.state()
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    assert desk.state() == before
    return raised.value.code, raised.value.facts


def days(answer: Json) -> list[tuple[int, str, str]]:
    """Return (units, day, basis) of all parts of an answer."""
    return [
        (part["quantity"], part["on"], part["basis"])
        for line in answer["lines"]
        for part in line["promises"]
    ]


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a desk with 4 mugs on the shelf and 10 on their way."""
    desk.stock(MUG=4, POT=3)
    desk.buy("p-1", LATER, MUG=10)
    return desk


def test_a_quote_says_what_an_order_would_be_told(shop: Desk) -> None:
    quoted = quote(shop, "q", MUG=6, POT=1)
    assert (quoted["quote"], quoted["status"]) == ("QT-000001", "held")
    assert quoted["expires_at"] == "2026-11-22T10:00:00+00:00"
    shop.do("withdraw", withdrawals=[{"hold": "q"}])
    assert quoted["lines"] == shop.order("o", MUG=6, POT=1)["lines"]
    assert shop.breaches() == []


def test_what_is_held_is_nobody_elses_from_stock_and_incoming_alike(shop: Desk) -> None:
    quote(shop, "q", MUG=6)
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (10, 2)}
    asked = shop.do("availability", lines=[{"sku": "MUG", "quantity": 8}])["lines"][0]
    assert (asked["now"], [part["quantity"] for part in asked["later"]]) == (0, [8])
    assert shop.order("o", MUG=9)["status"] == "refused"
    assert days(shop.order("p", MUG=8)) == [(8, "2026-12-09", "purchase")]
    assert shop.breaches() == []


def test_caps_count_what_is_held(shop: Desk) -> None:
    shop.do(
        "set_policies", policies=[{"scope": "product", "match": "MUG", "mode": "allow", "cap": 3}]
    )
    quote(shop, "q", MUG=6)
    told = shop.order("o", MUG=2)["lines"][0]["refused"]
    assert (told["code"], told["facts"]["backordered"]) == ("cap_reached", 2)
    shop.now += timedelta(hours=1)
    assert shop.do("availability", lines=[{"sku": "MUG", "quantity": 7}])["lines"][0]["now"] == 4
    assert shop.order("o", MUG=7)["status"] == "accepted"


def test_a_refused_cart_leaves_nothing_behind(shop: Desk) -> None:
    before = shop.supplies("MUG")
    carts = [
        {"key": "a", "lines": [{"sku": "MUG", "quantity": 1}, {"sku": "POT", "quantity": 4}]},
        {"key": "b", "lines": [{"sku": "POT", "quantity": 3}]},
    ]
    first, second = shop.do("quote", quotes=carts)["quotes"]
    assert (first["status"], "quote" in first, second["status"]) == ("refused", False, "held")
    assert first["lines"][1]["refused"]["code"] == "out_of_stock"
    assert shop.supplies("MUG") == before
    assert shop.rows("SELECT key FROM hold") == [("b",)]


def test_confirming_keeps_number_units_days_and_place(shop: Desk) -> None:
    quoted = quote(shop, "q", MUG=6)
    shop.order("o", MUG=2)
    shop.now += timedelta(minutes=50)
    told = confirm(shop, "QT-000001", key="web-1")
    assert (told["order"], told["key"], told["hold"]) == ("SO-000001", "web-1", "QT-000001")
    assert [line | {"rule": "default"} for line in told["lines"]] == quoted["lines"]
    assert told["repromised"] == []
    assert shop.pegs("web-1") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 2)]
    assert shop.rows("SELECT rank, backordered_when_placed FROM order_line ORDER BY rank") == [
        (1, 2),
        (2, 2),
    ]
    shop.now += timedelta(days=30)
    line = {"sku": "MUG", "quantity": 3}
    receipt = {"key": "r", "purchase_order": "PO-000001", "lines": [line]}
    filled = shop.do("receive", receipts=[receipt])["receipts"][0]["filled"]
    assert filled == [
        {"order": "SO-000001", "sku": "MUG", "quantity": 2},
        {"order": "SO-000002", "sku": "MUG", "quantity": 1},
    ]
    assert shop.breaches() == []


def test_confirmed_twice_it_is_answered_as_the_first_time(shop: Desk) -> None:
    quote(shop, "q", MUG=6)
    first, state = confirm(shop, "q"), shop.state()
    assert first["key"] == "q"
    shop.wait(5)
    assert confirm(shop, "QT-000001") == confirm(shop, "q", key="q") == first
    assert shop.state() == state
    facts = {"key": "q", "order": "SO-000001"}
    again = [{"hold": "q", "key": "other"}]
    assert refused(shop, "confirm", confirmations=again) == ("key_reused", facts)


def test_a_day_that_slipped_is_told_anew(shop: Desk) -> None:
    quote(shop, "q", 90_000, MUG=6)
    shop.do("change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-18"}])
    assert shop.rows("SELECT count(*)::int FROM promise") == [(0,)]  # nothing was promised
    shop.wait(1)
    told = confirm(shop, "q")
    assert days(told) == [(4, "2026-11-24", "stock"), (2, "2026-12-19", "purchase")]
    slips = [(one["quantity"], one["from"], one["to"]) for one in told["repromised"]]
    assert slips == [(4, "2026-11-23", "2026-11-24"), (2, "2026-12-09", "2026-12-19")]
    assert {one["reason"]["code"] for one in told["repromised"]} == {"confirmed_later"}
    assert shop.told("q") == [
        ("MUG", 1, 4, "2026-11-24", "stock"),
        ("MUG", 1, 2, "2026-12-19", "purchase"),
    ]
    assert shop.breaches() == []


def test_a_day_that_can_be_kept_stands_even_where_units_came_early(shop: Desk) -> None:
    quote(shop, "q", 900_000, MUG=6)
    shop.wait(2)
    line = {"sku": "MUG", "quantity": 10}
    receipt = {"key": "r", "purchase_order": "PO-000001", "lines": [line]}
    answer = shop.do("receive", receipts=[receipt])
    assert answer["receipts"][0]["filled"] == []  # nobody has ordered them
    told = confirm(shop, "q")
    assert told["lines"][0]["backordered"] == 0
    assert days(told) == [(4, "2026-11-25", "stock"), (2, "2026-12-09", "stock")]


def test_one_parcel_leaves_on_its_last_day(shop: Desk) -> None:
    lines = [{"sku": "MUG", "quantity": 6}, {"sku": "POT", "quantity": 1}]
    cart = {"key": "q", "ship": "complete", "expires_in": 90_000, "lines": lines}
    shop.do("quote", quotes=[cart])
    shop.wait(1)
    assert {on for _, on, _ in days(confirm(shop, "q"))} == {"2026-12-09"}


def test_an_expired_hold_is_refused_and_whoever_waits_has_its_units(shop: Desk) -> None:
    quote(shop, "q", MUG=4)
    shop.order("o", MUG=3)
    shop.now += timedelta(hours=1)
    with pytest.raises(BackorderError) as raised:
        confirm(shop, "q")
    assert (raised.value.code, raised.value.status) == ("hold_expired", 409)
    assert shop.journal()[-1] == "expire"  # its units went to the order that waited
    assert shop.pegs("o") == [("MUG", "stock@MAIN", 3)]
    facts = {"hold": "QT-000001", "expires_at": "2026-11-22T10:00:00+00:00"}
    asked = [{"hold": "q"}]
    assert refused(shop, "confirm", confirmations=asked) == ("hold_expired", facts)
    assert quote(shop, "q2", MUG=4)["lines"][0]["allocated"] == 1
    assert shop.breaches() == []


def test_the_last_second_counts_and_the_next_does_not(shop: Desk) -> None:
    quote(shop, "q", MUG=1)
    quote(shop, "r", MUG=1)
    shop.now += timedelta(seconds=HOUR, microseconds=-1)
    assert confirm(shop, "q")["status"] == "accepted"
    shop.now += timedelta(microseconds=1)
    with pytest.raises(BackorderError, match="expired at"):
        confirm(shop, "r")


def test_a_slow_clock_does_not_revive_what_another_has_freed(shop: Desk) -> None:
    quote(shop, "q", MUG=4)
    shop.now += timedelta(hours=1)
    shop.order("o", MUG=1)
    shop.now -= timedelta(seconds=1)
    assert refused(shop, "confirm", confirmations=[{"hold": "q"}])[0] == "hold_expired"


def test_withdrawn_units_go_to_whoever_waits(shop: Desk) -> None:
    quote(shop, "q", MUG=4)
    shop.order("o", MUG=3)
    answer = shop.do("withdraw", withdrawals=[{"hold": "q"}])
    assert answer["withdrawals"] == [{"hold": "QT-000001", "status": "withdrawn"}]
    assert answer["freed"] == [{"hold": "QT-000001", "sku": "MUG", "quantity": 4}]
    assert answer["filled"] == [{"order": "SO-000002", "sku": "MUG", "quantity": 3}]
    again = shop.do("withdraw", withdrawals=[{"hold": "QT-000001"}])
    assert (again["withdrawals"], again["freed"]) == (answer["withdrawals"], [])
    asked = [{"hold": "q"}]
    assert refused(shop, "confirm", confirmations=asked)[0] == "hold_withdrawn"
    quote(shop, "r", MUG=1)
    confirm(shop, "r")
    facts = {"hold": "QT-000003", "order": "SO-000003"}
    assert refused(shop, "withdraw", withdrawals=[{"hold": "r"}]) == ("hold_confirmed", facts)
    assert shop.breaches() == []


def test_units_without_a_supply_cannot_be_confirmed_until_there_is_one(shop: Desk) -> None:
    quote(shop, "q", 900_000, MUG=6)
    shop.do("change_supply", changes=[{"purchase_order": "PO-000001", "cancel": True}])
    assert shop.cases() == []  # nobody was promised anything
    facts = {"hold": "QT-000001", "sku": "MUG", "asked": 6}
    assert refused(shop, "confirm", confirmations=[{"hold": "q"}]) == ("date_unknown", facts)
    shop.buy("p-2", "2026-12-05", MUG=2)
    assert days(confirm(shop, "q"))[-1] == (2, "2026-12-09", "purchase")
    assert shop.breaches() == []


def test_what_would_be_too_late_is_not_confirmed(shop: Desk) -> None:
    line = {"sku": "MUG", "quantity": 6, "latest_on": "2026-12-10"}
    shop.do("quote", quotes=[{"key": "q", "lines": [line]}])
    shop.do("change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-18"}])
    facts = {"hold": "QT-000001", "sku": "MUG", "next_date": "2026-12-19"}
    found = refused(shop, "confirm", confirmations=[{"hold": "q"}])
    assert found == ("too_late", facts | {"latest_on": "2026-12-10"})


def test_keys_of_orders_and_holds_do_not_mix(shop: Desk) -> None:
    lines = [{"sku": "MUG", "quantity": 1}]
    shop.order("web-1", MUG=1)
    quote(shop, "web-1", MUG=1)  # a key of its own kind
    facts = {"key": "web-1", "order": "SO-000001"}
    asked = [{"hold": "web-1"}]
    assert refused(shop, "confirm", confirmations=asked) == ("key_reused", facts)
    confirm(shop, "web-1", key="web-2")
    order = {"key": "web-2", "lines": lines}
    assert refused(shop, "place_orders", orders=[order])[0] == "key_reused"
    assert refused(shop, "hold", holds=[{"key": "web-1", "lines": lines}])[0] == "key_reused"
    other = {"key": "web-1", "expires_in": HOUR, "lines": [{"sku": "MUG", "quantity": 2}]}
    assert refused(shop, "quote", quotes=[other])[0] == "key_reused"
    assert refused(shop, "confirm", confirmations=[{"hold": "SO-000002"}])[0] == "unknown_hold"
    assert refused(shop, "confirm", confirmations=[{"hold": "HD-000002"}])[0] == "unknown_hold"
    both = [{"hold": "web-1"}, {"hold": "QT-000002"}]
    assert refused(shop, "withdraw", withdrawals=both)[0] == "named_twice"


def test_the_same_key_is_the_same_quote(shop: Desk) -> None:
    first, state = quote(shop, "q", MUG=6), shop.state()
    shop.wait(9)
    assert quote(shop, "q", MUG=6) == first
    assert shop.state() != state  # it has expired, and asking again freed it
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 0), "PO-000001/1": (10, 0)}


def test_settings_say_how_long(shop: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_HOLD_SECONDS", "60")
    monkeypatch.setenv("BACKORDER_LONGEST_HOLD_SECONDS", "100")
    lines = [{"sku": "POT", "quantity": 1}]
    held = shop.do("hold", holds=[{"key": "h", "lines": lines}])["holds"][0]
    assert (held["hold"], held["expires_at"]) == ("HD-000001", "2026-11-22T09:01:00+00:00")
    quoted = shop.do("quote", quotes=[{"key": "q", "lines": lines}])["quotes"][0]
    assert quoted["expires_at"] == "2026-11-22T09:01:40+00:00"  # no longer than the longest
    facts = {"key": "r", "asked": 101, "longest": 100}
    long = {"key": "r", "expires_in": 101, "lines": lines}
    assert refused(shop, "quote", quotes=[long]) == ("expires_in_too_long", facts)


def test_a_quote_is_no_accepted_demand(desk: Desk) -> None:
    """No metric, work list, exception or purchase suggestion knows of what is only quoted."""
    desk.stock(MUG=4, CUP=0)
    desk.sold_by("S1", "CUP", days=9)
    desk.order("o", MUG=1, CUP=2)
    before = looks(desk)
    quote(desk, "q", MUG=2, CUP=5)
    assert looks(desk) == before
    assert desk.supplies("CUP") == {"PS-000002": (7, 7)}
    bought = desk.do("order_supply", suggestions=["PS-000002"])["purchase_orders"][0]
    assert [line["quantity"] for line in bought["lines"]] == [2]
    assert bought["pegged"] == [{"order": "SO-000001", "sku": "CUP", "quantity": 2}]
    assert desk.supplies("CUP") == {"PO-000001/1": (2, 2), "PS-000003": (5, 5)}
    assert worklists.suggestions(desk.conn) == []
    found = refused(desk, "order_supply", suggestions=["PS-000003"])
    assert found == ("suggestion_gone", {"suggestions": ["PS-000003"]})
    assert days(confirm(desk, "q"))[-1] == (5, "2026-12-02", "planned")
    assert [one.name for one in worklists.suggestions(desk.conn)] == ["PS-000003"]
    assert desk.breaches() == []


def looks(desk: Desk) -> list[Any]:
    """Return what reports and work lists say."""
    conn = desk.conn
    found = metrics.metrics(conn)
    found.pop("stock")  # says what is pegged, held units among them
    return [
        found,
        metrics.backlog(conn),
        worklists.suggestions(conn),
        worklists.shippable(conn, date(2026, 12, 24)),
        worklists.waiting(conn, ["SO-000001"]),
        worklists.inventory_positions(conn),
        desk.cases(),
    ]


def test_a_count_that_finds_less_takes_from_the_last_in_the_queue(shop: Desk) -> None:
    shop.order("o", POT=1)
    quote(shop, "q", POT=2)
    shop.do(
        "count",
        counts=[{"key": "c", "location": "MAIN", "lines": [{"sku": "POT", "quantity": 2}]}],
    )
    assert shop.pegs("o") == [("POT", "stock@MAIN", 1)]
    assert refused(shop, "confirm", confirmations=[{"hold": "q"}])[0] == "date_unknown"
    assert shop.cases() == []
    shop.order("cancelled", MUG=1)
    shop.do("cancel", cancellations=[{"order": "o"}])
    assert days(confirm(shop, "q")) == [(1, "2026-11-23", "stock"), (1, "2026-11-23", "stock")]
    assert shop.breaches() == []


def test_the_day_of_delivery_is_told_where_a_lane_is_known(shop: Desk) -> None:
    lane = {"zone": "DE", "transit_days": 2}
    shop.do("set_lanes", lanes=[lane])
    line = {"sku": "MUG", "quantity": 6}
    cart = {"key": "q", "destination": "DE-10115", "wait_until": "2026-11-25", "lines": [line]}
    quoted = shop.do("quote", quotes=[cart])["quotes"][0]["lines"][0]["promises"]
    told = confirm(shop, "q")["lines"][0]["promises"]
    assert told == quoted
    assert [(part["on"], part["delivers_on"]) for part in told] == [
        ("2026-11-25", "2026-11-27"),
        ("2026-12-09", "2026-12-11"),
    ]
    found = shop.rows("SELECT promised_on::text, delivers_on::text FROM promise ORDER BY part")
    assert found == [(part["on"], part["delivers_on"]) for part in told]
    assert shop.rows("SELECT destination, wait_until::text FROM sales_order") == [
        ("DE-10115", "2026-11-25")
    ]
    assert shop.breaches() == []
