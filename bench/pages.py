"""`python -m bench.pages`: how long lists and pages take at a million order lines.

Every list of the API is asked for its first page, a page from its middle, and each of its filters:
with a value from its middle, and with one that nothing has. Time is that of the whole request in
the server, from its first byte to its last, without the network.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import psycopg

from backorder import database
from backorder.app.tokens import keeping

from .full_books import fill
from .measure import percentile
from .report import Goal, Section, Table, note, show, tables
from .sizes import SIZES
from .stage import open_company, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from backorder.app.api.listings import Listing

GOAL_MS = 150.0
MILLION = 1_000_000


class Asked(NamedTuple):
    """An address, and how the table shows it."""

    name: str
    path: str


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
        name = f"bench-{time.time_ns()}"
        token = keeping.create(conn, name, ["all"], now=datetime.now(UTC), actor="bench")
    client = _client(token)
    return [_time(client, one, times) for one in _lists(address, client) if only in f"{one.name}?"]


def _client(token: str) -> Client:
    from django.test import Client  # noqa: PLC0415 (once Django is set up)

    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})


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


def _lists(address: str, client: Client) -> Iterator[Asked]:
    """Return the addresses of the API's lists that have rows."""
    from backorder.app.api.listings import LISTINGS  # noqa: PLC0415 (Django)

    with closing(database.connect(address)) as conn:
        middles = {name: _middle(conn, listing) for name, listing in LISTINGS.items()}
    for name, listing in LISTINGS.items():
        base = f"/api/v1/{name}"
        yield Asked(name, base)
        cursor = middles[name]
        if cursor is None:
            continue
        yield Asked(f"{name}, from the middle", f"{base}?cursor={cursor}")
        row = client.get(f"{base}?cursor={cursor}&limit=1").json()["items"][0]
        for named in listing.named_by.split()[:1]:
            yield Asked(f"{name}/{{{named}}}", f"{base}/{row[named]}")
        for filtered in listing.filters.split():
            for kind, value in (("some", row[filtered]), ("none", _absent(listing, filtered))):
                if value not in {None, ""}:
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    path = f"{base}?{urlencode({filtered: text})}"
                    yield Asked(f"{name}?{filtered}= ({kind})", path)
        if listing.at:
            yield Asked(f"{name}?until=", f"{base}?{urlencode({'until': row[listing.at]})}")
            yield Asked(f"{name}?since= (none)", f"{base}?since=2099-01-01")


def _absent(listing: Listing, name: str) -> str | None:
    """Return a value that no row of a list has."""
    column = listing.column(name)
    if column.numbered:
        from backorder.domain.names import number  # noqa: PLC0415 (as above)

        return number(column.kind, 2**40)
    return {"text": "nothing", "integer": str(2**40), "date": "2099-01-01"}.get(column.kind)


def _middle(conn: psycopg.Connection[Any], listing: Listing) -> str | None:
    """Return the cursor of the row in the middle of a list, None where it is short."""
    from backorder.app.api import asking  # noqa: PLC0415 (as above)
    from backorder.app.statements import statement  # noqa: PLC0415 (as above)

    inner = f"({statement(listing.statement)}) AS r"
    row = conn.execute(f"SELECT count(*) FROM {inner}").fetchone()  # noqa: S608 (our own statements)
    if row is None or row[0] < 4:
        return None
    places = ", ".join(listing.place)
    order = ", ".join(f"{name}{' DESC' if listing.newest_first else ''}" for name in listing.place)
    query = f"SELECT {places} FROM {inner} ORDER BY {order} OFFSET {row[0] // 2} LIMIT 1"  # noqa: S608
    middle = conn.execute(query).fetchone()
    assert middle is not None
    return asking.cursor(listing, tuple(middle))


if __name__ == "__main__":
    sys.exit(main())
