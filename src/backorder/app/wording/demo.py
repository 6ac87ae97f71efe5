"""Made-up facts of every message, for previews, test messages and tests."""

from __future__ import annotations

from typing import Any

_SITE = "https://orders.example.com"
_MUG = {"sku": "MUG-BLUE", "name": "Stoneware mug, blue", "quantity": 6}
_POT = {"sku": "POT-2L", "name": "Teapot, 2 litres", "quantity": 1}
_TRAY = {"sku": "TRAY-OAK", "name": "Oak serving tray", "quantity": 2}
_SHOP: dict[str, Any] = {"shop": "Harbour Kitchen"}
_BASE: dict[str, Any] = {
    **_SHOP,
    "customer_name": "Ada Lindqvist",
    "order": "SO-000184",
    "link": f"{_SITE}/o/7Hq2mXw9Tn4",
    "unsubscribe": f"{_SITE}/u/3kP8vRz5",
}
_MONEY: dict[str, Any] = {"amount": 7500, "currency": "EUR"}
_PARCEL: dict[str, Any] = {
    "carrier": "DHL",
    "tracking": "JD014600003828394",
    "link_tracking": "https://parcels.example.com/JD014600003828394",
}
_BOWL = {
    "sku": "MUG-GREY",
    "name": "Stoneware mug, grey",
    "instead": "Stoneware mug, blue",
    "on": "2026-11-25",
    "price": 1250,
    "currency": "EUR",
}
_CUP = {
    "sku": "MUG-WHITE",
    "name": "Porcelain mug, white",
    "instead": "Stoneware mug, blue",
    "on": "2026-11-27",
    "price": 1190,
    "currency": "EUR",
}
_RIGHTS = [
    "You can wait for the new date, or cancel now for a full refund of what was not sent.",
    "If you wait, you can still cancel at any time until your order ships.",
]
_DELAY: dict[str, Any] = {
    **_BASE,
    "lines": [{**_MUG, "from": "2026-11-24", "to": "2026-12-04"}],
    "date_from": "2026-11-24",
    "date_to": "2026-12-04",
    "reason": "Our supplier's kiln is being repaired.",
    "notice": 1,
    "pack": "us_16cfr435",
    "respond_by": "2026-12-01",
    "silence": "consent",
    "refund_by": "2026-12-10",
    "rights": _RIGHTS,
    "link_accept": f"{_SITE}/o/7Hq2mXw9Tn4/wait",
    "link_cancel": f"{_SITE}/o/7Hq2mXw9Tn4/cancel",
}
_RENEWED: dict[str, Any] = {
    **_DELAY,
    "lines": [{**_MUG, "from": "2026-12-04", "to": "2026-12-18"}],
    "date_from": "2026-12-04",
    "date_to": "2026-12-18",
    "notice": 2,
    "silence": "cancel",
    "refund_by": "2026-12-10",
}
_PURCHASE: dict[str, Any] = {
    **_SHOP,
    "supplier_name": "Kiln & Co.",
    "purchase": "PO-000071",
    "link_answer": f"{_SITE}/s/9tWq4LmZ",
}
_COST = {"unit_cost": 480, "currency": "EUR"}
_BOUGHT = [
    {**_MUG, "quantity": 48, "on": "2026-12-04", **_COST},
    {**_POT, "quantity": 12, "on": "2026-12-11", "unit_cost": 1150, "currency": "EUR"},
]
_STAFF: dict[str, Any] = {**_SHOP, "person_name": "Noor"}

