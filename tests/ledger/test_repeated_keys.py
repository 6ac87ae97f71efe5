"""A key stands for one request: the same again is answered as before, another is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger import busy_books
from tests.ledger.busy_books import PAPERS, READING, Busy, items, refused, spoilt
from tests.ledger.good_requests import GOOD

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

WRITING = sorted(set(GOOD) - READING)

# What can be another value in the second body under the same key.
OTHER = {
    "quote": ("quotes.0.expires_in", 700),
    "hold": ("holds.0.lines.0.quantity", 2),
    "confirm": ("confirmations.0.key", "o-7"),
    "withdraw": ("withdrawals.0.hold", "q-1"),
    "expire": ("products.0.sku", "MUG"),
    "assign": ("assignments.0.owner", "bob"),
    "mark_notified": ("notices.0.shown", "Your urn is early."),
    "answer_delays": ("answers.0.answer", "cancel"),
    "release": ("releases.0.lines.0.quantity", 2),
    "place_orders": ("orders.0.lines.0.quantity", 2),
    "cancel": ("cancellations.0.lines.0.quantity", 2),
    "change_order": ("changes.0.lines.0.quantity", 4),
    "swap": ("swaps.0.quantity", 2),
    "order_supply": ("purchase_orders.0.lines.0.quantity", 24),
    "approve_purchases": ("expected_on", "2026-12-19"),
    "mark_sent": ("sendings.0.how", "hand"),
    "acknowledge": ("acknowledgements.0.lines.0.quantity", 5),
    "announce": ("announcements.0.lines.0.quantity", 1),
    "close_short": ("closings.0.reason", "too dear"),
    "change_supply": ("changes.0.expected_on", "2026-12-19"),
    "receive": ("receipts.0.lines.0.quantity", 2),
    "adjust": ("adjustments.0.quantity", 2),
    "count": ("counts.0.lines.0.quantity", 4),
    "open_counts": ("sheets.0.note", "Tuesday"),
    "enter_counts": ("entries.0.lines.0.quantity", 4),
    "approve_counts": ("sheets.0.recount", ["PAN"]),
    "label_backorders": ("labels.0.line_no", 2),
    "transfer": ("transfers.0.lines.0.quantity", 2),
    "ship": ("shipments.0.lines.0.quantity", 2),
    "label_shipments": ("labels.0.tracking", "JD 0147"),
    "return": ("returns.0.lines.0.condition", "damaged"),
    "arrange_payments": ("terms.0.percent", 40),
    "record_payments": ("payments.0.amount", 2400),
    "refund": ("refunds.0.reference", "transfer 8"),
    "set_products": ("products.0.unit_price", 1),
    "set_locations": ("locations.0.handling_days", 3),
    "set_suppliers": ("suppliers.0.name", "Old"),
    "set_supplier_items": ("supplier_items.0.moq", 7),
    "set_customers": ("customers.0.name", "Old"),
    "set_policies": ("policies.0.cap", 6),
    "set_substitutes": ("substitutes.0.rank", 3),
    "set_calendars": ("calendars.0.closed", []),
    "set_lanes": ("lanes.0.transit_days", 3),
    "set_sourcing": ("sourcing.0.locations", ["MAIN"]),
    "set_outages": ("outages.0.until", "2026-12-06"),
    "decide_proposals": ("dismiss.0.until", "2026-12-21"),
    "set_stock_policies": ("stock_policies.0.reorder_point", 7),
    "set_incentives": ("rules.0.amount", 600),
    "give_incentives": ("incentives.0.order", "w-5"),
    "redeem_incentive": ("redemptions.0.order", "w-6"),
    "set_promotions": ("promotions.0.uplift", 60),
    "set_forecasts": ("forecasts.0.size", 3.5),
    "set_lead_times": ("lead_times.0.p50_days", 13),
}


def test_a_key_stands_for_one_request(desk: Desk) -> None:
    """Same key, same body: the first answer. Same key, another body: a conflict. Nothing moves."""
    busy_books.write(desk)
    answers = {verb: desk.do(verb, key="k-1", **GOOD[verb]) for verb in WRITING}
    entry = dict(desk.rows("SELECT verb, id FROM journal WHERE key = 'k-1'"))
    before = Busy(desk, desk.state(), len(desk.journal()))
    assert sorted(entry) == WRITING
    for verb in WRITING:
        assert desk.do(verb, key="k-1", **GOOD[verb]) == answers[verb]
        other = spoilt(verb, *OTHER[verb]) | {"key": "k-1"}
        facts = {"key": "k-1", "journal": entry[verb]}
        assert refused(before, verb, other) == (409, "key_reused", facts)


def test_the_key_of_an_item_stands_for_one_item(desk: Desk) -> None:
    busy_books.write(desk)
    answers = {verb: desk.do(verb, **GOOD[verb]) for verb in PAPERS}
    entry = dict(desk.rows("SELECT verb, max(id) FROM journal GROUP BY verb"))
    before = Busy(desk, desk.state(), len(desk.journal()))
    for verb in PAPERS:
        name = items(verb)
        assert desk.do(verb, **GOOD[verb])[name] == answers[verb][name]
        facts = {"key": GOOD[verb][name][0]["key"], "journal": entry[verb]}
        assert refused(before, verb, spoilt(verb, *OTHER[verb])) == (409, "key_reused", facts)
