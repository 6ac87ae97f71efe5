"""The settings page: one row for each environment variable."""

from __future__ import annotations

from backorder.setting_table import TABLE

from .markdown import table


def _default(value: object) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, tuple):
        return f"`{','.join(map(str, value))}`"
    return f"`{int(value) if isinstance(value, bool) else value}`"


def write(_about: str = "") -> str:
    """Return the table of settings."""
    rows = [
        (f"`{s.name}`", _default(s.default), f"{s.meaning}{' Never printed.' * s.secret}")
        for s in TABLE
    ]
    return table(["variable", "default", "meaning"], rows)
