"""What there is to share out, as arrays for those who look for the best way to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.domain.ranking import integers
from backorder.domain.reallocating import REDISTRIBUTE, SKIP
from backorder.domain.reallocation_pool import NEVER
from backorder.domain.sums import sums
from backorder.ledger.journal import arrays
from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.transaction import Transaction

from .plan import check, plan
from .scope import SeenBooks, columns, find_products, look

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.domain.ranking import Integers
    from backorder.domain.segments import Words

    from .inputs import Variant


@dataclass(frozen=True, slots=True)
class Question:
    """Lines that want units which leave by a day, and how many there are.

    For each line: its ``order`` (a number from 0, older orders first), its ``product`` (a place in
    ``sku`` and ``supply``), its open ``quantity``, the ``margin`` of a unit in minor units, its
    ``age_days``, and whether its order ships ``complete``. ``classes`` are the customers' classes,
    ``supply`` the units that can leave by the day.
    """

    order: Integers
    product: Integers
    quantity: Integers
    margin: Integers
    age_days: Integers
    complete: Integers
    classes: list[str]
    sku: list[str]
    supply: Integers
    names: list[tuple[str, int]]

    def allocation(self, quantity: Integers) -> list[dict[str, Any]]:
        """Return who gets how many units, as `reallocate` takes it."""
        rows = np.flatnonzero(integers("quantity", quantity)).tolist()
        return [
            {"order": self.names[row][0], "line": self.names[row][1], "units": int(quantity[row])}
            for row in rows
        ]


def question(
    conn: Connection[Any], variant: Variant, now: datetime, by: date | None = None
) -> Question:
    """Return what a variant has to share out, in one look at the books.

    ``by``: the day by which units must be able to leave to count, without it those on the shelf.
    Raises ``InvalidError`` (``optimum_needs_redistribute``) for a variant with other strategies:
    what those lines take first would not be there any more.
    """
    check(variant)
    if any(segment.place not in {REDISTRIBUTE, SKIP} for segment in variant.segments):
        raise InvalidError(
            "optimum_needs_redistribute",
            "The optimum shares out among lines that are redistributed; use no other strategy "
            "besides skip.",
        )
    arrays.teach(conn)
    tx = Transaction(conn, now=now, actor="question")
    with snapshot(conn):
        products = find_products(tx, variant)
        scope = look(tx, SeenBooks(tx, products), products)
        planned = plan(tx, scope, variant)
        facts = columns(tx, scope, {"class"})
    at = np.sort(planned.served)
    limit = 0 if by is None else by.toordinal()
    early = scope.cells.day <= limit
    early &= scope.cells.day != NEVER
    units = np.zeros(scope.cells.day.size, dtype=np.int64)
    np.add.at(units, scope.supply_cell, scope.free)
    mine = scope.movable[np.isin(scope.line_of, at)]
    np.add.at(units, scope.cell(mine), scope.pegs["quantity"][mine])
    supply = sums(scope.cells.product[early], units[early], len(scope.sku))
    classes: Words = facts["class"]
    ids, order = np.unique(scope.order[at], return_inverse=True)
    owner, line_no = ids[order.reshape(-1)].tolist(), scope.facts["line_no"][at].tolist()
    cost = np.array([row[2] for row in scope.about] or [0], dtype=np.int64)[scope.of[at]]
    return Question(
        order=order.reshape(-1).astype(np.int64),
        product=scope.of[at],
        quantity=scope.units[at],
        margin=np.maximum(scope.facts["unit_price"][at] - cost, 0),
        age_days=np.maximum(facts["age"][at], 0),
        complete=scope.facts["complete"][at],
        classes=[classes.values[code] for code in classes.code[at].tolist()],
        sku=scope.sku,
        supply=supply,
        names=[(number("order", one), n) for one, n in zip(owner, line_no, strict=True)],
    )
