"""What the verbs of proposals take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Dated, Input, Key, Name, Text, Units
from backorder.ledger.purchasing.supply_inputs import Limit  # noqa: TC001 (msgspec reads the annotation)


class Propose(Input):
    """Which products to look at: all from one SKU on, a slice at a time.

    ``wait_percent`` is what a day of waiting costs per unit, in percent of its price; it is weighed
    against prices and freight where a product has several suppliers.
    """

    after: Name | None = None
    through: Name | None = None
    limit: Annotated[int, Meta(ge=1, le=1_000_000)] = 20_000
    wait_percent: Annotated[float, Meta(ge=0, le=1000)] = 1.0


class Approval(Dated):
    """A proposal to carry out: to buy, or to take off a purchase what nobody needs.

    Another ``quantity`` or ``supplier`` than proposed may be named, and another day.
    """

    proposal: Name
    quantity: Units | None = None
    supplier: Name | None = None
    expected_on: date | None = None


class Dismissal(Dated):
    """A proposal to put aside until a day, that day included, and why."""

    proposal: Name
    until: date
    reason: Text = ""


class DecideProposals(Input):
    """Proposals to approve or dismiss; one purchase is placed per supplier and place.

    A purchase above the ``limit`` becomes a draft, as `OrderSupply` has it.
    """

    approve: Annotated[list[Approval], Meta(max_length=10_000)] = []
    dismiss: Annotated[list[Dismissal], Meta(max_length=10_000)] = []
    limit: Limit | None = None
    key: Key | None = None
