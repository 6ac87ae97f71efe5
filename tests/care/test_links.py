"""Links of customers: each opens its own order, for a while, until they are revoked."""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime, timedelta
from random import Random
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.care import links, signing
from tests.web.selling import sell, stocked

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[Any]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORGED = 5000
ALPHABET = ascii_letters + digits + "-_"


def secret_part(path: str) -> str:
    return path.removeprefix("/o/")


def tampered(chance: Random, texts: list[str]) -> str:
    """Return a link that somebody changed: a bit, a letter, a part of another one, its length."""
    one, other = chance.choice(texts), chance.choice(texts)
    at, to = chance.randrange(32), chance.randrange(1, 33)
    made = (
        one[:at] + chance.choice(ALPHABET) + one[at + 1 :],
        one[:to] + other[to:],
        other[:at] + one[at:to] + other[to:],
        one[:to],
        one + chance.choice(ALPHABET),
        "".join(chance.sample(one, 32)),
        one[: at + 1].swapcase() + one[at + 1 :],
        "".join(chance.choices(ALPHABET, k=32)),
        one[:at] + chance.choice("é\x00 +/=%\n") + one[at + 1 :],
    )
    return chance.choice(made)


def test_5000_tampered_links_open_nothing() -> None:
    key = signing.key_for("order", "a secret of the shop")
    said = [signing.Said(n, n % 3, date(2027, 2, 21) + timedelta(days=n % 5)) for n in range(1, 60)]
    texts = [signing.sign(key, one) for one in said]
    assert [signing.read(key, text) for text in texts] == said
    chance = Random(28)
    forged: set[str] = set()
    while len(forged) < FORGED:
        forged |= {tampered(chance, texts)} - {*texts}
    assert [text for text in forged if signing.read(key, text) is not None] == []


def test_a_link_of_another_purpose_or_another_shop_opens_nothing() -> None:
    said = signing.Said(7, 0, date(2027, 2, 21))
    text = signing.sign(signing.key_for("order", "ours"), said)
    assert signing.read(signing.key_for("waitlist", "ours"), text) is None
    assert signing.read(signing.key_for("order", "theirs"), text) is None


def test_the_seal_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks at all of the seal by `compare_digest`, and never before at a part of it."""
    seen: list[tuple[int, int]] = []
    honest = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        seen.append((len(one), len(other)))
        return honest(one, other)

    key = signing.key_for("order", "ours")
    text = signing.sign(key, signing.Said(7, 0, date(2027, 2, 21)))
    monkeypatch.setattr(hmac, "compare_digest", watched)
    assert signing.read(key, text[:-1] + ("A" if text[-1] != "A" else "B")) is None
    assert signing.read(key, "B" + text[1:]) is None
    assert seen == [(15, 15), (15, 15)]


@pytest.mark.usefixtures("company")
def test_a_link_opens_its_order_until_its_last_day(conn: Conn) -> None:
    stocked(conn)
    found = links.paths(conn, [1, 2, 99], now=NOW)
    assert sorted(found) == [1, 2]
    text = secret_part(found[1])
    assert links.find(conn, text, now=NOW) == 1
    assert links.find(conn, secret_part(found[2]), now=NOW) == 2
    # Four mugs lie on the shelf and leave today: 90 days from now, the last one included.
    assert links.find(conn, text, now=datetime(2027, 2, 21, 23, 59, tzinfo=UTC)) == 1
    assert links.find(conn, text, now=datetime(2027, 2, 22, tzinfo=UTC)) is None


@pytest.mark.usefixtures("company")
def test_a_link_lasts_as_long_as_the_order_waits(conn: Conn) -> None:
    stocked(conn)
    latest = conn.execute(
        "SELECT max(g.promised_on) FROM peg AS g JOIN order_line AS l ON l.id = g.line_id"
        " WHERE l.order_id = 2"
    ).fetchall()[0][0]
    assert latest > NOW.date()
    text = secret_part(links.paths(conn, [2], now=NOW)[2])
    last = datetime.combine(latest, datetime.min.time(), UTC) + links.LASTS
    assert links.find(conn, text, now=last) == 2
    assert links.find(conn, text, now=last + timedelta(days=1)) is None


@pytest.mark.usefixtures("company")
def test_revoking_ends_all_links_of_one_order(conn: Conn) -> None:
    stocked(conn)
    before = links.paths(conn, [1, 2], now=NOW)
    again = links.paths(conn, [1], now=NOW + timedelta(days=3))
    links.revoke(conn, 1, now=NOW, by="ann")
    ended = [links.find(conn, secret_part(path), now=NOW) for path in (before[1], again[1])]
    assert ended == [None, None]
    assert links.find(conn, secret_part(before[2]), now=NOW) == 2
    renewed = secret_part(links.paths(conn, [1], now=NOW)[1])
    assert links.find(conn, renewed, now=NOW) == 1
    links.revoke(conn, 1, now=NOW, by="bob")
    assert links.find(conn, renewed, now=NOW) is None
    kept = conn.execute("SELECT order_id, generation, revoked_by FROM order_link").fetchall()
    assert kept == [(1, 2, "bob")]


@pytest.mark.usefixtures("company")
def test_links_of_many_orders_take_two_statements(conn: Conn) -> None:
    orders = [sell(conn, f"web-{n}", ("MUG", 1)) for n in range(30)]
    assert len(orders) == 30
    links.paths(conn, [1], now=NOW)  # the secret is there
    counted = _Counting(conn)
    assert len(links.paths(counted, range(1, 31), now=NOW)) == 30  # type: ignore[arg-type]
    assert counted.statements == 2


class _Counting:
    """A connection that counts its statements."""

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        self.statements = 0

    def execute(self, *asked: Any) -> Any:
        self.statements += 1
        return self.conn.execute(*asked)
