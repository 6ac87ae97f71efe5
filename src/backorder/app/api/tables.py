"""A page of a list as CSV for people: money as decimals, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from backorder.connectors.formulas import neutralise
from backorder.connectors.money import decimal_text

if TYPE_CHECKING:
    from .listing import Column
    from .reading import Page

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"


def as_csv(page: Page) -> str:
    """Return a page as CSV with a header; lists and objects within a row as JSON."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([column.name for column in page.columns])
    for row, currency in zip(page.rows, page.currencies, strict=True):
        out.writerow(
            [
                _cell(column, value, currency)
                for column, value in zip(page.columns, row, strict=True)
            ]
        )
    return text.getvalue()


def _cell(column: Column, value: Any, currency: str) -> str:  # noqa: ANN401 (of the column's kind)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if column.kind == "money":
        return decimal_text(value, currency)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return neutralise(msgspec.json.encode(value).decode())
    return neutralise(value) if isinstance(value, str) else str(value)
