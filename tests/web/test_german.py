"""The whole web app in German: every page that links lead to, as somebody who chose German."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from backorder import ledger
from backorder.app.hooks import events
from backorder.app.templatetags import ui
from tests.tidy.test_translations import SAME, written
from tests.tidy.translation_rules import SHOWN, SILENT
from tests.web.conftest import person_of
from tests.web.test_every_page import crawl, lived  # noqa: F401 (the fixture)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

MENU = {
    *("Übersicht", "Rückstände", "Aufträge", "Artikel", "Einkauf", "Bestellungen"),
    *("Wareneingang", "Auftragsabwicklung", "Bestand", "Umverteilung", "Berichte", "Einstellungen"),
}
ENGLISH = {entry.message.text for entry in written() if entry.message.text not in entry.forms}
# Words that look like ours and are not: names of verbs, of events, of places, of a job and of a
# scope; values of an address; our own name; and a German word spelled like another English one.
NAMES = {
    *ledger.VERBS,
    *events.FAMILIES,
    "Customers",
    "Suppliers",
    "On the way",
    "backorder",
    "Filter",
    "all",
    "class",
    "counts",
}


class Words(HTMLParser):
    """Collects every text and every attribute that people read or hear, each whole."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.language = ""
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag in SILENT:
            self.silent.append(tag)
        self.found |= {" ".join(value.split()) for name, value in attrs if name in SHOWN and value}

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.add(" ".join(data.split()))


def words_of(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


def german(web: Callable[..., Client]) -> Client:
    client = web("owner")
    person = person_of("owner")
    person.language = "de"
    person.save(update_fields=["language"])
    return client


@pytest.mark.usefixtures("lived")
def test_every_page_speaks_german_to_who_chose_it(web: Callable[..., Client]) -> None:
    client = german(web)
    seen, dead = crawl(client)
    assert dead == []
    left: dict[str, str] = {}
    for address in seen.values():
        answer = client.get(address)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        words = words_of(answer.content.decode())
        if words.language:
            assert words.language == "de", address
            assert words.found >= MENU, address
        left |= dict.fromkeys((words.found & ENGLISH) - NAMES, address)
    assert left == {}


@pytest.mark.usefixtures("lived")
def test_the_same_pages_are_english_to_others(web: Callable[..., Client]) -> None:
    words = words_of(web("owner").get("/").content.decode())
    assert words.language == "en"
    assert {"Overview", "Backorders", "Purchase orders"} <= words.found
    assert not (MENU - SAME) & words.found


def test_money_days_and_shares_are_written_as_germans_write_them() -> None:
    with translation.override("de"):
        assert ui.money(123450, "EUR") == "1.234,50 €"
        assert ui.day("2026-03-09") == "09.03.2026"
        assert ui.percent(0.125, 1) == "12,5 %"
        assert ui.whole(1234567) == "1.234.567"
    with translation.override("en"):
        assert ui.money(123450, "EUR") == "€1,234.50"
        assert ui.day("2026-03-09") == "9 Mar 2026"


@pytest.mark.usefixtures("company")
def test_amounts_on_a_page_follow_the_language(web: Callable[..., Client]) -> None:
    assert "€12.50" in web("owner").get("/products/MUG").content.decode()
    page = german(web).get("/products/MUG").content.decode()
    assert re.search(r"12,50\s€", page)
    assert "€12.50" not in page
