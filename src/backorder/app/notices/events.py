"""Which notices there are, to whom, and on which channels they go unless a rule says otherwise."""

from __future__ import annotations

from functools import cache

from backorder.app.wording.events import EVENTS


def known(event: str) -> bool:
    """Tell whether there is a notice of that name."""
    return event in EVENTS


@cache
def defaults() -> dict[str, tuple[str, ...]]:
    """Return the channels of each event where no rule says otherwise."""
    return {name: tuple(event.channels) for name, event in EVENTS.items()}


def audience(event: str) -> str:
    """Return who hears of an event: customer, supplier or staff."""
    return EVENTS[event].audience
