"""No request goes to an address that is not public, however it is spelled or resolved."""

from __future__ import annotations

import asyncio
import json
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.hooks import addresses, changing, delivering, reading, sending
from backorder.domain.errors import InvalidError
from tests.hooks.receivers import receiving

if TYPE_CHECKING:
    from tests.hooks.conftest import Shop

PRIVATE = (
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255"),  # noqa: S104 (none is bound)
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.7"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::7f00:1", "2002:7f00:1::"),
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111")


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not addresses.is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_known(address: str) -> None:
    assert addresses.is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        *(f"[{one}]" if ":" in one else one for one in PRIVATE),
        *("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0x7f.1"),
    ],
)
def test_an_endpoint_that_spells_one_is_refused(host: str) -> None:
    with pytest.raises(InvalidError, match="not a public address"):
        addresses.read(f"https://{host}/", private=False)
    assert addresses.read(f"https://{host}/", private=True).secure


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://x/"),
        *("https://", "https:///x", "https://me@example.com/", "https://me:pw@example.com/"),
        *("https://example.com:0/", "https://example.com:99999/", "https://example.com/#x"),
        *("https://exa mple.com/", "https://example.com/\r\nX: y", "https://[fe80::1%25eth0]/"),
        *("https://exämple.com/", "//example.com/", "https://[::1/", f"https://x/{'a' * 2000}"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidError):
        addresses.read(url, private=False)


def test_an_address_in_its_parts() -> None:
    found = addresses.read("https://Example.com/a/b?c=d", private=False)
    assert found == addresses.Target(True, "example.com", 443, "/a/b?c=d")
    assert found.authority == "example.com"
    assert addresses.read("https://example.com:8443", private=False).authority == "example.com:8443"


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let every name resolve to these addresses; return the list of names that were asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if host[-1].isdigit() or ":" in host:
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return [one for answer in answers for one in real(answer, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def post(url: str, *, private: bool = False) -> sending.Outcome:
    return asyncio.run(sending.post(url, "{}", {}, seconds=2, private=private))


@pytest.mark.parametrize("answers", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("fd00::1",)])
def test_a_name_that_leads_inside_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    resolving(monkeypatch, *answers)
    outcome = post("https://rebound.example/")
    assert outcome.status is None
    assert "which is not a public address" in outcome.error


def test_localhost_by_its_name_is_not_followed() -> None:
    assert "not a public address" in post("https://localhost/").error


def test_a_name_is_asked_for_once_and_that_answer_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        port = receiver.server_address[1]
        asked = resolving(monkeypatch, "127.0.0.1")
        outcome = post(f"http://rebound.example:{port}/x?y=z", private=True)
        assert (outcome.status, outcome.error) == (200, "")
        assert asked == ["rebound.example"]
        (got,) = receiver.got
        assert got.headers["host"] == f"rebound.example:{port}"
        assert got.path == "/x?y=z"


def test_the_next_address_is_tried_where_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving() as receiver:
        port = receiver.server_address[1]
        resolving(monkeypatch, "::1", "127.0.0.1")
        assert post(f"http://two.example:{port}/", private=True).status == 200


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver, receiving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert post(receiver.url, private=True).status == 200
        assert proxy.got == []


def test_a_certificate_of_somebody_else_is_refused() -> None:
    with receiving() as receiver:  # it speaks no TLS at all
        outcome = post(receiver.url.replace("http://", "https://"), private=True)
        assert outcome.status is None
        assert "SSL" in outcome.error
        assert receiver.got == []


def test_an_endpoint_made_while_it_was_allowed_gets_nothing_when_it_is_not(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=1)
        monkeypatch.delenv("BACKORDER_WEBHOOKS_PRIVATE")
        shop.send()
        assert receiver.got == []
        assert "https" in shop.one().last_error
        with pytest.raises(InvalidError):
            changing.change(shop.conn, shop.one().endpoint, now=shop.now, url=receiver.url)


def test_secrets_are_not_shown(shop: Shop) -> None:
    with receiving(500) as receiver:
        number = shop.tell(receiver)
        changing.test(shop.conn, number, now=shop.now, actor="ada")
        shop.send()
    shown = [
        reading.endpoints(shop.conn),
        reading.deliveries(shop.conn),
        reading.attempts(shop.conn, shop.one().id),
    ]
    assert shop.secret.removeprefix("whsec_") not in json.dumps(shown, default=str)
    assert delivering.waiting(shop.conn, shop.now) is False
