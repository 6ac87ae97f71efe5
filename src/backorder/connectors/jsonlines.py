"""JSON lines: one object a line, typed values, money in minor units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .cells import ABSENT
from .table import Table, check_header, check_rows, decode, long_cell, refuse

if TYPE_CHECKING:
    from .table import Limits


class _RefusedError(ValueError):
    """What Python's JSON reader would let through and JSON does not allow."""


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise _RefusedError(message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"the name {twice!r} stands twice"
        raise _RefusedError(message)
    return found


def read_lines(data: bytes, limits: Limits) -> Table:
    """Return the table in a JSON lines file; what a line leaves out is ``ABSENT``."""
    columns: dict[str, list[Any]] = {}
    rows: list[int] = []
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if not line.strip():
            continue
        record = _record(line, number)
        for name in [name for name in record if name not in columns]:
            columns[name] = [ABSENT] * len(rows)
            check_header(list(columns), limits)
        rows.append(number)
        if len(rows) > limits.rows:
            check_rows(len(rows), limits)
        for name, cells in columns.items():
            cell = record.get(name, ABSENT)
            if isinstance(cell, str) and len(cell) > limits.cell_characters:
                long_cell(number, name, limits)
            cells.append(cell)
    return Table(columns, rows, people=False)


def _record(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line, object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError) as reason:
        text = "nested too deeply" if isinstance(reason, RecursionError) else str(reason)
        refuse("bad_json", f"Line {number} is not JSON: {text}.", row=number)
    if not isinstance(record, dict):
        refuse("bad_json", f"Line {number} is not a JSON object.", row=number)
    return record
