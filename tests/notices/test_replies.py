"""Text messages that come in: the right order, once, and nothing for strangers; hostile ones."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import settings
from backorder.app.notices import replies, replying
from backorder.app.notices.replying import Incoming
from backorder.app.notices.understanding import WORDS
from backorder.app.wording import gsm
from tests.notices.shop import Shop

if TYPE_CHECKING:
    from psycopg import Connection

ADA, BOB = "+491512345678", "+491512345679"


@pytest.fixture
def two(conn: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return a shop of which Ada and Bob wait for mugs; Ada reads German."""
    desk = Shop(conn)
    desk.open(monkeypatch)
    for ref, phone, locale in (("ADA", "0049 151 2345678", "de"), ("BOB", BOB, "en")):
        customer = {"ref": ref, "phone": phone, "locale": locale}
        line = {"sku": "MUG", "quantity": 2}
        for n in range(2):
            order = {"key": f"{ref}-{n}", "customer": customer, "lines": [line]}
            desk.do("place_orders", orders=[order])
    return desk


def text(shop: Shop, sender: str, said: str, name: str = "") -> str:
    return replying.take(shop.conn, Incoming(sender, said, name), now=shop.now)


def open_units(shop: Shop) -> dict[str, int]:
    return dict(shop.rows(
        "SELECT o.key, sum(l.ordered - l.cancelled)::int FROM order_line l"
        " JOIN sales_order o ON o.id = l.order_id GROUP BY o.key"
    ))  # fmt: skip


def test_a_customer_cancels_the_order_that_is_named_and_once(two: Shop) -> None:
    assert text(two, ADA, "STORNO") == (
        "Welche Bestellung? Bitte antworten Sie mit der Nummer, etwa: "
        "STORNO SO-000002 / STORNO SO-000001"
    )
    for _ in range(2):
        answer = text(two, "0049151 2345678", "Storno so-000002!", "m-2")
        assert answer.startswith("SO-000002: Was noch fehlte, ist storniert.")
    assert open_units(two) == {"ADA-0": 2, "ADA-1": 0, "BOB-0": 2, "BOB-1": 2}
    assert two.journal().count("cancel") == 1
    two.tell()
    assert two.breaches() == []


def test_the_order_of_another_is_none(two: Shop) -> None:
    before = open_units(two)
    assert text(two, BOB, "cancel SO-000001") == replies.text("none", "en")
    assert text(two, BOB, "cancel SO-999999") == replies.text("none", "en")
    assert open_units(two) == before


def test_a_stranger_learns_nothing(two: Shop) -> None:
    for said in ("WAIT", "CANCEL SO-000001", "HELP", "STOP"):
        assert text(two, "+4915100000000", said) == ""
    assert {row[0] for row in two.rows("SELECT outcome FROM sms_in")} == {"stranger"}


def test_stop_is_heard_and_taken_back(two: Shop) -> None:
    assert text(two, BOB, "Stop.").startswith("You get no more")
    assert two.rows("SELECT channel, address, reason FROM notice_suppression") == [
        ("sms", BOB, "stop")
    ]
    assert text(two, BOB, "start").startswith("You get text messages")
    assert two.rows("SELECT count(*) FROM notice_suppression") == [(0,)]


def test_a_flood_is_not_acted_upon(two: Shop) -> None:
    answers = [text(two, BOB, "HELP", f"m-{n}") for n in range(replying.MOST_AN_HOUR + 5)]
    assert answers.count("") == 5
    two.now += timedelta(hours=2)
    assert text(two, BOB, "HELP", "later")


@pytest.mark.parametrize("language", sorted(replies.TEXTS))
def test_answers_fit_one_text_message(language: str) -> None:
    for name in replies.TEXTS["en"]:
        orders = " / CANCEL ".join(["SO-000012"] * 3)
        said = replies.text(name, language, order="SO-000012", orders=orders, word="CANCEL")
        assert gsm.units(said) <= replies.LONGEST, said


