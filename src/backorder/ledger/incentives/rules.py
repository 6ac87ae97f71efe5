"""set_incentives: the rules by which customers are given something for waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.incentives import period_from
from backorder.ledger.catalog.rows import Rows, begin, finish, load, plan, refuse_names, save
from backorder.ledger.journal.verb import Verb

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

RULES = Rows(
    "incentives",
    ("name",),
    {
        "event": "slip",
        "slip_days": 5,
        "class": "",
        "category": "",
        "kind": "fixed",
        "amount": 0,
        "percent": 0,
        "response": 0.05,
        "most": None,
        "currency": "EUR",
        "budget": 0,
        "period": "month",
        "expires_days": 90,
        "holdout_percent": 20,
        "valid_from": None,
        "valid_until": None,
        "active": True,
    },
)
# What would make figures of before and after say different things.
KEPT = ("currency", "period", "holdout_percent")


def set_incentives(tx: Transaction, request: inputs.SetIncentives) -> dict[str, Any]:
    """Create and change rules, known by name; all of the request or none.

    A rule under which somebody was considered keeps its currency, its period and its hold-out: make
    another one. No budget goes below what was given in the period that runs.
    """
    records = begin(tx, RULES, request.rules)
    standing = load(tx, RULES, records)
    planned = plan(RULES, records, standing)
    refuse_names(RULES, planned.created)
    wanted = planned.created + planned.changed
    for rule in wanted:
        _check(rule)
    today = tx.now.date()
    asked = {
        "names": [rule["name"] for rule in wanted],
        "periods_from": [period_from(rule["period"], today) for rule in wanted],
    }
    used = {name: (is_used, given) for name, is_used, given in tx.rows("incentives_used", asked)}
    _refuse_changes(planned.changed, standing, used)
    save(tx, RULES, planned, set_at=tx.now)
    tx.run("incentives_rebudget", asked)
    return finish(tx, planned)


def _check(rule: dict[str, Any]) -> None:
    """Refuse a rule that could never give anything, or that ends before it begins."""
    first, last = rule["valid_from"], rule["valid_until"]
    if first is not None and last is not None and last < first:
        raise InvalidError(
            "bad_incentive_days",
            f"The rule {rule['name']!r} would end before it begins.",
            rule=rule["name"],
            valid_from=first.isoformat(),
            valid_until=last.isoformat(),
        )
    missing = {"fixed": "amount", "percent": "percent", "optimal": ""}[rule["kind"]]
    if missing and not rule[missing]:
        raise InvalidError(
            "incentive_of_nothing",
            f"The rule {rule['name']!r} gives a {rule['kind']} of 0: it needs its {missing}.",
            rule=rule["name"],
            needs=missing,
        )


def _refuse_changes(
    changed: Sequence[dict[str, Any]],
    standing: dict[tuple[Any, ...], dict[str, Any]],
    used: dict[str, tuple[bool, int]],
) -> None:
    for rule in changed:
        name = rule["name"]
        before, (is_used, given) = standing[(name,)], used[name]
        moved = [field for field in KEPT if rule[field] != before[field]]
        if is_used and moved:
            raise ConflictError(
                "incentive_rule_used",
                f"Customers were considered under the rule {name!r}: its {moved[0]} stays as it "
                "is; make another rule.",
                rule=name,
                fields=moved,
            )
        if rule["budget"] < given:
            raise ConflictError(
                "budget_below_given",
                f"Of the budget of {name!r} {given} was given already in this period.",
                rule=name,
                given=given,
                budget=rule["budget"],
            )


VERB = Verb("set_incentives", inputs.SetIncentives, set_incentives)
