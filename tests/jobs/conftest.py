"""Real worker processes on the test's own database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Worker:
    """A worker process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, list[dict[str, Any]]]:
        """Send it a signal; return its status and what it logged."""
        self.process.send_signal(number)
        _, logged = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, [json.loads(line) for line in logged.splitlines()]


@pytest.fixture
def work(database_url: str) -> Iterator[Callable[..., Worker]]:
    """Return what starts a worker; those that still run are killed after the test, by their id."""
    begun: list[subprocess.Popen[str]] = []

    def start(**settings: str) -> Worker:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("backorder")), "worker"],
            env={**os.environ, "DATABASE_URL": database_url, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        if line != "Working\n":
            process.kill()
            pytest.fail(f"{line}{process.communicate()[1]}")
        return Worker(process)

    yield start
    for process in begun:
        with process:
            if process.poll() is None:
                process.kill()


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.05)
