"""What several notices to the same recipient say when they go as one. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from .telling_dates import last

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json = dict[str, Any]
HERE = ("arrived", "part_shipped", "shipped")
DATES = ("date_confirmed", "date_earlier", "date_later", "date_unknown")


class Part(NamedTuple):
    """A piece of news within a message."""

    event: str
    order: int | None
    facts: Mapping[str, Any]


def merged(parts: Iterable[Part]) -> list[Part]:
    """Return the parts, the oldest first, with the days of each order told once.

    Of a day that moved twice only where it began and where it is now is told, and nothing of one
    that came back, nor that goods come sooner of which the same message says that they are here.

    >>> mug = {"sku": "MUG", "quantity": 2}
    >>> away = Part("date_later", 1, {"lines": [{**mug, "from": "2026-12-09", "to": "2026-12-19"}]})
    >>> there = {**mug, "from": "2026-12-19", "to": "2026-12-09"}
    >>> back = Part("date_earlier", 1, {"lines": [there]})
    >>> merged([away, back])
    []
    """
    found: list[Part] = []
    dates: dict[int | None, list[Part]] = {}
    for one in _without_what_is_here(list(parts)):
        if one.event in DATES:
            dates.setdefault(one.order, []).append(one)
        else:
            found.append(one)
    for of in dates.values():
        found += of if len(of) == 1 else _net(of)
    return found


def _without_what_is_here(parts: list[Part]) -> list[Part]:
    """Return the parts without sooner days of units that came, or left, after that was said.

    The same units arrive and then leave, so the larger of both counts, not their sum.
    """
    here: dict[str, Counter[tuple[int | None, str]]] = {event: Counter() for event in HERE}
    left = []
    for one in reversed(parts):
        told = one.facts.get("lines", ())
        if one.event in HERE:
            for line in told:
                here[one.event][one.order, line["sku"]] += line["quantity"]
        if one.event != "date_earlier" or not all("from" in line for line in told):
            left.append(one)
            continue
        lines = [
            line
            for line in told
            if line["quantity"] > max(of[one.order, line["sku"]] for of in here.values())
        ]
        if len(lines) == len(told):
            left.append(one)
        elif lines:
            left.append(_of_days(one, lines))
    return left[::-1]


def _net(parts: list[Part]) -> list[Part]:
    """Return what the days of one order moved by in all."""
    left = moved(parts)
    if not left:
        lines = [line for one in parts for line in one.facts.get("lines", ())]
        return [parts[-1]] if lines and not any("from" in line for line in lines) else []
    return [_of_days(parts[-1], left)]


def _of_days(part: Part, lines: list[Json]) -> Part:
    """Return what a part says where these are its lines."""
    days = [one["to"] for one in lines]
    facts: Json = {**part.facts, "lines": lines, "date_from": last(one["from"] for one in lines)}
    facts["date_to"] = None if None in days else last(days)
    return Part(event_of_days(lines), part.order, facts)


def moved(parts: Iterable[Part]) -> list[Json]:
    """Return the lines whose day is another one after all of the parts, with where it began."""
    lines: dict[tuple[str, Any], Json] = {}
    for one in parts:
        for line in one.facts.get("lines", ()):
            if "from" not in line:
                continue
            # The same units go on from the day they had; units beside them are a line of their own.
            known = next(
                (
                    at
                    for at, was in lines.items()
                    if at[0] == line["sku"] and was["to"] == line["from"]
                ),
                None,
            )
            if known is None:
                lines[line["sku"], len(lines)] = dict(line)
            else:
                lines[known] = {**lines[known], "to": line["to"], "quantity": line["quantity"]}
    return [one for one in lines.values() if one["from"] != one["to"]]


def event_of_days(lines: list[Json]) -> str:
    """Return which news lines are whose days moved: the worst of them."""
    if any(one["to"] is None for one in lines):
        return "date_unknown"
    later = any(one["from"] is not None and one["to"] > one["from"] for one in lines)
    return "date_later" if later else "date_earlier"
