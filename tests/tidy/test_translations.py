"""Every word of the pages has a German one, and nothing is said past the catalog."""

from __future__ import annotations

import ast
import gettext
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.tidy import translation_rules as rules
from tests.tidy.tree import SOURCE, label, tree_of

if TYPE_CHECKING:
    from pathlib import Path

APP = SOURCE / "app"
CATALOG = APP / "locale" / "de" / "LC_MESSAGES"
# The same in both languages: names, abbreviations, and words that German has taken over.
SAME = {
    *("Browser", "Budget", "Code", "Export", "Filter", "Job", "Jobs", "Link", "Logo", "Name"),
    *("Marketing", "Partner"),
    *("Passkeys", "Person", "SKU", "SMS", "Segment", "Status", "Text", "Version", "Webhook"),
    "Webhooks",
}
# What stands in templates as it is: our own name, units, names of classes, and languages in their
# own words. Capitals are codes.
AS_IT_IS = {"backorder", "PostgreSQL", "ms", "medium", "narrow", "English", "Deutsch"}
# What a field may hold, shown in it while it is empty.
EXAMPLES = {"Europe/Berlin", "key, gold", "https://shop.example.com/hooks/backorder"}
# Written for programmers, in English alone: the description of the API.
PROGRAMS = {"templates/backorder/api.html", "templates/backorder/api_group.html"}

TEMPLATES = sorted((APP / "templates").rglob("*.html"))
PAGES = [p for p in TEMPLATES if p.relative_to(APP).as_posix() not in PROGRAMS]
PYTHON = sorted(p for p in APP.rglob("*.py") if "migrations" not in p.parts)


@cache
def catalog() -> dict[str, str | tuple[str, str]]:
    """Return the compiled catalog: by message, one form, or the two of one and many."""
    with (CATALOG / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    single = {k: v for k, v in compiled._catalog.items() if isinstance(k, str)}  # type: ignore[attr-defined]
    plural = [k for k in compiled._catalog if isinstance(k, tuple)]  # type: ignore[attr-defined]
    both = {
        text: (compiled._catalog[text, 0], compiled._catalog[text, 1])  # type: ignore[attr-defined]
        for text in {text for text, _form in plural}
    }
    return {k: v for k, v in {**single, **both}.items() if k}


@cache
def written() -> list[rules.Entry]:
    """Return the catalog as people wrote it."""
    return rules.read_po((CATALOG / "django.po").read_text(encoding="utf-8"))


@cache
def said() -> dict[rules.Message, str]:
    """Return everything the pages say, and one file that says it."""
    found: dict[rules.Message, str] = {}
    for path in TEMPLATES:
        for message in rules.of_template(path.read_text(encoding="utf-8")):
            found.setdefault(message, label(path))
    for path in PYTHON:
        for message in rules.of_python(tree_of(path)):
            found.setdefault(message, label(path))
    return found


def test_messages_are_found_in_templates_and_in_python() -> None:
    template = """{% load i18n %}{% translate 'One' %}{% translate "Two" context "here" %}
    {% blocktranslate count n=l|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
    {% include "x.html" with title=_("It's three") %}{% translate "Four (4)" as four %}"""
    assert rules.of_template(template) == {
        rules.Message("One"),
        rules.Message("Two", context="here"),
        rules.Message("%(n)s row", "%(n)s rows"),
        rules.Message("It's three"),
        rules.Message("Four (4)"),
    }
    python = """from django.utils.translation import gettext as said, ngettext_lazy
from backorder.app.marking import gettext_noop as kept
said("One" " more"); ngettext_lazy("a", "b", n); _("Two"); other("Three"); said(name)
kept("Four")"""
    assert rules.of_python(ast.parse(python)) == {
        rules.Message("One more"),
        rules.Message("a", "b"),
        rules.Message("Two"),
        rules.Message("Four"),
    }
    assert len(said()) > 300


def test_text_outside_of_the_tags_is_found() -> None:
    template = """{# no #}{% comment %}no{% endcomment %}<p title="Yes {{ x }}">{{ n }} also</p>
    <a href="/no" class="no" aria-label="{% translate 'No' %}">{% translate "no" %} ·</a>
    {% blocktranslate %}no{% endblocktranslate %}<code>no</code><kbd>no</kbd>"""
    assert list(rules.untranslated(template)) == ["Yes", "also"]


def test_every_message_has_its_german() -> None:
    known = catalog()
    missing = [
        f"{message.key!r} of {where}"
        for message, where in said().items()
        if message.key not in known
    ]
    assert sorted(missing) == [], "run `make messages` and translate these in django.po"


def test_german_is_not_english() -> None:
    same = [
        entry.message.text
        for entry in written()
        if entry.message.text in entry.forms
        and rules.WORD.search(rules.PLACEHOLDER.sub("", entry.message.text))
        and entry.message.text not in SAME
    ]
    assert same == []


def test_what_is_filled_in_is_the_same_in_both() -> None:
    wrong = [
        entry.message.text
        for entry in written()
        for form, original in zip(
            entry.forms,
            (entry.message.text, entry.message.plural or entry.message.text),
            strict=False,
        )
        if rules.placeholders(form) != rules.placeholders(original)
    ]
    assert wrong == []


def test_both_forms_are_there_where_english_has_two() -> None:
    wrong = [
        entry.message.text
        for entry in written()
        if len(entry.forms) != (2 if entry.message.plural else 1) or not all(entry.forms)
    ]
    assert wrong == []


def test_nothing_is_half_translated() -> None:
    assert [entry.message.text for entry in written() if "fuzzy" in entry.flags] == []


def test_the_compiled_catalog_is_the_written_one() -> None:
    lines = {
        entry.message.key: entry.forms if entry.message.plural else entry.forms[0]
        for entry in written()
    }
    assert catalog() == lines, "run `make messages`"
    assert len(lines) == len(written()), "a message stands in it twice"


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_nothing_is_said_past_the_catalog(path: Path) -> None:
    found = set(rules.untranslated(path.read_text(encoding="utf-8"))) - EXAMPLES
    words = {word for text in found for word in rules.WORD.findall(text) if not word.isupper()}
    assert sorted(words - AS_IT_IS) == []
