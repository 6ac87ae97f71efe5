"""Offer backorders? The page adopts an advice by one click and undoes it by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.plans import advising

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

RULE = "SELECT mode, max_wait_days, cap FROM policy WHERE scope = 'product' AND match = 'MUG'"


def test_an_advice_is_adopted_and_undone(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    assert "There is no advice." in web("reader").get("/offers").content.decode()
    verb("set_products", products=[{"sku": "MUG", "unit_price": 4000, "unit_cost": 1000}])
    verb("set_suppliers", suppliers=[{"code": "S9"}])
    item = {"supplier": "S9", "sku": "MUG", "lead_time_days": 300, "spread_days": 2}
    verb("set_supplier_items", supplier_items=[item])
    verb("set_policies", policies=[{"scope": "product", "match": "MUG", "mode": "allow", "cap": 7}])
    advising.run(conn, datetime.now(UTC), dry_run=False)
    shown = web("reader").get("/offers").content.decode()
    assert "do not offer" in shown
    assert ">Adopt<" not in shown
    office = web("operations")
    assert ">Adopt<" in office.get("/offers?verdict=deny").content.decode()
    assert "MUG" not in office.get("/offers?verdict=allow").content.decode()
    assert web("buyer").post("/offers/adopt", {"sku": "MUG", "key": "a"}).status_code == 403
    office.post("/offers/adopt", {"sku": "MUG", "do": "adopt", "key": "b"})
    assert [row[0] for row in conn.execute(RULE).fetchall()] == ["deny"]
    assert ">Undo<" in office.get("/offers").content.decode()
    office.post("/offers/adopt", {"sku": "MUG", "do": "undo", "key": "c"})
    assert conn.execute(RULE).fetchall() == [("allow", None, 7)]
    assert ">Adopt<" in office.get("/offers").content.decode()


def test_without_a_rule_before_undoing_ends_the_adopted_one(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    verb("set_products", products=[{"sku": "MUG", "unit_price": 4000, "unit_cost": 1000}])
    advising.run(conn, datetime.now(UTC), dry_run=False)
    office = web("operations")
    office.post("/offers/adopt", {"sku": "MUG", "do": "adopt", "key": "b"})
    standing = (
        "SELECT count(*) FROM policy WHERE match = 'MUG'"
        " AND coalesce(valid_until, 'infinity') >= current_date"
    )
    assert conn.execute(standing).fetchone() == (1,)
    office.post("/offers/adopt", {"sku": "MUG", "do": "undo", "key": "c"})
    assert conn.execute(standing).fetchone() == (0,)


def test_undoing_brings_back_a_rule_that_holds_for_some_days_only(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    """A rule that has begun and will end is changed in place, and comes back with its days."""
    verb("set_products", products=[{"sku": "MUG", "unit_price": 4000, "unit_cost": 1000}])
    today = datetime.now(UTC).date()
    days = {
        "valid_from": str(today - timedelta(days=5)),
        "valid_until": str(today + timedelta(days=9)),
    }
    dated = {"scope": "product", "match": "MUG", "mode": "allow", "cap": 7} | days
    verb("set_policies", policies=[dated])
    advising.run(conn, datetime.now(UTC), dry_run=False)
    office = web("operations")
    office.post("/offers/adopt", {"sku": "MUG", "do": "adopt", "key": "b"})
    assert [row[0] for row in conn.execute(RULE).fetchall()] == ["deny"]
    office.post("/offers/adopt", {"sku": "MUG", "do": "undo", "key": "c"})
    assert conn.execute(RULE).fetchall() == [("allow", None, 7)]
    kept = "SELECT valid_from::text, valid_until::text FROM policy WHERE match = 'MUG'"
    assert conn.execute(kept).fetchall() == [tuple(days.values())]


def test_a_product_shows_what_a_unit_is_worth_by_the_wait(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    verb("set_products", products=[{"sku": "MUG", "unit_price": 4000, "unit_cost": 1000}])
    reader = web("reader")
    assert "What a unit is worth" not in reader.get("/products/MUG").content.decode()
    verb("set_suppliers", suppliers=[{"code": "S9"}])
    item = {"supplier": "S9", "sku": "MUG", "lead_time_days": 5, "spread_days": 2}
    verb("set_supplier_items", supplier_items=[item])
    advising.run(conn, datetime.now(UTC), dry_run=False)
    shown = reader.get("/products/MUG").content.decode()
    assert "What a unit is worth by the wait" in shown
    ((even,),) = conn.execute(
        "SELECT break_even_days FROM advice JOIN product ON id = product_id WHERE sku = 'MUG'"
    ).fetchall()
    assert f"It pays up to a wait of {round(even)} days." in shown


def test_the_terms_of_a_category_are_set_used_and_dropped(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    verb(
        "set_products",
        products=[{"sku": "MUG", "unit_price": 4000, "unit_cost": 1000, "category": "cups"}],
    )
    office = web("operations")
    assert "cups" in office.get("/offers/terms").content.decode()
    advising.run(conn, datetime.now(UTC), dry_run=False)
    (usual,) = advising.listed(conn, sku="MUG")["advice"]
    form = {"category": "cups", "currency": "EUR", "ship": "1,50", "cancel": "2", "handling": "5",
            "goodwill": "9.99", "future": "60", "substitute_percent": "30"}  # fmt: skip
    assert web("buyer").post("/offers/terms/save", form).status_code == 403
    office.post("/offers/terms/save", form)
    assert "€9.99" in office.get("/offers/terms?category=cups").content.decode()
    advising.run(conn, datetime.now(UTC), dry_run=False)
    (own,) = advising.listed(conn, sku="MUG")["advice"]
    assert own["value_refuse"] == pytest.approx(-999)
    assert own["value_refuse"] < usual["value_refuse"]
    for wrong in ({"ship": "-1"}, {"currency": "?"}, {"substitute_percent": "101"}):
        office.post("/offers/terms/save", form | wrong)
    assert conn.execute("SELECT ship, currency FROM advice_terms").fetchall() == [(150, "EUR")]
    office.post("/offers/terms/save", {"category": "cups", "do": "usual"})
    assert conn.execute("SELECT count(*) FROM advice_terms").fetchone() == (0,)
