"""Many callers at once, over a real server: one key makes one thing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from tests.api.conftest import new_token
from tests.api.test_serve import until
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.api.conftest import Answer, Served

pytestmark = pytest.mark.slow
MANY = 32
WAITING = """
    SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'product'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
ORDER = {"lines": [{"sku": "MUG", "quantity": 1}]}


def at_once(
    server: Served, token: str, path: str, requests: list[tuple[Any, dict[str, str]]]
) -> list[Answer]:
    """Send requests from as many threads at once, and return their answers."""

    def send(request: tuple[Any, dict[str, str]]) -> Answer:
        body, headers = request
        headers = {"Authorization": f"Bearer {token}"} | headers
        return server("POST", path, json.dumps(body).encode(), headers)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def count(conn: psycopg.Connection[Any], table: str) -> int:
    """Return how many rows a table has."""
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    row = conn.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.usefixtures("company")
def test_the_same_key_at_once_makes_one_thing(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve(BACKORDER_WORKERS="2", BACKORDER_RATE_LIMIT="0")
    token = new_token(conn, "all")
    key = {"Idempotency-Key": "once"}
    first = at_once(server, token, "/api/v1/orders", [(ORDER, key)] * MANY)
    assert {answer.status for answer in first} == {201}
    assert [answer.json() for answer in first] == [first[0].json()] * MANY
    assert count(conn, "sales_order") == 1
    batch = {"orders": [{"key": "batch-1", **ORDER}]}
    second = at_once(server, token, "/api/v1/orders", [(batch, {"Idempotency-Key": "b"})] * MANY)
    assert {answer.status for answer in second} == {200}
    assert [answer.json() for answer in second] == [second[0].json()] * MANY
    adjust = {"location": "MAIN", "sku": "MUG", "quantity": -1, "cause": "damaged"}
    third = at_once(server, token, "/api/v1/adjustments", [(adjust, key)] * MANY)
    assert {answer.status for answer in third} == {200}
    assert count(conn, "adjustment") == 1
    cancel = {"order": "once", "lines": [{"sku": "MUG", "quantity": 1}]}
    fourth = at_once(server, token, "/api/v1/cancellations", [(cancel, key)] * MANY)
    assert {answer.status for answer in fourth} == {200}
    assert conn.execute("SELECT sum(cancelled) FROM order_line").fetchone() == (1,)


@pytest.mark.usefixtures("company")
def test_one_key_with_several_bodies_at_once_is_given_to_one(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve(BACKORDER_RATE_LIMIT="0")
    token = new_token(conn, "orders")
    bodies = [{"lines": [{"sku": "MUG", "quantity": n + 1}]} for n in range(8)]
    key = {"Idempotency-Key": "once"}
    answers = at_once(server, token, "/api/v1/orders", [(body, key) for body in bodies])
    assert sorted(answer.status for answer in answers) == [201, *[409] * 7]
    assert count(conn, "sales_order") == 1


@pytest.mark.usefixtures("company")
def test_keys_of_their_own_sell_no_unit_twice(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve(BACKORDER_RATE_LIMIT="0")
    token = new_token(conn, "orders")
    requests = [(ORDER, {"Idempotency-Key": f"k-{n}"}) for n in range(MANY)]
    answers = at_once(server, token, "/api/v1/orders", requests)
    lines = [answer.json()["orders"][0]["lines"][0] for answer in answers]
    assert sum(line["allocated"] for line in lines) == 10
    assert sum(line["backordered"] for line in lines) == MANY - 10


@pytest.mark.usefixtures("company")
def test_too_few_connections_say_come_again(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve(BACKORDER_CONNECTIONS="1", BACKORDER_RATE_LIMIT="0")
    token = new_token(conn, "orders")
    assert server("GET", "/readyz").status == 200
    ordering = {"Idempotency-Key": "slow"}
    with ThreadPoolExecutor(1) as pool:
        with conn.transaction():
            conn.execute("LOCK TABLE product IN ACCESS EXCLUSIVE MODE")
            slow = pool.submit(at_once, server, token, "/api/v1/orders", [(ORDER, ordering)])
            until(lambda: conn.execute(WAITING).fetchone() != (0,))  # it has the only connection
            (refused,) = at_once(server, token, "/api/v1/availability", [(ORDER, {})])
        assert (refused.status, refused.json()["code"]) == (503, "too_busy")
        assert refused.headers["retry-after"] == "1"
        (made,) = slow.result(timeout=PATIENCE)
        assert made.status == 201
