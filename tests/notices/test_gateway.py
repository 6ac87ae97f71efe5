"""The gateway for text messages over a real socket: what it is asked, what its answers mean."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from backorder.app.notices import gateway
from backorder.app.notices.gateway import Gateway
from backorder.app.notices.smtp import RefusedError
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Später: 12. Dezember & 1+1 ✓"


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        """Return what stands in the address."""
        return {name: value for name, (value,) in parse_qs(urlsplit(self.path).query).items()}


class Operator:
    """A gateway that answers as it is told, after a while if it is told so."""

    def __init__(self) -> None:
        """Accept everything at first."""
        self.asked: list[Asked] = []
        self.status, self.answer, self.seconds = 202, "0: Accepted for delivery", 0.0
        self.url = ""


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    """Return a gateway that the settings name."""
    found = Operator()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append(Asked(self.command, self.path, headers, body))
            time.sleep(found.seconds)
            said = found.answer.encode()
            try:
                self.send_response(found.status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        do_GET = do_POST = _take  # noqa: N815 (the server's names)

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/send"
    for name, value in {
        "URL": found.url,
        "USER": "shop",
        "PASSWORD": "s3cret&",
        "FROM": "+4915100000",
    }.items():
        monkeypatch.setenv(f"BACKORDER_SMS_{name}", value)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def opened() -> Iterator[Gateway]:
    one = Gateway()
    yield one
    one.close()


def test_kannel_is_asked_in_its_query(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_SMS_FORM", "kannel")
    with opened() as one:
        assert one.send("j1:shipped", "+491512345", TEXT) == "202 0: Accepted for delivery"
        one.send("j1:shipped", "+491512345", TEXT)
        one.send("j2:shipped", "+491512345", TEXT)
    first, again, other = operator.asked
    assert (first.method, urlsplit(first.path).path) == ("GET", "/send")
    assert first.query | {"binfo": ""} == {
        "username": "shop",
        "password": "s3cret&",
        "from": "+4915100000",
        "to": "+491512345",
        "text": TEXT,
        "charset": "utf-8",
        "coding": "0",
        "binfo": "",
    }
    names = [ask.headers["idempotency-key"] for ask in (first, again, other)]
    assert names[0] == names[1] != names[2]
    assert first.query["binfo"] == names[0]


def test_the_other_form_is_a_json_document(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_SMS_FORM", "json")
    operator.status, operator.answer = 200, '{"id": "m-1"}'
    with opened() as one:
        assert one.send("j1:shipped", "+491512345", TEXT) == '200 {"id": "m-1"}'
    (asked,) = operator.asked
    name = asked.headers["idempotency-key"]
    assert (asked.method, asked.path) == ("POST", "/send")
    assert json.loads(asked.body) == {
        "id": name,
        "from": "+4915100000",
        "to": "+491512345",
        "text": TEXT,
    }
    assert asked.headers["authorization"] == f"Basic {b64encode(b'shop:s3cret&').decode()}"
    assert asked.headers["content-type"] == "application/json"


@pytest.mark.parametrize("form", ["kannel", "json"])
@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (400, (True, False)),
        (422, (True, False)),
        (429, (False, False)),
        (503, (False, False)),
        (302, (False, False)),
        (401, (False, True)),
        (404, (False, True)),
    ],
)
def test_a_refusal_says_whether_to_ask_again_and_who_is_at_fault(
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    status: int,
    meant: tuple[bool, bool],
) -> None:
    monkeypatch.setenv("BACKORDER_SMS_FORM", form)
    operator.status, operator.answer = status, "no" * 400
    with opened() as one, pytest.raises(RefusedError) as caught:
        one.send("j1:shipped", "+491512345", TEXT)
    assert (caught.value.final, caught.value.channel) == meant
    assert str(caught.value) == f"{status} {'no' * 250}"
    assert "s3cret" not in str(caught.value)


def test_a_gateway_that_says_nothing_or_is_not_there_is_away(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "SECONDS", 0.1)
    operator.seconds = 0.4
    with opened() as one:
        with pytest.raises(RefusedError, match="ReadTimeout") as caught:
            one.send("j1:shipped", "+491512345", TEXT)
        assert (caught.value.final, caught.value.channel) == (False, True)
        monkeypatch.setenv("BACKORDER_SMS_URL", "http://127.0.0.1:9/send")
        with pytest.raises(RefusedError, match="ConnectError") as caught:
            one.send("j1:shipped", "+491512345", TEXT)
        assert caught.value.channel
        # The next one goes over a new connection, once the gateway is back.
        operator.seconds = 0.0
        monkeypatch.setenv("BACKORDER_SMS_URL", operator.url)
        monkeypatch.setattr(gateway, "SECONDS", PATIENCE)
        assert one.send("j2:shipped", "+491512345", TEXT).startswith("202")


def test_without_a_gateway_the_channel_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKORDER_SMS_URL", raising=False)
    with opened() as one, pytest.raises(RefusedError, match="BACKORDER_SMS_URL") as caught:
        one.send("j1:shipped", "+491512345", TEXT)
    assert caught.value.channel
