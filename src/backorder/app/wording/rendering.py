"""From an event and its facts to a message: subject, text, HTML and SMS."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app import branding
from backorder.domain.errors import InvalidError

from . import frame, gsm, language, markup, spelling, store, values
from .builtin import LIMITS
from .events import event_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

    from backorder.app.branding import Brand

    from .builtin import Template
    from .events import Event
    from .language import Part
    from .values import Value

LONGEST_SUBJECT, LONGEST_BODY = 200, 300_000  # characters of what comes out
# Most characters that a word of an SMS keeps, tried one after the other until the text fits.
_STEPS = (60, 48, 40, 34, 30, 26, 22, 19, 16, 13, 10, 7, 4, 0)
# Fields that an SMS does without, one after the other, rather than have its words cut down to less
# than so many characters: the customer's page has them.
SPARE, LEAST = ("alternatives", "link_tracking", "carrier", "tracking"), 16
_BLANK = re.compile(r"\n{3,}")


class Rendered(NamedTuple):
    """A message; ``template`` is the id of its version, 0 for one that comes with the product.

    ``sms`` is of the alphabet of GSM 03.38 and has at most 160 units; it is empty where not even
    shortened words make it fit, for such a message goes by another channel.
    """

    subject: str
    text: str
    html: str
    sms: str
    template: int
    version: int


class Sms(NamedTuple):
    """An SMS text, its units, and what was written instead of letters that SMS lacks."""

    text: str
    units: int
    replaced: tuple[tuple[str, str], ...]
    shortened: bool


def render(conn: Connection[Any], event: str, language: str, facts: Mapping[str, Any]) -> Rendered:
    """Return the message of an event in a language, by the template that holds now.

    Raises ``NotFoundError`` for no event, ``InvalidError`` for facts that are missing (named) or
    wrong, and for a template whose result cannot be sent.
    """
    found, spoken = event_of(event), spelling.language_of(language)
    template = store.current(conn, event, spoken)
    return compose(found, spoken, facts, template, branding.read(conn))


def compose(
    event: Event, spoken: str, facts: Mapping[str, Any], template: Template, brand: Brand
) -> Rendered:
    """Return a message made by a given template; pure."""
    given = facts if facts.get("shop") else {**facts, "shop": brand.name or "backorder"}
    said = values.values_of(event, given, spoken)
    subject = subject_of(template.subject, event, said)
    text = _tidy(fill("text", template.text, event, said))
    sms = sms_of(template.sms, event, said)
    return Rendered(
        subject,
        f"{text}\n\n{frame.plain_foot(said, spoken)}",
        html_of(template.mjml, event, said, subject=subject, spoken=spoken, brand=brand),
        sms.text if sms.units <= gsm.MOST_UNITS else "",
        template.id,
        template.version,
    )


def headline(
    event: Event, spoken: str, facts: Mapping[str, Any], template: Template, brand: Brand
) -> str:
    """Return the subject alone, for a list of messages: what only the body shows may be missing."""
    given = facts if facts.get("shop") else {**facts, "shop": brand.name or "backorder"}
    return subject_of(template.subject, event, values.values_of(event, given, spoken, whole=False))


def _tidy(text: str) -> str:
    """Return a text without the blank lines that absent fields leave behind."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK.sub("\n\n", lines).strip()


def subject_of(source: str, event: Event, said: Mapping[str, Value]) -> str:
    """Return the subject; raises ``InvalidError`` for one that breaks a line, or is empty."""
    subject = fill("subject", source, event, said)
    if "\n" in subject or not subject.isprintable():
        raise InvalidError("bad_subject", "A subject is one line.", subject=subject[:80])
    subject = gsm.shortened(" ".join(subject.split()), LONGEST_SUBJECT)
    if not subject:
        raise InvalidError("bad_subject", "A message has a subject.")
    return subject


def html_of(  # noqa: PLR0913 (a message)
    source: str,
    event: Event,
    said: Mapping[str, Value],
    *,
    subject: str,
    spoken: str,
    brand: Brand,
) -> str:
    """Return the HTML of a message; raises ``InvalidError`` for a body that may not be sent."""
    body = fill("mjml", source.replace("&nbsp;", "&#160;"), event, said)
    markup.check(body)
    return markup.html(
        frame.document(body, subject=subject, language=spoken, values=said, brand=brand)
    )


def sms_of(source: str, event: Event, said: Mapping[str, Value]) -> Sms:
    """Return the SMS text, its words shortened as far as it takes to fit, if that is enough.

    Numbers, days, codes and addresses are never cut; those that can be spared are left out whole.
    """
    spare = [name for name in SPARE if name in said and said[name].there]
    for left_out in range(len(spare) + 1):
        there = {**said, **{name: _absent(said[name]) for name in spare[:left_out]}}
        least = 0 if left_out == len(spare) else LEAST
        for most in (values.LONGEST_TEXT, *(step for step in _STEPS if step >= least)):
            text = fill("sms", source, event, _shrunk(there, most))
            found = gsm.spelled(" ".join(text.split()).lstrip(":,. "))
            made = Sms(
                found.text, gsm.units(found.text), found.replaced, most < values.LONGEST_TEXT
            )
            if made.units <= gsm.MOST_UNITS:
                return made
    return made


def _absent(value: Value) -> Value:
    """Return a field as one that no fact was given for."""
    return value._replace(text="", there=False, word="", records=() if value.records else None)


def _shrunk(said: Mapping[str, Value], most: int) -> dict[str, Value]:
    """Return values whose words have at most so many characters, as an SMS writes them."""
    return {
        name: one._replace(text=gsm.shortened(gsm.spelled(one.text).text, most))
        if name in values.SHRINK and one.kind == "text" and most < values.LONGEST_TEXT
        else one
        for name, one in said.items()
    }


def fill(part: str, source: str, event: Event, said: Mapping[str, Value]) -> str:
    """Return a part of a template filled in, as that part writes its fields."""
    most = LONGEST_BODY if part in {"mjml", "text"} else LIMITS[part] * 4
    written = _in_html if part == "mjml" else _in_text
    return language.fill(parsed(event.name, part, source), said, written, most)


@lru_cache(maxsize=512)
def parsed(event: str, part: str, source: str) -> tuple[Part, ...]:
    """Return the parts of a template's source; raises ``InvalidError`` for a wrong one."""
    return language.parse(source, event_of(event).fields, LIMITS[part])


def _in_text(value: Value) -> str:
    return value.text


def _in_html(value: Value) -> str:
    return escape(value.text)
