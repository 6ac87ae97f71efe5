"""What is to be bought: purchases as they were asked for, and suggestions as the supplier sells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backorder.domain.capacity import week_of
from backorder.domain.errors import ForbiddenError, InvalidError
from backorder.ledger.books.positions import learned_of
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backorder.domain.learned import Learned
    from backorder.ledger.books.supplies import Books, Row
    from backorder.ledger.journal.transaction import Transaction

    from . import supply_inputs


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supplier asks for a product; without a supplier item the lead time is not known."""

    unit_cost: int
    moq: int
    multiple: int
    lead_time_days: int | None
    sku: str
    spread_days: int = 0
    capacity: int | None = None
    currency: str = ""
    learned: Learned | None = None

    def rounded(self, units: int) -> int:
        """Return the least quantity the supplier sells that covers ``units``.

        >>> Offer(0, 10, 6, None, "MUG").rounded(7), Offer(0, 10, 6, None, "MUG").rounded(13)
        (12, 18)
        """
        return self.whole(max(units, self.moq))

    def whole(self, units: int) -> int:
        """Return ``units`` rounded up to the supplier's multiple."""
        return -(-units // self.multiple) * self.multiple


@dataclass(slots=True)
class Bought:
    """One line of a purchase to be written, the supply it becomes, and the plans it replaces."""

    product: int
    sku: str
    quantity: int
    unit_cost: int
    expected_on: date
    spread: int = 0
    learned: Learned | None = None
    plans: list[Row] = field(default_factory=list)
    row: Row | None = None
    id: int = 0
    line_no: int = 0
    currency: str = ""


@dataclass(slots=True)
class Purchase:
    """A purchase order to be written."""

    key: str
    supplier: int
    supplier_code: str
    location: int
    lines: list[Bought]
    id: int = 0
    draft: bool = False

    def above(self, limit: supply_inputs.Limit | None) -> bool:
        """Whether it costs more than a limit, or what cannot be held against it."""
        return limit is not None and (
            sum(line.quantity * line.unit_cost for line in self.lines) > limit.amount
            or any(line.currency != limit.currency for line in self.lines)
        )


def above_limit(name: str, limit: supply_inputs.Limit, total: int) -> ForbiddenError:
    """Return the refusal of a purchase that would cost more than whoever asks may order."""
    return ForbiddenError(
        "above_limit",
        f"{name} is above the limit of {limit.amount} {limit.currency} (minor units) per purchase.",
        purchase_order=name,
        limit=limit.amount,
        currency=limit.currency,
        total=total,
    )


def offers_of(
    tx: Transaction,
    purchases: Sequence[supply_inputs.NewPurchase],
    skus: dict[str, int],
    suppliers: dict[str, int],
    rows: Sequence[Row],
) -> dict[tuple[int, int], tuple[str, Offer]]:
    """Return what is offered of what is bought, by product and supplier id, with the code."""
    pairs = {(skus[line.sku], suppliers[one.supplier]) for one in purchases for line in one.lines}
    pairs |= {(row.product, row.supplier) for row in rows}
    asked = {
        "products": Ints(product for product, _ in pairs),
        "suppliers": Ints(supplier for _, supplier in pairs),
    }
    return {
        (product, supplier): (code, Offer(*(*terms, learned_of(known))))
        for product, supplier, code, *terms, known in tx.rows("offers", asked)
    }


def direct(  # noqa: PLR0913, PLR0917 (what a purchase is made of)
    books: Books,
    one: supply_inputs.NewPurchase,
    request: supply_inputs.OrderSupply,
    suppliers: dict[str, int],
    skus: dict[str, int],
    offers: dict[tuple[int, int], tuple[str, Offer]],
) -> Purchase:
    """Return a purchase as it was asked for, completed from what the supplier offers."""
    place = books.places.sellable(one.location)
    supplier = suppliers[one.supplier]
    lines = []
    for line in one.lines:
        offer = offers[skus[line.sku], supplier][1]
        expected_on = line.expected_on or one.expected_on or request.expected_on
        if expected_on is None:
            if offer.lead_time_days is None:
                raise InvalidError(
                    "no_expected_day",
                    f"{one.supplier} has no lead time for {line.sku}: say when it is expected.",
                    key=one.key,
                    sku=line.sku,
                    supplier=one.supplier,
                )
            days = offer.lead_time_days
            expected_on = books.ready.bought(supplier, skus[line.sku], place.id, days)
            # Ordered from somebody who is out without an end: whoever does so knows better.
            expected_on = expected_on or books.ready.arrives_on(supplier, days)
        cost = offer.unit_cost if line.unit_cost is None else line.unit_cost
        spread = offer.spread_days if line.spread_days is None else line.spread_days
        lines.append(
            Bought(
                skus[line.sku], line.sku, line.quantity, cost, expected_on, spread,
                currency=offer.currency, learned=offer.learned,
            )
        )  # fmt: skip
    return Purchase(one.key, supplier, one.supplier, place.id, lines)


def suggested(
    tx: Transaction,
    books: Books,
    request: supply_inputs.OrderSupply,
    rows: Sequence[Row],
    offers: dict[tuple[int, int], tuple[str, Offer]],
) -> list[Purchase]:
    """Return one purchase per supplier and place for the suggestions, one line per product.

    Of a supplier with a weekly capacity, one line per product and week.
    """
    found: dict[tuple[int, int], Purchase] = {}
    lines: dict[tuple[int, int, int, int], Bought] = {}
    for row in sorted(rows, key=lambda row: (row.supplier, row.location, row.product, row.id)):
        code, offer = offers[row.product, row.supplier]
        at = (row.supplier, row.location)
        if at not in found:
            place = books.places.by_id[row.location].code
            key = f"{tx.key or f'journal-{tx.journal_id}'}:{code}@{place}"
            found[at] = Purchase(key, row.supplier, code, row.location, [])
        expected_on = request.expected_on or _expected_on(books, row, offer)
        week = 0 if offer.capacity is None else week_of(expected_on)
        line = lines.get((*at, row.product, week))
        if line is None:
            line = Bought(
                row.product, offer.sku, 0, offer.unit_cost, expected_on, offer.spread_days,
                currency=offer.currency, learned=offer.learned,
            )  # fmt: skip
            lines[(*at, row.product, week)] = line
            found[at].lines.append(line)
        line.expected_on = max(line.expected_on, expected_on)
        line.quantity += row.quantity
        line.plans.append(row)
    for purchase in found.values():
        _round_up(purchase, offers)
    return list(found.values())


def _expected_on(books: Books, row: Row, offer: Offer) -> date:
    """Return the day a suggestion arrives if it is ordered now.

    That is after the lead time; where the supplier's weeks are limited, not before the week that
    was planned for it.
    """
    planned = row.available_on
    assert planned is not None  # a plan has a day
    if offer.lead_time_days is None:
        return planned
    days = offer.lead_time_days
    expected_on = books.ready.bought(row.supplier, row.product, row.location, days) or planned
    return expected_on if offer.capacity is None else max(expected_on, planned)


def _round_up(purchase: Purchase, offers: dict[tuple[int, int], tuple[str, Offer]]) -> None:
    """Order what the supplier sells: whole multiples in each line, its minimum in all of them."""
    last: dict[int, Bought] = {}
    ordered: Counter[int] = Counter()
    for line in purchase.lines:
        offer = offers[line.product, purchase.supplier][1]
        line.quantity = offer.whole(line.quantity)
        ordered[line.product] += line.quantity
        last[line.product] = line
    for product, line in last.items():
        offer = offers[product, purchase.supplier][1]
        line.quantity += offer.rounded(ordered[product]) - ordered[product]
