"""`python -m bench.http`: orders a second over HTTP, beside the verb called in this process.

The server is `backorder serve` as users start it, on loopback; clients are threads of a process of
their own with connections that stay open. Ways take turns, so that all see the same machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from statistics import median
from typing import Any, NamedTuple

from backorder.app.tokens import keeping

from .report import note
from .serving import served
from .sizes import SIZES
from .stage import Stage, call, new_orders, open_company, settle_down, stage

BATCH = 100
CLIENTS = (1, 8, 64)


class Way(NamedTuple):
    """So many clients, with so many orders in a request; no clients: the verb itself.

    Single orders that come at once are placed ``together``, or each in a transaction of its own.
    """

    clients: int
    batch: int
    together: bool = True

    def __str__(self) -> str:
        """Return it as the table shows it."""
        apart = "" if self.together else ", apart"
        batch = f"single{apart}" if self.batch == 1 else f"batches of {self.batch}"
        return f"{f'HTTP, {self.clients} clients' if self.clients else 'in process'}, {batch}"


WAYS = (
    Way(0, 1),
    *(Way(clients, 1, together) for clients in CLIENTS for together in (False, True)),
    Way(0, BATCH),
    *(Way(clients, BATCH) for clients in CLIENTS),
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the median of the rounds."""
    parser = argparse.ArgumentParser(prog="bench.http", description=__doc__)
    parser.add_argument("--orders", type=int, default=512, help="orders of each way and round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", default="1", help="processes of the server")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    rates: dict[Way, list[float]] = {way: [] for way in WAYS}
    with stage(SIZES["smoke"], asked.seed) as on:
        open_company(on)
        token = keeping.create(on.conn, "bench", ["all"], now=datetime.now(UTC), actor="bench")
        spawn = get_context("spawn")
        with (
            served(on, **_settings(asked.workers, "1")) as together,
            served(on, **_settings(asked.workers, "0")) as apart,
            ProcessPoolExecutor(1, spawn) as clients,
        ):
            _in_process(on, _requests(on, WAYS[0], "warm", 200))
            for turn in range(asked.rounds):
                # The first round's tables were empty when PostgreSQL last looked at them.
                settle_down(on)
                note(f"http: round {turn + 1} of {asked.rounds}")
                for way in WAYS:
                    requests = _requests(on, way, f"{turn}-{way}", asked.orders)
                    port = together if way.together else apart
                    seconds = (
                        clients.submit(_over_http, port, token, way.clients, requests).result()
                        if way.clients
                        else _in_process(on, requests)
                    )
                    rates[way].append(len(requests) * way.batch / seconds)
    reference = {way.batch: median(rates[way]) for way in WAYS if not way.clients}
    for way in WAYS:
        rate = median(rates[way])
        spread = f"{min(rates[way]):.0f}-{max(rates[way]):.0f}"
        share = rate / reference[way.batch]
        print(f"{way!s:36} {rate:8.0f} orders/s ({spread:11}) {share:5.2f} of in process")
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0


def _requests(on: Stage, way: Way, name: str, orders: int) -> list[dict[str, Any]]:
    """Return the requests of one run: each client has as many."""
    count = max(1, way.clients, orders // way.batch)
    rng = random.Random(f"{on.seed}/{name}")
    return [
        {"orders": new_orders(rng, f"{name}-{n}", way.batch, on.size.products)}
        for n in range(count)
    ]


def _in_process(on: Stage, requests: list[dict[str, Any]]) -> float:
    begun = time.perf_counter()
    for request in requests:
        call(on.conn, "place_orders", request)
    return time.perf_counter() - begun


def _over_http(port: int, token: str, clients: int, requests: list[dict[str, Any]]) -> float:
    """Send requests from threads with a connection each, and return the seconds it took."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    bodies = [
        json.dumps(request if len(request["orders"]) > 1 else request["orders"][0]).encode()
        for request in requests
    ]

    def client(number: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as conn:
            for body in bodies[number::clients]:
                conn.request("POST", "/api/v1/orders", body, headers)
                answer = conn.getresponse()
                text = answer.read()
                if answer.status not in {200, 201}:
                    raise RuntimeError(text)

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    return time.perf_counter() - begun


def _settings(workers: str, together: str) -> dict[str, str]:
    return {
        "BACKORDER_WORKERS": workers,
        "BACKORDER_THREADS": "64",
        "BACKORDER_RATE_LIMIT": "0",
        "BACKORDER_ORDERS_TOGETHER": together,
    }


if __name__ == "__main__":
    sys.exit(main())
