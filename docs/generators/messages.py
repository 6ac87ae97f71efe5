"""The messages page: who hears of what, by which channels, with which fields."""

from __future__ import annotations

from backorder.app.wording.events import EVENTS
from backorder.app.wording.fields import EVERY, FIELDS, IN_LISTS

from .markdown import table


def write(_about: str = "") -> str:
    """Return the table of messages with their channels and fields."""
    rows = []
    for event in EVENTS.values():
        fields = ", ".join(
            f"`{name}`" + ("\\*" if EVERY in field.required_by else "")
            for name, field in event.fields.items()
        )
        channels = ", ".join(event.channels)
        rows.append((f"`{event.name}`", event.audience, event.about, channels, fields))
    return table(["message", "to", "when", "by", "fields"], rows)


def write_fields(_about: str = "") -> str:
    """Return the table of fields, those of records below the others."""
    asked: dict[str, set[str]] = {}
    for event in EVENTS.values():
        for name, field in event.fields.items():
            asked.setdefault(name, set()).update(set(field.required_by) - {EVERY})
    rows = []
    for name, field in FIELDS.items():
        about = field.sentence
        if field.items:
            about += ": " + ", ".join(f"`{one}`" for one in field.items)
        if field.of:
            about += ": " + ", ".join(f"`{one}`" for one in field.of)
        packs = ", ".join(f"`{pack}`" for pack in sorted(asked.get(name, ())))
        rows.append((f"`{name}`", field.kind, about, packs))
    kept = [
        (f"`{name}` of a record", field.kind, field.sentence, "")
        for name, field in IN_LISTS.items()
    ]
    return table(["field", "kind", "is", "asked for by"], [*rows, *kept])
