"""The API within the test's process, and a real server on a port of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.test import Client

from backorder import database, ledger
from backorder.app.tokens import checking, keeping, limiting
from backorder.app.web import connections
from backorder.app.web.application import application
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as the JSON that it must be."""
        return json.loads(self.body)


class Api:
    """Calls the API in this process as the holder of a token."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.client = Client(raise_request_exception=False, SERVER_NAME="localhost")

    def __call__(self, method: str, path: str, body: Any = b"", **headers: str) -> Answer:
        """Send a request; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        got = self.client.generic(
            method, path, data, sent.pop("Content-Type", "application/json"), headers=sent
        )
        # A feed comes in pieces.
        content = b"".join(got) if got.streaming else got.content
        return Answer(got.status_code, {k.lower(): v for k, v in got.items()}, content)

    def get(self, path: str, **headers: str) -> Answer:
        """Send a GET."""
        return self("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Send a POST of JSON."""
        return self("POST", path, body, **headers)


def new_token(conn: psycopg.Connection[Any], *scopes: str, name: str = "") -> str:
    """Make a token of some scopes."""
    now = datetime.now(UTC)
    return keeping.create(conn, name or f"test {' '.join(scopes)}", scopes, now=now, actor="test")


@pytest.fixture
def app(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the application in this process work on the test's own database, patient with all."""
    checking.forget()
    limiting.reset()
    application(database_url)
    monkeypatch.setattr("backorder.app.pages.customer_order._buckets", limiting.Buckets(0))
    yield
    connections.shared().close()


@pytest.fixture
def api(app: None, conn: psycopg.Connection[Any]) -> Api:
    """Return the API as the holder of a token that may do everything."""
    return Api(new_token(conn, "all", name="shop"))


@pytest.fixture
def settings_of_django(app: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return Django's settings; what a test changes is put back."""
    from django.conf import settings  # noqa: PLC0415 (once Django is set up)

    class Changed:
        def __setattr__(self, name: str, value: Any) -> None:
            monkeypatch.setattr(settings, name, value)

    return Changed()


@pytest.fixture
def nobody(app: None) -> Api:
    """Return the API as nobody."""
    return Api()


@pytest.fixture
def verb(conn: psycopg.Connection[Any]) -> Callable[..., Any]:
    """Return what calls a verb beside the API."""

    def call(name: str, **request: Any) -> Any:
        return ledger.VERBS[name](conn, request, now=NOW, actor="test")

    return call


@pytest.fixture
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages and API in this process live on the books' own day, whatever day it is."""
    monkeypatch.setattr("backorder.app.web.clock.now", lambda: NOW)


SERVE = ("serve", "--port", "0", "--no-worker")


class Served(NamedTuple):
    """A server that runs, where, and the file it logs to."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def __call__(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Send one request over a connection of its own."""
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            conn.request(method, path, body or None, headers or {})
            got = conn.getresponse()
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            conn.close()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send this process a signal; return its status and what it logged."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE), self.logged()

    def logged(self) -> str:
        """Return what it has logged so far."""
        return self.log.read_text(encoding="utf-8")


@pytest.fixture
def serve(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Return what starts a server; those that still run are stopped after the test, by their id.

    A server one of whose workers died by a signal fails the test, whatever it answered.
    """
    begun: list[Served] = []

    def start(**settings: str) -> Served:
        log = tmp_path / f"server-{len(begun)}.log"
        with log.open("wb") as sink:  # a pipe that nobody reads would fill, and block the server
            process = subprocess.Popen(
                [str(Path(sys.executable).with_name("backorder")), *SERVE],
                env={**os.environ, "DATABASE_URL": database_url, **settings},
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
            )
        served = Served(process, 0, log)
        begun.append(served)
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found is None:
            process.kill()
            process.wait()
            pytest.fail(f"{line}{served.logged()}")
        return served._replace(port=int(found[1]))

    yield start
    for served in begun:
        with served.process:
            if served.process.poll() is None:
                served.process.terminate()
                served.process.wait(timeout=PATIENCE)
        refuse_the_dead(served.logged())


def refuse_the_dead(logged: str) -> None:
    """Fail with the end of a server's log where it says that a worker died."""
    if re.search(r"was sent SIG(?!TERM|INT|QUIT)", logged):
        pytest.fail(f"a worker died:\n{logged[-4000:]}")


@pytest.fixture
def company(conn: psycopg.Connection[Any]) -> None:
    """Make the reference company: two products, one supplier, ten mugs on the shelf."""
    database.check_schema(conn)
    for name, request in COMPANY.items():
        ledger.VERBS[name](conn, request, now=NOW, actor="test")


COMPANY: dict[str, dict[str, Any]] = {
    "set_products": {
        "products": [
            {"sku": "MUG", "name": "Mug", "unit_price": 1250, "currency": "EUR"},
            {"sku": "POT", "name": "=Teapot", "unit_price": 3900, "currency": "EUR"},
        ]
    },
    "set_suppliers": {"suppliers": [{"code": "S1", "name": "Potter"}]},
    "set_supplier_items": {
        "supplier_items": [
            {"supplier": "S1", "sku": "MUG", "unit_cost": 400, "lead_time_days": 10},
            {"supplier": "S1", "sku": "POT", "unit_cost": 900, "lead_time_days": 14},
        ]
    },
    "set_customers": {"customers": [{"ref": "C7", "name": "Ada", "email": "c7@example.com"}]},
    "count": {
        "counts": [{"key": "c-1", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 10}]}]
    },
}
