"""set_promotions and set_forecasts: what is planned to move demand, and what demand will be.

Forecasts are worked out elsewhere and only kept here. Nothing that was promised depends on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.ledger.journal.verb import Verb

from . import forecast_inputs as inputs
from .network import refuse_places
from .rows import (
    Plan,
    Rows,
    begin,
    finish,
    given,
    load,
    plan,
    refuse_doubles,
    refuse_names,
    refuse_unknown,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backorder.ledger.journal.transaction import Transaction

PROMOTIONS = Rows(
    "promotions",
    ("name", "sku"),
    {
        "from": None,
        "to": None,
        "uplift": 0,
        "announced_by": "marketing",
        "note": "",
        "withdrawn": False,
    },
)
FORECASTS = Rows("forecasts", ("sku", "location"), {})
ACCURACY = Rows("forecast_accuracy", ("measured_on", "kind"), {})
LISTS = ("mean", "base", "p50", "p80", "p95")


def set_promotions(tx: Transaction, request: inputs.SetPromotions) -> dict[str, Any]:
    """Create, change and withdraw promotions, known by name and product."""
    records = begin(tx, PROMOTIONS, request.promotions)
    for record in records:
        if record["to"] < record["from"]:
            raise InvalidError(
                "bad_promotion_days",
                f"The promotion {record['name']!r} of {record['sku']} would end before it begins.",
                promotion=record["name"],
                sku=record["sku"],
                **{name: record[name].isoformat() for name in ("from", "to")},
            )
    _refuse_products(tx, [record["sku"] for record in records])
    planned = plan(PROMOTIONS, records, load(tx, PROMOTIONS, records))
    refuse_names(PROMOTIONS, planned.created)
    save(tx, PROMOTIONS, planned, set_at=tx.now)
    return finish(tx, planned)


def set_forecasts(tx: Transaction, request: inputs.SetForecasts) -> dict[str, Any]:
    """Keep forecasts by product and place, and what earlier ones were worth.

    What is as it was is not written again, so the instant it was made stays.
    """
    records = begin(tx, FORECASTS, request.forecasts)
    measures = [given(item) for item in request.accuracy]
    refuse_doubles(ACCURACY, measures)
    _refuse_products(tx, [record["sku"] for record in records])
    refuse_places(tx, {record["location"] for record in records})
    fresh = [is_new for (is_new,) in tx.rows("forecasts_save", _columns(records, tx))]
    measured = _measure(tx, request.accuracy)
    planned = Plan(
        created=[{}] * sum(fresh),
        changed=[{}] * (len(fresh) - sum(fresh) + measured),
        unchanged=len(records) - len(fresh),
    )
    answer = finish(tx, planned)
    return answer | {"changed": len(planned.changed) - measured, "measured": measured}


def _columns(records: Sequence[dict[str, Any]], tx: Transaction) -> dict[str, Any]:
    """Return the records as columns; lists go as the text of an array, one a row."""
    found: dict[str, Any] = {
        name: [record[name] for record in records]
        for name in ("sku", "location", "first_on", "size", "method", "uplift")
    }
    for name in LISTS:
        found[name] = [_array(record[name]) for record in records]
    return found | {"made_at": tx.now}


def _array(values: Iterable[float]) -> str:
    return "{" + ",".join(map(repr, values)) + "}"


def _measure(tx: Transaction, items: Sequence[inputs.AccuracyData]) -> int:
    """Write what forecasts were worth; return how many measures are new or differ."""
    names = inputs.AccuracyData.__struct_fields__
    columns = {name: [getattr(item, name) for item in items] for name in names}
    return len(tx.rows("forecast_accuracy_save", columns))


def _refuse_products(tx: Transaction, skus: Sequence[str]) -> None:
    ((known, _),) = tx.rows("catalog_known", {"skus": sorted(set(skus)), "suppliers": []})
    refuse_unknown("sku", skus, known)


VERBS = (
    Verb("set_promotions", inputs.SetPromotions, set_promotions),
    Verb("set_forecasts", inputs.SetForecasts, set_forecasts),
)
