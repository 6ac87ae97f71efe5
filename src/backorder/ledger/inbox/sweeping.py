"""sweep: work out the exceptions that follow from the books of some products, and keep them.

The number of statements does not depend on how many products, lines or cases there are. A sweep is
safe to repeat and to leave out: what it writes follows from the books alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.domain import repromising, risks
from backorder.domain.repromising import NO_DAY
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.positions import read, wanted
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Ints, from_day, to_day
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import MoreProductsError, Verb
from backorder.ledger.promises.retelling import ready_days, skus_of

from . import watching
from .escalating import REMIND, money_due, overdue_delays
from .exceptions import Case, Kept, keep
from .inputs import Sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from backorder.domain.ranking import Integers
    from backorder.domain.types import Position
    from backorder.ledger.journal.transaction import Columns, Transaction

SLICE = 1000  # products that one call sweeps unless they are named
_STOCK = 1


class Open(NamedTuple):
    """The open units of the swept products and what is known of them, one row per peg."""

    pegs: Columns
    price: Integers
    ready: Integers
    due: Integers
    skus: dict[int, str]

    @property
    def on_stock(self) -> Any:  # noqa: ANN401 (an array of flags)
        """Return which units are on the shelf."""
        return self.pegs["kind"] == _STOCK


def sweep(tx: Transaction, request: Sweep) -> dict[str, Any]:
    """Bring the exceptions of products up to date: those named, or the next slice of all.

    A call that changes nothing leaves no trace. ``next`` is the product after which the next slice
    begins, None after the last.
    """
    skus, after = request.skus, None
    if skus is None:
        today, near = tx.now.date(), (tx.now + REMIND).date()
        page = {"after": request.after, "limit": SLICE + 1, "today": today, "near": near}
        found = [row[0] for row in tx.rows("exceptions_products", page)]
        skus, after = found[:SLICE], found[SLICE - 1] if len(found) > SLICE else None
        # The journal keeps what was swept: it was read before any lock was held.
        tx.body = encode(Sweep(skus, acknowledge_days=request.acknowledge_days))
    if not skus:
        tx.replayed = True
        return {"swept": 0, "opened": 0, "updated": 0, "closed": 0, "next": None}
    asked = set(product_ids(tx, skus).values())
    # Looked for before the locks, so that a purchase of many products costs no second try.
    books = Books(tx, asked | {line.product for line in watching.open_lines(tx, asked)})
    kept = work_out(tx, books, asked | tx.also)
    watched = watching.watch(tx, books, asked, request.acknowledge_days)
    kept = Kept(*(a + b for a, b in zip(kept, watched, strict=True)))
    tx.replayed = not any(kept)
    return {"swept": len(skus), **kept._asdict(), "next": after}


def work_out(tx: Transaction, books: Books, products: Collection[int]) -> Kept:
    """Open, update and close the exceptions of products, which are locked.

    Raises ``MoreProductsError`` where an order that ships complete has lines of other products.
    """
    found = _load(tx, books, sorted(products))
    today = to_day(books.ready.today)
    asked = wanted(tx, sorted(found.skus.values()))
    _, held = read(tx, tx.rows("positions", asked), asked)
    cases = [
        *_undated(found),
        *_at_risk(found, today),
        *_stuck(found, today),
        *_over_committed(books, found),
        *_capped(books, held.values()),
        *overdue_delays(tx, found.pegs["line"].tolist()),
        *money_due(tx, products),
    ]
    return keep(
        tx,
        cases,
        codes=(*risks.SWEPT, *risks.OF_ORDERS, *risks.UNTIL_ALLOCATED),
        products=products,
        waiting=set(found.pegs["line"][~found.on_stock].tolist()),
    )


def _load(tx: Transaction, books: Books, swept: Sequence[int]) -> Open:
    """Read the pegs of the products' lines, and those of other lines of complete orders."""
    lines = tx.columns("exceptions_lines", {"products": Ints(swept)})
    pegs = tx.columns("promises_due", {"lines": Ints(lines["line"])})
    reached = set(pegs["product"].tolist())
    if not reached <= set(swept):
        raise MoreProductsError(reached)
    ready = ready_days(books, pegs)
    on_stock = pegs["kind"] == _STOCK
    due = repromising.review(
        pegs["line"],
        pegs["order"],
        ready,
        pegs["requested_on"],
        np.full(ready.size, NO_DAY),
        on_stock=on_stock,
        arrived=np.ones(ready.size, dtype=bool),
        complete=pegs["complete"] == 1,
    ).on
    at = np.searchsorted(lines["line"], pegs["line"])
    products = np.asarray(swept, dtype=np.int64)
    return Open(pegs, lines["price"][at], ready, due, skus_of(tx, products))


