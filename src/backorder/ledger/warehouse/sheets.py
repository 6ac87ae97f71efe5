"""Count sheets as a verb holds them in memory: found by number, read again under their locks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backorder.ledger.journal.transaction import Transaction

CLOSED = frozenset({"posted", "dropped"})


@dataclass(slots=True, eq=False)
class LineRow:
    """A line of a sheet; ``worth`` is that of one unit, ``entries`` how often it was counted."""

    sheet: int
    no: int
    product: int
    sku: str
    state: str
    round: int
    counted: int | None
    expected: int | None
    counted_by: str
    entries: int
    worth: int
    changed: bool = False
    counted_round: int = 0

    @property
    def variance(self) -> int:
        """Return how much more was found than the books said at that instant."""
        return (self.counted or 0) - (self.expected or 0)


@dataclass(slots=True, eq=False)
class SheetRow:
    """A sheet with its lines."""

    id: int
    state: str
    location: str
    tolerance_percent: int
    tolerance_value: int
    lines: list[LineRow] = field(default_factory=list)
    stock_count: int = 0

    @property
    def number(self) -> str:
        """Return the sheet's number."""
        return number("count_sheet", self.id)

    def line(self, sku: str) -> LineRow:
        """Return the line of a product, or raise ``InvalidError``."""
        found = next((line for line in self.lines if line.sku == sku), None)
        if found is None:
            raise InvalidError(
                "not_on_sheet",
                f"{sku} does not stand on {self.number}.",
                sheet=self.number,
                sku=sku,
            )
        return found

    def refuse_closed(self) -> None:
        """Raise ``ConflictError`` where the sheet is posted or dropped."""
        if self.state in CLOSED:
            raise ConflictError(
                "sheet_closed",
                f"{self.number} is {self.state} already.",
                sheet=self.number,
                state=self.state,
            )


def find(tx: Transaction, names: Iterable[str]) -> dict[str, SheetRow]:
    """Return sheets by number, as they are before their products are locked, or raise."""
    ids = {name: require_id("count_sheet", name) for name in names}
    found = _read(tx, sorted(set(ids.values())), lock=False)
    missing = [name for name, row_id in ids.items() if row_id not in found]
    if missing:
        raise NotFoundError(
            "unknown_count_sheet",
            f"There is no count sheet {', '.join(missing[:5])}.",
            sheets=missing[:100],
        )
    return {name: found[row_id] for name, row_id in ids.items()}


def products_of(sheets: dict[str, SheetRow]) -> set[int]:
    """Return the products on some sheets."""
    return {line.product for one in sheets.values() for line in one.lines}


def reread(tx: Transaction, sheets: dict[str, SheetRow]) -> dict[str, SheetRow]:
    """Lock the sheets, after their products, and return them as they are now."""
    found = _read(tx, sorted({one.id for one in sheets.values()}), lock=True)
    return {name: found[one.id] for name, one in sheets.items()}


def _read(tx: Transaction, ids: Sequence[int], *, lock: bool) -> dict[int, SheetRow]:
    wanted = {"sheets": Ints(ids)}
    if lock:
        tx.run("count_sheets_lock", wanted)
    sheets = {row[0]: SheetRow(*row) for row in tx.rows("count_sheets_by_id", wanted)}
    for values in tx.rows("count_sheet_lines", wanted):
        line = LineRow(*values)
        sheets[line.sheet].lines.append(line)
    return sheets


def save_changes(tx: Transaction, sheets: Sequence[SheetRow], counted: Sequence[LineRow]) -> None:
    """Write the states of sheets and of their changed lines, and append the ``counted`` ones."""
    if counted:
        tx.run(
            "count_entries_save",
            {
                "at": tx.now,
                "by": tx.actor,
                "journal": tx.journal_id,
                "sheet": Ints(line.sheet for line in counted),
                "no": Ints(line.no for line in counted),
                "n": Ints(line.entries + 1 for line in counted),
                "round": Ints(line.counted_round for line in counted),
                "counted": Ints(line.counted or 0 for line in counted),
                "expected": Ints(line.expected or 0 for line in counted),
            },
        )
    lines = [line for one in sheets for line in one.lines if line.changed]
    tx.run(
        "count_sheets_change",
        {
            "at": tx.now,
            "by": tx.actor,
            "s_id": Ints(one.id for one in sheets),
            "s_state": [one.state for one in sheets],
            "s_count": Ints(one.stock_count for one in sheets),
            "l_sheet": Ints(line.sheet for line in lines),
            "l_no": Ints(line.no for line in lines),
            "l_state": [line.state for line in lines],
            "l_round": Ints(line.round for line in lines),
            "l_found": Ints(1 if line.counted_round else 0 for line in lines),
            "l_counted": Ints(line.counted or 0 for line in lines),
            "l_expected": Ints(line.expected or 0 for line in lines),
        },
    )
