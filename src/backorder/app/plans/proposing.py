"""The step that proposes purchases: a slice of the products at a time, until all have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Propose what to buy; a dry run says what would be proposed."""
    _ = ledger, conn, now, dry_run
    return {}
