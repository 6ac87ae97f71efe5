"""Rules of incentives as people see them: the budget used, and what the money was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.rows import dict_row

from backorder.app.statements import statement
from backorder.domain.names import number
from backorder.planning.economics.effect import Effect, difference

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection


class Voucher(NamedTuple):
    """A code that was given for waiting and is still good; the amount in minor units."""

    code: str
    amount: int
    currency: str
    expires_on: date
    event: str


def vouchers(conn: Connection[Any], order: int, today: date) -> list[Voucher]:
    """Return what an order's customer was given for waiting; nothing that was withdrawn."""
    asked = {"order": order, "today": today}
    return [Voucher(*row) for row in conn.execute(statement("incentive_of_order"), asked)]


def rules(conn: Connection[Any], today: date, name: str = "") -> list[dict[str, Any]]:
    """Return the rules, or one, each with its ``effect`` and what it comes to.

    ``avoided`` are cancellations that the money avoided, with the ends of the 95 % interval, and
    ``each`` what one of them cost: None while nobody knows, or where there were none.
    """
    cursor = conn.cursor(row_factory=dict_row)
    found = cursor.execute(
        statement("incentive_list"), {"name": name.replace("\x00", ""), "today": today}
    ).fetchall()
    for rule in found:
        effect = difference(
            (rule["given_cancelled"], rule["given"]),
            (rule["held_out_cancelled"], rule["held_out"]),
        )
        rule["effect"] = effect._asdict()
        rule.update(avoided(effect, rule["given"], rule["total"]))
    return found


def avoided(effect: Effect, given: int, total: int) -> dict[str, Any]:
    """Return the cancellations that were avoided among so many, and what each cost.

    >>> avoided(Effect(0.1, -0.05, 0.2), 200, 100_000)
    {'avoided': 20.0, 'avoided_low': -10.0, 'avoided_high': 40.0, 'each': 5000}
    >>> avoided(Effect(None, None, None), 2, 1000)["each"] is None
    True
    """
    if effect.difference is None or effect.low is None or effect.high is None:
        return dict.fromkeys(("avoided", "avoided_low", "avoided_high", "each"))
    kept = effect.difference * given
    return {
        "avoided": round(kept, 1),
        "avoided_low": round(effect.low * given, 1),
        "avoided_high": round(effect.high * given, 1),
        "each": round(total / kept) if kept > 0 else None,
    }


def orders(conn: Connection[Any], name: str, limit: int) -> list[dict[str, Any]]:
    """Return the orders that were considered under a rule, the newest first."""
    cursor = conn.cursor(row_factory=dict_row)
    asked = {"name": name.replace("\x00", ""), "limit": limit}
    found = cursor.execute(statement("incentive_orders_of"), asked).fetchall()
    for one in found:
        one["order"] = number("order", one["order_id"])
    return found
