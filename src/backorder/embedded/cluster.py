"""Create the embedded cluster: once, whole, and set up for one machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from backorder.domain.errors import DatabaseError

from . import unprivileged

if TYPE_CHECKING:
    from pathlib import Path

    from .unprivileged import User

SUPERUSER = "backorder"

# What differs from PostgreSQL's own choice, for a laptop or a small server. Durability stays on.
SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",  # short statements: compiling them takes longer than running them
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


def create(home: Path, install: Path, user: User | None) -> None:
    """Create the cluster: under another name first, so that a half-made one is never used."""
    new = home / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    unprivileged.own(new, user)
    done = subprocess.run(  # noqa: S603 (our own command, no shell)
        [str(install / "bin" / "initdb"), "--pgdata", str(new), *_options()],
        check=False,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        umask=0o077,
    )
    if done.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        said = " ".join(done.stderr.split())
        raise DatabaseError(
            "embedded_create_failed",
            f"The embedded database cannot be created in {home}: {said}",
            home=str(home),
        )
    new.rename(home / "data")


def _options() -> list[str]:
    """Return initdb's options. Text sorts by code point, the same with every system's locales."""
    options = ["--username", SUPERUSER, "--encoding", "UTF8", "--data-checksums"]
    options += ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    # The socket lies in a folder that only its owner and root can enter.
    options += ["--auth-local", "trust", "--auth-host", "reject"]
    for name, value in SETTINGS.items():
        options += ["--set", f"{name}={value}"]
    return options
