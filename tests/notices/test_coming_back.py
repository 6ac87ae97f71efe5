"""Mail that came back, links that end messages, and the pages of notices."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from backorder.app.notices import bounces
from backorder.domain.errors import MalformedError
from tests.api.conftest import app, company, settings_of_django, verb  # noqa: F401 (fixtures)
from tests.web.conftest import web  # noqa: F401 (a fixture)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.notices.conftest import Post
    from tests.notices.shop import Shop

SECRET = "s3cret-s3cret-s3cret"  # noqa: S105 (a test's own)


def bounce(name: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Return a delivery status notification as mail servers write one."""
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: orders@shop.example\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n"
        "MIME-Version: 1.0\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; c1@example.com\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {name}\r\nSubject: Hello\r\n"
        "\r\n--x--\r\n"
    ).encode()


def test_mail_that_came_back_ends_writing_to_that_address(shop: Shop, post: Post) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.send()
    name = post.ids()[0]
    assert bounces.take(shop.conn, bounce(name, "4.2.2", "delayed"), now=shop.now) is None
    assert bounces.take(shop.conn, bounce("<other@host>"), now=shop.now) is None
    assert bounces.take(shop.conn, bounce(name), now=shop.now) is not None
    assert bounces.take(shop.conn, bounce(name), now=shop.now) is None
    assert shop.heard("state", "reason") == [("bounced", "bounced")]
    shop.sell("web-2", "C1", MUG=1)
    shop.tell()
    assert shop.heard("state", "reason")[-1] == ("suppressed", "blocked")
    assert shop.breaches() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff" * 99, b"Content-Type: message/delivery-status\r\n\r\nx", b"a: b\r\n\r\nc"],
)
def test_what_is_no_bounce_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedError):
        bounces.read(content)


def test_a_whole_message_that_came_back_is_read_too() -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<a.notice@shop.example>"
    report = bounce("<none@x>").replace(b"text/rfc822-headers", b"message/rfc822")
    assert bounces.read(report).message_id == "<none@x>"


def test_one_click_ends_messages_and_another_brings_them_back(
    shop: Shop,
    post: Post,
    app: None,  # noqa: F811 (the fixture)
) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.send()
    address = str(post.messages[0]["List-Unsubscribe"]).strip("<>")
    path = re.sub(r"^https://shop\.example", "", address)
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert b"Send me no more messages" in client.get(path).content
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(path, one_click).status_code == 200
    shop.sell("web-2", "C1", MUG=2)
    shop.send()
    assert len(post.messages) == 1
    assert client.post(path, {"again": "yes"}).status_code == 200
    shop.sell("web-3", "C1", MUG=2)
    shop.send()
    assert len(post.messages) == 2
    other = f"{path[:-4]}AAAA"
    assert client.post(other, one_click).status_code == 404


def test_what_comes_in_needs_the_secret(
    shop: Shop,
    app: None,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    asked = {"from": "+491512345678", "text": "HELP", "id": "1"}
    assert client.get("/sms/in/", asked).status_code == 404
    assert client.get(f"/sms/in/{SECRET}", asked).status_code == 404
    monkeypatch.setenv("BACKORDER_INBOUND_SECRET", SECRET)
    assert client.get(f"/sms/in/{SECRET}x", asked).status_code == 404
    customer = {"ref": "ADA", "phone": "+49 151 2345678", "locale": "en"}
    shop.do("set_customers", customers=[customer])
    said = client.get(f"/sms/in/{SECRET}", asked)
    assert (said.status_code, said.content.decode()[:10]) == (200, "Reply WAIT")
    body = b'{"from": "+491512345678", "text": "HELP", "id": "2"}'
    again = client.post(f"/sms/in/{SECRET}", body, content_type="application/json")
    assert again.content == said.content
    for strange in (b"[1]", b"{", b'{"from": [1], "text": {"a": 1}}'):
        answer = client.post(f"/sms/in/{SECRET}", strange, content_type="application/json")
        assert answer.status_code in {200, 400}
    bad = client.post(f"/mail/bounced/{SECRET}", b"x", content_type="message/rfc822")
    assert bad.status_code == 400


def test_people_see_the_log_send_again_and_switch(
    shop: Shop,
    post: Post,
    web: Callable[..., Client],  # noqa: F811 (the fixture)
) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.send()
    post.refusals = 1
    shop.sell("web-2", "C2", MUG=2)
    shop.send()
    client = web()
    log = client.get("/notices").content.decode()
    assert "c1@example.com" in log
    assert "order_accepted" in log
    ((failed,),) = shop.rows("SELECT id FROM notice WHERE state = 'waiting'")
    ((sent,),) = shop.rows("SELECT id FROM notice WHERE state = 'sent' AND channel = 'email'")
    assert "SO-000001" in client.get(f"/notices/{sent}").content.decode()
    assert client.post(f"/notices/{failed}/again").status_code == 302
    shop.send()
    assert len(post.messages) == 2
    assert client.post(f"/notices/{sent}/stop", {"address": "block"}).status_code == 302
    assert shop.rows("SELECT address FROM notice_suppression") == [("c1@example.com",)]
    form: dict[str, Any] = {
        "on": "yes", "quiet_from": "22:00", "quiet_to": "07:00", "timezone": "Europe/Berlin",
        "window_minutes": "5", "most_a_day": "3", "silent_days": "10", "remind_days": "2",
        "staff": "boss@shop.example",
    }  # fmt: skip
    assert client.post("/settings/notices/save", form).status_code == 302
    page = client.get("/settings/notices").content.decode()
    assert "Europe/Berlin" in page
    assert "boss@shop.example" in page
    client.post("/settings/notices/matrix", {"on": ["shipped:email"]})
    rule = {"event": "shipped", "channel": "email", "scope": "customer", "match": "C1"}
    client.post("/settings/notices/rule", rule)
    found = shop.rows("SELECT scope, \"on\" FROM notice_rule WHERE event = 'shipped' ORDER BY id")
    assert ("customer", False) in found
    client.post("/settings/notices/rule", rule | {"drop": "yes"})
    assert shop.rows("SELECT count(*) FROM notice_rule WHERE scope = 'customer'") == [(0,)]
