"""A small shop whose events are told to receivers on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.hooks import changing, delivering, reading
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.hooks.receivers import Receiver


@dataclass
class Shop(Desk):
    """A desk with endpoints: what happens is sent when `send` is called."""

    secret: str = ""

    def tell(self, receiver: Receiver, *wanted: str, name: str = "shop") -> int:
        """Make an endpoint for a receiver and return its number."""
        now = datetime.now(UTC)
        made = changing.create(
            self.conn, name, receiver.url, wanted or ("*",), now=now, actor="test"
        )
        self.secret = made.secret
        return made.id

    def send(self) -> dict[str, int]:
        """Send what is due."""
        return delivering.deliver(self.conn, lambda: False)

    def hurry(self) -> None:
        """Let everything that waits be due now."""
        self.conn.execute(
            "UPDATE webhook_delivery SET next_attempt_at = %s WHERE state = 'pending'",
            [datetime.now(UTC) - timedelta(seconds=1)],
        )

    def one(self) -> reading.Delivery:
        """Return the only delivery."""
        (found,) = reading.deliveries(self.conn)
        return found

    def alarms(self) -> list[tuple[str, str]]:
        """Return code and subject of what is wrong."""
        return self.rows("SELECT code, subject FROM alarm WHERE closed_at IS NULL ORDER BY id")

    def listening(self) -> bool:
        """Tell whether the database fills the outbox."""
        ((state,),) = self.rows("SELECT tgenabled FROM pg_trigger WHERE tgname = 'journal_is_told'")
        return bool(state != "D")


@pytest.fixture
def shop(conn: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return a shop with ten mugs, whose webhooks may go to this machine."""
    monkeypatch.setenv("BACKORDER_WEBHOOKS_PRIVATE", "1")
    monkeypatch.setenv("BACKORDER_WEBHOOKS_TIMEOUT", "60")
    shop = Shop(conn)
    shop.stock(MUG=10)
    return shop
