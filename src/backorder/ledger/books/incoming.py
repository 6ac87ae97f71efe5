"""What is on its way to us: the lines of purchase orders and transfers, as a verb names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class IncomingLine:
    """A purchase or transfer line as it stands (``ended`` units will not come).

    ``announced`` units were said to be on their way, those that came since among them.
    """

    paper: int
    id: int
    line_no: int
    product: int
    sku: str
    location: int
    ordered: int
    received: int
    damaged: int
    ended: int
    over: int
    draft: bool = False
    ordered_for: date | None = None
    announced: int = 0

    @property
    def open(self) -> int:
        """Return the units still to come."""
        return self.ordered + self.over - self.received - self.damaged - self.ended

    @property
    def on_the_way(self) -> int:
        """Return the open units that were announced; what came is what was announced first."""
        return min(self.open, max(0, self.announced - self.received - self.damaged))


@dataclass(slots=True)
class Incoming:
    """Purchase orders and transfers by the numbers a request names."""

    lines: dict[tuple[str, int], list[IncomingLine]]

    def products(self) -> set[int]:
        """Return the products on the way."""
        return {line.product for lines in self.lines.values() for line in lines}

    def find(
        self, kind: str, name: str, sku: str | None, line_no: int | None = None
    ) -> list[IncomingLine]:
        """Return a paper's lines, of one product or of one number where it is given, or raise."""
        lines = self.lines[kind, require_id(kind, name)]
        found = [one for one in lines if sku in {None, one.sku} and line_no in {None, one.line_no}]
        if not found and line_no is not None:
            raise InvalidError(
                f"not_on_{kind}",
                f"{name} has no line {line_no}, or it is of another product.",
                **{kind: name},
                sku=sku,
                line=line_no,
            )
        if not found:
            raise InvalidError(
                f"not_on_{kind}", f"{name} has no line of {sku}.", **{kind: name}, sku=sku
            )
        return found


def read_incoming(tx: Transaction, names: Iterable[tuple[str, str]]) -> Incoming:
    """Return the lines of purchase orders and transfers named by kind and number, or raise."""
    wanted: dict[str, dict[int, str]] = {"purchase_order": {}, "transfer": {}}
    for kind, name in names:
        wanted[kind][require_id(kind, name)] = name
    lines: dict[tuple[str, int], list[IncomingLine]] = {}
    for kind, query in (("purchase_order", "purchase_lines"), ("transfer", "transfer_lines")):
        if wanted[kind]:
            for row in tx.rows(query, {f"{kind}s": Ints(wanted[kind])}):
                lines.setdefault((kind, row[0]), []).append(IncomingLine(*row))
        missing = [name for row_id, name in wanted[kind].items() if (kind, row_id) not in lines]
        if missing:
            raise NotFoundError(
                f"unknown_{kind}",
                f"There is no {kind.replace('_', ' ')} {', '.join(missing[:5])}.",
                missing=missing[:100],
            )
    return Incoming(lines)


def supply_name(kind: str, line: IncomingLine) -> str:
    """Return the name of the supply a line stands for."""
    return f"{number(kind, line.paper)}/{line.line_no}"


def refuse_drafts(lines: Sequence[IncomingLine]) -> None:
    """Raise ``ConflictError`` where lines are of a purchase that nobody approved yet."""
    drafts = sorted({number("purchase_order", line.paper) for line in lines if line.draft})
    if drafts:
        raise ConflictError(
            "not_approved",
            f"{', '.join(drafts[:5])} is a draft: nothing was ordered yet.",
            purchase_orders=drafts[:100],
        )
