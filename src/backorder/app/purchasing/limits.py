"""How much each role may order with one purchase; what is above it waits for somebody's approval.

Kept in the database like the company's name. A role without an amount has no limit. The ledger is
told the limit with every call, so that the journal says under which one a purchase was a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.types.json import Jsonb

from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

NAME = "purchase_limits"
VERBS = ("order_supply", "approve_purchases", "decide_proposals", "change_supply")
# Who may order or approve at all.
ROLES = tuple(role for role in roles.ROLES if VERBS[1] in roles.permissions(role))
_MOST = 10**13


class Limits(NamedTuple):
    """Minor units of one currency, by role."""

    currency: str
    amounts: dict[str, int]

    def of(self, role: str) -> dict[str, Any] | None:
        """Return a role's limit as the verbs take it, None where it has none.

        >>> Limits("EUR", {"buyer": 500000}).of("buyer")
        {'amount': 500000, 'currency': 'EUR'}
        """
        amount = self.amounts.get(role)
        return None if amount is None else {"amount": amount, "currency": self.currency}


def read(conn: Connection[Any]) -> Limits:
    """Return the limits."""
    row = conn.execute(statement("app_setting_find"), {"name": NAME}).fetchone()
    value = row[0] if row else {}
    return Limits(value.get("currency", "EUR"), value.get("amounts", {}))


def save(
    conn: Connection[Any], currency: str, amounts: Mapping[str, int], *, now: datetime, by: str
) -> None:
    """Keep the limits; raises ``InvalidError`` for a role, currency or amount that is none."""
    if len(currency) != 3 or not (currency.isascii() and currency.isupper()):  # noqa: PLR2004
        raise InvalidError("bad_currency", "A currency is three capital letters.")
    for role, amount in amounts.items():
        if role not in ROLES or not 0 <= amount <= _MOST:
            raise InvalidError("bad_limit", "That is no limit for that role.", role=role[:40])
    value = Jsonb({"currency": currency, "amounts": dict(amounts)})
    values = {"name": NAME, "value": value, "content": None, "at": now, "by": by}
    conn.execute(statement("app_setting_save"), values)


def applied(
    conn: Connection[Any], role: str, verb: str, body: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what a verb is asked for, with the role's limit where the verb knows one."""
    if verb not in VERBS:
        return body
    limit = read(conn).of(role)
    return body if limit is None else {**body, "limit": limit}
