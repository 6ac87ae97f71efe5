"""propose: work out what to buy from whom, and keep it as proposals. Nothing is ordered.

A need has one proposal however often it is worked out: what stands is changed or withdrawn, never
doubled. The number of statements depends neither on products nor on suppliers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain import needs
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays
from backorder.ledger.journal.arrays import Days, Ints, to_day
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import Verb

from .inputs import Propose
from .positions import needs_of, positions
from .sources import ranked_sources

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .sources import Chosen

BUY, SURPLUS = 0, 1
_ANY = 2**62  # more units than any need
_COUNTS = ("proposed", "changed", "withdrawn")


@dataclass(slots=True)
class Slice:
    """The products one call looks at: after a SKU, up to another; None for the ends."""

    after: str | None
    through: str | None

    def params(self) -> dict[str, Any]:
        """Return it as parameters of a statement."""
        return {"after": self.after, "through": self.through}


def propose(tx: Transaction, request: Propose) -> dict[str, Any]:
    """Propose purchases for a slice of the products, and flag purchases nobody needs any more.

    A call that changes nothing leaves no trace. ``next`` is the product after which the next slice
    begins, None after the last.
    """
    tx.rows("catalog_lock")
    part, more = _slice(tx, request)
    # The journal keeps which products were looked at.
    tx.body = encode(
        Propose(part.after, part.through, request.limit, wait_percent=request.wait_percent)
    )
    tx.run("proposals_lock", part.params())
    ready = ReadyDays(places(tx), tx.now)
    tx.take({"journal": 1})
    held = positions(tx, ready, after=part.after, through=part.through)
    need = needs_of(held)
    short = np.flatnonzero(need.units)
    chosen = ranked_sources(tx, ready, held, need.units, short, request.wait_percent)
    cut = _surplus(tx, held)
    standing = tx.columns("proposals_standing", part.params() | {"today": ready.today})
    rows = _rows(held, need, chosen, cut)
    answer = _keep(tx, ready, standing, rows, chosen)
    tx.replayed = not any(answer[name] for name in _COUNTS)
    return answer | {"next": part.through if more else None}


def _slice(tx: Transaction, request: Propose) -> tuple[Slice, bool]:
    """Return the products to look at, and whether there are more after them."""
    if request.through is not None:
        return Slice(request.after, request.through), False
    page = {"after": request.after, "limit": request.limit}
    ((through, more),) = tx.rows("proposals_slice", page)
    return Slice(request.after, through if more else None), more


def _surplus(tx: Transaction, held: Columns) -> Columns:
    """Return the open purchases with units nobody needs: the row held, and how many.

    The purchases that come last are cut first.
    """
    level = np.where(held["method"] == needs.ON_DEMAND, 0, held["up_to"])
    level = np.where(held["ended"] == 1, 0, level)
    excess = held["shelf"] + held["coming"] + held["drafts"] - held["waiting"] - level
    above = np.flatnonzero((excess > 0) & (held["coming"] > 0))
    found = tx.columns(
        "proposals_surplus",
        {
            "products": Ints(held["product"][above]),
            "locations": Ints(held["location"][above]),
            "excess": Ints(excess[above]),
        },
    )
    if not found["line"].size:
        return found | {"cut": found["line"], "at": found["line"]}
    at = above[found["nth"] - 1]
    # What purchases that come later can be cut by is not cut again.
    before = np.cumsum(found["free"]) - found["free"]
    first = np.diff(at, prepend=-1) != 0
    start = np.maximum.accumulate(np.where(first, np.arange(at.size), 0))
    left = np.maximum(found["excess"] - (before - before[start]), 0)
    cut = needs.surplus(
        found["open"],
        np.minimum(left, found["free"]),
        found["least"],
        found["multiple"],
        found["come"],
    )
    kept = np.flatnonzero(cut)
    return {name: column[kept] for name, column in (found | {"cut": cut, "at": at}).items()}


def _rows(held: Columns, need: needs.Needs, chosen: Chosen, cut: Columns) -> Columns:
    """Return what is to stand as proposals, one row each: purchases, then surpluses."""
    at = np.concatenate([chosen.at, cut["at"]])
    buys, cuts = chosen.at.size, cut["at"].size
    none = np.zeros(cuts, dtype=np.int64)

    def both(bought: Integers, cut_off: Integers) -> Integers:
        return np.concatenate([bought, cut_off])

    is_buy = np.arange(at.size) < buys
    return {
        "kind": np.where(is_buy, BUY, SURPLUS),
        "product": held["product"][at],
        "location": held["location"][at],
        "supplier": both(chosen.supplier, cut.get("supplier", none)),
        "emergency": both(chosen.emergency, none),
        "needed": both(chosen.needed, cut["cut"]),
        "quantity": both(chosen.quantity, cut["cut"]),
        "unit_cost": both(chosen.unit_cost, cut.get("unit_cost", none)),
        "order_on": both(chosen.order_on, none + to_day(None)),
        "expected_on": both(chosen.expected_on, none + to_day(None)),
        "total_cost": both(chosen.total_cost, none),
        "extra_cost": both(chosen.extra_cost, none),
        "line": both(np.zeros(buys, dtype=np.int64), cut["line"]),
        "waiting": np.where(is_buy, need.waiting[at], held["waiting"][at]),
        "customers": held["customers"][at],
        "for_demand": np.where(is_buy, need.for_demand[at], 0),
        "for_safety": np.where(is_buy, need.for_safety[at], 0),
        "days": held["days"][at],
        "on_shelf": held["shelf"][at],
        "on_order": held["coming"][at],
        "in_drafts": held["drafts"][at],
        "units": both(need.units[chosen.at], cut.get("open", none)),
    }


_KEY = ("kind", "product", "location", "supplier", "emergency", "line")


def _keep(
    tx: Transaction, ready: ReadyDays, standing: Columns, rows: Columns, chosen: Chosen
) -> dict[str, Any]:
    """Write what differs from what stands; what was dismissed for now is not proposed again.

    A purchase is, where more is needed by now than was dismissed.
    """
    known, asleep = _standing(standing)
    keys = list(zip(*(rows[name].tolist() for name in _KEY), strict=True))
    needed = rows["needed"].tolist()
    awake = [at for at, key in enumerate(keys) if needed[at] > asleep.get(key, 0)]
    fresh = [at for at in awake if keys[at] not in known]
    numbers = iter(tx.take({"proposal": len(fresh)}).get("proposal", []))
    ids = np.zeros(len(keys), dtype=np.int64)
    for at in awake:
        ids[at] = known.pop(keys[at]) if keys[at] in known else next(numbers)
    new = np.zeros(len(keys), dtype=np.int64)
    new[fresh] = 1
    kept = np.asarray(awake, dtype=np.int64)
    counts = tx.rows(
        "proposals_save",
        {
            **_columns(rows, kept),
            "p_id": Ints(ids[kept]),
            "p_new": Ints(new[kept]),
            "a_proposal": Ints(ids[chosen.other_of]),
            "a_supplier": Ints(chosen.other_supplier),
            "a_quantity": Ints(chosen.other_quantity),
            "a_unit_cost": Ints(chosen.other_unit_cost),
            "a_total_cost": Ints(chosen.other_total_cost),
            "a_expected_on": Days(chosen.other_expected_on),
            "gone": Ints(sorted(known.values())),
            "journal": tx.journal_id,
            "at": tx.now,
        },
    )
    done = dict(zip(_COUNTS, counts[0], strict=True))
    return {
        **done,
        "unchanged": len(awake) - done["proposed"] - done["changed"],
        "surplus": int((rows["kind"][kept] == SURPLUS).sum()),
        "without_supplier": int(
            ((rows["kind"][kept] == BUY) & (rows["supplier"][kept] == 0)).sum()
        ),
        "dismissed": len(keys) - len(awake),
        "on": ready.today.isoformat(),
    }


def _standing(standing: Columns) -> tuple[dict[tuple[int, ...], int], dict[tuple[int, ...], int]]:
    """Return what is open, by key, and up to how many units what was dismissed stays away."""
    known: dict[tuple[int, ...], int] = {}
    asleep: dict[tuple[int, ...], int] = {}
    columns = (standing[name].tolist() for name in ("id", "asleep", "needed", *_KEY))
    for row_id, is_asleep, needed, *parts in zip(*columns, strict=True):
        key = tuple(parts)
        if not is_asleep:
            known[key] = row_id
        else:
            units = needed if parts[0] == BUY else _ANY
            asleep[key] = max(asleep.get(key, 0), units)
    return known, asleep


_DAYS = ("order_on", "expected_on")


def _columns(rows: Columns, kept: Integers) -> dict[str, Ints | Days]:
    """Return some of the rows as parameters of the statement that keeps them."""
    return {
        f"p_{name}": Days(column[kept]) if name in _DAYS else Ints(column[kept])
        for name, column in rows.items()
    }


VERB = Verb("propose", Propose, propose)
