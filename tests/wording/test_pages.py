"""The pages of messages: a list, an editor with its preview, versions, and a test message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.wording import builtin
from backorder.app.wording.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from django.test import Client

    from tests.purchasing.postman import Postman

PAGE = "/settings/messages/shipped/en"


def form(**changes: str) -> dict[str, str]:
    own = builtin.template("shipped", "en")
    return {name: getattr(own, name) for name in builtin.PARTS} | changes


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_message_is_listed_in_every_language(web: Callable[..., Client]) -> None:
    page = text_of(web().get("/settings/messages"))
    for event in EVENTS:
        assert f'href="/settings/messages/{event}/en"' in page
        assert f'href="/settings/messages/{event}/de"' in page
    assert text_of(web("reader").get("/settings/messages")).count("settings/messages/shipped") == 0


def test_a_preview_shows_what_is_typed_and_saves_nothing(web: Callable[..., Client]) -> None:
    client = web()
    given = form(subject="Off it goes: {{order}}", sms="{{shop}}: Čau {{order}}")
    part = text_of(client.post(f"{PAGE}/preview", given, headers={"HX-Request": "true"}))
    assert "Off it goes: SO-000184" in part
    assert "Harbour Kitchen: Cau SO-000184" in part
    assert "30 of 160 characters" in part
    assert "<code>Č</code> → <code>C</code>" in part
    assert "<html" not in part
    whole = text_of(client.post(f"{PAGE}/preview", given))
    assert "Off it goes: SO-000184" in whole
    assert 'value="Off it goes: {{order}}"' in whole
    framed = client.get(f"{PAGE}/shown?draft=1")
    assert "Off it goes: SO-000184" in text_of(framed)
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert framed["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert "script-src" not in framed["Content-Security-Policy"]
    assert "Off it goes" not in text_of(client.get(f"{PAGE}/shown"))
    assert "Off it goes" not in text_of(web("operations").get(f"{PAGE}/shown?draft=1"))
    assert "Order SO-000184 is on its way" in text_of(client.get(PAGE))


def test_a_wrong_template_is_refused_and_kept_on_the_page(web: Callable[..., Client]) -> None:
    client = web()
    hostile = "<mj-raw><script>alert(1)</script></mj-raw>{{order}}{{#lines}}{{name}}{{/lines}}"
    for given, why in (
        (form(text="Nothing of the order"), "The text must show lines, order."),
        (form(mjml=hostile), "&lt;mj-raw&gt; may not be used."),
        (form(subject="{{oder}}"), "This message has no field {{oder}}."),
    ):
        answer = client.post(f"{PAGE}/save", given)
        assert answer.status_code == 422
        assert why in text_of(answer)
        assert "<script>alert" not in text_of(answer)
        assert "Version" in text_of(answer)
    assert "is saved as" not in text_of(client.get(PAGE))
    assert client.post("/settings/messages/nothing/en/save", form()).status_code == 404
    assert client.get("/settings/messages/shipped/xx").status_code == 404


def test_versions_are_saved_and_used_again(web: Callable[..., Client]) -> None:
    client = web()
    for subject in ("One {{order}}", "Two {{order}}"):
        assert client.post(f"{PAGE}/save", form(subject=subject)).status_code == 302
    assert "Two SO-000184" in text_of(client.get(PAGE))
    client.post(f"{PAGE}/again", {"version": "1"})
    assert "One SO-000184" in text_of(client.get(PAGE))
    assert "version 3" in text_of(client.get("/settings/messages"))
    client.post(f"{PAGE}/again", {"version": "0"})
    page = text_of(client.get(PAGE))
    assert "Order SO-000184 is on its way" in page
    assert "back to the built-in wording" in page
    assert client.post(f"{PAGE}/again", {"version": "77"}).status_code == 404


def test_a_test_message_goes_to_who_asks(web: Callable[..., Client], postman: Postman) -> None:
    answer = web().post(f"{PAGE}/test", form(subject="Look: {{order}}"))
    assert "Sent to owner@example.com." in text_of(answer)
    (mail,) = postman.messages
    assert mail["To"] == "owner@example.com"
    assert mail["Subject"] == "[Test] Look: SO-000184"
    assert [part.get_content_type() for part in mail.walk()] == [
        *("multipart/alternative", "text/plain", "text/html")
    ]


def test_without_a_mail_server_the_page_says_so(
    web: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKORDER_SMTP", raising=False)
    assert "set BACKORDER_SMTP" in text_of(web().post(f"{PAGE}/test", form()))
