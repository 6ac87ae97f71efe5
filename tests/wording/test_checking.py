"""What may be saved: whatever the rule packs ask for must be seen in what comes out."""

from __future__ import annotations

from typing import Any

import pytest

from backorder.app.wording import builtin, checking, spelling
from backorder.app.wording.events import EVENTS, event_of
from backorder.domain.errors import InvalidError


def refusal(event: str, part: str, old: str, new: str) -> InvalidError:
    template = builtin.template(event, "en")
    source = getattr(template, part)
    assert old in source
    given: dict[str, Any] = {part: source.replace(old, new)}
    with pytest.raises(InvalidError) as caught:
        checking.check(event_of(event), "en", template._replace(**given))
    return caught.value


@pytest.mark.parametrize("language", spelling.LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_what_comes_with_us_may_be_saved(event: str, language: str) -> None:
    checking.check(event_of(event), language, builtin.template(event, language))


@pytest.mark.parametrize(
    ("part", "old", "new", "missing"),
    [
        ("text", "{{respond_by}}", "soon", ["respond_by"]),
        ("text", "{{silence}}", "", ["silence"]),
        ("text", "\n{{link_cancel}}\n", "\nour page\n", ["link_cancel"]),
        ("text", "- {{.}}", "- rights", ["rights"]),
        ("text", "{{refund_by}}", "soon", ["refund_by"]),
        ("mjml", 'href="{{link_accept}}"', 'href="https://example.com"', ["link_accept"]),
        ("mjml", "{{silence}}", "{{#silence=cancel}}{{silence}}{{/silence}}", ["silence"]),
        ("sms", "{{date_to}}", "later", ["date_to"]),
    ],
)
def test_a_notice_must_show_what_its_pack_asks(
    part: str, old: str, new: str, missing: list[str]
) -> None:
    found = refusal("delay_notice", part, old, new)
    assert found.code == "field_missing"
    assert found.facts["missing"] == missing
    assert found.facts["part"] == part
    assert all(name in found.text for name in missing)


def test_a_notice_must_say_that_no_day_is_known() -> None:
    template = builtin.template("delay_notice", "en")
    text = template.text.replace("{{^date_to}}", "{{#date_to}}")
    with pytest.raises(InvalidError, match="where the new day is unknown") as caught:
        checking.check(event_of("delay_notice"), "en", template._replace(text=text))
    assert caught.value.facts["missing"] == ["date_to"]


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        ("subject", "{{order}}", "{{oder}}", "unknown_field"),
        ("mjml", "{{/lines}}", "", "section_open"),
        ("mjml", "  {{/lines}}", "  <tr>{{/lines}}<td></td></tr>", "section_unopened"),
        ("mjml", "</mj-table>", "</mj-tabel>", "bad_mjml"),
        ("mjml", "<mj-table>", "<mj-table onclick='x'>", "bad_attribute"),
        ("sms", "{{shop}}", "{{shop}} " + "and so on " * 20, "sms_too_long"),
    ],
)
def test_what_is_wrong_names_its_part(part: str, old: str, new: str, code: str) -> None:
    found = refusal("order_accepted", part, old, new)
    assert (found.code, found.facts["part"]) == (code, part)
