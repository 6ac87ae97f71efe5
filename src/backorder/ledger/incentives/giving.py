"""give_incentives: what customers are given for waiting, within budgets, but for those held out."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.incentives import CODE_BITS, amount_of, code_text, held_out, period_from
from backorder.domain.names import number
from backorder.ledger.books.lookups import orders_by_name, products_of
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import Verb

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backorder.ledger.journal.transaction import Transaction

CODES = "incentive_code"  # the series under which drawn codes stand in the journal


class Rule(NamedTuple):
    """A rule as it stands."""

    id: int
    name: str
    customer_class: str
    category: str
    kind: str
    amount: int
    percent: int
    most: int | None
    currency: str
    budget: int
    period: str
    expires_days: int
    holdout_percent: int
    active: bool
    valid_from: date | None
    valid_until: date | None

    def is_live(self, day: date) -> bool:
        """Tell whether the rule gives anything on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return self.active and begun and (self.valid_until is None or day <= self.valid_until)


class Waiting(NamedTuple):
    """What of one category waits on an order, and whose it is; money in minor units."""

    order: int
    currency: str
    customer: int | None
    ref: str
    customer_class: str
    category: str
    value: int
    units: int


class Found(NamedTuple):
    """What came of an order under a rule; ``outcome`` says whether it is written down."""

    asked: inputs.NewIncentive
    rule: Rule
    order: int
    customer: int
    ref: str
    waiting: int
    outcome: str
    amount: int = 0


def give_incentives(tx: Transaction, request: inputs.GiveIncentives) -> dict[str, Any]:
    """Consider orders under rules; give within the budget, in the order of the request.

    An order is considered once under a rule. What was held out, needs nothing (an amount of 0), or
    found no budget left is written down with that outcome and no code. Orders that wait for
    nothing, have no customer, or are not meant by the rule are answered so and leave no trace.
    """
    items = request.incentives
    _refuse_doubles(items)
    orders = orders_by_name(tx, [one.order for one in items])
    tx.run("lock_products_by_id", {"products": Ints(sorted(products_of(orders.values())))})
    names = sorted({one.rule for one in items})
    tx.run("incentive_rules_lock", {"names": names})
    rules = _rules(tx, names)
    ids = {name: order.id for name, order in orders.items()}
    asked = {
        "rules": Ints(rules[one.rule].id for one in items),
        "orders": Ints(ids[one.order] for one in items),
    }
    before = {(row[0], row[1]): row[2:] for row in tx.rows("incentives_before", asked)}
    fresh = [one for one in items if (rules[one.rule].id, ids[one.order]) not in before]
    found = _decide(tx, fresh, rules, ids)
    kept = [one for one in found if one.outcome in _KEPT]
    answers = {(one.rule.id, one.order): _answer(one) for one in found if one.outcome not in _KEPT}
    answers |= _save(tx, kept)
    numbers = {order.id: order.number for order in orders.values()}
    for one in items:
        pair = (rules[one.rule].id, ids[one.order])
        if pair in before:
            answers[pair] = _before(*before[pair])
    result = [
        {"rule": one.rule, "order": numbers[ids[one.order]]}
        | answers[rules[one.rule].id, ids[one.order]]
        for one in items
    ]
    tx.replayed = tx.key is None and not kept
    return {"incentives": result, "given": sum(one["outcome"] == "given" for one in result)}


_KEPT = ("given", "held_out", "none", "no_budget")


def _refuse_doubles(items: Sequence[inputs.NewIncentive]) -> None:
    pairs = [(one.rule, one.order) for one in items]
    codes = [one.code for one in items if one.code]
    if len(set(pairs)) < len(pairs) or len(set(codes)) < len(codes):
        raise InvalidError("repeated_in_request", "An order or a code stands twice under a rule.")


def _rules(tx: Transaction, names: Sequence[str]) -> dict[str, Rule]:
    rules = {row[1]: Rule(*row) for row in tx.rows("incentive_rules", {"names": names})}
    missing = sorted(set(names) - rules.keys())
    if missing:
        raise NotFoundError(
            "unknown_incentive_rule",
            f"There is no rule {', '.join(missing[:5])}.",
            rules=missing[:100],
        )
    today = tx.now.date()
    over = sorted(name for name, rule in rules.items() if not rule.is_live(today))
    if over:
        raise ConflictError(
            "incentive_rule_over",
            f"The rule {over[0]!r} gives nothing on {today}.",
            rules=over[:100],
        )
    return rules


def _decide(
    tx: Transaction,
    fresh: Sequence[inputs.NewIncentive],
    rules: dict[str, Rule],
    ids: dict[str, int],
) -> list[Found]:
    """Return what comes of orders that were not considered before, budgets in mind."""
    rows = tx.rows("incentive_orders", {"orders": Ints({ids[one.order] for one in fresh})})
    waiting: dict[int, list[Waiting]] = {}
    for row in rows:
        waiting.setdefault(row[0], []).append(Waiting(*row))
    today = tx.now.date()
    used = {
        "rules": Ints(rule.id for rule in rules.values()),
        "periods_from": [period_from(rule.period, today) for rule in rules.values()],
    }
    spent = dict(tx.rows("incentive_spends", used))
    found = []
    for one in fresh:
        rule = rules[one.rule]
        left = rule.budget - spent.get(rule.id, 0)
        made = consider(one, rule, ids[one.order], waiting.get(ids[one.order], ()), left)
        spent[rule.id] = spent.get(rule.id, 0) + made.amount
        found.append(made)
    return found


