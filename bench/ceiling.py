"""The ceiling: the least SQL that could take the same order, in tables of its own.

An order, its three lines, the units claimed from three of as many stock rows as there are products
(a CHECK keeps them), one ledger row; committed and flushed to disk. It knows the products' ids,
promises no date, answers nothing, remembers no input, has no index beyond its keys, and could not
buy or receive what is missing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from .clients import Work
from .stage import LINES, NOW, PLENTY

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from .stage import Stage

WAYS = ("separate", "pipelined", "folded")
MEANING = {
    "separate": "bare SQL: statements one by one in a transaction",
    "pipelined": "bare SQL: the same in one round trip",
    "folded": "bare SQL: one statement in autocommit",
}

_TABLES = """
CREATE SCHEMA ceiling;
CREATE TABLE ceiling.sale (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    placed_at timestamptz NOT NULL
);
CREATE TABLE ceiling.sale_line (
    sale bigint NOT NULL, line_no int NOT NULL, product int NOT NULL, quantity int NOT NULL,
    PRIMARY KEY (sale, line_no)
);
CREATE TABLE ceiling.stock (
    product int PRIMARY KEY, on_hand bigint NOT NULL, allocated bigint NOT NULL,
    CHECK (allocated <= on_hand)
) WITH (fillfactor = 70);
CREATE TABLE ceiling.record (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sale bigint NOT NULL, what text NOT NULL,
    at timestamptz NOT NULL
);
"""
_FILL = """
INSERT INTO ceiling.stock
SELECT number, %(plenty)s::bigint, 0 FROM generate_series(1, %(products)s::int) AS number
"""

_SALE = "INSERT INTO ceiling.sale (key, placed_at) VALUES (%(key)s, %(at)s)"
_SALE_LINES = """
INSERT INTO ceiling.sale_line VALUES
(currval('ceiling.sale_id_seq'), 1, %(p1)s, %(q1)s),
(currval('ceiling.sale_id_seq'), 2, %(p2)s, %(q2)s),
(currval('ceiling.sale_id_seq'), 3, %(p3)s, %(q3)s)
"""
# The products come in ascending order, and are locked in it.
_CLAIM = """
UPDATE ceiling.stock AS s SET allocated = s.allocated + w.quantity
FROM unnest(%(products)s::int[], %(quantities)s::int[]) AS w (product, quantity)
WHERE s.product = w.product
"""
_RECORD = """
INSERT INTO ceiling.record (sale, what, at)
VALUES (currval('ceiling.sale_id_seq'), 'placed', %(at)s)
"""
_STEPS = (_SALE, _SALE_LINES, _CLAIM, _RECORD)

_FOLDED = """
WITH claimed AS (
    UPDATE ceiling.stock AS s SET allocated = s.allocated + w.quantity
    FROM unnest(%(products)s::int[], %(quantities)s::int[]) AS w (product, quantity)
    WHERE s.product = w.product
),
sale AS (
    INSERT INTO ceiling.sale (key, placed_at) VALUES (%(key)s, %(at)s) RETURNING id
),
lines AS (
    INSERT INTO ceiling.sale_line
    SELECT sale.id, w.line_no, w.product, w.quantity
    FROM sale, unnest(%(products)s::int[], %(quantities)s::int[])
        WITH ORDINALITY AS w (product, quantity, line_no)
)
INSERT INTO ceiling.record (sale, what, at) SELECT id, 'placed', %(at)s FROM sale
"""


def prepare(on: Stage) -> None:
    """Make the tables, with as many stock rows as the company has products."""
    on.conn.execute(_TABLES, prepare=False)
    on.conn.execute(_FILL, {"plenty": PLENTY, "products": on.size.products})
    on.conn.execute("VACUUM ANALYZE ceiling.stock")


def clear(on: Stage) -> None:
    """Drop the tables."""
    on.conn.execute("DROP SCHEMA ceiling CASCADE")


def separate(conn: Connection[Any], sale: dict[str, Any]) -> None:
    """Run the statements one after the other, each waiting for its answer."""
    with conn.transaction():
        for statement in _STEPS:
            conn.execute(statement, sale, prepare=True, binary=True)


def pipelined(conn: Connection[Any], sale: dict[str, Any]) -> None:
    """Send the statements without waiting in between."""
    with conn.pipeline(), conn.transaction():
        for statement in _STEPS:
            conn.execute(statement, sale, prepare=True, binary=True)


def folded(conn: Connection[Any], sale: dict[str, Any]) -> None:
    """Send one statement that does it all, and is its own transaction."""
    conn.execute(_FOLDED, sale, prepare=True, binary=True)


_RUN: dict[str, Callable[[Connection[Any], dict[str, Any]], None]] = {
    "separate": separate,
    "pipelined": pipelined,
    "folded": folded,
}


def _sale(rng: random.Random, key: str, products: int) -> dict[str, Any]:
    chosen = sorted(rng.sample(range(1, products + 1), LINES))
    quantities = [rng.randint(1, 5) for _ in chosen]
    sale: dict[str, Any] = {"key": key, "at": NOW, "products": chosen, "quantities": quantities}
    for no, (product, quantity) in enumerate(zip(chosen, quantities, strict=True), 1):
        sale |= {f"p{no}": product, f"q{no}": quantity}
    return sale


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Sales taken one by one in bare SQL; ``way`` is one of `WAYS`."""

    way: str
    turn: str
    sales: int  # of each client
    products: int
    seed: int

    def work(self, conn: Connection[Any], client: int) -> Work:
        """Prepare one client's sales."""
        run = _RUN[self.way]
        key = f"{self.turn}-{client}"
        rng = random.Random(f"{self.seed}/{key}")
        warm = max(1, self.sales // 10)
        steps = [
            partial(run, conn, _sale(rng, f"{key}-{number}", self.products))
            for number in range(warm + self.sales)
        ]
        return Work(steps[:warm], steps[warm:], self.sales)
