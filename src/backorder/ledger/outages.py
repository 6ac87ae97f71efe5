"""set_outages: a supplier, one of its items or its way to a place is out; what that moves.

While somebody is out nothing is proposed to be bought from them, and what was to come meanwhile
comes after it. `Verb.preview` shows the effect first.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import number

from . import inputs
from .catalog_rows import Plan, Rows, finish, plan, refuse_doubles, refuse_unknown
from .network import refuse_places
from .stocking_inputs import OutageData, SetOutages
from .supply import change_supply
from .verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .transaction import Transaction

OUTAGES = Rows("outages", ("supplier", "sku", "location", "from"), {"until": None, "reason": ""})


def set_outages(tx: Transaction, request: SetOutages) -> dict[str, Any]:
    """Set outages or take them away; open purchases that would come meanwhile come after the end.

    The lines that wait for these are promised anew. Purchases of somebody who is out without an end
    keep their day and are named (``undated``): a person has to decide. What is not bought yet is
    proposed elsewhere by the next `propose`.
    """
    records = [_record(item) for item in request.outages]
    refuse_doubles(OUTAGES, [one | {"from": one["from"].isoformat()} for one in records])
    for record in records:
        _check(record)
    tx.rows("catalog_lock")
    _refuse_unknown(tx, records)
    over = [item.over for item in request.outages]
    standing = [record for record, ended in zip(records, over, strict=True) if not ended]
    planned = plan(OUTAGES, standing, _load(tx, records))
    ended = _save(tx, planned, [r for r, is_over in zip(records, over, strict=True) if is_over])
    hit = _hit(tx, standing)
    moved = [one for one in hit if one["to"] is not None]
    _delay(moved, request.delay_days)
    if moved:
        answer = change_supply(tx, inputs.ChangeSupply(changes=_changes(moved)))
        counts = planned.result()
        repromised = answer["repromised"]
    else:
        # An outage that was taken away is a change too.
        counts = finish(tx, Plan(planned.created, planned.changed or [{}] * ended, 0))
        counts |= planned.result()
        repromised = []
    return {
        **counts,
        "ended": ended,
        "moved": moved,
        "undated": [one for one in hit if one["to"] is None],
        "repromised": repromised,
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


def _hit(tx: Transaction, records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what would come while somebody is out, each with the day it could come instead."""
    asked = _keys(records) | {"until": [record["until"] for record in records]}
    return [
        {
            "purchase_order": number("purchase_order", purchase),
            "sku": sku,
            "units": units,
            "value": value,
            "currency": currency,
            "from": on.isoformat(),
            "to": until,
        }
        for purchase, sku, units, value, currency, on, until in tx.rows("outages_hit", asked)
    ]


def _delay(moved: Sequence[dict[str, Any]], days: int) -> None:
    """Set the day on which each comes: so many days after the outage's last."""
    for one in moved:
        one["to"] = (one["to"] + timedelta(days=1 + days)).isoformat()


def _changes(moved: Sequence[dict[str, Any]]) -> list[inputs.SupplyChange]:
    return [
        inputs.SupplyChange(
            purchase_order=one["purchase_order"],
            sku=one["sku"],
            expected_on=date.fromisoformat(one["to"]),
        )
        for one in moved
    ]


VERB = Verb("set_outages", SetOutages, set_outages)
