"""set_stock_policies: how much of each product a place is to hold, with a log of every move.

Stock policies are worked out elsewhere and only kept here; a person's numbers (``override``) count
instead of them up to a day. Nothing that was promised depends on them: they say what to buy next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from backorder.domain.errors import InvalidError
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import Verb

from . import stocking_inputs as inputs
from .network import refuse_places
from .rows import Plan, Rows, finish, given, load, plan, refuse_doubles, refuse_unknown, save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction

STOCK_POLICIES = Rows(
    "stock_policies",
    ("sku", "location"),
    {
        "method": "reorder",
        "reorder_point": 0,
        "order_up_to": 0,
        "safety_stock": 0,
        "demand_mean": 0.0,
        "demand_sd": 0.0,
        "lead_time_days": 0.0,
        "review_days": 1,
        "service_target": None,
        "abc": "",
        "xyz": "",
        "reason": {},
        "override_reorder_point": None,
        "override_order_up_to": None,
        "override_until": None,
        "override_by": "",
        "override_reason": "",
    },
)
_NO_OVERRIDE = {
    name: STOCK_POLICIES.defaults[name]
    for name in STOCK_POLICIES.defaults
    if name.startswith("override_")
}
Levels = tuple[int, int, int]


def set_stock_policies(tx: Transaction, request: inputs.SetStockPolicies) -> dict[str, Any]:
    """Set stock policies by product and place; every move of their levels is logged."""
    records = [_record(item, tx.actor) for item in request.stock_policies]
    refuse_doubles(STOCK_POLICIES, records)
    tx.rows("catalog_lock")
    skus = sorted({record["sku"] for record in records})
    ((known, _),) = tx.rows("catalog_known", {"skus": skus, "suppliers": []})
    refuse_unknown("sku", skus, known)
    refuse_places(tx, {record["location"] for record in records})
    current = load(tx, STOCK_POLICIES, records)
    today = tx.now.date()
    for record in records:
        row = current.get((record["sku"], record["location"]), {})
        if "override_until" not in record and has_ended(row, today):
            record.update(_NO_OVERRIDE)
    planned = plan(STOCK_POLICIES, records, current)
    for row in (*planned.created, *planned.changed):
        _check(row, today)
    save(tx, STOCK_POLICIES, planned, set_at=tx.now)
    answer = finish(tx, planned)
    logged = 0
    if not tx.replayed:
        logged = _log(tx, request, planned, current, today)
    return answer | {"moved": logged}


def _record(item: inputs.StockPolicyData, actor: str) -> dict[str, Any]:
    """Return the columns that an item sets."""
    record = given(item)
    record.pop("service_from", None)
    record.pop("service_to", None)
    override = record.pop("override", UNSET)
    if override is None:
        record |= _NO_OVERRIDE
    elif override is not UNSET:
        record |= {
            "override_reorder_point": override.reorder_point,
            "override_order_up_to": override.order_up_to,
            "override_until": override.until,
            "override_by": actor,
            "override_reason": override.reason,
        }
    return record


def has_ended(row: Mapping[str, Any], today: date) -> bool:
    """Tell whether a person's numbers have had their time."""
    until = row.get("override_until")
    return until is not None and until < today


def _check(row: Mapping[str, Any], today: date) -> None:
    """Refuse levels that contradict each other, and an override that is over already."""
    facts = {"sku": row["sku"], "location": row["location"]}
    name = f"{row['sku']} at {row['location']}"
    pairs = [(row["reorder_point"], row["order_up_to"])]
    if row["override_order_up_to"] is not None:
        pairs.append((row["override_reorder_point"], row["override_order_up_to"]))
    for point, up_to in pairs:
        if up_to < point:
            raise InvalidError(
                "bad_stock_policy",
                f"{name} is to be filled up to {up_to}, below its reorder point {point}.",
                **facts,
                reorder_point=point,
                order_up_to=up_to,
            )
    if has_ended(row, today):
        raise InvalidError(
            "override_is_over",
            f"The override of {name} would have ended on {row['override_until']} already.",
            **facts,
            until=row["override_until"].isoformat(),
        )


def levels(row: Mapping[str, Any], today: date) -> Levels:
    """Return reorder point, order-up-to level and safety stock that count today."""
    if row["override_order_up_to"] is not None and not has_ended(row, today):
        return row["override_reorder_point"], row["override_order_up_to"], row["safety_stock"]
    return row["reorder_point"], row["order_up_to"], row["safety_stock"]


def _log(
    tx: Transaction,
    request: inputs.SetStockPolicies,
    planned: Plan,
    current: Mapping[tuple[Any, ...], Mapping[str, Any]],
    today: date,
) -> int:
    """Append what moved; return how many policies did."""
    asked = {(item.sku, item.location): item for item in request.stock_policies}
    moved: list[tuple[Any, ...]] = []
    for row in sorted(
        (*planned.created, *planned.changed), key=lambda row: (row["sku"], row["location"])
    ):
        at = (row["sku"], row["location"])
        before = current.get(at)
        old = None if before is None else levels(before, today)
        new = levels(row, today)
        if new == old:
            continue
        item = asked[at]
        moved.append((
            *at,
            _cause(before, row),
            *(old or (None, None, None)),
            *new,
            _held(new) - (_held(old) if old else 0.0),
            before["service_target"] if item.service_from is None and before else item.service_from,
            row["service_target"] if item.service_to is None else item.service_to,
            encode(_reason(row)).decode(),
        ))  # fmt: skip
    _append(tx, moved)
    return len(moved)


def _cause(before: Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    """Return why levels moved: *new*, *override*, *override_ended* or *calculated*."""
    had = before is not None and before["override_order_up_to"] is not None
    has = row["override_order_up_to"] is not None
    if has and (before is None or any(before[name] != row[name] for name in _NO_OVERRIDE)):
        return "override"
    if had and not has:
        return "override_ended"
    return "new" if before is None else "calculated"


def _reason(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reason of the levels that count."""
    if row["override_order_up_to"] is None:
        return dict(row["reason"])
    until = row["override_until"]
    return {
        "code": "override",
        "by": row["override_by"],
        "text": row["override_reason"],
        "until": None if until is None else until.isoformat(),
    }


def _held(found: Levels) -> float:
    """Return the units held on average: the safety stock and half of what is bought at a time.

    >>> _held((8, 30, 4))
    15.0
    """
    point, up_to, safety = found
    return safety + (up_to - point) / 2


def _append(tx: Transaction, moved: Sequence[tuple[Any, ...]]) -> None:
    """Write the log, in one statement whether there is much or nothing to write."""
    columns = list(zip(*moved, strict=True)) or [()] * 13
    names = (
        "sku", "location", "cause", "point_from", "up_to_from", "safety_from", "point_to",
        "up_to_to", "safety_to", "held", "service_from", "service_to", "reason",
    )  # fmt: skip
    whole = {"point_to", "up_to_to", "safety_to"}
    tx.run(
        "stock_policies_log",
        {
            name: Ints(column) if name in whole else list(column)
            for name, column in zip(names, columns, strict=True)
        }
        | {"journal": tx.journal_id, "at": tx.now, "actor": tx.actor},
    )


VERB = Verb("set_stock_policies", inputs.SetStockPolicies, set_stock_policies)
