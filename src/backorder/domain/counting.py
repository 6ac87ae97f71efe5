"""Counting: when what was found is near enough, and what state lines and sheets are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE_PERCENT = 100


def within(expected: int, counted: int, percent: int, value: int, worth: int) -> bool:
    """Tell whether a count is near enough to the books not to be made again.

    It is where it differs by at most ``percent`` of the ``expected`` units, or by units that are
    together worth at most ``value``; ``worth`` is that of one unit (minor units; 0: not known).

    >>> within(200, 196, 2, 0, 500), within(200, 195, 2, 0, 500), within(200, 195, 2, 2500, 500)
    (True, False, True)
    """
    off = abs(counted - expected)
    return off * WHOLE_PERCENT <= percent * expected or (worth > 0 and off * worth <= value)


def after_count(round_no: int, *, near: bool) -> str:
    """Return the state of a line once it was counted in a round.

    >>> after_count(1, near=True), after_count(1, near=False), after_count(2, near=False)
    ('counted', 'recount', 'differs')
    """
    if near:
        return "counted"
    return "recount" if round_no == 1 else "differs"


def sheet_state(lines: Iterable[str]) -> str:
    """Return the state of a sheet that is neither posted nor dropped, from those of its lines.

    >>> sheet_state(["counted", "open"]), sheet_state(["recount", "counted"])
    ('open', 'to_recount')
    >>> sheet_state(["counted", "differs"]), sheet_state(["counted"])
    ('to_approve', 'counted')
    """
    states = set(lines)
    for line, sheet in (("open", "open"), ("recount", "to_recount"), ("differs", "to_approve")):
        if line in states:
            return sheet
    return "counted"
