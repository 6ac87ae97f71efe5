"""Segments: which lines a rule of reallocation is about, and in which order they are served.

Filters and ranking rules are data, so that they can be kept, shown and replayed. Facts about lines
come as columns: numbers, or words that many lines share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from .ranking import Integers

    Flags = npt.NDArray[np.bool_]

MISSING = -(2**62)  # a number that is not known
NUMBERS = ("age", "margin", "quantity", "slip", "value")
DAYS = ("latest", "promise", "requested")
WORDS = ("category", "channel", "class", "customer", "destination", "product", "ship")
ATTRIBUTES = ("customer.", "product.")
FIELDS = (*NUMBERS, *DAYS, *WORDS)
_RANGE = {"min", "max"}


class Words(NamedTuple):
    """A column of words: for each line a place in ``values``; equal values may stand twice.

    Attributes may be any JSON: text, numbers, true and false; None where there is none.
    """

    code: Integers
    values: Sequence[Any]

    def each(self, test: Callable[[Any], bool]) -> Flags:
        """Return for each line whether its value passes."""
        return np.fromiter(map(test, self.values), dtype=bool, count=len(self.values))[self.code]


@dataclass(frozen=True, slots=True)
class Rule:
    """One key of a ranking: a field in a direction, or its values in the order they are served.

    Without ``values`` the smallest number or day comes first, or the first word by alphabet;
    ``descending`` turns that round. What is not known or not listed comes last.
    """

    by: str
    descending: bool = False
    values: tuple[Any, ...] = ()


def known_field(name: str) -> bool:
    """Return whether there is such a field: one of `FIELDS`, or an attribute.

    >>> known_field("class"), known_field("customer.tier"), known_field("colour")
    (True, True, False)
    """
    return name in FIELDS or (
        name.startswith(ATTRIBUTES) and len(name) > len(name.partition(".")[0]) + 1
    )


def check_filter(where: Mapping[str, Any]) -> None:
    """Raise ``InvalidError`` (``unknown_field``, ``bad_condition``) for what is no filter.

    A filter names fields with conditions, all of which must be met: a value, a list of values,
    ``{"not": [values]}``, or ``{"min": …, "max": …}``, both included, either may be left out. Days
    are written ``2026-12-24``.

    >>> check_filter({"class": ["A", "B"], "value": {"min": 10000}, "customer.tier": "gold"})
    >>> check_filter({"colour": "red"})
    Traceback (most recent call last):
    ...
    backorder.domain.errors.InvalidError: There is no field 'colour' to choose lines by.
    """
    for name, condition in where.items():
        _require_field(name)
        _numbers_of(name, condition)


def check_rule(rule: Rule) -> None:
    """Raise ``InvalidError`` (``unknown_field``, ``bad_condition``) for what is no ranking rule."""
    _require_field(rule.by)
    if rule.values and rule.descending:
        raise _bad(rule.by, "A list of values has its own order; leave out the direction.")
    for value in rule.values:
        _value(rule.by, value)


def chosen(where: Mapping[str, Any], facts: Mapping[str, Any], lines: int) -> Flags:
    """Return which lines a filter chooses.

    >>> facts = {"value": np.array([5, 50, 500]), "class": Words(np.array([0, 1, 0]), ["A", "B"])}
    >>> chosen({"class": ["A"], "value": {"min": 10}}, facts, 3).tolist()
    [False, False, True]
    """
    found = np.ones(lines, dtype=bool)
    for name, condition in where.items():
        found &= _meets(name, condition, facts[name])
    return found


def ranked(
    rules: Sequence[Rule], facts: Mapping[str, Any], rows: Integers, ties: Sequence[Integers]
) -> Integers:
    """Return some lines in the order in which they are served.

    ``ties``: further keys, lowest first, the last of them unique: where rules are equal the place
    in the queue decides.

    >>> facts = {"class": Words(np.array([0, 1, 0]), ["B", "A"]), "age": np.array([3, 9, 7])}
    >>> rules = [Rule("class", values=("A",)), Rule("age", descending=True)]
    >>> ranked(rules, facts, np.arange(3), [np.arange(3)]).tolist()
    [1, 2, 0]
    """
    keys = [_key(rule, facts[rule.by])[rows] for rule in rules]
    keys += [tie[rows] for tie in ties]
    return rows[np.lexsort(keys[::-1])]


def _require_field(name: str) -> None:
    if not known_field(name):
        raise InvalidError(
            "unknown_field",
            f"There is no field {name!r} to choose lines by.",
            field=name,
            fields=[*FIELDS, "customer.ATTRIBUTE", "product.ATTRIBUTE"],
        )


def _bad(name: str, why: str) -> InvalidError:
    return InvalidError("bad_condition", f"The condition on {name!r} is none: {why}", field=name)


def _value(name: str, value: object) -> Any:  # noqa: ANN401 (an attribute is any JSON)
    """Return a value of a condition as the column holds it."""
    if name in DAYS:
        try:
            return date.fromisoformat(value).toordinal() if isinstance(value, str) else 1 // 0
        except (ValueError, ZeroDivisionError):
            raise _bad(name, f"{value!r} is not a day such as 2026-12-24.") from None
    if name in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= -MISSING:
            raise _bad(name, f"{value!r} is not a whole number.")
        return value
    if name in WORDS and not isinstance(value, str):
        raise _bad(name, f"{value!r} is not text.")
    if not isinstance(value, (str, int, float, bool)):
        raise _bad(name, f"{value!r} is neither text, number, true nor false.")
    return value


def _numbers_of(name: str, condition: object) -> tuple[str, Any]:
    """Return a condition as its kind (in, not, range) and its values."""
    if isinstance(condition, dict):
        if set(condition) == {"not"}:
            values = condition["not"]
            several = values if isinstance(values, list) else [values]
            return "not", [_value(name, value) for value in several]
        if condition and set(condition) <= _RANGE and name not in WORDS:
            bounds = {end: _value(name, value) for end, value in condition.items()}
            if any(isinstance(value, (str, bool)) for value in bounds.values()):
                raise _bad(name, "min and max are numbers or days.")
            return "range", (bounds.get("min"), bounds.get("max"))
        raise _bad(name, "give a value, a list of values, not, or min and max.")
    several = condition if isinstance(condition, list) else [condition]
    if not several:
        raise _bad(name, "an empty list chooses nothing.")
    return "in", [_value(name, value) for value in several]


def _meets(name: str, condition: object, column: Integers | Words) -> Flags:
    kind, asked = _numbers_of(name, condition)
    if isinstance(column, Words):
        if kind == "range":
            return column.each(lambda value: _within(value, *asked))
        wanted = {_exact(value) for value in asked}
        return column.each(lambda value: (_exact(value) in wanted) == (kind == "in"))
    if kind == "range":
        least, most = asked
        above: Flags = column > MISSING if least is None else column >= least
        return above if most is None else above & (column <= most)
    found: Flags = np.isin(column, np.array(asked, dtype=np.int64))
    return found if kind == "in" else ~found


def _exact(value: object) -> tuple[bool, Any]:
    """Tell true from 1, and bear lists as attributes."""
    return isinstance(value, bool), repr(value) if isinstance(value, (list, dict)) else value


def _within(value: object, least: float | None, most: float | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def _key(rule: Rule, column: Integers | Words) -> Integers:
    """Return a number for each line by which it is served, the lowest first."""
    last = np.int64(2**62)
    if rule.values:
        place = {_exact(_value(rule.by, value)): n for n, value in enumerate(rule.values)}
        if isinstance(column, Words):
            each = [place.get(_exact(value), len(place)) for value in column.values]
            return np.array(each, dtype=np.int64)[column.code]
        values, back = np.unique(column, return_inverse=True)
        each = [place.get((False, value), len(place)) for value in values.tolist()]
        return np.array(each, dtype=np.int64)[back]
    if isinstance(column, Words):
        known = sorted({_sortable(value) for value in column.values})
        turn = {value: n for n, value in enumerate(known)}
        each = [
            MISSING if value in {None, ""} else turn[_sortable(value)] for value in column.values
        ]
        column = np.array(each, dtype=np.int64)[column.code]
    key = -column if rule.descending else column
    return np.where(column == MISSING, last, key)


def _sortable(value: object) -> tuple[int, float, str]:
    """Return what any two attributes can be compared by: numbers first, then text."""
    if isinstance(value, (int, float)):
        return (0, float(value), "")
    return (1, 0.0, value if isinstance(value, str) else repr(value))
