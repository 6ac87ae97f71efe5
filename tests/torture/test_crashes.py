"""Clients and the server are killed at random points under load; nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder import database, embedded, settings
from backorder.embedded import server
from backorder.ledger.proofs import invariants
from tests.support import PATIENCE

from .company import do, found
from .crash_client import (
    PURCHASE,
    SKUS,
    Claims,
    draw,
    items,
    missing,
    number_in,
    repeat,
    send,
    unasked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

ROOT = Path(__file__).resolve().parents[2]
FULL = settings.get("BACKORDER_TORTURE") == "full"
SEED = 20261122
CLIENTS = 2
# "again" kills the server, and the next one while it recovers: two kills.
VICTIMS = (
    {"client": 13, "server": 11, "backend": 4, "again": 3}
    if FULL
    else {"client": 2, "server": 2, "again": 1}
)
HELPERS = ["walwriter", "checkpointer", "background writer"]

pytestmark = [pytest.mark.torture, pytest.mark.slow]
log = logging.getLogger(__name__)


class Client:
    """A client process and what its log says."""

    def __init__(self, folder: Path, name: str, claims: Claims, *flags: str) -> None:
        """Start it; ``name`` seeds what it asks for."""
        self.path, self.claims = folder / f"{name}.jsonl", claims
        self.path.touch()
        self.offset = self.answers = self.backend = 0
        self.open: tuple[str, dict[str, Any]] | None = None
        module = "tests.torture.crash_client"
        with (folder / f"{name}.errors").open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, str(self.path), name, str(folder / "stop"), *flags],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stderr=errors,
            )

    def read(self) -> None:
        """Read what the log says by now; a line cut off by the kill was never said."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            text = file.read()
        text = text[: text.rfind(b"\n") + 1]
        self.offset += len(text)
        for line in text.splitlines():
            kind, *said = json.loads(line)
            if kind == "connected":
                (self.backend,) = said
            elif kind == "asked":
                self.open = verb, request = said[1], said[2]
                self.claims.requests.append((verb, request))
                self.claims.asked |= {key: (verb, x) for key, x in items(verb, request).items()}
            else:
                self.answers += 1
                self.open = None
                note = self.claims.told if kind == "answered" else self.claims.told_again
                note(*said[1:])

    def kill(self) -> None:
        """Kill it with no chance to say anything."""
        self.process.kill()
        self.process.wait()
        self.read()

    def check(self) -> None:
        """Fail where it has ended by itself, with the reason."""
        if self.process.poll() not in {None, 0, -signal.SIGKILL}:
            pytest.fail(self.path.with_suffix(".errors").read_text())


