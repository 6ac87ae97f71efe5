"""Customers that a request brings along: found by their reference, made where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.journal.transaction import Transaction

    from .inputs import CustomerRef


def bring(tx: Transaction, customers: Iterable[CustomerRef]) -> dict[str, int]:
    """Return the ids of customers by reference; one that nobody knows is made as it is described.

    Comes after the locks of the products and before anything is written, as in `place_orders`.
    """
    named = {customer.ref: customer for customer in customers}
    if not named:
        return {}
    found = {row[0]: row[1] for row in tx.rows("customers_by_ref", {"customers": sorted(named)})}
    new = [named[ref] for ref in sorted(named.keys() - found.keys())]
    if new:
        tx.run(
            "customers_add",
            {
                "ref": [one.ref for one in new],
                "name": [one.name for one in new],
                "email": [one.email for one in new],
                "phone": [one.phone for one in new],
                "locale": [one.locale for one in new],
                "class": [one.class_ for one in new],
            },
        )
        rows = tx.rows("customers_by_ref", {"customers": sorted(named)})
        found = {row[0]: row[1] for row in rows}
    if tx.given("journal", 0) is None:
        # Who makes a customer first is not settled by the product locks: only a number taken after
        # they were found or made keeps the journal in the order of the decisions.
        tx.take({"journal": 1})
    return found
