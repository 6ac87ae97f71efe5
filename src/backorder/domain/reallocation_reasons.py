"""Why a line gained or lost in a reallocation: a code and one plain sentence."""

from __future__ import annotations

from typing import Any

OUTCOMES = {1: "gains", -1: "loses", 0: "stays"}

OUTCOME_TEXTS = {
    "gains": "{segment} ({strategy}) got units that can leave sooner.",
    "loses": "{segment} ({strategy}) gave up units to lines that are served before it.",
    "stays": "{segment} ({strategy}) got other units for the same day.",
}

LEFT_OUT_TEXTS = {
    "slip_too_long": "A line of it would slip by more days than the limit allows.",
    "gain_too_small": "No line of it would gain as many days as the limit asks for.",
    "too_many_lines": "Its lines would be more than the limit allows besides those that change.",
}

UNSATISFIED_TEXTS = {
    "win_unsatisfied": "It had to be on time by {due} and is not: its last unit comes {on}.",
    "gain_unsatisfied": "It should be on time by {due} and is not: its last unit comes {on}.",
}


def outcome_reason(strategy: str, outcome: str, segment: str) -> dict[str, Any]:
    """Return why a line gained or lost in a reallocation.

    >>> outcome_reason("win", "gains", "Key accounts")["text"]
    'Key accounts (win) got units that can leave sooner.'
    """
    text = OUTCOME_TEXTS[outcome].format(strategy=strategy, segment=segment)
    return {"code": f"{strategy}_{outcome}", "text": text}


def left_out_reason(code: str) -> dict[str, Any]:
    """Return why a reallocation leaves a product as it is.

    >>> left_out_reason("slip_too_long")["code"]
    'slip_too_long'
    """
    return {"code": code, "text": LEFT_OUT_TEXTS[code]}


def unsatisfied_reason(code: str, due: str | None, on: str | None) -> dict[str, Any]:
    """Return why a line that had to win or should gain is an exception.

    >>> unsatisfied_reason("win_unsatisfied", "2026-12-01", None)["text"]
    'It had to be on time by 2026-12-01 and is not: its last unit comes on a day nobody knows.'
    """
    day = "on a day nobody knows" if on is None else f"on {on}"
    text = UNSATISFIED_TEXTS[code].format(due=due or "any known day", on=day)
    return {"code": code, "text": text}
