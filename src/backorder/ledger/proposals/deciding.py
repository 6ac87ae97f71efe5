"""decide_proposals: approve proposals, which become purchases, or put them aside until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.lots import Terms
from backorder.domain.names import number
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.purchasing import supply_inputs
from backorder.ledger.purchasing.changing import change_supply
from backorder.ledger.purchasing.ordering import order_supply

from .inputs import Approval, DecideProposals, Dismissal
from .standing import BUY, load, lock, refuse_decided, refuse_overtaken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction

    from .standing import Proposal


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supplier asks for a product, and how soon an emergency delivery comes."""

    terms: Terms
    emergency_days: int | None


def decide_proposals(tx: Transaction, request: DecideProposals) -> dict[str, Any]:
    """Approve and dismiss proposals; all of the request or none.

    Approved purchases become one purchase per supplier and place, placed as `order_supply` places
    them, and take over the pegs of suggestions for the same place; above the ``limit`` it is a
    draft. What was proposed to be taken off a purchase is taken off as `change_supply` does; the
    two do not go together in a request. Where less is needed by now than was proposed, the request
    is refused: only a quantity that a person names is bought or taken off all the same.
    """
    asked = [one.proposal for one in request.approve]
    asked += [one.proposal for one in request.dismiss]
    if not asked:
        raise InvalidError("nothing_to_decide", "The request names no proposal.")
    found = load(tx, asked)
    kinds = {found[one.proposal].kind for one in request.approve}
    if len(kinds) > 1:
        raise InvalidError(
            "one_kind_at_a_time",
            "Purchases to place and units to take off purchases are decided in two requests.",
        )
    ready = ReadyDays(places(tx), tx.now)
    _check_dismissals(request.dismiss, ready.today)
    places_of: dict[int, tuple[str, int]] = {}
    if kinds:
        lock(tx, [found[one.proposal] for one in request.approve])
        found = load(tx, asked)
    approved = [(one, found[one.proposal]) for one in request.approve]
    refuse_overtaken(tx, ready, [proposal for one, proposal in approved if one.quantity is None])
    if not kinds:
        tx.take({"journal": 1})
        answer: dict[str, Any] = {"purchase_orders": [], "repromised": []}
    elif kinds == {BUY}:
        purchases = _purchases(tx, ready, approved, places_of)
        wanted = supply_inputs.OrderSupply(purchase_orders=purchases, limit=request.limit)
        answer = order_supply(tx, wanted)
    else:
        answer = {"purchase_orders": []} | _take_off(tx, approved)
    _save(tx, request, found, places_of)
    return answer | {
        "approved": [proposal.name for _, proposal in approved],
        "dismissed": [one.proposal for one in request.dismiss],
    }


def _check_dismissals(dismissals: Sequence[Dismissal], today: date) -> None:
    for one in dismissals:
        if one.until < today:
            raise InvalidError(
                "dismissed_until_past",
                f"{one.proposal} cannot be put aside until {one.until}, which is over.",
                proposal=one.proposal,
                until=one.until.isoformat(),
            )


def _purchases(
    tx: Transaction,
    ready: ReadyDays,
    approved: Sequence[tuple[Approval, Proposal]],
    places_of: dict[int, tuple[str, int]],
) -> list[supply_inputs.NewPurchase]:
    """Return one purchase per supplier, place and hurry; note which line each proposal becomes."""
    offers = _offers(tx, approved)
    made: dict[tuple[str, str, bool], supply_inputs.NewPurchase] = {}
    for asked, proposal in sorted(approved, key=lambda pair: pair[1].id):
        supplier = asked.supplier or proposal.supplier
        if supplier is None:
            raise InvalidError(
                "proposal_without_supplier",
                f"Nobody delivers {proposal.sku}: name the supplier of {proposal.name}.",
                proposal=proposal.name,
                sku=proposal.sku,
            )
        hurried = proposal.emergency and supplier == proposal.supplier
        at = (supplier, proposal.location, hurried)
        if at not in made:
            made[at] = supply_inputs.NewPurchase(
                key=proposal.name, supplier=supplier, location=proposal.location, lines=[]
            )
        offer = offers.get((proposal.sku, supplier))
        made[at].lines.append(_line(asked, proposal, offer, ready, hurried=hurried))
        places_of[proposal.id] = (made[at].key, len(made[at].lines))
    return list(made.values())


