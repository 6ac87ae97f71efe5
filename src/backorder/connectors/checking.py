"""Check a table against its kind: every cell typed, every fault named by row and column."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError

from .cells import ABSENT, Bad, is_empty, not_text, parse
from .formulas import restore
from .table import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .kinds import Column, Kind
    from .table import Table

MOST_PROBLEMS = 1_000
MOST_SHOWN = 120
ATTRIBUTE = "attributes."  # before an attribute that is called like a column


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file."""

    row: int
    column: str
    value: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as plain data."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


@dataclass(slots=True)
class Problems:
    """The faults found so far: all are counted, the first thousand of each column are kept."""

    found: list[Problem] = field(default_factory=list)
    total: int = 0
    by_column: Counter[str] = field(default_factory=Counter)

    def add(self, row: int, column: str, value: Any, reason: str) -> None:  # noqa: ANN401
        """Note a fault."""
        self.total += 1
        self.by_column[column] += 1
        if self.by_column[column] <= MOST_PROBLEMS:
            self.found.append(Problem(row, column, shown(value), reason))

    def check(self) -> None:
        """Raise ``InvalidError`` with the faults in the order of rows, if there are any."""
        if not self.total:
            return
        ordered = sorted(self.found, key=attrgetter("row", "column"))[:MOST_PROBLEMS]
        first = ordered[0]
        raise InvalidError(
            "bad_rows",
            f"{self.total} fault{'s' * (self.total > 1)}, nothing was written. "
            f"Row {first.row}, column {first.column}: {first.value!r} {first.reason}.",
            total=self.total,
            problems=[problem.as_dict() for problem in ordered],
        )


@dataclass(slots=True)
class Sheet:
    """A checked table: typed values by column, ``ABSENT`` where nothing was said."""

    kind: Kind
    rows: Sequence[int]
    values: dict[str, list[Any]]
    attributes: dict[str, list[Any]]
    notes: list[str]

    def get(self, name: str) -> list[Any]:
        """Return a column's values, or ``ABSENT`` for every row."""
        return self.values.get(name) or [ABSENT] * len(self.rows)


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value as an error may show it: short, and made of characters."""
    text = str(value)
    if len(text) > MOST_SHOWN:
        text = text[:MOST_SHOWN] + "…"
    return text.encode("utf-8", "backslashreplace").decode()


def check(table: Table, kind: Kind, problems: Problems, mapping: Mapping[str, str]) -> Sheet:
    """Return the table with typed values; faults of cells go to ``problems``."""
    columns = _named(table, kind, mapping)
    _check_required(columns, kind)
    notes = list(table.notes)
    values = {}
    for column in kind.columns:
        if column.name in columns:
            cells = columns.pop(column.name)
            values[column.name] = _column(cells, column, table, problems)
    attributes = {}
    if kind.attributes:
        for name, cells in columns.items():
            key = name.removeprefix(ATTRIBUTE)
            attributes[key] = _attribute(key, cells, table, problems)
    elif columns:
        names = ", ".join(shown(name) for name in columns)
        notes.append(f"{kind.name} have no place for further columns; not kept: {names}.")
    sheet = Sheet(kind, table.rows, values, attributes, notes)
    _check_once(sheet, problems)
    _check_header(sheet, problems)
    return sheet


def _named(table: Table, kind: Kind, mapping: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the columns under our names: by the mapping, and with blanks around a name dropped."""
    ours = {theirs: name for name, theirs in mapping.items()}
    unknown = [theirs for theirs in ours if theirs not in table.columns]
    if unknown:
        found = ", ".join(map(repr, table.columns))
        refuse(
            "mapped_column_missing",
            f"The map names {', '.join(map(repr, unknown))}; the file has {found}.",
            missing=unknown,
            found=list(table.columns),
        )
    columns: dict[str, list[Any]] = {}
    for theirs, cells in table.columns.items():
        name = ours.get(theirs, theirs)
        if theirs not in ours and kind.column(theirs.strip()) is not None:
            name = theirs.strip()
        if name in columns:
            refuse("duplicate_column", f"Two columns are called {name!r}.", columns=[name])
        columns[name] = cells
    return columns


