"""Bad input: every verb says what is wrong, with a code and facts, and changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from tests.ledger import busy_books
from tests.ledger.busy_books import PAPERS, READING, Busy, items, refused, spoilt
from tests.ledger.good_requests import GOOD

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

WRITING = sorted(set(GOOD) - READING)


def written(path: str) -> str:
    """Return a path as errors write it: ``orders[0].key``."""
    return "".join(f"[{s}]" if s.isdigit() else f".{s}" for s in path.split(".")).lstrip(".")


def test_the_good_requests_are_good(desk: Desk) -> None:
    """What is refused below is refused for what was spoilt, and for nothing else."""
    assert set(GOOD) == set(ledger.VERBS)
    busy_books.write(desk)
    before = len(desk.journal())
    for verb, request in GOOD.items():
        desk.do(verb, **request)
    assert desk.journal()[before:] == [verb for verb in GOOD if verb not in READING]


# Units: at least one, whole, at most a thousand million.
UNITS = {
    "place_orders": "orders.0.lines.0.quantity",
    "availability": "lines.0.quantity",
    "cancel": "cancellations.0.lines.0.quantity",
    "change_order": "changes.0.lines.0.quantity",
    "order_supply": "purchase_orders.0.lines.0.quantity",
    "announce": "announcements.0.lines.0.quantity",
    "transfer": "transfers.0.lines.0.quantity",
    "ship": "shipments.0.lines.0.quantity",
    "return": "returns.0.lines.0.quantity",
    "set_supplier_items": "supplier_items.0.moq",
}
# Units that may be nought.
MAYBE_UNITS = {
    "change_supply": "changes.0.quantity",
    "receive": "receipts.0.lines.0.damaged",
    "count": "counts.0.lines.0.quantity",
    "set_policies": "policies.0.cap",
}
OPTIONAL = ("announce", "cancel", "change_order", "change_supply", "set_policies")
NO_UNITS: list[tuple[Any, str]] = [
    (-1, "Expected `int` >= {least}"),
    (1.5, "Expected `{kind}`, got `float`"),
    (1.0, "Expected `{kind}`, got `float`"),
    ("2", "Expected `{kind}`, got `str`"),
    (True, "Expected `{kind}`, got `bool`"),
    ([1], "Expected `{kind}`, got `array`"),
    (10**9 + 1, "Expected `int` <= 1000000000"),
    (10**30, "Expected `int` <= 1000000000"),
]


@pytest.mark.parametrize(("verb", "path"), [*UNITS.items(), *MAYBE_UNITS.items()])
def test_a_quantity_is_a_whole_number_of_units(busy: Busy, verb: str, path: str) -> None:
    least = 0 if verb in MAYBE_UNITS else 1
    kind = "int | null" if verb in OPTIONAL else "int"
    wrong = [*NO_UNITS, (0, "Expected `int` >= {least}")][: None if least else -1]
    for value, problem in wrong:
        facts = {"at": written(path), "problem": problem.format(least=least, kind=kind)}
        assert refused(busy, verb, spoilt(verb, path, value)) == (400, "malformed", facts)


@pytest.mark.parametrize(
    ("value", "at", "problem"),
    [
        (0, "adjustments[0]", "quantity must not be 0"),
        (0.5, "adjustments[0].quantity", "Expected `int`, got `float`"),
        (-(10**9) - 1, "adjustments[0].quantity", "Expected `int` >= -1000000000"),
        (10**9 + 1, "adjustments[0].quantity", "Expected `int` <= 1000000000"),
    ],
)
def test_an_adjustment_moves_something(busy: Busy, value: Any, at: str, problem: str) -> None:
    request = spoilt("adjust", "adjustments.0.quantity", value)
    assert refused(busy, "adjust", request) == (400, "malformed", {"at": at, "problem": problem})


DAYS = [
    ("place_orders", "orders.0.lines.0", "requested_on", "date | null"),
    ("availability", "lines.0", "requested_on", "date | null"),
    ("change_order", "changes.0.lines.0", "requested_on", "date | null"),
    ("order_supply", "purchase_orders.0", "expected_on", "date | null"),
    ("order_supply", "purchase_orders.0.lines.0", "expected_on", "date | null"),
    ("change_supply", "changes.0", "expected_on", "date | null"),
    ("transfer", "transfers.0", "expected_on", "date"),
    ("place_orders", "orders.0", "wait_until", "date | null"),
    ("availability", "lines.0", "requested_on", "date | null"),
    ("change_order", "changes.0", "wait_until", "date | null"),
]


@pytest.mark.parametrize(("verb", "path", "field", "kind"), DAYS)
def test_a_day_is_one_that_can_be_meant(
    busy: Busy, verb: str, path: str, field: str, kind: str
) -> None:
    for value in ("1899-12-31", "2999-01-01"):
        facts = {
            "at": written(path),
            "problem": f"{field} {value} is not between 1990-01-01 and 2100-01-01",
        }
        found = refused(busy, verb, spoilt(verb, f"{path}.{field}", value))
        assert found == (400, "malformed", facts)
    for value in ("tomorrow", "2026-02-30", "2026-12-01T00:00:00", ""):
        facts = {"at": f"{written(path)}.{field}", "problem": "Invalid RFC3339 encoded date"}
        found = refused(busy, verb, spoilt(verb, f"{path}.{field}", value))
        assert found == (400, "malformed", facts)
    facts = {"at": f"{written(path)}.{field}", "problem": f"Expected `{kind}`, got `int`"}
    assert refused(busy, verb, spoilt(verb, f"{path}.{field}", 5)) == (400, "malformed", facts)


# Verbs whose request has no list that must be given.
NO_LIST = {
    *("approve_purchases", "exceptions", "explain", "propose", "reallocate", "release", "review"),
    *("sweep", "approve_delays", "review_delays"),
}


@pytest.mark.parametrize("verb", sorted(NO_LIST))
def test_a_request_without_a_list_has_known_fields_only(busy: Busy, verb: str) -> None:
    facts = {"at": "", "problem": "Object contains unknown field `surprise`"}
    assert refused(busy, verb, GOOD[verb] | {"surprise": 1}) == (400, "malformed", facts)
    facts = {"at": "", "problem": "Expected `object`, got `array`"}
    assert refused(busy, verb, []) == (400, "malformed", facts)


@pytest.mark.parametrize("verb", sorted(GOOD.keys() - NO_LIST))
def test_the_request_has_the_shape_of_the_verb(busy: Busy, verb: str) -> None:
    name = items(verb)
    unknown = "Object contains unknown field `surprise`"
    wrong: list[tuple[Any, str, str]] = [
        (GOOD[verb] | {"surprise": 1}, "", unknown),
        (spoilt(verb, f"{name}.0.surprise", 1), f"{name}[0]", unknown),
        ({name: "all"}, name, "Expected `array`, got `str`"),
        ({name: [7]}, f"{name}[0]", "Expected `object`, got `int`"),
        ({name: None}, name, "Expected `array`, got `null`"),
        ([], "", "Expected `object`, got `array`"),
    ]
    if verb not in {
        "order_supply",
        "decide_proposals",
        "set_lead_times",
        "refund",
    }:  # they may have another list
        wrong.append(({name: []}, name, "Expected `array` of length >= 1"))
        wrong.append(({}, "", f"Object missing required field `{name}`"))
    for request, at, problem in wrong:
        found = refused(busy, verb, request)
        assert found == (400, "malformed", {"at": at, "problem": problem})


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("place_orders", "orders.0.lines"),
        ("cancel", "cancellations.0.lines"),
        ("order_supply", "purchase_orders.0.lines"),
        ("receive", "receipts.0.lines"),
        ("count", "counts.0.lines"),
        ("transfer", "transfers.0.lines"),
        ("ship", "shipments.0.lines"),
        ("return", "returns.0.lines"),
    ],
)
def test_a_paper_has_lines(busy: Busy, verb: str, path: str) -> None:
    _, code, facts = refused(busy, verb, spoilt(verb, path, []))
    assert (code, facts["at"]) == ("malformed", written(path))
    assert facts["problem"].endswith(" of length >= 1")


@pytest.mark.parametrize(
    ("verb", "path", "value", "problem"),
    [
        ("set_products", "products.0.unit_price", -1, "Expected `int` >= 0"),
        ("set_products", "products.0.unit_price", 10**13 + 1, "Expected `int` <= 10000000000000"),
        ("set_products", "products.0.unit_price", 19.99, "Expected `int`, got `float`"),
        (
            "set_products",
            "products.0.currency",
            "euro",
            "Expected `str` matching regex '^[A-Z]{3}$'",
        ),
        ("set_products", "products.0.sku", "", "Expected `str` of length >= 1"),
        ("set_products", "products.0.sku", "X" * 81, "Expected `str` of length <= 80"),
        ("set_locations", "locations.0.handling_days", -1, "Expected `int` >= 0"),
        ("set_supplier_items", "supplier_items.0.lead_time_days", -1, "Expected `int` >= 0"),
        ("set_supplier_items", "supplier_items.0.lead_time_days", 3651, "Expected `int` <= 3650"),
        ("set_policies", "policies.0.mode", "maybe", "Invalid enum value 'maybe'"),
        ("set_policies", "policies.0.promise_quantile", 60, "Invalid enum value 60"),
        ("set_substitutes", "substitutes.0.rank", 0, "Expected `int` >= 1"),
        ("set_lanes", "lanes.0.transit_days", -1, "Expected `int` >= 0"),
        ("set_lanes", "lanes.0.transit_days", 366, "Expected `int` <= 365"),
        ("set_lanes", "lanes.0.parcel_cost", -1, "Expected `int` >= 0"),
        ("set_calendars", "calendars.0.closed.0", "Xmas", "Invalid RFC3339 encoded date"),
        ("place_orders", "orders.0.ship", "soon", "Invalid enum value 'soon'"),
        ("return", "returns.0.lines.0.condition", "lost", "Invalid enum value 'lost'"),
    ],
)
def test_a_field_keeps_to_its_kind(
    busy: Busy, verb: str, path: str, value: Any, problem: str
) -> None:
    facts = {"at": written(path), "problem": problem}
    assert refused(busy, verb, spoilt(verb, path, value)) == (400, "malformed", facts)


TEXTS = {
    "place_orders": "orders.0.customer.email",
    "availability": "lines.0.sku",
    "cancel": "cancellations.0.order",
    "change_order": "changes.0.order",
    "order_supply": "purchase_orders.0.key",
    "approve_purchases": "purchase_orders.0",
    "mark_sent": "sendings.0.recipient",
    "acknowledge": "acknowledgements.0.said_by",
    "announce": "announcements.0.tracking",
    "close_short": "closings.0.reason",
    "change_supply": "changes.0.sku",
    "receive": "receipts.0.key",
    "adjust": "adjustments.0.cause",
    "count": "counts.0.location",
    "transfer": "transfers.0.to",
    "ship": "shipments.0.key",
    "return": "returns.0.order",
    "set_products": "products.0.name",
    "set_locations": "locations.0.code",
    "set_suppliers": "suppliers.0.email",
    "set_supplier_items": "supplier_items.0.sku",
    "set_customers": "customers.0.phone",
    "set_policies": "policies.0.match",
    "set_substitutes": "substitutes.0.substitute",
    "set_calendars": "calendars.0.code",
    "set_lanes": "lanes.0.zone",
    "set_sourcing": "sourcing.0.zone",
}


@pytest.mark.parametrize(("verb", "path"), TEXTS.items())
def test_text_is_text(busy: Busy, verb: str, path: str) -> None:
    for value in ("\0", "MU\0G", "\\\0"):
        assert refused(busy, verb, spoilt(verb, path, value)) == (400, "nul_character", {})
    assert refused(busy, verb, spoilt(verb, path, "half \ud800")) == (400, "not_text", {})


def test_attributes_are_json(busy: Busy) -> None:
    for value, code in ((object(), "not_json"), ("\0", "nul_character"), ("\udfff", "not_text")):
        request = spoilt("set_products", "products.0.attributes", {"colour": value})
        assert refused(busy, "set_products", request) == (400, code, {})


@pytest.mark.parametrize("verb", sorted(GOOD))
def test_instant_and_actor_are_given(busy: Busy, verb: str) -> None:
    naive = datetime(2026, 11, 22, 9)  # noqa: DTZ001 (that is what is wrong with it)
    good = GOOD[verb]
    assert refused(busy, verb, good, now=naive) == (
        422, "naive_instant", {"now": "2026-11-22 09:00:00"},
    )  # fmt: skip
    for year in (1899, 2999):
        found = refused(busy, verb, good, now=datetime(year, 1, 1, tzinfo=UTC))
        assert found == (422, "instant_out_of_range", {"now": f"{year}-01-01 00:00:00+00:00"})
    assert refused(busy, verb, good, actor="") == (422, "actor_missing", {})
    assert refused(busy, verb, good, actor="a" * 201) == (422, "actor_missing", {})
    assert refused(busy, verb, good, actor="a\0") == (400, "nul_character", {})
    assert refused(busy, verb, good, actor="\ud800") == (400, "not_text", {})


@pytest.mark.parametrize("verb", PAPERS)
def test_a_key_stands_once_in_a_request(busy: Busy, verb: str) -> None:
    name = items(verb)
    twice = {name: [*GOOD[verb][name], *GOOD[verb][name]]}
    key = GOOD[verb][name][0]["key"]
    assert refused(busy, verb, twice) == (409, "key_repeated", {"key": key})


REPEATED = {
    "set_products": {"sku": "NEW"},
    "set_locations": {"code": "NEW"},
    "set_suppliers": {"code": "NEW"},
    "set_supplier_items": {"supplier": "S1", "sku": "PAN"},
    "set_customers": {"ref": "NEW"},
    "set_policies": {"scope": "product", "match": "PAN", "valid_from": None},
    "set_substitutes": {"sku": "PAN", "substitute": "POT"},
    "set_calendars": {"code": "DE"},
    "set_lanes": {"location": "MAIN", "zone": "DE"},
    "set_sourcing": {"zone": "DE"},
    "set_outages": {"supplier": "S1", "sku": "PAN", "location": None, "from": "2026-12-01"},
    "set_stock_policies": {"sku": "PAN", "location": "MAIN"},
    "set_promotions": {"name": "Spring", "sku": "PAN"},
    "set_forecasts": {"sku": "PAN", "location": "MAIN"},
}


@pytest.mark.parametrize(("verb", "key"), REPEATED.items())
def test_a_row_stands_once_in_a_request(busy: Busy, verb: str, key: Json) -> None:
    name = items(verb)
    twice = {name: [*GOOD[verb][name], *GOOD[verb][name]]}
    facts = {"repeated": [key], "total": 1}
    assert refused(busy, verb, twice) == (422, "repeated_in_request", facts)
