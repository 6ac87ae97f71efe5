"""Rehearsal: carry the journal out again in an empty database and see that the same books result.

The journal holds what was asked, by whom and when, what was answered, and the numbers handed out.
As clock and chance are arguments (law 8), that is all there is: the state follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from psycopg.rows import class_row, tuple_row

from backorder.domain.errors import BackorderError, ConflictError
from backorder.ledger import VERBS
from backorder.ledger.journal.statements import statement
from backorder.ledger.journal.transaction import encode

from .state import StateHash, state_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from psycopg import Connection, ServerCursor

    Progress = Callable[[int, int], object]

_FETCHED = 200  # entries held in memory at a time; one may hold a batch of thousands of orders
_SHOWN = 500  # characters of an answer that an error quotes


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal row: a verb that was carried out."""

    id: int
    verb: str
    actor: str
    at: datetime
    input: dict[str, Any]
    result: dict[str, Any]
    numbers: dict[str, list[int]]


class Rehearsal(NamedTuple):
    """What a rehearsal found: entries carried out, and the state that was and that came out."""

    entries: int
    expected: StateHash
    found: StateHash

    @property
    def same(self) -> bool:
        """Return whether the journal explains the whole state."""
        return self.expected == self.found

    def differing(self) -> list[str]:
        """Return the tables that differ."""
        return [
            table
            for table, digest in self.expected.tables.items()
            if self.found.tables[table] != digest
        ]


def rehearse(
    source: Connection[Any], target: Connection[Any], progress: Progress | None = None
) -> Rehearsal:
    """Replay the journal of ``source`` into the empty books of ``target``; compare their states.

    The journal and the state of ``source`` are those of one instant; writers are not held up.
    ``progress`` is called with the entries done and their number. Raises ``ConflictError`` where an
    entry is refused or answered otherwise than the first time.
    """
    _refuse_used(target)
    with source.transaction():
        source.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        expected = state_hash(source)
        total, entries = _open_journal(source)
    with entries:
        done = _carry_out(entries, target, total, progress)
    return Rehearsal(done, expected, state_hash(target))


def replay_journal(
    source: Connection[Any], target: Connection[Any], progress: Progress | None = None
) -> int:
    """Carry out the journal of ``source`` in ``target``; return how many entries there were.

    Raises ``ConflictError`` at the first entry that is refused or answered otherwise than the first
    time.
    """
    _refuse_used(target)
    with source.transaction():
        total, entries = _open_journal(source)
    with entries:
        return _carry_out(entries, target, total, progress)


def _refuse_used(target: Connection[Any]) -> None:
    row = target.cursor(row_factory=tuple_row).execute(statement("journal_size")).fetchone()
    if row is not None and row[0]:
        raise ConflictError(
            "books_not_empty",
            f"A journal is replayed into empty books; these have {row[0]} entries.",
            entries=row[0],
        )


def _open_journal(source: Connection[Any]) -> tuple[int, ServerCursor[Entry]]:
    """Return the number of journal entries, and a cursor over them in their order.

    The cursor outlives its transaction, so that a long replay keeps no snapshot open.
    """
    row = source.cursor(row_factory=tuple_row).execute(statement("journal_size")).fetchone()
    cursor = source.cursor("journal_entries", row_factory=class_row(Entry), withhold=True)
    cursor.itersize = _FETCHED
    cursor.execute(statement("journal_entries"))
    return (row[0] if row else 0), cursor


def _carry_out(
    entries: Iterable[Entry], target: Connection[Any], total: int, progress: Progress | None
) -> int:
    done = 0
    for entry in entries:
        _carry_out_one(entry, target)
        done += 1
        if progress is not None:
            progress(done, total)
    return done


def _carry_out_one(entry: Entry, target: Connection[Any]) -> None:
    verb = VERBS.get(entry.verb)
    if verb is None:
        raise ConflictError(
            "replay_unknown_verb",
            f"Journal entry {entry.id} is of the verb {entry.verb}, which is not known.",
            journal=entry.id,
            verb=entry.verb,
        )
    try:
        result = verb(
            target,
            entry.input,
            now=entry.at,
            actor=entry.actor,
            numbers={**entry.numbers, "journal": [entry.id]},
        )
    except BackorderError as error:
        raise ConflictError(
            "replay_refused",
            f"Journal entry {entry.id} ({entry.verb}) was carried out once and is refused now: "
            f"{error.text}",
            journal=entry.id,
            verb=entry.verb,
            refusal=error.as_dict(),
        ) from error
    answer = msgspec.json.decode(encode(result))
    if answer != entry.result:
        raise ConflictError(
            "replay_differs",
            f"Journal entry {entry.id} ({entry.verb}) is answered otherwise than the first time.",
            journal=entry.id,
            verb=entry.verb,
            was=_shown(entry.result),
            now=_shown(answer),
        )


def _shown(answer: Any) -> str:  # noqa: ANN401 (JSON)
    text = encode(answer).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
