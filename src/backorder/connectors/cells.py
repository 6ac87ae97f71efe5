"""One cell: what each type of column accepts, and the reason where it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from .formulas import restore
from .money import read_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .kinds import Column

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
MOST_MONEY = 10**13

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_UNITS = re.compile(r"[1-9][0-9]{0,8}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_LIST_PART = re.compile(r"((?:[^\\|]|\\.|\\\Z)*)(\||\Z)", re.DOTALL)
_NO_BREAKS = "is no table of prices such as 100=3.80|500=3.50"
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Absent:
    """The type of ``ABSENT``: nothing was said, so the verb's own default counts."""

    def __repr__(self) -> str:
        """Return the name that the constant has."""
        return "ABSENT"


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be accepted, and why, in words that finish "the value ..."."""

    reason: str


def is_empty(cell: Any) -> bool:  # noqa: ANN401 (a cell may hold anything)
    """Tell whether a cell holds nothing."""
    return cell is None or cell == ""


def parse(cell: Any, column: Column, *, people: bool) -> Any:  # noqa: ANN401
    """Return the value of a cell that is not empty, or ``Bad``.

    ``people`` says that the file was written for people (CSV, XLSX): numbers come as text, money
    as decimals, formulas neutralised. Otherwise values are typed and money is in minor units.
    """
    if people and isinstance(cell, str):
        cell = restore(cell)
    return _PARSERS[column.type](cell, column, people)


def not_text(cell: str) -> str | None:
    """Return why a text cannot be kept, or None."""
    if match := _NOT_TEXT.search(cell):
        return f"holds U+{ord(match[0]):04X}, which is not a character"
    return None


def as_text(cell: Any) -> str | Bad:  # noqa: ANN401
    """Return what a spreadsheet shows for a cell: a number typed into a text column is text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 10**15:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, str | int):
        return str(cell)
    return Bad("is not text")


def join_list(parts: list[str]) -> str:
    r"""Return a list as one cell; a bar or backslash inside a part gets a backslash before it.

    >>> join_list(["A", "B|C"])
    'A|B\\|C'
    """
    return "|".join(re.sub(r"[\\|]", r"\\\g<0>", part) for part in parts)


def join_breaks(breaks: Mapping[str, str]) -> str:
    """Return prices by the number of units from which they hold as one cell, the least first.

    >>> join_breaks({"500": "3.50", "100": "3.80"})
    '100=3.80|500=3.50'
    """
    return "|".join(f"{units}={breaks[units]}" for units in sorted(breaks, key=int))


def split_list(text: str) -> list[str]:
    r"""Return the parts of a cell that holds a list.

    >>> split_list("A|B\\|C")
    ['A', 'B|C']
    """
    parts = []
    for match in _LIST_PART.finditer(text):
        parts.append(re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL))
        if not match[2]:
            break
    return parts


def _text(cell: Any, column: Column, people: bool) -> str | Bad:  # noqa: ANN401, ARG001, FBT001
    text = as_text(cell)
    if isinstance(text, Bad):
        return text
    if len(text) > column.most:
        return Bad(f"is {len(text)} characters long; the most is {column.most}")
    if problem := not_text(text):
        return Bad(problem)
    if column.choices and text not in column.choices:
        return Bad(f"is not one of {', '.join(column.choices)}")
    return text


def _code(cell: Any, column: Column, people: bool) -> str | Bad:  # noqa: ANN401, FBT001
    text = _text(cell, column, people)
    if isinstance(text, str):
        if match := _CONTROL.search(text):
            return Bad(f"holds the unprintable character U+{ord(match[0]):04X}")
        if text != text.strip():
            return Bad("begins or ends with a blank")
    return text


def _currency(cell: Any, column: Column, people: bool) -> str | Bad:  # noqa: ANN401, ARG001, FBT001
    if isinstance(cell, str) and _CURRENCY.fullmatch(cell):
        return cell
    return Bad("is not a currency of three capital letters, such as EUR")


def _integer(cell: Any, column: Column, people: bool) -> int | Bad:  # noqa: ANN401, FBT001
    value = None
    if isinstance(cell, str):
        if people and _INTEGER.fullmatch(cell):
            value = int(cell)
    elif isinstance(cell, int) and not isinstance(cell, bool):
        value = cell
    elif isinstance(cell, float) and people and cell.is_integer() and abs(cell) < 2**53:
        value = int(cell)
    if value is None:
        return Bad("is not a whole number")
    if value < column.least:
        return Bad(f"is below {column.least}")
    if value > column.most:
        return Bad(f"is above {column.most}")
    if column.choices and str(value) not in column.choices:
        return Bad(f"is not one of {', '.join(column.choices)}")
    return value


