"""Single sign-on, with a small OpenID Connect provider on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from backorder.app.accounts import people
from tests.support import PATIENCE
from tests.web.visitors import new_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

    from tests.api.conftest import Served


class Provider(ThreadingHTTPServer):
    """Vouches for whom the test says, without asking."""

    vouched: dict[str, Any]

    @property
    def address(self) -> str:
        """Return where the provider is."""
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """Speaks just enough of the protocol."""

    server: Provider

    def do_GET(self) -> None:
        """Answer the browser, and then the questions of the app."""
        at, asked = self.server.address, urlsplit(self.path)
        if asked.path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self.say({f"{name}_endpoint": f"{at}/{path}" for name, path in ends.items()})
        elif asked.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            assert query["code_challenge_method"] == "S256"
            back = urlencode({"code": "c", "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        else:
            assert asked.path == "/userinfo"
            assert self.headers["Authorization"] == "Bearer a"
            self.say(self.server.vouched)

    def do_POST(self) -> None:
        """Give a token for the code."""
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert sent["code"] == ["c"]
        self.say({"access_token": "a", "token_type": "Bearer"})

    def say(self, body: dict[str, Any]) -> None:
        """Send JSON."""
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def come_in(server: Served, provider: Provider, **vouched: Any) -> requests.Response:
    """Press the button of the log-in page as somebody for whom the provider vouches."""
    provider.vouched = {"sub": vouched["email"], **vouched}
    with requests.Session() as browser:
        browser.trust_env = False
        at = f"http://127.0.0.1:{server.port}"
        page = browser.get(f"{at}/accounts/login/", timeout=PATIENCE)
        assert "Sign in with the house" in page.text
        browser.get(f"{at}/accounts/oidc/sso/login/", timeout=PATIENCE)
        return browser.get(f"{at}/settings/account", timeout=PATIENCE)


def test_who_is_known_here_comes_in_and_nobody_else(
    serve: Callable[..., Served], provider: Provider, conn: psycopg.Connection[Any], app: None
) -> None:
    new_person(conn, "buyer")
    server = serve(BACKORDER_OIDC_URL=provider.address, BACKORDER_OIDC_NAME="the house")
    known = {"email": "buyer@example.com", "email_verified": True}
    for _ in range(2):  # the second time by the account there, not by the address
        inside = come_in(server, provider, **known)
        assert inside.url.endswith("/settings/account")
        assert "buyer@example.com" in inside.text
    for stranger in (
        {"email": "eve@example.com", "email_verified": True},
        {"email": "owner@example.com", "email_verified": True},
    ):
        assert "/accounts/login/" in come_in(server, provider, **stranger).url
    new_person(conn, "owner")
    unverified = {"email": "owner@example.com", "email_verified": False}
    assert "/accounts/login/" in come_in(server, provider, **unverified).url
    people.change(conn, people.find(conn, "buyer@example.com"), is_active=False)
    assert "/accounts/login/" in come_in(server, provider, **known).url
    assert len(people.every(conn)) == 2
