"""The project file gives its reasons, and the lock names nothing but public packages."""

from __future__ import annotations

import re
import tomllib

from tests.tidy.tree import ROOT

PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def without_reason(text: str) -> list[str]:
    """Return the quoted names of a list that stand alone on their line without a comment."""
    return re.findall(r'^    ("[^"]+"),\s*$', text, re.MULTILINE)


def table(text: str, title: str) -> str:
    """Return the text between a table's title and the next one."""
    return text.partition(f"\n[{title}]\n")[2].partition("\n[")[0]


def test_each_dependency_has_its_reason() -> None:
    needed = table(PROJECT, "project").split("dependencies = [")[1]
    assert without_reason(needed) == []
    assert without_reason(table(PROJECT, "project.optional-dependencies")) == []


def test_each_exception_from_a_rule_has_its_reason() -> None:
    rules = tomllib.loads(PROJECT)["tool"]["ruff"]["lint"]
    assert rules["select"] == ["ALL"]
    for title in ("tool.ruff.lint", "tool.ruff.lint.per-file-ignores"):
        assert without_reason(table(PROJECT, title)) == []
    ignored = [
        *rules["ignore"],
        *(r for found in rules["per-file-ignores"].values() for r in found),
    ]
    assert "B023" not in ignored
    assert not any("B023".startswith(rule) for rule in ignored)


def test_types_are_strict() -> None:
    assert tomllib.loads(PROJECT)["tool"]["mypy"]["strict"] is True


LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def locked() -> dict[str, str]:
    """Return the locked packages and what stands behind each name, up to the next."""
    parts = re.split(r"^([a-z0-9][a-z0-9-]*)==", LOCK, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_lock_names_packages_and_no_address() -> None:
    assert "://" not in LOCK
    assert re.findall(r"^-.*", LOCK, flags=re.MULTILINE) == []
    packages = locked()
    assert len(packages) > 30
    assert [name for name, rest in packages.items() if "--hash=sha256:" not in rest] == []


def test_the_lock_has_every_dependency() -> None:
    project = tomllib.loads(PROJECT)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=~! ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - locked().keys() - {"backorder"} == set()  # its own extra names itself


def test_a_missing_reason_is_found() -> None:
    text = '    "ruff>=0.9",  # lint\n    "mypy>=1",\n    "uv",   \n'
    assert without_reason(text) == ['"mypy>=1"', '"uv"']
