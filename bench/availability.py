"""Product answers a second for storefronts, over HTTP from the server as users start it.

Every request looks whether what is remembered still holds, in one statement; the bare statement
beside it reads nothing but the units on the shelf. Clients are threads of one process of their own,
on connections that stay open, so they take their share of the machine's processors; what they and
the server can do at most is seen beside it, where the same server always says the same.
"""

from __future__ import annotations

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from . import machine, shoppers
from .measure import percentile, processor_seconds
from .report import Goal, Section, Table, note
from .serving import started
from .stage import sku

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .serving import Server
    from .shoppers import Timed
    from .stage import Stage

GOAL = 3000  # product answers a second
WORKERS = "2"
SETTINGS = {
    "BACKORDER_WORKERS": WORKERS,
    "BACKORDER_STOREFRONT_OPEN": "1",
    "BACKORDER_STOREFRONT_RATE": "0",
}
_SETS = 100  # different requests of a kind, asked again and again
_SINGLE = 10  # so many times as many requests of one product: they are short
_BARE = """
SELECT p.sku, s.quantity - s.pegged
FROM product AS p JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock'
WHERE p.sku = ANY(%(skus)s)
"""
_BACKENDS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Way(NamedTuple):
    """So many products in a request; ``known``: the caller has the answer already."""

    products: int
    known: bool = False
    constant: bool = False

    def __str__(self) -> str:
        """Return it as the table shows it."""
        if self.constant:
            return "the same server, always the same answer"
        what = "one product" if self.products == 1 else f"lists of {self.products}"
        return f"{what}, not changed (304)" if self.known else what


ONE, SAME = Way(1), Way(1, constant=True)
WAYS = (SAME, ONE, Way(20), Way(50), Way(1, known=True), Way(50, known=True))


@dataclass(slots=True)
class Runs:
    """What was found of a way, run by run; processor seconds of server and PostgreSQL in all."""

    requests: int
    timed: list[Timed] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    server: float = 0.0
    backends: float = 0.0

    @property
    def rate(self) -> float:
        """Return the requests of a second."""
        return median(self.requests / one.seconds for one in self.timed)

    def each_us(self, seconds: float) -> float:
        """Return processor seconds as microseconds a request."""
        return 1e6 * seconds / (self.requests * len(self.timed))


def measure(on: Stage) -> Section:
    """Let the ways take turns, with the bare statement between them."""
    requests = max(_SETS // 10, on.size.carts // 2)
    runs = {way: Runs(requests * (_SINGLE if way.products == 1 else 1)) for way in WAYS}
    program = str(Path(sys.executable).with_name("backorder"))
    ours = [program, "serve", "--port", "0", "--no-worker"]
    with (
        started(ours, on, **SETTINGS) as server,
        started([sys.executable, "-m", "bench.constant"], on, **SETTINGS) as constant,
        ProcessPoolExecutor(1, get_context("spawn")) as clients,
    ):
        for turn in range(on.size.rounds):
            note(f"availability: round {turn + 1} of {on.size.rounds}")
            for way, found in runs.items():
                _run(on, way, found, constant if way.constant else server, clients)
    return _section(runs)


def _run(on: Stage, way: Way, found: Runs, server: Server, clients: ProcessPoolExecutor) -> None:
    lists = _lists(on, way)
    found.bare.append(_bare(on, lists, found.requests))
    asked = (server.port, lists, found.requests, way.known)
    # Every process of the server is to know the lists, and to have its connections.
    clients.submit(shoppers.warm_up, server.port, lists).result()
    backends = [pid for (pid,) in on.conn.execute(_BACKENDS).fetchall()]
    used = server.processor_seconds(), sum(map(processor_seconds, backends))
    found.timed.append(clients.submit(shoppers.ask_all, *asked).result())
    found.server += server.processor_seconds() - used[0]
    found.backends += sum(map(processor_seconds, backends)) - used[1]


def _section(runs: dict[Way, Runs]) -> Section:
    table = Table(
        f"Product answers over HTTP: {WORKERS} processes of the server, "
        f"{shoppers.CLIENTS} clients, load {machine.load()}",
        [
            *("what", "answers/s", "requests/s", "bare SQL, answers/s", "p50 ms", "p99 ms"),
            *("server's CPU us", "PostgreSQL's CPU us", "clients' CPU us"),
        ],
    )
    for way, found in runs.items():
        steps = [1000 * step for one in found.timed for step in one.steps]
        table.rows.append(
            [
                *(str(way), found.rate * way.products, found.rate),
                None if way.constant else median(found.bare) * way.products,
                *(percentile(steps, 50), percentile(steps, 99)),
                *(found.each_us(found.server), found.each_us(found.backends)),
                found.each_us(sum(one.client for one in found.timed)),
            ]
        )
    goals = [
        Goal(f"product answers, {way}", runs[way].rate * way.products, "/s", least=GOAL)
        for way in (ONE, Way(1, known=True), Way(20), Way(50))
    ]
    room = Goal(
        "clients and server with no work to do, of one product",
        runs[SAME].rate / runs[ONE].rate,
        "x",
        least=1.5,
    )
    return Section("availability", [table], [*goals, room])


def _lists(on: Stage, way: Way) -> list[list[str]]:
    rng = random.Random(f"{on.seed}/storefront/{way.products}")
    count = min(_SETS, on.size.products // way.products)
    return [
        [sku(n) for n in rng.sample(range(on.size.products), way.products)] for _ in range(count)
    ]


def _bare(on: Stage, lists: Sequence[list[str]], requests: int) -> float:
    """Return how often a second one connection reads what is on the shelf of a list."""
    begun = time.perf_counter()
    for n in range(requests):
        asked = {"skus": lists[n % len(lists)]}
        on.conn.execute(_BARE, asked, prepare=True, binary=True).fetchall()
    return requests / (time.perf_counter() - begun)
