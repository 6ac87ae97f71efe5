"""Tell lines anew after supplies changed: append promise versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain import repromising
from backorder.domain.errors import InvalidError
from backorder.domain.estimates import MEDIAN
from backorder.domain.names import numbers
from backorder.domain.reasons import cause_reason
from backorder.ledger.books.loads import with_room
from backorder.ledger.books.settlement import count_within
from backorder.ledger.journal.arrays import NO_DAY, Days, Ints, from_day, iso_days, to_day
from backorder.ledger.journal.verb import MoreProductsError

from . import delaying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from backorder.domain.learned import Learned
    from backorder.domain.ranking import Integers
    from backorder.domain.types import Demand, Take
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.books.settlement import Moved
    from backorder.ledger.books.supplies import Books, Row
    from backorder.ledger.journal.transaction import Columns, Transaction

BASES = np.array(["unknown", "stock", "purchase", "transfer", "planned"])
_STOCK = 1


def repromise(  # noqa: PLR0913, PLR0917 (what is reviewed, and why)
    tx: Transaction,
    books: Books,
    lines: Integers,
    moved: Moved,
    cause: str,
    fresh: Sequence[int] = (),
    *,
    asked: Integers | None = None,
) -> list[dict[str, Any]]:
    """Review the promises of some lines, and of their orders that ship complete.

    Returns what changed as the contract spells it: order, sku, quantity, from, to, reason.
    ``moved`` tells which units reached stock only now, ``fresh`` which lines were placed only now.
    Lines whose customers ``asked`` for the change are told every day of it; the others only what
    their patience does not let pass.
    """
    if not lines.size:
        return []
    pegs = tx.columns("promises_due", {"lines": Ints(np.unique(lines))})
    if not pegs["line"].size:
        return []
    reached = set(pegs["product"].tolist())
    if not reached <= set(books.products):
        raise MoreProductsError(reached)  # other lines of orders that ship complete
    on_stock = pegs["kind"] == _STOCK
    arrived = _arrived(pegs, moved) | np.isin(pegs["line"], fresh)
    ready = ready_days(books, pegs)
    if books.places.limited:
        ready = with_room(tx, books.places, pegs, ready, np.flatnonzero(~on_stock | arrived))
    told = repromising.review(
        pegs["line"],
        pegs["order"],
        ready,
        pegs["requested_on"],
        pegs["told"],
        on_stock=on_stock,
        arrived=arrived,
        complete=pegs["complete"] == 1,
        patience=_patience(pegs, asked),
    )
    if not told.new.any():
        return []
    at = np.flatnonzero(told.new)
    delivered = tell(tx, books, pegs, at, told.on, cause)
    skus = skus_of(tx, pegs["product"][told.slipped])
    if skus:
        delaying.follow(tx, books.places, pegs, told, cause, skus)
    return _changes(pegs, told, delivered, cause, skus)


def tell(  # noqa: PLR0913, PLR0917 (who is told what, and why)
    tx: Transaction, books: Books, pegs: Columns, at: Integers, on: Integers, cause: str
) -> Integers:
    """Append a new version of the lines whose pegs are the rows ``at``, promised for ``on``.

    Returns for every peg the day it is delivered, `NO_DAY` where that is not known.
    """
    delivered = _delivered(tx, books, pegs, at, on)
    line = pegs["line"][at]
    tx.run(
        "promises_save",
        {
            "line": Ints(line),
            "n": Ints(pegs["n"][at]),
            "part": Ints(count_within(line)),
            "quantity": Ints(pegs["quantity"][at]),
            "promised_on": Days(on[at]),
            "delivers_on": Days(delivered[at]),
            "basis": Ints(pegs["kind"][at]),
            "supply": Ints(pegs["supply"][at]),
            "available_on": Days(pegs["available_on"][at]),
            "confidence": Ints(confidence(books, pegs)[at]),
            "cause": cause,
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )
    return delivered


def join_parcel(
    tx: Transaction, books: Books, moved: Moved, added: Sequence[tuple[Order, Demand, Take]]
) -> None:
    """Promise units added to orders that ship complete for the day the whole order can leave.

    ``added`` are orders with what they are to get. Called before these are written, so that the
    first promise of a line is the one the customer is told. Raises ``InvalidError`` where there is
    no such day.
    """
    orders = np.array([order.id for order, _, _ in added], dtype=np.int64)
    lines = np.unique([line.id for order, _, _ in added for line in order.lines])
    pegs = tx.columns("promises_due", {"lines": Ints(lines)})
    takes = [take for _, _, take in added]
    ready = np.array([to_day(take.ready_on) for take in takes], dtype=np.int64)
    wanted = np.array([to_day(demand.requested_on) for _, demand, _ in added], dtype=np.int64)
    is_stock = np.array([take.supply.kind == "stock" for take in takes])
    new = np.ones(len(takes), dtype=bool)
    told = repromising.review(
        np.append(pegs["line"], -np.arange(1, len(takes) + 1)),
        np.append(pegs["order"], orders),
        np.append(ready_days(books, pegs), ready),
        np.append(pegs["requested_on"], wanted),
        np.append(pegs["told"], np.full(len(takes), repromising.NO_DAY)),
        on_stock=np.append(pegs["kind"] == _STOCK, is_stock),
        arrived=np.append(_arrived(pegs, moved), new),
        complete=np.append(np.ones(pegs["line"].size, dtype=bool), new),
    )
    days = [from_day(day) for day in told.on[pegs["line"].size :].tolist()]
    for (order, demand, take), day in zip(added, days, strict=True):
        if day is None:
            raise InvalidError(
                "date_unknown",
                f"Order {order.number} ships complete and waits without a date; "
                f"no more of {demand.sku} can be promised.",
                order=order.number,
                sku=demand.sku,
                asked=demand.quantity,
            )
        take.promised_on = day


def _patience(pegs: Columns, asked: Integers | None) -> repromising.Patience | None:
    """Return how far the days of pegs may drift; not at all where the customer asked for it."""
    if not pegs["later"].size:
        return None
    later, earlier = pegs["later"], pegs["earlier"]
    if asked is not None:
        plain = np.isin(pegs["line"], asked)
        later, earlier = np.where(plain, 1, later), np.where(plain, 1, earlier)
    return repromising.Patience(later, earlier, pegs["latest"], pegs["legal"])


def _arrived(pegs: Columns, moved: Moved) -> npt.NDArray[np.bool_]:
    """Return which pegs hold units that reached their supply in this verb."""
    if not moved.line.size:
        return np.zeros(pegs["line"].size, dtype=bool)
    ids = np.array([row.id for row in moved.rows] + [0], dtype=np.int64)
    came = set(
        zip(moved.line.tolist(), ids[moved.target].tolist(), moved.told.tolist(), strict=True)
    )
    held = zip(pegs["line"].tolist(), pegs["supply"].tolist(), pegs["told"].tolist(), strict=True)
    return np.fromiter((peg in came for peg in held), dtype=bool, count=pegs["line"].size)


def ready_days(books: Books, pegs: Columns) -> Integers:
    """Return the day each peg's units can leave at the line's quantile.

    Worked out once per place and date, and per quantile where the date has a spread, given or
    learned.
    """
    learned, spread = _sure(books, pegs)
    facts = [pegs["location"], pegs["available_on"]]
    if spread.any():
        facts += [spread, np.where(spread == 0, MEDIAN, pegs["quantile"])]
    found, which = np.unique(np.stack(facts), axis=1, return_inverse=True)
    days = [
        repromising.NO_DAY
        if not location
        else to_day(_expected_on(books, learned, location, *rest))
        for location, *rest in found.T.tolist()
    ]
    return np.array(days, dtype=np.int64)[which.reshape(-1)]


def _delivered(
    tx: Transaction, books: Books, pegs: Columns, at: Integers, on: Integers
) -> Integers:
    """Return the day each peg is delivered, for the rows ``at`` and where it is known."""
    found = np.full(pegs["line"].size, repromising.NO_DAY)
    if not books.places.lanes:
        return found
    orders = np.unique(pegs["order"][at])
    destination = dict(tx.rows("order_destinations", {"orders": Ints(orders)}))
    for row in at.tolist():
        location, leaves_on = int(pegs["location"][row]), from_day(int(on[row]))
        if location and leaves_on is not None:
            found[row] = to_day(
                books.places.delivers_on(location, destination[pegs["order"][row]], leaves_on)
            )
    return found


def _sure(books: Books, pegs: Columns) -> tuple[list[Learned], Integers]:
    """Return what was learned for the pegs' supplies, and for each peg how sure its day is.

    That is the spread in days, 0 where none is known, or -n for the n-th of what was learned.
    """
    known = {row.id: row.learned for row in books.rows if row.learned is not None}
    if not known:
        return [], pegs["spread"]
    learned = list(dict.fromkeys(known.values()))
    nth = {one: -n for n, one in enumerate(learned, start=1)}
    ids = np.array(sorted(known), dtype=np.int64)
    codes = np.array([nth[known[row]] for row in ids.tolist()], dtype=np.int64)
    at = np.minimum(np.searchsorted(ids, pegs["supply"]), ids.size - 1)
    return learned, np.where(ids[at] == pegs["supply"], codes[at], pegs["spread"])


def _expected_on(  # noqa: PLR0913, PLR0917 (a supply's day, and how sure it is)
    books: Books,
    learned: Sequence[Learned],
    location: int,
    available_on: int,
    sure: int = 0,
    quantile: int = MEDIAN,
) -> date:
    spread = learned[-sure - 1] if sure < 0 else sure
    return books.ready.expected_on(location, from_day(available_on), spread, quantile)


def confidence(books: Books, pegs: Columns) -> Integers:
    """Return percent: stock is there; a date is as sure as the line's policy asks; none is not.

    Nor is one that has passed with nothing known of the next.
    """
    kind = pegs["kind"]
    locations, which = np.unique(pegs["location"], return_inverse=True)
    todays = [to_day(books.ready.today_at(at)) if at else NO_DAY for at in locations.tolist()]
    today = np.array(todays, dtype=np.int64)[which.reshape(-1)]
    overdue = (pegs["available_on"] < today) & (_sure(books, pegs)[1] == 0)
    return np.select([kind == _STOCK, (kind == 0) | overdue], [100, 0], default=pegs["quantile"])


def _changes(
    pegs: Columns,
    told: repromising.Told,
    delivered: Integers,
    cause: str,
    skus: Mapping[int, str],
) -> list[dict[str, Any]]:
    at = np.flatnonzero(told.slipped)
    reason = cause_reason(cause)
    changes: list[dict[str, Any]] = [
        {
            "order": order,
            "sku": skus[product],
            "quantity": quantity,
            "from": before,
            "to": after,
            "reason": reason,
        }
        for order, product, quantity, before, after in zip(
            numbers("order", pegs["order"][at].tolist()),
            pegs["product"][at].tolist(),
            pegs["quantity"][at].tolist(),
            iso_days(pegs["told"][at]),
            iso_days(told.on[at]),
            strict=True,
        )
    ]
    arrives = delivered[at]
    known = np.flatnonzero(arrives != repromising.NO_DAY)
    for row, day in zip(known.tolist(), iso_days(arrives[known]), strict=True):
        changes[row]["delivers_on"] = day
    return changes


def skus_of(tx: Transaction, products: Integers) -> dict[int, str]:
    """Return the SKUs of products by id."""
    if not products.size:
        return {}
    return dict(tx.rows("skus", {"products": Ints(np.unique(products))}))


def with_redated(
    tx: Transaction, books: Books, lines: Integers, also: Iterable[Row] = ()
) -> Integers:
    """Return these lines and those that wait for supplies whose day changed, or for others too."""
    supplies = sorted({row.id for row in books.rows if row.moved} | {row.id for row in also})
    if not supplies:
        return lines
    waiting = tx.columns("lines_of_supplies", {"supplies": Ints(supplies)})["line"]
    return np.union1d(lines, waiting)
