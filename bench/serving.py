"""The real server, as `backorder serve` starts it, for as long as it is measured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .stage import Stage


@contextmanager
def served(on: Stage, *options: str, **settings: str) -> Iterator[int]:
    """Run the server on the stage's database with some settings; yield its port."""
    program = str(Path(sys.executable).with_name("backorder"))
    with subprocess.Popen(  # noqa: S603 (our own program)
        [program, "serve", "--port", "0", *options],
        env=os.environ | {"DATABASE_URL": on.address} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)$", process.stdout.readline().strip())
            assert found is not None
            yield int(found[1])
        finally:
            process.terminate()
