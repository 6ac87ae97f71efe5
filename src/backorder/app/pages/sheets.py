"""A page of a list as a workbook: numbers and money as numbers, days as days, nothing that runs."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import xlsxwriter

from backorder.connectors.money import decimal_text

if TYPE_CHECKING:
    from backorder.app.api.listing import Column
    from backorder.app.api.reading import Page

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 31  # of a sheet
_LONGEST_CELL = 32_767
_NUMBERS = 10**15  # a spreadsheet's numbers are exact up to here


def as_xlsx(name: str, page: Page) -> bytes:
    """Return a workbook with one sheet: a header, then the rows."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**options, "remove_timezone": True})
    bold = book.add_format({"bold": True})
    formats: dict[Any, Any] = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet = book.add_worksheet(name[:_LONGEST_NAME])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(page.columns):
        sheet.write_string(0, place, column.name, bold)
    for n, (row, currency) in enumerate(zip(page.rows, page.currencies, strict=True), start=1):
        for place, (column, value) in enumerate(zip(page.columns, row, strict=True)):
            _write(sheet, n, place, _cell(column, value, currency), formats)
    book.close()
    return file.getvalue()


def _cell(column: Column, value: Any, currency: str) -> Any:  # noqa: ANN401 (of the column's kind)
    if value is None or isinstance(value, bool | datetime | date | str):
        return value
    if column.kind == "money":
        return float(decimal_text(value, currency))
    if isinstance(value, int):
        return value if abs(value) < _NUMBERS else str(value)
    return msgspec.json.encode(value).decode()


def _write(sheet: Any, n: int, place: int, value: Any, formats: dict[Any, Any]) -> None:  # noqa: ANN401 (xlsxwriter has no types)
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(n, place, value)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(n, place, value, formats[type(value)])
    elif isinstance(value, str):
        sheet.write_string(n, place, value[:_LONGEST_CELL])
    else:
        sheet.write_number(n, place, value)
