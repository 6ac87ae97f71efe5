"""Threads that use the verbs for the first time at once: a server's first requests."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading
from backorder import ledger
from backorder.domain.errors import MalformedError

sys.setswitchinterval(1e-6)
together = threading.Barrier(16)

def read():
    together.wait()
    for verb in ledger.VERBS.values():
        try:
            verb.read({"orders": [{"key": "a", "lines": [{"sku": "A", "quantity": 1}]}]})
        except MalformedError:
            pass

threads = [threading.Thread(target=read) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.slow
@pytest.mark.parametrize("_round", range(8))
def test_threads_that_come_first_together_do_not_crash(_round: int) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
