"""The process that opens XLSX and Parquet: an order on standard input, a table on standard output.

It limits its own memory and time before it looks at the file. Cells leave it as text, numbers,
true or false, or nothing; dates and times as ISO 8601 text.
"""

from __future__ import annotations

import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

MIDNIGHT = time(0)


class RefusedError(Exception):
    """The file can be opened, and is not what it should be."""

    def __init__(self, code: str, text: str, **facts: Any) -> None:  # noqa: ANN401
        super().__init__(text)
        self.answer = {"code": code, "text": text, **facts}


def main() -> None:
    """Carry out one order."""
    order = msgspec.json.decode(sys.stdin.buffer.read())
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read = read_workbook if order["kind"] == "xlsx" else read_parquet
    try:
        answer = read(order)
    except RefusedError as reason:
        answer = {"refused": reason.answer}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def plain(cell: Any) -> Any:  # noqa: ANN401
    """Return a cell as text, number, truth or nothing.

    >>> plain(datetime(2026, 12, 1)), plain(time(14, 0)), plain(5.0)
    ('2026-12-01', '14:00', 5.0)
    """
    if isinstance(cell, datetime):
        if cell.time() == MIDNIGHT and cell.tzinfo is None:
            return cell.date().isoformat()
        return cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes" if cell.second == 0 else "seconds")
    if isinstance(cell, timedelta):
        return str(cell)
    return cell


def title(cell: Any) -> str:  # noqa: ANN401
    """Return the name of a column, whatever was typed into its first cell."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(plain(cell))


def read_workbook(order: dict[str, Any]) -> dict[str, Any]:
    """Return header and rows of the first sheet of an XLSX workbook."""
    import python_calamine as calamine  # noqa: PLC0415 (only here, and only now)

    try:
        book = calamine.CalamineWorkbook.from_path(order["path"])
        names = book.sheet_names
        sheet = book.get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False, nrows=order["rows"] + 2)
    except (calamine.CalamineError, OSError, IndexError) as reason:
        raise RefusedError("bad_xlsx", f"This is not an XLSX workbook: {reason}.") from reason
    if not lines or not any(cell != "" for cell in lines[0]):
        raise RefusedError("no_header", "The sheet's first row must name its columns.")
    if len(lines) > order["rows"] + 1:
        raise RefusedError(
            "too_many_rows",
            f"The sheet has more than {order['rows']} rows; split it.",
            limit=order["rows"],
        )
    header = [title(cell) for cell in lines[0]]
    rows, records = [], []
    for number, line in enumerate(lines[1:], start=2):
        if any(cell != "" for cell in line):
            rows.append(number)
            records.append([plain(cell) for cell in line])
    notes = [f"Only the first sheet, {names[0]!r}, was read."] if len(names) > 1 else []
    return {"header": header, "rows": rows, "records": records, "notes": notes}


def read_parquet(order: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a Parquet file."""
    import polars as pl  # noqa: PLC0415 (an extra, and only now)

    scalars = (pl.String, pl.Categorical, pl.Boolean, pl.Date, pl.Datetime, pl.Time, pl.Null)
    try:
        frame = pl.scan_parquet(order["path"], glob=False)
        schema = frame.collect_schema()
        height = frame.select(pl.len()).collect().item()
        _check_parquet(order, schema, height, scalars)
        texts = [name for name, dtype in schema.items() if dtype == pl.String]
        longest = frame.select(pl.col(texts).str.len_chars().max()).collect() if texts else None
        _check_lengths(order, longest)
        found = frame.collect()
    except (pl.exceptions.PolarsError, OSError) as reason:
        text = str(reason).partition("\n")[0][:200]
        raise RefusedError("bad_parquet", f"This is not a Parquet file: {text}.") from reason
    columns = {name: [plain(cell) for cell in found[name].to_list()] for name in found.columns}
    return {"columns": columns, "height": height}


def _check_parquet(
    order: dict[str, Any],
    schema: Any,  # noqa: ANN401 (polars' own class, which is an extra)
    height: int,
    scalars: tuple[Any, ...],
) -> None:
    if height > order["rows"]:
        raise RefusedError(
            "too_many_rows", f"The file has {height} rows; the most is {order['rows']}."
        )
    if len(schema) > order["columns"]:
        raise RefusedError(
            "too_many_columns",
            f"The file has {len(schema)} columns; the most is {order['columns']}.",
        )
    for name, dtype in schema.items():
        if not (dtype.is_integer() or dtype.is_float() or isinstance(dtype, scalars)):
            raise RefusedError(
                "bad_column_type",
                f"Column {name!r} holds {dtype}; text, numbers, truth values, dates and times "
                "can be read.",
                column=name,
            )


def _check_lengths(order: dict[str, Any], longest: Any) -> None:  # noqa: ANN401
    if longest is None:
        return
    for name, length in longest.row(0, named=True).items():
        if length is not None and length > order["cell_characters"]:
            raise RefusedError(
                "cell_too_long",
                f"Column {name!r} has a cell of {length} characters; the most is "
                f"{order['cell_characters']}.",
                column=name,
                limit=order["cell_characters"],
            )


if __name__ == "__main__":
    main()
