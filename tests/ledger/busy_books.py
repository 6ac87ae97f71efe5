"""Books in full use, written by the verbs, in which each of the good requests can be made.

The tests of bad input spoil these requests one way at a time.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from backorder import ledger
from backorder.domain.errors import BackorderError
from tests.ledger.desk import OPENING
from tests.ledger.good_requests import GOOD, LATER

if TYPE_CHECKING:
    from datetime import datetime

    from backorder.ledger.proofs.state import StateHash
    from tests.ledger.desk import Desk, Json

# Requests that change nothing and leave no trace in the journal.
READING = {
    "availability", "reallocate", "review", "explain", "exceptions", "sweep", "propose",
    "review_delays", "approve_delays",
}  # fmt: skip
# Verbs whose items carry keys of their own.
PAPERS = (
    "place_orders", "quote", "hold",
    "order_supply", "mark_sent", "acknowledge", "announce",
    "receive", "adjust", "count", "transfer", "ship", "return",
)  # fmt: skip


class Busy(NamedTuple):
    """Books in use that nothing below may change: their state, and the length of the journal."""

    desk: Desk
    state: StateHash
    entries: int


def refused(
    busy: Busy, verb: str, request: Any, *, now: datetime = OPENING, actor: str = "test"
) -> tuple[int, str, Json]:
    """Carry out what must be refused; return status, code and facts, if nothing has changed."""
    with pytest.raises(BackorderError) as raised:
        ledger.VERBS[verb](busy.desk.conn, request, now=now, actor=actor)
    assert len(busy.desk.journal()) == busy.entries
    assert busy.desk.state() == busy.state
    assert raised.value.text.endswith(".")
    return raised.value.status, raised.value.code, raised.value.facts


def write(desk: Desk) -> None:
    """Sell mugs short, ship pots, plan cups, send a pot to the shop."""
    desk.stock(MUG=5, POT=20, CUP=0, PAN=0)
    desk.sold_by("S1", "CUP", days=10)
    desk.do("set_locations", locations=[{"code": "SHOP", "kind": "store"}])
    assert desk.buy("p-1", LATER, MUG=10) == "PO-000001"
    desk.order("o-1", MUG=7)
    desk.order("o-2", POT=4)
    paid = {"provider": "fake", "reference": "ch-1", "what": "charged", "amount": 2500}
    desk.order("o-5", POT=2)
    desk.do("record_payments", payments=[paid | {"order": "o-5"}])
    desk.do("cancel", cancellations=[{"order": "o-5", "lines": [{"sku": "POT", "quantity": 1}]}])
    desk.do("ship", shipments=[{"key": "s-1", "order": "o-2"}])
    assert desk.pegs(order(desk, "o-3", CUP=2)) == [("CUP", "PS-000004", 2)]
    for key in ("q-1", "q-2"):
        desk.do("quote", quotes=[{"key": key, "lines": [{"sku": "POT", "quantity": 1}]}])
    way = {"key": "t-1", "from": "MAIN", "to": "SHOP", "expected_on": LATER}
    desk.do("transfer", transfers=[way | {"lines": [{"sku": "POT", "quantity": 1}]}])
    given_up = desk.buy("p-2", LATER, PAN=1)
    order(desk, "o-4", PAN=1)
    desk.do("change_supply", changes=[{"purchase_order": given_up, "cancel": True}])
    _buy_jugs(desk)
    desk.wait(-1)
    desk.do("hold", holds=[{"key": "h-1", "lines": [{"sku": "CUP", "quantity": 1}]}])
    desk.wait(1)  # it has expired
    desk.do("propose")
    _thank(desk)
    for sku in ("PAN", "MUG"):
        desk.do("open_counts", sheets=[{"location": "SHOP", "lines": [{"sku": sku}]}])
    _be_late(desk)


def _be_late(desk: Desk) -> None:
    """Open a delay case: urns for a customer in Germany come later than they were to."""
    desk.stock(URN=0)
    late = desk.buy("p-6", LATER, URN=1)
    line = {"sku": "URN", "quantity": 1}
    desk.do("place_orders", orders=[{"key": "o-7", "destination": "DE", "lines": [line]}])
    desk.do("change_supply", changes=[{"purchase_order": late, "expected_on": "2026-12-18"}])


def _thank(desk: Desk) -> None:
    """Give the customer of one order that waits something, and let another wait."""
    for key in ("w-5", "w-6"):
        line = {"sku": "JUG", "quantity": 4}
        desk.do("place_orders", orders=[{"key": key, "customer": {"ref": "C8"}, "lines": [line]}])
    rule = GOOD["set_incentives"]["rules"][0] | {"amount": 400}
    desk.do("set_incentives", rules=[rule])
    given = {"rule": "Thanks", "order": "w-5", "code": "THANKS0001"}
    desk.do("give_incentives", incentives=[given])


def _buy_jugs(desk: Desk) -> None:
    """Buy jugs: a purchase that came in part, a draft, and one that is on its way."""
    desk.stock(JUG=0)
    part = desk.buy("p-3", LATER, JUG=5)
    line = [{"sku": "JUG", "quantity": 2}]
    desk.do("receive", receipts=[{"key": "r-3", "purchase_order": part, "lines": line}])
    draft = {"key": "p-4", "supplier": "S1", "expected_on": LATER, "lines": line}
    desk.do("order_supply", purchase_orders=[draft], draft=True)
    assert desk.buy("p-5", LATER, JUG=6) == "PO-000005"


def order(desk: Desk, key: str, **units: int) -> str:
    """Place an order and return its key."""
    desk.order(key, **units)
    return key


def spoilt(verb: str, path: str, value: Any) -> Json:
    """Return the verb's good request with another value at a path like ``orders.0.key``."""
    request: Any = deepcopy(GOOD[verb])
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = request
    for step in steps:
        inner = inner[step]
    inner[last] = value
    whole: Json = request
    return whole


def items(verb: str) -> str:
    """Return the name of the list that a verb is about."""
    return next(iter(GOOD[verb]))
