"""Marks: what some products looked like, in a few letters, so that a change can be noticed.

No id that comes from the server goes into a mark, so a replayed journal finds the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backorder.ledger.journal.transaction import Columns

LETTERS = 12
_COLUMNS = ("line", "n", "supply", "quantity", "promised_on", "fixed")
_SHOWN = 20


def marks(
    pegs: Columns, skus: Mapping[int, str], supplies: Iterable[tuple[int, tuple[Any, ...]]]
) -> dict[str, str]:
    """Return the mark of each product in ``skus``.

    ``pegs``: those of the products, in any order. ``supplies``: a product's id and what there is to
    know about one of its supplies, in the supplies' order.
    """
    row = np.lexsort((pegs["n"], pegs["line"], pegs["product"]))
    table = np.stack([pegs[name][row] for name in _COLUMNS], axis=1).astype("<i8")
    product = pegs["product"][row]
    told: dict[int, list[str]] = {one: [] for one in skus}
    for one, facts in supplies:
        told[one].append(repr(facts))
    found = {}
    for one, sku in skus.items():
        begin, end = np.searchsorted(product, [one, one + 1]).tolist()
        digest = sha256(table[begin:end].tobytes())
        digest.update("\n".join(told[one]).encode())
        found[sku] = digest.hexdigest()[:LETTERS]
    return dict(sorted(found.items()))


def fingerprint(found: Mapping[str, str], *arrays: np.ndarray[Any, Any]) -> str:
    """Return one fingerprint of marks and of what is to be done, 64 letters.

    >>> fingerprint({"MUG": "0" * 12}) != fingerprint({"MUG": "1" * 12})
    True
    """
    digest = sha256("".join(f"{sku}\t{mark}\n" for sku, mark in found.items()).encode())
    for array in arrays:
        digest.update(array.astype("<i8").tobytes() + b"|")
    return digest.hexdigest()


def refuse_changed(what: str, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Raise ``ConflictError`` (``changed_underneath``) for products whose mark differs."""
    skus = sorted(sku for sku in before.keys() | now.keys() if before.get(sku) != now.get(sku))
    if skus:
        raise changed(what, skus)


def changed(what: str, skus: Sequence[str]) -> ConflictError:
    """Return the refusal of something that was decided on books that have changed."""
    named = ", ".join(skus[:5]) + (" …" if len(skus) > 5 else "")  # noqa: PLR2004
    return ConflictError(
        "changed_underneath",
        f"{what}: {named or 'something'} has changed since; look again first.",
        skus=list(skus[:_SHOWN]),
        count=len(skus),
    )
