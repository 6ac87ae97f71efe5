"""A week in a shop in which every verb that changes something is carried out at least once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.audited import audit
from tests.ledger.good_requests import GOOD

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

SOON, LATER = "2026-12-01", "2026-12-18"


def live(desk: Desk) -> None:
    """Carry all of them out."""
    _set_up(desk)
    _sell(desk)
    _claims(desk)
    _supply(desk)
    _purchase(desk)
    _propose(desk)
    _leave(desk)
    _scarcity(desk)
    _incentives(desk)
    audit(desk, "JUG", "SO-000002")
    _swaps(desk)
    _be_late(desk)


def _set_up(desk: Desk) -> None:
    desk.stock(MUG=10, POT=0, CUP=5)
    desk.sold_by("S1", "MUG", "POT", days=9)
    desk.do("set_locations", locations=[{"code": "STORE", "kind": "store"}])
    desk.do("set_customers", customers=[{"ref": "A1", "class": "A"}, {"ref": "B1", "class": "B"}])
    deny = {"scope": "product", "match": "CUP", "mode": "deny"}
    desk.do("set_policies", policies=[deny])
    desk.do("set_substitutes", substitutes=[{"sku": "CUP", "substitute": "MUG", "rank": 1}])
    desk.do("set_calendars", calendars=[{"code": "WEEK", "days": "mon-fri"}])
    desk.do("set_lanes", lanes=[{"location": "MAIN", "zone": "DE", "transit_days": 1}])
    desk.do("set_sourcing", sourcing=[{"zone": "DE", "locations": ["MAIN", "STORE"]}])


def _sell(desk: Desk) -> None:
    line = {"sku": "MUG", "quantity": 6}
    desk.do(
        "place_orders",
        orders=[
            {"key": "web-1", "lines": [line], "customer": {"ref": "B1"}},
            {"key": "web-2", "lines": [line, {"sku": "POT", "quantity": 3}]},
            {"key": "web-3", "lines": [{"sku": "CUP", "quantity": 9}]},
        ],
    )
    desk.do("change_order", changes=[{"order": "web-2", "lines": [{"sku": "POT", "quantity": 4}]}])
    desk.do("change_order", changes=[{"order": "web-1", "lines": [{"sku": "MUG", "quantity": 5}]}])
    desk.do("cancel", cancellations=[{"order": "web-2", "lines": [{"sku": "POT", "quantity": 1}]}])


def _claims(desk: Desk) -> None:
    cart = [{"sku": "CUP", "quantity": 1}]
    for key in ("q-1", "q-2"):
        desk.do("quote", quotes=[{"key": key, "lines": cart, "expires_in": 60}])
    desk.do("hold", holds=[{"key": "h-1", "lines": cart}, {"key": "h-2", "lines": cart * 9}])
    desk.do("confirm", confirmations=[{"hold": "q-1", "key": "web-4"}])
    desk.do("withdraw", withdrawals=[{"hold": "h-1"}])
    desk.wait(1)
    desk.do("expire", products=[{"sku": "CUP"}])


def _supply(desk: Desk) -> None:
    suggestions = [row[0] for row in desk.rows("SELECT name FROM supply WHERE kind = 'planned'")]
    desk.do("order_supply", suggestions=suggestions, key="all")
    number = desk.buy("p-1", SOON, MUG=4)
    desk.do("change_supply", changes=[{"purchase_order": number, "expected_on": LATER}])
    receipt = {"key": "r-1", "purchase_order": number, "location": "MAIN"}
    desk.do("receive", receipts=[receipt | {"lines": [{"sku": "MUG", "quantity": 3}]}])
    desk.do(
        "adjust",
        adjustments=[
            {"key": "a-1", "location": "MAIN", "sku": "CUP", "quantity": -1, "cause": "damaged"}
        ],
    )
    lines = [{"sku": "CUP", "quantity": 1}]
    way = {"from": "MAIN", "to": "STORE", "expected_on": SOON}
    sent = desk.do("transfer", transfers=[{"key": "t-1", **way, "lines": lines}])
    number = sent["transfers"][0]["transfer"]
    desk.do("receive", receipts=[{"key": "r-2", "transfer": number, "lines": lines}])


def _purchase(desk: Desk) -> None:
    """Draft a purchase, approve it, send it, hear of it, and close it with a part to come."""
    desk.stock(CAN=0)
    draft = {"key": "p-9", "supplier": "S1", "expected_on": SOON}
    lines = [{"sku": "CAN", "quantity": 3}]
    drafted = desk.do("order_supply", purchase_orders=[draft | {"lines": lines}], draft=True)
    number = drafted["purchase_orders"][0]["purchase_order"]
    desk.do("approve_purchases", purchase_orders=[number])
    about = {"key": "9", "purchase_order": number}
    desk.do("mark_sent", sendings=[about | {"how": "hand"}])
    desk.do("acknowledge", acknowledgements=[about | {"said_by": "Ann"}])
    sent = about | {"key": "n-9", "expected_on": SOON, "carrier": "UPS"}
    desk.do("announce", announcements=[sent])
    receipt = about | {"lines": [{"sku": "CAN", "quantity": 1, "damaged": 0}]}
    desk.do("receive", receipts=[receipt])
    desk.do("close_short", closings=[{"purchase_order": number, "reason": "sold out"}])
    line = [{"sku": "CAN", "quantity": 0}]
    desk.do("count", counts=[{"key": "c-9", "location": "MAIN", "lines": line}])


def _propose(desk: Desk) -> None:
    """Work out what to buy of mugs that nobody has, put it aside, and let their supplier be out."""
    policy = {"sku": "MUG", "location": "MAIN", "reorder_point": 90, "order_up_to": 99}
    desk.do("set_stock_policies", stock_policies=[policy])
    desk.do("set_outages", outages=[{"supplier": "S1", "from": "2030-01-01"}])
    desk.do("set_lead_times", lead_times=[GOOD["set_lead_times"]["lead_times"][0] | {"sku": "CUP"}])
    spring = {"name": "Spring", "sku": "CUP", "from": "2030-03-01", "to": "2030-03-14"}
    desk.do("set_promotions", promotions=[spring])
    weeks = GOOD["set_forecasts"]["forecasts"][0] | {"sku": "CUP"}
    desk.do("set_forecasts", forecasts=[weeks])
    assert desk.do("propose")["proposed"]
    desk.do("decide_proposals", dismiss=[{"proposal": "PP-000001", "until": "2030-01-01"}])


def _leave(desk: Desk) -> None:
    desk.do("release", releases=[{"order": "web-1"}])
    paid = {"provider": "fake", "reference": "ch-1", "what": "charged", "amount": 100_000}
    desk.do("record_payments", payments=[paid | {"order": "web-1"}])
    desk.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
    desk.do("label_shipments", labels=[{"shipment": "s-1", "tracking": "JD 0146"}])
    back = {"key": "b-1", "order": "web-1", "location": "MAIN"}
    desk.do("return", returns=[back | {"lines": [{"sku": "MUG", "quantity": 1}]}])
    desk.do("refund", refunds=[{"refund": "RF-000001", "reference": "transfer 7"}])
    desk.do("arrange_payments", terms=[{"order": "web-1", "method": "on_shipment"}])


def _incentives(desk: Desk) -> None:
    """Give the customer of an order that waits something, and let the code be used."""
    desk.stock(URN=0)
    desk.buy("p-7", "2027-02-01", URN=2)
    line = {"sku": "URN", "quantity": 2}
    order = {"key": "web-9", "customer": {"ref": "B1"}, "lines": [line]}
    desk.do("place_orders", orders=[order])
    rule = GOOD["set_incentives"]["rules"][0] | {"name": "Sorry"}
    desk.do("set_incentives", rules=[rule])
    given = {"rule": "Sorry", "order": "web-9", "code": "SORRY2026"}
    desk.do("give_incentives", incentives=[given])
    used = {"code": "SORRY2026", "customer": "B1"}
    desk.do("redeem_incentive", redemptions=[used])
    desk.stock(KEG=0)
    desk.buy("p-8", "2027-02-01", KEG=1)
    kegs = {"sku": "KEG", "quantity": 1}
    desk.do("place_orders", orders=[{"key": "gone", "customer": {"ref": "B2"}, "lines": [kegs]}])
    desk.do("give_incentives", incentives=[{"rule": "Sorry", "order": "gone"}])
    desk.do("cancel", cancellations=[{"order": "gone"}])


def _scarcity(desk: Desk) -> None:
    desk.stock(JUG=5)
    desk.buy("p-2", SOON, JUG=5)
    for key, ref in (("web-5", "B1"), ("web-6", "A1")):
        line = {"sku": "JUG", "quantity": 5}
        desk.do("place_orders", orders=[{"key": key, "customer": {"ref": ref}, "lines": [line]}])
    variant = {
        "segments": [
            {"name": "A", "strategy": "win", "where": {"class": ["A"]}},
            {"name": "B", "strategy": "redistribute"},
        ],
        "skus": ["JUG"],
    }
    seen = desk.do("reallocate", simulate=variant)
    released = desk.do("reallocate", release={**variant, "fingerprint": seen["fingerprint"]})
    desk.do("reallocate", undo=released["reallocation"])
    desk.wait(30)
    desk.do("review")
    desk.do("sweep")
    case = desk.do("exceptions")["exceptions"][0]["exception"]
    desk.do("assign", assignments=[{"exception": case, "owner": "ada"}])


def _swaps(desk: Desk) -> None:
    """Let a customer who waits for a vase take a jar."""
    desk.stock(VASE=0, JAR=5)
    desk.sold_by("S1", "VASE", days=10)
    desk.order("web-vase", VASE=2)
    desk.do("swap", swaps=[{"order": "web-vase", "sku": "VASE", "substitute": "JAR"}])


def _be_late(desk: Desk) -> None:
    """Tell two customers in America of a long delay and a longer one: one answers, one does not."""
    desk.stock(URN=0)
    purchase = desk.buy("p-urn", "2027-02-01", URN=2)
    for key in ("web-urn-1", "web-urn-2"):
        line = {"sku": "URN", "quantity": 1}
        desk.do("place_orders", orders=[{"key": key, "destination": "US", "lines": [line]}])
    for n, day in enumerate(("2027-06-01", "2027-08-01"), 1):
        change = {"purchase_order": purchase, "expected_on": day}
        told = desk.do("change_supply", changes=[change])["delays"]
        cases = [one["case"] for one in told]
        notices = [{"case": case, "notice": n, "channel": "email"} for case in cases]
        desk.do("mark_notified", notices=notices)
    evidence = {"channel": "sms", "shown": "Wait?", "said": "CANCEL"}
    answer = {"case": cases[0], "answer": "cancel", "evidence": evidence}
    desk.do("answer_delays", answers=[answer])
    now = desk.now
    desk.wait(120)
    assert desk.do("review_delays")["cancelled"]
    desk.now = now
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "1")
        desk.order("web-urn-3", URN=1)
        change = {"purchase_order": purchase, "expected_on": "2027-10-01"}
        desk.do("change_supply", changes=[change])
    assert desk.do("approve_delays", all=True)["approved"] == 1
