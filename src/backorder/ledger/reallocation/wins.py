"""Keep an exception for each line that a released reallocation was to win and could not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.reallocation_pool import NEVER
from backorder.ledger.inbox.exceptions import Case, keep

if TYPE_CHECKING:
    from backorder.ledger.journal.transaction import Transaction

    from .plan import Planned


def keep_wins(tx: Transaction, planned: Planned) -> None:
    """Open a case for each such line, and close those of the other lines that were served."""
    scope, found = planned.scope, planned.difference
    cases = []
    for row in planned.plan.win_unsatisfied:
        at = int(planned.served[row])
        due, after = int(planned.lines.due[row]), int(found.after[row])
        if after <= due and after != NEVER:
            continue  # its fall-back brought it about
        units = int(scope.units[at])
        cases.append(
            Case(
                "win_unsatisfied",
                int(scope.product[int(scope.of[at])]),
                int(scope.line[at]),
                days=None if NEVER in {due, after} else after - due,
                value=units * int(scope.facts["unit_price"][at]),
                facts={"units": units},
            )
        )
    served = scope.line[planned.served].tolist()
    keep(tx, cases, codes=["win_unsatisfied"], lines=served)
