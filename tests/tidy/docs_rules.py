"""What every page must look like. Each rule takes a text and returns its breaches."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_OUTSIDE = ("http://", "https://", "mailto:")


def blocks(text: str, *languages: str) -> list[str]:
    """Return the fenced blocks of those languages, in order."""
    return [m["body"] for m in _FENCE.finditer(text) if m["language"] in languages]


def prose(text: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", text)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page, as GitHub makes them from its headings."""
    found = set()
    for title in _HEADING.findall(prose(text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def broken_links(page: Path, text: str) -> list[str]:
    """Return the links of a page that lead nowhere inside the repository."""
    found = []
    for match in _LINK.finditer(_CODE.sub("`code`", prose(text))):
        target = match["target"]
        if target.startswith(_OUTSIDE):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        missing = not there.exists()
        if missing or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            found.append(target)
    return found


def _words(block: str) -> Iterator[list[str]]:
    """Yield the words of every command of a shell block, here-documents left out."""
    code = re.sub(r"<<\s*'?(\w+)'?(.*?)\n.*?^\1$", r"\2", block, flags=re.DOTALL | re.MULTILINE)
    code = re.sub(r"(^|\s)#.*$", "", code.replace("\\\n", " "), flags=re.MULTILINE)
    lexer = shlex.shlex(code.replace("\n", " ; "), posix=True, punctuation_chars=True)
    lexer.commenters = ""
    lexer.whitespace_split = True
    words: list[str] = []
    for word in lexer:
        if set(word) <= set("();<>|&"):
            yield words
            words = []
        else:
            words.append(word)
    yield words


def unknown_commands(text: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Return each use of ``backorder`` in a shell block that the program would not understand.

    ``known`` holds the options of each command.
    """
    found = []
    for block in blocks(text, "sh", "console"):
        for words in _words(block):
            at = next((i for i, w in enumerate(words) if w.split("/")[-1] == "backorder"), None)
            if at is None or any(word in {"-c", "-m", "useradd"} for word in words[:at]):
                continue
            command, *rest = [*words[at + 1 :], ""]
            if f"{command} {rest[0] if rest else ''}" in known:  # one of a group of commands
                command, rest = f"{command} {rest[0]}", rest[1:]
            options = {word.split("=")[0] for word in rest if word.startswith("-") and word != "-"}
            allowed = {*known.get(command, ()), "--help", "-h"}
            if command not in {*known, "--version", "--help", ""} or options - allowed:
                found.append(" ".join(words))
    return found
