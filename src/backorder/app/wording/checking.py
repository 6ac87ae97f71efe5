"""Whether a template may be saved: it is rendered in every case that its rule packs know.

What a message must show is looked for in what comes out, not in the template: a field that stands
in a section that is never shown does not count.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from backorder.app.branding import Brand
from backorder.domain.errors import InvalidError

from . import demo, gsm, markup, rendering, values
from .builtin import PARTS
from .fields import ASKED, EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .builtin import Template
    from .events import Event
    from .language import Part
    from .values import Value

_BY_WHICH = ("name", "sku", "text", "order")  # one of these tells a record from others
_UNSAID = "date_to"  # the one field of a notice that may be unknown, which then has to be said


def check(event: Event, language: str, template: Template) -> None:
    """Raise ``InvalidError`` for a template that may not be saved, naming the part and why."""
    parsed: dict[str, tuple[Part, ...]] = {}
    for part in PARTS:
        try:
            parsed[part] = rendering.parsed(event.name, part, getattr(template, part))
            if part == "mjml":
                links = {name for name, field in event.fields.items() if field.kind == "link"}
                source = template.mjml.replace("&nbsp;", "&#160;")
                markup.check(source, frozenset({*links, "link"}))
        except InvalidError as refusal:
            raise _of_part(refusal, part) from None
    if any(_UNSAID in event.fields and _asks(event, _UNSAID, pack) for pack in ASKED):
        for part in ("text", "mjml"):
            if not _says_unknown(parsed[part]):
                raise InvalidError(
                    "field_missing",
                    f"The {part} must say what is so where the new day is unknown: "
                    f"{{{{^{_UNSAID}}}}} … {{{{/{_UNSAID}}}}}.",
                    part=part,
                    missing=[_UNSAID],
                )
    for pack, facts in cases(event, language):
        _shown(event, language, template, pack, facts)


def cases(event: Event, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the cases a message has to get right: the demo's, and for each pack what it asks."""
    facts = demo.facts_of(event.name, language)
    yield EVERY, facts
    only = {name: facts[name] for name in event.fields if _asks(event, name, EVERY)}
    yield EVERY, {**only, "shop": facts["shop"]}
    for name, field in event.fields.items():
        for word in field.of:
            yield EVERY, {**facts, name: word}
    for pack in ASKED:
        asked = {name for name in event.fields if _asks(event, name, pack)}
        if not asked:
            continue
        told = {name: facts[name] for name in (*only, *asked)}
        for silence in event.fields["silence"].of:
            for day in (facts[_UNSAID], None):
                yield pack, {**told, "pack": pack, "silence": silence, _UNSAID: day}


def _asks(event: Event, name: str, pack: str) -> bool:
    return pack in event.fields[name].required_by


def _shown(
    event: Event, language: str, template: Template, pack: str, facts: Mapping[str, Any]
) -> None:
    """Raise where a message of these facts does not come out, or lacks what it must show."""
    made = rendering.compose(event, language, facts, template, Brand())
    said = values.values_of(event, facts, language)
    for part, text, written in (("text", made.text, str), ("mjml", made.html, escape)):
        missing = sorted(
            name
            for name, field in event.fields.items()
            if {EVERY, pack} & set(field.required_by)
            and name != "currency"  # it is part of its amount
            and said[name].there
            and not all(any(written(one) in text for one in ones) for ones in _words(said[name]))
        )
        if missing:
            rule = "" if pack == EVERY else f" ({pack})"
            raise InvalidError(
                "field_missing",
                f"The {part} must show {', '.join(missing)}{rule}.",
                part=part,
                missing=missing,
                pack=pack,
            )
    if template.sms.strip():
        _sms(event, template, said)


def _sms(event: Event, template: Template, said: Mapping[str, Value]) -> None:
    sms = rendering.sms_of(template.sms, event, said)
    if sms.units > gsm.MOST_UNITS:
        raise InvalidError(
            "sms_too_long",
            f"The SMS has {sms.units} characters of {gsm.MOST_UNITS}.",
            part="sms",
            units=sms.units,
        )
    day = said.get(_UNSAID)
    if _asked_by_packs(event) and day is not None and day.there and day.text not in sms.text:
        raise InvalidError(
            "field_missing", f"The SMS must show {_UNSAID}.", part="sms", missing=[_UNSAID]
        )


def _asked_by_packs(event: Event) -> bool:
    return any(set(field.required_by) - {EVERY} for field in event.fields.values())


def _words(value: Value) -> list[list[str]]:
    """Return what must be found of a value: of each inner list, one of its texts."""
    if value.records is None:
        return [[value.text]]
    return [
        [record[one].text for one in (".", *_BY_WHICH) if one in record and record[one].there]
        for record in value.records
    ]


def _says_unknown(parts: tuple[Part, ...]) -> bool:
    return any(
        (part.kind == "^" and part.text == _UNSAID and _has_words(part.parts))
        or _says_unknown(part.parts)
        for part in parts
    )


def _has_words(parts: tuple[Part, ...]) -> bool:
    return any((one.kind == "text" and one.text.strip()) or _has_words(one.parts) for one in parts)


def _of_part(refusal: InvalidError, part: str) -> InvalidError:
    """Return a refusal that says of which part of the template it is."""
    return InvalidError(refusal.code, refusal.text, **{**refusal.facts, "part": part})