def consider(
    one: inputs.NewIncentive, rule: Rule, order: int, waiting: Iterable[Waiting], left: int
) -> Found:
    """Return what comes of an order under a rule of whose budget so much is ``left``."""
    parts = [part for part in waiting if rule.category in ("", part.category)]
    if not parts:
        return Found(one, rule, order, 0, "", 0, "not_waiting")
    first, value = parts[0], sum(part.value for part in parts)
    nothing = Found(one, rule, order, first.customer or 0, first.ref, value, "none")
    if first.customer is None:
        return nothing._replace(outcome="no_customer")
    if rule.customer_class not in ("", first.customer_class) or rule.currency != first.currency:
        return nothing._replace(outcome="not_meant")
    amount = amount_of(rule.kind, rule.amount, rule.percent, value)
    if amount is None:
        if one.amount is None:
            raise InvalidError(
                "incentive_without_amount",
                f"The rule {rule.name!r} gives what is worked out: say the amount.",
                rule=rule.name,
                order=one.order,
            )
        amount = one.amount
    amount = amount if rule.most is None else min(amount, rule.most)
    # Who is held out stays so whatever it would come to: otherwise the groups would not compare.
    if held_out(rule.name, first.ref, rule.holdout_percent):
        return nothing._replace(outcome="held_out")
    if not amount:
        return nothing
    if amount > left:
        return nothing._replace(outcome="no_budget")
    return nothing._replace(outcome="given", amount=amount)


def _save(tx: Transaction, kept: Sequence[Found]) -> dict[tuple[int, int], dict[str, Any]]:
    """Write what came of orders and draw on the budgets; return the answers."""
    if not kept:
        return {}
    taken = tx.take({"incentive": len(kept), "journal": 1})["incentive"]
    given = [one for one in kept if one.outcome == "given"]
    drawn = iter(_draw(tx, sum(one.asked.code is None for one in given)))
    codes = [
        "" if one.outcome != "given" else one.asked.code or code_text(next(drawn)) for one in kept
    ]
    today = tx.now.date()
    until = [
        today + timedelta(days=one.rule.expires_days) if one.outcome == "given" else None
        for one in kept
    ]
    _refuse_codes(tx, [one.asked.code for one in given if one.asked.code])
    tx.run(
        "incentives_give",
        {
            "id": Ints(taken),
            "rule": Ints(one.rule.id for one in kept),
            "order": Ints(one.order for one in kept),
            "customer": Ints(one.customer for one in kept),
            "outcome": [one.outcome for one in kept],
            "amount": Ints(one.amount for one in kept),
            "currency": [one.rule.currency for one in kept],
            "waiting": Ints(one.waiting for one in kept),
            "code": codes,
            "period_from": [period_from(one.rule.period, today) for one in kept],
            "expires_on": until,
            "reason": [encode(one.asked.reason).decode() for one in kept],
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )
    _spend(tx, given, today)
    return {
        (one.rule.id, one.order): _answer(one, row_id, code, last)
        for one, row_id, code, last in zip(kept, taken, codes, until, strict=True)
    }


def _draw(tx: Transaction, count: int) -> list[int]:
    """Return the secrets of codes: drawn, and noted in the journal so that a replay has them."""
    drawn = tx.given(CODES, count)
    if drawn is None:
        drawn = [secrets.randbits(CODE_BITS) for _ in range(count)]
    if drawn:
        tx.remember({CODES: drawn})
    return drawn


def _refuse_codes(tx: Transaction, codes: Sequence[str]) -> None:
    """Refuse codes of the shop's own that were given before."""
    twice = [row[0] for row in tx.rows("incentive_codes", {"codes": list(codes)})] if codes else []
    if twice:
        raise ConflictError("code_given", f"The code {twice[0]} was given before.", codes=twice)


def _spend(tx: Transaction, given: Sequence[Found], today: date) -> None:
    rules = {one.rule.id: one.rule for one in given}
    amounts = dict.fromkeys(rules, 0)
    for one in given:
        amounts[one.rule.id] += one.amount
    if rules:
        spent = {
            "rule": Ints(rules),
            "period_from": [period_from(rule.period, today) for rule in rules.values()],
            "amount": Ints(amounts.values()),
            "budget": Ints(rule.budget for rule in rules.values()),
        }
        tx.run("incentives_spend", spent)


def _answer(
    one: Found, row_id: int = 0, code: str = "", expires_on: date | None = None
) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": one.outcome}
    if row_id:
        told |= {"incentive": number("incentive", row_id), "customer": one.ref}
    if one.outcome == "given":
        assert expires_on is not None
        told |= {
            "code": code,
            "amount": one.amount,
            "currency": one.rule.currency,
            "expires_on": expires_on.isoformat(),
        }
    return told | ({"reason": one.asked.reason} if one.asked.reason else {})


def _before(  # noqa: PLR0913, PLR0917 (the columns of a row)
    row_id: int,
    outcome: str,
    amount: int,
    currency: str,
    code: str | None,
    expires_on: date | None,
) -> dict[str, Any]:
    """Return what came of an order that was considered before; ``again`` says so."""
    told = {"outcome": "before", "was": outcome, "incentive": number("incentive", row_id)}
    if code is None or expires_on is None:
        return told
    more = {"amount": amount, "currency": currency, "expires_on": expires_on.isoformat()}
    return told | more


VERB = Verb("give_incentives", inputs.GiveIncentives, give_incentives)