def _line(
    asked: Approval,
    proposal: Proposal,
    offer: Offer | None,
    ready: ReadyDays,
    *,
    hurried: bool,
) -> supply_inputs.NewPurchaseLine:
    """Return the line that a proposal becomes, at the price of what is really bought."""
    quantity = asked.quantity or proposal.quantity
    as_proposed = asked.supplier in {None, proposal.supplier} and quantity == proposal.quantity
    cost: int | None = None
    expected_on = asked.expected_on
    if as_proposed or hurried:
        cost = proposal.unit_cost
    elif offer is not None:
        cost = offer.terms.price(quantity)
    if hurried and expected_on is None and offer is not None:
        expected_on = ready.today + timedelta(days=offer.emergency_days or 0)
    return supply_inputs.NewPurchaseLine(
        sku=proposal.sku, quantity=quantity, unit_cost=cost, expected_on=expected_on
    )


def _offers(
    tx: Transaction, approved: Sequence[tuple[Approval, Proposal]]
) -> dict[tuple[str, str], Offer]:
    """Return what the suppliers to be bought from ask."""
    pairs = sorted(
        {(proposal.sku, asked.supplier or proposal.supplier or "") for asked, proposal in approved}
    )
    rows = tx.rows(
        "proposals_terms", {"sku": [sku for sku, _ in pairs], "supplier": [by for _, by in pairs]}
    )
    return {
        (sku, supplier): Offer(Terms(cost, moq, multiple, _breaks(breaks)), days)
        for sku, supplier, cost, moq, multiple, breaks, days in rows
    }


def _breaks(table: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((int(least), cost) for least, cost in table.items()))


def _take_off(tx: Transaction, approved: Sequence[tuple[Approval, Proposal]]) -> dict[str, Any]:
    """Take off purchases what nobody needs; not more than is still to come."""
    changes = []
    for asked, proposal in approved:
        assert proposal.purchase is not None
        units = asked.quantity or proposal.quantity
        if units > proposal.open:
            raise ConflictError(
                "not_so_much_to_come",
                f"{proposal.open} of {proposal.sku} are still to come, not {units}.",
                proposal=proposal.name,
                asked=units,
                open=proposal.open,
            )
        changes.append(
            supply_inputs.SupplyChange(
                purchase_order=number("purchase_order", proposal.purchase),
                sku=proposal.sku,
                line=proposal.line_no,
                quantity=proposal.come + proposal.open - units,
            )
        )
    answer = change_supply(tx, supply_inputs.ChangeSupply(changes=changes))
    return {"repromised": answer["repromised"]}


def _save(
    tx: Transaction,
    request: DecideProposals,
    found: Mapping[str, Proposal],
    places_of: Mapping[int, tuple[str, int]],
) -> None:
    """Write the decisions; a proposal that changed hands meanwhile refuses all of them."""
    ids = [found[one.proposal].id for one in request.approve]
    keyed = [places_of.get(row_id, ("", 0)) for row_id in ids]
    ((decided,),) = tx.rows(
        "proposals_decide",
        {
            "a_id": Ints(ids),
            "a_key": [key for key, _ in keyed],
            "a_line": Ints(line for _, line in keyed),
            "d_id": Ints(found[one.proposal].id for one in request.dismiss),
            "d_until": [one.until for one in request.dismiss],
            "d_reason": [one.reason for one in request.dismiss],
            "at": tx.now,
            "actor": tx.actor,
            "journal": tx.journal_id,
        },
    )
    if decided != len(found):
        refuse_decided(found.values())


VERB = Verb("decide_proposals", DecideProposals, decide_proposals)
