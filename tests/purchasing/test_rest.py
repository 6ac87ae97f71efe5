"""The life of a purchase over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import Api, api, new_token  # noqa: F401 (a fixture)

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.usefixtures("company")
LINE = {"sku": "MUG", "quantity": 24, "unit_cost": 400}
ORDER = {"key": "p-1", "supplier": "S1", "expected_on": "2026-12-08", "lines": [LINE]}
PURCHASE = "/api/v1/purchase-orders/PO-000001"


def test_from_the_draft_to_what_the_supplier_said(api: Api) -> None:  # noqa: F811 (the fixture)
    drafted = api.post("/api/v1/purchase-orders", {"purchase_orders": [ORDER], "draft": True})
    assert drafted.status == 200
    assert api.get(PURCHASE).json()["stage"] == "draft"
    assert api.get("/api/v1/purchase-orders?stage=draft").json()["items"]
    approved = api.post("/api/v1/purchase-approvals", {"purchase_orders": ["PO-000001"]})
    assert approved.status == 200
    about = {"key": "k", "purchase_order": "PO-000001"}
    assert api.post("/api/v1/purchase-sendings", about | {"how": "hand"}).status == 200
    days = [
        {"sku": "MUG", "quantity": 20, "expected_on": "2026-12-10"},
        {"sku": "MUG", "quantity": 4, "expected_on": "2026-12-20"},
    ]
    said = api.post("/api/v1/purchase-acknowledgements", about | {"lines": days})
    assert said.status == 200
    way = {"key": "n", "purchase_order": "PO-000001", "expected_on": "2026-12-09"}
    sent = api.post("/api/v1/purchase-announcements", way | {"lines": [{"line": 1, "quantity": 5}]})
    assert sent.status == 200
    found = api.get(PURCHASE).json()
    assert found["stage"] == "in_transit"
    assert [(one["kind"], one["quantity"], one["expected_on"]) for one in found["said"]] == [
        ("acknowledgement", 4, "2026-12-20"),
        ("acknowledgement", 20, "2026-12-10"),
        ("announcement", 5, "2026-12-09"),
    ]
    assert [(one["line"], one["open"], one["confirmed"]) for one in found["lines"]] == [
        (1, 15, True),
        (2, 4, True),
        (3, 5, True),
    ]
    closed = api.post("/api/v1/purchase-closings", {"purchase_order": "PO-000001"})
    assert (closed.status, closed.json()["code"]) == (409, "nothing_came")


def test_the_scope_of_supply_is_enough_and_needed(app: None, conn: psycopg.Connection[Any]) -> None:
    asked = {"purchase_orders": ["PO-000001"]}
    for scope, status in (("supply", 404), ("orders", 403)):
        answer = Api(new_token(conn, scope)).post("/api/v1/purchase-approvals", asked)
        assert answer.status == status
