"""Statements of many rows: by a plan made for the tables as they are, and sent in one piece."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg import OperationalError

from .arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection, Cursor

MANY = 500  # rows of one column
_HEAVY = 100_000  # characters of one text: what the journal keeps of some hundred rows


def is_mass(params: Mapping[str, Any] | None) -> bool:
    """Tell whether a statement gets so much that it is worth a plan of its own."""
    for value in params.values() if params else ():
        kind = type(value)
        if (kind is Ints and len(value.values) > MANY) or (kind is str and len(value) > _HEAVY):
            return True
    return False


def execute(cursor: Cursor[Any], query: str, params: Mapping[str, Any] | None) -> Cursor[Any]:
    """Run a statement: prepared, as the session does by default, or as one of many rows.

    A prepared statement keeps its plan. It may be from when the tables were empty, and go through
    all of one table for each row of another. Few rows do not suffer from that; many do.
    """
    if not is_mass(params):
        return cursor.execute(query, params)
    with _in_one_piece(cursor.connection):
        return cursor.execute(query, params, prepare=False)


@contextmanager
def _in_one_piece(conn: Connection[Any]) -> Iterator[None]:
    """Let the driver wait until all is sent, rather than come back for each part of it.

    Each time it comes back, libpq moves all that is left to the front of its buffer: the work grows
    as the square of what is sent, and 47 MB take half a second.
    """
    _wait_for_all(conn, wait=True)
    try:
        yield
    finally:
        _wait_for_all(conn, wait=False)


def _wait_for_all(conn: Connection[Any], *, wait: bool) -> None:
    try:
        conn.pgconn.nonblocking = 0 if wait else 1
    except OperationalError:
        return  # the connection is lost, or something is left to be sent: it goes on as before
