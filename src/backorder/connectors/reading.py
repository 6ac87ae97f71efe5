"""Read a file as columns of cells. Everything that comes from outside is taken for hostile.

CSV and JSON lines are read here in Python; XLSX and Parquet, whose readers can be made to ask for
any amount of memory, in a process of its own (``sealed``).
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from backorder.domain.errors import NotFoundError

from .table import LIMITS, Limits, Table, refuse

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def format_of(path: Path) -> str:
    """Return the format that a file's name asks for."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        known = ", ".join(FORMATS)
        refuse("unknown_format", f"{path.name} does not end in one of {known}.", file=str(path))
    return found


def read(path: Path, limits: Limits = LIMITS) -> Table:
    """Return a file as a table, or raise ``MalformedError`` saying what is wrong and where."""
    kind = format_of(path)
    data = _bytes(path, limits)
    if kind == "csv":
        from .delimited import read_csv  # noqa: PLC0415 (each format loads what it needs)

        table = read_csv(data, limits)
    elif kind == "jsonl":
        from .jsonlines import read_lines  # noqa: PLC0415

        table = read_lines(data, limits)
    else:
        from .sealed import read_sealed  # noqa: PLC0415

        table = read_sealed(path, kind, limits)
    table.digest = hashlib.sha256(data).hexdigest()
    return table


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            refuse("not_a_file", f"{path} is not a file.", file=str(path))
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise NotFoundError("no_such_file", f"There is no file {path}.", file=str(path)) from None
    except OSError as reason:
        refuse("unreadable", f"{path} cannot be read: {reason.strerror}.", file=str(path))
    if len(data) > limits.file_bytes:
        refuse(
            "file_too_large",
            f"{path.name} is larger than {limits.file_bytes} bytes; split it.",
            file=str(path),
            limit=limits.file_bytes,
        )
    return data
