"""A shop that tells its customers over a real socket, and a mail server that can say no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.notices.shop import Shop
from tests.purchasing.postman import Postman

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection


class Post(Postman):
    """A mail server that knows nobody of some names."""

    def __init__(self) -> None:
        """Know everybody at first."""
        super().__init__()
        self.unknown: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, as the protocol calls it."""
        if address in self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def ids(self) -> list[str]:
        """Return the names of what came."""
        return [str(one["Message-ID"]) for one in self.messages]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Return a mail server that the settings name."""
    post = Post()
    post.controller.start()
    monkeypatch.setenv("BACKORDER_SMTP", post.address)
    yield post
    post.controller.stop()


@pytest.fixture
def shop(conn: Connection[Any], post: Post, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return a shop that tells its customers."""
    monkeypatch.setenv("BACKORDER_URL", "https://shop.example")
    shop = Shop(conn)
    shop.open(monkeypatch)
    return shop
