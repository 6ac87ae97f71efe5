"""One good request per verb, each of which fits the busy books."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Json

LATER = "2026-12-08"

RULE = {"name": "Thanks", "amount": 500, "budget": 50000, "holdout_percent": 0}
GOOD: dict[str, Json] = {
    "place_orders": {
        "orders": [
            {
                "key": "o-9",
                "channel": "web",
                "customer": {"ref": "C7", "email": "c7@example.com"},
                "lines": [{"sku": "POT", "quantity": 1, "requested_on": "2026-12-24"}],
            }
        ]
    },
    "availability": {"lines": [{"sku": "POT", "quantity": 1, "requested_on": "2026-12-24"}]},
    "assign": {"assignments": [{"exception": "EX-000001", "owner": "ann"}]},
    "mark_notified": {
        "notices": [
            {
                "case": "DC-000002",
                "notice": 1,
                "channel": "email",
                "recipient": "c7@example.com",
                "shown": "Your urn is late.",
                "at": "2026-11-22T09:00:00Z",
            }
        ]
    },
    "answer_delays": {
        "answers": [
            {
                "case": "DC-000002",
                "answer": "terminate",
                "until": LATER,
                "evidence": {
                    "channel": "page",
                    "shown": "Your urn is late.",
                    "said": "By Saint Nicholas, or never.",
                    "from": "c7@example.com",
                    "at": "2026-11-22T08:00:00Z",
                },
            }
        ]
    },
    "review_delays": {"after": "DC-000002", "limit": 10},
    "approve_delays": {"cases": ["DC-000002"]},
    "quote": {
        "quotes": [
            {
                "key": "q-9",
                "expires_in": 600,
                "customer": {"ref": "C7"},
                "lines": [{"sku": "POT", "quantity": 1, "requested_on": "2026-12-24"}],
            }
        ]
    },
    "hold": {"holds": [{"key": "h-9", "lines": [{"sku": "POT", "quantity": 1}]}]},
    "confirm": {"confirmations": [{"hold": "q-1", "key": "o-8"}]},
    "withdraw": {"withdrawals": [{"hold": "q-2"}]},
    "expire": {"products": [{"sku": "CUP"}]},
    "cancel": {
        "cancellations": [
            {
                "order": "o-1",
                "lines": [{"sku": "MUG", "quantity": 1}],
                "reason": "delay",
                "refund_by": "2026-12-24",
            }
        ]
    },
    "change_order": {
        "changes": [
            {"order": "o-1", "lines": [{"sku": "MUG", "quantity": 5, "requested_on": LATER}]}
        ]
    },
    "swap": {
        "swaps": [
            {
                "order": "o-3",
                "sku": "CUP",
                "substitute": "POT",
                "quantity": 1,
                "unit_price": 900,
            }
        ]
    },
    "order_supply": {
        "purchase_orders": [
            {
                "key": "p-9",
                "supplier": "S1",
                "location": "MAIN",
                "expected_on": "2026-12-20",
                "lines": [{"sku": "PAN", "quantity": 12, "unit_cost": 400}],
            }
        ]
    },
    "approve_purchases": {"purchase_orders": ["PO-000004"], "expected_on": LATER},
    "mark_sent": {
        "sendings": [
            {"key": "e-9", "purchase_order": "PO-000005", "how": "email", "recipient": "s@e.com"}
        ]
    },
    "acknowledge": {
        "acknowledgements": [
            {
                "key": "k-9",
                "purchase_order": "PO-000005",
                "lines": [{"sku": "JUG", "quantity": 6, "expected_on": LATER}],
                "said_by": "Ann",
            }
        ]
    },
    "announce": {
        "announcements": [
            {
                "key": "n-9",
                "purchase_order": "PO-000005",
                "expected_on": LATER,
                "lines": [{"sku": "JUG", "quantity": 2}],
                "tracking": "1Z",
            }
        ]
    },
    "close_short": {"closings": [{"purchase_order": "PO-000003", "reason": "sold out"}]},
    "change_supply": {
        "changes": [{"purchase_order": "PO-000001", "sku": "MUG", "expected_on": "2026-12-18"}]
    },
    "reallocate": {
        "simulate": {
            "segments": [
                {
                    "strategy": "win",
                    "where": {"class": ["A"], "value": {"min": 1000}},
                    "ranking": [{"by": "age", "descending": True}],
                }
            ],
            "skus": ["MUG"],
        }
    },
    "receive": {
        "receipts": [
            {
                "key": "r-9",
                "purchase_order": "PO-000001",
                "location": "MAIN",
                "lines": [{"sku": "MUG", "quantity": 1, "damaged": 1}],
            }
        ]
    },
    "adjust": {
        "adjustments": [
            {"key": "a-9", "location": "MAIN", "sku": "POT", "quantity": 1, "cause": "found"}
        ]
    },
    "count": {
        "counts": [{"key": "c-9", "location": "MAIN", "lines": [{"sku": "PAN", "quantity": 3}]}]
    },
    "open_counts": {
        "sheets": [{"location": "SHOP", "lines": [{"sku": "CUP", "abc": "A"}], "note": "Monday"}]
    },
    "enter_counts": {"entries": [{"sheet": "CS-000002", "lines": [{"sku": "MUG", "quantity": 3}]}]},
    "approve_counts": {"sheets": [{"sheet": "CS-000001", "drop": True}]},
    "label_shipments": {
        "labels": [{"shipment": "s-1", "carrier": "Post", "tracking": "JD 0146"}],
    },
    "label_backorders": {
        "labels": [
            {
                "order": "SO-000001",
                "line_no": 1,
                "event": "opened",
                "at": "2026-11-22T09:00:00Z",
                "units": 2,
                "shares": {"policy": 600, "supplier_late": 400},
                "parts": {"policy": 1, "supplier_late": 1},
            }
        ]
    },
    "transfer": {
        "transfers": [
            {
                "key": "t-9",
                "from": "MAIN",
                "to": "SHOP",
                "expected_on": "2026-12-20",
                "lines": [{"sku": "POT", "quantity": 1}],
            }
        ]
    },
    "release": {"releases": [{"order": "o-1", "lines": [{"sku": "MUG", "quantity": 1}]}]},
    "ship": {
        "shipments": [{"key": "s-9", "order": "o-1", "lines": [{"sku": "MUG", "quantity": 1}]}]
    },
    "return": {
        "returns": [
            {
                "key": "b-9",
                "order": "o-2",
                "location": "MAIN",
                "lines": [{"sku": "POT", "quantity": 1, "condition": "good"}],
            }
        ]
    },
    "arrange_payments": {"terms": [{"order": "o-4", "method": "deposit", "percent": 30}]},
    "record_payments": {
        "payments": [
            {
                "provider": "fake",
                "reference": "ch-9",
                "what": "charged",
                "order": "o-3",
                "amount": 2500,
                "currency": "EUR",
            }
        ]
    },
    "refund": {"refunds": [{"refund": "RF-000001", "reference": "transfer 7"}]},
    "review": {"skus": ["POT"]},
    "explain": {"order": "o-1", "sku": "MUG"},
    "exceptions": {"owner": ""},
    "sweep": {"skus": ["POT"]},
    "set_products": {"products": [{"sku": "NEW", "unit_price": 1999, "currency": "EUR"}]},
    "set_locations": {"locations": [{"code": "NEW", "cutoff": "14:00", "handling_days": 2}]},
    "set_suppliers": {"suppliers": [{"code": "NEW", "name": "New"}]},
    "set_supplier_items": {
        "supplier_items": [{"supplier": "S1", "sku": "PAN", "moq": 6, "lead_time_days": 9}]
    },
    "set_customers": {"customers": [{"ref": "NEW", "name": "New"}]},
    "set_policies": {"policies": [{"scope": "product", "match": "PAN", "mode": "deny", "cap": 5}]},
    "set_substitutes": {"substitutes": [{"sku": "PAN", "substitute": "POT", "rank": 2}]},
    "set_calendars": {"calendars": [{"code": "DE", "days": "mon-fri", "closed": ["2026-12-25"]}]},
    "set_lanes": {
        "lanes": [
            {
                "location": "MAIN",
                "zone": "DE",
                "transit_days": 2,
                "calendar": "mon-sat",
                "parcel_cost": 490,
                "currency": "EUR",
            }
        ]
    },
    "set_sourcing": {"sourcing": [{"zone": "DE", "locations": ["SHOP", "MAIN"]}]},
    "set_outages": {
        "outages": [{"supplier": "S1", "sku": "PAN", "from": "2026-12-01", "until": "2026-12-05"}]
    },
    "set_incentives": {"rules": [RULE]},
    "give_incentives": {"incentives": [{"rule": "Thanks", "order": "w-6", "code": "THANKS0002"}]},
    "redeem_incentive": {"redemptions": [{"code": "THANKS0001", "customer": "C8"}]},
    "set_lead_times": {
        "lead_times": [
            {
                "supplier": "S1",
                "sku": "PAN",
                "deliveries": 34,
                "log_mean": 2.5,
                "log_spread": 0.25,
                "freedom": 40,
                "stated_days": 9,
                "p50_days": 12,
                "p80_days": 15,
                "p95_days": 20,
                "short_rate": 0.04,
                "reject_rate": 0.01,
            }
        ]
    },
    "propose": {"after": "ZZ"},
    "decide_proposals": {"dismiss": [{"proposal": "PP-000001", "until": "2026-12-20"}]},
    "set_promotions": {
        "promotions": [
            {"name": "Spring", "sku": "PAN", "from": "2027-03-01", "to": "2027-03-14", "uplift": 50}
        ]
    },
    "set_forecasts": {
        "forecasts": [
            {
                "sku": "PAN",
                "location": "MAIN",
                "first_on": "2027-03-01",
                "mean": [3.5, 2.25],
                "base": [2.5, 2.25],
                "p50": [3, 2],
                "p80": [5, 4],
                "p95": [8, 6],
                "size": 2.5,
                "method": "SES 0.1",
            }
        ],
        "accuracy": [{"measured_on": "2027-03-01", "kind": "all", "series": 1, "weeks": 4}],
    },
    "set_stock_policies": {
        "stock_policies": [
            {
                "sku": "PAN",
                "location": "MAIN",
                "reorder_point": 8,
                "order_up_to": 30,
                "override": {"reorder_point": 9, "order_up_to": 40, "until": "2027-01-31"},
            }
        ]
    },
}
