"""Give by the rules of incentives where something happened that they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import ledger, settings
from backorder.app.statements import statement
from backorder.connectors.money import decimals
from backorder.domain.names import number
from backorder.planning.economics import Response, learn_response

from .weighing import Meant, Stake, Usual, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from psycopg import Connection

LOOKED_FOR = ("slip", "delay_case")  # by the job; an intent to cancel is answered on the page
# How long a slip is news to a rule that was made after it. What slipped while a rule answered slips
# is noted by the database, however long nobody looks.
SLIPS = timedelta(days=3)
ENTRIES = 10_000  # of the journal, looked at in one go
SEEN = timedelta(days=730)
SEEN_MOST = 5000
SLICE = 500  # orders considered in one transaction
OUTCOMES = ("given", "held_out", "none", "no_budget")


class Entry(NamedTuple):
    """A journal entry that nobody has looked at yet, and its instant."""

    id: int
    at: datetime


def wanted(
    conn: Connection[Any],
    now: datetime,  # noqa: ARG001 (as others)
    events: Sequence[str] = LOOKED_FOR,
) -> bool:
    """Tell whether there is a rule for such events: by default, one that the job gives by."""
    row = conn.execute(statement("incentive_rules_live"), {"events": list(events)}).fetchone()
    return bool(row and row[0])


def give(
    conn: Connection[Any], now: datetime, actor: str, stopping: Callable[[], bool] = lambda: False
) -> dict[str, int]:
    """Consider the orders that rules mean, in slices; return how many came to what.

    Each is considered once under a rule, so whoever runs this again gives nothing more; and what
    slipped is forgotten only once all of it was considered, so nothing is missed either.
    """
    done = dict.fromkeys(OUTCOMES, 0)
    while not stopping():
        rows = conn.execute(statement("incentive_outbox_look"), {"limit": ENTRIES}).fetchall()
        entries = [Entry(*row) for row in rows]
        while not stopping():
            answers = consider(conn, find(conn, now, LOOKED_FOR, entries=entries), now, actor)
            for one in answers:
                if one["outcome"] in done:
                    done[one["outcome"]] += 1
            # What left no trace would be found again: the units came while we looked.
            if not any(one["outcome"] in done for one in answers):
                break
        else:
            break
        if entries:
            asked = {"entries": [entry.id for entry in entries]}
            conn.execute(statement("incentive_outbox_done"), asked)
        if len(entries) < ENTRIES:
            break
    return done


def at_intent(
    conn: Connection[Any], order: int, now: datetime, actor: str
) -> dict[str, Any] | None:
    """Consider an order whose customer is about to cancel; return what is given, None for nothing.

    Whoever asks again is given nothing more; what was given stands on the page.
    """
    meant = find(conn, now, ("cancel_intent",), [order])
    given = [one for one in consider(conn, meant, now, actor) if one["outcome"] == "given"]
    return given[0] if given else None


def find(
    conn: Connection[Any],
    now: datetime,
    events: Sequence[str],
    orders: Sequence[int] = (),
    entries: Sequence[Entry] = (),
) -> list[Meant]:
    """Return the orders that rules mean and that were not considered yet.

    Slips of the last days are news, and those of ``entries`` of the journal.
    """
    since = now - SLIPS
    asked = {
        "events": list(events),
        "today": now.date(),
        "now": now,
        "since": since,
        "oldest": min([since, *(entry.at for entry in entries)]),
        "entries": [entry.id for entry in entries],
        "orders": list(orders),
        "limit": SLICE,
    }
    return [Meant(*row) for row in conn.execute(statement("incentive_meant"), asked).fetchall()]


def consider(
    conn: Connection[Any], meant: Sequence[Meant], now: datetime, actor: str
) -> list[dict[str, Any]]:
    """Weigh what each order is worth keeping and give by the rules; return the answers."""
    if not meant:
        return []
    asked = {
        "orders": [one.order for one in meant],
        "categories": [one.category for one in meant],
        "today": now.date(),
    }
    stakes: dict[int, list[Stake]] = {}
    for row in conn.execute(statement("incentive_stakes"), asked).fetchall():
        stakes.setdefault(row[0], []).append(Stake(*row))
    learned = responses(conn, meant, now)
    terms = settings.get("BACKORDER_ADVICE")
    usual = Usual(terms[0], terms[1])
    wanted = []
    for one in meant:
        if one.order not in stakes:  # the units came while we looked
            continue
        amount, why = weigh(one, stakes[one.order], learned[one.rule_id], usual)
        item = {"rule": one.rule, "order": number("order", one.order), "reason": why}
        wanted.append(item | ({"amount": amount} if one.kind == "optimal" else {}))
    if not wanted:
        return []
    body = {"incentives": wanted}
    answers = ledger.VERBS["give_incentives"](conn, body, now=now, actor=actor)["incentives"]
    return list(answers)


def responses(conn: Connection[Any], meant: Sequence[Meant], now: datetime) -> dict[int, Response]:
    """Return what is known of the effect of money under each rule, by its id."""
    rules = {one.rule_id: one for one in meant}
    asked = {"rules": list(rules), "since": now - SEEN, "limit": SEEN_MOST}
    seen: dict[int, list[tuple[float, float, bool]]] = {rule: [] for rule in rules}
    for rule, *row in conn.execute(statement("incentive_seen"), asked).fetchall():
        minor = 10.0 ** decimals(rules[rule].currency)
        seen[rule].append((row[0], row[1] / minor, row[2]))
    return {
        rule: learn_response(
            [row[0] for row in seen[rule]],
            [row[1] for row in seen[rule]],
            [row[2] for row in seen[rule]],
            one.response,
        )
        for rule, one in rules.items()
    }
