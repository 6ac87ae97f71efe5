"""The supplies of some products, held in memory while a verb changes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain.names import number
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import ExpiredHoldsError

from .leads import Leads
from .loads import lock_limited
from .places import Places, places
from .positions import ReadyDays, learned_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backorder.domain.estimates import Spread
    from backorder.domain.learned import Learned
    from backorder.domain.types import LeadTime
    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class Row:
    """One supply; verbs edit ``quantity``, ``available_on`` and what it is, never ``pegged``."""

    id: int
    product: int
    location: int
    kind: str
    name: str
    quantity: int
    pegged: int
    available_on: date | None
    supplier: int = 0
    purchase_line: int = 0
    transfer_line: int = 0
    spread: int = 0
    learned: Learned | None = None
    new: bool = False
    was: tuple[Any, ...] = ()

    def state(self) -> tuple[Any, ...]:
        """Return what a save would write."""
        return (
            self.kind, self.name, self.quantity, self.pegged, self.available_on, self.purchase_line,
            self.spread,
        )  # fmt: skip

    @property
    def sure(self) -> Spread:
        """Return what is known of when it comes: learned, or the spread that somebody gave."""
        return self.learned or self.spread

    @property
    def free(self) -> int:
        """Return the units that no peg holds (below nought where too many are pegged)."""
        return self.quantity - self.pegged

    @property
    def moved(self) -> bool:
        """Whether this known supply is expected for another day than when it was read."""
        if not self.was:
            return False
        _, _, _, _, available_on, _, spread = self.was
        return bool((available_on, spread) != (self.available_on, self.spread))


class Books:
    """The supplies of the products a verb has locked."""

    def __init__(self, tx: Transaction, products: Iterable[int], *, expiring: bool = False) -> None:
        """Lock the products in their one order, then read their supplies.

        Raises ``ExpiredHoldsError`` where units are held by holds whose time has passed, unless the
        verb is the one that is ``expiring`` them.
        """
        self.tx = tx
        self.products = sorted(tx.also.union(products))
        wanted = {"products": Ints(self.products)}
        tx.run("lock_products_by_id", wanted)
        version, expired = tx.rows("books_look", {**wanted, "now": tx.now})[0]
        if expired and not expiring:
            raise ExpiredHoldsError(expired)
        self.places: Places = places(tx, version)
        lock_limited(tx, self.places)
        self._number_journal()
        self.ready = ReadyDays(self.places, tx.now)
        self._read()

    def _read(self) -> None:
        """Read the supplies of the products."""
        self.rows: list[Row] = []
        self.of: dict[int, list[Row]] = {product: [] for product in self.products}
        self._stock: dict[tuple[int, int], Row] = {}
        for values in self.tx.rows("supplies", {"products": Ints(self.products)}):
            *columns, known = values
            row = Row(*columns)
            row.learned = learned_of(known)
            row.was = row.state()
            self._add(row)

    def _number_journal(self) -> None:
        """Take the journal number under the locks, so that its order is the order of decisions.

        A verb that carries another one out has it already.
        """
        if not self.tx.journal_id:
            self.tx.take({"journal": 1})

    def _add(self, row: Row) -> None:
        self.rows.append(row)
        self.of[row.product].append(row)
        if row.kind == "stock":
            self._stock[row.product, row.location] = row

    def stock(self, product: int, location: int) -> Row:
        """Return the stock supply of a product at a place; it is made where there is none."""
        row = self._stock.get((product, location))
        if row is None:
            name = f"stock@{self.places.by_id[location].code}"
            row = self.open(product, location, "stock", name, 0, None)
        return row

    def open(  # noqa: PLR0913, PLR0917 (the columns of a new supply)
        self,
        product: int,
        location: int,
        kind: str,
        name: str,
        quantity: int,
        available_on: date | None,
        *,
        supplier: int = 0,
        purchase_line: int = 0,
        transfer_line: int = 0,
        spread: int = 0,
        learned: Learned | None = None,
    ) -> Row:
        """Return a new supply; it gets its number with all the others, when they are written."""
        row = Row(
            0, product, location, kind, name, quantity, 0, available_on, supplier,
            purchase_line, transfer_line, spread, learned, new=True,
        )  # fmt: skip
        self._add(row)
        return row

    def plan(self, product: int, lead: LeadTime, day: date) -> Row:
        """Return the plan that arrives that day under a lead time: the open one, or a new one."""
        for row in self.of[product]:
            if (
                row.kind == "planned"
                and row.available_on == day
                and row.supplier == lead.supplier
                and row.location == lead.location
            ):
                return row
        return self.open(
            product, lead.location, "planned", "", 0, day, supplier=lead.supplier,
            spread=lead.spread, learned=lead.learned,
        )  # fmt: skip

    def number_new(self) -> None:
        """Hand numbers to new supplies, all in one statement; a plan is named by its own."""
        new = [row for row in self.rows if row.new and not row.id]
        ids = self.tx.take({"supply": len(new)}).get("supply", [])
        for row, row_id in zip(new, ids, strict=True):
            row.id = row_id
            if row.kind == "planned":
                row.name = number("suggestion", row_id)

    def lead_times(self, products: Iterable[int]) -> Leads:
        """Return what a purchase placed now would bring, for products that have a supplier."""
        return Leads.read(self.tx, self.ready, products)

    def ready_on(self, row: Row) -> date:
        """Return the day units of a supply can leave, with a chance of one half."""
        return self.ready.expected_on(row.location, row.available_on, row.sure)

    def sort_key(self, row: Row) -> tuple[int, date, int, int]:
        """Order supplies as promises use them: see `ReadyDays.sort_key`."""
        return (
            0 if row.kind == "stock" else 1,
            self.ready_on(row),
            self.places.by_id[row.location].priority,
            row.id or 2**62,
        )

    def save(self) -> None:
        """Write every supply that changed, and the new ones, in one statement."""
        self.number_new()
        for row in self.rows:
            if row.kind == "planned":
                row.quantity = row.pegged  # a plan is exactly what is pegged to it
        changed = [row for row in self.rows if not row.new and row.state() != row.was]
        new = [row for row in self.rows if row.new]
        if not changed and not new:
            return
        self.tx.run(
            "supplies_save",
            {
                "u_id": Ints(row.id for row in changed),
                "u_kind": [row.kind for row in changed],
                "u_name": [row.name for row in changed],
                "u_quantity": Ints(row.quantity for row in changed),
                "u_pegged": Ints(row.pegged for row in changed),
                "u_available_on": Days(row.available_on for row in changed),
                "u_purchase_line": Ints(row.purchase_line for row in changed),
                "u_spread": Ints(row.spread for row in changed),
                "n_id": Ints(row.id for row in new),
                "n_product": Ints(row.product for row in new),
                "n_location": Ints(row.location for row in new),
                "n_kind": [row.kind for row in new],
                "n_name": [row.name for row in new],
                "n_quantity": Ints(row.quantity for row in new),
                "n_pegged": Ints(row.pegged for row in new),
                "n_available_on": Days(row.available_on for row in new),
                "n_supplier": Ints(row.supplier for row in new),
                "n_purchase_line": Ints(row.purchase_line for row in new),
                "n_transfer_line": Ints(row.transfer_line for row in new),
                "n_spread": Ints(row.spread for row in new),
            },
        )
