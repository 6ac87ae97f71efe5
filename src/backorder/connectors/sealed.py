"""XLSX and Parquet, read in a process of its own under limits of memory and time.

A few bytes can make a reader of these formats ask for hundreds of gigabytes (one cell at the far
corner of a sheet is enough), and a failed allocation ends the process it happens in. So it happens
in one that may end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from backorder.domain.errors import InvalidError

from .formulas import restore
from .table import FOR_PEOPLE, Table, check_header, from_rows, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from .table import Limits

PARQUET_MISSING = "Parquet needs polars, which is not installed: pip install 'backorder[parquet]'."


def require_polars() -> None:
    """Refuse Parquet where its extra is not installed, and say how to install it."""
    if find_spec("polars") is None:
        raise InvalidError(
            "parquet_missing", PARQUET_MISSING, install="pip install 'backorder[parquet]'"
        )


def read_sealed(path: Path, kind: str, limits: Limits) -> Table:
    """Return the table in an XLSX or Parquet file."""
    if kind == "xlsx":
        _check_archive(path, limits)
    else:
        require_polars()
    answer = _ask(path, kind, limits)
    if "refused" in answer:
        refuse(**answer["refused"])
    people = kind in FOR_PEOPLE
    if not people:
        check_header(list(answer["columns"]), limits)
        rows = list(range(1, answer["height"] + 1))
        return Table(answer["columns"], rows, people=False)
    header = [restore(name) for name in answer["header"]]
    columns = from_rows(header, answer["records"], answer["rows"], limits)
    return Table(columns, answer["rows"], people=True, notes=answer["notes"])


def _check_archive(path: Path, limits: Limits) -> None:
    """Refuse an archive that says it unpacks to more than a workbook would."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        refuse("bad_xlsx", f"{path.name} is not an XLSX workbook.", file=str(path))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, path.stat().st_size)
    if (
        len(parts) > limits.archive_parts
        or unpacked > limits.archive_bytes
        or unpacked > packed * limits.archive_ratio
    ):
        refuse(
            "archive_too_large",
            f"{path.name} unpacks from {packed} to {unpacked} bytes in {len(parts)} parts: "
            "more than a workbook of this size does.",
            packed=packed,
            unpacked=unpacked,
            parts=len(parts),
        )


def _ask(path: Path, kind: str, limits: Limits) -> dict[str, Any]:
    """Run the reader and return what it found."""
    order = msgspec.json.encode(
        {
            "path": str(path.resolve()),
            "kind": kind,
            "rows": limits.rows,
            "columns": limits.columns,
            "cell_characters": limits.cell_characters,
            "memory": limits.reader_memory_bytes,
            "seconds": limits.reader_seconds,
        }
    )
    command = [sys.executable, "-m", f"{__package__}.sealed_reader"]
    quiet = os.environ | {"RUST_BACKTRACE": "0", "POLARS_MAX_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 (our own module, the order comes on standard input)
            command,
            input=order,
            capture_output=True,
            check=False,
            env=quiet,
            timeout=4 * limits.reader_seconds,
        )
    except subprocess.TimeoutExpired:
        _gave_up(path, limits)
    if done.returncode:
        _gave_up(path, limits)
    answer: dict[str, Any] = msgspec.msgpack.decode(done.stdout)
    return answer


def _gave_up(path: Path, limits: Limits) -> None:
    refuse(
        "reader_gave_up",
        f"{path.name} cannot be read within {limits.reader_memory_bytes // 2**20} MB and "
        f"{limits.reader_seconds} seconds: it is damaged, or larger inside than it looks.",
        file=str(path),
        memory_bytes=limits.reader_memory_bytes,
        seconds=limits.reader_seconds,
    )
