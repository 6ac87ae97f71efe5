"""Run the command line within the test, on the test's own database."""

from __future__ import annotations

import io
import json
import signal
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from backorder import cli

if TYPE_CHECKING:
    from collections.abc import Iterator


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Return what was printed as the JSON that it must be."""
        return json.loads(self.out)


class Shell:
    """Runs commands."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capture = capture
        self.patch = patch

    def __call__(self, *words: str, stdin: bytes = b"") -> Answer:
        """Run one command."""
        self.patch.setattr(sys, "argv", ["backorder", *words])
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
        self.capture.readouterr()
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        out, err = self.capture.readouterr()
        assert isinstance(leaving.value.code, int)
        return Answer(leaving.value.code, out, err)


@pytest.fixture
def shell(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """Return what runs a command on the test's own database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    before = signal.getsignal(signal.SIGTERM)
    yield Shell(capsys, monkeypatch)
    signal.signal(signal.SIGTERM, before)