def _check_required(columns: Mapping[str, Any], kind: Kind) -> None:
    missing = [c.name for c in kind.columns if c.required and c.name not in columns]
    if missing:
        found = ", ".join(shown(repr(name)) for name in columns)
        refuse(
            "missing_column",
            f"{kind.name} need the column {', '.join(missing)}; the file has {found or 'none'}.",
            missing=missing,
            found=[shown(name) for name in columns],
        )


class _Memo(dict[str, Any]):
    """The value of each distinct text: columns repeat themselves, parsing need not."""

    def __init__(self, column: Column, *, people: bool) -> None:
        super().__init__()
        self._column = column
        self._people = people

    def __missing__(self, cell: str) -> Any:  # noqa: ANN401
        value = self[cell] = _value(cell, self._column, people=self._people)
        return value


def _value(cell: Any, column: Column, *, people: bool) -> Any:  # noqa: ANN401
    if cell is ABSENT:
        return Bad("is missing") if column.required else ABSENT
    if is_empty(cell):
        return Bad("is empty") if column.required else column.empty
    return parse(cell, column, people=people)


def _column(cells: list[Any], column: Column, table: Table, problems: Problems) -> list[Any]:
    if all(type(cell) is str for cell in cells):
        memo = _Memo(column, people=table.people)
        values = [memo[cell] for cell in cells]
        faulty = any(isinstance(value, Bad) for value in memo.values())
    else:
        values = [_value(cell, column, people=table.people) for cell in cells]
        faulty = any(isinstance(value, Bad) for value in values)
    if faulty:
        for row, cell, value in zip(table.rows, cells, values, strict=True):
            if isinstance(value, Bad):
                problems.add(row, column.name, "" if cell is ABSENT else cell, value.reason)
    return values


def _attribute(name: str, cells: list[Any], table: Table, problems: Problems) -> list[Any]:
    """Return the values of an extra column; None, for an empty cell, takes the attribute away."""
    if problem := not_text(name):
        refuse("bad_column", f"The column {shown(name)!r} {problem}.", column=shown(name))
    values = []
    for row, cell in zip(table.rows, cells, strict=True):
        value = None if cell is None or (table.people and cell == "") else cell
        if table.people and isinstance(value, str):
            value = restore(value)
        if table.people and isinstance(value, float) and value.is_integer():
            value = int(value)
        if problem := _unkept(value):
            problems.add(row, name, value, problem)
        values.append(value)
    return values


def _unkept(value: Any) -> str | None:  # noqa: ANN401
    """Return why a value of any shape cannot be kept as JSON, or None."""
    if isinstance(value, str):
        return not_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "is not a finite number"
    if isinstance(value, list):
        return next((why for part in value if (why := _unkept(part))), None)
    if isinstance(value, dict):
        return next((why for pair in value.items() for v in pair if (why := _unkept(v))), None)
    return None


def _check_once(sheet: Sheet, problems: Problems) -> None:
    """Note every row whose natural key stood in an earlier row."""
    names = sheet.kind.once
    if not names:
        return
    keys = list(zip(*(sheet.get(name) for name in names), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[Any, int] = {}
    for row, key in zip(sheet.rows, keys, strict=True):
        earlier = first.setdefault(key, row)
        if earlier != row and not any(isinstance(part, Bad) for part in key):
            value = ", ".join(map(str, key))
            problems.add(row, "+".join(names), value, f"stands already in row {earlier}")


def _check_header(sheet: Sheet, problems: Problems) -> None:
    """Note every row that contradicts the first row of its paper."""
    group = sheet.get(sheet.kind.group) if sheet.kind.header else []
    first: dict[Any, int] = {}
    leader = [first.setdefault(key, at) for at, key in enumerate(group)]
    for name in sheet.kind.header:
        values = sheet.get(name)
        for at, lead in enumerate(leader):
            if values[at] == values[lead]:
                continue
            if any(isinstance(found, Bad) for found in (group[at], values[at], values[lead])):
                continue  # that fault is noted already
            said = "nothing" if values[lead] is ABSENT else repr(shown(values[lead]))
            reason = (
                f"differs from {said} in row {sheet.rows[lead]}: all rows of "
                f"{sheet.kind.group} {shown(group[at])} need the same"
            )
            value = "" if values[at] is ABSENT else values[at]
            problems.add(sheet.rows[at], name, value, reason)
