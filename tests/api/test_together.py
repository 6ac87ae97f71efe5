"""Single orders in one transaction: who shares one, and that a fault stays with its order."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.app.api import posting
from backorder.app.api.together import Together
from backorder.domain.errors import BusyError, ConflictError, MalformedError
from backorder.ledger.orders.inputs import NewLine, NewOrder
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    import psycopg

    from tests.api.conftest import Api

pytestmark = pytest.mark.usefixtures("company", "app")


def order(key: str, quantity: int = 1, sku: str = "MUG") -> NewOrder:
    """Return an order of one line."""
    return NewOrder(key=key, lines=[NewLine(sku=sku, quantity=quantity)])


def until(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


@contextmanager
def product_locked(address: str, sku: str) -> Iterator[Callable[[], bool]]:
    """Hold the lock of a product; yields what tells whether somebody waits for a lock."""
    waiting = (
        "SELECT EXISTS (SELECT FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock')"
    )
    with (
        database.connect(address) as watcher,
        database.connect(address) as holder,
        holder.transaction(),
    ):
        holder.execute("SELECT FROM product WHERE sku = %s FOR UPDATE", [sku])
        yield lambda: watcher.execute(waiting).fetchone() == (True,)


def all_behind_one(
    together: Together, address: str, orders: list[NewOrder]
) -> list[Future[dict[str, Any]]]:
    """Let the first order wait for a lock, and all others for the first; then let go."""
    with ThreadPoolExecutor(len(orders)) as pool, product_locked(address, "MUG") as blocked:
        answers = [pool.submit(together.place, orders[0], "shop")]
        until(blocked)
        for count, one in enumerate(orders[1:], 1):
            answers.append(pool.submit(together.place, one, "shop"))
            until(lambda count=count: together.waiting("shop") == count)  # type: ignore[misc]
    assert together.waiting("shop") == 0
    return answers


def batches(conn: psycopg.Connection[Any]) -> list[list[str]]:
    """Return the keys of the orders of each journal entry."""
    rows = conn.execute(
        "SELECT jsonb_path_query_array(input, '$.orders[*].key') FROM journal "
        "WHERE verb = 'place_orders' ORDER BY id"
    )
    return [row[0] for row in rows]


@pytest.fixture
def together() -> Together:
    """Return what places orders together, and never runs out of patience."""
    return Together(posting._place, patience_seconds=PATIENCE)


def test_who_comes_while_a_batch_is_in_work_shares_the_next(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    orders = [order(f"web-{n}", n + 1) for n in range(6)]
    answers = all_behind_one(together, database_url, orders)
    told = [answer.result()["orders"] for answer in answers]
    assert [[one["key"] for one in mine] for mine in told] == [[f"web-{n}"] for n in range(6)]
    assert [mine[0]["lines"][0]["ordered"] for mine in told] == [1, 2, 3, 4, 5, 6]
    assert batches(conn) == [["web-0"], [f"web-{n}" for n in range(1, 6)]]


def test_a_batch_has_an_end(database_url: str, conn: psycopg.Connection[Any]) -> None:
    together = Together(posting._place, most=2, patience_seconds=PATIENCE)
    answers = all_behind_one(together, database_url, [order(f"web-{n}") for n in range(6)])
    assert {answer.result()["orders"][0]["status"] for answer in answers} == {"accepted"}
    assert [len(batch) for batch in batches(conn)] == [1, 2, 2, 1]


def test_the_same_key_at_once_makes_one_order(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    asked = [order(key) for key in ("first", "a", "b", "a", "a")]
    answers = [answer.result() for answer in all_behind_one(together, database_url, asked)]
    assert answers[1] == answers[3] == answers[4]
    assert answers[1] != answers[2]
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (3,)


def test_a_key_used_for_something_else_is_refused_to_that_caller_alone(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    asked = [order("first"), order("a"), order("first", 9), order("b"), order("a", 9)]
    answers = all_behind_one(together, database_url, asked)
    told = [answer.exception() for answer in answers]
    assert [told[0], told[3]] == [None, None]
    assert isinstance(told[2], ConflictError)
    # The batch of both failed, so each was placed alone: whoever of the two came first has the key.
    lost = [answers[n] for n in (1, 4) if told[n] is not None]
    assert [type(one.exception()) for one in lost] == [ConflictError]
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (3,)


def test_a_poisoned_order_harms_no_other(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    asked = [order("first"), order("a"), order("b\x00"), order("c", sku="NONE"), order("d")]
    answers = all_behind_one(together, database_url, asked)
    assert isinstance(answers[2].exception(), MalformedError)
    told = [answers[n].result()["orders"][0]["status"] for n in (0, 1, 3, 4)]
    assert told == ["accepted", "accepted", "refused", "accepted"]
    assert sorted(batches(conn)) == [["a"], ["c"], ["d"], ["first"]]


def test_a_refused_order_leaves_the_others_of_its_batch_alone(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    asked = [order("first"), order("a"), order("b", sku="NONE"), order("c")]
    answers = all_behind_one(together, database_url, asked)
    told = [answer.result()["orders"][0]["status"] for answer in answers]
    assert told == ["accepted", "accepted", "refused", "accepted"]
    assert batches(conn) == [["first"], ["a", "b", "c"]]


def test_a_batch_that_is_stuck_holds_up_nobody_else(database_url: str) -> None:
    together = Together(posting._place, patience_seconds=0.05)
    with ThreadPoolExecutor(1) as pool, product_locked(database_url, "MUG") as blocked:
        stuck = pool.submit(together.place, order("stuck"), "shop")
        until(blocked)
        free = together.place(order("free", sku="POT"), "shop")
        assert free["orders"][0]["status"] == "accepted"
        assert not stuck.done()


def test_another_callers_orders_go_by_themselves(
    together: Together, database_url: str, conn: psycopg.Connection[Any]
) -> None:
    with ThreadPoolExecutor(1) as pool, product_locked(database_url, "MUG") as blocked:
        pool.submit(together.place, order("mine"), "shop")
        until(blocked)
        assert together.place(order("yours", sku="POT"), "till")["orders"]
    actors = conn.execute("SELECT actor FROM journal WHERE verb = 'place_orders' ORDER BY actor")
    assert actors.fetchall() == [("shop",), ("till",)]


@pytest.mark.parametrize("fault", [BusyError("too_busy", "Later."), KeyboardInterrupt()])
def test_nobody_waits_for_a_leader_that_failed(fault: BaseException) -> None:
    """One that all would meet is told to all; after any other each tries alone."""
    begun, go = threading.Event(), threading.Event()
    calls = []

    def place(orders: Any, _actor: str) -> dict[str, Any]:
        calls.append(len(orders))
        if len(calls) == 1:
            begun.set()
            assert go.wait(PATIENCE)
        elif len(orders) > 1:
            raise fault
        return {"orders": [{"key": one.key} for one in orders]}

    together = Together(place, patience_seconds=PATIENCE)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(together.place, order("first"), "shop")
        assert begun.wait(PATIENCE)
        rest = [pool.submit(together.place, order(key), "shop") for key in "ab"]
        until(lambda: together.waiting("shop") == 2)
        go.set()
    assert first.result() == {"orders": [{"key": "first"}]}
    faults = [type(answer.exception()) for answer in rest]
    if isinstance(fault, BusyError):
        assert (faults, calls) == ([BusyError, BusyError], [1, 2])
    else:  # it ends the thread that led
        assert sorted(faults, key=str) == [KeyboardInterrupt, type(None)]
        assert calls == [1, 2, 1]
    assert together.place(order("later"), "shop") == {"orders": [{"key": "later"}]}


def test_it_can_be_switched_off(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"key": "web-1", "lines": [{"sku": "MUG", "quantity": 1}]}
    assert api.post("/api/v1/orders", body).status == 201
    used = posting._together.cache_info().hits + posting._together.cache_info().misses
    monkeypatch.setenv("BACKORDER_ORDERS_TOGETHER", "0")
    assert api.post("/api/v1/orders", body).status == 201
    assert posting._together.cache_info().hits + posting._together.cache_info().misses == used
