"""The tasks there are: what each does, for whom it is worth starting, and its work.

Each is safe to run twice and to break off: it calls verbs of the ledger that do nothing where
nothing is due, in slices, as the actor `job:NAME`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.app.marking import gettext_noop as _
from backorder.app.pages import keeping
from backorder.app.purchasing import mailing
from backorder.app.statements import statement
from backorder.ledger.proofs import invariants
from backorder.ledger.purchasing import overdue

from . import alarms

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from backorder.app import standing

    from .work import Work

SLICE = 500  # products of which holds are expired in one transaction
KEPT_JOBS = timedelta(days=7)
KEPT_MESSAGES = timedelta(days=30)
KEPT_ALARMS = timedelta(days=90)
_PRUNED_AT_ONCE = 1000
_ROWS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its sentence, its work, and what tells whether there is any (None: always)."""

    about: str
    run: Callable[[Work], dict[str, Any]]
    wanted: Callable[[Connection[Any], datetime], bool] | None = None


def expire(work: Work) -> dict[str, Any]:
    """Free the units of quotes and holds whose time has passed; whoever waits gets them."""
    skus = _expired(work.conn, work.now)
    freed = 0
    for start in range(0, len(skus), SLICE):
        if work.stopping():
            break
        products = [{"sku": sku} for sku in skus[start : start + SLICE]]
        freed += len(work.call("expire", products=products)["freed"])
    return {"freed": freed}


def _expired(conn: Connection[Any], now: datetime) -> list[str]:
    return [row[0] for row in conn.execute(statement("job_expired_holds"), {"now": now}).fetchall()]


def review(work: Work) -> dict[str, Any]:
    """Look again at overdue purchases and stale plans, and recompute the dates they carry."""
    skus = overdue.due(work.conn, work.now)
    done = {"reviewed": 0, "rolled": 0, "repromised": 0}
    for start in range(0, len(skus), overdue.SLICE):
        if work.stopping():
            break
        answer = work.call("review", skus=skus[start : start + overdue.SLICE])
        done["reviewed"] += answer["reviewed"]
        done["rolled"] += len(answer["rolled"])
        done["repromised"] += len(answer["repromised"])
    return done


def delays(work: Work) -> dict[str, Any]:
    """Carry out what silence means, for delay cases whose day to answer by is over."""
    done = {"reviewed": 0, "cancelled": 0, "consented": 0, "untold": 0}
    after: str | None = None
    while not work.stopping():
        answer = work.call("review_delays", **({} if after is None else {"after": after}))
        done["reviewed"] += answer["reviewed"]
        for name in ("cancelled", "consented", "untold"):
            done[name] += len(answer[name])
        after = answer["next"]
        if after is None:
            break
    return done


def sweep(work: Work) -> dict[str, Any]:
    """Bring the exceptions that a person must see up to date."""
    done = {"swept": 0, "opened": 0, "updated": 0, "closed": 0}
    asked = {"acknowledge_days": settings.get("BACKORDER_ACKNOWLEDGE_DAYS")}
    after: str | None = None
    while not work.stopping():
        answer = work.call("sweep", **asked, **({} if after is None else {"after": after}))
        for name in done:
            done[name] += answer[name]
        after = answer["next"]
        if after is None:
            break
    return done


def checks(work: Work) -> dict[str, Any]:
    """Check every invariant of the books, as `doctor` does; a breach is an alarm."""
    breached = 0
    for invariant in invariants.invariants():
        if work.stopping():
            break
        found = invariants.check(work.conn, [invariant.name], limit=_ROWS_TOLD)
        for breach in found:
            breached += 1
            text = f"{breach.count} rows breach {breach.name}: {breach.text}"
            facts = {"invariant": breach.name, "count": breach.count, "rows": breach.rows}
            alarms.sound(work.conn, "books_breached", breach.name, text, now=work.now, **facts)
        if not found:
            alarms.silence(work.conn, "books_breached", invariant.name, now=work.now)
    return {"breached": breached}


def plan(work: Work) -> dict[str, Any]:
    """Plan what to buy: lead times, forecast, policies, causes, proposals, orders."""
    from backorder.app.plans import steps  # noqa: PLC0415 (numbers: only who plans)

    done: dict[str, Any] = {}
    for step, figures in steps.run(work.conn, work.now, stopping=work.stopping):
        done[step.name] = figures
        work.tell(done)
    return done


def causes(work: Work) -> dict[str, Any]:
    """Find out why backorders opened and closed since the last time."""
    from backorder.app.plans import causes as plan  # noqa: PLC0415 (numbers: only who plans)

    return plan.run(work.conn, work.now)


def counts(work: Work) -> dict[str, Any]:
    """Open count sheets for the products that are due."""
    from backorder.app.plans import counts as plan  # noqa: PLC0415 (as above)

    return plan.run(work.conn, work.now)


def prune(work: Work) -> dict[str, Any]:
    """Forget what is over: jobs, messages that arrived, alarms that were cured, sessions."""
    done = {"messages": 0, "jobs": 0, "sessions": 0}
    now = work.now
    for name, query, kept in (
        ("messages", "webhook_prune", KEPT_MESSAGES),
        ("jobs", "job_prune", KEPT_JOBS),
        ("sessions", "session_prune", timedelta(0)),
    ):
        values = {"before": now - kept, "limit": _PRUNED_AT_ONCE}
        while not work.stopping():
            row = work.conn.execute(statement(query), values).fetchone()
            count = row[0] if row else 0
            done[name] += count
            if count < _PRUNED_AT_ONCE:
                break
    work.conn.execute(statement("alarm_prune"), {"before": now - KEPT_ALARMS})
    return done


