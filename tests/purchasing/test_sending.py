"""Purchases by e-mail over a real socket, as files, and the mail that brings a new password."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.jobs import backoff
from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from backorder.app.purchasing import mailing, paper, printing
from backorder.domain.errors import BackorderError, BusyError, ConflictError
from tests.web.desk import buy, text
from tests.web.visitors import new_person

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.purchasing.postman import Postman

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("company")
SITE = "https://shop.example"


@pytest.fixture
def work(conn: Conn, app: None) -> Work:
    return Work(conn, "post")


def ask(conn: Conn, to: str = "potter@example.com", key: str = "k-1") -> None:
    mailing.ask(conn, 1, to, key=key, site=SITE, now=datetime.now(UTC), by="ann@example.com")


def sendings(conn: Conn) -> list[tuple[Any, ...]]:
    query = "SELECT key, how, recipient FROM purchase_sending ORDER BY id"
    return conn.execute(query).fetchall()


def mails(conn: Conn) -> list[tuple[Any, ...]]:
    query = "SELECT tries, sent_at IS NOT NULL, next_try_at IS NOT NULL, error FROM purchase_mail"
    return conn.execute(query).fetchall()


def parts(message: Any) -> dict[str, bytes]:
    return {
        part.get_filename() or part.get_content_type(): part.get_payload(decode=True)
        for part in message.walk()
        if not part.is_multipart()
    }


def test_it_is_sent_once_with_pdf_file_and_link(
    verb: Verb, conn: Conn, work: Work, postman: Postman
) -> None:
    buy(verb, 24)
    ask(conn)
    ask(conn)
    jobs = "SELECT count(*)::int FROM procrastinate_jobs WHERE task_name = 'post'"
    assert conn.execute(jobs).fetchall() == [(1,)]
    assert sendings(conn) == []
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 0}
    assert postman.recipients == [["potter@example.com"]]
    (message,) = postman.messages
    assert message["Message-ID"] == mailing.message_id("k-1")
    assert message["From"] == "buying@shop.example"
    assert "PO-000001" in message["Subject"]
    found = parts(message)
    assert found["PO-000001.pdf"].startswith(b"%PDF")
    assert b"MUG" in found["PO-000001.csv"]
    link = re.search(rb"https://shop.example/supplier/[\w-]{43}", found["text/plain"])
    assert link is not None
    secret = link[0].rpartition(b"/")[2].decode()
    kept = conn.execute("SELECT hash FROM supplier_link").fetchall()
    assert len(kept) == 1
    assert secret not in kept[0][0]
    assert sendings(conn) == [("k-1", "email", "potter@example.com")]
    assert mails(conn) == [(1, True, False, "")]


def test_a_server_that_refuses_is_asked_again_with_the_same_message(
    verb: Verb, conn: Conn, work: Work, postman: Postman
) -> None:
    buy(verb, 24)
    postman.refusals = 1
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    assert sendings(conn) == []
    ((tries, sent, again, error),) = mails(conn)
    assert (tries, sent, again) == (1, False, True)
    assert "come back later" in error
    conn.execute("UPDATE purchase_mail SET next_try_at = now()")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert [one["Message-ID"] for one in postman.messages] == [mailing.message_id("k-1")]
    assert len(sendings(conn)) == 1


def busy(times: int, real: Callable[..., Any], code: str) -> Callable[..., Any]:
    """Return what a function does that is busy so many times before it does its work."""
    left = [times]

    def instead(*given: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise ConflictError(code, "Busy.") if code == "too_busy" else BusyError(code, "Busy.")
        return real(*given, **named)

    return instead


def test_a_pdf_that_could_not_be_made_is_tried_again(
    verb: Verb, conn: Conn, work: Work, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(verb, 24)
    monkeypatch.setattr(printing, "pdf", busy(1, lambda *_: b"%PDF-1.7", "pdf_too_slow"))
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    assert mails(conn) == [(1, False, True, "Busy.")]
    conn.execute("UPDATE purchase_mail SET next_try_at = now()")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert set(parts(postman.messages[0])) == {"text/plain", "PO-000001.csv", "PO-000001.pdf"}


def test_the_last_try_goes_without_the_pdf(
    verb: Verb, conn: Conn, work: Work, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(verb, 24)
    monkeypatch.setattr(printing, "pdf", busy(2, printing.pdf, "pdf_too_slow"))
    ask(conn)
    conn.execute("UPDATE purchase_mail SET tries = %s", [backoff.TRIES - 2])
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    conn.execute("UPDATE purchase_mail SET next_try_at = now()")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert set(parts(postman.messages[0])) == {"text/plain", "PO-000001.csv"}


def test_what_the_server_took_is_written_down_by_busy_books_too(
    verb: Verb, conn: Conn, work: Work, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(verb, 24)
    monkeypatch.setattr(ledger, "mark_sent", busy(2, ledger.mark_sent, "too_busy"))
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert len(postman.messages) == 1
    assert sendings(conn) == [("k-1", "email", "potter@example.com")]
    assert mails(conn) == [(1, True, False, "")]


def test_books_that_stay_busy_are_asked_again_later(
    verb: Verb, conn: Conn, work: Work, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The supplier has it and its link works; the next try is the same e-mail."""
    buy(verb, 24)
    monkeypatch.setattr(mailing, "MARKINGS", 1)
    monkeypatch.setattr(ledger, "mark_sent", busy(1, ledger.mark_sent, "too_busy"))
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    assert mails(conn)[0][:3] == (1, False, True)
    assert working_links(conn) == 1
    conn.execute("UPDATE purchase_mail SET next_try_at = now()")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert {one["Message-ID"] for one in postman.messages} == {mailing.message_id("k-1")}
    assert len(sendings(conn)) == 1


