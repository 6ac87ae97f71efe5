"""What all commands share: help, settings, signals, a database that is not there."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from backorder import __version__
from tests.support import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Shell

MAIN = [sys.executable, "-c", "from backorder.cli import main; main()"]


def cpu_seconds() -> float:
    """Return what our children used of the processor: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_is_quick_and_loads_nothing_slow() -> None:
    script = (
        "import sys, backorder.cli\n"
        "backorder.cli.build()\n"
        "slow = {'django', 'numpy', 'psycopg', 'polars', 'msgspec'} & set(sys.modules)\n"
        "assert not slow, slow\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    took = []
    for _ in range(3):
        before = cpu_seconds()
        said = subprocess.run([*MAIN, "--help"], check=True, capture_output=True, text=True)
        took.append(cpu_seconds() - before)
    assert "doctor" in said.stdout
    assert min(took) < 0.4, f"--help took {min(took):.2f} s of the processor"


def test_version_and_wrong_usage(shell: Shell) -> None:
    assert shell("--version").out == f"backorder {__version__}\n"
    assert shell("nonsense").status == 2
    assert shell("call").status == 2


def test_a_wrong_setting_is_an_error_that_names_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_SANDBOX", "perhaps")
    answer = shell("doctor", "--json")
    assert answer.status == 1
    assert "BACKORDER_SANDBOX" in answer.err


def test_an_unknown_setting_is_a_warning(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_SANBOX", "1")
    answer = shell("doctor")
    assert answer.status == 0
    assert answer.err == (
        "backorder: warning: BACKORDER_SANBOX is not a setting; did you mean BACKORDER_SANDBOX?\n"
    )


def test_an_absent_server_is_a_refusal_without_its_password(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:geheim@/shop?host={tmp_path}")
    answer = shell("doctor", "--json")
    assert answer.status == 1
    assert answer.json()["error"]["code"] == "database_unreachable"
    assert "geheim" not in answer.out + answer.err


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_command_without_a_trace(
    tmp_path: Path, sent: signal.Signals, status: int
) -> None:
    pipe = tmp_path / "orders.json"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [*MAIN, "call", "place_orders", str(pipe)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        pipe.open("wb"),
    ):  # opens when the command reads, and keeps it waiting
        process.send_signal(sent)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == status
    assert (out, err) == ("", "")
