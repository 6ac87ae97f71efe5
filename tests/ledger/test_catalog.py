"""Master data: upserts by natural key, what is left out stays, and a refusal changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.domain.errors import BackorderError, InvalidError, MalformedError, NotFoundError
from backorder.ledger.catalog import master_data as catalog

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
VERBS = {verb.name: verb for verb in catalog.VERBS}


def call(conn: Connection, verb: str, **request: Any) -> dict[str, Any]:
    return VERBS[verb](conn, request, now=NOW, actor="test")


def rows(conn: Connection, query: str) -> list[tuple[Any, ...]]:
    return conn.execute(query.encode()).fetchall()


def journal(conn: Connection) -> list[str]:
    return [verb for (verb,) in rows(conn, "SELECT verb FROM journal ORDER BY id")]


def counts(created: int, changed: int, unchanged: int) -> dict[str, int]:
    return {"created": created, "changed": changed, "unchanged": unchanged}


def some_products(conn: Connection) -> None:
    call(conn, "set_products", products=[{"sku": "MUG"}, {"sku": "POT"}, {"sku": "CUP"}])


def test_a_new_product_gets_defaults(conn: Connection) -> None:
    assert call(conn, "set_products", products=[{"sku": "MUG"}]) == counts(1, 0, 0)
    assert rows(
        conn,
        "SELECT sku, name, unit_price, unit_cost, currency, category, unit, discontinued,"
        " attributes FROM product",
    ) == [("MUG", "", 0, 0, "EUR", "", "each", False, {})]
    assert journal(conn) == ["set_products"]


def test_what_is_left_out_stays(conn: Connection) -> None:
    full = {"sku": "MUG", "name": "Mug", "unit_price": 1999, "attributes": {"a": 1, "b": "x"}}
    call(conn, "set_products", products=[full])
    change = {"sku": "MUG", "unit_cost": 400, "attributes": {"a": None, "c": [2]}}
    assert call(conn, "set_products", products=[change]) == counts(0, 1, 0)
    found = rows(conn, "SELECT name, unit_price, unit_cost, attributes FROM product")
    assert found == [("Mug", 1999, 400, {"b": "x", "c": [2]})]


def test_the_same_again_changes_nothing_and_leaves_no_trace(conn: Connection) -> None:
    products = [{"sku": "MUG", "name": "Mug"}, {"sku": "POT"}]
    call(conn, "set_products", products=products)
    assert call(conn, "set_products", products=products) == counts(0, 0, 2)
    assert journal(conn) == ["set_products"]


def test_a_key_gets_the_first_answer(conn: Connection) -> None:
    first = call(conn, "set_products", key="k", products=[{"sku": "MUG"}])
    assert call(conn, "set_products", key="k", products=[{"sku": "MUG"}]) == first
    with pytest.raises(BackorderError) as refused:
        call(conn, "set_products", key="k", products=[{"sku": "POT"}])
    assert refused.value.code == "key_reused"
    assert rows(conn, "SELECT sku FROM product") == [("MUG",)]


def test_a_location_that_sells_has_a_place_for_damaged_goods(conn: Connection) -> None:
    (before,) = rows(conn, "SELECT version FROM catalog_state")
    shop = {"code": "SHOP", "name": "Shop", "kind": "store", "cutoff": "14:00:00"}
    assert call(conn, "set_locations", locations=[shop]) == counts(1, 0, 0)
    assert call(conn, "set_locations", locations=[{"code": "SHOP", "priority": 7}]) == counts(
        0, 1, 0
    )
    assert rows(
        conn,
        "SELECT l.code, l.name, l.kind, l.sellable, s.code, l.cutoff::text, l.priority"
        " FROM location l LEFT JOIN location s ON s.id = l.site_id"
        " WHERE l.code LIKE 'SHOP%' ORDER BY l.code",
    ) == [
        ("SHOP", "Shop", "store", True, None, "14:00:00", 7),
        ("SHOP/DAMAGED", "Damaged at Shop", "damaged", False, "SHOP", None, 100),
    ]
    assert rows(conn, "SELECT version FROM catalog_state") == [(before[0] + 2,)]


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ({"code": "CUSTOMER", "name": "Mine"}, "location_not_sellable"),
        ({"code": "MAIN/DAMAGED"}, "bad_location_code"),
        ({"code": "X" * 73}, "bad_location_code"),
        ({"code": "X", "timezone": "Mars/Olympus"}, "unknown_timezone"),
        ({"code": "X", "calendar": "noday"}, "unknown_calendar"),
        ({"code": " X"}, "unreadable_name"),
    ],
)
def test_a_location_that_cannot_be(conn: Connection, location: dict[str, Any], code: str) -> None:
    before = rows(conn, "SELECT code, name FROM location ORDER BY id")
    with pytest.raises(InvalidError) as refused:
        call(conn, "set_locations", locations=[{"code": "GOOD"}, location])
    assert refused.value.code == code
    assert rows(conn, "SELECT code, name FROM location ORDER BY id") == before
    assert journal(conn) == []


def test_supplier_items_name_all_that_is_unknown(conn: Connection) -> None:
    some_products(conn)
    call(conn, "set_suppliers", suppliers=[{"code": "S1", "name": "One"}])
    items = [{"supplier": "S1", "sku": sku, "lead_time_days": 9} for sku in ("MUG", "NO2", "NO1")]
    with pytest.raises(NotFoundError) as refused:
        call(conn, "set_supplier_items", supplier_items=items)
    assert refused.value.code == "unknown_sku"
    assert refused.value.facts == {"skus": ["NO1", "NO2"], "total": 2}
    with pytest.raises(NotFoundError) as refused:
        call(
            conn,
            "set_supplier_items",
            supplier_items=[{"supplier": "S9", "sku": "MUG", "lead_time_days": 9}],
        )
    assert refused.value.facts == {"suppliers": ["S9"], "total": 1}
    assert rows(conn, "SELECT 1 FROM supplier_item") == []


def test_supplier_items_are_changed_field_by_field(conn: Connection) -> None:
    some_products(conn)
    call(conn, "set_suppliers", suppliers=[{"code": "S1"}])
    with pytest.raises(InvalidError) as refused:
        call(conn, "set_supplier_items", supplier_items=[{"supplier": "S1", "sku": "MUG"}])
    assert refused.value.code == "lead_time_missing"
    item = {"supplier": "S1", "sku": "MUG", "lead_time_days": 14, "moq": 12}
    call(conn, "set_supplier_items", supplier_items=[item])
    item = {"supplier": "S1", "sku": "MUG", "unit_cost": 350}
    assert call(conn, "set_supplier_items", supplier_items=[item]) == counts(0, 1, 0)
    found = rows(
        conn, "SELECT unit_cost, moq, multiple, lead_time_days, priority FROM supplier_item"
    )
    assert found == [(350, 12, 1, 14, 100)]


def test_customers_have_a_class(conn: Connection) -> None:
    customer = {"ref": "C7", "class": "gold", "email": "c7@example.com"}
    assert call(conn, "set_customers", customers=[customer]) == counts(1, 0, 0)
    assert call(conn, "set_customers", customers=[{"ref": "C7", "name": "Ann"}]) == counts(0, 1, 0)
    found = rows(conn, "SELECT ref, name, email, customer_class FROM customer")
    assert found == [("C7", "Ann", "c7@example.com", "gold")]


def test_a_policy_is_replaced_as_a_whole(conn: Connection) -> None:
    some_products(conn)
    rule = {"scope": "product", "match": "MUG", "mode": "allow", "cap": 5}
    assert call(conn, "set_policies", policies=[rule]) == counts(1, 0, 0)
    rule = {"scope": "product", "match": "MUG", "mode": "deny"}
    assert call(conn, "set_policies", policies=[rule]) == counts(0, 1, 0)
    rules = rows(conn, "SELECT scope, match, mode, cap FROM policy ORDER BY id")
    assert rules == [("default", "", "allow", None), ("product", "MUG", "deny", None)]
    change = [{"scope": "default", "mode": "deny", "max_wait_days": 30}]
    assert call(conn, "set_policies", policies=change) == counts(0, 1, 0)


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"scope": "default", "match": "x", "mode": "deny"}, "bad_policy_match"),
        ({"scope": "channel", "mode": "deny"}, "bad_policy_match"),
        ({"scope": "product", "match": "NO", "mode": "deny"}, "unknown_sku"),
    ],
)
def test_a_policy_that_cannot_be(conn: Connection, policy: dict[str, Any], code: str) -> None:
    with pytest.raises(BackorderError) as refused:
        call(conn, "set_policies", policies=[policy])
    assert refused.value.code == code
    assert journal(conn) == []


def test_substitutes(conn: Connection) -> None:
    some_products(conn)
    substitutes = [{"sku": "MUG", "substitute": "CUP"}, {"sku": "MUG", "substitute": "POT"}]
    assert call(conn, "set_substitutes", substitutes=substitutes) == counts(2, 0, 0)
    again = [{"sku": "MUG", "substitute": "POT", "rank": 2}]
    assert call(conn, "set_substitutes", substitutes=again) == counts(0, 1, 0)
    with pytest.raises(InvalidError) as refused:
        call(conn, "set_substitutes", substitutes=[{"sku": "MUG", "substitute": "MUG"}])
    assert refused.value.code == "substitute_is_itself"


def test_a_row_stands_once_in_a_request(conn: Connection) -> None:
    with pytest.raises(InvalidError) as refused:
        call(conn, "set_products", products=[{"sku": "A"}, {"sku": "B"}, {"sku": "A"}])
    assert refused.value.code == "repeated_in_request"
    assert refused.value.facts == {"repeated": [{"sku": "A"}], "total": 1}
    assert rows(conn, "SELECT 1 FROM product") == []


def test_what_the_verb_does_not_know_is_refused(conn: Connection) -> None:
    with pytest.raises(MalformedError):
        call(conn, "set_products", products=[{"sku": "A", "colour": "red"}])


def test_the_number_of_statements_does_not_depend_on_the_rows(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backorder.ledger.journal.transaction import Transaction  # noqa: PLC0415

    sent: list[str] = []
    for name in ("rows", "run"):
        original = getattr(Transaction, name)

        def counted(tx: Any, statement: str, params: Any = None, original: Any = original) -> Any:
            sent.append(statement)
            return original(tx, statement, params)

        monkeypatch.setattr(Transaction, name, counted)
    call(conn, "set_products", products=[{"sku": "ONE"}])
    one = list(sent)
    sent.clear()
    call(conn, "set_products", products=[{"sku": f"P{n}"} for n in range(3000)])
    assert sent == one
    assert rows(conn, "SELECT count(*) FROM product") == [(3001,)]


def test_two_who_set_the_same_products_at_once(database_url: str) -> None:
    skus = [f"P{n}" for n in range(40)]

    def work(seed: int) -> int:
        order = Random(seed)
        created = 0
        with database.connect(database_url) as own:
            for _ in range(6):
                some = [{"sku": sku, "unit_price": order.randrange(9)} for sku in skus]
                order.shuffle(some)
                created += call(own, "set_products", products=some)["created"]
        return created

    with ThreadPoolExecutor(4) as pool:
        created = sum(pool.map(work, range(4)))
    assert created == len(skus)


def test_a_customer_that_an_order_brings_meanwhile_is_merged(
    conn: Connection, database_url: str
) -> None:
    with database.connect(database_url) as order, ThreadPoolExecutor(1) as pool:
        order.execute("BEGIN")
        order.execute(
            "INSERT INTO customer (ref, name, email) VALUES ('C1', 'Ann', 'a@example.com')"
        )
        setting = pool.submit(call, conn, "set_customers", customers=[{"ref": "C1", "phone": "1"}])
        waiting = b"SELECT count(*) FROM pg_locks WHERE NOT granted"
        while order.execute(waiting).fetchone() == (0,):
            assert not setting.done()
        order.execute("COMMIT")
        assert setting.result() == counts(0, 1, 0)
    found = rows(conn, "SELECT name, email, phone FROM customer")
    assert found == [("Ann", "a@example.com", "1")]
