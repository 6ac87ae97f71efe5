"""Product answers a second for storefronts, over HTTP from the server as users start it.

Every request looks whether what is remembered still holds, in one statement; the bare statement
beside it reads nothing but the units on the shelf. Clients are threads of one process of their own,
on connections that stay open, so they take their share of the machine's processors.
"""

from __future__ import annotations

import random
import socket
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, Self

from . import machine
from .measure import percentile
from .report import Goal, Section, Table, note
from .serving import served
from .stage import sku

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .stage import Stage

GOAL = 3000  # product answers a second
CLIENTS = 4
WORKERS = "2"
SETTINGS = {
    "BACKORDER_WORKERS": WORKERS,
    "BACKORDER_STOREFRONT_OPEN": "1",
    "BACKORDER_STOREFRONT_RATE": "0",
}
_SETS = 100  # different requests of a kind, asked again and again
_BARE = """
SELECT p.sku, s.quantity - s.pegged
FROM product AS p JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock'
WHERE p.sku = ANY(%(skus)s)
"""


class Way(NamedTuple):
    """So many products in a request; ``known``: the caller has the answer already."""

    products: int
    known: bool = False

    def __str__(self) -> str:
        """Return it as the table shows it."""
        what = "one product" if self.products == 1 else f"lists of {self.products}"
        return f"{what}, not changed (304)" if self.known else what


WAYS = (Way(1), Way(20), Way(50), Way(1, known=True), Way(50, known=True))


class Timed(NamedTuple):
    """What a run took: seconds in all, and of each request."""

    seconds: float
    steps: list[float]


def measure(on: Stage) -> Section:
    """Let the ways take turns, with the bare statement between them."""
    requests = max(_SETS // 10, on.size.carts // 2)
    runs: dict[Way, list[Timed]] = {way: [] for way in WAYS}
    bare: dict[int, list[float]] = {}
    with (
        served(on, "--no-worker", **SETTINGS) as port,
        ProcessPoolExecutor(1, get_context("spawn")) as clients,
    ):
        for turn in range(on.size.rounds):
            note(f"availability: round {turn + 1} of {on.size.rounds}")
            for way in WAYS:
                lists = _lists(on, way)
                bare.setdefault(way.products, []).append(_bare(on, lists, requests))
                job = clients.submit(_ask, port, lists, requests, way.known)
                runs[way].append(job.result())
    table = Table(
        f"Product answers over HTTP: {WORKERS} processes of the server, {CLIENTS} clients, load "
        f"{machine.load()}",
        ["what", "answers/s", "requests/s", "bare SQL, answers/s", "p50 ms", "p99 ms"],
    )
    rates = {}
    for way, found in runs.items():
        rate = rates[way] = median(requests / one.seconds for one in found)
        steps = [1000 * step for one in found for step in one.steps]
        ceiling = median(bare[way.products]) * way.products
        table.rows.append(
            [
                *(str(way), rate * way.products, rate, ceiling),
                *(percentile(steps, 50), percentile(steps, 99)),
            ]
        )
    goals = [
        Goal(f"product answers, {way}", rates[way] * way.products, "/s", least=GOAL)
        for way in (Way(20), Way(50))
    ]
    return Section("availability", [table], goals)


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


def _ask(port: int, lists: Sequence[list[str]], requests: int, known: bool) -> Timed:  # noqa: FBT001
    """Ask so often in all, each client in turn; what is asked first is asked before the clock."""
    with ThreadPoolExecutor(CLIENTS) as threads:
        warm = list(threads.map(_warm, [port] * CLIENTS, [lists] * CLIENTS))
        tags = warm[0] if known else [""] * len(lists)
        each = requests // CLIENTS
        begun = time.perf_counter()
        found = threads.map(_client, [port] * CLIENTS, [lists] * CLIENTS, [tags] * CLIENTS,
                            [each] * CLIENTS, [304 if known else 200] * CLIENTS)  # fmt: skip
        steps = [step for one in found for step in one]
        return Timed(time.perf_counter() - begun, steps)


def _warm(port: int, lists: Sequence[list[str]]) -> list[str]:
    with Line(port) as line:
        for _ in range(3):  # every process of the server is to know them
            tags = [line.ask(skus, "")[1] for skus in lists]
    return tags


def _client(
    port: int, lists: Sequence[list[str]], tags: Sequence[str], count: int, wanted: int
) -> list[float]:
    steps = []
    with Line(port) as line:
        for n in range(count):
            begun = time.perf_counter()
            status, _ = line.ask(lists[n % len(lists)], tags[n % len(lists)])
            steps.append(time.perf_counter() - begun)
            if status != wanted:
                raise RuntimeError(f"the server answered {status}")
    return steps


class Line:
    """A connection that stays open, and as little of HTTP as it takes."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._file.close()
        self._socket.close()

    def ask(self, skus: Sequence[str], tag: str) -> tuple[int, str]:
        """Ask for products; return the status and the ETag, once the body was read."""
        query = "&".join(f"sku={each}" for each in skus)
        known = f"If-None-Match: {tag}\r\n" if tag else ""
        head = f"GET /storefront/products?{query} HTTP/1.1\r\nHost: localhost\r\n{known}\r\n"
        self._socket.sendall(head.encode())
        status = int(self._file.readline().split()[1])
        found, length = "", 0
        while line := self._file.readline().strip():
            name, _, value = line.partition(b": ")
            if name.lower() == b"etag":
                found = value.decode()
            elif name.lower() == b"content-length":
                length = int(value)
        self._file.read(length)
        return status, found
