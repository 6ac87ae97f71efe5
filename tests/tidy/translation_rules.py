"""What the pages say to people, read out of templates and Python, and a reader of catalogs.

Nothing here needs gettext's programs: a template is turned into calls by Django, calls are found
in the syntax tree, and ``.po`` is a format of a few lines.
"""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

# Which argument is the message, the plural and the context.
CALLS = {
    "gettext": (0, None, None),
    "ngettext": (0, 1, None),
    "pgettext": (1, None, 0),
    "npgettext": (1, 2, 0),
}
FUNCTIONS = {
    name: places
    for call, places in CALLS.items()
    for name in (call, f"{call}_lazy", f"{call}_noop")
}
MARKING = {"django.utils.translation", "backorder.app.marking"}
SHORT = {"_": CALLS["gettext"]}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = {"alt", "aria-label", "data-confirm", "data-label", "placeholder", "title"}
SILENT = {"code", "kbd", "pre", "script", "style"}  # for machines, or what stands on a key
GAP = " "  # where a template fills something in


class Message(NamedTuple):
    """One thing said to people, as gettext knows it."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """Return the name under which a catalog keeps it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


class Entry(NamedTuple):
    """A message and its translation, one form or two."""

    message: Message
    forms: tuple[str, ...]
    flags: frozenset[str]


def of_python(tree: ast.AST) -> set[Message]:
    """Return the messages of a Python file; an alias of a function counts as the function."""
    names = {**FUNCTIONS, **SHORT}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in MARKING:
            known = [one for one in node.names if one.name in FUNCTIONS]
            names |= {one.asname or one.name: FUNCTIONS[one.name] for one in known}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (places := names.get(_name(node.func))):
            parts = [_constant(node, place) for place in places]
            if parts[0]:
                found.add(Message(*parts))
    return found


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in FUNCTIONS else ""
    return node.id if isinstance(node, ast.Name) else ""


def _constant(call: ast.Call, place: int | None) -> str:
    if place is None or place >= len(call.args):
        return ""
    argument = call.args[place]
    value = argument.value if isinstance(argument, ast.Constant) else None
    return value if isinstance(value, str) else ""


def of_template(source: str) -> set[Message]:
    """Return the messages of a template; Django itself writes them out as calls."""
    written = templatize(source)
    found = set()
    for match in re.finditer(r"\b(?:_|n?p?gettext)\(", written):
        call = _call_at(written, match.start())
        found |= of_python(call) if call else set()
    return found


def _call_at(written: str, start: int) -> ast.Expression | None:
    """Return the call that begins at a place: the shortest text that is one."""
    for match in re.finditer(r"\)", written[start:]):
        with suppress(SyntaxError):
            return ast.parse(written[start : start + match.end()], mode="eval")
    return None


def untranslated(source: str) -> Iterator[str]:
    """Yield what a template says outside of the tags for translation."""
    reader = _Reader()
    reader.feed(_without_tags(source))
    reader.close()
    yield from reader.said


def _without_tags(source: str) -> str:
    """Return a template's own text; what is filled in, or translated, is a gap."""
    kept, until = [], ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            until = "" if word == until else until
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            kept.append(GAP)
            if word in {"blocktranslate", "blocktrans", "comment"}:
                until = f"end{word}"
    return "".join(kept)


class _Reader(HTMLParser):
    """Collects the text and the attributes that people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        self._keep(*(value or "" for name, value in attrs if name in SHOWN))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._keep(data)

    def _keep(self, *texts: str) -> None:
        for text in texts:
            plain = " ".join(text.split())
            if WORD.search(plain):
                self.said.append(plain)


def read_po(source: str) -> list[Entry]:
    """Return the entries of a ``.po`` file, without its header."""
    entries = [entry for part in source.split("\n\n") if (entry := _entry(part)) is not None]
    return [entry for entry in entries if entry.message.text]


def _entry(part: str) -> Entry | None:
    fields: dict[str, str] = {}
    flags: set[str] = set()
    name = ""
    for line in part.splitlines():
        if line.startswith("#,"):
            flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("msg"):
            name, _, text = line.partition(" ")
            fields[name] = ast.literal_eval(text)
        elif line.startswith('"'):
            fields[name] += ast.literal_eval(line)
    if "msgid" not in fields:
        return None
    message = Message(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""))
    forms = tuple(text for name, text in sorted(fields.items()) if name.startswith("msgstr"))
    return Entry(message, forms, frozenset(flags))


def placeholders(text: str) -> frozenset[str]:
    """Return what is filled into a message."""
    return frozenset(PLACEHOLDER.findall(text))