class Shop:
    """A company under load whose parts are killed."""

    def __init__(self, home: Path, folder: Path) -> None:
        """Set the company up."""
        self.data, self.folder = home / "data", folder
        self.rng, self.claims = Random(SEED), Claims()
        self.clients: list[Client] = []
        self.started = self.kills = 0
        with database.connect() as conn:
            prepare(conn)

    def start(self, *flags: str) -> Client:
        """Start one more client."""
        self.started += 1
        client = Client(self.folder, f"c{self.started}", self.claims, *flags)
        self.clients.append(client)
        return client

    def wait_for_load(self, answers: int) -> None:
        """Wait until every client was answered since it started, and all together so often."""
        for client in self.clients:
            client.read()
        enough = answers + sum(client.answers for client in self.clients)
        before = {client.path: client.answers for client in self.clients}

        def busy() -> bool:
            for client in self.clients:
                client.read()
                client.check()
            each = all(client.answers > before[client.path] for client in self.clients)
            return each and sum(client.answers for client in self.clients) >= enough

        wait_for(busy, 0.002)

    def strike(self, victim: str) -> None:
        """Kill a victim at a random point."""
        self.wait_for_load(self.rng.randint(5, 60))
        time.sleep(self.rng.uniform(0, 0.02))
        if victim == "client":
            client = self.clients.pop(self.rng.randrange(len(self.clients)))
            client.kill()
            self.kills += 1
            self.settle(client)
            self.start()
        elif victim == "backend":
            pid = self.rng.choice(self.clients).backend
            assert pid in server.processes_in(self.data)
            os.kill(pid, signal.SIGKILL)
            self.kills += 1
        else:
            killed = self.kill_server()
            if victim == "again":
                wait_for(lambda: bool({*server.processes_in(self.data)} - killed), 0.001)
                time.sleep(self.rng.uniform(0, 0.1))
                self.kill_server()

    def kill_server(self) -> set[int]:
        """Kill the postmaster and all its children at once; return their process ids."""
        pids = server.processes_in(self.data)
        assert pids
        postmaster = server._postmaster(self.data)
        # The postmaster first: it would answer the death of a child with a recovery.
        for pid in sorted(pids, key=lambda pid: pid != postmaster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.kills += 1
        return set(pids)

    def hold_helpers(self) -> None:
        """Stop the processes that write to disk what a commit did not wait for."""
        with database.connect() as conn:
            rows = conn.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = ANY(%s)", [HELPERS]
            ).fetchall()
        assert len(rows) == len(HELPERS)
        for (pid,) in rows:
            assert pid in server.processes_in(self.data)
            os.kill(pid, signal.SIGSTOP)

    def settle(self, client: Client) -> None:
        """Repeat what a killed client does not know, once nobody carries it out any more."""
        with database.connect() as conn:
            gone = "SELECT FROM pg_stat_activity WHERE pid = %s"
            wait_for(lambda: not conn.execute(gone, [client.backend]).fetchall())
            if client.open is not None:
                self.claims.told_again(*repeat(conn, *client.open))

    def stop(self) -> None:
        """Let the clients finish what they are at."""
        (self.folder / "stop").touch()
        for client in self.clients:
            client.process.wait(PATIENCE)
            client.read()
            client.check()

    def judge(self) -> list[str]:
        """Return what clients were told and the books do not have, and what the doctor finds."""
        for client in self.clients:
            client.read()
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with database.connect() as conn:
                    return [*self.claims.wrong, *missing(conn, self.claims), *healthy(conn)]
            except psycopg.OperationalError:
                # A postmaster lets us in until it notices that a child of its was killed.
                assert time.monotonic() < deadline, "the server does not come back"


