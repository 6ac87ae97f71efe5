"""Undo a reallocation: put every peg back where it was, if nothing changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import ConflictError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.books.positions import learned_of
from backorder.ledger.books.supplies import Books, Row
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.promises.retelling import skus_of, tell

from .marks import changed, marks, refuse_changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

IMAGE = ("line", "n", "order", "product", "supply", "quantity", "rank", "promised_on")
_WHAT = "The reallocation was not undone"


def undo(tx: Transaction, name: str) -> dict[str, Any]:
    """Undo a reallocation; the lines that were told another day by it are told the old one.

    Raises ``NotFoundError``; ``ConflictError`` (``already_undone``, ``changed_underneath``).
    """
    row = require_id("reallocation", name)
    images = tx.columns("reallocation_images", {"id": row})
    products = np.unique(images["product"])
    books = Books(tx, products.tolist())
    before = _refuse_undone(tx, row, name)
    lines = np.unique(images["line"])
    pegs = tx.columns("reallocation_pegs_of", {"lines": Ints(lines)})
    _add_emptied(tx, books, images)
    skus = skus_of(tx, products)
    refuse_changed(_WHAT, before, marks_of(books, images, pegs, skus))
    restored = _keys(images)
    gone = (pegs["fixed"] == 0) & ~np.isin(_keys(pegs), restored)
    mine = gone | np.isin(_keys(pegs), restored)
    _put_back(books, images, {key: column[mine] for key, column in pegs.items()}, skus)
    books.save()
    tx.run(
        "reallocation_restore",
        {
            "id": row,
            "at": tx.now,
            "journal": tx.journal_id,
            "d_line": Ints(pegs["line"][gone]),
            "d_n": Ints(pegs["n"][gone]),
            **image_columns(images),
        },
    )
    told = _tell_again(tx, books, _told_otherwise(images, pegs))
    review_exceptions(tx, lines)
    return {"undone": number("reallocation", row), "lines": int(lines.size), "told": told}


def image_columns(images: Columns) -> dict[str, Any]:
    """Return before-images as columns to send."""
    found: dict[str, Any] = {name: Ints(images[name]) for name in IMAGE}
    found["promised_on"] = Days(images["promised_on"])
    return found


def marks_of(
    books: Books, images: Columns, pegs: Columns, skus: Mapping[int, str]
) -> dict[str, str]:
    """Return the marks of a reallocation's lines, and of the supplies they had or have."""
    known = set(images["supply"].tolist()) | set(pegs["supply"].tolist())
    supplies = (
        (row.product, (row.id, row.kind, str(row.available_on)))
        for row in sorted(books.rows, key=lambda row: row.id)
        if row.id in known
    )
    return marks(pegs, skus, supplies)


def _refuse_undone(tx: Transaction, row: int, name: str) -> dict[str, str]:
    """Return the marks that the reallocation left; refuse one that is not there or was undone."""
    found = tx.rows("reallocation_by_id", {"id": row})
    if not found:
        raise NotFoundError(
            "unknown_reallocation", f"There is no reallocation {name}.", reallocation=name
        )
    before, undone_at = found[0]
    if undone_at is not None:
        raise ConflictError(
            "already_undone",
            f"The reallocation {name} was undone before.",
            reallocation=name,
            undone_at=undone_at.isoformat(),
        )
    return dict(before)


def _add_emptied(tx: Transaction, books: Books, images: Columns) -> None:
    """Add the supplies that the pegs had and of which nothing was left: plans."""
    wanted = np.unique(images["supply"])
    for values in tx.rows("reallocation_emptied", {"supplies": Ints(wanted)}):
        *columns, known = values
        row = Row(*columns)
        row.learned = learned_of(known)
        row.was = row.state()
        books.rows.append(row)


def _keys(pegs: Columns) -> Integers:
    """Return one number for each peg's line and place in it."""
    return pegs["line"] * 2**20 + pegs["n"]


def _put_back(books: Books, images: Columns, pegs: Columns, skus: Mapping[int, str]) -> None:
    """Give the supplies back what they had pegged, in memory."""
    rows = {row.id: row for row in books.rows}
    short = set()
    for sign, table in ((-1, pegs), (1, images)):
        columns = (table["supply"].tolist(), table["quantity"].tolist(), table["product"].tolist())
        for supply, units, product in zip(*columns, strict=True):
            if supply in rows:
                rows[supply].pegged += sign * units
            elif supply:
                short.add(product)
    short |= {row.product for row in books.rows if row.kind != "planned" and row.free < 0}
    if short:
        raise changed(_WHAT, sorted(skus[product] for product in short))


def _told_otherwise(images: Columns, pegs: Columns) -> Integers:
    """Return the lines that were told another day since."""
    table = dict(zip(_keys(images).tolist(), images["promised_on"].tolist(), strict=True))
    keys, told = _keys(pegs).tolist(), pegs["promised_on"].tolist()
    differs = [table.get(key) != day for key, day in zip(keys, told, strict=True)]
    fixed = pegs["fixed"] == 1
    inside = np.isin(_keys(pegs), _keys(images))
    return np.unique(pegs["line"][np.array(differs, dtype=bool) & (inside | ~fixed)])


def _tell_again(tx: Transaction, books: Books, lines: Integers) -> int:
    """Append a version that says what was said before; return how many lines got one."""
    if lines.size:
        pegs = tx.columns("promises_due", {"lines": Ints(lines)})
        at = np.flatnonzero(np.isin(pegs["line"], lines))
        tell(tx, books, pegs, at, pegs["told"], "reallocation_undone")
    return int(lines.size)
