"""Master data: set_products, set_locations, set_suppliers and the like.

Each takes many rows and creates or changes them by their natural key, all or none. One change of
master data runs at a time (``catalog_lock``), and the products whose decisions depend on it are
locked, so that a promise is made under the old rule or under the new one, never in between.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from backorder.domain.calendars import parse_timezone
from backorder.domain.errors import InvalidError
from backorder.domain.workdays import parse_calendar
from backorder.ledger.books.places import places
from backorder.ledger.journal.verb import Verb

from . import inputs
from .network import refuse_unknown_calendars
from .rows import Rows, begin, finish, given, load, plan, refuse_unknown, save, set_rows, touch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backorder.ledger.journal.transaction import Transaction

LONGEST_LOCATION = 72  # its partner for damaged goods adds "/DAMAGED"

PRODUCTS = Rows(
    "products",
    ("sku",),
    {
        "name": "",
        "unit_price": 0,
        "currency": "EUR",
        "unit_cost": 0,
        "category": "",
        "unit": "each",
        "discontinued": False,
        "buying": "stock",
        "attributes": {},
    },
)
LOCATIONS = Rows(
    "locations",
    ("code",),
    {
        "name": "",
        "kind": "warehouse",
        "calendar": "daily",
        "cutoff": None,
        "timezone": "UTC",
        "handling_days": 1,
        "priority": 100,
        "daily_capacity": None,
        "attributes": {},
    },
)
SUPPLIERS = Rows(
    "suppliers",
    ("code",),
    {
        "name": "",
        "email": "",
        "calendar": "daily",
        "min_order_value": 0,
        "freight": 0,
        "emergency_freight": 0,
        "order_week": "daily",
        "review_days": 1,
        "language": "",
        "acknowledge_days": None,
        "attributes": {},
    },
)
SUPPLIER_ITEMS = Rows(
    "supplier_items",
    ("supplier", "sku"),
    {
        "unit_cost": 0,
        "moq": 1,
        "multiple": 1,
        "lead_time_days": None,
        "spread_days": None,
        "capacity_per_week": None,
        "priority": 100,
        "price_breaks": {},
        "emergency_days": None,
        "emergency_extra": 0,
    },
)
CUSTOMERS = Rows(
    "customers",
    ("ref",),
    {"name": "", "email": "", "phone": "", "locale": "", "class": "", "attributes": {}},
)
POLICIES = Rows(
    "policies",
    ("scope", "match", "valid_from"),
    {
        "mode": "allow",
        "cap": None,
        "cap_from": "fixed",
        "buffer": 0,
        "max_wait_days": None,
        "min_confidence": 0,
        "promise_quantile": 80,
        "tell_later_days": 1,
        "tell_earlier_days": 1,
        "valid_until": None,
    },
)
SUBSTITUTES = Rows("substitutes", ("sku", "substitute"), {"rank": 1, "standing": "offered"})


def _refuse_unknown(tx: Transaction, skus: Sequence[str], suppliers: Sequence[str] = ()) -> None:
    """Refuse a request that names products or suppliers that do not exist."""
    wanted = {"skus": sorted(set(skus)), "suppliers": sorted(set(suppliers))}
    ((known_skus, known_suppliers),) = tx.rows("catalog_known", wanted)
    refuse_unknown("supplier", suppliers, known_suppliers)
    refuse_unknown("sku", skus, known_skus)


def set_products(tx: Transaction, request: inputs.SetProducts) -> dict[str, Any]:
    """Create and change products, known by their SKU."""
    records = begin(tx, PRODUCTS, request.products)
    return finish(tx, set_rows(tx, PRODUCTS, records))


def set_suppliers(tx: Transaction, request: inputs.SetSuppliers) -> dict[str, Any]:
    """Create and change suppliers, known by their code."""
    records = begin(tx, SUPPLIERS, request.suppliers)
    refuse_unknown_calendars(tx, records)
    for record in records:
        if "order_week" in record:
            parse_calendar(record["order_week"])
    dated = any("calendar" in record for record in records)
    if dated:  # lead times are counted in these days
        tx.rows("lock_all_products")
    planned = set_rows(tx, SUPPLIERS, records)
    if dated:
        touch(tx, planned)
    return finish(tx, planned)


def set_customers(tx: Transaction, request: inputs.SetCustomers) -> dict[str, Any]:
    """Create and change customers, known by the caller's reference."""
    records = begin(tx, CUSTOMERS, request.customers)
    return finish(tx, set_rows(tx, CUSTOMERS, records))


def set_supplier_items(tx: Transaction, request: inputs.SetSupplierItems) -> dict[str, Any]:
    """Create and change what suppliers offer; a new item needs its lead time."""
    records = begin(tx, SUPPLIER_ITEMS, request.supplier_items)
    skus = [record["sku"] for record in records]
    tx.rows("lock_products", {"skus": skus})
    _refuse_unknown(tx, skus, [record["supplier"] for record in records])
    planned = plan(SUPPLIER_ITEMS, records, load(tx, SUPPLIER_ITEMS, records))
    lacking = [
        {"supplier": row["supplier"], "sku": row["sku"]}
        for row in planned.created
        if row["lead_time_days"] is None
    ]
    if lacking:
        raise InvalidError(
            "lead_time_missing",
            f"{len(lacking)} new supplier items have no lead_time_days, the first "
            f"{lacking[0]['supplier']}/{lacking[0]['sku']}.",
            supplier_items=lacking,
        )
    save(tx, SUPPLIER_ITEMS, planned)
    return finish(tx, planned)


