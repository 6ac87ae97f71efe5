"""redeem_incentive: codes that their customers use, each once and not after its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.incentives import plain_code
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction


class Given(NamedTuple):
    """What a code is worth (minor units), and whose it is."""

    code: str
    id: int
    customer: str
    amount: int
    currency: str
    expires_on: date
    rule: str
    used: bool
    withdrawn: bool


def redeem_incentive(tx: Transaction, request: inputs.RedeemIncentive) -> dict[str, Any]:
    """Write down that codes were used; all of the request or none.

    Raises ``NotFoundError`` for a code that does not exist or is somebody else's (nobody is told
    which), ``ConflictError`` for one that was used or withdrawn before, or whose last day has
    passed.
    """
    asked = [(plain_code(one.code), one) for one in request.redemptions]
    codes = [code for code, _ in asked]
    if len(set(codes)) < len(codes):
        raise InvalidError("repeated_in_request", "A code stands twice in the request.")
    known = _known(tx, codes)
    today = tx.now.date()
    for code, one in asked:
        _check(known.get(code), one, today)
    tx.take({"journal": 1})
    used = [(known[code], one) for code, one in asked]
    fresh = tx.rows(
        "incentives_redeem",
        {
            "incentive": Ints(given.id for given, _ in used),
            "on_order": [one.order for _, one in used],
            "at": tx.now,
            "by": tx.actor,
            "journal": tx.journal_id,
        },
    )
    written = {row_id for (row_id,) in fresh}
    for given, one in used:
        if given.id not in written:
            raise _ended(one.code, _known(tx, [given.code])[given.code])
    return {
        "redemptions": [
            {
                "code": given.code,
                "incentive": number("incentive", given.id),
                "customer": given.customer,
                "order": one.order,
                "amount": given.amount,
                "currency": given.currency,
                "rule": given.rule,
            }
            for given, one in used
        ]
    }


def _known(tx: Transaction, codes: Sequence[str]) -> dict[str, Given]:
    rows = tx.rows("incentive_codes", {"codes": list(codes)})
    return {one.code: one for one in (Given(*row) for row in rows)}


def _check(given: Given | None, one: inputs.Redemption, today: date) -> None:
    if given is None or given.customer != one.customer:
        raise NotFoundError(
            "unknown_code",
            f"There is no code {one.code} of the customer {one.customer}.",
            incentive_code=one.code,
            customer=one.customer,
        )
    if given.used:
        raise _ended(one.code, given)
    if today > given.expires_on:
        raise ConflictError(
            "code_expired",
            f"The code {one.code} was good until {given.expires_on}.",
            incentive_code=one.code,
            expires_on=given.expires_on.isoformat(),
        )


def _ended(code: str, given: Given) -> ConflictError:
    if given.withdrawn:
        return ConflictError(
            "code_withdrawn",
            f"The code {code} was given for waiting, and withdrawn when its order was cancelled.",
            incentive_code=code,
        )
    return ConflictError("code_used", f"The code {code} was used before.", incentive_code=code)


VERB = Verb("redeem_incentive", inputs.RedeemIncentive, redeem_incentive)
