"""How long a sender has what it took: renewed from message to message, and noticed when lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

# Whoever finds a notice after so long takes its sender for dead. Half of it is longer than one
# message takes whose server needs its time (smtp.SECONDS) for each of a handful of answers.
LEASE = timedelta(minutes=10)


class Lease:
    """The hold on the notices of a batch, all until the same instant.

    An instant that another sender has put in a notice's row tells that it is the other's now.
    """

    def __init__(self, conn: Connection[Any], until: datetime, notices: Iterable[int]) -> None:
        """Begin with all that was taken; ``until`` is what was written into their rows."""
        self._conn = conn
        self._until = until
        self._left = dict.fromkeys(notices)

    def holds(self, notice: int, now: datetime) -> bool:
        """Tell whether a notice is still ours to send; what is left is renewed in good time.

        One statement for each half of a lease that passes, however many notices there are.
        """
        if notice in self._left and now + LEASE / 2 > self._until:
            values = {"notices": list(self._left), "held": self._until, "until": now + LEASE}
            rows = self._conn.execute(statement("notice_renew"), values).fetchall()
            self._left = dict.fromkeys(row[0] for row in rows)
            self._until = now + LEASE
        return notice in self._left

    def done(self, notice: int) -> None:
        """Let go of a notice that was seen to."""
        self._left.pop(notice, None)