def wait_for(holds: Callable[[], bool], poll_seconds: float = 0.01) -> None:
    """Wait until something holds, or fail."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(poll_seconds)


def prepare(conn: Connection[Any]) -> None:
    """Set up stock, and a purchase that receipts can be posted against for ever."""
    found(conn, dict.fromkeys(SKUS, 50))
    lines = [{"sku": sku, "quantity": 1_000_000} for sku in SKUS]
    bought = {"key": "p", "supplier": "S1", "lines": lines}
    answer = do(conn, "order_supply", {"purchase_orders": [bought]})
    assert answer["purchase_orders"][0]["purchase_order"] == PURCHASE


def healthy(conn: Connection[Any]) -> list[str]:
    """Return what the doctor finds."""
    return [f"doctor: {breach.name}: {breach.rows[:2]}" for breach in invariants.check(conn)]


def answered_otherwise(conn: Connection[Any], claims: Claims) -> list[str]:
    """Send every request of the whole run once more; return the answers that are not the first."""
    bad = []
    for verb, request in claims.requests:
        for key, item in send(conn, verb, request).items():
            if number_in(item) and item != claims.answered[key]:
                bad.append(f"{claims.answered[key]} and then {item}")
    return bad


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Return a folder whose server may be killed; it is removed afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="backorder-crashes-"))
    parent.chmod(0o711)
    home = parent / "home"
    yield home
    embedded.leave(home)
    shutil.rmtree(parent)


@pytest.fixture
def shop(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Return a company in a database of its own; its clients are ended afterwards."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("BACKORDER_HOME", str(home))
    monkeypatch.setenv("BACKORDER_DATABASE", f"crash_{secrets.token_hex(4)}")
    database.forget()
    shop = Shop(home, tmp_path)
    yield shop
    for client in shop.clients:
        client.kill()
    database.forget()


def test_nothing_acknowledged_is_lost_whoever_is_killed(shop: Shop) -> None:
    begun = time.monotonic()
    victims = list(Counter(VICTIMS).elements())
    shop.rng.shuffle(victims)
    for _ in range(CLIENTS):
        shop.start()
    for n, victim in enumerate(victims):
        shop.strike(victim)
        assert shop.judge() == [], f"after kill {n} ({victim}) of seed {SEED}"
    shop.wait_for_load(20)
    shop.stop()
    claims = shop.claims
    told = claims.accepted()
    assert shop.judge() == []
    assert set(claims.answered) == set(claims.asked)
    assert claims.repeats["not there"] > 0
    assert claims.repeats["there"] > 0 or not FULL
    with database.connect() as conn:
        assert unasked(conn, claims) == []
        orders = sum(name.startswith("SO-") for name in told.values())
        assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (orders,)
        assert answered_otherwise(conn, claims) == []
        assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (orders,)
        assert healthy(conn) == []
    assert shop.kills >= (25 if FULL else 6)
    log.info(
        "%d kills %s; %d orders and %d receipts acknowledged, %d refused, 0 lost; %s; %.0f s",
        shop.kills,
        VICTIMS,
        orders,
        len(told) - orders,
        len(claims.answered) - len(told),
        f"unknown {dict(claims.repeats)}",
        time.monotonic() - begun,
    )


@pytest.mark.parametrize("flags", [(), ("careless",)])
def test_only_without_synchronous_commit_the_same_kill_loses(
    shop: Shop, flags: tuple[str, ...]
) -> None:
    client = shop.start(*flags)
    shop.wait_for_load(5)
    shop.hold_helpers()
    shop.wait_for_load(20)
    shop.kill_server()
    client.kill()
    lost = [text for text in shop.judge() if text.startswith(("lost: ", "renumbered: "))]
    assert bool(lost) is bool(flags), lost


def test_a_missing_order_and_a_half_written_one_are_found(conn: Connection[Any]) -> None:
    rng, claims = Random(SEED), Claims()
    prepare(conn)
    for n in range(20):
        verb, request = draw(rng, f"x{n}")
        claims.asked |= {key: (verb, x) for key, x in items(verb, request).items()}
        claims.told_again(*repeat(conn, verb, request))
    assert [*claims.wrong, *missing(conn, claims), *healthy(conn)] == []
    gone, cut = [key for key, name in claims.accepted().items() if name.startswith("SO-")][:2]
    conn.execute("DELETE FROM sales_order WHERE key = %s", [gone])
    conn.execute(
        "DELETE FROM order_line WHERE line_no = 1"
        " AND order_id = (SELECT id FROM sales_order WHERE key = %s)",
        [cut],
    )
    assert [text.split()[:2] for text in missing(conn, claims)] == [
        ["lost:", gone],
        ["half-written:", cut],
    ]
    breached = {text.split(": ")[1] for text in healthy(conn)}
    assert breached >= {"orders_are_journaled", "lines_are_as_placed"}


def test_an_answer_that_does_not_fit_the_books_is_found() -> None:
    answer = {"a": {"key": "a", "order": "SO-000001"}, "b": {"key": "b", "order": "SO-000002"}}
    both = {"a": "SO-000001", "b": "SO-000002"}
    for before, fresh, after, fits in (
        ({}, ["a", "b"], both, True),
        (both, [], both, True),
        ({"a": "SO-000001"}, ["b"], both, False),  # half of a batch was there
        (both, ["a", "b"], both, False),  # there, and written again
        ({}, ["a"], {"a": "SO-000001"}, False),
        ({}, [], both, False),
    ):
        claims = Claims()
        claims.told_again(answer, before, list(fresh), after)
        assert (not claims.wrong) is fits, (before, fresh, after)
