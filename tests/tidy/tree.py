"""The repository as a list of files, for the rules that look at all of it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "backorder"
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

# Written by Django's makemigrations; nobody reads or edits it.
GENERATED = {
    SOURCE / "app" / "migrations" / name
    for name in (
        "0001_tables.py",
        "0003_tables_for_promises.py",
        "0015_tables_for_buying.py",
        "0019_tables_for_forecasts.py",
        "0021_tables_for_audits.py",
    )
}


def source_files() -> list[Path]:
    """Return every Python file of the product that people write."""
    return sorted(set(SOURCE.rglob("*.py")) - GENERATED)


def python_files() -> list[Path]:
    """Return every Python file that people write: product, tests, benchmarks and scripts."""
    others = [p for room in ("tests", "bench", "docs") for p in (ROOT / room).rglob("*.py")]
    return sorted([*source_files(), *others])


def sql_files() -> list[Path]:
    """Return every SQL statement of the product, one a file."""
    return sorted(SOURCE.glob("**/sql/**/*.sql"))


def pages() -> list[Path]:
    """Return every page that a reader may open."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def label(path: Path) -> str:
    """Return the path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
