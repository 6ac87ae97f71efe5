"""The writers of the formats: each takes a header and then rows, one at a time."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import InvalidError

from .cells import join_breaks, join_list
from .formulas import neutralise
from .money import decimal_text, decimals
from .sealed import require_polars
from .table import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from .kinds import Column

    Write = Callable[[Sequence[Any]], None]
    Headings = Sequence[tuple[str, Column | None]]

MOST_SHEET_ROWS = 1_048_575  # what a sheet holds below its header
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
ROWS_IN_MEMORY = 2_000_000


class Money(NamedTuple):
    """Minor units on their way into a file for people."""

    minor: int
    currency: str


@contextmanager
def writer(file_format: str, path: Path, headings: Headings) -> Iterator[Write]:
    """Open a file in a format, write its header, and hand out what writes a row.

    ``headings`` are the names in the file, each with the kind's column, None for an attribute.
    """
    make = {"csv": _csv, "xlsx": _xlsx, "jsonl": _jsonl, "parquet": _parquet}[file_format]
    with make(path, headings) as write:
        yield write


@contextmanager
def _csv(path: Path, headings: Headings) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([neutralise(name) for name, _ in headings])

        def write(row: Sequence[Any]) -> None:
            out.writerow([_csv_cell(value) for value in row])

        yield write


def _csv_cell(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, Money):
        return decimal_text(*value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


@contextmanager
def _xlsx(path: Path, headings: Headings) -> Iterator[Write]:
    import xlsxwriter  # noqa: PLC0415 (each format loads what it needs)

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for at, (name, _) in enumerate(headings):
        sheet.write_string(0, at, neutralise(name), book.add_format({"bold": True}))
    formats = {"date": book.add_format({"num_format": "yyyy-mm-dd"})}
    for places in (0, 2, 3, 4):
        shape = "0." + "0" * places if places else "0"
        formats[str(places)] = book.add_format({"num_format": shape})
    count = 0

    def write(row: Sequence[Any]) -> None:
        nonlocal count
        count += 1
        if count > MOST_SHEET_ROWS:
            raise InvalidError(
                "too_many_rows",
                f"A sheet holds {MOST_SHEET_ROWS} rows; write CSV or JSON lines instead.",
                limit=MOST_SHEET_ROWS,
            )
        for at, value in enumerate(row):
            if value is not None and value != "":
                _xlsx_cell(sheet, count, at, value, formats)

    try:
        yield write
    finally:
        book.close()


def _xlsx_cell(sheet: Any, row: int, at: int, value: Any, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """Write one cell by its type; never through what guesses that a text is a formula or link."""
    if isinstance(value, Money):
        if abs(value.minor) < EXACT:
            places = decimals(value.currency)
            number = float(decimal_text(*value))
            sheet.write_number(row, at, number, formats[str(places)])
        else:
            sheet.write_string(row, at, decimal_text(*value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float) and abs(value) < EXACT:
        sheet.write_number(row, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, formats["date"])
    else:
        text = neutralise(value) if isinstance(value, str) else str(value)
        if len(text) > LIMITS.cell_characters:
            raise InvalidError(
                "cell_too_long",
                f"Row {row + 1} has a text of {len(text)} characters; a sheet's cell holds "
                f"{LIMITS.cell_characters}. Write CSV or JSON lines instead.",
                row=row + 1,
            )
        sheet.write_string(row, at, text)


@contextmanager
def _jsonl(path: Path, headings: Headings) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:

        def write(row: Sequence[Any]) -> None:
            record = {
                name: value.isoformat() if isinstance(value, date) else value
                for (name, column), value in zip(headings, row, strict=True)
                # A missing attribute is left out: null would take it away.
                if value is not None or column is not None
            }
            file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")

        yield write


@contextmanager
def _parquet(path: Path, headings: Headings) -> Iterator[Write]:
    require_polars()
    import polars as pl  # noqa: PLC0415 (an extra)

    types = {"integer": pl.Int64, "money": pl.Int64, "date": pl.Date, "flag": pl.Boolean}
    rows: list[list[Any]] = []

    def write(row: Sequence[Any]) -> None:
        rows.append([_parquet_cell(v, c) for v, (_, c) in zip(row, headings, strict=True)])
        if len(rows) > ROWS_IN_MEMORY:
            raise InvalidError(
                "too_many_rows",
                f"Parquet is written in memory, up to {ROWS_IN_MEMORY} rows; write CSV or JSON "
                "lines instead.",
                limit=ROWS_IN_MEMORY,
            )

    yield write
    schema = {
        name: pl.String if column is None else types.get(column.type, pl.String)
        for name, column in headings
    }
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)


def _parquet_cell(value: Any, column: Column | None) -> Any:  # noqa: ANN401
    """Return a value of the type that its whole column has; an attribute's is text."""
    if isinstance(value, list) and column is not None:
        return join_list(value)
    if isinstance(value, dict) and column is not None:
        return join_breaks({units: str(price) for units, price in value.items()})
    if column is None and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value
