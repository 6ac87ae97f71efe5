"""Faults that random histories and races have found, each told once as plainly as possible."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.domain.errors import InvalidError
from tests.ledger.desk import Desk
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

SLOW = {"code": "SHOP", "kind": "store", "handling_days": 3}


def test_stock_at_a_slow_place_comes_before_a_purchase_that_would_leave_sooner(desk: Desk) -> None:
    desk.stock(MUG=0)
    desk.do("set_locations", locations=[SLOW])
    desk.buy("p1", "2026-11-20", MUG=5)  # overdue since two days: "ready" tomorrow
    count = {"key": "c1", "location": "SHOP", "lines": [{"sku": "MUG", "quantity": 5}]}
    desk.do("count", counts=[count])
    assert desk.order("o1", MUG=5)["lines"][0]["allocated"] == 5
    assert desk.pegs("o1") == [("MUG", "stock@SHOP", 5)]


def test_what_is_allocated_at_a_slow_place_does_not_wait_for_a_purchase_again(desk: Desk) -> None:
    desk.stock(MUG=0)
    desk.do("set_locations", locations=[SLOW])
    count = {"key": "c1", "location": "SHOP", "lines": [{"sku": "MUG", "quantity": 1}]}
    desk.do("count", counts=[count])
    desk.order("o1", MUG=1)
    desk.buy("p1", "2026-11-22", MUG=5)
    assert desk.pegs("o1") == [("MUG", "stock@SHOP", 1)]
    assert desk.told("o1") == [("MUG", 1, 1, "2026-11-25", "stock")]


def test_a_line_that_is_closed_already_cannot_be_closed_again(desk: Desk) -> None:
    desk.stock(MUG=0)
    purchase = desk.buy("p1", "2026-12-01", MUG=3)
    close = {"purchase_order": purchase, "lines": [{"sku": "MUG", "quantity": 1, "close": True}]}
    desk.do("receive", receipts=[{"key": "r1", **close}])
    close["lines"] = [{"sku": "MUG", "close": True}]
    before = desk.state()
    with pytest.raises(InvalidError) as raised:
        desk.do("receive", receipts=[{"key": "r2", **close}])
    assert raised.value.code == "nothing_received"
    assert raised.value.facts == {"key": "r2", "sku": "MUG"}
    assert desk.state() == before


def test_units_added_to_an_order_that_ships_complete_are_told_its_day_at_once(desk: Desk) -> None:
    desk.stock(MUG=0, POT=9)
    desk.sold_by("S1", "MUG", days=10)
    desk.order("o1", "complete", MUG=1, POT=1)
    change = {"order": "o1", "lines": [{"sku": "POT", "quantity": 3}]}
    answer = desk.do("change_order", changes=[change])
    (line,) = answer["changes"][0]["lines"]
    assert [(part["quantity"], part["on"]) for part in line["promises"]] == [(2, "2026-12-03")]
    assert answer["repromised"] == []
    assert desk.told("o1") == [
        ("MUG", 1, 1, "2026-12-03", "planned"),
        ("POT", 1, 1, "2026-12-03", "stock"),
        ("POT", 1, 2, "2026-12-03", "stock"),
    ]


def test_units_added_that_come_later_move_the_whole_order_that_ships_complete(desk: Desk) -> None:
    desk.stock(MUG=1, POT=1)
    desk.sold_by("S1", "MUG", days=10)
    desk.order("o1", "complete", MUG=1, POT=1)
    change = {"order": "o1", "lines": [{"sku": "MUG", "quantity": 2}]}
    answer = desk.do("change_order", changes=[change])
    moved = {(one["sku"], one["from"], one["to"]) for one in answer["repromised"]}
    assert moved == {("MUG", "2026-11-23", "2026-12-03"), ("POT", "2026-11-23", "2026-12-03")}
    assert desk.told("o1") == [
        ("MUG", 1, 1, "2026-11-23", "stock"),
        ("MUG", 2, 1, "2026-12-03", "stock"),
        ("POT", 1, 1, "2026-11-23", "stock"),
        ("POT", 2, 1, "2026-12-03", "stock"),
        ("MUG", 1, 1, "2026-12-03", "planned"),
    ]


def test_an_order_that_ships_complete_and_has_no_date_takes_no_more_units(desk: Desk) -> None:
    desk.stock(MUG=1, POT=9)
    desk.order("o1", "complete", MUG=1, POT=1)
    count = {"key": "c1", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 0}]}
    desk.do("count", counts=[count])
    before = desk.state()
    with pytest.raises(InvalidError) as raised:
        desk.do("change_order", changes=[{"order": "o1", "lines": [{"sku": "POT", "quantity": 3}]}])
    assert raised.value.code == "date_unknown"
    assert raised.value.facts == {"order": "SO-000001", "sku": "POT", "asked": 2}
    assert desk.state() == before


def test_a_repeated_request_leaves_its_connection_usable(desk: Desk) -> None:
    """A ROLLBACK in the pipeline made psycopg deallocate the statement it prepared next."""
    desk.stock(MUG=5)
    for _ in range(3):
        for price in (100, 200):
            row = {"sku": "MUG", "unit_price": price}
            desk.do("set_products", key=f"to {price}", products=[row])
        desk.order(f"o{len(desk.journal())}", MUG=1)
        desk.do("availability", lines=[{"sku": "MUG", "quantity": 1}])
    assert desk.journal().count("set_products") == 3


def test_the_loser_of_a_race_for_one_key_gets_the_winners_answer(
    desk: Desk, database_url: str
) -> None:
    """Both looked the key up before the lock; the second finds nothing left to ship after it."""
    desk.stock(MUG=1)
    desk.order("o1", MUG=1)

    def ship(rival: Desk) -> Any:
        return rival.do("ship", shipments=[{"key": "s1", "order": "o1"}])

    def cancel(rival: Desk) -> Any:
        return rival.do("cancel", key="x1", cancellations=[{"order": "o2"}])

    first, second = while_locked(desk, database_url, ship)
    assert first == second
    assert first["shipments"][0]["shipment"] == "SH-000002"
    found = {"key": "a1", "location": "MAIN", "sku": "MUG", "quantity": 1, "cause": "found"}
    desk.do("adjust", adjustments=[found])
    desk.order("o2", MUG=1)
    first, second = while_locked(desk, database_url, cancel)
    assert first == second
    assert desk.journal().count("cancel") == 1


def while_locked(
    desk: Desk, database_url: str, call: Callable[[Desk], Any], *, rivals: int = 2
) -> list[Any]:
    """Let rivals make a call while the products are locked; release; return their answers."""
    started = threading.Barrier(rivals + 1)

    def rival() -> Any:
        with database.connect(database_url) as conn:
            started.wait(PATIENCE)
            return call(Desk(conn, desk.now))

    with database.connect(database_url) as holder, ThreadPoolExecutor(rivals) as pool:
        holder.execute("BEGIN")
        holder.execute("SELECT id FROM product ORDER BY id FOR UPDATE")
        answers = [pool.submit(rival) for _ in range(rivals)]
        started.wait(PATIENCE)
        wait_for_waiting(desk.conn, rivals)
        holder.execute("COMMIT")
        return [answer.result(PATIENCE) for answer in answers]


def wait_for_waiting(conn: Connection[Any], count: int) -> None:
    """Wait until so many others wait for a lock."""
    deadline = time.monotonic() + PATIENCE
    waiting = 0
    while waiting < count:
        assert time.monotonic() < deadline, waiting
        time.sleep(0.01)
        row = conn.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
        assert row is not None
        waiting = row[0]


def test_an_order_that_brings_a_customer_is_journaled_after_who_made_it_first(
    desk: Desk, database_url: str
) -> None:
    desk.stock(MUG=1)
    order = {"key": "o1", "customer": {"ref": "C1"}, "lines": [{"sku": "MUG", "quantity": 1}]}

    def place() -> None:
        with database.connect(database_url) as conn:
            Desk(conn, desk.now).do("place_orders", orders=[order])

    with database.connect(database_url) as maker, ThreadPoolExecutor(1) as pool:
        maker.execute("BEGIN")
        maker.execute("INSERT INTO customer (ref, name) VALUES ('C1', 'Ann')")
        placing = pool.submit(place)
        wait_for_waiting(desk.conn, 1)
        row = maker.execute("SELECT nextval('number_journal')").fetchone()
        maker.execute("COMMIT")
        placing.result(30)
    assert row is not None
    ((entry,),) = desk.rows("SELECT id FROM journal WHERE verb = 'place_orders'")
    assert entry > row[0]
