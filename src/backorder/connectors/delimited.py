"""CSV: a delimiter out of three, strict quotes, every row as long as the header."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .formulas import restore
from .table import Table, check_rows, decode, from_rows, refuse

if TYPE_CHECKING:
    from _csv import Reader

    from .table import Limits

DELIMITERS = (",", ";", "\t")


def read_csv(data: bytes, limits: Limits) -> Table:
    """Return the table in a CSV file."""
    text = decode(data)
    header, rows, records = _records(text, _delimiter(text), limits)
    columns = from_rows([restore(name) for name in header], records, rows, limits)
    return Table(columns, rows, people=True)


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first row into most parts; a comma where none does."""

    def parts(delimiter: str) -> int:
        try:
            return len(next(_reader(text, delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=parts)


def _reader(text: str, delimiter: str) -> Reader:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _records(
    text: str, delimiter: str, limits: Limits
) -> tuple[list[str], list[int], list[list[str]]]:
    """Return the header, and number and cells of every row that is not blank."""
    header: list[str] = []
    rows: list[int] = []
    records: list[list[str]] = []
    number = 0
    reader = _reader(text, delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            if number == 1:
                header = record
            elif any(record):
                if len(record) != len(header):
                    _ragged(number, len(record), header)
                rows.append(number)
                records.append(record)
                if len(rows) > limits.rows:
                    check_rows(len(rows), limits)
    except csv.Error as reason:
        row = number + 1
        refuse("bad_csv", f"Row {row} (line {reader.line_num}) is not CSV: {reason}.", row=row)
    if not any(header):
        refuse("no_header", "The file's first row must name its columns.")
    return header, rows, records


def _ragged(row: int, cells: int, header: list[str]) -> None:
    refuse(
        "ragged_row",
        f"Row {row} has {cells} cells, the header has {len(header)}.",
        row=row,
        cells=cells,
        columns=len(header),
    )
