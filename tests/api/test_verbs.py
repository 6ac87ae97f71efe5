"""Verbs over HTTP: their own JSON, one item or many, and the caller's key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.api import posting
from backorder.app.api.description import document
from backorder.app.tokens import keeping
from tests.api.conftest import NOW, Api

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.usefixtures("company")

ORDER = {"key": "web-1", "lines": [{"sku": "MUG", "quantity": 12, "unit_price": 1250}]}


def orders(conn: psycopg.Connection[Any]) -> int:
    """Return how many orders there are."""
    (count,) = conn.execute("SELECT count(*) FROM sales_order").fetchone() or (0,)
    return int(count)


def test_one_order_is_made_and_can_be_read_again(api: Api) -> None:
    answer = api.post("/api/v1/orders", ORDER)
    assert answer.status == 201
    (order,) = answer.json()["orders"]
    assert (order["status"], order["lines"][0]["allocated"]) == ("accepted", 10)
    found = api.get(answer.headers["location"])
    assert found.status == 200
    assert (found.json()["order"], found.json()["key"]) == (order["order"], "web-1")
    assert api.get("/api/v1/orders/web-1").json() == found.json()
    assert [part["quantity"] for part in found.json()["lines"][0]["parts"]] == [10, 2]


def test_the_actor_is_the_name_of_the_token(api: Api) -> None:
    api.post("/api/v1/orders", ORDER)
    (entry,) = api.get("/api/v1/journal?verb=place_orders").json()["items"]
    assert (entry["actor"], entry["verb"]) == ("shop", "place_orders")


def test_many_orders_have_an_answer_each(api: Api) -> None:
    many = {"orders": [ORDER, {"key": "web-2", "lines": [{"sku": "NONE", "quantity": 1}]}]}
    answer = api.post("/api/v1/orders", many)
    assert answer.status == 200
    assert [order["status"] for order in answer.json()["orders"]] == ["accepted", "refused"]


def test_one_refused_order_is_a_problem_with_its_reasons(
    api: Api, conn: psycopg.Connection[Any]
) -> None:
    wrong = {"key": "web-9", "lines": [{"sku": "NONE", "quantity": 1}]}
    answer = api.post("/api/v1/orders", wrong)
    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["detail"]) == ("order_refused", "There is no product NONE.")
    assert problem["facts"]["lines"][0]["refused"]["code"] == "unknown_sku"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert orders(conn) == 0


def test_availability_claims_nothing(api: Api, conn: psycopg.Connection[Any]) -> None:
    answer = api.post("/api/v1/availability", {"lines": [{"sku": "MUG", "quantity": 12}]})
    assert answer.status == 200
    (line,) = answer.json()["lines"]
    assert (line["now"], line["later"][0]["quantity"]) == (10, 2)
    assert orders(conn) == 0


def test_the_same_key_and_body_are_answered_as_the_first_time(
    api: Api, conn: psycopg.Connection[Any]
) -> None:
    lines = {"lines": ORDER["lines"]}
    first = api.post("/api/v1/orders", lines, Idempotency_Key="k-1")
    again = api.post("/api/v1/orders", lines, Idempotency_Key="k-1")
    assert (first.status, again.status, first.json()) == (201, 201, again.json())
    assert first.json()["orders"][0]["key"] == "k-1"
    other = {"lines": [{"sku": "MUG", "quantity": 1}]}
    answer = api.post("/api/v1/orders", other, Idempotency_Key="k-1")
    assert (answer.status, answer.json()["code"]) == (409, "key_reused")
    assert orders(conn) == 1


def test_a_key_beside_that_of_the_order_covers_the_request(
    api: Api, conn: psycopg.Connection[Any]
) -> None:
    first = api.post("/api/v1/orders", ORDER, Idempotency_Key="k-2")
    assert api.post("/api/v1/orders", ORDER, Idempotency_Key="k-2").json() == first.json()
    other = {**ORDER, "key": "web-2"}
    answer = api.post("/api/v1/orders", other, Idempotency_Key="k-2")
    assert (answer.status, answer.json()["code"]) == (409, "key_reused")
    assert orders(conn) == 1


def test_a_key_covers_a_batch_and_verbs_whose_items_have_none(api: Api) -> None:
    cancel = {"order": "web-1", "lines": [{"sku": "MUG", "quantity": 1}]}
    api.post("/api/v1/orders", {"orders": [ORDER]}, Idempotency_Key="k-3")
    first = api.post("/api/v1/cancellations", cancel, Idempotency_Key="k-4")
    again = api.post("/api/v1/cancellations", cancel, Idempotency_Key="k-4")
    assert (first.status, first.json()) == (200, again.json())
    (line,) = api.get("/api/v1/orders/web-1").json()["lines"]
    assert line["cancelled"] == 1


def test_callers_have_their_keys_to_themselves(api: Api, conn: psycopg.Connection[Any]) -> None:
    other = Api(keeping.create(conn, "till", ["orders"], now=NOW, actor="test"))
    first = api.post("/api/v1/orders", {"orders": [ORDER]}, Idempotency_Key="k-5")
    second = {"orders": [{**ORDER, "key": "till-1"}]}
    answer = other.post("/api/v1/orders", second, Idempotency_Key="k-5")
    assert (first.status, answer.status) == (200, 200)
    assert orders(conn) == 2


@pytest.mark.parametrize("key", ["", "a b", "x" * 151, "\u00e4"])
def test_a_senseless_key_is_refused(api: Api, key: str) -> None:
    answer = api.post("/api/v1/orders", ORDER, Idempotency_Key=key)
    assert (answer.status, answer.json()["code"]) == (400, "idempotency_key_invalid")


def test_two_keys_of_one_request_are_refused(api: Api) -> None:
    answer = api.post("/api/v1/orders", {"orders": [ORDER], "key": "a"}, Idempotency_Key="b")
    assert (answer.status, answer.json()["code"]) == (400, "two_keys")


def test_a_supplier_is_asked_and_the_goods_come_in(api: Api) -> None:
    api.post("/api/v1/orders", ORDER)
    (suggestion,) = api.get("/api/v1/suggestions").json()["items"]
    assert (suggestion["sku"], suggestion["quantity"]) == ("MUG", 2)
    bought = api.post(
        "/api/v1/purchase-orders",
        {"suggestions": [suggestion["suggestion"]]},
        Idempotency_Key="buy-1",
    )
    assert bought.status == 200
    name = bought.json()["purchase_orders"][0]["purchase_order"]
    assert api.get(f"/api/v1/purchase-orders/{name}").json()["lines"][0]["open"] == 2
    receipt = {"purchase_order": name, "lines": [{"sku": "MUG", "quantity": 2}]}
    came = api.post("/api/v1/receipts", receipt, Idempotency_Key="in-1")
    assert (came.status, came.json()["receipts"][0]["filled"][0]["quantity"]) == (200, 2)
    shipped = api.post("/api/v1/shipments", {"order": "web-1"}, Idempotency_Key="out-1")
    assert shipped.status == 200
    assert api.get("/api/v1/orders/web-1").json()["status"] == "closed"
    assert api.get("/api/v1/backorders").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"[]", "not_an_object"),
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"key": "\\ud800"}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"orders": [' + b"{" * 5000, "not_json"),
        (b'{"orders": 1}', "malformed"),
        (b'{"key": "a", "lines": [{"sku": "MUG", "quantity": 1e400}]}', "not_json"),
        (b'{"key": "a", "lines": [{"sku": "MUG", "quantity": 1, "allocated": 9}]}', "malformed"),
        (b'{"key": "a\\u0000", "lines": [{"sku": "MUG", "quantity": 1}]}', "nul_character"),
    ],
)
def test_what_is_malformed_is_refused(api: Api, body: bytes, code: str) -> None:
    answer = api("POST", "/api/v1/orders", body)
    assert (answer.status, answer.json()["code"]) == (400, code)


def test_a_body_beyond_the_limit_is_refused(
    api: Api, settings_of_django: Any, conn: psycopg.Connection[Any]
) -> None:
    settings_of_django.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = api("POST", "/api/v1/orders", b" " * 1001)
    assert (answer.status, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("verb", ledger.VERBS)
def test_every_verb_can_be_posted_and_its_example_is_one(verb: str) -> None:
    resources = {post.resource for post in posting.POSTS.values() if post.verb == verb}
    assert f"verbs/{verb}" in resources
    body = document()["paths"][f"/api/v1/verbs/{verb}"]["post"]["requestBody"]
    assert ledger.VERBS[verb].read(body["content"]["application/json"]["example"]) is not None