def _undated(found: Open) -> Iterable[Case]:
    """Yield the lines some of whose units have no supply."""
    pegs = found.pegs
    none = np.flatnonzero(pegs["supply"] == 0)
    lines, first = np.unique(pegs["line"][none], return_index=True)
    units = np.zeros(lines.size, dtype=np.int64)
    np.add.at(units, np.searchsorted(lines, pegs["line"][none]), pegs["quantity"][none])
    for line, row, short in zip(lines.tolist(), none[first].tolist(), units.tolist(), strict=True):
        yield Case(
            "date_unknown",
            int(pegs["product"][row]),
            line,
            value=short * int(found.price[row]),
            facts={"units": short},
        )


def _at_risk(found: Open, today: int) -> Iterable[Case]:
    """Yield the lines that will come later than told, or whose supply is overdue."""
    pegs = found.pegs
    stated = pegs["available_on"]
    overdue = np.where(stated == NO_DAY, 0, today - stated)
    late = risks.at_risk(
        pegs["line"], pegs["quantity"], found.due, pegs["told"], overdue, found.on_stock
    )
    for line, units, days, row in zip(*(column.tolist() for column in late), strict=True):
        yield Case(
            "promise_at_risk",
            int(pegs["product"][row]),
            line,
            int(pegs["supply"][row]),
            days,
            units * int(found.price[row]),
            {
                "units": units,
                "told_on": from_day(pegs["told"][row]),
                "expected_on": from_day(found.due[row]),
                "overdue_days": max(int(overdue[row]), 0),
            },
        )


def _stuck(found: Open, today: int) -> Iterable[Case]:
    """Yield the orders whose one parcel waits with units on the shelf, by the line that is last."""
    pegs = found.pegs
    stuck = risks.stuck(
        pegs["order"],
        pegs["quantity"],
        found.ready,
        found.on_stock,
        pegs["complete"] == 1,
        today,
    )
    values: dict[int, int] = dict.fromkeys(stuck.order.tolist(), 0)
    for row in np.flatnonzero(found.on_stock & np.isin(pegs["order"], stuck.order)).tolist():
        # Python's integers: units times price may be more than an int64 holds.
        values[int(pegs["order"][row])] += int(pegs["quantity"][row]) * int(found.price[row])
    for order, units, days, row in zip(*(column.tolist() for column in stuck), strict=True):
        yield Case(
            "ship_complete_stuck",
            int(pegs["product"][row]),
            int(pegs["line"][row]),
            int(pegs["supply"][row]),
            None if days < 0 else days,
            values[order],
            {
                "units": int(pegs["quantity"][row]),
                "on_the_shelf": units,
                "expected_on": from_day(found.ready[row]),
            },
        )


def _over_committed(books: Books, found: Open) -> Iterable[Case]:
    """Yield the products of which more is told by some day than there will be."""
    rows = [row for row in books.rows if row.quantity]
    day = [0 if row.kind == "stock" else to_day(books.ready_on(row)) for row in rows]
    over = risks.over_committed(
        found.pegs["product"],
        found.pegs["quantity"],
        found.pegs["told"],
        np.array([row.product for row in rows], dtype=np.int64),
        np.array([row.quantity for row in rows], dtype=np.int64),
        np.array(day, dtype=np.int64),
    )
    prices = dict(zip(found.pegs["product"].tolist(), found.price.tolist(), strict=True))
    for product, first, units, days in zip(*(column.tolist() for column in over), strict=True):
        facts = {"units": units, "first_on": from_day(first)}
        wait = None if days < 0 else days
        yield Case("over_commitment", product, 0, 0, wait, units * prices[product], facts)


def _capped(books: Books, held: Iterable[Position]) -> Iterable[Case]:
    """Yield the products of which no more may be backordered."""
    home, today = books.places.home.code, books.ready.today
    for position in held:
        rule = position.rule(books.places.fallback("", "", home, today))
        cap = None if rule.mode == "deny" else rule.most_backordered(position.incoming)
        if cap is not None and position.backordered >= max(cap, 1):
            facts = {
                "units": position.backordered,
                "backordered": position.backordered,
                "cap": cap,
                "rule": rule.name,
            }
            value = position.backordered * position.unit_price
            yield Case("cap_reached", position.product, days=0, value=value, facts=facts)


VERB = Verb("sweep", Sweep, sweep)
