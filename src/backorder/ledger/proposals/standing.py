"""Proposals as they stand when somebody decides, held against the books of that moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.books.incoming import read_incoming
from backorder.ledger.journal.arrays import Ints

from .positions import needs_of, positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backorder.ledger.books.positions import ReadyDays
    from backorder.ledger.journal.transaction import Transaction

BUY = "buy"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stands; what follows ``unit_cost`` is that of a surplus."""

    id: int
    kind: str
    state: str
    product: int
    sku: str
    supplier: str | None
    place: int
    location: str
    emergency: bool
    needed: int
    quantity: int
    unit_cost: int
    purchase: int | None
    line_no: int | None
    come: int
    open: int
    free: int

    @property
    def name(self) -> str:
        """Return the number people read."""
        return number("proposal", self.id)


def load(tx: Transaction, names: Sequence[str]) -> dict[str, Proposal]:
    """Return the proposals by name; each is open and named once, or this raises."""
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise InvalidError(
            "repeated_in_request",
            f"{', '.join(twice[:5])} stand twice in the request.",
            repeated=twice[:100],
        )
    ids = {require_id("proposal", name): name for name in names}
    rows = tx.rows("proposals_by_id", {"ids": Ints(ids)})
    found = {ids[row[0]]: Proposal(*row) for row in rows}
    missing = sorted(set(names) - set(found))
    if missing:
        raise NotFoundError(
            "unknown_proposal",
            f"There is no proposal {', '.join(missing[:5])}.",
            missing=missing[:100],
        )
    refuse_decided(one for one in found.values() if one.state != "open")
    return found


def refuse_decided(proposals: Iterable[Proposal]) -> None:
    """Raise ``ConflictError`` naming proposals that somebody decided, if there are any."""
    names = sorted(one.name for one in proposals)
    if names:
        raise ConflictError(
            "proposal_not_open",
            f"{', '.join(names[:5])} stand open no more: look at the proposals again.",
            proposals=names[:100],
        )


def lock(tx: Transaction, proposals: Sequence[Proposal]) -> None:
    """Lock all products that carrying the proposals out will lock, in their one order.

    What is taken off a purchase locks whatever is on it.
    """
    papers = {number("purchase_order", one.purchase) for one in proposals if one.purchase}
    incoming = read_incoming(tx, [("purchase_order", name) for name in sorted(papers)])
    products = tx.also | incoming.products() | {one.product for one in proposals}
    tx.run("lock_products_by_id", {"products": Ints(sorted(products))})


def refuse_overtaken(tx: Transaction, ready: ReadyDays, proposals: Sequence[Proposal]) -> None:
    """Raise ``ConflictError`` where by now less is needed, or less is free, than was proposed.

    Someone may have bought the same since, cancelled it, or have got it. The need is worked out
    anew, as `propose` does; the parts of one need are held against it together. The caller holds
    the products' locks.
    """
    buys = [one for one in proposals if one.kind == BUY]
    if buys:
        _refuse_bought(buys, _needed(tx, ready, buys))
    free = {one.name: one.free for one in proposals if one.kind != BUY and one.quantity > one.free}
    if free:
        raise ConflictError(
            "proposal_overtaken",
            f"Fewer units are free by now than {_listed(free)} would take off: work the proposals"
            " out anew.",
            proposals=sorted(free)[:100],
            free=free,
        )


def _needed(
    tx: Transaction, ready: ReadyDays, proposals: Sequence[Proposal]
) -> dict[tuple[int, int], int]:
    """Return how many units of a product are needed at a place, by the books as they are."""
    held = positions(tx, ready, products=sorted({one.product for one in proposals}))
    units = needs_of(held).units
    columns = (held["product"].tolist(), held["location"].tolist(), units.tolist())
    return {(product, place): need for product, place, need in zip(*columns, strict=True)}


def _refuse_bought(proposals: Sequence[Proposal], needed: Mapping[tuple[int, int], int]) -> None:
    asked: Counter[tuple[int, int]] = Counter()
    for one in proposals:
        asked[one.product, one.place] += one.needed
    now = {
        one.name: needed.get((one.product, one.place), 0)
        for one in proposals
        if asked[one.product, one.place] > needed.get((one.product, one.place), 0)
    }
    if now:
        raise ConflictError(
            "proposal_overtaken",
            f"Less is needed by now than {_listed(now)} would buy: work the proposals out anew,"
            " or name the quantity.",
            proposals=sorted(now)[:100],
            now_needed=now,
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:5])
