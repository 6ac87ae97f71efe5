"""The sender: what is due goes out, many at once, a few to each endpoint, until nothing is left."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import settings
from backorder.app.jobs import alarms
from backorder.app.statements import statement

from . import changing, patience, sending, signing
from .dispatching import dispatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

MOST = 32  # requests at once
EACH = 8  # of them to one endpoint: a slow one does not hold up the others
LOOK_SECONDS = 0.2  # how often new work is looked for while requests are out
LONGEST_RUN = timedelta(minutes=5)
_chance = SystemRandom()


class Claimed(NamedTuple):
    """A delivery that this sender has taken."""

    id: int
    attempts: int
    endpoint: int
    name: str
    url: str
    secret: str
    old_secret: str
    event: str
    body: str


def waiting(conn: Connection[Any], now: datetime) -> bool:
    """Tell whether there is anything to dispatch or to send."""
    row = conn.execute(statement("webhook_waiting"), {"now": now}).fetchone()
    return bool(row and row[0])


def deliver(conn: Connection[Any], stopping: Callable[[], bool]) -> dict[str, int]:
    """Dispatch and send until nothing is due, or until told to stop; return what was done."""
    return asyncio.run(_Sender(conn, stopping).run())


class _Sender:
    """One run of the sender. Statements are short, so they are made between requests."""

    def __init__(self, conn: Connection[Any], stopping: Callable[[], bool]) -> None:
        self._conn = conn
        self._stopping = stopping
        self._seconds = settings.get("BACKORDER_WEBHOOKS_TIMEOUT")
        self._private = settings.get("BACKORDER_WEBHOOKS_PRIVATE")
        self._out: dict[asyncio.Task[sending.Outcome], Claimed] = {}
        self._done: Counter[str] = Counter(dispatched=0, delivered=0, failed=0)

    async def run(self) -> dict[str, int]:
        """Send until nothing is left."""
        begun = _now()
        while True:
            fresh = 0
            if not self._stopping() and _now() - begun < LONGEST_RUN:
                fresh = dispatch(self._conn, _now())
                self._done["dispatched"] += fresh
                fresh += self._start()
            if self._out:
                ended, _ = await asyncio.wait(
                    self._out, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                for task in ended:
                    self._note(self._out.pop(task), task.result())
            elif not fresh:
                return dict(self._done)

    def _start(self) -> int:
        """Take what is due and start its requests; return how many."""
        free = MOST - len(self._out)
        if not free:
            return 0
        busy = Counter(one.endpoint for one in self._out.values())
        now = _now()
        values = {
            "now": now,
            # A request ends in time, so nobody else sends it while this process lives.
            "until": now + timedelta(seconds=2 * self._seconds),
            "each": EACH,
            "most": free,
            "busy": [endpoint for endpoint, count in busy.items() if count >= EACH],
        }
        claimed = [Claimed(*row) for row in self._conn.execute(statement("webhook_claim"), values)]
        for one in claimed:
            self._out[asyncio.create_task(self._send(one))] = one
        return len(claimed)

    async def _send(self, one: Claimed) -> sending.Outcome:
        keys = [key for key in (one.secret, one.old_secret) if key]
        headers = signing.headers(one.event, _now(), one.body, keys)
        return await sending.post(
            one.url, one.body, headers, seconds=self._seconds, private=self._private
        )

    def _note(self, one: Claimed, outcome: sending.Outcome) -> None:
        """Write down how an attempt ended, and what follows from it."""
        now = _now()
        row = self._conn.execute(
            statement("webhook_endpoint_failing"), {"endpoint": one.endpoint}
        ).fetchone()
        failing_since = row[0] if row else None
        verdict = patience.judge(outcome.status, one.attempts, now, failing_since, _chance.random())
        delivered = verdict.state == "delivered"
        self._done["delivered" if delivered else "failed"] += 1
        with self._conn.transaction():
            if delivered == (failing_since is not None):
                self._conn.execute(
                    statement("webhook_endpoint_note"),
                    {"endpoint": one.endpoint, "failed": not delivered, "now": now},
                )
            self._conn.execute(
                statement("webhook_attempt_save"),
                {
                    "delivery": one.id,
                    "state": verdict.state,
                    "again_at": verdict.again_at,
                    "now": now,
                    "ms": outcome.ms,
                    "status": outcome.status,
                    "error": outcome.error,
                    "answer": outcome.answer,
                },
            )
            if delivered and failing_since is not None:
                alarms.silence(self._conn, "webhook_given_up", one.name, now=now)
            if verdict.state == "given_up" and not verdict.disable:
                self._alarm("webhook_given_up", one, outcome, now)
        if verdict.disable:
            changing.disable(self._conn, one.endpoint, verdict.disable, now=now)
            self._alarm("webhook_disabled", one, outcome, now)

    def _alarm(self, code: str, one: Claimed, outcome: sending.Outcome, now: datetime) -> None:
        why = f"status {outcome.status}" if outcome.status is not None else outcome.error
        said = {
            "webhook_given_up": f"{one.name} took no message in {one.attempts} tries: {why}.",
            "webhook_disabled": f"{one.name} was switched off: {why}.",
        }
        facts = {"endpoint": one.endpoint, "delivery": one.id, "status": outcome.status}
        alarms.sound(self._conn, code, one.name, said[code], now=now, **facts)


def _now() -> datetime:
    return datetime.now(UTC)
