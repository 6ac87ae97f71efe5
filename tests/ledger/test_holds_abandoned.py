"""A thousand carts quoted and abandoned: after their time everything is there again.

No job has to run; one that runs, before, twice, or in two processes at once, changes nothing.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from datetime import datetime

    from tests.ledger.desk import Json

CARTS, SKUS = 1000, [f"SKU-{n}" for n in range(8)]
AFTER = OPENING + timedelta(hours=1)
STOCK, COMING = 300, 600
ALL = [{"sku": sku, "quantity": STOCK + COMING} for sku in SKUS]


def sweep(url: str, now: datetime) -> int:
    """Free what has expired, in a process of its own; return how many units that were."""
    with database.connect(url) as conn:
        return freed(Desk(conn, now))


def freed(desk: Desk) -> int:
    answer = desk.do("expire", products=[{"sku": sku} for sku in SKUS])
    return sum(one["quantity"] for one in answer["freed"])


def buy_all(url: str, now: datetime, key: str) -> str:
    """Order everything there is of one product, in a process of its own."""
    with database.connect(url) as conn:
        units = {SKUS[0]: STOCK + COMING}
        status: str = Desk(conn, now).order(key, **units)["status"]
        return status


def everything(desk: Desk) -> list[tuple[int, int]]:
    """Return units now and later of each product, asked for all there is."""
    lines = desk.do("availability", lines=ALL)["lines"]
    return [(line["now"], sum(part["quantity"] for part in line["later"])) for line in lines]


@pytest.fixture
def abandoned(desk: Desk) -> Desk:
    """Return a desk an hour after a thousand carts of three lines were quoted for an hour."""
    desk.stock(**dict.fromkeys(SKUS, STOCK))
    desk.buy("p", "2026-12-08", **dict.fromkeys(SKUS, COMING))
    for start in range(0, CARTS, 100):
        carts = [cart(number) for number in range(start, start + 100)]
        answers = desk.do("quote", quotes=carts)["quotes"]
        assert {answer["status"] for answer in answers} == {"held"}
    taken = sum(pegged for sku in SKUS for _, pegged in desk.supplies(sku).values())
    assert taken == 2 * 3 * CARTS
    assert desk.breaches() == []
    desk.now = AFTER - timedelta(seconds=1)
    assert everything(desk) != [(STOCK, COMING)] * len(SKUS)
    desk.now = AFTER
    return desk


def cart(number: int) -> Json:
    lines = [{"sku": SKUS[(number + step) % len(SKUS)], "quantity": 2} for step in range(3)]
    return {"key": f"cart-{number}", "expires_in": 3600, "lines": lines}


def test_by_the_clock_alone_everything_is_there_again(abandoned: Desk) -> None:
    assert everything(abandoned) == [(STOCK, COMING)] * len(SKUS)
    answer = abandoned.do("place_orders", orders=[{"key": "all", "lines": ALL}])["orders"][0]
    assert [line["allocated"] for line in answer["lines"]] == [STOCK] * len(SKUS)
    assert abandoned.journal()[-2:] == ["expire", "place_orders"]
    assert abandoned.rows("SELECT count(*)::int FROM peg WHERE expires_at IS NOT NULL") == [(0,)]
    assert abandoned.breaches() == []


def test_a_job_that_ran_before_and_twice_makes_no_difference(abandoned: Desk) -> None:
    abandoned.now = AFTER - timedelta(seconds=1)
    early = abandoned.state()
    assert freed(abandoned) == 0
    assert abandoned.state() == early
    abandoned.now = AFTER
    assert freed(abandoned) == 2 * 3 * CARTS
    once = abandoned.state()
    assert freed(abandoned) == 0
    assert abandoned.state() == once
    assert everything(abandoned) == [(STOCK, COMING)] * len(SKUS)
    assert abandoned.breaches() == []


def test_two_processes_free_it_once_and_it_is_sold_once(abandoned: Desk, database_url: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        sweeps = [pool.submit(sweep, database_url, AFTER) for _ in range(2)]
        buys = [pool.submit(buy_all, database_url, AFTER, f"buy-{n}") for n in range(2)]
        swept = [one.result() for one in sweeps]
        bought = sorted(one.result() for one in buys)
    assert bought == ["accepted", "refused"]
    assert sum(swept) <= 2 * 3 * CARTS
    # Whoever came first to a product freed it; together, each unit once.
    entries = abandoned.rows(
        "SELECT coalesce(sum((f ->> 'quantity')::int), 0)::int FROM journal j"
        " CROSS JOIN jsonb_array_elements(j.result -> 'freed') f WHERE j.verb = 'expire'"
    )
    assert entries == [(2 * 3 * CARTS,)]
    assert everything(abandoned)[1:] == [(STOCK, COMING)] * (len(SKUS) - 1)
    assert abandoned.breaches() == []


def test_whoever_waited_is_served_before_whoever_comes(abandoned: Desk) -> None:
    abandoned.now = AFTER - timedelta(minutes=1)
    before: Any = abandoned.supplies(SKUS[0])
    left = before["PO-000001/1"][0] - before["PO-000001/1"][1]
    abandoned.order("waits", **{SKUS[0]: left})
    abandoned.now = AFTER
    said = abandoned.do("availability", lines=[{"sku": SKUS[0], "quantity": STOCK}])["lines"][0]
    told = abandoned.order("comes", **{SKUS[0]: STOCK})["lines"][0]
    assert said["now"] == told["allocated"] == max(0, STOCK - left)
    assert sum(units for _, _, units in abandoned.pegs("waits")) == left
    assert {supply for _, supply, _ in abandoned.pegs("waits")[:1]} == {"stock@MAIN"}
    assert abandoned.breaches() == []
