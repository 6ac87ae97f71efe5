"""What the company offers those who wait: a voucher, another product, a place in the queue."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.app.care import turns, waitlist
from backorder.app.storefront import alternatives
from backorder.domain.errors import BackorderError, ConflictError
from backorder.domain.incentives import CODE_BITS, code_text
from backorder.ledger.inbox import worklists

from .desk import Diary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from .company import Company
    from .desk import Desk

RULE = "Thanks for waiting"
DECLARED = 4  # one product in so many has a substitute that the company names itself
SIGN_UPS = 3  # a week
EMAIL = "guest{n:03d}@visitors.example"


class Voucher(NamedTuple):
    """A code, and whose it is."""

    code: str
    customer: str


class Offering:
    """Thanks those who wait, declares substitutes, and keeps the queue of what is sold out."""

    def __init__(self, desk: Desk, company: Company, site: str, rng: np.random.Generator) -> None:
        """Begin with nothing offered; ``site`` is where links lead."""
        self.desk = desk
        self.company = company
        self.site = site
        self.rng = rng
        self.vouchers: Diary[Voucher] = Diary()
        self._guests = 0

    def begin(self, at: datetime) -> None:
        """Set the rule of vouchers, and say which products may stand in for others."""
        rule = {
            "name": RULE, "event": "delay_case", "kind": "percent", "percent": 10, "most": 2_500,
            "currency": "EUR", "budget": 40_000, "period": "quarter", "expires_days": 90,
            "holdout_percent": 25,
        }  # fmt: skip
        self.desk.call("set_incentives", {"rules": [rule]}, at, "marketing")
        pairs = [
            {"sku": sku, "substitute": other, "rank": 1} for sku, other in _neighbours(self.company)
        ]
        self.desk.call("set_substitutes", {"substitutes": pairs}, at, "marketing")

    def thank(self, orders: Sequence[str], at: datetime) -> None:
        """Give vouchers to customers who were asked to wait, but for those held out."""
        if not orders:
            return
        codes = [code_text(int(bits)) for bits in self._codes(len(orders))]
        given = [
            {"rule": RULE, "order": order, "code": code, "reason": {"why": "delay notice"}}
            for order, code in zip(orders, codes, strict=True)
        ]
        answer = self.desk.call("give_incentives", {"incentives": given}, at, "marketing")
        for one in answer["incentives"]:
            used, after = self.rng.random(2)
            if one["outcome"] == "given" and used < 0.4:
                voucher = Voucher(one["code"], one["customer"])
                self.vouchers.add(at.date() + timedelta(days=3 + int(12 * after)), voucher)

    def _codes(self, count: int) -> list[int]:
        halves = self.rng.integers(0, 1 << (CODE_BITS // 2), (count, 2))
        return [(int(high) << (CODE_BITS // 2)) | int(low) for high, low in halves]

    def redeem(self, day: date, at: datetime) -> None:
        """Let customers use their vouchers."""
        for one in self.vouchers.take(day):
            used = {"code": one.code, "customer": one.customer}
            try:
                self.desk.call("redeem_incentive", {"redemptions": [used]}, at, "shop")
            except ConflictError as refusal:
                if refusal.code != "code_withdrawn":  # they cancelled the order meanwhile
                    raise

    def swap(self, order: str, sku: str, units: int, at: datetime) -> None:
        """Let a customer take the first product that is there instead of one that is late."""
        found = alternatives.offered(self.desk.conn, {sku: units}, "", at).get(sku)
        if not found:
            return
        wanted = {"order": order, "sku": sku, "substitute": found[0].sku, "quantity": units}
        try:
            self.desk.call("swap", {"swaps": [wanted], "key": f"swap-{order}"}, at, "customer")
        except BackorderError:  # it came meanwhile, or is being packed
            return

    def queue(self, at: datetime) -> None:
        """Let visitors ask for what is sold out, and tell those whose turn it is."""
        conn = self.desk.conn
        if at.weekday() == 0:
            places = [worklists.on_hand(conn, place) for place in ("MAIN", "SOUTH", "SHOP")]
            free = {one.sku for of in places for one in of if one.free > 0}
            out = [sku for sku in self.company.products.skus if sku not in free]
            for pick in self.rng.integers(0, max(len(out), 1), SIGN_UPS if out else 0):
                self._sign_up(out[int(pick)], at)
        turns.run(conn, now=at)

    def _sign_up(self, sku: str, at: datetime) -> None:
        conn, self._guests = self.desk.conn, self._guests + 1
        wanted = waitlist.product(conn, sku)
        email, language = EMAIL.format(n=self._guests), "de" if self._guests % 3 else "en"
        units = 1 + self._guests % 3
        waitlist.join(conn, wanted, email, units, language=language, now=at, site=self.site)
        if self._guests % 5:
            row = conn.execute("SELECT max(id) FROM waitlist_entry").fetchone()
            assert row is not None
            waitlist.confirm(conn, row[0], now=at + timedelta(minutes=4))


def _neighbours(company: Company) -> list[tuple[str, str]]:
    """Return the best sellers, each with the product of its shelf whose price is nearest."""
    products = company.products
    found = []
    for n in np.argsort(-products.weight, kind="stable")[: len(products.rows) // DECLARED]:
        shelf = np.flatnonzero(products.category == products.category[n])
        others = shelf[shelf != n]
        if len(others):
            near = others[int(np.abs(products.price[others] - products.price[n]).argmin())]
            found.append((products.skus[int(n)], products.skus[int(near)]))
    return found
