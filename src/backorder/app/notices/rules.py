"""The matrix of events and channels, as the shop has it: read, changed, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

from . import events
from .choosing import OUTWARD, SCOPES, WEB, Rule

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

CHANNELS = (*OUTWARD, WEB)
_LONGEST_MATCH = 200


def read(conn: Connection[Any]) -> list[Rule]:
    """Return the rules."""
    return [Rule(*row) for row in conn.execute(statement("notice_rules")).fetchall()]


def save(conn: Connection[Any], rule: Rule, *, now: datetime, by: str) -> None:
    """Keep a rule in place of the one of the same event, channel, scope and match.

    Raises ``InvalidError``.
    """
    _check(rule)
    conn.execute(statement("notice_rule_save"), {**rule._asdict(), "now": now, "by": by[:200]})


def drop(conn: Connection[Any], rule: Rule) -> None:
    """Take a rule away: the next nearest counts, or the event's own channels."""
    named = {name: getattr(rule, name) for name in ("event", "channel", "scope", "match")}
    conn.execute(statement("notice_rule_drop"), named)


def _check(rule: Rule) -> None:
    if not events.known(rule.event):
        raise InvalidError(
            "unknown_event", f"There is no notice {rule.event[:80]!r}.", event=rule.event[:80]
        )
    if rule.channel not in CHANNELS:
        raise InvalidError(
            "unknown_channel", "A channel is email, sms or web.", channel=rule.channel[:20]
        )
    if rule.scope not in SCOPES:
        raise InvalidError(
            "unknown_scope", f"A rule is for one of {', '.join(SCOPES)}.", scope=rule.scope[:20]
        )
    if (rule.scope == "shop") == bool(rule.match) or len(rule.match) > _LONGEST_MATCH:
        raise InvalidError(
            "rule_names_nobody",
            "A rule for the shop names nobody, any other names one.",
            scope=rule.scope,
        )
    if "\x00" in rule.match:
        raise InvalidError("rule_names_nobody", "No name has such a character.", scope=rule.scope)
