"""The start page and the guides are run: what they say is typed, and what they show is compared.

Every ``sh`` block of a page is run, in order, in one folder and on one fresh database. A ``text``
block after it is what it prints: ``...`` stands for anything, and every date for any other date.
Blocks marked ``console`` are not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import require
from tests.tidy.tree import DOCS, label

PAGES = sorted([*(DOCS / "start").glob("*.md"), *(DOCS / "guides").glob("*.md")])
PROMPT = "== step"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOTHING_TYPED = {
    "your-own-postgresql.md",  # needs a server that a test cannot install
    "messages.md",  # templates are changed on pages
    "tell-your-customers.md",  # needs a mail server or a gateway, and is switched on on a page
    "the-customers-page.md",  # a page, opened by links that other pages make
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|\+00:00))?")
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Step(NamedTuple):
    """A block that is typed, and what it prints where the page shows that."""

    typed: str
    shown: str | None


def steps(text: str) -> list[Step]:
    """Return the steps of a page."""
    found: list[Step] = []
    for language, body in _BLOCK.findall(text):
        if language == "sh":
            found.append(Step(body, None))
        elif found and found[-1].shown is None:
            found[-1] = Step(found[-1].typed, body)
    return found


def alike(shown: str, printed: str) -> bool:
    """Return whether a page shows what was printed."""
    want, got = (_DATE.sub("DATE", text).strip() + "\n" for text in (shown, printed))
    return doctest.OutputChecker().check_output(want, got, _FLAGS)


def run(page: list[Step], folder: Path, **settings: str) -> list[str]:
    """Type the steps of a page into one shell and return what each printed."""
    script = "".join(f"echo '{PROMPT}'\n{step.typed}" for step in page)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **settings, "PATH": path, "HOME": str(folder), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.split(f"{PROMPT}\n")[1:]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=label)
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, database_url: str) -> None:
    written = steps(page.read_text(encoding="utf-8"))
    if not written:
        assert page.name in NOTHING_TYPED
        return
    if any("curl " in step.typed for step in written):
        require("curl", present=shutil.which("curl") is not None)
    printed = run(written, tmp_path, DATABASE_URL=database_url)
    wrong = [
        f"typed:\n{step.typed}\nshown:\n{step.shown}\nprinted:\n{output}"
        for step, output in zip(written, printed, strict=True)
        if step.shown is not None and not alike(step.shown, output)
    ]
    assert not wrong, "\n".join(wrong)


# The runner itself.


def test_a_wrong_output_is_found() -> None:
    assert alike("4 on 2026-11-23, ... done", "4 on 2030-01-01, quite   done\n")
    assert not alike("4 on 2026-11-23", "5 on 2026-11-23\n")


def test_a_failing_step_is_found(tmp_path: Path) -> None:
    page = steps("```sh\nx=1\n```\n```text\n```\n```sh\necho $x\n```\n```text\n1\n```\n")
    assert run(page, tmp_path) == ["", "1\n"]
    with pytest.raises(AssertionError, match="before"):
        run(steps("```sh\necho before\nfalse\n```\n"), tmp_path)
