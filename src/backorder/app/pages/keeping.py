"""Figures over large books are worked out by a worker, and kept in the database for all processes.

In small books nothing is kept: a page works its figures out as they are. In large ones a request
reads what was kept, and shows the instant that it is of.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from psycopg import sql

from backorder.app.statements import statement

from . import hurried, overview_figures
from .days import day_of, home_zone
from .figures import AS_OLD_AS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from psycopg import Connection

LARGE_PEGS = 20_000
LARGE_ORDERS = 100_000
YOUNGEST = 60.0  # seconds; no figure is worked out more often
OLDEST = 900.0  # nor less often


class Table(NamedTuple):
    """Where a list is kept: its key's columns by those of the list, and what is named alike."""

    name: str
    key: dict[str, str]
    columns: tuple[str, ...]


LISTS = {
    "waiting-customers": Table(
        "waiting_customer",
        {"customer_id": "_place2", "currency": "_currency"},
        ("units", "lines", "orders", "unknown", "late", "next_on", "last_on", "value"),
    ),
    "waiting-suppliers": Table(
        "waiting_supplier",
        {"supplier_id": "_place2"},
        (
            "units",
            "ordered",
            "planned",
            "lines",
            "orders",
            "products",
            "late",
            "next_on",
            "last_on",
        ),
    ),
}
FIGURES = overview_figures.KEPT | hurried.KEPT
NAMES = [*FIGURES, *LISTS]


def wanted(conn: Connection[Any], now: datetime) -> bool:
    """Tell whether a figure is to be worked out, or those kept are to be forgotten."""
    if large(conn):
        return bool(due(conn, now))
    row = conn.execute(statement("figures_any")).fetchone()
    return bool(row and row[0])


def large(conn: Connection[Any]) -> bool:
    """Tell whether the books are so large that figures are kept."""
    values = {"pegs": LARGE_PEGS, "orders": LARGE_ORDERS}
    row = conn.execute(statement("figures_large"), values).fetchone()
    return bool(row and row[0])


def due(conn: Connection[Any], now: datetime) -> list[str]:
    """Return the names of the figures that are to be worked out."""
    rows = conn.execute(statement("figures_due"), {"names": NAMES, "now": now}).fetchall()
    return [name for (name,) in rows]


def keep(
    conn: Connection[Any], now: datetime, stopping: Callable[[], bool] = lambda: False
) -> list[str]:
    """Work out what is due and return the names; forget all in books that are small by now."""
    if not large(conn):
        conn.execute(statement("figures_forget"))
        return []
    done = []
    for name in due(conn, now):
        if stopping():
            break
        _keep(conn, name, now)
        done.append(name)
    return done


def _keep(conn: Connection[Any], name: str, now: datetime) -> None:
    begun = time.monotonic()
    with conn.transaction():
        if name in LISTS:
            body: Any = _fill(conn, name)
        else:
            zone = home_zone(conn)
            body = FIGURES[name](conn, day_of(now, zone), zone)
        took = time.monotonic() - begun
        wait = timedelta(seconds=min(OLDEST, max(YOUNGEST, AS_OLD_AS * took)))
        values = {
            "name": name,
            "as_of": now,
            "took_ms": round(1000 * took),
            "due_at": now + wait,
            "body": msgspec.json.encode(body).decode(),
        }
        conn.execute(statement("figures_save"), values)


def _fill(conn: Connection[Any], name: str) -> int:
    """Replace the rows of a list's table and return how many there are."""
    table = LISTS[name]
    into = sql.Identifier(table.name)
    columns = table.key | {column: column for column in table.columns}
    conn.execute(sql.SQL("DELETE FROM {}").format(into))
    filled = conn.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM ({}) AS r").format(
            into,
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(sql.Identifier("r", column) for column in columns.values()),
            sql.SQL(statement(f"list_{name.replace('-', '_')}")),
        )
    )
    return filled.rowcount
