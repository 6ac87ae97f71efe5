"""set_outages: a supplier, one of its items or its way to a place is out; what that moves.

While somebody is out nothing is proposed to be bought from them or promised on what they could
bring, and what was to come meanwhile comes after it. `Verb.preview` shows the effect first.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import InvalidError
from backorder.domain.names import number, require_id

from .arrays import Ints
from .books import Books
from .catalog_rows import Plan, Rows, finish, plan, refuse_doubles, refuse_unknown, touch
from .exceptions import review_exceptions
from .network import refuse_places
from .release import lines_of_interest
from .repromise import repromise, with_redated
from .results import filled
from .rolling import roll, said
from .settlement import late, settle
from .stocking_inputs import OutageData, SetOutages
from .verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .transaction import Transaction

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
    hit = _hit(tx, standing, request.delay_days)
    plans = {product for (product,) in tx.rows("outages_plans", _whom(records))}
    if not (hit or plans):
        return finish(tx, changed) | planned.result() | _answer(ended)
    books = Books(tx, plans | {one.product for one in hit})
    _redate(books, hit)
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
    """A purchase that would come while its supplier is out, and when it comes instead."""

    supply: int
    product: int
    purchase: int
    sku: str
    units: int
    value: int
    currency: str
    on: date
    to: date | None

    def told(self) -> dict[str, Any]:
        """Return it as the contract spells it."""
        return {
            "purchase_order": number("purchase_order", self.purchase),
            "sku": self.sku,
            "units": self.units,
            "value": self.value,
            "currency": self.currency,
            "from": self.on.isoformat(),
            "to": self.to and self.to.isoformat(),
        }


def _hit(tx: Transaction, records: Sequence[dict[str, Any]], delay_days: int) -> list[Hit]:
    """Return what would come while somebody is out: so many days after the outage's last."""
    asked = _keys(records) | {"until": [record["until"] for record in records]}
    late = timedelta(days=1 + delay_days)
    found = [Hit(*row) for row in tx.rows("outages_hit", asked)]
    return [one._replace(to=one.to and one.to + late) for one in found]


def _whom(records: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [record[key] for record in records] for key in ("supplier", "sku")}


def _redate(books: Books, hit: Sequence[Hit]) -> None:
    days = {one.supply: one.to for one in hit if one.to is not None}
    for row in books.rows:
        row.available_on = days.get(row.id, row.available_on)


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