def _send(work: Work) -> dict[str, Any]:
    """Send webhooks: what happened since, and what is to be tried again."""
    from backorder.app.hooks import delivering  # noqa: PLC0415 (an HTTP client: only who sends)

    return delivering.deliver(work.conn, work.stopping)


def _waitlist(work: Work) -> dict[str, Any]:
    """Tell those first in the queues of what can be had again."""
    from backorder.app.care import turns  # noqa: PLC0415 (as below)

    return turns.run(work.conn, now=work.now, stopping=work.stopping)


def _waitlisted(conn: Connection[Any], now: datetime) -> bool:
    from backorder.app.care import turns  # noqa: PLC0415 (as below)

    return turns.wanted(conn, now)


def _notices(work: Work) -> dict[str, Any]:
    """Tell customers, suppliers and people of the shop what concerns them."""
    from backorder.app.purchasing.mailing import set_up  # noqa: PLC0415 (as below)

    set_up()
    from backorder.app.notices import sending  # noqa: PLC0415 (templates, a mail client: who sends)

    return sending.run(work)


def _remind(work: Work) -> dict[str, Any]:
    """Write what time alone brings about: reminders, and the day's digest."""
    from backorder.app.notices import reminding  # noqa: PLC0415 (as above)

    return reminding.run(work)


def _give(work: Work) -> dict[str, Any]:
    """Give by the rules of incentives to those whose orders slipped, where it pays."""
    from backorder.app.incentives import giving  # noqa: PLC0415 (numbers: only who gives)

    return giving.give(work.conn, work.now, f"job:{work.name}", work.stopping)


def _may_give(conn: Connection[Any], now: datetime) -> bool:
    from backorder.app.incentives import giving  # noqa: PLC0415 (as above)

    return giving.wanted(conn, now)


def _to_tell(conn: Connection[Any], now: datetime) -> bool:
    from backorder.app.notices import choices  # noqa: PLC0415 (it needs no templates)

    asked = {"now": now, "channels": list(choices.channels(choices.read(conn)))}
    row = conn.execute(statement("notice_waiting"), asked).fetchone()
    return bool(row and row[0])


def _reallocate(when: standing.When) -> Task:
    """Return the task of the standing reallocations that run by the clock, or on supply."""
    texts: dict[standing.When, str] = {
        "clock": _("Run the reallocations that stand on a schedule."),
        "supply": _("Run the reallocations that follow a change of supply."),
    }

    def work(work: Work) -> dict[str, Any]:
        from backorder.app import standing  # noqa: PLC0415 (it reads alarms, which stand beside)

        actor = f"job:{work.name}"
        return standing.run(work.conn, when, now=work.now, actor=actor, stopping=work.stopping)

    def wanted(conn: Connection[Any], now: datetime) -> bool:  # noqa: ARG001 (as others)
        from backorder.app import standing  # noqa: PLC0415 (as above)

        return standing.due(conn, when)

    return Task(texts[when], work, wanted)


def _waiting(conn: Connection[Any], now: datetime) -> bool:
    row = conn.execute(statement("webhook_waiting"), {"now": now}).fetchone()
    return bool(row and row[0])


def _payments(work: Work) -> dict[str, Any]:
    """Apply what payment providers said, and ask for captures, refunds and renewals."""
    from backorder.app.payments import paying  # noqa: PLC0415 (an HTTP client: only who asks)

    return paying.run(work)


def _payments_wait(conn: Connection[Any], now: datetime) -> bool:  # noqa: ARG001 (as others)
    row = conn.execute(statement("payment_work")).fetchone()
    return bool(row and row[0])


def _figures(work: Work) -> dict[str, Any]:
    """Work out the figures of large books that pages show."""
    return {"kept": keeping.keep(work.conn, work.now, work.stopping)}


TASKS: dict[str, Task] = {
    "webhooks": Task(_("Send webhooks that wait, and try failed ones again."), _send, _waiting),
    "notices": Task(
        _("Tell customers, suppliers and people what concerns them."), _notices, _to_tell
    ),
    "remind": Task(_("Remind customers who wait, suppliers who say nothing, and people."), _remind),
    "expire": Task(
        _("Free the units of quotes and holds whose time has passed."),
        expire,
        lambda conn, now: bool(_expired(conn, now)),
    ),
    "review": Task(_("Recompute dates that time has overtaken."), review),
    "delays": Task(_("Carry out what silence means for orders that are late."), delays),
    "incentives": Task(
        _("Give to customers whose orders are late what the rules say pays."), _give, _may_give
    ),
    "sweep": Task(_("Bring the exceptions up to date."), sweep),
    "reallocate": _reallocate("clock"),
    "reallocate_on_supply": _reallocate("supply"),
    "plan": Task(_("Plan what to buy: forecasts, stock policies, proposals."), plan),
    "figures": Task(
        _("Work out the figures that pages show of large books."), _figures, keeping.wanted
    ),
    "post": Task(_("Send purchase orders by e-mail."), mailing.post, mailing.due),
    "payments": Task(
        _("Record what payment providers said; capture, refund and renew what is due."),
        _payments,
        _payments_wait,
    ),
    "causes": Task(_("Find out why units had to wait."), causes),
    "counts": Task(_("Open count sheets for the products that are due."), counts),
    "waitlist": Task(
        _("Tell those who wait for a product that it can be had again."), _waitlist, _waitlisted
    ),
    "checks": Task(_("Check every invariant of the books."), checks),
    "prune": Task(
        _("Forget finished jobs, delivered messages, cured alarms and ended sessions."), prune
    ),
}
