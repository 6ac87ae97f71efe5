"""The least that a receipt or a change of a supply has to write, on copies with equal indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .stage import NOW

if TYPE_CHECKING:
    from datetime import date

    from .stage import Queue, Stage

ELSEWHERE = -1  # a supply that no peg has

_COPIES = """
DROP SCHEMA IF EXISTS bare CASCADE;
CREATE SCHEMA bare;
CREATE TABLE bare.peg (LIKE peg INCLUDING ALL) WITH (fillfactor = 50);  -- as peg has
CREATE TABLE bare.promise (LIKE promise INCLUDING ALL);
"""
_PEGS = "INSERT INTO bare.peg SELECT * FROM peg WHERE supply_id = %s ORDER BY rank, line_id, n"
_PROMISES = """
INSERT INTO bare.promise SELECT r.* FROM promise AS r JOIN bare.peg AS g ON g.line_id = r.line_id
ORDER BY r.line_id, r.version, r.part
"""
_FILL = """
UPDATE bare.peg SET supply_id = %(to)s::bigint
WHERE supply_id = %(supply)s::bigint AND rank > %(after)s::bigint AND rank <= %(last)s::bigint
"""
_MANY = "INSERT INTO bare.peg SELECT * FROM peg WHERE supply_id = ANY(%s) ORDER BY line_id, n"
_TELL_MANY = """
UPDATE bare.peg SET promised_on = %(on)s::date WHERE supply_id = ANY(%(supplies)s::bigint[])
"""
_TELL = "UPDATE bare.peg SET promised_on = %(on)s::date WHERE supply_id = %(supply)s::bigint"
_APPEND = """
INSERT INTO bare.promise (
    line_id, version, part, quantity, promised_on, basis, supply_id, available_on, confidence,
    cause, made_at, journal_id
)
SELECT
    line_id, %(version)s::int, 1, quantity, %(on)s::date, 'purchase', supply_id, %(on)s::date, 80,
    'supply_changed', %(at)s::timestamptz, 0
FROM bare.peg WHERE supply_id = %(supply)s::bigint
"""
_APPEND_MANY = _APPEND.replace("= %(supply)s::bigint", "= ANY(%(supplies)s::bigint[])")


def copy(on: Stage, queue: Queue, *, promises: bool) -> list[int]:
    """Copy the pegs of a queue, promises too if wanted; return the ranks of its lines in order."""
    on.conn.execute(_COPIES, prepare=False)
    on.conn.execute(_PEGS, [queue.supply])
    if promises:
        on.conn.execute(_PROMISES)
    on.conn.execute("VACUUM ANALYZE bare.peg, bare.promise")
    fill(on, queue, 0, 0)  # moves nothing: the statement is planned now, not while we measure
    found = on.conn.execute("SELECT rank FROM bare.peg ORDER BY rank, line_id, n").fetchall()
    return [rank for (rank,) in found]


def copy_all(on: Stage, supplies: list[int]) -> None:
    """Copy the pegs of many supplies, and the promises of their lines."""
    on.conn.execute(_COPIES, prepare=False)
    on.conn.execute(_MANY, [supplies])
    on.conn.execute(_PROMISES)
    on.conn.execute("VACUUM ANALYZE bare.peg, bare.promise")


def move_all(on: Stage, supplies: list[int], day: date, version: int) -> None:
    """Note a new day on the pegs of many supplies, and append as many promises."""
    params = {"supplies": supplies, "on": day, "version": version, "at": NOW}
    with on.conn.transaction():
        on.conn.execute(_TELL_MANY, params, prepare=True)
        on.conn.execute(_APPEND_MANY, params, prepare=True)


def clear(on: Stage) -> None:
    """Drop the copies."""
    on.conn.execute("DROP SCHEMA IF EXISTS bare CASCADE")


def fill(on: Stage, queue: Queue, after: int, last: int) -> None:
    """Move the pegs of some ranks to another supply: one UPDATE, in a transaction of its own."""
    params = {"supply": queue.supply, "to": ELSEWHERE, "after": after, "last": last}
    on.conn.execute(_FILL, params, prepare=True)


def move(on: Stage, queue: Queue, day: date, version: int) -> None:
    """Note a new day on all pegs, and append as many promises."""
    params = {"supply": queue.supply, "on": day, "version": version, "at": NOW}
    with on.conn.transaction():
        on.conn.execute(_TELL, params, prepare=True)
        on.conn.execute(_APPEND, params, prepare=True)
