"""A request for every verb, made from its record: required fields, with values that read well."""

from __future__ import annotations

from typing import Any

_VALUES: dict[str, Any] = {
    "sku": "MUG",
    "substitute": "CUP",
    "key": "web-1001",
    "order": "SO-000001",
    "quote": "QT-000001",
    "hold": "HD-000001",
    "quantity": 10,
    "supplier": "S1",
    "location": "MAIN",
    "from": "MAIN",
    "to": "STORE",
    "purchase_order": "PO-000017",
    "code": "MAIN",
    "name": "Main",
    "ref": "C7",
    "kind": "warehouse",
    "scope": "default",
    "mode": "allow",
    "cause": "damaged",
    "lead_time_days": 14,
    "expires_in": 900,
    "sheet": "CS-000001",
    "case": "DC-000001",
    "channel": "email",
    "notice": 1,
    "answer": "wait",
}
# Fields that a reader wants to see although they may be left out.
_SHOWN = {
    "NewLine": ("unit_price",),
    "NewOrder": ("customer",),
    "ProductData": ("name", "unit_price", "currency"),
    "NewReceipt": ("purchase_order", "location"),
    "ReceivedLine": ("quantity",),
    "OrderSupply": ("purchase_orders",),
    "NewPurchase": ("expected_on",),
    "SupplyChange": ("purchase_order", "expected_on"),
    "SupplierItemData": ("unit_cost",),
    "PromotionData": ("uplift",),
    "OutageData": ("to",),
    "DelayAnswer": ("case",),
    "Evidence": ("shown", "said"),
}
_DAYS = {"to": "2026-12-14", "expected_on": "2026-12-08"}
_PRICES = {"unit_price": 1250, "unit_cost": 400, "currency": "EUR"}


# Verbs of which something has to be named that no schema says.
_CHOICES: dict[str, dict[str, Any]] = {
    "set_incentives": {
        "rules": [
            {
                "name": "Thanks for waiting",
                "event": "slip",
                "slip_days": 5,
                "kind": "percent",
                "percent": 10,
                "most": 1500,
                "currency": "EUR",
                "budget": 50000,
                "holdout_percent": 20,
            }
        ]
    },
    "redeem_incentive": {"redemptions": [{"code": "3DMV9EK31WTE", "customer": "C7"}]},
    "release": {"releases": [{"order": "SO-000001"}]},
    "reallocate": {"simulate": {"segments": [{"strategy": "redistribute"}]}},
    "explain": {"order": "SO-000001"},
    "approve_delays": {"all": True},
    "refund": {"refunds": [{"refund": "RF-000001", "reference": "transfer 7"}]},
    "arrange_payments": {"terms": [{"order": "SO-000001", "method": "now"}]},
    "label_backorders": {
        "labels": [
            {
                "order": "SO-000001",
                "line_no": 1,
                "event": "opened",
                "at": "2026-12-01T09:30:00Z",
                "units": 4,
                "shares": {"supplier_late": 750, "policy": 250},
                "parts": {"supplier_late": 3, "policy": 1},
            }
        ]
    },
}


def of(verb: str, record: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a verb's request, whose schema has the name of a record."""
    return _CHOICES.get(verb) or of_record(record, schemas)


def of_record(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a record, described in JSON Schema."""
    schema = schemas[name]
    shown = [*schema.get("required", ()), *_SHOWN.get(name, ())]
    return {
        field: _value(field, about, schemas)
        for field, about in schema["properties"].items()
        if field in shown
    }


def _value(field: str, about: dict[str, Any], schemas: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return an example of a field."""
    if "$ref" in about:
        return of_record(about["$ref"].rpartition("/")[2], schemas)
    if "anyOf" in about:
        return _value(field, about["anyOf"][0], schemas)
    if about.get("type") == "array":
        return [_value(field, about["items"], schemas)]
    if field in _PRICES:
        return _PRICES[field]
    if "enum" in about:
        return _VALUES[field] if _VALUES.get(field) in about["enum"] else about["enum"][0]
    if about.get("format") == "date":
        return _DAYS.get(field, "2026-12-01")
    return _VALUES[field] if field in _VALUES else _plain(about)


def _plain(about: dict[str, Any]) -> Any:  # noqa: ANN401 (as above)
    """Return any value of a type."""
    if about.get("type") == "integer":
        return max(1, about.get("minimum", 1))
    if about.get("format") == "date-time":
        return "2026-12-01T09:30:00Z"
    return {"boolean": True, "object": {}, "number": 2.5}.get(about.get("type", ""), "text")
