"""The sender: what is due goes out on its channel, and is marked once the channel took it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from backorder import ledger
from backorder.app.jobs import alarms, backoff
from backorder.app.statements import statement
from backorder.app.storefront import alternatives
from backorder.domain.errors import BackorderError, InvalidError

from . import choices, fallback, leases, threads, timing, zones
from .claimed import Claimed
from .composing import ODD, Composer
from .dispatching import dispatch
from .gateway import Gateway
from .rehearsing import Rehearsal
from .smtp import Letter, Mailbox, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from backorder.app.jobs.work import Work

    from .composing import Composed

BATCH = 50  # notices taken at once
PAUSE = timedelta(seconds=30)  # for a channel that is away
PATIENCE = timedelta(days=1)  # as long a notice is tried
LONGEST_RUN = timedelta(minutes=5)
_CAP_FREE = timedelta(hours=1)
_DAY = timedelta(days=1)
_LONGEST_ERROR = 500
_chance = SystemRandom()


def waiting(conn: Connection[Any], now: datetime) -> bool:
    """Tell whether there is anything to make notices of, or to send."""
    asked = {"now": now, "channels": list(choices.channels(choices.read(conn)))}
    row = conn.execute(statement("notice_waiting"), asked).fetchone()
    return bool(row and row[0])


def run(work: Work) -> dict[str, Any]:
    """Make notices of what happened and send what is due, until nothing is left."""
    sender = Sender(work)
    begun = work.now
    try:
        while not work.stopping() and work.now - begun < LONGEST_RUN:
            fresh = dispatch(work.conn, work.now)
            sender.done["dispatched"] += fresh
            looked_at = sender.batch()
            # At once, so that the next notice of a case knows which one came before it.
            note(work)
            if not looked_at and not fresh:
                break
    finally:
        sender.close()
    return dict(sender.done)


class Sender:
    """One run: its connections are kept from message to message."""

    def __init__(self, work: Work) -> None:
        """Begin with nothing done, and no channel known to be away."""
        self._work, self._conn = work, work.conn
        self._chosen = choices.read(work.conn)
        self._mailbox: Mailbox | Rehearsal = Mailbox()
        self._gateway: Gateway | Rehearsal = Gateway()
        if self._chosen.rehearsal:
            self._mailbox = self._gateway = Rehearsal()
        self._away: set[str] = set()
        self._there: set[str] = set()
        self.done: Counter[str] = Counter(dispatched=0, sent=0, failed=0, later=0)

    def close(self) -> None:
        """Hang up."""
        self._mailbox.close()
        self._gateway.close()

    def batch(self) -> int:
        """Send some of what is due; return how many were looked at."""
        channels = [one for one in choices.channels(self._chosen) if one not in self._away]
        until = self._work.now + leases.LEASE
        taken = self._claim(channels, until) if channels and self._chosen.on else []
        ready = self._ready(taken)
        lease = leases.Lease(self._conn, until, (one.id for one in ready))
        made = self._composed(ready)
        for at, one in enumerate(ready):
            if not lease.holds(one.id, self._work.now):
                continue  # this took so long that another sender has it
            lease.done(one.id)
            if self._work.stopping() or one.channel in self._away:
                self._later([one], PAUSE, one.channel if one.channel in self._away else "stopped")
                continue
            self._send(one, made[at])
            if at % 10 == 9:  # noqa: PLR2004 (often enough for whoever looks)
                self._work.tell(dict(self.done))
        return len(taken)

    def _claim(self, channels: Sequence[str], until: datetime) -> list[Claimed]:
        now = self._work.now
        values = {
            "now": now,
            "since": now - _DAY,
            "until": until,
            "most": BATCH,
            "channels": list(channels),
        }
        with self._conn.transaction():
            self._conn.execute(statement("notice_claim_lock"))
            self._conn.execute(statement("notice_overtaken"), values)
            rows = self._conn.execute(statement("notice_claim"), values).fetchall()
        return sorted(Claimed(*row) for row in rows)

    def _ready(self, taken: Sequence[Claimed]) -> list[Claimed]:
        """Return what may go now; quiet hours and the cap put off the rest."""
        now, found = self._work.now, []
        got: Counter[tuple[str, str]] = Counter()
        for one in taken:
            if one.audience == "customer" and not one.legal:
                where = zones.zone(one.timezone, self._chosen.timezone)
                quiet = timing.allowed(now, self._chosen, where)
                if quiet > now:
                    self._later([one], quiet - now, "quiet_hours")
                    continue
                if one.lately + got[one.recipient, one.channel] >= self._chosen.most_a_day:
                    self._later([one], _CAP_FREE, "cap")
                    continue
            got[one.recipient, one.channel] += 1
            found.append(one)
        return found

    def _composed(self, ready: Sequence[Claimed]) -> list[Composed | BackorderError | None]:
        """Return what each notice says, or why it cannot be said: one stops none of the others."""
        try:
            composer = Composer(self._conn, ready, self._work.now) if ready else None
        except ODD as reason:
            if len(ready) == 1:
                return [_unreadable(reason)]
            return [self._composed([one])[0] for one in ready]
        found: list[Composed | BackorderError | None] = []
        for one in ready:
            assert composer is not None
            try:
                found.append(composer.compose(one))
            except BackorderError as reason:
                found.append(reason)
            except ODD as reason:
                found.append(_unreadable(reason))
        return found

    def _send(self, one: Claimed, made: Composed | BackorderError | None) -> None:
        if isinstance(made, BackorderError):
            self._failed(
                one,
                RefusedError(f"{made.text} {made.facts.get('value', '')}".strip(), final=True),
                "template",
            )
            return
        if made is None:
            values = {"notice": one.id, "state": "suppressed", "reason": "nothing_new"}
            self._conn.execute(statement("notice_ended"), values)
            return
        try:
            answer = self._hand_over(one, made)
        except RefusedError as reason:
            self._refused(one, reason)
            return
        values = {
            "notice": one.id,
            "now": self._work.now,
            "message_id": threads.message_id(one.key, threads.host()),
            "subject": made.subject,
            "body": made.sms if one.channel == "sms" else made.text,
            "template": made.template,
            "event": made.event,
            "cases": made.cases,
            "answer": answer,
        }
        with self._conn.transaction():
            self._conn.execute(statement("notice_sent"), values)
            if one.channel != "sms":  # which has no room for alternatives
                alternatives.note_offered(self._conn, made.offered, self._work.now.date())
        self.done["sent"] += 1
        if one.channel not in self._there:
            self._there.add(one.channel)
            alarms.silence(self._conn, "notice_channel_away", one.channel, now=self._work.now)

    def _hand_over(self, one: Claimed, made: Composed) -> str:
        if one.channel == "sms":
            if not made.sms:
                raise RefusedError("It does not fit into a text message.", final=True)
            return self._gateway.send(one.key, one.address, made.sms)
        letter = Letter(
            one.key,
            one.address,
            made.subject,
            made.text,
            made.html,
            thread_of(one),
            one.created_at,
            made.unsubscribe,
        )
        return self._mailbox.send(letter)

    def _refused(self, one: Claimed, reason: RefusedError) -> None:
        if reason.channel:
            # The channel is away, not the notice at fault: it is tried later, and counts as no try.
            self._away.add(one.channel)
            text = f"The channel {one.channel} takes no messages: {reason}"
            alarms.sound(self._conn, "notice_channel_away", one.channel, text, now=self._work.now)
            self._later([one], PAUSE, "channel_away")
            return
        self._failed(one, reason, "hard_bounce" if reason.address else "refused")

    def _failed(self, one: Claimed, reason: RefusedError, code: str) -> None:
        """Write down that a try failed; what is given up goes by the other channel, if it can."""
        now = self._work.now
        again = None
        if not reason.final and now - one.created_at < PATIENCE:
            seconds = backoff.wait(min(one.attempts, backoff.TRIES - 1), _chance.random())
            again = now + timedelta(seconds=seconds or 0)
        with self._conn.transaction():
            values = {
                "notice": one.id,
                "now": now,
                "again_at": again,
                "reason": code,
                "error": str(reason)[:_LONGEST_ERROR].replace("\x00", ""),
            }
            self._conn.execute(statement("notice_failed"), values)
            if reason.address:
                note_text = str(reason)[:_LONGEST_ERROR].replace("\x00", "")
                fallback.suppress(
                    self._conn, one.channel, one.address, "bounce", note_text, now=now
                )
            if again is None:
                fallback.after_failure(self._conn, one.id, str(reason), now=now)
        self.done["failed"] += 1

    def _later(self, notices: Sequence[Claimed], wait: timedelta, reason: str) -> None:
        self.done["later"] += len(notices)
        ids = [one.id for one in notices]
        values = {"notices": ids, "again_at": self._work.now + wait, "reason": reason}
        self._conn.execute(statement("notice_later"), values)


def _unreadable(reason: Exception) -> BackorderError:
    return InvalidError("bad_fact", "Its facts cannot be read.", value=repr(reason)[:200])


def thread_of(one: Claimed) -> str:
    """Return what the e-mails of one order, or of one purchase, have in common."""
    if one.order is not None:
        return f"order:{one.order}"
    return f"purchase:{one.purchase_order}" if one.purchase_order is not None else ""


def note(work: Work) -> None:
    """Let the ledger know which notices of delays went: their clocks start then."""
    rows = work.conn.execute(statement("notice_to_note"), {"limit": BATCH}).fetchall()
    for id_, _key, channel, address, body, at, cases in rows:
        if cases:
            notices = [
                {
                    "case": one["case"],
                    "notice": one["notice"],
                    "channel": channel,
                    "recipient": address,
                    "shown": body[:20_000],
                    "at": at.isoformat(),
                }
                for one in cases
            ]
            request = {"key": f"notice:{id_}", "notices": notices}
            ledger.VERBS["mark_notified"](
                work.conn, request, now=work.now, actor=f"job:{work.name}"
            )
        work.conn.execute(statement("notice_noted"), {"notice": id_})
