"""A writer and readers race over HTTP: no answer is older than a change that was done before it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from backorder import database, ledger, settings
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.api.conftest import Served

Json = dict[str, Any]
MANY = 5000
READERS = 3
FEWEST, DAYS = 20, 3 * 365 * 10  # changes; each of them needs a day of its own
FIRST_DAY = date(2031, 1, 1)
PATH = f"/storefront/products?sku=SOLD&sku=MOVED&sku=RECEIVED&quantity={MANY}"


def do(conn: Connection[Any], verb: str, **request: Any) -> Json:
    return ledger.VERBS[verb](conn, request, now=datetime.now(UTC), actor="test")


def make_shop(conn: Connection[Any]) -> None:
    """Make three products: one is sold, of one the day moves on, one comes in, a unit at a time."""
    do(conn, "set_products", products=[{"sku": s} for s in ("SOLD", "MOVED", "RECEIVED")])
    do(conn, "set_suppliers", suppliers=[{"code": "S1"}])
    shelf = {"key": "c", "location": "MAIN", "lines": [{"sku": "SOLD", "quantity": MANY}]}
    do(conn, "count", counts=[shelf])
    for key, sku in (("m", "MOVED"), ("r", "RECEIVED")):
        lines = [{"sku": sku, "quantity": MANY}]
        on = FIRST_DAY.isoformat()
        purchase = {"key": key, "supplier": "S1", "expected_on": on, "lines": lines}
        do(conn, "order_supply", purchase_orders=[purchase])


def change(conn: Connection[Any], n: int) -> None:
    """Carry out the n-th change, from 1: of each product in turn."""
    step, which = divmod(n - 1, 3)
    if which == 0:
        line = {"sku": "SOLD", "quantity": 1}
        do(conn, "place_orders", orders=[{"key": f"o-{n}", "lines": [line]}])
    elif which == 1:
        on = (FIRST_DAY + timedelta(days=step + 1)).isoformat()
        moved = {"purchase_order": "PO-000001", "sku": "MOVED", "expected_on": on}
        do(conn, "change_supply", changes=[moved])
    else:
        line = {"sku": "RECEIVED", "quantity": 1}
        receipt = {"key": f"r-{n}", "purchase_order": "PO-000002", "location": "MAIN"}
        do(conn, "receive", receipts=[receipt | {"lines": [line]}])


def seen(answer: Json) -> tuple[int, int, int]:
    """Return how many changes of each product an answer knows of."""
    sold, moved, received = answer["products"]
    ready = date.fromisoformat(moved["later"][0]["on"])
    return MANY - sold["now"], (ready - FIRST_DAY).days - 1, received["now"]


def changes_of(n: int) -> tuple[int, int, int]:
    """Return how many changes of each product there are after the n-th one."""
    return (n + 2) // 3, (n + 1) // 3, n // 3


class Reader(threading.Thread):
    """Asks again and again, every other time whether what it has still holds."""

    def __init__(self, port: int, state: Json) -> None:
        super().__init__()
        self.port, self.state = port, state
        self.answers: list[tuple[int, int, tuple[int, int, int]]] = []
        self.unchanged = 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self._ask()
        except BaseException as fault:  # noqa: BLE001 (the test raises it)
            self.fault = fault

    def _ask(self) -> None:
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        tag, last = "", None
        while not self.state["over"]:
            least = self.state["done"]
            conn.request("GET", PATH, headers={"If-None-Match": tag} if tag else {})
            got = conn.getresponse()
            body = got.read()
            most = self.state["begun"]
            assert got.status in {200, 304}, body
            if got.status == 304:
                self.unchanged += 1
            else:
                last = seen(json.loads(body))
            assert last is not None
            self.answers.append((least, most, last))
            tag = "" if len(self.answers) % 7 == 0 else got.headers["ETag"]
        conn.close()


def test_no_answer_is_older_than_a_change_that_was_done(
    database_url: str, serve: Callable[..., Served]
) -> None:
    length = 20.0 if settings.get("BACKORDER_TORTURE") == "full" else 2.0
    with database.connect(database_url) as conn:
        make_shop(conn)
        served = serve(
            BACKORDER_STOREFRONT_OPEN="1", BACKORDER_STOREFRONT_RATE="0", BACKORDER_WORKERS="2"
        )
        state: Json = {"begun": 0, "done": 0, "over": False}
        readers = [Reader(served.port, state) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        while not all(reader.answers for reader in readers):  # the server's processes are awake
            time.sleep(0.01)
        end = time.monotonic() + length
        while state["done"] < DAYS and (time.monotonic() < end or state["done"] <= FEWEST):
            state["begun"] += 1
            change(conn, state["begun"])
            state["done"] = state["begun"]
            if state["done"] % 10 == 0:
                time.sleep(0.05)  # long enough that answers are asked for again unchanged
        state["over"] = True
        for reader in readers:
            reader.join()
    assert [reader.fault for reader in readers if reader.fault] == []
    answers = [answer for reader in readers for answer in reader.answers]
    for least, most, found in answers:
        low, high = changes_of(least), changes_of(most)
        assert all(a <= b <= c for a, b, c in zip(low, found, high, strict=True)), (
            low,
            found,
            high,
        )
    assert state["done"] > FEWEST
    assert len({found for _, _, found in answers}) > 10
    assert sum(reader.unchanged for reader in readers) > 0
