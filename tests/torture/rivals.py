"""What the processes of a race do: each function runs in a process of its own."""

from __future__ import annotations

import os
import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

from backorder import ledger
from backorder.domain.errors import BackorderError
from backorder.ledger.journal import statements, transaction
from backorder.ledger.orders import placing as orders

from .company import NOW, do

if TYPE_CHECKING:
    from threading import Barrier

    from psycopg import Connection

# What rivals may be told: each other's units are gone. Never "too_busy", never a database error.
REFUSALS = {
    "more_than_open",
    "nothing_to_cancel",
    "nothing_to_ship",
    "ship_complete_waits",
    "nothing_on_order",
    "not_enough_on_hand",
    "suggestion_gone",
    "already_received",
    "nothing_received",
    "changed_underneath",
    "already_undone",
}
LOCK = "ORDER BY id FOR NO KEY UPDATE"
WITHOUT_LOCK = "ORDER BY id"
WITHOUT_ORDER = "ORDER BY md5(sku || pg_backend_pid()::text) FOR NO KEY UPDATE"


def lock_otherwise(text: str) -> None:
    """Take a protection away in this process: orders lock their products in another way."""
    true = statements.statement
    assert true("place_orders_look").count(LOCK) == 1

    def planted(name: str) -> str:
        found = true(name)
        return found.replace(LOCK, text) if name == "place_orders_look" else found

    orders.statement = planted  # type: ignore[assignment,attr-defined]


def buy(
    conn: Connection[Any], gate: Barrier, rounds: int, buyers: int, planted: str | None
) -> list[tuple[int, int]]:
    """Order one unit per buyer; return units allocated and backordered in each round."""
    if planted:
        lock_otherwise(planted)
    got = []
    for n in range(rounds):
        gate.wait(120)
        allocated = backordered = 0
        for buyer in range(buyers):
            order = {
                "key": f"{n}-{os.getpid()}-{buyer}",
                "lines": [{"sku": f"HOT-{n}", "quantity": 1}],
            }
            answer = do(conn, "place_orders", {"orders": [order]})["orders"][0]
            if answer["status"] == "accepted":
                allocated += answer["lines"][0]["allocated"]
                backordered += answer["lines"][0]["backordered"]
        got.append((allocated, backordered))
    return got


def lock_no_places() -> None:
    """Take away the lock of the places with a daily capacity, in this process."""
    true = statements.statement
    assert true("loads_lock").count(LOCK) == 1

    def planted(name: str) -> str:
        found = true(name)
        return found.replace(LOCK, WITHOUT_LOCK) if name == "loads_lock" else found

    transaction.statement = planted  # type: ignore[assignment,attr-defined]


def fill_days(
    conn: Connection[Any], gate: Barrier, sku: str, buyers: int, planted: bool
) -> list[str]:
    """Order one unit per buyer of a product that nobody else orders; return the days promised."""
    if planted:
        lock_no_places()
    gate.wait(120)
    days = []
    for buyer in range(buyers):
        order = {"key": f"{sku}-{buyer}", "lines": [{"sku": sku, "quantity": 1}]}
        answer = do(conn, "place_orders", {"orders": [order]})["orders"][0]
        days.append(answer["lines"][0]["promises"][0]["on"])
    return days


def fill_baskets(
    conn: Connection[Any], gate: Barrier, skus: list[str], seconds: float, planted: str | None
) -> int:
    """Order five products in any order, again and again; return how many orders were taken."""
    if planted:
        lock_otherwise(planted)
    chance = Random(os.getpid())
    gate.wait(120)
    end, n = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        lines = [{"sku": sku, "quantity": 1} for sku in chance.sample(skus, 5)]
        do(conn, "place_orders", {"orders": [{"key": f"{os.getpid()}-{n}", "lines": lines}]})
        n += 1
    return n


