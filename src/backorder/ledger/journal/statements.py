"""The ledger's SQL, one statement per file in `ledger/sql`, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """Return the text of ``sql/<name>.sql`` without its header of comments.

    Comments stay in the file for readers: sent along they would be parsed with every execution.
    """
    text = files("backorder.ledger").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return "\n".join(lines).strip().rstrip(";")
