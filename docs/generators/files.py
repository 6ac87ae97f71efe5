"""The kinds page: one table of columns for each kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.connectors.kinds import KINDS

from .markdown import table

if TYPE_CHECKING:
    from backorder.connectors.kinds import Column, Kind

TYPES = {
    "code": "name",
    "text": "text",
    "currency": "three letters",
    "integer": "whole number",
    "money": "money, `19.99`",
    "date": "date, `2026-12-01`",
    "instant": "instant, `2026-12-01T09:30:00Z`",
    "time": "time, `14:00`",
    "flag": "`true` or `false`",
    "list": "names, separated by `|`",
    "breaks": "prices from so many units on, `100=3.80|500=3.50`",
}


def _bounds(column: Column) -> str:
    if column.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.refers:
        return f"an existing {column.refers}"
    if column.type == "integer":
        return f"{column.least} to {column.most:,}".replace(",", " ")
    return f"at most {column.most} characters" if column.most else ""


def _notes(kind: Kind) -> str:
    notes = [f"Rows become the verb [`{kind.verb}`](verbs.md#{kind.verb})."]
    if kind.group:
        notes.append(f"Rows with the same `{kind.group}` are one document.")
    if kind.header:
        names = ", ".join(f"`{name}`" for name in kind.header)
        notes.append(f"They must agree on {names}.")
    if kind.once:
        names = ", ".join(f"`{name}`" for name in kind.once)
        notes.append(f"No two rows have the same {names}.")
    if kind.attributes:
        notes.append("Extra columns are kept as attributes.")
    return " ".join(notes)


def write(_about: str = "") -> str:
    """Return a section for each kind."""
    parts = []
    for kind in KINDS.values():
        rows = [
            (
                f"`{column.name}`",
                TYPES[column.type],
                "yes" if column.required else "",
                _bounds(column),
            )
            for column in kind.columns
        ]
        head = ["column", "holds", "required", "bounds"]
        parts.append(f"## `{kind.name}`\n\n{_notes(kind)}\n\n{table(head, rows)}")
    return "\n\n".join(parts)
