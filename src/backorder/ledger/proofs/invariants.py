"""The books' invariants: what must hold in every database at any time, as SQL that finds breaches.

Each is a file of ``sql/invariants``: its header says what must hold and which law of the house that
is, its statement returns one row per breach. They decide nothing and repair nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from backorder.domain.errors import NotFoundError
from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

ROWS = 100
# MATERIALIZED keeps the planner from trading the whole answer for its first rows.
_FIRST_ROWS = """WITH breach AS MATERIALIZED (
%s
)
SELECT (SELECT count(*) FROM breach) AS "#", breach.* FROM breach LIMIT %%(limit)s"""
_ENTRY = re.compile(r"^-- (?P<name>\w+): (?P<text>.+(?:\n--   .+)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that must hold; ``law`` is the number of the house's law it belongs to."""

    name: str
    text: str
    law: int


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that does not hold: how often, and the first rows that show it."""

    name: str
    text: str
    rows: list[dict[str, Any]] = field(repr=False)
    count: int


@cache
def invariants() -> tuple[Invariant, ...]:
    """Return all invariants, by law and name."""
    folder = files("backorder.ledger").joinpath("sql", "invariants")
    found = [
        _header(path.read_text(encoding="utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".sql")
    ]
    return tuple(sorted(found, key=lambda invariant: (invariant.law, invariant.name)))


def check(
    conn: Connection[Any], names: Iterable[str] | None = None, *, limit: int = ROWS
) -> list[Breach]:
    """Run all invariants, or those of the given names, in one snapshot; return what is breached.

    A breach carries at most ``limit`` rows and the whole count. Raises ``NotFoundError`` for a name
    that is none. Writers are neither waited for nor held up.
    """
    chosen = _chosen(names)
    with snapshot(conn):
        found = [_breach(conn, invariant, limit) for invariant in chosen]
    return [breach for breach in found if breach is not None]


def _chosen(names: Iterable[str] | None) -> tuple[Invariant, ...]:
    if names is None:
        return invariants()
    wanted = set(names)
    unknown = sorted(wanted - {invariant.name for invariant in invariants()})
    if unknown:
        raise NotFoundError(
            "unknown_invariant", f"There is no invariant {unknown[0]}.", unknown=unknown
        )
    return tuple(invariant for invariant in invariants() if invariant.name in wanted)


def _breach(conn: Connection[Any], invariant: Invariant, limit: int) -> Breach | None:
    query = _FIRST_ROWS % statement(f"invariants/{invariant.name}")
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query.encode(), {"limit": limit}, prepare=False).fetchall()
    if not rows:
        return None
    count = rows[0]["#"]
    for row in rows:
        del row["#"]
    return Breach(invariant.name, invariant.text, rows, count)


def _header(text: str) -> Invariant:
    r"""Read name, sentence and law; a sentence goes on in lines that begin with three spaces.

    >>> _header("-- name: a\n-- invariant: All is\n--   well.\n-- law: 3\n-- reads: b\nSELECT")
    Invariant(name='a', text='All is well.', law=3)
    """
    said = {
        entry["name"]: re.sub(r"\n--\s+", " ", entry["text"]) for entry in _ENTRY.finditer(text)
    }
    return Invariant(said["name"], said["invariant"], int(said["law"]))
