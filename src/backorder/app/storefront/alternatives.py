"""What may be offered to customers instead of products, and what became of the offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.alternatives import Alternative
from backorder.ledger.orders import alternatives as books

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from psycopg import Connection

__all__ = ["Alternative", "note_offered", "note_shown", "note_shown_names", "offered"]


def offered(
    conn: Connection[Any],
    skus: Iterable[str] | Mapping[str, int],
    destination: str,
    now: datetime,
) -> dict[str, list[Alternative]]:
    """Return what may be offered instead of some products, the best first.

    ``skus``: products, or products with the units that are wanted (one without). Only what can be
    had; a product with nothing to offer is left out. See `ledger.alternatives.offered`.
    """
    units = dict(skus) if isinstance(skus, Mapping) else dict.fromkeys(skus, 1)
    return books.offered(conn, units, destination, now)


def note_shown(
    conn: Connection[Any], shown: Mapping[str, Iterable[Alternative]], day: date
) -> None:
    """Count alternatives as shown on a day: of each product those, once each."""
    note_shown_names(conn, [(sku, one.sku) for sku, mine in shown.items() for one in mine], day)


def note_shown_names(conn: Connection[Any], pairs: Sequence[tuple[str, str]], day: date) -> None:
    """Count pairs of a product and an alternative as shown on a day, all in one statement."""
    _note(conn, pairs, day, shown=1, offered=0)


def note_offered(conn: Connection[Any], pairs: Sequence[tuple[str, str]], day: date) -> None:
    """Count pairs of a product and an alternative as offered by a message on a day."""
    _note(conn, pairs, day, shown=0, offered=1)


def _note(
    conn: Connection[Any], pairs: Sequence[tuple[str, str]], day: date, *, shown: int, offered: int
) -> None:
    if pairs:
        wanted = {
            "sku": [sku for sku, _ in pairs],
            "substitute": [other for _, other in pairs],
            "times": [shown] * len(pairs),
            "offers": [offered] * len(pairs),
            "day": day,
        }
        conn.execute(statement("alternatives_shown"), wanted)
