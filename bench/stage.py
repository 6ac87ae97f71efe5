"""The stage: a throwaway embedded server, and a company of products, suppliers and supplies on it.

Of ten products, three have nothing on the shelf and a large purchase on its way, seven have a large
stock: so three of ten order lines are backordered. Everything is made through the ledger's verbs.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder import database, embedded, ledger

from .report import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from .sizes import Size

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EXPECTED_ON = "2026-12-08"
PLENTY = 100_000_000
LINES = 3
_ACTOR = "bench"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where measurements take place."""

    address: str
    folder: Path
    conn: Connection[Any]
    size: Size
    seed: int

    def rng(self, *purpose: object) -> random.Random:
        """Return chance of its own for a purpose: the same in every run with the same seed."""
        return random.Random(f"{self.seed}/{'/'.join(map(str, purpose))}")

    def call(self, verb: str, request: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb on the stage's own connection."""
        return call(self.conn, verb, request)


def call(conn: Connection[Any], verb: str, request: dict[str, Any]) -> dict[str, Any]:
    """Carry out a verb of the ledger."""
    return ledger.VERBS[verb](conn, request, now=NOW, actor=_ACTOR)


def sku(number: int) -> str:
    """Return the SKU of a product by its number, from 0."""
    return f"P{number:06d}"


def on_the_way(number: int) -> bool:
    """Tell whether a product has nothing on the shelf, and a purchase on its way."""
    return number % 10 < 3


@contextmanager
def server(parent: str | None = None) -> Iterator[tuple[str, Path]]:
    """Start an embedded server in a folder of its own; stop it and remove the folder at the end.

    Yields the address of its database and the folder.
    """
    before = {name: os.environ.pop(name, None) for name in ("BACKORDER_HOME", "DATABASE_URL")}
    home = Path(tempfile.mkdtemp(prefix="backorder-bench-", dir=parent))
    os.environ["BACKORDER_HOME"] = str(home)
    # SIGTERM would end us without the steps below; the server would stop, its folder would stay.
    earlier = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield database.url(), home
    finally:
        embedded.leave(home)
        database.forget()
        shutil.rmtree(home, ignore_errors=True)
        signal.signal(signal.SIGTERM, earlier)
        del os.environ["BACKORDER_HOME"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


@contextmanager
def stage(size: Size, seed: int, parent: str | None = None) -> Iterator[Stage]:
    """Start a server and open the company's connection."""
    note("starting a server of its own")
    with server(parent) as (address, folder), database.connect(address) as conn:
        yield Stage(address, folder, conn, size, seed)


def open_company(on: Stage) -> None:
    """Make the company: products, suppliers, stock, and purchases on their way."""
    note(f"making a company of {on.size.products} products")
    numbers = range(on.size.products)
    suppliers = [f"S{number:03d}" for number in range(on.size.suppliers)]
    rng = on.rng("company")
    on.call(
        "set_products",
        {"products": [{"sku": sku(n), "unit_price": rng.randint(100, 9999)} for n in numbers]},
    )
    on.call("set_suppliers", {"suppliers": [{"code": code} for code in suppliers]})
    items = [
        {
            "supplier": suppliers[n % len(suppliers)],
            "sku": sku(n),
            "lead_time_days": rng.randint(3, 40),
            "unit_cost": rng.randint(50, 5000),
        }
        for n in numbers
    ]
    on.call("set_supplier_items", {"supplier_items": items})
    shelf = [{"sku": sku(n), "quantity": PLENTY} for n in numbers if not on_the_way(n)]
    on.call("count", {"counts": [{"key": "opening", "location": "MAIN", "lines": shelf}]})
    purchases: list[dict[str, Any]] = [
        {"key": f"opening-{code}", "supplier": code, "expected_on": EXPECTED_ON, "lines": []}
        for code in suppliers
    ]
    for n in numbers:
        if on_the_way(n):
            purchases[n % len(suppliers)]["lines"].append({"sku": sku(n), "quantity": PLENTY})
    on.call("order_supply", {"purchase_orders": [p for p in purchases if p["lines"]]})
    settle_down(on)


def settle_down(on: Stage) -> None:
    """Do now what autovacuum would do some time while we measure."""
    on.conn.execute("VACUUM ANALYZE")


def new_orders(rng: random.Random, prefix: str, count: int, products: int) -> list[dict[str, Any]]:
    """Return orders of three lines each, of products drawn evenly."""
    return [
        {
            "key": f"{prefix}-{number}",
            "channel": "web",
            "lines": [
                {"sku": sku(n), "quantity": rng.randint(1, 5)}
                for n in rng.sample(range(products), LINES)
            ],
        }
        for number in range(count)
    ]


@dataclass(frozen=True, slots=True)
class Queue:
    """Lines that all wait for one purchase of one product; ``quantities`` in their order."""

    sku: str
    purchase_order: str
    supply: int
    quantities: list[int]


_LINES_OF_ORDER = 100
_ORDERS_OF_CALL = 50


def make_queue(on: Stage, name: str, lines: int) -> Queue:
    """Make a product with one purchase on its way, and place orders that wait for all of it."""
    rng = on.rng("queue", name)
    quantities = [rng.randint(1, 5) for _ in range(lines)]
    on.call("set_products", {"products": [{"sku": name, "unit_price": 100}]})
    on.call("set_suppliers", {"suppliers": [{"code": "S000"}]})
    made = on.call(
        "order_supply",
        {
            "purchase_orders": [
                {
                    "key": f"po-{name}",
                    "supplier": "S000",
                    "expected_on": EXPECTED_ON,
                    "lines": [{"sku": name, "quantity": sum(quantities)}],
                }
            ]
        },
    )
    orders = [
        {
            "key": f"{name}-{start}",
            "lines": [
                {"sku": name, "quantity": quantity}
                for quantity in quantities[start : start + _LINES_OF_ORDER]
            ],
        }
        for start in range(0, lines, _LINES_OF_ORDER)
    ]
    for start in range(0, len(orders), _ORDERS_OF_CALL):
        on.call("place_orders", {"orders": orders[start : start + _ORDERS_OF_CALL]})
    row = on.conn.execute(
        "SELECT s.id FROM supply AS s JOIN product AS p ON p.id = s.product_id"
        " WHERE p.sku = %s AND s.kind = 'purchase'",
        [name],
    ).fetchone()
    assert row is not None
    return Queue(name, made["purchase_orders"][0]["purchase_order"], row[0], quantities)
