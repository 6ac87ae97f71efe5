"""Text cells that a spreadsheet would run as a formula, and the apostrophe that stops it.

Spreadsheets run a cell that begins with one of these characters. An apostrophe before it makes it
text. So that a file comes back exactly as it left, text that already begins with apostrophes and
such a character gets one more, and reading takes exactly one away.
"""

from __future__ import annotations

import re

_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 (the full-width forms are meant)


def neutralise(text: str) -> str:
    """Return the text as a spreadsheet may see it.

    >>> neutralise("=1+1"), neutralise("'=1"), neutralise("MUG")
    ("'=1+1", "''=1", 'MUG')
    """
    return f"'{text}" if _RUNS.match(text) else text


def restore(text: str) -> str:
    """Return the text that ``neutralise`` was given.

    >>> restore("'=1+1"), restore("''=1"), restore("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
