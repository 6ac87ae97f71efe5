"""Look into a file that was brought: columns, first rows as they will be read, faults."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder.connectors.cells import ABSENT
from backorder.connectors.checking import ATTRIBUTE, shown
from backorder.connectors.importing import check_table
from backorder.connectors.kinds import KINDS
from backorder.connectors.money import DEFAULT_CURRENCY, decimal_text
from backorder.connectors.reading import read
from backorder.domain.errors import BackorderError, MalformedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection

    from backorder.connectors.checking import Sheet
    from backorder.connectors.table import Table

    from .keeping import Upload

FIRST = 10  # rows that are shown
SAMPLES = 3  # cells of a column that help to tell what it holds


@dataclass(slots=True)
class Look:
    """What is in a file, read under a mapping.

    ``columns`` are theirs with a few cells each. ``refused`` says why the file as a whole cannot be
    read; ``problems`` are faults of rows, ``total`` counts them all. ``head`` and ``first`` are the
    first rows as they will be read.
    """

    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 0
    head: list[str] = field(default_factory=list)
    first: list[tuple[int, list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    refused: str = ""

    @property
    def right(self) -> bool:
        """Tell whether it can be imported."""
        return not self.refused and not self.total and self.rows > 0


@contextmanager
def as_file(upload: Upload) -> Iterator[Path]:
    """Hand out the content as a file in a folder that only this process can open."""
    if upload.content is None:
        raise MalformedError("imported_already", "This file was imported; bring it again.")
    with tempfile.TemporaryDirectory(prefix="backorder-upload-") as folder:
        path = Path(folder, f"upload{upload.suffix}")
        path.write_bytes(upload.content)
        yield path


def columns_of(upload: Upload) -> list[str]:
    """Return the names of a file's columns; raise ``MalformedError`` where it cannot be read."""
    with as_file(upload) as path:
        return list(read(path).columns)


def look(conn: Connection[Any], upload: Upload) -> Look:
    """Read a file under its mapping and check every row; nothing is written."""
    found = Look()
    try:
        with as_file(upload) as path:
            table = read(path)
        found.columns = {name: _samples(cells) for name, cells in table.columns.items()}
        found.rows = len(table.rows)
        sheet, _digest = check_table(conn, upload.kind, table, whole_mapping(upload, table))
    except BackorderError as refusal:
        if refusal.code == "bad_rows":
            found.problems, found.total = refusal.facts["problems"], refusal.facts["total"]
        else:
            found.refused = refusal.text
        return found
    found.notes = list(sheet.notes)
    found.head, found.first = _first_rows(sheet)
    return found


def whole_mapping(upload: Upload, table: Table) -> dict[str, str]:
    """Return the mapping so that it says all: what it leaves out is not read by its name alone.

    A column of theirs that is called as one of ours, while ours is mapped to another or to none,
    is kept as an attribute.
    """
    return complete(KINDS[upload.kind].name, list(table.columns), upload.mapping)


def complete(kind: str, theirs: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping in which our names of columns that are not meant are taken out of the way.

    >>> complete("stock", ["sku", "quantity", "counted"], {"sku": "sku", "quantity": "counted"})
    {'quantity': 'counted', 'attributes.quantity': 'quantity'}
    """
    taken = {ours: name for ours, name in mapping.items() if name in theirs}
    used = set(taken.values())
    said = {ours: name for ours, name in taken.items() if ours != name}
    for name in theirs:
        if name not in used and KINDS[kind].column(name.strip()) is not None:
            said[f"{ATTRIBUTE}{name.strip()}"] = name
    return said


def _samples(cells: list[Any]) -> list[str]:
    """Return the first few different cells that hold something."""
    found: list[str] = []
    for cell in cells[:200]:
        text = "" if cell is None else shown(cell)
        if text and text not in found:
            found.append(text[:40])
        if len(found) == SAMPLES:
            break
    return found


def _first_rows(sheet: Sheet) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the head and the first rows, each cell as the books will have it."""
    head = [column.name for column in sheet.kind.columns if column.name in sheet.values]
    money = {column.name for column in sheet.kind.columns if column.type == "money"}
    currencies = sheet.get("currency")
    rows = []
    for at, row in enumerate(sheet.rows[:FIRST]):
        currency = currencies[at] if isinstance(currencies[at], str) else DEFAULT_CURRENCY
        cells = [_cell(sheet.values[name][at], currency if name in money else "") for name in head]
        cells += [_cell(values[at], "") for values in sheet.attributes.values()]
        rows.append((row, cells))
    return [*head, *sheet.attributes], rows


def _cell(value: Any, currency: str) -> str:  # noqa: ANN401 (of the column's type)
    if value is ABSENT or value is None:
        return ""
    if currency and isinstance(value, int):
        return decimal_text(value, currency)
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return shown(value)
