"""A file's content as a table of cells, and how much of it is looked at before it is refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from backorder.domain.errors import MalformedError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is looked at before it is refused."""

    file_bytes: int = 256 * 2**20
    rows: int = 2_000_000
    columns: int = 250
    cell_characters: int = 32_767  # what a spreadsheet cell holds
    archive_bytes: int = 2**30  # an XLSX file is an archive: its parts unpacked
    archive_ratio: int = 200  # unpacked to packed; real sheets reach 30
    archive_parts: int = 1_000
    reader_memory_bytes: int = 4 * 2**30  # of the process that reads XLSX and Parquet
    reader_seconds: int = 120


LIMITS = Limits()
FOR_PEOPLE = {"csv", "xlsx"}


@dataclass(slots=True)
class Table:
    """A file's columns, each a list of cells, and for every row the number its reader sees.

    In CSV and XLSX the header is row 1; in JSON lines and Parquet the first record is. ``people``
    says how cells are meant: see ``cells.parse``. ``digest`` is the SHA-256 of the file.
    """

    columns: dict[str, list[Any]]
    rows: Sequence[int]
    people: bool
    digest: str = ""
    notes: list[str] = field(default_factory=list)


def refuse(code: str, text: str, **facts: Any) -> NoReturn:  # noqa: ANN401 (facts are JSON)
    """Refuse a file as a whole."""
    raise MalformedError(code, text, **facts)


def decode(data: bytes) -> str:
    """Return UTF-8 bytes as text; a byte order mark is dropped, anything else is refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse(
            "wrong_encoding",
            "The file is UTF-16 (its first two bytes say so); save it as UTF-8.",
            byte=0,
            line=1,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        # Counted in the whole file, the byte order mark included.
        at = reason.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, at) + 1
        refuse(
            "wrong_encoding",
            f"The file is not UTF-8: byte {at} (line {line}) is 0x{data[at]:02X}. "
            "Save it as UTF-8.",
            byte=at,
            line=line,
        )
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        refuse("nul_byte", f"Byte {at} (line {line}) is a NUL byte.", byte=at, line=line)
    return text


def check_header(header: list[str], limits: Limits) -> None:
    """Refuse too many columns, and a name that stands twice."""
    if len(header) > limits.columns:
        refuse(
            "too_many_columns",
            f"The file has {len(header)} columns; the most is {limits.columns}.",
            columns=len(header),
            limit=limits.columns,
        )
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    if twice:
        refuse(
            "duplicate_column",
            f"The file has more than one column {', '.join(map(repr, twice))}.",
            columns=twice,
        )


def check_rows(count: int, limits: Limits) -> None:
    """Refuse too many rows."""
    if count > limits.rows:
        refuse(
            "too_many_rows",
            f"The file has more than {limits.rows} rows; split it.",
            limit=limits.rows,
        )


def long_cell(row: int, column: str, limits: Limits) -> NoReturn:
    """Refuse a cell that no field could hold."""
    refuse(
        "cell_too_long",
        f"Row {row}, column {column!r}: the cell is longer than {limits.cell_characters} "
        "characters.",
        row=row,
        column=column,
        limit=limits.cell_characters,
    )


def from_rows(
    header: list[str], records: list[list[Any]], rows: list[int], limits: Limits
) -> dict[str, list[Any]]:
    """Return rows as columns; a column without a name must be empty, and goes."""
    check_header(header, limits)
    columns: dict[str, list[Any]] = {}
    across = zip(*records, strict=True) if records else iter([()] * len(header))
    for place, (name, cells) in enumerate(zip(header, across, strict=True), start=1):
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        if longest > limits.cell_characters:
            row = next(
                row
                for row, cell in zip(rows, cells, strict=True)
                if isinstance(cell, str) and len(cell) == longest
            )
            long_cell(row, name, limits)
        if name:
            columns[name] = list(cells)
        elif any(cell not in ("", None) for cell in cells):
            refuse("unnamed_column", f"Column {place} has cells but no name.", column=place)
    return columns
