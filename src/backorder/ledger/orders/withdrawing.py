"""What was given for keeping an order is taken back where its customer cancels after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.journal.transaction import Transaction

# Why units are cancelled where it is the customer's doing; what we cannot send costs nobody a code.
BY_CUSTOMER = ("customer", "fraud")
NOTED = "incentive_withdrawn"  # under which the journal keeps which codes were still good


def withdraw(tx: Transaction, lines: Iterable[int]) -> None:
    """Withdraw the codes that were given for orders of lines of which units were cancelled.

    Codes that were used stay used: who comes first, and a replay goes by what was found then. A
    code of a rule for one category is withdrawn for lines of that category alone. What was
    withdrawn is told with the verb's answer. It counts as given within its budget.
    """
    cut = sorted(set(lines))
    if not cut:
        return
    noted = (tx.given_all(NOTED) or []) if tx.is_replay else None
    if noted == []:
        return
    rows = tx.rows(
        "incentives_withdraw",
        {
            "lines": Ints(cut),
            "noted": None if noted is None else Ints(noted),
            "at": tx.now,
            "today": tx.now.date(),
            "by": tx.actor,
            "journal": tx.journal_id,
        },
    )
    if rows:
        tx.remember({NOTED: [row[0] for row in rows]})
        tx.aside.setdefault("incentives_withdrawn", []).extend(
            {
                "incentive": number("incentive", row_id),
                "order": number("order", order),
                "customer": customer,
                "code": code,
                "amount": amount,
                "currency": currency,
            }
            for row_id, order, customer, code, amount, currency in rows
        )
