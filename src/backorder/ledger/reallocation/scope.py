"""What a reallocation looks at: products, their supplies, the pegs on them, and facts of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.ranking import locate
from backorder.domain.reallocation_pool import NEVER, cells_of
from backorder.domain.segments import MISSING, Words
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import NO_DAY, Ints

from .marks import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backorder.domain.ranking import Integers
    from backorder.domain.reallocation_pool import Cells
    from backorder.ledger.books.supplies import Row
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .inputs import Variant

_EPOCH = date(2000, 1, 1).toordinal()
_DAY_SECONDS = 86_400


class SeenBooks(Books):
    """The supplies of some products as they are now, for a look: nothing is locked."""

    def __init__(self, tx: Transaction, products: Iterable[int]) -> None:
        """Read the supplies."""
        self.tx = tx
        self.products = sorted(set(products))
        self.places = places(tx)
        self.ready = ReadyDays(self.places, tx.now)
        self._read()


def find_products(tx: Transaction, variant: Variant) -> list[int]:
    """Return the products of a variant: those it names, or all that anybody waits for.

    Raises ``InvalidError`` (``unknown_sku``) naming all SKUs that are not there.
    """
    if not variant.skus and not variant.categories:
        return [row[0] for row in tx.rows("reallocation_waiting")]
    found = set(product_ids(tx, variant.skus).values()) if variant.skus else set()
    if variant.categories:
        wanted = {"categories": sorted(set(variant.categories))}
        found |= {row[0] for row in tx.rows("reallocation_categories", wanted)}
    return sorted(found)


@dataclass(slots=True)
class Scope:
    """Everything a reallocation decides on, as arrays.

    Products are numbered by SKU. ``rows``: their supplies by product, then as promises use them;
    with ``cells``, ``supply_cell`` and ``free`` as the domain takes them. ``pegs``: all open units,
    by line; ``movable``: the rows of those that may move; ``line_of``: the line's number of each of
    these. ``line``: the ids of those lines, ascending; their other columns have the same length.
    """

    product: list[int]
    sku: list[str]
    about: list[tuple[Any, ...]]
    rows: list[Row]
    cells: Cells
    supply_cell: Integers
    free: Integers
    pegs: Columns
    movable: Integers
    line_of: Integers
    line: Integers
    order: Integers
    of: Integers
    units: Integers
    told: Integers
    facts: dict[str, Any]

    def cell(self, peg: Integers) -> Integers:
        """Return the cell that each of some pegs lies in."""
        supply = self.supply(peg)
        never = np.flatnonzero(self.cells.day == NEVER)
        last = np.zeros(len(self.product), dtype=np.int64)
        last[self.cells.product[never]] = never
        product = locate(np.array(self.product), self.pegs["product"][peg])
        return np.where(supply < 0, last[product], np.append(self.supply_cell, -1)[supply])

    def supply(self, peg: Integers) -> Integers:
        """Return the index in ``rows`` of the supply of each of some pegs, -1 for none."""
        ids = np.array([row.id for row in self.rows], dtype=np.int64)
        return locate(ids, np.where(self.pegs["supply"][peg] == 0, -1, self.pegs["supply"][peg]))

    def marks(self) -> dict[str, str]:
        """Return what the products look like."""
        supplies = (
            (
                row.product,
                (row.id, row.kind, row.quantity, row.pegged, str(row.available_on), row.spread),
            )
            for row in sorted(self.rows, key=lambda row: row.id)
            if row.quantity
        )
        return marks(self.pegs, dict(zip(self.product, self.sku, strict=True)), supplies)


def look(tx: Transaction, books: Books, products: list[int]) -> Scope:
    """Read what a reallocation of these products decides on: three statements."""
    wanted = {"products": Ints(products)}
    about = tx.rows("reallocation_products", wanted)
    pegs = tx.columns("reallocation_pegs", wanted)
    ids = [row[0] for row in about]
    number = {product: n for n, product in enumerate(ids)}
    rows = [row for row in books.rows if row.product in number]
    rows.sort(key=lambda row: (number[row.product], books.sort_key(row)))
    a = np.array
    of = a([number[row.product] for row in rows] + list(range(len(ids))), dtype=np.int64)
    ready = a([books.ready_on(row).toordinal() for row in rows] + [NEVER] * len(ids), np.int64)
    day = np.where(a([row.kind == "stock" for row in rows] + [False] * len(ids)), 0, ready)
    cells, supply_cell = cells_of(of, day, ready)
    movable = np.flatnonzero(pegs["fixed"] == 0)
    line, first, line_of = np.unique(pegs["line"][movable], return_index=True, return_inverse=True)
    line_of = line_of.reshape(-1)
    units = np.zeros(line.size, dtype=np.int64)
    np.add.at(units, line_of, pegs["quantity"][movable])
    told = np.full(line.size, MISSING)
    on = pegs["promised_on"][movable]
    np.maximum.at(told, line_of, np.where(on == NO_DAY, MISSING, on + _EPOCH))
    told[np.unique(line_of[on == NO_DAY])] = MISSING
    facts: dict[str, Any] = dict(tx.columns("reallocation_lines", {"lines": Ints(line)}))
    return Scope(
        ids,
        [row[1] for row in about],
        about,
        rows,
        cells,
        supply_cell[: len(rows)],
        a([row.free for row in rows], dtype=np.int64),
        pegs,
        movable,
        line_of,
        line,
        pegs["order"][movable][first],
        locate(a(ids, dtype=np.int64), pegs["product"][movable][first]),
        units,
        told,
        facts,
    )


def columns(tx: Transaction, scope: Scope, fields: Iterable[str]) -> dict[str, Any]:
    """Return the columns that segments ask about, as `domain.segments` takes them."""
    wanted = set(fields)
    facts, lines = scope.facts, scope.line.size
    price, cost = facts["unit_price"], np.array([row[2] for row in scope.about] or [0], np.int64)
    each = np.arange(lines)
    found: dict[str, Any] = {
        "age": (int(tx.now.timestamp()) - facts["placed_at"]) // _DAY_SECONDS,
        "quantity": scope.units,
        "value": scope.units * price,
        "margin": scope.units * (price - cost[scope.of]),
        "promise": scope.told,
        "requested": _ordinal(facts["requested_on"]),
        "latest": _ordinal(facts["latest_on"]),
        "channel": Words(each, facts["channel"]),
        "destination": Words(each, facts["destination"]),
        "ship": Words(facts["complete"], ("as_available", "complete")),
        "product": Words(scope.of, scope.sku),
        "category": Words(scope.of, [row[3] for row in scope.about]),
    }
    found |= _attributes(wanted, "product.", scope.of, [row[4] for row in scope.about])
    if any(name in {"class", "customer"} or name.startswith("customer.") for name in wanted):
        found |= _customers(tx, wanted, facts["customer"])
    if "slip" in wanted:
        first = first_told(tx, scope)
        known = (first != MISSING) & (scope.told != MISSING)
        found["slip"] = np.where(known, scope.told - first, MISSING)
    return found


def first_told(tx: Transaction, scope: Scope) -> Integers:
    """Return the day each line was first promised for, `MISSING` where there was none."""
    rows = tx.columns("reallocation_first_told", {"lines": Ints(scope.line)})
    at = locate(rows["line"], scope.line)
    return np.where(at < 0, MISSING, _ordinal(np.append(rows["told"], NO_DAY))[at])


def due(tx: Transaction, scope: Scope) -> Integers:
    """Return the last day on which each line is on time.

    The latest day its customer accepts; else the day asked for; else the day first promised; else
    any known day will do.
    """
    latest, requested = (_ordinal(scope.facts[name]) for name in ("latest_on", "requested_on"))
    found = np.where(latest != MISSING, latest, requested)
    found = np.where(found != MISSING, found, first_told(tx, scope))
    return np.where(found != MISSING, found, NEVER)


def _ordinal(days: Integers) -> Integers:
    return np.where(days == NO_DAY, MISSING, days + _EPOCH)


def _customers(tx: Transaction, wanted: set[str], customer: Integers) -> dict[str, Any]:
    ids, code = np.unique(customer, return_inverse=True)
    rows = {row[0]: row[1:] for row in tx.rows("reallocation_customers", {"customers": Ints(ids)})}
    each = [rows.get(one, ("", "", {})) for one in ids.tolist()]
    code = code.reshape(-1)
    return {
        "customer": Words(code, [ref for ref, _, _ in each]),
        "class": Words(code, [of_class for _, of_class, _ in each]),
    } | _attributes(wanted, "customer.", code, [attributes for *_, attributes in each])


def _attributes(
    wanted: set[str], prefix: str, code: Integers, each: list[Mapping[str, Any]]
) -> dict[str, Any]:
    names = [name for name in wanted if name.startswith(prefix)]
    return {
        name: Words(code, [one.get(name.removeprefix(prefix)) for one in each]) for name in names
    }
