"""The MJML of a message's body: what may stand in it, and how it becomes the HTML of an e-mail.

MJML passes on what it does not know, scripts too, and a very deep nesting ends the process. So each
body is read by a strict parser first: well-formed, known elements in their places, attributes whose
values are harmless, addresses of the web only. What is checked is the text after it was filled in.
"""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

import mjml

from backorder.domain.errors import InvalidError

DEEPEST, MOST_ELEMENTS = 24, 20_000
_ROOT = "mj-body"
_BLOCKS = ("mj-text", "mj-button", "mj-table", "mj-divider", "mj-spacer", "mj-image")
_WORDS = ("a", "b", "br", "em", "i", "small", "span", "strong", "u")
_FLOW = (*_WORDS, "p", "h1", "h2", "h3", "ul", "ol", "table")
_CELL = (*_WORDS, "p")
# What may stand in each element.
_INSIDE: dict[str, frozenset[str]] = {
    _ROOT: frozenset({*_BLOCKS, "mj-section"}),
    "mj-section": frozenset({"mj-column"}),
    "mj-column": frozenset(_BLOCKS),
    "mj-text": frozenset(_FLOW),
    "mj-button": frozenset(_WORDS) - {"a"},
    "mj-table": frozenset({"tr", "thead", "tbody"}),
    "mj-divider": frozenset(),
    "mj-spacer": frozenset(),
    "mj-image": frozenset(),
    "table": frozenset({"tr", "thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "td": frozenset(_CELL),
    "th": frozenset(_CELL),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "li": frozenset(_CELL),
    "br": frozenset(),
    **dict.fromkeys(("p", "h1", "h2", "h3"), frozenset(_WORDS)),
    **dict.fromkeys(("b", "em", "i", "small", "span", "strong", "u"), frozenset(_WORDS)),
    "a": frozenset(_WORDS) - {"a"},
}
_LOOKS = frozenset(
    {"align", "background-color", "border", "border-bottom", "border-color", "border-radius"}
    | {"border-style", "border-top", "border-width", "color", "colspan", "font-size", "font-style"}
    | {"font-weight", "height", "inner-padding", "line-height", "padding", "padding-bottom"}
    | {"padding-left", "padding-right", "padding-top", "text-align", "valign", "vertical-align"}
    | {"width", "alt"}
)
_PLAIN = re.compile(r"[\w\s#%.,+-]{0,200}")
_STYLE = re.compile(
    r"(?:\s*(?:background-color|border|border-bottom|border-top|color|font-size|font-style|"
    r"font-weight|line-height|margin|padding|padding-left|padding-right|text-align|"
    r"vertical-align|white-space|width)\s*:[\w\s#%.,-]{1,80}(?:;|$)){0,12}\s*"
)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`{}\\]{1,2000}")
_SECTION = re.compile(r"\{\{\s*([#^/])")
_FIELD = re.compile(r"\{\{\s*([a-z_]{1,40})\s*\}\}")


def check(body: str, links: frozenset[str] | None = None) -> None:
    """Raise ``InvalidError`` for a body that may not be sent, saying where and why.

    ``links`` are the fields that may stand in an address, for a body that is not filled in yet.
    """
    reader = _Reader(links)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text, parser.buffer_size = True, 1 << 20  # a section's tag comes in one piece
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.ProcessingInstructionHandler = reader.refuse
    parser.CommentHandler = reader.refuse
    parser.StartCdataSectionHandler = reader.refuse
    reader.parser = parser
    try:
        parser.Parse(f"<{_ROOT}>{body}</{_ROOT}>".encode(), True)  # noqa: FBT003 (its own name)
    except expat.ExpatError as reason:
        sentence = expat.ErrorString(reason.code)
        raise InvalidError(
            "bad_mjml",
            f"The body is not well-formed in line {reason.lineno}: {sentence}.",
            line=reason.lineno,
        ) from None


class _Reader:
    """Follows the elements of a body, and the sections of the template among them."""

    parser: expat.XMLParserType

    def __init__(self, links: frozenset[str] | None) -> None:
        self.links = links
        self.open: list[str] = []
        self.elements = 0
        self.sections = [0]  # how many are open in each element, so that none reaches out of one

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) > DEEPEST or self.elements > MOST_ELEMENTS:
            self._no("too_deep", f"At most {DEEPEST} elements deep, {MOST_ELEMENTS:,} in all.")
        if self.open or tag != _ROOT:
            outer = self.open[-1] if self.open else ""
            if tag not in _INSIDE:
                self._no("bad_element", f"<{tag[:40]}> may not be used.", element=tag[:40])
            if tag not in _INSIDE.get(outer, ()):
                where = "the body" if outer == _ROOT else f"<{outer}>"
                self._no("bad_element", f"<{tag}> may not stand in {where}.", element=tag)
        for name, value in attributes.items():
            self._attribute(tag, name, value)
        self.open.append(tag)
        self.sections.append(0)

    def end(self, tag: str) -> None:
        self.open.pop()
        if self.sections.pop():
            self._no("section_open", f"A section is not closed in the <{tag}> where it begins.")

    def words(self, text: str) -> None:
        outside = self.open[-1] in {"mj-section", "mj-column", _ROOT}
        if outside and self.links is None and text.strip():
            self._no("bad_text", "Words stand in an element, as <mj-text>.", near=text[:40])
        for mark in _SECTION.findall(text) if self.links is not None else ():
            self.sections[-1] += -1 if mark == "/" else 1
            if self.sections[-1] < 0:
                where = f"<{self.open[-1]}>"
                self._no("section_unopened", f"A section closes in {where} and began elsewhere.")

    def refuse(self, *_given: object) -> None:
        self._no("bad_element", "Comments, declarations and the like may not be used.")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if (name == "href" and tag in {"a", "mj-button"}) or (name == "src" and tag == "mj-image"):
            field = _FIELD.fullmatch(value)
            fine = _ADDRESS.fullmatch(value) is not None or not value
            if field is not None and self.links is not None:
                fine = name == "href" and field[1] in self.links
        elif name == "style":
            fine = _STYLE.fullmatch(value) is not None
        else:
            fine = name in _LOOKS and _PLAIN.fullmatch(value) is not None
        if not fine:
            self._no(
                "bad_attribute",
                f'{name[:40]}="{value[:80]}" may not stand in <{tag}>.',
                element=tag,
                attribute=name[:40],
            )

    def _no(self, code: str, text: str, **facts: str) -> NoReturn:
        raise InvalidError(code, text, line=self.parser.CurrentLineNumber, **facts)


def html(source: str) -> str:
    """Return the HTML of a whole MJML document; nothing is fetched for it.

    Raises ``InvalidError`` for what is no MJML.
    """
    try:
        return mjml.mjml2html(source, fonts={}, include_loader=_no_include)
    except ValueError as reason:
        raise InvalidError("bad_mjml", f"This is no MJML: {str(reason)[:200]}.") from None


def _no_include(path: str) -> str:  # noqa: ARG001 (mjml calls it so)
    raise ValueError("nothing is included")
