"""The numbers that people read: a short prefix and the row's id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = {
    "order": "SO",
    "quote": "QT",
    "hold": "HD",
    "purchase_order": "PO",
    "suggestion": "PS",
    "proposal": "PP",
    "transfer": "TR",
    "shipment": "SH",
    "receipt": "RC",
    "return": "RT",
    "reallocation": "RA",
    "exception": "EX",
    "count_sheet": "CS",
    "payment": "PY",
    "refund": "RF",
    "incentive": "IN",
    "delay_case": "DC",
}
_NUMBER = re.compile(r"([A-Z]{2})-([0-9]{6,18})")


def number(kind: str, row_id: int) -> str:
    """Return the number people read for a row.

    >>> number("order", 1)
    'SO-000001'
    """
    return f"{PREFIXES[kind]}-{row_id:06d}"


def numbers(kind: str, row_ids: Iterable[int]) -> list[str]:
    """Return the numbers of many rows.

    >>> numbers("order", [1, 2])
    ['SO-000001', 'SO-000002']
    """
    prefix = PREFIXES[kind]
    return [f"{prefix}-{row_id:06d}" for row_id in row_ids]


def row_id(kind: str, name: str) -> int | None:
    """Return the row id behind a number, or None where ``name`` is not a number of this kind.

    >>> row_id("order", "SO-000001"), row_id("order", "web-1001")
    (1, None)
    """
    match = _NUMBER.fullmatch(name)
    if match is None or match[1] != PREFIXES[kind]:
        return None
    return int(match[2])


def require_id(kind: str, name: str) -> int:
    """Return the row id behind a number, or raise ``NotFoundError`` naming what was asked for."""
    found = row_id(kind, name)
    if found is None:
        word = kind.replace("_", " ")
        raise NotFoundError(
            f"unknown_{kind}", f"{name!r} is not the number of a {word}.", **{kind: name}
        )
    return found
