"""A purchase order as its supplier is to see it: on the PDF, in the file and the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.rows import class_row

from backorder.app.statements import statement
from backorder.connectors.money import decimal_text
from backorder.domain.errors import NotFoundError
from backorder.domain.names import number

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection


class Head(NamedTuple):
    """Whom a purchase order goes to, and where the goods are to go."""

    id: int
    key: str
    ordered_at: datetime
    supplier: str
    supplier_name: str
    email: str
    language: str
    location: str
    location_name: str
    stage: str

    @property
    def number(self) -> str:
        """Return the number that people read."""
        return number("purchase_order", self.id)

    @property
    def open(self) -> bool:
        """Whether it counts, and something of it is still to come."""
        return self.stage not in {"draft", "cancelled", "received", "closed_short"}


class Line(NamedTuple):
    """A line of a purchase order: ``quantity`` in all, ``open`` still to come."""

    line_no: int
    sku: str
    name: str
    unit: str
    currency: str
    unit_cost: int
    quantity: int
    open: int
    expected_on: date
    ordered_for: date
    came: int
    confirmed: bool
    on_the_way: int

    @property
    def value(self) -> int:
        """Return what the line costs in all."""
        return self.quantity * self.unit_cost

    @property
    def unannounced(self) -> int:
        """Return the units that are open and not on their way."""
        return self.open - self.on_the_way


class Paper(NamedTuple):
    """A purchase order with its lines."""

    head: Head
    lines: list[Line]

    def totals(self) -> list[tuple[str, int]]:
        """Return what it costs in all, in each currency."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.currency] = found.get(line.currency, 0) + line.value
        return sorted(found.items())


def read(conn: Connection[Any], purchase_order: int) -> Paper:
    """Return a purchase order by its id, or raise ``NotFoundError``."""
    asked = {"purchase_order": purchase_order}
    heads = conn.cursor(row_factory=class_row(Head))
    head = heads.execute(statement("purchase_paper_head"), asked).fetchone()
    if head is None:
        raise NotFoundError("unknown_purchase_order", "There is no such purchase order.")
    lines = conn.cursor(row_factory=class_row(Line))
    return Paper(head, lines.execute(statement("purchase_paper_lines"), asked).fetchall())


COLUMNS = (
    *("purchase_order", "line", "supplier", "sku", "name", "quantity", "unit"),
    *("unit_cost", "currency", "expected_on"),
)


def rows(paper: Paper) -> list[list[str]]:
    """Return the lines as a file has them, money as decimals."""
    return [
        [
            *(paper.head.number, str(line.line_no), paper.head.supplier, line.sku, line.name),
            *(str(line.quantity), line.unit, decimal_text(line.unit_cost, line.currency)),
            *(line.currency, line.expected_on.isoformat()),
        ]
        for line in paper.lines
    ]
