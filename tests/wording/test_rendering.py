"""Every message in every language renders with its demo facts; SMS fit, also with the longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.branding import Brand
from backorder.app.wording import builtin, demo, gsm, rendering, spelling, values
from backorder.app.wording.events import EVENTS, event_of
from backorder.domain.delays.packs import PACKS
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from backorder.app.wording.rendering import Rendered

EACH = [(event, language) for event in EVENTS for language in spelling.LANGUAGES]
LONGEST = {
    "day": "2026-09-30",
    "moment": "2026-09-30T23:59:00+00:00",
    "money": 9_999_999,
    "count": 1_000_000,
    "link": "https://orders.a-rather-long-shop.example/o/" + "x" * 32,
}
NUMBERS = {"order": "SO-1234567", "purchase": "PO-1234567", "code": "WAIT-7KQ2M9PX"}


def made(event: str, language: str, facts: dict[str, Any]) -> Rendered:
    found = event_of(event)
    return rendering.compose(found, language, facts, builtin.template(event, language), Brand())


def longest(event: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with every word, number and address as long as it gets."""
    fields = event_of(event).fields
    found: dict[str, Any] = {}
    for name, value in facts.items():
        kind = fields[name].kind
        if name in NUMBERS:
            found[name] = NUMBERS[name]
        elif kind == "text" and name not in {"currency", "pack", "tracking", "channel"}:
            found[name] = "Übergroße Steingut und Porzellan Manufaktur " * 12
        else:
            found[name] = LONGEST.get(kind, value)
    return found


@pytest.mark.parametrize(("event", "language"), EACH)
def test_every_message_renders_with_its_demo(event: str, language: str) -> None:
    facts = demo.facts_of(event, language)
    found = made(event, language, facts)
    for text in (found.subject, found.text, found.html, found.sms):
        assert text.strip()
        assert "{{" not in text
    assert found.sms.isprintable()
    assert gsm.is_plain(found.sms)
    assert gsm.units(found.sms) <= 160
    number = facts.get("order") or facts.get("purchase")
    if number:
        assert number in found.subject or event == "staff_failed_delivery"
        assert number in found.text
        assert number in found.html
    for name, value in facts.items():
        if name.startswith("link"):
            assert str(value) in found.html
            assert str(value) in found.text
    assert (found.template, found.version) == (0, 0)


@pytest.mark.parametrize(("event", "language"), EACH)
def test_every_sms_fits_with_the_longest_names_and_keeps_link_and_day(
    event: str, language: str
) -> None:
    facts = longest(event, demo.facts_of(event, language))
    found = made(event, language, facts)
    assert found.sms, "its words cannot be shortened enough"
    assert gsm.units(found.sms) <= 160
    short = made(event, language, demo.facts_of(event, language)).sms
    if "https://" in short:
        assert str(LONGEST["link"]) in found.sms
    if "2026" in short:
        assert str(spelling.day("2026-09-30", language)) in found.sms
    assert found.html.count("<html") == 1


def test_a_notice_without_a_day_says_so() -> None:
    facts = {**demo.facts_of("delay_notice", "en"), "date_to": None}
    found = made("delay_notice", "en", facts)
    assert found.subject == "No date yet: please decide on order SO-000184"
    assert "we cannot say yet until when" in found.text
    assert "has no date yet. WAIT or CANCEL by 1 December 2026?" in found.sms


@pytest.mark.parametrize("missing", ["respond_by", "silence", "refund_by", "rights", "link_cancel"])
def test_a_notice_without_what_its_pack_asks_is_refused(missing: str) -> None:
    facts = demo.facts_of("delay_notice", "en")
    del facts[missing]
    with pytest.raises(InvalidError) as caught:
        made("delay_notice", "en", facts)
    assert caught.value.code == "fact_missing"
    assert caught.value.facts["missing"] == [missing]
    allowed = {"pack": "commercial", "respond_by": "", "refund_by": ""}
    assert made("delay_notice", "en", {**demo.facts_of("delay_notice", "en"), **allowed}).subject


def test_days_amounts_and_sentences_are_of_the_language() -> None:
    english = made("cancelled_by_us", "en", demo.facts_of("cancelled_by_us", "en")).text
    german = made("cancelled_by_us", "de", demo.facts_of("cancelled_by_us", "de")).text
    assert "By 6 December 2026 at the latest, you get back €75.00." in english
    assert "Spätestens am 6. Dezember 2026 erhalten Sie 75,00 € zurück." in german
    renewed = made("delay_renewed", "de", demo.facts_of("delay_renewed", "de")).text
    assert "Wenn Sie bis dahin nicht antworten, stornieren wir diese Artikel" in renewed


def test_a_brand_shows_its_name_and_colour_and_names_are_escaped() -> None:
    facts = {**demo.facts_of("shipped", "en"), "customer_name": "<b>Ada</b> & Co"}
    del facts["shop"]
    brand = Brand("Mugs <& more>", "#ffcc00")
    found = rendering.compose(
        event_of("shipped"), "en", facts, builtin.template("shipped", "en"), brand
    )
    assert "Mugs &lt;&amp; more&gt;" in found.html
    assert "Hello &lt;b&gt;Ada&lt;/b&gt; &amp; Co," in found.html
    assert "#ffcc00" in found.html
    assert "Hello <b>Ada</b> & Co," in found.text
    assert found.sms.startswith("Mugs <& more>: ")


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    facts = demo.facts_of("order_accepted", "en")
    facts["lines"] = [{"sku": f"S{n}", "quantity": n, "on": "2026-12-04"} for n in range(1, 251)]
    found = made("order_accepted", "en", facts)
    assert "- 200 × S200: 4 December 2026" in found.text  # noqa: RUF001
    assert "S201" not in found.text
    assert "- and 50 more" in found.text


def test_letters_that_sms_lacks_are_written_with_others_and_told() -> None:
    facts = {**demo.facts_of("date_later", "en"), "shop": "Żółta Łódź – “Kubki”"}  # noqa: RUF001
    said = values.values_of(event_of("date_later"), facts, "en")
    found = rendering.sms_of(builtin.template("date_later", "en").sms, event_of("date_later"), said)
    assert found.text.startswith('Zolta Lodz - "Kubki": order SO-000184')
    assert dict(found.replaced)["Ż"] == "Z"
    assert gsm.is_plain(found.text)


def test_words_about_a_list_stand_once_and_only_where_it_has_a_record() -> None:
    facts = demo.facts_of("discontinued", "en")
    assert made("discontinued", "en", facts).text.count("Perhaps one of these suits you:") == 1
    facts["alternatives"] = []
    assert "Perhaps one of these" not in made("discontinued", "en", facts).text


@pytest.mark.parametrize("event", ["delay_notice", "delay_renewed"])
def test_a_notice_asks_for_what_the_packs_ask(event: str) -> None:
    fields = event_of(event).fields
    for pack in PACKS.values():
        asked = {name for name, field in fields.items() if pack.id in field.required_by}
        assert asked - {"date_to"} == set(pack.required) - {"notice", "pack"}
