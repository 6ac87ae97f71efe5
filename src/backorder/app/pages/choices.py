"""What forms offer to choose from: suppliers and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.rows import dict_row

from backorder.app.statements import statement

if TYPE_CHECKING:
    from psycopg import Connection

MOST = 1000  # suppliers in a choice
MOST_OFFERS = 100  # items of a supplier on a page


class Choices(NamedTuple):
    """Pairs of code and name."""

    suppliers: list[tuple[str, str]]
    places: list[tuple[str, str]]  # that sell
    damaged: list[tuple[str, str]]

    @property
    def held(self) -> list[tuple[str, str]]:
        """Return every place that holds goods of ours."""
        return [*self.places, *self.damaged]


def known(conn: Connection[Any]) -> Choices:
    """Return what there is to choose from."""
    found: dict[str, list[tuple[str, str]]] = {"supplier": [], "location": [], "damaged": []}
    for kind, code, name in conn.execute(statement("page_codes"), {"limit": MOST}):
        found[kind].append((code, name))
    return Choices(found["supplier"], found["location"], found["damaged"])


def offers(conn: Connection[Any], supplier: str, part: str = "") -> list[dict[str, Any]]:
    """Return what a supplier offers, what customers wait for first."""
    asked = {"supplier": supplier, "part": part, "limit": MOST_OFFERS}
    cursor = conn.cursor(row_factory=dict_row)
    return cursor.execute(statement("page_supplier_offers"), asked).fetchall()