def test_hostile_replies_touch_no_order_of_others(two: Shop) -> None:
    """Five thousand of them at full length, whoever sends: nothing crashes, Ada's orders stand."""
    chance = random.Random(20261122)
    before = open_units(two)
    words = [word for of in WORDS.values() for word in of]
    junk = [
        *("'; DROP TABLE sms_in;--", "{{order}}", "{0.__class__}", "%s%s%n", "\x00", "\ud83d"),
        *("SO-1", "SO-" + "9" * 40, "\u202ecancel", "\uff43ancel", "not", "maybe", "NaN"),
        *("\r\nBcc: x@y.z", "<script>", "../../etc/passwd", "SO\u20111", "\U0001f600" * 200),
    ]
    senders = [BOB, "+4915100000000", "", "bob", "+49" + "1" * 60, "\x00", "' OR 1=1 --", "\ud83d"]
    number = 5000 if settings.get("BACKORDER_TORTURE") == "full" else 700
    for n in range(number):
        pieces = chance.choices(words + junk, k=chance.randrange(1, 4))
        pieces += ["SO-000001"] if chance.random() < 0.5 else []
        chance.shuffle(pieces)
        said = " ".join(pieces)[: chance.choice((10, 200, 5000))]
        later = two.now + timedelta(hours=n)
        answer = replying.take(
            two.conn, Incoming(chance.choice(senders), said, f"m-{n}"), now=later
        )
        assert len(answer) <= replies.LONGEST
        assert "SO-000001" not in answer
        assert "SO-000002" not in answer
    after = open_units(two)
    assert {key: after[key] for key in ("ADA-0", "ADA-1")} == {"ADA-0": 2, "ADA-1": 2}
    assert before.keys() == after.keys()
    assert two.rows("SELECT count(*)::int FROM sms_in WHERE outcome <> ''") == [(number,)]
    assert two.breaches() == []


def test_a_reply_that_was_taken_before_a_crash_is_acted_upon_when_it_comes_again(
    two: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(replying, "_act", fall)
        with pytest.raises(RuntimeError):
            text(two, ADA, "STORNO SO-000001", "m-1")
    for _ in range(2):
        assert text(two, ADA, "STORNO SO-000001", "m-1").startswith("SO-000001: Was noch fehlte")
    assert open_units(two)["ADA-0"] == 0
    assert two.journal().count("cancel") == 1


def fall(*_: object) -> None:
    raise RuntimeError


def test_a_gateway_that_counts_anew_loses_no_message(two: Shop) -> None:
    assert text(two, ADA, "STORNO SO-000001", "1").startswith("SO-000001")
    assert text(two, BOB, "CANCEL SO-000003", "1").startswith("SO-000003")
    assert open_units(two) == {"ADA-0": 0, "ADA-1": 2, "BOB-0": 0, "BOB-1": 2}


def test_nobody_agrees_to_a_day_of_which_they_have_not_heard(two: Shop) -> None:
    who = two.rows("SELECT id::int FROM customer WHERE ref = 'BOB'")[0][0]
    for n, state in enumerate(("sent", "waiting")):
        two.conn.execute(
            "INSERT INTO notice (key, event, audience, customer_id, recipient, channel, address,"
            " language, order_id, thread, facts, told, legal, to_note, state, reason, attempts,"
            " error, message_id, subject, body, template, created_at, sent_at, due_at)"
            " VALUES (%s, 'delay_notice', 'customer', %s, %s, 'sms', %s, 'en', 3, '', '{}', '',"
            " true, false, %s, '', 0, '', %s, '', 'Later', '', %s, %s, %s)",
            [f"k{n}", who, f"customer:{who}", BOB, state, f"<{n}@x>" if not n else "",
             two.now, two.now if not n else None, two.now if n else None],
        )  # fmt: skip
    assert text(two, BOB, "WAIT SO-000003", "w-1") == replies.text("newer", "en", order="SO-000003")
    assert two.journal().count("answer_delays") == 0
