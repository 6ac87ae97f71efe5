"""What the advice on offering backorders reckons with for the products of a category."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

MONEY = ("ship", "cancel", "handling", "goodwill", "future")  # in minor units, of one unit
MOST = 10**12
_LONGEST, _WHOLE = 200, 100
_CURRENCY = re.compile(r"[A-Z]{3}")


def listed(conn: Connection[Any], limit: int) -> list[dict[str, Any]]:
    """Return categories with their terms, None where the usual ones count."""
    cursor = conn.cursor(row_factory=dict_row)
    return cursor.execute(statement("advice_terms_list"), {"limit": limit}).fetchall()


def save(
    conn: Connection[Any], category: str, terms: Mapping[str, Any], *, now: datetime, by: str
) -> None:
    """Keep the terms of a category in place of those it had. Raises ``InvalidError``."""
    if not category or len(category) > _LONGEST or "\x00" in category:
        raise InvalidError("bad_category", "Terms are of a category of products.")
    if not _CURRENCY.fullmatch(terms["currency"]):
        raise InvalidError("bad_currency", "A currency has three letters, as EUR.")
    share = terms["substitute_percent"]
    if not 0 <= share <= _WHOLE or any(not 0 <= terms[name] <= MOST for name in MONEY):
        raise InvalidError("bad_terms", "Amounts are not below 0, and a share is 0 to 100 percent.")
    conn.execute(
        statement("advice_terms_save"),
        {**terms, "category": category, "now": now, "by": by[:_LONGEST]},
    )


def drop(conn: Connection[Any], category: str) -> None:
    """Let the usual terms count for a category again."""
    conn.execute(statement("advice_terms_drop"), {"category": category.replace("\x00", "")})