def set_substitutes(tx: Transaction, request: inputs.SetSubstitutes) -> dict[str, Any]:
    """Set which product may be offered instead of another, and which may not."""
    records = begin(tx, SUBSTITUTES, request.substitutes)
    same = [record["sku"] for record in records if record["sku"] == record["substitute"]]
    if same:
        raise InvalidError(
            "substitute_is_itself",
            f"A product cannot stand in for itself: {', '.join(same[:5])}.",
            skus=same,
        )
    _refuse_unknown(tx, [record[name] for record in records for name in SUBSTITUTES.keys])
    return finish(tx, set_rows(tx, SUBSTITUTES, records))


def set_locations(tx: Transaction, request: inputs.SetLocations) -> dict[str, Any]:
    """Create and change places that sell; each new one gets a partner for damaged goods."""
    for item in request.locations:
        _check_location(given(item))
    records = begin(tx, LOCATIONS, request.locations)
    refuse_unknown_calendars(tx, records)
    for record in records:
        if record.get("cutoff") is not None:
            record["cutoff"] = time.fromisoformat(record["cutoff"])
    tx.rows("lock_all_products")
    fixed = [
        row[0]
        for row in tx.rows("locations_load", {"code": [record["code"] for record in records]})
        if not row[-1]
    ]
    if fixed:
        raise InvalidError(
            "location_not_sellable",
            f"{', '.join(fixed)} cannot be set: no place that sells.",
            locations=fixed,
        )
    planned = set_rows(tx, LOCATIONS, records)
    if any("daily_capacity" in record for record in records):
        tx.run("loads_switch")
    touch(tx, planned)
    return finish(tx, planned)


def _check_location(record: Mapping[str, Any]) -> None:
    """Refuse a code or time zone that nothing could be reckoned with."""
    code = record["code"]
    if len(code) > LONGEST_LOCATION or code.endswith("/DAMAGED"):
        raise InvalidError(
            "bad_location_code",
            f"The code {code!r} is longer than {LONGEST_LOCATION} characters or ends in "
            "/DAMAGED, which names a place's damaged goods.",
            location=code,
            limit=LONGEST_LOCATION,
        )
    if "timezone" in record:
        parse_timezone(record["timezone"])


def _check_rule(rule: Mapping[str, Any]) -> None:
    """Refuse a rule that could not mean what it says."""
    facts = {"scope": rule["scope"], "match": rule["match"]}
    name = f"{rule['scope']} {rule['match']!r}"
    begin, end = rule["valid_from"], rule["valid_until"]
    if begin is not None and end is not None and end < begin:
        raise InvalidError(
            "bad_policy_days",
            f"A rule cannot end before it begins: {name}.",
            **facts,
            valid_from=begin.isoformat(),
            valid_until=end.isoformat(),
        )
    if rule["buffer"] and rule["cap_from"] != "incoming":
        raise InvalidError(
            "bad_policy_buffer",
            f"A buffer is taken off what is incoming, and the cap is not from there: {name}.",
            **facts,
        )
    if rule["min_confidence"] > rule["promise_quantile"]:
        raise InvalidError(
            "bad_policy_confidence",
            f"No date would be as sure as the rule asks: {name} promises at "
            f"{rule['promise_quantile']} % and wants {rule['min_confidence']} %.",
            **facts,
        )


def set_policies(tx: Transaction, request: inputs.SetPolicies) -> dict[str, Any]:
    """Set the rules that say whether and how far may be sold what is not there."""
    records = begin(tx, POLICIES, request.policies)
    wrong = [r for r in records if (r["scope"] == "default") != (r["match"] == "")]
    if wrong:
        raise InvalidError(
            "bad_policy_match",
            f"Only the default policy has no match, and it has none: {wrong[0]['scope']} "
            f"{wrong[0]['match']!r}.",
            policies=[{"scope": r["scope"], "match": r["match"]} for r in wrong],
        )
    for record in records:
        _check_rule(record)
    tx.rows("lock_all_products")
    _refuse_unknown(tx, [r["match"] for r in records if r["scope"] == "product"])
    codes = [record["match"] for record in records if record["scope"] == "location"]
    if codes:
        known = places(tx)
        for code in codes:
            known.sellable(code)
    planned = set_rows(tx, POLICIES, records)
    touch(tx, planned)
    return finish(tx, planned)


VERBS = (
    Verb("set_products", inputs.SetProducts, set_products),
    Verb("set_locations", inputs.SetLocations, set_locations),
    Verb("set_suppliers", inputs.SetSuppliers, set_suppliers),
    Verb("set_supplier_items", inputs.SetSupplierItems, set_supplier_items),
    Verb("set_customers", inputs.SetCustomers, set_customers),
    Verb("set_policies", inputs.SetPolicies, set_policies),
    Verb("set_substitutes", inputs.SetSubstitutes, set_substitutes),
)
