"""Signing in with a password, and what programs are spared of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from backorder import settings
from backorder.app.accounts import secret
from tests.api.conftest import Api, new_token
from tests.web.visitors import PASSWORD, new_person

if TYPE_CHECKING:
    import psycopg

LOGIN = "/accounts/login/"


@pytest.fixture
def browser(app: None) -> Client:
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def sign_in(browser: Client, email: str, password: str) -> Any:
    return browser.post(LOGIN, {"login": email, "password": password})


def test_the_right_password_lets_in(browser: Client, conn: psycopg.Connection[Any]) -> None:
    new_person(conn, "buyer")
    assert b'name="login"' in browser.get(LOGIN).content
    answer = sign_in(browser, "BUYER@example.com", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = browser.cookies["backorder_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_wrong_password_and_an_unknown_person_are_told_apart_by_nobody(
    browser: Client, conn: psycopg.Connection[Any]
) -> None:
    new_person(conn, "buyer")
    wrong = sign_in(browser, "buyer@example.com", "five wide mugs")
    unknown = sign_in(browser, "nobody@example.com", "five wide mugs")
    assert wrong.status_code == unknown.status_code == 200
    assert b"not correct" in wrong.content
    assert b"not correct" in unknown.content
    assert "backorder_session" not in browser.cookies


def test_who_is_disabled_stays_out(browser: Client, conn: psycopg.Connection[Any]) -> None:
    person = new_person(conn, "buyer")
    conn.execute("UPDATE person SET is_active = false WHERE id = %s", [person.id])
    sign_in(browser, person.email, PASSWORD)
    assert "_auth_user_id" not in browser.session


def test_a_form_from_elsewhere_is_refused(app: None, conn: psycopg.Connection[Any]) -> None:
    new_person(conn, "buyer")
    browser = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = sign_in(browser, "buyer@example.com", PASSWORD)
    assert answer.status_code == 403
    assert b"open for too long" in answer.content


def test_strangers_cannot_sign_up(browser: Client, conn: psycopg.Connection[Any]) -> None:
    form = {"email": "a@example.com", "password1": PASSWORD, "password2": PASSWORD}
    assert browser.get("/accounts/signup/").status_code == 200
    browser.post("/accounts/signup/", form)
    assert conn.execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_cookies_are_for_https_alone_where_it_is_used(
    browser: Client, conn: psycopg.Connection[Any]
) -> None:
    new_person(conn)
    plain = browser.get(LOGIN)
    assert not plain.cookies["backorder_csrf"]["secure"]
    secure = Client(SERVER_NAME="localhost").get(LOGIN, secure=True)
    assert secure.cookies["backorder_csrf"]["secure"]


def test_programs_pay_for_no_session(app: None, conn: psycopg.Connection[Any]) -> None:
    api = Api(new_token(conn, "read"))
    api.client.cookies["backorder_session"] = "x" * 32
    before = sessions_read(conn)
    answer = api.get("/api/v1/orders", Accept_Language="de")
    assert answer.status == 200
    assert not {"set-cookie", "content-language"} & set(answer.headers)
    assert "Cookie" not in answer.headers["vary"]
    assert sessions_read(conn) == before
    assert api.get("/healthz").status == 200


def sessions_read(conn: psycopg.Connection[Any]) -> Any:
    return conn.execute(
        "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'django_session'"
    ).fetchone()


@pytest.mark.parametrize(("asked", "heard"), [("de-AT,de;q=0.9", "de"), ("fr", "en")])
def test_the_page_speaks_the_browsers_language_and_the_next_request_its_own(
    browser: Client, conn: psycopg.Connection[Any], asked: str, heard: str
) -> None:
    new_person(conn)
    answer = browser.get(LOGIN, headers={"Accept-Language": asked})
    assert answer["Content-Language"] == heard
    assert browser.get(LOGIN)["Content-Language"] == "en"


def test_a_person_chooses_a_language(web: Any, conn: psycopg.Connection[Any]) -> None:
    browser = web("buyer")
    conn.execute("UPDATE person SET language = 'de'")
    assert browser.get("/accounts/2fa/")["Content-Language"] == "de"


def test_the_key_of_sessions_is_made_once(
    conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = secret.key(conn)
    assert len(first) >= 50
    assert secret.key(conn) == first
    monkeypatch.setenv("BACKORDER_SECRET_KEY", "given")
    assert secret.key(conn) == "given"


def test_what_is_served_is_signed_with_that_key(app: None, conn: psycopg.Connection[Any]) -> None:
    from django.conf import settings as of_django  # noqa: PLC0415 (once Django is set up)

    assert settings.get("BACKORDER_SECRET_KEY", {}) is None
    assert secret.key(conn) == of_django.SECRET_KEY
