"""What operate.md tells people to type and to install: it exists, and the unit is one."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs.generators import commands
from tests.tidy.tree import DOCS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = (DOCS / "guides" / "operate.md").read_text(encoding="utf-8")
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
UNIT = "".join(re.findall(r"^```ini\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))
PROGRAM = "/opt/backorder/bin/backorder"
# Programs of a Debian machine, of Python, and of whoever builds containers.
KNOWN = {"useradd", "python3", "install", "systemctl", "journalctl", "podman", "curl", "pip"}


def typed() -> list[list[str]]:
    """Return the commands of the guide's blocks and of the Containerfile, word by word."""
    blocks = re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"^RUN (.*)$", CONTAINER, re.MULTILINE)
    lines += re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)
    start = re.findall(r"^CMD \[(.*)\]$", CONTAINER, re.MULTILINE)
    lines += ["backorder " + " ".join(re.findall('"([^"]*)"', words)) for words in start]
    return [shlex.split(line.split(" | ")[0]) for line in lines]


def ours() -> list[list[str]]:
    """Return the commands that are our own program's, without its path."""
    return [words[1:] for words in typed() if words[0] in {"backorder", PROGRAM}]


def test_every_command_of_ours_exists_with_its_options() -> None:
    known = dict(commands.commands())
    seen = set()
    for words in ours():
        name = next(n for n in (" ".join(words[:2]), words[0]) if n in known)
        options = commands.options(known[name])
        wrong = [w for w in words if w.startswith("--") and w not in options]
        assert not wrong, words
        seen.add(name)
    assert {"serve", "migrate", "backup", "doctor", "token create"} <= seen


def test_every_other_command_is_one_that_such_a_machine_has() -> None:
    others = {words[0].rpartition("/")[2] for words in typed()} - {"backorder"}
    assert others <= KNOWN


def test_the_container_copies_what_is_there() -> None:
    copied = re.findall(r"^COPY (?!--)(.*) \S+$", CONTAINER, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert "pyproject.toml" in names
    assert [name for name in names if not (ROOT / name).exists()] == []
    let_in = (ROOT / ".containerignore").read_text(encoding="utf-8")
    assert [name for name in names if f"!{name}\n" not in let_in] == []
    (probe,) = re.findall(r'"(import urllib[^"]*)"', CONTAINER)
    compile(probe, "Containerfile", "exec")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    judge = shutil.which("systemd-analyze")
    if judge is None:
        pytest.skip("no systemd here")
    program = shutil.which("backorder") or f"{sys.prefix}/bin/backorder"
    unit = tmp_path / "backorder.service"
    unit.write_text(UNIT.replace(PROGRAM, program))
    done = subprocess.run([judge, "verify", str(unit)], capture_output=True, text=True, check=False)
    mine = [line for line in done.stderr.splitlines() if "backorder.service" in line]
    assert (done.returncode, mine) == (0, [])


def test_every_figure_is_named_and_no_other() -> None:
    # Asked of the source: to import it would begin to count in this process.
    source = (ROOT / "src/backorder/app/web/monitoring.py").read_text(encoding="utf-8")
    made = re.findall(r'(Counter|Histogram|Gauge)\(\s*"(\w+)"', source)
    figures = {f"{name}_total" if kind == "Counter" else name for kind, name in made}
    named = re.findall(r"^\| `(backorder_\w+)` \|", GUIDE, re.MULTILINE)
    assert sorted(named) == sorted(figures)
    asked = set(re.findall(r"\b(backorder_[a-z_]+?)(?:_bucket)?[{\[]", GUIDE))
    assert asked <= figures
