"""From facts to what a template may show: each field checked by its kind and put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from backorder.domain.errors import InvalidError

from . import spelling
from .fields import EVERY, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .events import Event

LONGEST_TEXT, LONGEST_LINK, MOST_RECORDS = 1_000, 2_000, 200
# Words that an SMS may shorten; numbers, codes, days and addresses stay whole.
SHRINK = frozenset(
    {"shop", "customer_name", "name", "reason", "product", "supplier_name", "person_name"}
    | {"carrier", "ship_to", "text", "customer", "subject", "error", "recipient"}
)


class Value(NamedTuple):
    """A field of one message: its words, whether it is there, and the records of a list."""

    name: str
    kind: str
    text: str = ""
    there: bool = False
    word: str = ""
    records: tuple[Mapping[str, Value], ...] | None = None


def values_of(
    event: Event, facts: Mapping[str, Any], language: str, *, whole: bool = True
) -> dict[str, Value]:
    """Return the values of an event's fields; facts that are no field of it are left out.

    Raises ``InvalidError`` for a field that is missing though the event or its rule pack needs it
    (if the ``whole`` message is to be written), and for one that is not of its kind.
    """
    lines = facts.get("lines")
    left_out = len(lines) - MOST_RECORDS if isinstance(lines, (list, tuple)) else 0
    shown = {**facts, "more": max(0, left_out)}
    found = {name: _value(name, field, shown, language) for name, field in event.fields.items()}
    packs = {EVERY, spelling.shown(facts.get("pack"))}
    missing = sorted(
        name
        for name, field in event.fields.items()
        if packs & set(field.required_by)
        and not found[name].there
        and not (name == "date_to" and EVERY not in field.required_by)  # a day may be unknown
    )
    if missing and whole:
        raise InvalidError(
            "fact_missing",
            f"The message {event.name} lacks {', '.join(missing)}.",
            event=event.name,
            missing=missing,
        )
    return found


def _value(name: str, field: Field, facts: Mapping[str, Any], language: str) -> Value:
    raw = facts.get(name)
    if field.kind == "list":
        return _list(name, field, raw, language)
    if raw is None or raw == "":
        return Value(name, field.kind)
    if field.kind == "choice":
        if raw not in field.of:
            raise InvalidError("bad_fact", f"{name} is never {spelling.shown(raw)}.", field=name)
        text = spelling.choice(name, raw, language)
        return Value(name, field.kind, text, there=True, word=raw)
    text = _spelled(name, field, raw, facts, language)
    return Value(name, field.kind, text, there=bool(text) and raw != 0)


def _spelled(name: str, field: Field, raw: object, facts: Mapping[str, Any], language: str) -> str:
    if field.kind == "day":
        return spelling.day(raw, language)
    if field.kind == "moment":
        return spelling.moment(raw, language)
    if field.kind == "count":
        return spelling.count(raw, language)
    if field.kind == "money":
        return spelling.money(raw, facts.get("currency"), language)
    if not isinstance(raw, str):
        raise InvalidError("bad_fact", f"{name} is text.", field=name)
    return checked_link(raw) if field.kind == "link" else plain(raw)


def _list(name: str, field: Field, raw: object, language: str) -> Value:
    if raw is None:
        return Value(name, "list", records=())
    if not isinstance(raw, (list, tuple)):
        raise InvalidError("bad_fact", f"{name} is a list.", field=name)
    records = tuple(_record(name, field, one, language) for one in raw[:MOST_RECORDS])
    return Value(name, "list", there=bool(records), records=records)


def _record(name: str, field: Field, raw: object, language: str) -> dict[str, Value]:
    if not field.items:
        if not isinstance(raw, str):
            raise InvalidError("bad_fact", f"{name} is a list of sentences.", field=name)
        return {".": Value(".", "text", plain(raw), there=bool(raw.strip()))}
    if not isinstance(raw, dict):
        raise InvalidError("bad_fact", f"{name} is a list of records.", field=name)
    return {one: _value(one, item, raw, language) for one, item in field.items.items()}


def plain(text: str) -> str:
    r"""Return a text on one line, so that none of it passes for a header or a line of ours.

    >>> plain("Mug\r\nBcc: all@example.com")
    'Mug Bcc: all@example.com'
    """
    cut = text[: LONGEST_TEXT * 2]
    return " ".join("".join(c if c.isprintable() else " " for c in cut).split())[:LONGEST_TEXT]


def checked_link(text: str) -> str:
    """Return an address of the web; raises ``InvalidError`` for anything else.

    >>> checked_link("https://orders.example.com/o/1")
    'https://orders.example.com/o/1'
    """
    fine = len(text) <= LONGEST_LINK and all(c.isprintable() and not c.isspace() for c in text)
    try:
        parts = urlsplit(text)
    except ValueError:
        fine = False
    if not fine or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InvalidError("bad_link", "A link begins with https:// or http://.", link=text[:80])
    if set(text) & set("<>\"'`{}\\"):
        raise InvalidError("bad_link", "A link has no quotes or brackets.", link=text[:80])
    return text
