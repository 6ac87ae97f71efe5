"""Write a kind of data to a file: rows are streamed from one snapshot, the file appears when whole.

The file has the columns that import reads. For people (CSV, XLSX) money is decimals and texts that
a spreadsheet would run are neutralised; JSON lines and Parquet carry minor units and plain text.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from backorder.domain.errors import InvalidError

from .cells import join_breaks, join_list
from .checking import ATTRIBUTE
from .kinds import KINDS
from .money import decimal_text
from .reading import format_of
from .statements import statement
from .table import FOR_PEOPLE
from .writing import Money, writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

    from .kinds import Column, Kind

ROWS_AT_ONCE = 5_000


def export_file(
    conn: Connection[Any],
    kind_name: str,
    path: Path,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Write all rows of a kind to a file and return how many there were.

    ``progress`` hears the number of rows written so far. A file of that name is replaced only when
    the new one is complete.
    """
    kind = KINDS[kind_name]
    file_format = format_of(path)
    count = 0
    with _snapshot(conn), _whole_file(path) as unfinished:
        names = _attribute_names(conn, kind)
        headings: list[tuple[str, Column | None]] = [(c.name, c) for c in kind.columns]
        headings += [(_attribute_header(name, kind), None) for name in names]
        with writer(file_format, unfinished, headings) as write:
            for row in _rows(conn, kind, names, people=file_format in FOR_PEOPLE):
                write(row)
                count += 1
                if count % ROWS_AT_ONCE == 0:
                    progress(count)
    progress(count)
    return {"kind": kind.name, "file": str(path), "rows": count}


@contextmanager
def _snapshot(conn: Connection[Any]) -> Iterator[None]:
    """Let everything that is read come from the same instant."""
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """Hand out a file beside ``path`` and rename it when it is complete."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as reason:
        raise InvalidError(
            "unwritable", f"{path} cannot be written: {reason.strerror}.", file=str(path)
        ) from None
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(_mode(path))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Return who may read the file: as before, or as for any new file."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _attribute_names(conn: Connection[Any], kind: Kind) -> list[str]:
    if not kind.attributes:
        return []
    return [name for (name,) in conn.execute(statement(f"attributes_{kind.name}")).fetchall()]


def _attribute_header(name: str, kind: Kind) -> str:
    """Return the column of an attribute; one that would be read as something else says so.

    >>> _attribute_header("colour", KINDS["products"]), _attribute_header("name", KINDS["products"])
    ('colour', 'attributes.name')
    """
    unclear = not name.strip() or name.startswith(ATTRIBUTE)
    return ATTRIBUTE + name if unclear or kind.column(name.strip()) else name


def _rows(
    conn: Connection[Any], kind: Kind, attributes: list[str], *, people: bool
) -> Iterator[list[Any]]:
    """Yield the rows of the file, each value as the format takes it."""
    with conn.cursor(name="export") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(statement(f"export_{kind.name.replace('-', '_')}"))
        names = [column.name for column in cursor.description or ()]
        width = len(kind.columns)
        currency_at = names.index("_currency") if "_currency" in names else -1
        for found in cursor:
            currency = found[currency_at] if currency_at >= 0 else ""
            row = [
                _value(value, column, currency, people=people)
                for value, column in zip(found, kind.columns, strict=False)
            ]
            if attributes:
                own = found[-1]
                row += [_attribute(own.get(name), people=people) for name in attributes]
            assert len(row) == width + len(attributes)
            yield row


def _value(value: Any, column: Column, currency: str, *, people: bool) -> Any:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if column.type == "list":
        return join_list(value) if people else value
    if column.type == "breaks":
        if not people:
            return value
        return join_breaks({units: decimal_text(price, currency) for units, price in value.items()})
    if column.type == "money" and people and value is not None:
        return Money(value, currency)
    return value


def _attribute(value: Any, *, people: bool) -> Any:  # noqa: ANN401
    """Return an attribute for a cell; what is neither text nor number is written as JSON."""
    if people and isinstance(value, dict | list | bool):
        return msgspec.json.encode(value).decode()
    return value
