"""A mail server that takes its time: no second sender takes what the first still has."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.app.jobs.work import Work
from backorder.app.notices import leases
from backorder.app.notices.sending import Sender
from tests.notices.conftest import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

    from tests.notices.shop import Shop

LETTERS = 7
LEASE = timedelta(seconds=60)
ANSWER = timedelta(seconds=25)  # less than half a lease, and so four of them more than all of it


@dataclass(frozen=True, slots=True)
class ClockedWork(Work):
    """A task's work by a clock of the test."""

    clock: Callable[[], datetime] = datetime.now

    @property
    def now(self) -> datetime:
        """Return the instant of the clock."""
        return self.clock()


class SlowPost(Post):
    """A mail server each of whose answers takes a while, in which ``meanwhile`` happens."""

    def __init__(self, now: datetime) -> None:
        """Begin at an instant, with nothing that happens meanwhile."""
        super().__init__()
        self.now = now
        self.meanwhile: Callable[[], object] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, late."""
        self.now += ANSWER
        meanwhile, self.meanwhile = self.meanwhile, None  # not within itself
        if meanwhile is not None:
            await asyncio.get_running_loop().run_in_executor(None, meanwhile)
            self.meanwhile = meanwhile
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, conn: Connection[Any]) -> Iterator[SlowPost]:
    """Return a slow mail server that the settings name, and leases that are short."""
    monkeypatch.setattr(leases, "LEASE", LEASE)
    row = conn.execute("SELECT now()").fetchone()
    assert row is not None
    post = SlowPost(row[0])
    post.controller.start()
    monkeypatch.setenv("BACKORDER_SMTP", post.address)
    yield post
    post.controller.stop()


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """Return a shop with a letter to send to each of its customers."""
    for n in range(LETTERS):
        shop.sell(f"web-{n}", f"C{n}", MUG=1)
    shop.tell()
    shop.hurry()
    return shop


def sender(conn: Connection[Any], post: SlowPost) -> Sender:
    return Sender(ClockedWork(conn, "notices", clock=lambda: post.now))


def test_a_second_sender_finds_nothing_that_the_first_still_has(
    sold: Shop, post: SlowPost, database_url: str
) -> None:
    looked_at: list[int] = []
    with database.connect(database_url) as other:
        first, second = sender(sold.conn, post), sender(other, post)
        post.meanwhile = lambda: looked_at.append(second.batch())
        assert first.batch() == LETTERS
        first.close()
        second.close()
    assert LETTERS * ANSWER > 2 * LEASE
    assert looked_at == [0] * LETTERS
    assert len(set(post.ids())) == len(post.ids()) == LETTERS
    rows = sold.heard("state", "attempts")
    assert rows == [("sent", 1)] * LETTERS


def test_what_another_sender_took_is_left_to_it(
    sold: Shop, post: SlowPost, database_url: str
) -> None:
    def late() -> None:
        # The first one hangs for so long that it is taken for dead.
        if not taken:
            post.now += 2 * LEASE
            taken.append(second.batch())

    taken: list[int] = []
    with database.connect(database_url) as other:
        first, second = sender(sold.conn, post), sender(other, post)
        post.meanwhile = late
        assert first.batch() == LETTERS
        first.close()
        second.close()
    # One letter was on its way when the first hung, and went twice by the same name.
    assert taken == [LETTERS]
    assert len(post.ids()) == LETTERS + 1
    assert len(set(post.ids())) == LETTERS
    assert {row[0] for row in sold.heard("state")} == {"sent"}
