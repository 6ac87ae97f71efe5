"""People of the shop are told in their own language, each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.exception_words import KINDS
from backorder.app.notices import choices, people, reminding
from tests.notices.shop import ON
from tests.notices.test_offering import Then, send, text

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.notices.conftest import Post
    from tests.notices.shop import Shop

STAFF = ("Eva@shop.example", "bob@shop.example", "desk@shop.example")


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    """Return a shop whose Eva reads German, Bob English, and whose desk has no account."""
    for email, name, language in (("eva", "Eva", "de"), ("bob", "Bob", "en"), ("kim", "Kim", "de")):
        shop.conn.execute(
            "INSERT INTO person (email, name, role, password, language, is_active, created_at,"
            " created_by) VALUES (%s, %s, 'owner', '', %s, true, now(), 'test')",
            (f"{email}@shop.example", name, language),
        )
    return shop


def told(post: Post) -> dict[str, str]:
    """Return what each of the staff was told, subject and words."""
    return {
        str(one["To"]): f"{one['Subject']} {text(one)}"
        for one in post.messages
        if str(one["To"]).endswith("@shop.example")
    }


def test_the_digest_speaks_each_ones_language(staffed: Shop, post: Post) -> None:
    choices.save(staffed.conn, ON._replace(staff=STAFF), now=staffed.now, by="ada")
    staffed.conn.execute(
        "INSERT INTO exception_case (id, code, product_id, value, facts, opened_at, opened_by)"
        " SELECT 900 + id, 'over_commitment', id, 100, '{}', now(), 1 FROM product"
    )
    reminding.run(Then(staffed.conn, "remind"))
    send(staffed)
    found = told(post)
    assert "Guten Tag Eva, - Mehr zugesagt als gedeckt: 2" in found["Eva@shop.example"]
    assert "Hello Bob, - Promised beyond supply: 2" in found["bob@shop.example"]
    # Who has no account is written to as most people read.
    assert "Mehr zugesagt als gedeckt: 2" in found["desk@shop.example"]
    assert "https://shop.example/needs-you" in found["bob@shop.example"]


def test_orders_at_risk_are_told_in_each_ones_language(staffed: Shop, post: Post) -> None:
    staffed.sell("web-1", "C1", MUG=2)
    staffed.forget()
    choices.save(staffed.conn, ON._replace(risk_staff=STAFF), now=staffed.now, by="ada")
    staffed.conn.execute(
        "INSERT INTO exception_case (id, code, product_id, line_id, value, facts, opened_at,"
        " opened_by) SELECT 900 + l.id, 'promise_at_risk', l.product_id, l.id, 100,"
        ' \'{"units": 2, "told_on": "2026-12-09", "expected_on": "2026-12-19"}\', now(), 1'
        " FROM order_line l"
    )
    reminding.run(Then(staffed.conn, "remind"))
    send(staffed)
    found = told(post)
    assert "Bestellungen in Gefahr Guten Tag Eva," in found["Eva@shop.example"]
    assert "zugesagt 9. Dezember 2026, erwartet 19. Dezember 2026" in found["Eva@shop.example"]
    assert "promised 9 December 2026" in found["bob@shop.example"]


def test_a_message_that_reached_nobody_is_told_in_words(staffed: Shop, post: Post) -> None:
    choices.save(staffed.conn, ON._replace(staff=STAFF), now=staffed.now, by="ada")
    post.unknown.add("c1@example.com")
    staffed.sell("web-1", "C1", MUG=2)
    send(staffed)
    send(staffed)
    found = told(post)
    german, english = found["Eva@shop.example"], found["bob@shop.example"]
    assert "Eine Nachricht an c1@example.com (E-Mail) kam nicht an" in german
    assert "Eine Bestellung wurde angenommen" in german
    assert "A message to c1@example.com by e-mail did not arrive" in english
    assert "An order was accepted" in english
    ((failed,),) = staffed.rows("SELECT id FROM notice WHERE state = 'failed'")
    assert f"https://shop.example/notices/{failed}" in english


def test_every_kind_of_exception_has_a_german_name(conn: Connection[Any]) -> None:
    for code in (*KINDS, people.FAILED, people.ALARMS):
        english, german = people.counted(code, "en"), people.counted(code, "de-AT")
        assert len({code, english, german}) == len("all")
    assert people.counted("of_another_release", "de") == "of_another_release"
    assert [one.language for one in people.of(conn, STAFF)] == ["", "", ""]
