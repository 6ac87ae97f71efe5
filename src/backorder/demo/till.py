"""The company's money in its last weeks: what customers paid, and what they get back."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.names import number, require_id

from .desk import Diary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .desk import Desk

PROVIDER = "larchpay"
ACTOR = "accounts"
AUTHORISED_FOR = timedelta(days=28)
PAID_BACK_AFTER = timedelta(days=4)
DEPOSIT = 30  # percent that trade pays for what is not there


class Till:
    """Writes down what the payment provider says of the orders from one day of the year on."""

    def __init__(self, desk: Desk, begins: date) -> None:
        """Begin with no payments; ``begins`` is the day on which they are recorded first."""
        self.desk = desk
        self.begins = begins
        self._prices: dict[str, dict[str, int]] = {}  # of orders that are captured when they leave
        self._left: dict[str, int] = {}
        self._deposits: set[str] = set()
        self._known: set[int] = set()
        self._due: Diary[tuple[int, int, int]] = Diary()

    def take(self, bodies: Sequence[dict[str, Any]], answers: Sequence[Any], at: datetime) -> None:
        """Record how orders that were just accepted are paid."""
        if at.date() < self.begins:
            return
        wanted = {
            order["order"]: (terms, body)
            for body, order in zip(bodies, answers, strict=True)
            if order["status"] != "refused" and (terms := _terms(body, order))
        }
        if not wanted:
            return
        request = {"terms": [{"order": name, **of} for name, (of, _) in wanted.items()]}
        set_ = self.desk.call("arrange_payments", request, at, ACTOR)["terms"]
        said = [self._said(one, *wanted[one["order"]], at) for one in set_]
        self.desk.call("record_payments", {"payments": said}, at, f"provider:{PROVIDER}")

    def _said(
        self, one: dict[str, Any], terms: dict[str, Any], body: dict[str, Any], at: datetime
    ) -> dict[str, Any]:
        order = one["order"]
        said = {"provider": PROVIDER, "reference": f"pay-{order}", "order": order}
        if terms["method"] == "now":
            return {**said, "what": "charged", "amount": one["due_now"]}
        self._prices[order] = {line["sku"]: line["unit_price"] for line in body["lines"]}
        self._left[order] = one["amount"] - one["due_now"]
        if terms["method"] == "deposit":
            self._deposits.add(order)
            return {**said, "what": "charged", "amount": one["due_now"]}
        ends = {"expires_at": (at + AUTHORISED_FOR).isoformat()}
        return {**said, "what": "authorised", "amount": one["amount"], **ends}

    def capture(self, parcels: Sequence[dict[str, Any]], at: datetime) -> None:
        """Take the money for what left, where it was only authorised or paid in part."""
        said = []
        for parcel in parcels:
            order = parcel["order"]
            prices = self._prices.get(order)
            if prices is None:
                continue
            worth = sum(line["quantity"] * prices.get(line["sku"], 0) for line in parcel["lines"])
            if order in self._deposits:
                worth -= worth * DEPOSIT // 100
                how = {"what": "charged", "order": order}
            else:
                how = {"what": "captured", "payment": f"pay-{order}"}
            amount = min(worth, self._left[order])
            self._left[order] -= amount
            if amount:
                reference = f"rest-{parcel['shipment']}"
                said.append({"provider": PROVIDER, "reference": reference, "amount": amount, **how})
        if said:
            self.desk.call("record_payments", {"payments": said}, at, f"provider:{PROVIDER}")

    def pay_back(self, day: date, at: datetime) -> None:
        """Give back what was owed some days ago; what came up since waits its turn."""
        asked = {"until": day + timedelta(days=90), "limit": 1000}
        rows = self.desk.conn.execute(statement("payment_refunds_late"), asked).fetchall()
        for refund, order, amount, _currency, _latest in rows:
            if refund not in self._known:
                self._known.add(refund)
                self._due.add(day + PAID_BACK_AFTER, (refund, order, amount))
        said = [
            {
                "provider": PROVIDER,
                "reference": f"back-{number('refund', refund)}",
                "what": "refunded",
                "payment": f"pay-{number('order', order)}",
                "refund": number("refund", refund),
                "amount": amount,
            }
            for refund, order, amount in self._due.take(day)
        ]
        if said:
            self.desk.call("record_payments", {"payments": said}, at, f"provider:{PROVIDER}")


def _terms(body: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    """Return on what terms an order is paid; empty where it goes by invoice.

    >>> _terms({"channel": "web"}, {"order": "SO-000007", "lines": []})
    {'method': 'on_shipment'}
    >>> _terms({"channel": "shop"}, {"order": "SO-000007", "lines": []})
    {}
    """
    if body["channel"] == "web":
        later = require_id("order", order["order"]) % 4 == 3
        return {"method": "on_shipment" if later else "now"}
    if body["channel"] == "edi" and any(line["backordered"] for line in order["lines"]):
        return {"method": "deposit", "percent": DEPOSIT}
    return {}
