"""set_outages: a supplier, one of its items or its way to a place is out; what that moves.

While somebody is out nothing is proposed to be bought from them or promised on what they could
bring, and what was to come meanwhile comes after it. `Verb.preview` shows the effect first.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import InvalidError
from backorder.domain.names import number, require_id
from backorder.domain.outages import delivers_on, open_from
from backorder.domain.workdays import work_days
from backorder.ledger.books.incoming import read_incoming
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.catalog.network import refuse_places
from backorder.ledger.catalog.rows import (
    Plan,
    Rows,
    finish,
    plan,
    refuse_doubles,
    refuse_unknown,
    touch,
)
from backorder.ledger.catalog.stocking_inputs import OutageData, SetOutages
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise, with_redated
from backorder.ledger.promises.rolling import roll, said

from .speaking import Speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

OUTAGES = Rows("outages", ("supplier", "sku", "location", "from"), {"until": None, "reason": ""})


def set_outages(tx: Transaction, request: SetOutages) -> dict[str, Any]:
    """Set outages or take them away; what would come meanwhile comes after the end.

    Open purchases come after it, or keep their day where nobody knows the end and are named
    (``undated``): a person has to decide. Plans that nobody ordered yet go to whoever delivers
    first. The lines that wait for either are promised anew; ``effect`` says how much that is.
    """
    records = [_record(item) for item in request.outages]
    refuse_doubles(OUTAGES, [one | {"from": one["from"].isoformat()} for one in records])
    for record in records:
        _check(record)
    tx.rows("catalog_lock")
    _refuse_unknown(tx, records)
    over = [item.over for item in request.outages]
    standing = [record for record, ended in zip(records, over, strict=True) if not ended]
    tx.rows("lock_all_products")  # every promise asks who is out
    planned = plan(OUTAGES, standing, _load(tx, records))
    ended = _save(tx, planned, [r for r, is_over in zip(records, over, strict=True) if is_over])
    # An outage that was taken away is a change too.
    changed = Plan(planned.created, planned.changed or [{}] * ended, 0)
    touch(tx, changed)
    hit = _hit(tx, standing)
    plans = {product for (product,) in tx.rows("outages_plans", _whom(records))}
    if not (hit or plans):
        return finish(tx, changed) | planned.result() | _answer(ended)
    books = Books(tx, plans | {one.product for one in hit})
    hit = [one.moved(books, request.delay_days) for one in hit]
    _redate(tx, books, hit)
    rolled = roll(books, plans, sooner=bool(changed.changed))
    moved = settle(tx, books)
    lines = with_redated(tx, books, late(moved, books))
    changes = repromise(tx, books, lines, moved, "supply_changed")
    review_exceptions(tx, lines_of_interest(moved, ()))
    tx.replayed = tx.key is None and not (
        changed.created or changed.changed or changes or rolled or any(one.to for one in hit)
    )
    return planned.result() | _answer(
        ended,
        moved=[one.told() for one in hit if one.to is not None],
        undated=[one.told() for one in hit if one.to is None],
        rolled=said(tx, rolled),
        repromised=changes,
        filled=filled(tx, moved),
        effect=_effect(tx, changes),
    )


def _answer(ended: int, **found: Any) -> dict[str, Any]:  # noqa: ANN401 (parts of the answer)
    nothing = dict.fromkeys(("moved", "undated", "rolled", "repromised", "filled"), ())
    none: dict[str, Any] = {"orders": 0, "customers": 0, "units": 0, "value": {}}
    return {
        "ended": ended,
        **{name: list(value) for name, value in nothing.items()},
        "effect": none,
        **found,
    }


def _record(item: OutageData) -> dict[str, Any]:
    return {
        "supplier": item.supplier,
        "sku": item.sku,
        "location": item.location,
        "from": item.from_,
        "until": item.until,
        "reason": item.reason,
    }


def _check(record: dict[str, Any]) -> None:
    if record["until"] is not None and record["until"] < record["from"]:
        raise InvalidError(
            "bad_outage_days",
            f"{record['supplier']} cannot be back on {record['until']}, before it is out.",
            supplier=record["supplier"],
            until=record["until"].isoformat(),
        )


def _refuse_unknown(tx: Transaction, records: Sequence[dict[str, Any]]) -> None:
    skus = sorted({record["sku"] for record in records if record["sku"]})
    suppliers = sorted({record["supplier"] for record in records})
    known = {"skus": skus, "suppliers": suppliers}
    ((known_skus, known_suppliers),) = tx.rows("catalog_known", known)
    refuse_unknown("supplier", suppliers, known_suppliers)
    refuse_unknown("sku", skus, known_skus)
    refuse_places(tx, {record["location"] for record in records if record["location"]})


def _load(
    tx: Transaction, records: Sequence[dict[str, Any]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = tx.rows("outages_load", _keys(records))
    return {row[:4]: dict(zip(OUTAGES.fields, row, strict=True)) for row in rows}


def _keys(records: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [record[key] for record in records] for key in OUTAGES.keys}


def _save(tx: Transaction, planned: Plan, over: Sequence[dict[str, Any]]) -> int:
    """Write outages and delete those that are over; return how many these were."""
    wanted = planned.created + planned.changed
    columns = {field: [row[field] for row in wanted] for field in OUTAGES.fields}
    tx.run("outages_save", columns)
    ((ended,),) = tx.rows("outages_end", _keys(over))
    return int(ended)


class Hit(NamedTuple):
    """A purchase that would come while its supplier is out, and when it comes instead.

    ``units`` are those that did not leave the supplier yet, ``under_way`` the others of its line.
    """

    supply: int
    product: int
    supplier: int
    location: int
    purchase: int
    line: int
    sku: str
    units: int
    under_way: int
    value: int
    currency: str
    on: date
    to: date | None = None

    @property
    def name(self) -> str:
        """Return the number of the purchase."""
        return number("purchase_order", self.purchase)

    def moved(self, books: Books, delay_days: int) -> Hit:
        """Return it with its new day: so long after the last outage it meets, when they work."""
        outages = books.places.outages.of(self.supplier, self.product, self.location)
        again = open_from(self.on, outages).on
        if again is None:
            return self
        working = books.places.supplier_days.get(self.supplier) or work_days("daily")
        late = again + timedelta(days=delay_days)
        return self._replace(to=delivers_on(late, working, outages).on)

    def told(self) -> dict[str, Any]:
        """Return it as the contract spells it."""
        return {
            "purchase_order": self.name,
            "sku": self.sku,
            "units": self.units,
            "value": self.value,
            "currency": self.currency,
            "from": self.on.isoformat(),
            "to": self.to and self.to.isoformat(),
        }


def _hit(tx: Transaction, records: Sequence[dict[str, Any]]) -> list[Hit]:
    """Return what would come while somebody is out, and did not leave yet."""
    asked = _keys(records) | {"until": [record["until"] for record in records]}
    return [Hit(*row) for row in tx.rows("outages_hit", asked)]


def _whom(records: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [record[key] for record in records] for key in ("supplier", "sku")}


def _redate(tx: Transaction, books: Books, hit: Sequence[Hit]) -> None:
    """Give purchases their new days; where a part is under way, the rest gets a line of its own."""
    days = {one.supply: one.to for one in hit if one.to is not None and not one.under_way}
    for row in books.rows:
        row.available_on = days.get(row.id, row.available_on)
    parted = [one for one in hit if one.to is not None and one.under_way]
    if not parted:
        return
    incoming = read_incoming(tx, [("purchase_order", one.name) for one in parted])
    lines = {line.id: line for found in incoming.lines.values() for line in found}
    rows = {row.purchase_line: row for row in books.rows if row.purchase_line}
    speech = Speech(tx, books, incoming, rows)
    for one in parted:
        assert one.to is not None
        speech.part(lines[one.line], one.units, one.to)
    speech.save()


def _effect(tx: Transaction, changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return whom and how much the new days concern: orders, customers, units and their price."""
    asked = {
        "order": Ints(require_id("order", one["order"]) for one in changes),
        "sku": [one["sku"] for one in changes],
        "quantity": Ints(one["quantity"] for one in changes),
    }
    ((orders, customers, units, value),) = tx.rows("outages_effect", asked)
    return {"orders": orders, "customers": customers, "units": units, "value": value}


VERB = Verb("set_outages", SetOutages, set_outages)
