"""reallocate: hand scarce units out anew; look at the difference first, release it, or undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.names import number
from backorder.ledger.books.settlement import Moved, count_within
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.snapshot import snapshot
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import MoreProductsError, Verb
from backorder.ledger.promises.retelling import repromise

from . import inputs
from .answers import difference
from .marks import changed, fingerprint, refuse_changed
from .plan import check, plan
from .scope import SeenBooks, find_products, look
from .undoing import IMAGE, image_columns, marks_of, undo
from .wins import keep_wins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .plan import Planned


def handle(tx: Transaction, request: inputs.Reallocate) -> dict[str, Any]:
    """Simulate, release or undo."""
    if request.simulate is not None:
        return simulate(tx, request.simulate)
    if request.release is not None:
        return release(tx, request.release)
    assert request.undo is not None
    return undo(tx, request.undo)


def simulate(tx: Transaction, variant: inputs.Variant) -> dict[str, Any]:
    """Return what a variant would change, and the fingerprint to release it with."""
    check(variant)
    with snapshot(tx.conn):
        products = find_products(tx, variant)
        planned = plan(tx, look(tx, SeenBooks(tx, products), products), variant)
    return {
        "fingerprint": planned.fingerprint,
        "marks": planned.marks,
        **difference(planned, variant),
    }


def release(tx: Transaction, variant: inputs.Release) -> dict[str, Any]:
    """Decide again under the locks, and write it if it is what was simulated.

    Raises ``ConflictError`` (``changed_underneath``) if it is not; where the simulation's marks
    came along, it names the products that changed.
    """
    check(variant)
    products = _products(tx, variant)
    books = Books(tx, products)
    planned = plan(tx, look(tx, books, products), variant)
    if planned.fingerprint != variant.fingerprint:
        if variant.marks:
            refuse_changed("The reallocation was not released", variant.marks, planned.marks)
        raise changed("The reallocation was not released", [])
    facts = difference(planned, variant)
    keep_wins(tx, planned)
    if not planned.moves.peg.size:
        return {"reallocation": None, **facts, "told": 0}
    change = _change(tx, books, planned)
    books.save()
    _save_pegs(tx, planned)
    asked = np.unique(change.images["line"])  # nobody's patience covers what we do by choice
    told = repromise(tx, books, change.lines, change.moved, "reallocated", asked=asked)
    review_exceptions(tx, change.lines)
    (row,) = tx.take({"reallocation": 1})["reallocation"]
    _save_images(tx, books, change, row, variant, planned.fingerprint)
    return {"reallocation": number("reallocation", row), **facts, "told": len(told)}


def _products(tx: Transaction, variant: inputs.Release) -> list[int]:
    """Return the products it decides on, and journal them.

    They are found before any lock is held: somebody may begin to wait for another product before
    this entry's number is taken, and a replay in the order of numbers would find that one too.
    """
    products = tx.given_all("reallocation_product")
    if products is None:
        products = find_products(tx, variant)
    tx.remember({"reallocation_product": products})
    return products


@dataclass(slots=True)
class _Change:
    """What a release changes: ``moved`` units, ``lines``, and the pegs as they were before."""

    moved: Moved
    lines: Integers
    images: Columns
    skus: Mapping[int, str]


def _change(tx: Transaction, books: Books, planned: Planned) -> _Change:
    """Move the units between supplies, in memory; keep what the pegs were.

    The other lines of orders that ship complete are kept too, as they may be told another day.
    Raises ``MoreProductsError`` where these are of products that are not locked.
    """
    scope, moves = planned.scope, planned.moves
    origin = scope.supply(moves.peg)
    for from_, to, units in zip(
        origin.tolist(), moves.supply.tolist(), moves.quantity.tolist(), strict=True
    ):
        if from_ >= 0:
            scope.rows[from_].pegged -= units
        if to >= 0:
            scope.rows[to].pegged += units
    of = {name: scope.pegs[name][moves.peg] for name in IMAGE}
    lines = np.unique(of["line"])
    at = scope.line.searchsorted(lines)
    together = np.unique(scope.order[at][scope.facts["complete"][at] == 1])
    beside = tx.columns("reallocation_beside", {"orders": Ints(together)})
    reached = set(beside["product"].tolist())
    if not reached <= set(books.products):
        raise MoreProductsError(reached)
    mine = np.isin(scope.pegs["line"], lines) & (scope.pegs["fixed"] == 0)
    others = ~np.isin(beside["line"], lines)
    images = {
        name: np.concatenate([scope.pegs[name][mine], beside[name][others]]) for name in IMAGE
    }
    skus = dict(zip(scope.product, scope.sku, strict=True))
    if more := sorted(reached - skus.keys()):
        skus |= dict(tx.rows("skus", {"products": Ints(more)}))
    moved = Moved(
        scope.rows,
        line=of["line"],
        order=of["order"],
        product=of["product"],
        rank=of["rank"],
        origin=origin,
        target=moves.supply,
        quantity=moves.quantity,
        told=of["promised_on"],
        held=np.zeros_like(of["line"]),
    )
    return _Change(moved, lines, images, skus)


def _save_pegs(tx: Transaction, planned: Planned) -> None:
    """Write the pegs that moved; one that keeps none of its units stands for the first part."""
    pegs, moves = planned.scope.pegs, planned.moves
    row = np.lexsort((moves.supply, moves.peg))
    peg, supply, units = moves.peg[row], moves.supply[row], moves.quantity[row]
    first = np.diff(peg, prepend=-1) != 0
    size = np.diff(np.flatnonzero(first), append=peg.size)
    gone = np.add.reduceat(units, np.flatnonzero(first))
    left = pegs["quantity"][peg[first]] - gone
    ids = np.array([one.id for one in planned.scope.rows] + [0], dtype=np.int64)
    stands = first & np.repeat(left == 0, size)  # the part that takes its peg's place
    kept = peg[first][left > 0]
    old = np.concatenate([peg[stands], kept])
    new = peg[~stands]
    tx.run(
        "reallocation_pegs_save",
        {
            "u_line": Ints(pegs["line"][old]),
            "u_n": Ints(pegs["n"][old]),
            "u_supply": Ints(np.concatenate([ids[supply[stands]], pegs["supply"][kept]])),
            "u_quantity": Ints(np.concatenate([units[stands], left[left > 0]])),
            "n_line": Ints(pegs["line"][new]),
            "n_nth": Ints(count_within(pegs["line"][new])),
            "n_order": Ints(pegs["order"][new]),
            "n_product": Ints(pegs["product"][new]),
            "n_supply": Ints(ids[supply[~stands]]),
            "n_quantity": Ints(units[~stands]),
            "n_rank": Ints(pegs["rank"][new]),
            "n_promised_on": Days(pegs["promised_on"][new]),
        },
    )


def _save_images(  # noqa: PLR0913, PLR0917 (what is written)
    tx: Transaction,
    books: Books,
    change: _Change,
    row: int,
    variant: inputs.Release,
    before: str,
) -> None:
    """Write the reallocation with the pegs as they were, and marks of what they are now."""
    images = change.images
    pegs = tx.columns("reallocation_pegs_of", {"lines": Ints(np.unique(images["line"]))})
    named = {product: change.skus[product] for product in np.unique(images["product"]).tolist()}
    after = marks_of(books, images, pegs, named)
    tx.run(
        "reallocation_save",
        {
            "id": row,
            "key": tx.key,
            "name": variant.name,
            "at": tx.now,
            "journal": tx.journal_id,
            "before": before,
            "after": fingerprint(after),
            "marks": encode(after).decode(),
            **image_columns(images),
        },
    )


VERB = Verb(
    "reallocate",
    inputs.Reallocate,
    handle,
    reads=lambda request: request.simulate is not None,
)
