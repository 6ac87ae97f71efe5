"""The templates that come with the product: a file for each message and language.

A file has its parts one after the other, each after a line with its name: ``== subject``,
``== sms``, ``== text`` and ``== mjml``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

PARTS = ("subject", "text", "mjml", "sms")
LIMITS = {"subject": 300, "text": 10_000, "mjml": 30_000, "sms": 1_000}  # characters of a source


class Template(NamedTuple):
    """The sources of a message; ``id`` and ``version`` are 0 for one that comes with us."""

    subject: str
    text: str
    mjml: str
    sms: str
    id: int = 0
    version: int = 0


@cache
def template(event: str, language: str) -> Template:
    """Return the template that comes with the product; both names are known ones."""
    folder = files(__package__).joinpath("built_in", language)
    source = folder.joinpath(f"{event}.txt").read_text(encoding="utf-8")
    parts: dict[str, list[str]] = {}
    name = ""
    for line in source.splitlines():
        if line.startswith("== "):
            name = line[3:].strip()
            parts[name] = []
        elif name:
            parts[name].append(line)
    subject, text, body, sms = ("\n".join(parts[name]).strip() for name in PARTS)
    return Template(subject, text, body, sms)
