"""One look at the whole database: every statement inside sees the same instant."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from backorder.domain.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

_ONE_INSTANT = ("repeatable read", "serializable")
# The same bytes from every server and session, and memory enough to sum up the books at once.
_SETTINGS = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL client_encoding = 'UTF8'",
    "SET LOCAL work_mem = '64MB'",
    "SET LOCAL jit = off",
    "SET LOCAL enable_memoize = off",  # it hoards JSON that is never looked at twice
)


@contextmanager
def snapshot(conn: Connection[Any]) -> Iterator[None]:
    """Read in one REPEATABLE READ, READ ONLY snapshot; nothing is left behind, no setting either.

    Inside a transaction of the caller its own snapshot is used, which must be of one instant:
    under READ COMMITTED every statement would see another one, and ``ConflictError`` is raised.
    """
    inside = conn.info.transaction_status != TransactionStatus.IDLE
    with conn.transaction(force_rollback=True):
        if inside:
            _require_one_instant(conn)
            conn.execute("SET TRANSACTION READ ONLY")
        else:
            conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in _SETTINGS:
            conn.execute(setting)
        yield


def _require_one_instant(conn: Connection[Any]) -> None:
    with conn.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT current_setting('transaction_isolation')").fetchone()
    level = row[0] if row else ""
    if level not in _ONE_INSTANT:
        raise ConflictError(
            "not_one_snapshot",
            f"The transaction is {level}: its statements do not see the same instant.",
            isolation=level,
        )
