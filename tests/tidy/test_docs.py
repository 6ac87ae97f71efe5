"""The documentation is complete, its links lead somewhere, and it speaks of what exists."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from backorder import ledger
from backorder.app.hooks.events import EVENTS
from backorder.app.jobs.alarms import ALARMS
from backorder.app.jobs.tasks import TASKS
from backorder.connectors.kinds import KINDS
from backorder.domain import reasons
from backorder.ledger.proofs.invariants import invariants
from backorder.setting_table import TABLE
from docs.generators import commands, errors, markdown, verbs
from tests.support import PATIENCE
from tests.tidy import docs_rules as rules
from tests.tidy.tree import DOCS, REFERENCE, ROOT, label, pages

if TYPE_CHECKING:
    from pathlib import Path

KINDS_OF_PAGE = ("start", "guides", "reference", "concepts", "decisions")
CONTRACT_COMMANDS = [
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/backorder demo",
    ".venv/bin/pip install '.[dev]' && .venv/bin/pytest",
]
DECISION_HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "Kept by"]
OPTIONS = {name: commands.options(command) for name, command in commands.commands()}

every_page = pytest.mark.parametrize("page", pages(), ids=label)
decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
every_decision = pytest.mark.parametrize("page", decisions, ids=label)
every_verb = pytest.mark.parametrize("verb", ledger.VERBS)


def section(page: Path, title: str) -> str:
    """Return the part of a page under a second-level heading."""
    text = page.read_text(encoding="utf-8")
    _, found, rest = text.partition(f"\n## {title}\n")
    assert found, f"{label(page)} has no section {title}"
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]


# Complete: what the program has, the reference names.


@every_verb
def test_a_verb_has_its_section_with_an_example(verb: str) -> None:
    """The first JSON block of a verb's section is a request that the verb would read."""
    examples = rules.blocks(section(REFERENCE / "verbs.md", f"`{verb}`"), "json")
    assert examples
    assert ledger.VERBS[verb].read(json.loads(examples[0])) is not None


@every_verb
def test_a_verb_has_its_fields(verb: str) -> None:
    found = section(REFERENCE / "verbs.md", f"`{verb}`")
    record = msgspec.inspect.type_info(ledger.VERBS[verb].request)
    assert isinstance(record, msgspec.inspect.StructType)
    assert [path for path, _, _ in verbs.rows(record) if path not in found] == []


@pytest.mark.parametrize("name", OPTIONS)
def test_a_command_has_its_section_with_its_options(name: str) -> None:
    found = section(REFERENCE / "cli.md", name)
    assert [flag for flag in OPTIONS[name] if f"`{flag}`" not in found] == []


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (REFERENCE / "events.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*ALARMS, *TASKS])
def test_an_alarm_and_a_task_are_in_the_guide(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "guides" / "jobs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [setting.name for setting in TABLE])
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "settings.md").read_text(encoding="utf-8")


def test_every_error_code_is_documented() -> None:
    text = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    codes = {entry.code for entry in errors.all_raised()}
    assert len(codes) > 20
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


@pytest.mark.parametrize(
    "code", [*reasons.REFUSAL_TEXTS, *reasons.PROMISE_TEXTS, *reasons.CAUSE_TEXTS]
)
def test_a_reason_is_documented(code: str) -> None:
    assert f"`{code}`" in (REFERENCE / "errors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [invariant.name for invariant in invariants()])
def test_an_invariant_is_documented(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "invariants.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_section_with_its_columns(kind: str) -> None:
    found = section(REFERENCE / "kinds.md", f"`{kind}`")
    assert [c.name for c in KINDS[kind].columns if f"`{c.name}`" not in found] == []


def test_the_mechanical_parts_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.stdout, done.returncode) == ("every page is current\n", 0), done.stderr


# True: what the pages say, the program has.


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    assert rules.broken_links(page, page.read_text(encoding="utf-8")) == []


@every_page
def test_commands_exist(page: Path) -> None:
    assert rules.unknown_commands(page.read_text(encoding="utf-8"), OPTIONS) == []


def test_every_page_is_of_one_kind_and_listed() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = [p for p in DOCS.rglob("*.md") if p.parent != DOCS]
    assert {p.parent.name for p in listed} == set(KINDS_OF_PAGE)
    missing = [p for p in listed if f"({p.relative_to(DOCS).as_posix()})" not in index]
    assert missing == []


def test_the_readme_has_the_two_commands_of_the_contract() -> None:
    found = rules.blocks((ROOT / "README.md").read_text(encoding="utf-8"), "sh")
    assert [block.strip() for block in found] == CONTRACT_COMMANDS


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 12


@every_decision
def test_a_decision_has_its_parts_and_its_keeper(page: Path) -> None:
    """It says what it costs, and links to the test or constraint that keeps it."""
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == DECISION_HEADINGS
    assert re.search(r"\]\(\.\./\.\./(tests|src|pyproject)", text.split("## Kept by")[1])


def test_the_examples_of_the_generators_hold() -> None:
    for module in (markdown, errors, verbs):
        assert doctest.testmod(module).failed == 0


# The rules themselves: each finds a planted breach, and passes its neighbour.


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One `two`\n", encoding="utf-8")
    page = tmp_path / "b.md"
    text = "[x](a.md) [x](a.md#one-two) [x](a.md#three) [x](c.md) [`y`](d.md) `[0-9](e)`"
    assert rules.broken_links(page, text) == ["a.md#three", "c.md", "d.md"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("backorder call ship < a.json", []),
        (".venv/bin/backorder call --json ship | jq .", []),
        ("backorder serve", ["backorder serve"]),
        ("echo 'a;b' # it's\nbackorder serve", ["backorder serve"]),
        ("echo 1 && X=1 backorder call --fast ship", ["X=1 backorder call --fast ship"]),
        ("cat > a.csv <<'EOF'\nbackorder serve\nEOF", []),
        ("backorder call ship <<'EOF'\n{}\nEOF\nbackorder serve", ["backorder serve"]),
        ("sudo useradd --system backorder", []),
        ("backorder token create x --scope all", []),
        ("backorder token steal x", ["backorder token steal x"]),
    ],
)
def test_an_unknown_command_is_found(line: str, found: list[str]) -> None:
    known: dict[str, Any] = {"call": ["--json"], "token create": ["--scope"]}
    assert rules.unknown_commands(f"```sh\n{line}\n```\n", known) == found
