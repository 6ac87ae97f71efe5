"""The language of templates: fields, sections, and nothing else.

``{{name}}`` is a field, ``{{#name}} … {{/name}}`` is there where the field is (and repeats for each
record of a list), ``{{^name}} … {{/name}}`` where it is not, ``{{#name=word}} … {{/name}}`` where a
choice is that word, ``{{#name=any}} … {{/name}}`` once where a list has a record, and ``{{.}}`` is
the sentence in a list of sentences. A name is one of the event's fields; nothing is looked up by
attribute, called or computed. A list stands in no list, so that what comes out is bounded, and it
is measured while it is made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from backorder.domain.errors import InvalidError

from .fields import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .values import Value

ANY = "any"  # of a list: once, where it has a record
DEEPEST, MOST_PARTS = 8, 4_000
_UNWELCOME = {"Cc", "Cs", "Cn", "Zl", "Zp"}  # control, surrogate, no character, line ends
_TAG = re.compile(r"\{\{([^{}\n]*)\}\}")
_INSIDE = re.compile(r"\s*([#^/]?)\s*([a-z][a-z_]{0,39}|\.)\s*(?:=\s*([a-z][a-z_]{0,39}))?\s*")
_ALONE = re.compile(r"^[ \t]*(\{\{[#^/][^{}\n]*\}\})[ \t]*(?:\n|\Z)", re.MULTILINE)
_SENTENCE = Field("text", "")


class Part(NamedTuple):
    """A piece of a template: plain text, a field, or a section with pieces of its own."""

    kind: str  # "text", "field", "#" or "^"
    text: str  # the words, or the field's name
    word: str = ""
    parts: tuple[Part, ...] = ()


def parse(source: str, fields: Mapping[str, Field], most: int) -> tuple[Part, ...]:
    """Return the parts of a template; ``most`` is how many characters it may have.

    Raises ``InvalidError`` with what is wrong: a field that there is not, a section left open.
    """
    if len(source) > most:
        raise InvalidError(
            "template_too_long", f"This part has at most {most:,} characters.", length=len(source)
        )
    if bad := next((c for c in source if c not in "\n\t" and category(c) in _UNWELCOME), None):
        text = "A template holds no control characters."
        raise InvalidError("bad_character", text, character=ord(bad))
    source = _ALONE.sub(r"\1", source)  # a section's tag alone on a line leaves no line behind
    reader = _Reader(fields)
    place = 0
    for match in _TAG.finditer(source):
        reader.text(source[place : match.start()])
        reader.tag(match[0], match[1])
        place = match.end()
    reader.text(source[place:])
    return reader.done()


class _Reader:
    """Puts parts together; the open sections are a stack, so no template makes it recurse."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.open: list[tuple[str, str, str, list[Part]]] = [("", "", "", [])]
        self.parts = 0
        self.inside: Field | None = None  # the list that the place is in

    def text(self, words: str) -> None:
        if "{{" in words or "}}" in words:
            raise InvalidError(
                "bad_tag", "A field is written as {{name}}, without a line break.", near=words[:80]
            )
        if words:
            self._add(Part("text", words))

    def tag(self, whole: str, inside: str) -> None:
        match = _INSIDE.fullmatch(inside)
        if match is None:
            raise InvalidError("bad_tag", f"{whole[:80]} is no field.", tag=whole[:80])
        mark, name, word = match[1], match[2], match[3] or ""
        if mark == "/":
            self._close(name, whole)
            return
        field = self._field(name)
        if mark:
            self._open(mark, name, word, field)
            return
        if word or field.kind == "list":
            text = f"{whole[:80]} is a section: it begins with {{{{#{name}}}}}."
            raise InvalidError("bad_tag", text, tag=whole[:80])
        self._add(Part("field", name))

    def done(self) -> tuple[Part, ...]:
        if len(self.open) > 1:
            name = self.open[-1][1]
            raise InvalidError(
                "section_open", f"The section {{{{#{name}}}}} is not closed.", field=name
            )
        return tuple(self.open[0][3])

    def _field(self, name: str) -> Field:
        inside = self.inside
        if inside is not None:
            if name == "." and not inside.items:
                return _SENTENCE
            if inside.items and name in inside.items:
                return inside.items[name]
        field = self.fields.get(name)
        if field is None:
            known = sorted({*self.fields, *((inside.items or ()) if inside else ())})
            raise InvalidError(
                "unknown_field",
                f"This message has no field {{{{{name}}}}}.",
                field=name,
                known=known,
            )
        return field

    def _open(self, mark: str, name: str, word: str, field: Field) -> None:
        words = (ANY,) if field.kind == "list" else field.of
        if word and word not in words:
            raise InvalidError(
                "unknown_choice", f"{name} is never {word}.", field=name, known=list(words)
            )
        if len(self.open) > DEEPEST:
            raise InvalidError("too_deep", f"Sections are at most {DEEPEST} deep.", field=name)
        if field.kind == "list" and mark == "#" and not word:
            if self.inside is not None:
                raise InvalidError(
                    "list_in_list", f"The list {name} stands inside another list.", field=name
                )
            self.inside = field
        self.open.append((mark, name, word, []))

    def _close(self, name: str, whole: str) -> None:
        if len(self.open) == 1 or self.open[-1][1] != name:
            raise InvalidError(
                "section_unopened", f"{whole[:80]} closes no open section.", field=name
            )
        mark, name, word, parts = self.open.pop()
        self._add(Part(mark, name, word, tuple(parts)))
        if mark == "#" and not word and self.inside is self.fields.get(name):
            self.inside = None

    def _add(self, part: Part) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise InvalidError("template_too_long", f"A template has at most {MOST_PARTS} parts.")
        self.open[-1][3].append(part)


def fill(
    parts: tuple[Part, ...],
    values: Mapping[str, Value],
    written: Callable[[Value], str],
    most: int,
) -> str:
    """Return a template filled in; ``written`` is how a field's words stand in this kind of text.

    Raises ``InvalidError`` where more than ``most`` characters would come out.
    """
    filling = _Filling(written, most)
    filling.walk(parts, values)
    return "".join(filling.out)


class _Filling:
    """What came out so far, and how much more may."""

    def __init__(self, written: Callable[[Value], str], most: int) -> None:
        self.written, self.most, self.left = written, most, most
        self.out: list[str] = []

    def walk(self, parts: tuple[Part, ...], values: Mapping[str, Value]) -> None:
        for part in parts:
            if part.kind == "text":
                self.put(part.text)
                continue
            value = values[part.text]
            if part.kind == "field":
                self.put(self.written(value))
                continue
            there = value.there and part.word in {"", ANY, value.word}
            if there == (part.kind == "^"):
                continue
            if there and value.records is not None and not part.word:
                for record in value.records:
                    self.walk(part.parts, {**values, **record})
            else:
                self.walk(part.parts, values)

    def put(self, text: str) -> None:
        self.left -= len(text)
        if self.left < 0:
            raise InvalidError(
                "message_too_long",
                f"The message has more than {self.most:,} characters.",
                most=self.most,
            )
        self.out.append(text)
