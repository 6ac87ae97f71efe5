"""Calendars, lanes and sourcing rules as master data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

XMAS = ["2026-12-25", "2026-12-26"]


def counts(created: int, changed: int, unchanged: int) -> Json:
    return {"created": created, "changed": changed, "unchanged": unchanged}


def refusal(desk: Desk, verb: str, **request: Any) -> tuple[str, Json]:
    """Return code and facts of what must be refused, if it changes nothing."""
    before = desk.state()
    with pytest.raises(BackorderError) as refused:
        desk.do(verb, **request)
    assert desk.state() == before
    return refused.value.code, refused.value.facts


def test_a_calendar_is_a_week_and_the_days_that_differ(desk: Desk) -> None:
    german = {"code": "DE", "days": "mon-fri", "closed": [*XMAS[::-1], XMAS[0]]}
    assert desk.do("set_calendars", calendars=[german, {"code": "ALL"}]) == counts(2, 0, 0)
    stored = "SELECT code, days, closed::text, opened::text FROM calendar ORDER BY code"
    assert desk.rows(stored) == [
        ("ALL", "daily", "{}", "{}"),
        ("DE", "mon-fri", "{2026-12-25,2026-12-26}", "{}"),
    ]
    more = [{"code": "DE", "opened": ["2026-12-19"]}, {"code": "ALL", "days": "daily"}]
    assert desk.do("set_calendars", calendars=more) == counts(0, 1, 1)
    assert desk.rows(stored)[1] == (
        "DE", "mon-fri", "{2026-12-25,2026-12-26}", "{2026-12-19}",
    )  # fmt: skip
    same = [{"code": "DE", "closed": XMAS}]
    assert desk.do("set_calendars", calendars=same) == counts(0, 0, 1)
    assert desk.journal() == ["set_calendars", "set_calendars"]
    assert desk.do("set_calendars", calendars=[{"code": "DE", "closed": []}]) == counts(0, 1, 0)


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        ({"code": "mon-fri"}, "bad_calendar_code"),
        ({"code": "Daily"}, "bad_calendar_code"),
        ({"code": "DE", "days": "weekdays"}, "unknown_calendar"),
        ({"code": "DE", "days": ""}, "unknown_calendar"),
        ({"code": " DE"}, "unreadable_name"),
    ],
)
def test_a_calendar_that_cannot_be(desk: Desk, calendar: Json, code: str) -> None:
    calendars = [{"code": "GOOD"}, calendar]
    assert refusal(desk, "set_calendars", calendars=calendars)[0] == code


def test_places_suppliers_and_lanes_name_a_calendar_or_a_week(desk: Desk) -> None:
    requests: list[tuple[str, Json]] = [
        ("set_locations", {"locations": [{"code": "MAIN", "calendar": "DE"}]}),
        ("set_suppliers", {"suppliers": [{"code": "S1", "calendar": "DE"}]}),
        ("set_lanes", {"lanes": [{"transit_days": 1, "calendar": "DE"}]}),
    ]
    for verb, request in requests:
        code, facts = refusal(desk, verb, **request)
        assert (code, facts["calendar"]) == ("unknown_calendar", "DE")
    desk.do("set_calendars", calendars=[{"code": "DE"}])
    for verb, request in requests:
        desk.do(verb, **request)
    named = "SELECT calendar FROM {} WHERE calendar = 'DE'"
    for table in ("location", "supplier", "lane"):
        assert desk.rows(named.format(table)) == [("DE",)]
    assert desk.do("set_suppliers", suppliers=[{"code": "S1", "name": "S"}]) == counts(0, 1, 0)
    assert desk.rows("SELECT calendar FROM supplier") == [("DE",)]


def test_a_lane_is_replaced_as_a_whole(desk: Desk) -> None:
    lane = {"location": "MAIN", "zone": "DE", "transit_days": 2, "parcel_cost": 490}
    anywhere = {"transit_days": 5, "calendar": "mon-sat", "unit_cost": 20, "currency": "USD"}
    assert desk.do("set_lanes", lanes=[lane, anywhere]) == counts(2, 0, 0)
    assert desk.do("set_lanes", lanes=[anywhere, lane]) == counts(0, 0, 2)
    again = {"location": "MAIN", "zone": "DE", "transit_days": 1}
    assert desk.do("set_lanes", lanes=[again, anywhere]) == counts(0, 1, 1)
    assert desk.rows(
        "SELECT l.code, zone, transit_days, n.calendar, parcel_cost, unit_cost, currency"
        " FROM lane n LEFT JOIN location l ON l.id = n.location_id ORDER BY zone DESC"
    ) == [("MAIN", "DE", 1, "daily", 0, 0, "EUR"), (None, "", 5, "mon-sat", 0, 20, "USD")]


def test_a_rule_is_the_places_of_a_zone_in_order(desk: Desk) -> None:
    desk.do("set_locations", locations=[{"code": "SHOP"}, {"code": "DROP", "kind": "partner"}])
    rules = [
        {"zone": "DE", "locations": ["SHOP", "MAIN"]},
        {"locations": ["DROP"]},
        {"zone": "US", "locations": []},
    ]
    assert desk.do("set_sourcing", sourcing=rules) == counts(2, 0, 1)
    assert desk.do("set_sourcing", sourcing=rules) == counts(0, 0, 3)
    other = [{"zone": "DE", "locations": ["MAIN", "SHOP", "DROP"]}, {"locations": []}]
    assert desk.do("set_sourcing", sourcing=other) == counts(0, 2, 0)
    assert desk.rows(
        "SELECT zone, rank, code FROM sourcing_rule r JOIN location l ON l.id = r.location_id"
        " ORDER BY zone, rank"
    ) == [("DE", 0, "MAIN"), ("DE", 1, "SHOP"), ("DE", 2, "DROP")]


@pytest.mark.parametrize(
    ("verb", "request_", "code"),
    [
        ("set_lanes", {"lanes": [{"location": "NIX", "transit_days": 1}]}, "unknown_location"),
        (
            "set_lanes",
            {"lanes": [{"location": "MAIN/DAMAGED", "transit_days": 1}]},
            "location_not_sellable",
        ),
        (
            "set_lanes",
            {"lanes": [{"zone": "DE", "transit_days": days} for days in (1, 2)]},
            "repeated_in_request",
        ),
        ("set_lanes", {"lanes": [{"zone": "DE ", "transit_days": 1}]}, "unreadable_name"),
        ("set_sourcing", {"sourcing": [{"locations": ["MAIN", "NIX"]}]}, "unknown_location"),
        ("set_sourcing", {"sourcing": [{"locations": ["CUSTOMER"]}]}, "location_not_sellable"),
        ("set_sourcing", {"sourcing": [{"locations": ["MAIN", "MAIN"]}]}, "repeated_in_request"),
    ],
)
def test_what_cannot_be_set(desk: Desk, verb: str, request_: Json, code: str) -> None:
    assert refusal(desk, verb, **request_)[0] == code