FACTS: dict[str, dict[str, Any]] = {
    "order_accepted": {
        **_BASE,
        "lines": [{**_POT, "on": "2026-11-24"}, {**_MUG, "on": "2026-12-04"}],
        "date_to": "2026-12-04",
        "ordered_on": "2026-11-22",
    },
    "purchase_placed": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-04"}],
        "date_to": "2026-12-04",
    },
    "date_confirmed": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-04"}],
        "date_to": "2026-12-04",
    },
    "date_earlier": {
        **_BASE,
        "lines": [{**_MUG, "from": "2026-12-04", "to": "2026-11-30"}],
        "date_from": "2026-12-04",
        "date_to": "2026-11-30",
    },
    "date_later": {
        **_BASE,
        "lines": [{**_MUG, "from": "2026-12-04", "to": "2026-12-14"}],
        "date_from": "2026-12-04",
        "date_to": "2026-12-14",
        "reason": "Our supplier's kiln is being repaired.",
        "alternatives": [_BOWL],
    },
    "date_unknown": {
        **_BASE,
        "alternatives": [_BOWL, _CUP],
        "lines": [{**_MUG, "from": "2026-12-04"}],
        "date_from": "2026-12-04",
        "reason": "Our supplier cannot name a new day yet.",
    },
    "still_waiting": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-04"}],
        "date_to": "2026-12-04",
        "ordered_on": "2026-11-02",
    },
    "arrived": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-03"}],
        "date_to": "2026-12-03",
    },
    "part_shipped": {
        **_BASE,
        **_PARCEL,
        "lines": [_POT],
        "rest": [{**_MUG, "on": "2026-12-04"}],
        "date_to": "2026-12-04",
    },
    "shipped": {**_BASE, **_PARCEL, "lines": [_MUG]},
    "parcel_labelled": {**_BASE, **_PARCEL, "lines": [_MUG]},
    "cancelled_by_customer": {**_BASE, **_MONEY, "lines": [_MUG], "refund_by": "2026-12-06"},
    "cancelled_by_us": {
        **_BASE,
        **_MONEY,
        "lines": [_MUG],
        "reason": "Our supplier no longer makes this mug.",
        "refund_by": "2026-12-06",
    },
    "refunded": {
        **_BASE,
        **_MONEY,
        "lines": [_MUG],
        "reason": "You cancelled these products before they were sent.",
    },
    "alternative_offered": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-14"}],
        "date_to": "2026-12-14",
        "alternatives": [_BOWL, _CUP],
    },
    "incentive_given": {
        **_BASE,
        "lines": [{**_MUG, "on": "2026-12-14"}],
        "date_to": "2026-12-14",
        "code": "WAIT-7KQ2M",
        "amount": 500,
        "currency": "EUR",
        "expires_on": "2027-02-28",
    },
    "back_in_stock": {
        **_SHOP,
        "customer_name": "Ada Lindqvist",
        "unsubscribe": _BASE["unsubscribe"],
        "lines": [_TRAY],
        "link_product": f"{_SITE}/w/5nTz8QxB",
        "kept_until": "2026-11-25T09:30:00+00:00",
    },
    "discontinued": {
        **_BASE,
        **_MONEY,
        "lines": [_MUG],
        "alternatives": [_BOWL, _CUP],
        "refund_by": "2026-12-06",
    },
    "delay_notice": _DELAY,
    "delay_renewed": _RENEWED,
    "delay_ended": {
        **_BASE,
        **_MONEY,
        "lines": [{**_MUG, "from": "2026-12-04"}],
        "date_from": "2026-12-04",
        "notice": 2,
        "pack": "us_16cfr435",
        "outcome": "cancelled",
        "refund_by": "2026-12-10",
    },
    "supplier_order": {
        **_PURCHASE,
        "lines": _BOUGHT,
        "date_to": "2026-12-11",
        "ship_to": "Harbour Kitchen, Quay 4, 20457 Hamburg",
        "amount": 36840,
        "currency": "EUR",
    },
    "supplier_confirm": {**_PURCHASE, "lines": _BOUGHT, "ordered_on": "2026-11-18"},
    "supplier_overdue": {**_PURCHASE, "lines": _BOUGHT[:1], "date_to": "2026-12-04"},
    "supplier_expedite": {
        **_PURCHASE,
        "lines": [{**_MUG, "quantity": 48, "from": "2026-12-11", "to": "2026-12-04"}],
        "date_from": "2026-12-11",
        "date_to": "2026-12-04",
        "reason": "Customers have been told the earlier day.",
    },
    "supplier_changed": {
        **_PURCHASE,
        "lines": [
            {**_MUG, "quantity": 36, "was": 48, "from": "2026-12-04", "to": "2026-12-11"},
            {**_POT, "quantity": 0, "was": 12},
        ],
    },
    "staff_digest": {
        **_STAFF,
        "day": "2026-11-23",
        "items": [
            {"text": "Dates unknown", "count": 3, "link": f"{_SITE}/exceptions"},
            {"text": "Purchases overdue", "count": 2, "link": f"{_SITE}/purchases"},
        ],
        "link": f"{_SITE}/",
    },
    "staff_at_risk": {
        **_STAFF,
        "lines": [
            {
                **_MUG,
                "order": "SO-000184",
                "customer": "Ada Lindqvist",
                "on": "2026-12-04",
                "reason": "Kiln & Co. is late with PO-000071.",
                "link": f"{_SITE}/orders/SO-000184",
            }
        ],
        "link": f"{_SITE}/risk",
    },
    "staff_failed_delivery": {
        **_STAFF,
        "order": "SO-000184",
        "recipient": "ada@example.com",
        "channel": "email",
        "subject": "A new day for your order SO-000184",
        "error": "550 5.1.1 No such mailbox",
        "link": f"{_SITE}/notices",
    },
    "waitlist_confirm": {
        **_SHOP,
        "customer_name": "",
        "product": "Oak serving tray",
        "link_confirm": f"{_SITE}/w/5nTz8QxB/yes",
    },
}
# Sentences that stand in the facts, in the languages that differ from those above.
SENTENCES: dict[str, dict[str, str]] = {
    "de": {
        _RIGHTS[0]: (
            "Sie können auf den neuen Termin warten oder jetzt stornieren; "
            "was nicht versandt wurde, erstatten wir vollständig."
        ),
        _RIGHTS[1]: "Auch wenn Sie warten, können Sie bis zum Versand jederzeit stornieren.",
        "Our supplier's kiln is being repaired.": "Der Brennofen des Lieferanten wird repariert.",
        "Our supplier cannot name a new day yet.": (
            "Unser Lieferant kann noch keinen neuen Termin nennen."
        ),
        "Our supplier no longer makes this mug.": (
            "Unser Lieferant stellt diesen Becher nicht mehr her."
        ),
        "You cancelled these products before they were sent.": (
            "Sie haben diese Artikel vor dem Versand storniert."
        ),
        "Customers have been told the earlier day.": (
            "Den früheren Termin haben wir unseren Kunden genannt."
        ),
        "Stoneware mug, blue": "Steingutbecher, blau",
        "Stoneware mug, grey": "Steingutbecher, grau",
        "Porcelain mug, white": "Porzellanbecher, weiß",
        "Teapot, 2 litres": "Teekanne, 2 Liter",
        "Oak serving tray": "Tablett aus Eiche",
        "Dates unknown": "Termin unbekannt",
        "Purchases overdue": "Bestellungen überfällig",
        "Kiln & Co. is late with PO-000071.": "Kiln & Co. ist mit PO-000071 im Verzug.",
        "A new day for your order SO-000184": "Neuer Termin für Ihre Bestellung SO-000184",
    }
}


def facts_of(event: str, language: str) -> dict[str, Any]:
    """Return the made-up facts of a message in a language."""
    words = SENTENCES.get(language, {})
    told: dict[str, Any] = _said(FACTS[event], words)
    return told


def _said(value: Any, words: dict[str, str]) -> Any:  # noqa: ANN401 (facts are JSON)
    if isinstance(value, dict):
        return {name: _said(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value
