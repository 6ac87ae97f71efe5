"""Standing reallocations: variants that run by the clock, or when supply has changed.

One is a setting of the app. It asks, so that a person approves the difference, or releases by
itself; either way the verb is the one that people use, as the actor of the job.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from psycopg.types.json import Jsonb

from backorder.app.jobs import alarms
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError

from .reallocating import reallocate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from psycopg import Connection

When = Literal["clock", "supply"]
MOST = 20
LONGEST_NAME = 80
# What brings units, takes them away or moves their day.
SUPPLY_VERBS = (
    *("receive", "order_supply", "change_supply", "adjust", "count", "transfer", "return"),
)
_TO_APPROVE, _REFUSED = "reallocation_to_approve", "reallocation_refused"


class Standing(NamedTuple):
    """A variant that runs by itself.

    ``query`` is the form it was written in; ``request`` and ``optimal`` are what `reallocate` is
    asked. ``releases``: it is carried out at once, else it waits for approval. ``seen`` is the
    journal entry up to which supply was looked at, ``outcome`` how it ended last: an instant
    ``at``, and ``lines`` that changed or would change, or the sentence it was ``refused`` with.
    """

    name: str
    when: str
    releases: bool
    query: str
    request: dict[str, Any]
    optimal: dict[str, Any] | None
    by: str
    seen: int = 0
    outcome: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        """Return its short name, by which a page names it."""
        return blake2b(self.name.encode(), digest_size=8).hexdigest()


def every(conn: Connection[Any]) -> list[Standing]:
    """Return the standing reallocations, by name."""
    rows = conn.execute(statement("standing_list")).fetchall()
    return sorted((Standing(**row[0]) for row in rows), key=lambda one: one.name)


def save(conn: Connection[Any], one: Standing, *, now: datetime) -> None:
    """Keep one; of the same name it replaces the other. Raises ``InvalidError``."""
    if not one.name.strip() or len(one.name) > LONGEST_NAME:
        raise InvalidError(
            "standing_unnamed", f"It needs a name of at most {LONGEST_NAME} characters."
        )
    with conn.transaction():
        others = [other for other in every(conn) if other.code != one.code]
        if len(others) >= MOST:
            raise InvalidError(
                "too_many_standing",
                f"There are {MOST} reallocations that run by themselves; remove one first.",
                most=MOST,
            )
        _keep(conn, one._replace(seen=_latest(conn)), now)
    alarms.silence(conn, _TO_APPROVE, one.name, now=now)
    alarms.silence(conn, _REFUSED, one.name, now=now)


def remove(conn: Connection[Any], code: str, *, now: datetime) -> None:
    """Take one away; what is not there stays so."""
    for one in every(conn):
        if one.code == code:
            conn.execute(statement("app_setting_drop"), {"name": f"reallocate:{code}"})
            alarms.silence(conn, _TO_APPROVE, one.name, now=now)
            alarms.silence(conn, _REFUSED, one.name, now=now)


def approved(conn: Connection[Any], query: str, *, now: datetime) -> None:
    """Note that a person released what the form ``query`` asks for: nothing waits any more."""
    for one in every(conn):
        if one.query == query and one.outcome and one.outcome.get("lines"):
            _keep(conn, one._replace(outcome={"at": now.isoformat(), "lines": 0}), now)
            alarms.silence(conn, _TO_APPROVE, one.name, now=now)


def due(conn: Connection[Any], when: When) -> bool:
    """Tell whether one is to run: by the clock always, on supply where that has changed since."""
    found = [one for one in every(conn) if one.when == when]
    if when == "clock" or not found:
        return bool(found)
    latest = _latest(conn)
    return any(one.seen < latest for one in found)


def run(
    conn: Connection[Any],
    when: When,
    *,
    now: datetime,
    actor: str,
    stopping: Callable[[], bool] = lambda: False,
) -> dict[str, int]:
    """Run those of a kind, one after the other; what one is refused does not stop the others."""
    done = {"ran": 0, "released": 0, "to_approve": 0, "refused": 0}
    for one in every(conn):
        if stopping():
            break
        latest = _latest(conn)
        if one.when != when or (when == "supply" and one.seen >= latest):
            continue
        outcome = _run(conn, one, now, actor)
        _keep(conn, one._replace(seen=latest, outcome=outcome), now)
        done["ran"] += 1
        if "refused" in outcome:
            done["refused"] += 1
        elif outcome["lines"]:
            done["released" if one.releases else "to_approve"] += 1
    return done


def _run(conn: Connection[Any], one: Standing, now: datetime, actor: str) -> dict[str, Any]:
    """Return how it ended; whoever must look at it finds an alarm."""
    at = now.isoformat()
    try:
        found = reallocate(
            conn, one.request, now=now, actor=actor, optimal=one.optimal, release=one.releases
        )
    except BackorderError as refusal:
        text = f"{one.name}: {refusal.text}"
        alarms.sound(conn, _REFUSED, one.name, text, now=now, reason=refusal.code)
        return {"at": at, "refused": refusal.text}
    alarms.silence(conn, _REFUSED, one.name, now=now)
    lines = len(found["difference"])
    if lines and not one.releases:
        text = f"{one.name} would change {lines} lines, and waits for approval."
        alarms.sound(conn, _TO_APPROVE, one.name, text, now=now, lines=lines)
    else:
        alarms.silence(conn, _TO_APPROVE, one.name, now=now)
    return {"at": at, "lines": lines}


def _latest(conn: Connection[Any]) -> int:
    """Return the number of the last journal entry that changed supply."""
    row = conn.execute(statement("standing_supply"), {"verbs": list(SUPPLY_VERBS)}).fetchone()
    return int(row[0]) if row else 0


def _keep(conn: Connection[Any], one: Standing, now: datetime) -> None:
    conn.execute(
        statement("app_setting_save"),
        {
            "name": f"reallocate:{one.code}",
            "value": Jsonb(one._asdict()),
            "content": None,
            "at": now,
            "by": one.by,
        },
    )
