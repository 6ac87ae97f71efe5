"""What a task works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from backorder import ledger
from backorder.app.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection


@dataclass(frozen=True, slots=True)
class Work:
    """What a task works with: a connection, its name, and whether it is to end early."""

    conn: Connection[Any]
    name: str
    stopping: Callable[[], bool] = lambda: False

    @property
    def now(self) -> datetime:
        """Return the instant."""
        return datetime.now(UTC)

    def tell(self, facts: dict[str, Any]) -> None:
        """Note how far the work has come, for whoever looks at the jobs meanwhile."""
        told = msgspec.json.encode(facts, enc_hook=str).decode()
        self.conn.execute(statement("job_told"), {"name": self.name, "facts": told})

    def call(self, verb: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
        """Carry a verb out."""
        return ledger.VERBS[verb](self.conn, request, now=self.now, actor=f"job:{self.name}")
