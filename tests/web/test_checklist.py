"""The first steps of a new company: each is done once it is done, and then they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from backorder.app.accounts import checklist
from tests.web.conftest import person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg


def open_steps(conn: psycopg.Connection[Any], person: Any) -> list[str]:
    return [step.code for step in checklist.of(conn, person) if not step.done]


def test_the_steps_go_one_by_one(
    app: None, conn: psycopg.Connection[Any], verb: Callable[..., Any]
) -> None:
    owner = person_of("owner")
    every = [code for code, *_ in checklist.STEPS]
    assert open_steps(conn, owner) == every
    page = render_to_string(
        "backorder/parts/checklist.html", {"checklist": checklist.of(conn, owner)}
    )
    assert "Import your products" in page
    verb("set_products", products=[{"sku": "MUG", "name": "Mug"}])
    verb("set_suppliers", suppliers=[{"code": "S1", "name": "Potter"}])
    item = {"supplier": "S1", "sku": "MUG", "lead_time_days": 10}
    verb("set_supplier_items", supplier_items=[item])
    assert open_steps(conn, owner) == every[2:]
    line = {"sku": "MUG", "quantity": 10}
    verb("count", counts=[{"key": "c-1", "location": "MAIN", "lines": [line]}])
    verb("set_policies", policies=[{"scope": "product", "match": "MUG", "mode": "allow"}])
    assert open_steps(conn, owner) == every[4:]
    order = {"key": "o-1", "customer": {"ref": "C7"}, "lines": [{"sku": "MUG", "quantity": 1}]}
    verb("place_orders", orders=[order])
    person_of("buyer")
    assert open_steps(conn, owner) == ["two_factor"]
    conn.execute(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
        " VALUES (%s, 'totp', '{}', now())",
        [owner.pk],
    )
    assert checklist.of(conn, owner) == []
    assert render_to_string("backorder/parts/checklist.html", {"checklist": []}).strip() == ""


def test_they_are_for_those_who_set_up(app: None, conn: psycopg.Connection[Any]) -> None:
    assert checklist.of(conn, person_of("warehouse")) == []
    assert len(checklist.of(conn, person_of("operations"))) == 7
