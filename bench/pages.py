"""`python -m bench.pages`: how long lists and pages take at a million order lines.

Every list of the API is asked for its first page, a page from its middle, and each of its filters:
with a value from its middle, and with one that nothing has. Of the web pages each is asked at the
first address that a link leads to, as the owner; their lists are asked like those of the API, in
every tab and every state they offer. Reports are left out: they are no lists. Time is that of the
whole request in the server, from its first byte to its last, without the network.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder import database
from backorder.app.pages import keeping
from backorder.app.tokens import keeping as tokens

from . import addresses
from .full_books import fill
from .measure import percentile
from .report import Goal, Section, Table, note, show, tables
from .sizes import SIZES
from .stage import open_company, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from .addresses import Asked

GOAL_MS = 150.0
MILLION = 1_000_000


class Timing(NamedTuple):
    """What one address took: milliseconds in the middle and at the end, and its queries."""

    name: str
    p50: float
    p95: float
    queries: int


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where an address takes longer than it may."""
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    parser.add_argument("--lines", type=int, default=MILLION, help="order lines (a million)")
    parser.add_argument("--times", type=int, default=20, help="how often each address is asked")
    parser.add_argument("--size", choices=SIZES, default="full", help="of the company")
    parser.add_argument("--database", help="measure this database, filled before, as it is")
    parser.add_argument("--only", default="", help="addresses that contain this text")
    asked = parser.parse_args(arguments)
    if asked.database:
        found = _measure(asked.database, asked.times, asked.only)
    else:
        with stage(SIZES[asked.size], 7) as on:
            open_company(on)
            fill(on, asked.lines)
            found = _measure(on.address, asked.times, asked.only)
    table = Table(f"{asked.times} requests each", ["address", "p50 ms", "p95 ms", "queries"])
    table.rows = [list(one) for one in sorted(found, key=lambda one: -one.p95)]
    slowest = max(found, key=lambda one: one.p95)
    goal = Goal(f"p95 of the slowest, {slowest.name}", slowest.p95, "ms", most=GOAL_MS)
    show(tables({"load average": f"{os.getloadavg()[0]:.1f}"}, [Section("pages", [table], [goal])]))
    return int(slowest.p95 > GOAL_MS)


def _measure(address: str, times: int, only: str) -> list[Timing]:
    os.environ["BACKORDER_RATE_LIMIT"] = "0"
    from backorder.app.web import logs  # noqa: PLC0415 (Django)
    from backorder.app.web.application import application  # noqa: PLC0415 (Django)

    logs.set_up(logging.WARNING)
    application(address)
    with database.connect(address) as conn:
        keeping.keep(conn, datetime.now(UTC))  # as the worker does when it starts
        name = f"bench-{time.time_ns()}"
        token = tokens.create(conn, name, ["all"], now=datetime.now(UTC), actor="bench")
        program = _client(headers={"Authorization": f"Bearer {token}"})
        found = [(program, one) for one in addresses.lists(conn, program)]
        person = _client()
        person.force_login(_owner())
        found += [(person, one) for one in addresses.pages(conn, person)]
    return [_time(client, one, times) for client, one in found if only in one.name]


def _client(**options: Any) -> Client:  # noqa: ANN401 (Django's own)
    from django.test import Client  # noqa: PLC0415 (once Django is set up)

    return Client(SERVER_NAME="localhost", **options)


def _owner() -> Any:  # noqa: ANN401 (a model, known once Django is set up)
    from backorder.app.models import Person  # noqa: PLC0415 (as above)

    made, _ = Person.objects.get_or_create(
        email="bench@example.com",
        defaults={"role": "owner", "created_at": datetime.now(UTC), "created_by": "bench"},
    )
    return made


def _time(client: Client, asked: Asked, times: int) -> Timing:
    """Ask an address so often, after two times that do not count."""
    took = []
    for turn in range(times + 2):
        begun = time.perf_counter()
        with counted() as queries:
            answer = client.get(asked.path)
        if turn > 1:
            took.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise RuntimeError(f"{asked.path}: {answer.status_code} {answer.content[:300]!r}")
    note(f"{percentile(took, 95):8.1f} ms  {asked.name}")
    return Timing(asked.name, percentile(took, 50), percentile(took, 95), len(queries))


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that this process sends to PostgreSQL."""
    seen: list[str] = []
    before: Callable[..., Any] = psycopg.Cursor.execute

    def execute(self: psycopg.Cursor[Any], query: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        seen.append(str(query))
        return before(self, query, *rest, **more)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute = before  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
