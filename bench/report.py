"""What a measurement says: tables, facts and goals, for people and as plain data."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table as Grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import JustifyMethod

Cell = str | int | float | None
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(slots=True)
class Table:
    """A title, the names of the columns, and rows."""

    title: str
    columns: list[str]
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Goal:
    """A figure, and what it is to be: at least ``least``, or at most ``most``."""

    what: str
    measured: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the goal is reached, else by what part of the goal it is missed.

        >>> Goal("rate", 60.0, "/s", least=80.0).verdict, Goal("p99", 12.0, "ms", most=10.0).verdict
        ('missed by 25 %', 'missed by 20 %')
        """
        goal = self.least if self.least is not None else self.most
        if goal is None:
            raise ValueError(self.what)
        short = goal - self.measured if self.least is not None else self.measured - goal
        return "reached" if short <= 0 else f"missed by {100 * short / goal:.0f} %"

    def row(self) -> list[Cell]:
        """Return the goal as a row of a table."""
        sign, goal = (">=", self.least) if self.least is not None else ("<=", self.most)
        return [
            self.what,
            f"{sign} {figure(goal)} {self.unit}",
            figure(self.measured),
            self.verdict,
        ]


@dataclass(slots=True)
class Section:
    """All that one measurement found."""

    name: str
    tables: list[Table]
    goals: list[Goal] = field(default_factory=list)
    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)  # seconds that goals of several sum up


def figure(value: Cell) -> str:
    """Return a number with three figures or more, thousands apart; text as it is.

    >>> figure(12345.6), figure(0.51234), figure(7.0), figure("p99"), figure(None)
    ('12 346', '0.512', '7.00', 'p99', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}".replace(",", " ")
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{places}f}".replace(",", " ")


def tables(facts: dict[str, str], sections: Sequence[Section]) -> list[Table]:
    """Return the tables of all sections, then the goals, then the facts of the run."""
    goals = Table("Goals", ["what", "goal", "measured", "verdict"])
    goals.rows = [goal.row() for section in sections for goal in section.goals]
    run = Table("This run", ["fact", "value"], [[name, text] for name, text in facts.items()])
    found = [table for section in sections for table in section.tables]
    return [table for table in (*found, goals, run) if table.rows]


def show(found: Sequence[Table]) -> None:
    """Print tables for people."""
    screen = Console(highlight=False, soft_wrap=False)
    if not screen.is_terminal:
        screen = Console(highlight=False, width=150, no_color=True)
    for table in found:
        screen.print(_grid(table), "")


def as_json(facts: dict[str, str], sections: Sequence[Section]) -> str:
    """Return everything as JSON text."""
    found = [
        asdict(section)
        | {"goals": [asdict(goal) | {"verdict": goal.verdict} for goal in section.goals]}
        for section in sections
    ]
    return json.dumps({"facts": facts, "sections": found}, indent=1)


def write_page(page: Path, found: Sequence[Table]) -> None:
    """Put the tables into a page of the documentation, between the marks of the figures."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    figures = "\n".join(_markdown(table) for table in found)
    page.write_text(f"{before}{BEGIN}\n\n{figures}\n{END}{after}", encoding="utf-8")


def _markdown(table: Table) -> str:
    """Return a table as a page shows it.

    >>> print(_markdown(Table("T", ["a", "b"], [["x", 1]])))
    **T**
    <BLANKLINE>
    | a | b |
    | --- | ---: |
    | x | 1 |
    <BLANKLINE>
    """
    marks = ["---:" if _numbers(table, place) else "---" for place in range(len(table.columns))]
    rows = [table.columns, marks, *([figure(cell) for cell in row] for row in table.rows)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"**{table.title}**", "", *lines, ""])


def _numbers(table: Table, place: int) -> bool:
    return all(not isinstance(row[place], str) for row in table.rows)


def _grid(table: Table) -> Grid:
    made = Grid(title=table.title, title_justify="left")
    for place, name in enumerate(table.columns):
        justify: JustifyMethod = "right" if _numbers(table, place) else "left"
        made.add_column(name, justify=justify, overflow="fold")
    for row in table.rows:
        made.add_row(*(figure(cell) for cell in row))
    return made


def note(text: str) -> None:
    """Tell a person at a terminal what is being done; in a pipe nothing is said."""
    if sys.stderr.isatty():
        sys.stderr.write(f"bench: {text}\n")