def working_links(conn: Conn) -> int:
    query = "SELECT count(*)::int FROM supplier_link WHERE revoked_at IS NULL"
    return int(conn.execute(query).fetchall()[0][0])


def test_a_try_that_failed_leaves_no_link(
    verb: Verb, conn: Conn, work: Work, postman: Postman
) -> None:
    buy(verb, 24)
    ask(conn, key="k-0")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    postman.refusals = 1
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    assert working_links(conn) == 1
    conn.execute("UPDATE purchase_mail SET next_try_at = now() WHERE sent_at IS NULL")
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert working_links(conn) == 2


def test_what_the_books_have_is_not_sent_again(
    verb: Verb, conn: Conn, work: Work, postman: Postman
) -> None:
    """The last try was written down, and died before the e-mail's own row was."""
    number = buy(verb, 24)
    ask(conn)
    verb("mark_sent", sendings=[{"key": "k-1", "purchase_order": number, "how": "email"}])
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert postman.messages == []
    assert mails(conn)[0][1]


def test_a_purchase_that_was_cancelled_meanwhile_is_given_up(
    verb: Verb, conn: Conn, work: Work, postman: Postman
) -> None:
    number = buy(verb, 24)
    ask(conn)
    verb("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert TASKS["post"].run(work) == {"sent": 0, "failed": 1}
    assert postman.messages == []
    assert mails(conn)[0][:3] == (1, False, False)


@pytest.mark.parametrize(
    "address",
    ["", "potter", "a@b.c\nBcc: x@y.z", "a@b.c, d@e.f", "<a@b.c>", "a b@c.d", "@c.d", "a@"],
)
def test_only_one_plain_address_is_taken(verb: Verb, conn: Conn, app: None, address: str) -> None:
    buy(verb, 24)
    with pytest.raises(BackorderError) as refused:
        ask(conn, address)
    assert refused.value.code == "no_address"
    assert mails(conn) == []


def test_hostile_names_stay_text(verb: Verb, conn: Conn, work: Work, postman: Postman) -> None:
    """Markup, formulas and headers of products and suppliers are what they are."""
    evil = '#read("/etc/passwd") $x$ *b* <script>\\ "'
    verb("set_products", products=[{"sku": "MUG", "name": evil}])
    verb("set_suppliers", suppliers=[{"code": "S1", "name": "Pot\r\nBcc: all@example.com"}])
    verb("set_products", products=[{"sku": "=1+1", "name": "=cmd|'/c calc'!A1"}])
    line = [{"sku": sku, "quantity": 1, "unit_cost": 400} for sku in ("MUG", "=1+1")]
    order = {"key": "p", "supplier": "S1", "expected_on": "2026-12-08", "lines": line}
    verb("order_supply", purchase_orders=[order])
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    (message,) = postman.messages
    assert message["Bcc"] is None
    assert postman.recipients == [["potter@example.com"]]
    found = parts(message)
    assert found["PO-000001.pdf"].startswith(b"%PDF")
    assert b"root:" not in found["PO-000001.pdf"]
    rows = list(csv.DictReader(io.StringIO(found["PO-000001.csv"].decode())))
    assert rows[0]["name"] == evil
    assert (rows[1]["sku"], rows[1]["name"]) == ("'=1+1", "'=cmd|'/c calc'!A1")


def test_the_supplier_s_language_is_written(verb: Verb, conn: Conn, app: None) -> None:
    from django.utils import translation  # noqa: PLC0415 (once Django is set up)

    buy(verb, 24)
    for language, spoken in (("de", "de"), ("xx", "en"), ("", "en")):
        verb("set_suppliers", suppliers=[{"code": "S1", "language": language}])
        assert printing.language_of(paper.read(conn, 1)) == spoken
    verb("set_suppliers", suppliers=[{"code": "S1", "language": "de"}])
    found = paper.read(conn, 1)
    with translation.override("de"):
        there = translation.gettext("Supplier")
    from backorder.app.branding import Brand  # noqa: PLC0415 (as above)

    assert printing.content(found, Brand())["facts"][0][0] == there


def test_without_the_extra_the_file_goes_alone(
    verb: Verb, conn: Conn, work: Work, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: Any) -> bytes:
        raise printing.NoPrinterError("pdf_not_installed", "No.")

    buy(verb, 24)
    monkeypatch.setattr(printing, "pdf", missing)
    ask(conn)
    assert TASKS["post"].run(work) == {"sent": 1, "failed": 0}
    assert set(parts(postman.messages[0])) == {"text/plain", "PO-000001.csv"}


def test_the_page_sends_or_says_why_not(
    web: Callable[..., Client], verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = buy(verb, 24)
    buyer = web("buyer")
    path = f"/purchase-orders/{number}/send"
    monkeypatch.delenv("BACKORDER_SMTP", raising=False)
    assert "There is no mail server" in text(buyer.get(path))
    monkeypatch.setenv("BACKORDER_SMTP", "smtp://127.0.0.1:1")
    refused = buyer.post(path, {"mail": "1", "recipient": "nobody"})
    assert refused.status_code == 422
    assert mails(conn) == []
    sent = buyer.post(path, {"mail": "1", "recipient": "potter@example.com", "key": "form-1"})
    assert sent.status_code == 302
    buyer.post(path, {"mail": "1", "recipient": "potter@example.com", "key": "form-1"})
    assert len(mails(conn)) == 1
    assert "It is being sent to potter@example.com." in text(buyer.get(sent["Location"]))
    buyer.post(path, {"file": "1", "key": "form-2"})
    assert sendings(conn) == [("form-2", "file", "")]


def test_the_files_are_those_of_the_purchase(web: Callable[..., Client], verb: Verb) -> None:
    number = buy(verb, 24)
    reader = web("reader")
    sheet = reader.get(f"/purchase-orders/{number}/paper.csv")
    assert sheet.content.splitlines()[1].startswith(b"PO-000001,1,S1,MUG,")
    assert reader.get(f"/purchase-orders/{number}/paper.pdf").content.startswith(b"%PDF")
    assert reader.get(f"/purchase-orders/{number}/paper.exe").status_code == 404
    assert reader.get("/purchase-orders/PO-000099/paper.csv").status_code == 404


def test_a_new_password_comes_by_mail(
    web: Callable[..., Client], conn: Conn, postman: Postman, settings_of_django: Any
) -> None:
    settings_of_django.EMAIL_HOST = "127.0.0.1"
    settings_of_django.EMAIL_PORT = postman.port
    new_person(conn, "buyer")
    stranger = web("")
    asked = stranger.post("/accounts/password/reset/", {"email": "buyer@example.com"})
    assert asked.status_code == 302
    (message,) = postman.messages
    assert postman.recipients == [["buyer@example.com"]]
    body = message.get_content() if not message.is_multipart() else str(message.get_body())
    link = re.search(r"/accounts/password/reset/key/[^\s]+", body)
    assert link is not None
    opened = stranger.get(link[0], follow=True)
    assert opened.status_code == 200
    secret = "five wide bowls"  # noqa: S105 (of nobody)
    form = {"password1": secret, "password2": secret}
    assert stranger.post(opened.request["PATH_INFO"], form).status_code == 302
    entered = web("")
    entered.post("/accounts/login/", {"login": "buyer@example.com", "password": secret})
    assert entered.session.get("_auth_user_id")
    stranger.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert len(postman.messages) == 1
