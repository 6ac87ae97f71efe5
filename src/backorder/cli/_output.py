"""What commands print: tables for people, JSON for programs, reasons for both."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console, RenderableType
    from rich.progress import Progress

    from backorder.domain.errors import BackorderError

_as_json = False


def _remember(wanted: bool) -> bool:  # noqa: FBT001 (the value of an option)
    """Note that JSON is wanted, so that a refusal anywhere below is printed as JSON too."""
    global _as_json  # noqa: PLW0603 (one command line, one answer)
    _as_json = wanted
    return wanted


Json = Annotated[
    bool, typer.Option("--json", callback=_remember, is_eager=True, metavar="", help="Print JSON.")
]


def show(data: Any, people: Callable[[], RenderableType]) -> None:  # noqa: ANN401 (JSON)
    """Print a result: ``data`` with ``--json``, else what ``people`` makes of it."""
    if _as_json:
        line(dump(data))
    else:
        console().print(people())


def dump(data: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 (JSON)
    """Return data as JSON text; dates, instants and the like as their own text.

    >>> from datetime import date
    >>> dump({"on": date(2026, 12, 1)})
    '{"on": "2026-12-01"}'
    """
    return json.dumps(data, ensure_ascii=False, indent=indent, default=str)


def line(text: str) -> None:
    """Print a line to standard output as it is."""
    sys.stdout.write(f"{text}\n")


def line_now(text: str) -> None:
    """Print a line to standard output at once, for whoever waits for it."""
    line(text)
    sys.stdout.flush()


def refuse(error: BackorderError) -> None:
    """Print a refusal: its sentence to standard error, with ``--json`` its facts as JSON."""
    if _as_json:
        line(dump({"error": error.as_dict()}))
    reason(f"{error.text} [{error.code}]")


def reason(text: str) -> None:
    """Print to standard error why the command ends without success."""
    sys.stderr.write(f"backorder: {text}\n")


def warn(text: str) -> None:
    """Print a warning to standard error."""
    sys.stderr.write(f"backorder: warning: {text}\n")


def console(*, stderr: bool = False) -> Console:
    """Return a console: rich on a terminal, plain text as wide as needed in a pipe."""
    from rich.console import Console  # noqa: PLC0415 (40 ms that --json does not need)

    found = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not found.is_terminal:
        found = Console(stderr=stderr, highlight=False, width=200, no_color=True)
    return found


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> RenderableType:
    """Return a table of text and numbers; numbers stand to the right."""
    from rich.markup import escape  # noqa: PLC0415 (as above)
    from rich.table import Table  # noqa: PLC0415 (as above)

    made = Table(title=title, title_justify="left")
    for place, name in enumerate(columns):
        numbers = bool(rows) and all(isinstance(row[place], int | float) for row in rows)
        made.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    return made


def progress() -> Progress:
    """Return a progress display on standard error: drawn on a terminal, silent in a pipe."""
    from rich.progress import Progress  # noqa: PLC0415 (as above)

    screen = console(stderr=True)
    return Progress(console=screen, transient=True, disable=not screen.is_terminal)
