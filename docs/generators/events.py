"""The events page: one row for each type of event that webhooks tell."""

from __future__ import annotations

from backorder.app.hooks.events import EVENTS

from .markdown import table


def write(_about: str = "") -> str:
    """Return the table of events, by family as they are listed."""
    return table(["event", "says"], [(f"`{name}`", text) for name, text in EVENTS.items()])
