"""Find quotes and holds by number or key, with their lines and whether they still stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backorder.domain.errors import ConflictError, NotFoundError
from backorder.domain.names import number, row_id
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class HeldLine:
    """A line of a quote or hold."""

    hold: int
    id: int
    product: int
    sku: str
    quantity: int
    latest_on: date | None


@dataclass(slots=True)
class Hold:
    """A quote or a cart hold; ``ended_as`` is empty, "confirmed" or "withdrawn"."""

    id: int
    key: str
    kind: str
    ship: str
    destination: str
    expires_at: datetime
    ended_as: str
    lines: list[HeldLine] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Return the number people read."""
        return number(self.kind, self.id)


def holds_by_name(tx: Transaction, names: Sequence[str]) -> dict[str, Hold]:
    """Return quotes and holds with their lines by the names asked for: number or caller's key.

    Raises ``NotFoundError`` naming all that are unknown, ``ConflictError`` where one stands twice.
    """
    wanted = sorted(set(names))
    holds = _read(tx, wanted)
    by_name = {hold.number: hold for hold in holds}
    by_name |= {hold.key: hold for hold in holds}
    missing = [name for name in wanted if name not in by_name]
    if missing:
        raise NotFoundError(
            "unknown_hold",
            f"There is no quote or hold {', '.join(missing[:5])}.",
            holds=missing[:100],
            count=len(missing),
        )
    seen: set[int] = set()
    for hold in (by_name[name] for name in names):
        if hold.id in seen:
            raise ConflictError("named_twice", f"{hold.number} stands twice.", hold=hold.number)
        seen.add(hold.id)
    found = {hold.id: hold for hold in by_name.values()}
    for values in tx.rows("hold_lines", {"holds": Ints(sorted(seen))}):
        found[values[0]].lines.append(HeldLine(*values))
    return {name: by_name[name] for name in wanted}


def _read(tx: Transaction, names: Sequence[str]) -> list[Hold]:
    ids = [
        found
        for name in names
        for kind in ("quote", "hold")
        if (found := row_id(kind, name)) is not None
    ]
    return [Hold(*values) for values in tx.rows("holds_by_name", {"ids": Ints(ids), "keys": names})]


def read_ends(tx: Transaction, holds: Iterable[Hold]) -> None:
    """Read again, under the locks, whether holds have been confirmed or withdrawn."""
    by_id = {hold.id: hold for hold in holds}
    for now in tx.rows("holds_by_name", {"ids": Ints(by_id), "keys": []}):
        by_id[now[0]].ended_as = now[-1]
