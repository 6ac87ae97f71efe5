"""Thousands of hostile templates and facts: nothing is executed or leaked, and all is bounded."""

from __future__ import annotations

import os
import random
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.branding import Brand
from backorder.app.wording import builtin, demo, gsm, markup, rendering
from backorder.app.wording.events import event_of
from backorder.domain.errors import BackorderError, InvalidError

if TYPE_CHECKING:
    from backorder.app.wording.builtin import Template

MANY = 20_000 if os.environ.get("BACKORDER_TORTURE") == "full" else 5_000
SECRET = "correct horse battery staple"  # noqa: S105 (what must not leak)
PIECES = (
    *("{{name}}", "{{shop}}", "{{order}}", "{{link}}", "{{lines}}", "{{.}}", "{{amount}}"),
    *("{{#lines}}", "{{/lines}}", "{{^lines}}", "{{#rest}}", "{{/rest}}", "{{#shop}}", "{{/shop}}"),
    *("{{__class__}}", "{{shop.__class__.__mro__}}", "{{shop|safe}}", "{{{shop}}}", "{% load x %}"),
    *(
        "{{ 7*7 }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{{config}}",
        "{{#__init__}}",
        "{{'a'*10**8}}",
    ),
    *("{{", "}}", "{{}}", "{{ }}", "{{/}}", "{{#}}", "{{\n}}", "{{#silence=cancel}}", "{{>x}}"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"),
    *('<mj-include path="/etc/passwd" />', '<mj-include path="file:///etc/passwd" type="css"/>'),
    *("<mj-raw><script>alert(1)</script></mj-raw>", "<mj-style>*{}</mj-style>", "<mj-head>"),
    *(
        '<mj-button href="javascript:alert(1)">x</mj-button>',
        "<mj-text>",
        "</mj-text>",
        "<mj-foo/>",
    ),
    *('<mj-text css-class="x" onclick="alert(1)">a</mj-text>', "<mj-text>fine</mj-text>"),
    *('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>', "&y;", "<!-- -->", "<![CDATA[x]]>"),
    *(
        "<?php echo 1 ?>",
        "&nbsp;",
        "&lt;",
        "&",
        "<",
        ">",
        "\r\nBcc: all@example.com",
        "\x00",
        "\u202e",
    ),
    *(
        "</mj-body></mjml>",
        "<mj-text><p>{{name}}</p></mj-text>",
        '<a href="{{link}}">x</a>',
        "😀",
        "a",
    ),
    *("<mj-table>", "</mj-table>", "<tr>", "<td>", "<table>" * 30, "<b>" * 500, "x" * 3_000),
)
FACTS: tuple[Any, ...] = (
    *(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</mj-text><mj-raw>",
        "{{shop}}",
    ),
    *(
        "\r\nBcc: all@example.com",
        "\x00\x1b[2J",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///x",
    ),
    *("https://a.example/\r\nX: 1", 'https://a.example/"onmouseover="alert(1)', "https://", "//x"),
    *("x" * 50_000, "😀" * 2_000, "\ud800", "\u202e", "", "2026-12-04", "2026-13-45", "-1", "EUR"),
    *(
        None,
        0,
        -1,
        10**30,
        10**5_000,
        1.5,
        float("nan"),
        True,
        [],
        {},
        [[]],
        [{}],
        [None],
        ["<b>"],
        [1],
    ),
    *(
        [{"name": "<script>alert(1)</script>", "quantity": 1}],
        [{"quantity": "1"}],
        {"a": 1},
        object(),
    ),
    *([{"name": "x" * 5_000, "quantity": 1}] * 3_000, [{"on": object()}], SECRET.encode(), len),
)
EVENTS = ("delay_notice", "order_accepted", "part_shipped", "staff_digest", "shipped")


class Reader(HTMLParser):
    """Reads an e-mail as a browser would, and raises where it could run something."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "svg", "iframe", "object", "form", "base", "link", "embed"}
        for name, value in attrs:
            assert not name.startswith("on")
            if name in {"href", "src"}:
                assert (value or "https://").startswith(("https://", "http://", "mailto:"))
            if name == "style":
                assert "url(" not in (value or "").lower()


def harmless(html: str) -> None:
    """Raise where an e-mail could run something, or leads where it may not."""
    Reader().feed(html)
    assert "root:" not in html
    assert SECRET not in html


def changed(template: Template, part: str, source: str) -> Template:
    """Return a template with another source in one part."""
    given: dict[str, Any] = {part: source}
    return template._replace(**given)


def attempted(event: str, template: Template, facts: dict[str, Any]) -> str:
    """Render, and return how it ended; anything but a refusal of ours is raised."""
    begun = time.process_time()  # a busy machine is no slow rendering
    refusal, found = None, None
    try:
        found = rendering.compose(event_of(event), "en", facts, template, Brand("Shop"))
    except BackorderError as reason:
        refusal = reason
    code = refusal.code if refusal else "rendered"
    if refusal:
        assert len(refusal.text) < 2_000
        assert "object at 0x" not in str(refusal.as_dict())
    if found:
        harmless(found.html)
        assert found.subject.isprintable()
        assert len(found.subject) <= 200
        assert len(found.text) < 400_000
        assert len(found.html) < 1_000_000
        assert gsm.is_plain(found.sms)
        assert gsm.units(found.sms) <= 160
    assert time.process_time() - begun < 2
    return code


def test_hostile_templates_do_no_harm() -> None:
    chance = random.Random(20_261_122)
    seen: dict[str, int] = {}
    for _ in range(MANY // 2):
        event = chance.choice(EVENTS)
        own = builtin.template(event, "en")
        part = chance.choice(builtin.PARTS)
        bit = "".join(chance.choices(PIECES, k=chance.randint(1, 4)))
        text = getattr(own, part)
        place = chance.randrange(len(text) + 1)
        text = text[:place] + bit + text[place:] if chance.random() < 0.5 else bit
        code = attempted(event, changed(own, part, text), demo.facts_of(event, "en"))
        seen[code] = seen.get(code, 0) + 1
    assert set(seen) >= {"rendered", "unknown_field", "bad_tag", "bad_element", "bad_mjml"}
    assert 100 < seen["rendered"] < MANY // 3


def test_hostile_facts_do_no_harm() -> None:
    chance = random.Random(22_112_026)
    seen: dict[str, int] = {}
    for _ in range(MANY // 2):
        event = chance.choice(EVENTS)
        facts = demo.facts_of(event, "en")
        for name in chance.sample(list(facts), chance.randint(1, 3)):
            facts[name] = chance.choice(FACTS)
        code = attempted(event, builtin.template(event, "en"), facts)
        seen[code] = seen.get(code, 0) + 1
    assert set(seen) >= {"rendered", "bad_fact", "bad_link", "fact_missing"}
    assert seen["rendered"] > MANY // 40


@pytest.mark.parametrize(
    ("part", "source", "code"),
    [
        ("subject", "Order {{order}}\r\nBcc: all@example.com", "bad_character"),
        ("subject", "Order {{order}}\nBcc: all@example.com", "bad_subject"),
        ("subject", " {{rest}}", "unknown_field"),
        ("text", "{{order.__class__}}", "bad_tag"),
        ("text", "{{_order}}", "bad_tag"),
        ("text", "{{#lines}}{{#alternatives}}{{/alternatives}}{{/lines}}", "unknown_field"),
        ("text", "{{#lines}}{{#lines}}{{/lines}}{{/lines}}", "list_in_list"),
        ("text", "{{#lines}}", "section_open"),
        ("text", "{{#lines}}{{/order}}{{/lines}}", "section_unopened"),
        ("text", "{{#order}}" * 9 + "{{/order}}" * 9, "too_deep"),
        ("text", "x" * 10_001, "template_too_long"),
        ("text", "{{order}}" * 1_100, "rendered"),
        ("text", "{{#lines}}" + "{{name}} {{sku}}" * 400 + "{{/lines}}", "rendered"),
        ("mjml", "<mj-text>&y;</mj-text>", "bad_mjml"),
        ("mjml", "<mj-text>" + "<b>" * 2_000 + "</b>" * 2_000 + "</mj-text>", "too_deep"),
        ("mjml", '<mj-include path="/etc/passwd" />', "bad_element"),
        ("mjml", '<mj-text><a href="{{order}}">x</a></mj-text>', "bad_attribute"),
        ("mjml", '<mj-text padding="0;}">x</mj-text>', "bad_attribute"),
        ("mjml", '<mj-text><p style="background-color: url(x)">x</p></mj-text>', "bad_attribute"),
        ("mjml", "words", "bad_text"),
    ],
)
def test_what_is_wrong_is_said(part: str, source: str, code: str) -> None:
    own = changed(builtin.template("order_accepted", "en"), part, source)
    assert attempted("order_accepted", own, demo.facts_of("order_accepted", "en")) == code


def test_a_huge_list_of_huge_words_ends_in_a_refusal_not_in_memory() -> None:
    facts = demo.facts_of("order_accepted", "en")
    facts["lines"] = [{"name": "x" * 5_000, "quantity": 1}] * 100_000
    own = builtin.template("order_accepted", "en")
    own = own._replace(text="{{#lines}}" + "{{name}}" * 400 + "{{/lines}}")
    assert attempted("order_accepted", own, facts) == "message_too_long"


def test_nothing_is_included() -> None:
    with pytest.raises(InvalidError) as caught:
        markup.html('<mjml><mj-body><mj-include path="/etc/passwd" /></mj-body></mjml>')
    assert caught.value.code == "bad_mjml"
