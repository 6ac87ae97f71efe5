"""Clients of a storefront: threads of one process, each on a connection that stays open."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

CLIENTS = 4


class Timed(NamedTuple):
    """What a run took: seconds in all and of each request; ``client`` is our processor time."""

    seconds: float
    steps: list[float]
    client: float


def ask_all(port: int, lists: Sequence[list[str]], requests: int, known: bool) -> Timed:  # noqa: FBT001
    """Ask so often in all, from all clients; ``known``: whether what they have has changed."""
    with Line(port) as line:
        tags = [line.ask(skus, "")[1] if known else "" for skus in lists]
    each = requests // CLIENTS
    with ThreadPoolExecutor(CLIENTS) as threads:
        begun, used = time.perf_counter(), time.process_time()
        found = threads.map(_client, [port] * CLIENTS, [lists] * CLIENTS, [tags] * CLIENTS,
                            [each] * CLIENTS, [304 if known else 200] * CLIENTS)  # fmt: skip
        steps = [step for one in found for step in one]
        seconds, client = time.perf_counter() - begun, time.process_time() - used
    return Timed(seconds, steps, client)


def warm_up(port: int, lists: Sequence[list[str]]) -> None:
    """Ask for each list often enough that every process of the server knows it."""
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(_warm, [port] * CLIENTS, [lists] * CLIENTS))


def _warm(port: int, lists: Sequence[list[str]]) -> None:
    with Line(port) as line:
        for _ in range(3):
            for skus in lists:
                line.ask(skus, "")


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
