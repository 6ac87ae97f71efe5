"""Bring a file in: read it, check all of it, and only then call the verb that takes its rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backorder import ledger

from .cells import ABSENT
from .checking import Problems, check
from .kinds import KINDS
from .reading import read
from .references import resolve
from .table import refuse
from .translating import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from psycopg import Connection

    from .checking import Sheet
    from .table import Table
    from .translating import Call

LONGEST_NAME = 64  # it begins the keys of papers
INSTANTS = ("placed_at", "ordered_at", "received_at")


@dataclass(slots=True)
class Outcome:
    """What an import came to: rows read, what the ledger did, and what it refused."""

    kind: str
    file: str
    rows: int
    dry_run: bool
    notes: list[str]
    done: dict[str, int] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {
            "kind": self.kind,
            "file": self.file,
            "rows": self.rows,
            "dry_run": self.dry_run,
            "done": self.done,
            "refused": self.refused,
            "notes": self.notes,
        }


def read_mapping(path: Path) -> dict[str, str]:
    """Return a map of our columns to theirs from a JSON file, or say what is wrong with it."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as reason:
        refuse("bad_map", f"The map {path} cannot be read: {reason}.", file=str(path))
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        refuse("bad_map", f"The map {path} is not an object of column names.", file=str(path))
    if len(set(found.values())) < len(found):
        refuse("bad_map", f"The map {path} names a column of the file twice.", file=str(path))
    return found


def check_file(
    conn: Connection[Any], kind_name: str, path: Path, mapping: Mapping[str, str] | None = None
) -> tuple[Sheet, str]:
    """Return a file's rows, checked to the last, and the digest that names the import.

    Raises ``MalformedError`` for a file that cannot be read as a table, and ``InvalidError`` with
    every fault by row and column for one whose rows cannot be accepted.
    """
    return check_table(conn, kind_name, read(path), mapping)


def check_table(
    conn: Connection[Any], kind_name: str, table: Table, mapping: Mapping[str, str] | None = None
) -> tuple[Sheet, str]:
    """Do the same for a table that was read already; it stays as it is."""
    mapping = mapping or {}
    problems = Problems()
    sheet = check(table, KINDS[kind_name], problems, mapping)
    resolve(conn, sheet, problems)
    problems.check()
    digest = table.digest
    if mapping:
        said = json.dumps(sorted(mapping.items()))
        digest = hashlib.sha256(f"{digest}{said}".encode()).hexdigest()
    return sheet, digest


def import_file(  # noqa: PLR0913 (what a person says on the command line, and who and when)
    conn: Connection[Any],
    kind_name: str,
    path: Path,
    *,
    now: datetime,
    actor: str,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    dated: bool = False,
    name: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Bring a file into the books, all of it or nothing.

    ``dated`` lets the file's own instants count as ``now`` (only where the clock may be moved).
    ``name`` names this import where the same content is meant to count again: papers without a key
    of their own (counts, receipts) are known by it, or else by the file's digest. ``progress``
    hears what is being done.
    """
    if name is not None and not 1 <= len(name) <= LONGEST_NAME:
        refuse("bad_name", f"An import's name has 1 to {LONGEST_NAME} characters.", name=name)
    progress("reading")
    sheet, digest = check_file(conn, kind_name, path, mapping)
    outcome = Outcome(kind_name, str(path), len(sheet.rows), dry_run, list(sheet.notes))
    for instant in INSTANTS:
        used = any(value is not ABSENT for value in sheet.get(instant))
        if used and not dated:
            outcome.notes.append(
                f"{instant} is not used: the books say when a thing was entered. "
                "Bring a history in with replay."
            )
    if dry_run or not sheet.rows:
        return outcome
    progress("writing")
    for call in calls(sheet, f"import:{kind_name}:{name or digest}", dated=dated):
        result = ledger.VERBS[call.verb](conn, call.request, now=call.at or now, actor=actor)
        _count(outcome, call, result)
    return outcome


def _count(outcome: Outcome, call: Call, result: Mapping[str, Any]) -> None:
    """Add the result of one call to the outcome."""
    done = outcome.done
    if call.verb == "set_substitutes" and outcome.kind == "products":
        done["substitutes"] = result["created"] + result["changed"] + result["unchanged"]
        return
    for what, answer in result.items():
        if isinstance(answer, int):
            done[what] = done.get(what, 0) + answer
    for order in result.get("orders", ()):
        status = order["status"]
        done[status] = done.get(status, 0) + 1
        if status == "refused":
            outcome.refused.append(order)
        for line in order["lines"] if status == "accepted" else ():
            for what in ("allocated", "backordered"):
                done[what] = done.get(what, 0) + line[what]
    for papers in ("counts", "purchase_orders", "receipts"):
        if papers in result:
            done[papers] = done.get(papers, 0) + len(result[papers])