def repeat_one(
    conn: Connection[Any], gate: Barrier, calls: list[tuple[str, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Make the same calls as everybody else at the same time; return the answers."""
    answers = []
    for verb, request in calls:
        gate.wait(120)
        answers.append(do(conn, verb, request, actor=f"process {os.getpid()}"))
    return answers


class Rival:
    """Does one kind of work until its time is over; counts what it did and what it was refused."""

    def __init__(self, conn: Connection[Any], seed: int, skus: list[str]) -> None:
        """Seed the chance."""
        self.conn = conn
        self.chance = Random(seed)
        self.skus = skus
        self.name = f"r{seed}"
        self.keys = 0
        self.did: Counter[str] = Counter()

    def key(self) -> str:
        """Return a key nobody else uses."""
        self.keys += 1
        return f"{self.name}-{self.keys}"

    def call(self, verb: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """Call a verb; only rivals' refusals are borne."""
        try:
            answer = ledger.VERBS[verb](self.conn, request, now=NOW, actor=self.name)
        except BackorderError as error:
            if error.code not in REFUSALS:
                raise
            self.did[error.code] += 1
            return None
        self.did[verb] += 1
        self.did["slips"] += len(answer.get("repromised", ()))
        return answer

    def pick(self, query: str) -> Any:
        """Return one of the rows of a query, by chance; None where there is none."""
        rows = self.conn.execute(query.encode()).fetchall()
        return self.chance.choice(rows) if rows else None

    def order(self) -> None:
        """Place an order over some products, often to be shipped complete, for some customer."""
        skus = self.chance.sample(self.skus, self.chance.randint(1, 4))
        lines = [{"sku": sku, "quantity": self.chance.randint(1, 3)} for sku in skus]
        order = {
            "key": self.key(),
            "lines": lines,
            "ship": self.chance.choice(("complete", "as_available")),
            "customer": {"ref": f"C{self.chance.randint(1, 50)}", "name": self.name},
        }
        self.call("place_orders", {"orders": [order]})

    def cancel(self) -> None:
        """Cancel an open order, now and then only what waits; or ship what is allocated."""
        row = self.pick("SELECT DISTINCT order_id FROM peg ORDER BY order_id LIMIT 200")
        if row is None:
            return
        number = f"SO-{row[0]:06d}"
        if self.chance.random() < 0.5:
            self.call("ship", {"shipments": [{"key": self.key(), "order": number}]})
        else:
            one = {"order": number}
            if self.chance.random() < 0.5:
                one["only"] = "backordered"
            self.call("cancel", {"cancellations": [one]})

    def count(self) -> None:
        """Count some products, and find fewer or more than there were."""
        lines = [
            {"sku": sku, "quantity": self.chance.randint(0, 10)}
            for sku in self.chance.sample(self.skus, 3)
        ]
        self.call("count", {"counts": [{"key": self.key(), "location": "MAIN", "lines": lines}]})

    def buy(self) -> None:
        """Order suggestions, or directly."""
        row = self.pick(
            "SELECT name FROM supply WHERE kind = 'planned' AND quantity > 0 ORDER BY id LIMIT 50"
        )
        if row is not None and self.chance.random() < 0.7:
            self.call("order_supply", {"suggestions": [row[0]], "key": self.key()})
            return
        lines = [{"sku": sku, "quantity": 5} for sku in self.chance.sample(self.skus, 2)]
        one = {"key": self.key(), "supplier": "S1", "lines": lines}
        self.call("order_supply", {"purchase_orders": [one]})

    def receive(self) -> None:
        """Receive a part of an open purchase, now and then damaged, or close it."""
        row = self.pick(OPEN)
        if row is None:
            self.buy()
            return
        line = {
            "sku": row[1],
            "quantity": self.chance.randint(1, 4),
            "damaged": self.chance.randint(0, 1),
            "close": self.chance.random() < 0.2,
        }
        receipt = {"key": self.key(), "purchase_order": row[0], "lines": [line]}
        self.call("receive", {"receipts": [receipt]})

    def slip(self) -> None:
        """Change the day of a purchase, or what is still to come of it."""
        row = self.pick(OPEN)
        if row is None:
            self.buy()
            return
        change: dict[str, Any] = {"purchase_order": row[0], "sku": row[1]}
        if self.chance.random() < 0.7:
            change["expected_on"] = f"2026-12-{self.chance.randint(1, 28):02d}"
        else:
            change["cancel"] = True
        self.call("change_supply", {"changes": [change]})

    def reallocate(self) -> None:
        """Look who could have what others have, and do it; now and then take the last one back."""
        ranking = [{"by": "quantity", "descending": self.chance.random() < 0.5}]
        strategy = self.chance.choice(("redistribute", "gain"))
        variant: dict[str, Any] = {"segments": [{"strategy": strategy, "ranking": ranking}]}
        if self.chance.random() < 0.8:
            variant["skus"] = self.chance.sample(self.skus, self.chance.randint(1, 3))
        seen = self.call("reallocate", {"simulate": variant})
        if seen is not None:
            release = variant | {"fingerprint": seen["fingerprint"]}
            done = self.call("reallocate", {"release": release})
            self.did["released"] += done is not None and done["reallocation"] is not None
        row = self.pick("SELECT id FROM reallocation WHERE undone_at IS NULL")
        if row is not None and self.chance.random() < 0.3:
            self.call("reallocate", {"undo": f"RA-{row[0]:06d}"})

    def keep_master_data(self) -> None:
        """Change policies, products and customers under everybody's feet."""
        which = self.chance.randint(0, 3)
        if which == 0:
            cap = self.chance.choice((None, 20, 60))
            rule = {"scope": "default", "mode": "allow", "cap": cap}
            self.call("set_policies", {"policies": [rule], "key": self.key()})
        elif which == 1:
            row = {"sku": self.chance.choice(self.skus), "unit_price": self.chance.randint(1, 99)}
            self.call("set_products", {"products": [row], "key": self.key()})
        elif which == 2:
            row = {"ref": f"C{self.chance.randint(1, 50)}", "name": self.key()}
            self.call("set_customers", {"customers": [row], "key": self.key()})
        else:
            days = self.chance.randint(1, 20)
            row = {"supplier": "S1", "sku": self.chance.choice(self.skus), "lead_time_days": days}
            self.call("set_supplier_items", {"supplier_items": [row], "key": self.key()})


OPEN = """
SELECT 'PO-' || lpad(l.purchase_order_id::text, 6, '0'), p.sku
FROM supply s
JOIN purchase_line l ON l.id = s.purchase_line_id
JOIN product p ON p.id = l.product_id
WHERE s.quantity > 0
ORDER BY l.id LIMIT 50
"""


def struggle(  # noqa: PLR0913, PLR0917 (what a process is told)
    conn: Connection[Any], gate: Barrier, work: str, seed: int, skus: list[str], seconds: float
) -> Counter[str]:
    """Do one kind of a rival's work until the time is over."""
    rival = Rival(conn, seed, skus)
    step = getattr(rival, work)
    gate.wait(120)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        step()
    return rival.did
