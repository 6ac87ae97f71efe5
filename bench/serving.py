"""The real server, as `backorder serve` starts it, for as long as it is measured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .measure import processor_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .stage import Stage


class Server(NamedTuple):
    """A server that runs: its port, and the process that watches over those that answer."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """Return the processor time of the processes that answer."""
        tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return sum(processor_seconds(int(pid)) for pid in tasks.split())


@contextmanager
def served(on: Stage, *options: str, **settings: str) -> Iterator[int]:
    """Run the server on the stage's database with some settings; yield its port."""
    program = str(Path(sys.executable).with_name("backorder"))
    with started([program, "serve", "--port", "0", *options], on, **settings) as server:
        yield server.port


@contextmanager
def started(command: Sequence[str], on: Stage, **settings: str) -> Iterator[Server]:
    """Run a program that says on which port it serves, until it was measured."""
    with subprocess.Popen(  # noqa: S603 (our own program)
        command,
        env=os.environ | {"DATABASE_URL": on.address} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)$", process.stdout.readline().strip())
            assert found is not None
            yield Server(int(found[1]), process.pid)
        finally:
            process.terminate()
