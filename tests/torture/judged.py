"""How random histories are carried out and judged after every step.

The doctor runs the invariants, the tally knows what actors sent, and at the end of a history its
journal is replayed into empty books, which must come out the same.
"""

from __future__ import annotations

import datetime as dt
import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, invariant
from psycopg.conninfo import conninfo_to_dict

from backorder import database, ledger
from backorder.domain.errors import BackorderError
from backorder.ledger.proofs import invariants
from backorder.ledger.proofs.rehearsal import rehearse
from backorder.ledger.proofs.state import state_hash
from tests.support import temporary_database

from .draws import BEGIN, days_ahead
from .standing import ADD_ONLY, later, standing
from .tally import Tally

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

# Whoever waits was never told a day before the one on which his supply is expected, but for so many
# days as he need not be told of.
# Only where a unit of an order that ships complete has no date, its other units have none either.
HOPES = """
SELECT g.line_id, g.promised_on, s.name, s.available_on
FROM peg g
JOIN supply s ON s.id = g.supply_id
JOIN sales_order o ON o.id = g.order_id
JOIN order_line l ON l.id = g.line_id
WHERE g.promised_on + (l.tell_later_days - 1) < s.available_on
    OR (g.promised_on IS NULL AND NOT (o.ship = 'complete' AND EXISTS (
        SELECT FROM peg u WHERE u.order_id = g.order_id AND u.supply_id IS NULL
    )))
ORDER BY g.line_id, g.n
"""

# Only these may move what is released: it leaves, is recalled, or turns out not to be there.
MOVES_RELEASED = ("ship", "release", "count", "adjust")


class JudgedBooks(RuleBasedStateMachine):
    """Books whose every step is judged: by the doctor, by the tally, and at the end by a replay."""

    server: ClassVar[str]
    template: ClassVar[str]

    def __init__(self) -> None:
        """Open fresh books."""
        super().__init__()
        self.open = ExitStack()
        name = str(conninfo_to_dict(self.template)["dbname"])
        urls = [
            self.open.enter_context(
                temporary_database(self.server, f"backorder_torture_{secrets.token_hex(6)}", name)
            )
            for _ in range(2)
        ]
        self.conn, self.mirror = (self.open.enter_context(database.connect(url)) for url in urls)
        self.now = BEGIN
        self.tally = Tally()
        self.orders: dict[str, dict[str, Any]] = {}
        self.said: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.keys = 0
        self.hash = state_hash(self.conn)

    def teardown(self) -> None:
        """Replay the journal into empty books; then close both."""
        try:
            found = rehearse(self.conn, self.mirror)
            assert found.same, found.differing()
        finally:
            self.open.close()

    # --- how every verb is called -------------------------------------------------------

    def do(self, verb: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """Call a verb; a refusal must carry code and facts, and change nothing."""
        note(f"{self.now:%m-%d %H:%M} {verb} {request}")
        fenced = self.fenced()
        stood = standing(self.conn) if verb in ADD_ONLY else {}
        try:
            answer = self.call(verb, request)
        except BackorderError as reason:
            self.refused(reason)
            return None
        note(f"  -> {answer}")
        self.said.append((verb, request, answer))
        assert verb in MOVES_RELEASED or self.fenced() == fenced
        worse = later(stood, standing(self.conn)) if stood else []
        assert not worse, f"made later by {verb}: {worse}"
        return answer

    def call(self, verb: str, request: dict[str, Any]) -> dict[str, Any]:
        """Call a verb, whatever comes of it."""
        return ledger.VERBS[verb](self.conn, request, now=self.now, actor="torture")

    def refused(self, refusal: BackorderError) -> None:
        """Judge a refusal: a known kind of error, a sentence, and books as they were."""
        note(f"  refused: {refusal.code}: {refusal.text}")
        assert type(refusal) is not BackorderError, refusal.as_dict()
        assert refusal.code
        assert refusal.text.endswith(".")
        assert state_hash(self.conn) == self.hash

    def fenced(self) -> list[tuple[Any, ...]]:
        """Return the units released to pick: line, supply, units, and what was told of them."""
        return self.conn.execute(
            """
            SELECT line_id, supply_id, promised_on, sum(quantity) FROM peg WHERE released
            GROUP BY line_id, supply_id, promised_on ORDER BY line_id, supply_id, promised_on
            """
        ).fetchall()

    def key(self) -> str:
        """Return a key that was not used before."""
        self.keys += 1
        return f"k{self.keys}"

    def day(self, data: DataObject) -> str:
        """Draw a day around now."""
        return (self.now.date() + dt.timedelta(days=data.draw(days_ahead))).isoformat()

    def on_orders(self, which: str) -> list[tuple[str, str, int]]:
        """Return (order, sku, units) where so many units are open, or can come back."""
        found = []
        for (key, sku), mine in self.tally.orders.items():
            count = mine.open if which == "open" else mine.shipped - mine.returned
            if count:
                found.append((key, sku, count))
        return found

    def others(self, known: list[tuple[Any, ...]] | None = None) -> list[tuple[Any, ...]]:
        """Return pegs and last promises of the lines there are, or of those known."""
        rows = self.conn.execute(
            """
            SELECT g.line_id, g.n, g.supply_id, g.quantity, g.promised_on,
                (SELECT max(version) FROM promise p WHERE p.line_id = g.line_id)
            FROM peg g ORDER BY g.line_id, g.n
            """
        ).fetchall()
        lines = None if known is None else {row[0] for row in known}
        return [row for row in rows if lines is None or row[0] in lines]

    # --- the judges -------------------------------------------------------------------------

    @invariant()
    def books_hold(self) -> None:
        """Ask the doctor and the tally; remember the state."""
        breaches = invariants.check(self.conn)
        assert not breaches, [(breach.name, breach.rows[:3]) for breach in breaches]
        self.tally.compare(self.conn)
        hopes = self.conn.execute(HOPES).fetchall()
        assert not hopes, hopes
        self.hash = state_hash(self.conn)
