"""One verb, one transaction: statements in, numbers handed out, one journal row at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from .arrays import columns_cursor
from .mass import execute
from .statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from psycopg import Connection

encode = msgspec.json.encode
Columns = dict[str, "np.ndarray[Any, np.dtype[np.int64]]"]
_NEXT = "ARRAY(SELECT nextval('number_{name}') FROM generate_series(1, %({name})s::int))"
_NOTHING = np.empty(0, dtype=np.int64)


class Transaction:
    """What a verb works with while its transaction is open.

    ``now`` is an aware UTC instant. ``given`` holds the numbers of an earlier run of the same
    verb: a replayed verb hands out those instead of new ones, in the same order. ``also`` are
    products to lock besides those the request names, found necessary by an earlier try. With
    ``reads_only`` nothing is locked. ``aside`` is told with the verb's answer: delay cases.
    """

    __slots__ = (
        "_given",
        "actor",
        "also",
        "aside",
        "body",
        "conn",
        "journal_id",
        "journaled",
        "key",
        "now",
        "numbers",
        "reads_only",
        "replayed",
    )

    def __init__(  # noqa: PLR0913 (what a transaction is)
        self,
        conn: Connection[Any],
        *,
        now: datetime,
        actor: str,
        key: str | None = None,
        given: Mapping[str, list[int]] | None = None,
        also: frozenset[int] = frozenset(),
        reads_only: bool = False,
    ) -> None:
        """Start with nothing handed out."""
        self.conn = conn
        self.now = now
        self.actor = actor
        self.key = key
        self.journal_id = 0
        self.numbers: dict[str, list[int]] = {}
        self.replayed = False
        self.journaled = False
        self.also = also
        self.reads_only = reads_only
        self.body = b""
        self.aside: dict[str, list[dict[str, Any]]] = {}
        self._given = None if given is None else {name: list(ids) for name, ids in given.items()}

    def rows(self, name: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement and return all its rows."""
        return execute(self.conn.cursor(binary=True), statement(name), params).fetchall()

    def run(self, name: str, params: Mapping[str, Any] | None = None) -> None:
        """Run a statement whose rows nobody needs; in a pipeline it is not waited for."""
        execute(self.conn.cursor(binary=True), statement(name), params)

    def columns(self, name: str, params: Mapping[str, Any] | None = None) -> Columns:
        """Run a statement that gives one row of int8[] columns, and return them as numpy arrays.

        A column that aggregated no row is empty.
        """
        cursor = execute(columns_cursor(self.conn), statement(name), params)
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
        return {
            name: _NOTHING if value is None else value
            for name, value in zip(names, row or (), strict=True)
        }

    def take(self, wanted: Mapping[str, int]) -> dict[str, list[int]]:
        """Hand out the next numbers of several series in one statement, and remember them.

        Queue places are numbers too, so this comes after the product locks are held (law 7).
        """
        wanted = {name: count for name, count in wanted.items() if count}
        if not wanted:
            return {}
        if self._given is not None:
            taken = {name: self._given_numbers(name, count) for name, count in wanted.items()}
        else:
            # Names of series are ours, never a caller's.
            columns = ", ".join(_NEXT.format(name=name) for name in wanted)
            row = self.conn.execute(f"SELECT {columns}", wanted, binary=True).fetchone()
            taken = dict(zip(wanted, row or (), strict=True))
        self.remember(taken)
        return taken

    def remember(self, taken: Mapping[str, Iterable[int]]) -> None:
        """Note numbers that were handed out, for the journal."""
        for name, ids in taken.items():
            if name == "journal":
                (self.journal_id,) = ids
            else:
                self.numbers.setdefault(name, []).extend(ids)

    def give_back(self, name: str, ids: Iterable[int]) -> None:
        """Forget numbers that were taken and not used: a refused order leaves nothing behind."""
        unused = set(ids)
        if unused:
            self.numbers[name] = [n for n in self.numbers.get(name, []) if n not in unused]

    def given(self, name: str, count: int) -> list[int] | None:
        """Return the replayed numbers of a series, or None when this is not a replay."""
        return None if self._given is None else self._given_numbers(name, count)

    @property
    def is_replay(self) -> bool:
        """Return whether the verb was carried out before, and is now carried out again."""
        return self._given is not None

    def given_all(self, name: str) -> list[int] | None:
        """Return what a replayed entry noted under a name; None where it noted nothing."""
        return None if self._given is None else self._given.pop(name, None)

    def _given_numbers(self, name: str, count: int) -> list[int]:
        assert self._given is not None
        ids = self._given.get(name, [])
        taken, self._given[name] = ids[:count], ids[count:]
        # A replay takes for refused orders too what the first run gave back.
        return taken + [0] * (count - len(taken))

    def journal_row(self, verb: str, result: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters of the journal row; ``body`` is the request as JSON."""
        self.journaled = True
        return {
            "journal": self.journal_id,
            "verb": verb,
            "key": self.key,
            "actor": self.actor,
            "at": self.now,
            "input": self.body.decode(),
            "result": encode(result).decode(),
            "numbers": encode(self.numbers).decode(),
        }

    def write_journal(self, verb: str, result: dict[str, Any]) -> None:
        """Append the journal row; the transaction's other rows already carry its id."""
        self.run("journal_write", self.journal_row(verb, result))
