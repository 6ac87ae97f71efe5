"""A shop that tells its customers, and what it has told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from backorder.app.notices import choices, dispatching
from backorder.app.notices.choices import Choices
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    import pytest

ON = Choices(on=True, window_minutes=0, quiet_from=0, quiet_to=0)


@dataclass
class Shop(Desk):
    """A desk whose customers have addresses; ``tell`` makes notices of what happened."""

    def open(self, monkeypatch: pytest.MonkeyPatch, chosen: Choices = ON) -> None:
        """Switch notices on, with a mail server that nobody has asked yet."""
        if not os.environ.get("BACKORDER_SMTP"):
            monkeypatch.setenv("BACKORDER_SMTP", "smtp://127.0.0.1:9")
        monkeypatch.setenv("BACKORDER_MAIL_FROM", "Shop <orders@shop.example>")
        self.stock(MUG=0, POT=0)
        self.sold_by("S1", "MUG", "POT", days=9)
        self.do("set_suppliers", suppliers=[{"code": "S1", "email": "s1@example.com"}])
        choices.save(self.conn, chosen, now=self.now, by="ada")

    def sell(self, key: str, ref: str, /, **units: int) -> str:
        """Place an order of a customer with an address and return its number."""
        customer = {"ref": ref, "name": ref, "email": f"{ref.lower()}@example.com"}
        lines = [{"sku": sku, "quantity": count} for sku, count in units.items()]
        order = {"key": key, "customer": customer, "lines": lines}
        return str(self.do("place_orders", orders=[order])["orders"][0]["order"])

    def tell(self) -> None:
        """Make notices of all that happened."""
        while dispatching.dispatch(self.conn, self.now):
            pass

    def send(self) -> dict[str, Any]:
        """Send what is due."""
        return TASKS["notices"].run(Work(self.conn, "notices"))

    def hurry(self) -> None:
        """Let everything that waits be due now."""
        self.conn.execute("UPDATE notice SET due_at = '2020-01-01Z' WHERE state = 'waiting'")

    def heard(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return event, order and address of the e-mails, or other columns, the oldest first."""
        named = ", ".join(columns or ("event", "order_id::int", "address"))
        return self.rows(f"SELECT {named} FROM notice WHERE channel <> 'web' ORDER BY id")  # noqa: S608

    def forget(self) -> None:
        """Let what was told so far be out of sight."""
        self.tell()
        self.conn.execute("DELETE FROM notice")
