"""Prove a replay: run once more, and its journal carried out in empty books, end in one state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder import database
from backorder.demo import place
from backorder.ledger.proofs.rehearsal import rehearse
from backorder.ledger.proofs.state import StateHash, state_hash

from .shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from psycopg import Connection

    from .history import History
    from .options import Options

AGAIN, JOURNAL = "_replay_again", "_replay_journal"


@dataclass(frozen=True, slots=True)
class Proof:
    """A second way to the same books: which tables came out otherwise, if any."""

    found: str
    differing: list[str]

    @property
    def same(self) -> bool:
        """Return whether the same books resulted."""
        return not self.differing


def run_again(
    history: History,
    options: Options,
    expected: StateHash,
    progress: Callable[[date, int], None] | None = None,
) -> Proof:
    """Replay the history once more, in a database that is dropped afterwards."""
    try:
        with database.connect(place.make_new(AGAIN)) as conn:
            Shop(conn, history, options).run(progress)
            found = state_hash(conn)
    finally:
        place.drop(AGAIN)
    return Proof(found.total, _differing(expected, found))


def carry_out_journal(
    source: Connection[Any], progress: Callable[[int, int], object] | None = None
) -> Proof:
    """Carry the journal out in empty books, in a database that is dropped afterwards."""
    try:
        with database.connect(place.make_new(JOURNAL)) as target:
            found = rehearse(source, target, progress)
    finally:
        place.drop(JOURNAL)
    return Proof(found.found.total, found.differing())


def _differing(one: StateHash, other: StateHash) -> list[str]:
    return [table for table, digest in one.tables.items() if other.tables[table] != digest]
