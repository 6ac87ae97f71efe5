"""The exceptions that a person must look at: opened with what caused them, closed with the cure.

`review_exceptions` keeps the cases of units without a date current in the verb that caused them.
`sweep` works out all that follows from the books of the locked products, and `keep` writes what a
verb found out for itself. One open case per code, product and line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from backorder.domain import risks
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.transaction import encode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Transaction

decode = msgspec.json.decode
MOST_VALUE = 9 * 10**18  # what the column holds


@dataclass(slots=True)
class Case:
    """An exception as it is found: its subject, how bad it is, and the facts.

    ``line`` is 0 for a case of a whole product, or of a ``purchase``, which stands by the product
    of its first line. ``days`` and ``value`` (minor units of the line's
    or the product's currency) are None where they are not known.
    """

    code: str
    product: int
    line: int = 0
    supply: int = 0
    days: int | None = None
    value: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    purchase: int = 0

    @property
    def subject(self) -> tuple[str, int, int, int]:
        """Return what there is one open case of."""
        return (self.code, self.product, self.line, self.purchase)

    def state(self) -> tuple[Any, ...]:
        """Return what is written of it, as it is read again."""
        value = None if self.value is None else min(self.value, MOST_VALUE)
        return (self.supply, self.days, value, decode(encode(self.facts)))


def review_exceptions(tx: Transaction, lines: Integers) -> None:
    """Open a case for each of these lines whose date is unknown now, and close those cured."""
    if not lines.size:
        return
    wanted = {"lines": Ints(np.unique(lines))}
    missing = [row[0] for row in tx.rows("exceptions_missing", wanted)]
    ids = tx.take({"exception": len(missing)}).get("exception", [])
    tx.run(
        "exceptions_save",
        {
            **wanted,
            "line": Ints(missing),
            "id": Ints(ids),
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )


class Kept(NamedTuple):
    """How many cases were opened, brought up to date, and closed."""

    opened: int
    updated: int
    closed: int


def keep(  # noqa: PLR0913 (what was found, and what was looked at)
    tx: Transaction,
    cases: Sequence[Case],
    *,
    codes: Iterable[str],
    products: Iterable[int] = (),
    lines: Iterable[int] = (),
    waiting: Collection[int] = (),
) -> Kept:
    """Open these cases or bring the open ones up to date, and close what is cured.

    Cured are the other open cases of the ``codes`` on the ``products`` and ``lines`` looked at,
    whose products are locked. Cases that only a verb opens stay while their line is ``waiting``.
    """
    scope = {
        "codes": sorted(codes),
        "products": Ints(sorted(products)),
        "lines": Ints(sorted({*lines, *(case.line for case in cases if case.line)})),
    }
    known: dict[tuple[str, int, int, int], tuple[int, tuple[Any, ...]]] = {
        (code, product, line, purchase): (row_id, tuple(rest))
        for row_id, code, product, line, purchase, *rest in tx.rows("exceptions_open", scope)
    }
    found = {case.subject: case for case in cases}
    cured = [
        row_id
        for subject, (row_id, _) in known.items()
        if subject not in found
        and not (subject[0] in risks.UNTIL_ALLOCATED and subject[2] in waiting)
    ]
    fresh = [case for subject, case in found.items() if subject not in known]
    moved = [
        (known[subject][0], case)
        for subject, case in found.items()
        if subject in known and known[subject][1] != case.state()
    ]
    if cured or fresh or moved:
        ids = tx.take({"exception": len(fresh)}).get("exception", [])
        tx.run(
            "exceptions_keep",
            {
                "closed": Ints(cured),
                **_columns("u", [row_id for row_id, _ in moved], [case for _, case in moved]),
                **_columns("n", ids, fresh),
                "at": tx.now,
                "journal": tx.journal_id,
            },
        )
    return Kept(len(fresh), len(moved), len(cured))


def _columns(prefix: str, ids: Sequence[int], cases: Sequence[Case]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "id": Ints(ids),
        "code": [case.code for case in cases],
        "product": Ints(case.product for case in cases),
        "line": Ints(case.line for case in cases),
        "supply": Ints(case.supply for case in cases),
        "purchase": Ints(case.purchase for case in cases),
        "days": [case.days for case in cases],
        "value": [None if case.value is None else min(case.value, MOST_VALUE) for case in cases],
        "facts": [encode(case.facts).decode() for case in cases],
    }
    return {f"{prefix}_{name}": column for name, column in columns.items()}
