"""Lengths of time as people type them."""

from __future__ import annotations

import re
from datetime import timedelta

import typer

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def span(text: str, option: str) -> timedelta:
    """Return a length of time.

    >>> span("90d", "--expires"), span("12h", "--expires")
    (datetime.timedelta(days=90), datetime.timedelta(seconds=43200))
    """
    match = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text)
    if match is None:
        raise typer.BadParameter(
            f"{text!r} is not a time such as 90d, 12h or 15m", param_hint=option
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
