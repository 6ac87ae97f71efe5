"""The step that proposes purchases: a slice of the products at a time, until all have been."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backorder import ledger, settings

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

ACTOR = "job:plan"


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Propose what to buy; a dry run says what would be proposed."""
    verb = ledger.VERBS["propose"]
    carry_out = verb.preview if dry_run else verb
    done: Counter[str] = Counter()
    after: str | None = None
    while True:
        request: dict[str, Any] = {"wait_percent": settings.get("BACKORDER_WAIT_PERCENT")}
        if after is not None:
            request["after"] = after
        answer = carry_out(conn, request, now=now, actor=ACTOR)
        done.update({name: units for name, units in answer.items() if isinstance(units, int)})
        after = answer["next"]
        if after is None:
            return dict(done)