def _money(cell: Any, column: Column, people: bool) -> Any:  # noqa: ANN401, ARG001, FBT001
    if not people:
        if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell <= MOST_MONEY:
            return cell
        return Bad("is not a whole number of minor units, such as 1999 for 19.99")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = as_text(cell)
    amount = read_amount(cell) if isinstance(cell, str) else None
    if amount is None:
        return Bad("is not an amount such as 19.99")
    return amount


def _breaks(cell: Any, column: Column, people: bool) -> Any:  # noqa: ANN401, FBT001
    """Return what a unit costs from so many units on, by that number, or ``Bad``."""
    pairs: list[tuple[Any, ...]]
    if isinstance(cell, dict) and not people:
        pairs = list(cell.items())
    else:
        text = as_text(cell)
        if isinstance(text, Bad):
            return text
        pairs = [tuple(part.split("=", 1)) for part in text.split("|")]
        if any(len(pair) == 1 for pair in pairs):
            return Bad(_NO_BREAKS)
        if not people:
            pairs = [(begins, int(p) if _INTEGER.fullmatch(p) else p) for begins, p in pairs]
    found: dict[str, Any] = {}
    for begins, price in pairs:
        if not _UNITS.fullmatch(begins) or begins in found:
            return Bad(_NO_BREAKS)
        found[begins] = _money(price, column, people)
        if isinstance(found[begins], Bad):
            return Bad(f"holds a price that {found[begins].reason}")
    return found


def _day(text: str) -> date | Bad:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Bad("is not a day of the calendar")
    if not EARLIEST <= day <= LATEST:
        return Bad(f"is not between {EARLIEST} and {LATEST}")
    return day


def _date(cell: Any, column: Column, people: bool) -> date | Bad:  # noqa: ANN401, ARG001, FBT001
    if isinstance(cell, str) and _DATE.fullmatch(cell):
        return _day(cell)
    return Bad("is not a date such as 2026-12-01")


def _instant(cell: Any, column: Column, people: bool) -> datetime | Bad:  # noqa: ANN401, ARG001, FBT001
    if not isinstance(cell, str) or not _INSTANT.fullmatch(cell):
        return Bad("is not an instant such as 2026-12-01T09:30:00Z")
    day = _day(cell[:10])
    if isinstance(day, Bad):
        return day
    try:
        instant = datetime.fromisoformat(cell)
    except ValueError:
        return Bad("is not a time of day")
    # Without an offset the instant is UTC.
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)


def _time(cell: Any, column: Column, people: bool) -> str | Bad:  # noqa: ANN401, ARG001, FBT001
    if isinstance(cell, str) and _TIME.fullmatch(cell):
        try:
            return time.fromisoformat(cell).isoformat()
        except ValueError:
            pass
    return Bad("is not a time of day such as 14:00")


def _flag(cell: Any, column: Column, people: bool) -> bool | Bad:  # noqa: ANN401, ARG001, FBT001
    if isinstance(cell, bool):
        return cell
    text = as_text(cell) if people else ""
    found = _FLAGS.get(text.lower()) if isinstance(text, str) else None
    return Bad("is neither true nor false") if found is None else found


def _list(cell: Any, column: Column, people: bool) -> list[str] | Bad:  # noqa: ANN401, FBT001
    if isinstance(cell, list) and not people:
        parts = [_code(part, column, people) for part in cell]
    else:
        text = as_text(cell)
        if isinstance(text, Bad):
            return text
        parts = [_code(part, column, people) for part in split_list(text)]
    values: list[str] = []
    for part in parts:
        if isinstance(part, Bad):
            return part
        if not part or part in values:
            return Bad("holds an empty or repeated part")
        values.append(part)
    return values


_PARSERS: dict[str, Callable[[Any, Column, bool], Any]] = {
    "text": _text,
    "code": _code,
    "currency": _currency,
    "integer": _integer,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "time": _time,
    "flag": _flag,
    "list": _list,
    "breaks": _breaks,
}
