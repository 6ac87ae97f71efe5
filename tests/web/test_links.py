"""Links that let in once: pressed once, by one, in time; and the first owner's welcome."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from backorder.app.accounts import first, links, people
from tests.support import PATIENCE
from tests.web.visitors import PASSWORD, new_person

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[Any]

RIVAL = """
import sys
from datetime import UTC, datetime
from backorder import database
from backorder.app.accounts import links
with database.connect() as conn:
    print("ready", flush=True)
    sys.stdin.readline()
    print(links.take(conn, sys.argv[1], now=datetime.now(UTC)))
"""


@pytest.fixture
def browser(app: None) -> Client:
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def link_for(conn: Conn, person: people.Known | None, **lasts: float) -> str:
    text = links.make(
        conn,
        person.id if person else None,
        now=datetime.now(UTC),
        actor="test",
        lasts=timedelta(**(lasts or {"minutes": 15})),
    )
    return links.path(text)


def signed_in_as(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def test_looking_does_not_use_it_up_and_pressing_does(browser: Client, conn: Conn) -> None:
    buyer = new_person(conn, "buyer")
    path = link_for(conn, buyer)
    for _ in range(2):
        shown = browser.get(path)
        assert shown.status_code == 200
        assert "no-store" in shown["Cache-Control"]
    assert signed_in_as(browser) is None
    pressed = browser.post(path)
    assert (pressed.status_code, pressed["Location"]) == (302, "/")
    assert signed_in_as(browser) == str(buyer.id)
    again = Client(SERVER_NAME="localhost")
    assert again.get(path).status_code == 410
    assert again.post(path).status_code == 410
    assert signed_in_as(again) is None


def test_who_has_no_password_is_led_to_choose_one(browser: Client, conn: Conn) -> None:
    made = people.add(conn, "new@example.com", "buyer", now=datetime.now(UTC), actor="test")
    pressed = browser.post(link_for(conn, made))
    assert pressed["Location"] == "/accounts/password/set/"
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert browser.post("/accounts/password/set/", chosen).status_code == 302
    fresh = Client(SERVER_NAME="localhost")
    fresh.post("/accounts/login/", {"login": made.email, "password": PASSWORD})
    assert signed_in_as(fresh) == str(made.id)


def test_it_ends_in_time_and_with_the_next_one(browser: Client, conn: Conn) -> None:
    buyer = new_person(conn, "buyer")
    late = link_for(conn, buyer, seconds=-1)
    assert browser.post(late).status_code == 410
    older, newer = link_for(conn, buyer), link_for(conn, buyer)
    assert browser.post(older).status_code == 410
    assert browser.post(newer).status_code == 302


def test_it_lets_nobody_in_who_is_disabled(browser: Client, conn: Conn) -> None:
    buyer = new_person(conn, "buyer")
    path = link_for(conn, buyer)
    new_person(conn, "owner")
    people.change(conn, buyer, is_active=False)
    assert browser.post(path).status_code == 410
    assert signed_in_as(browser) is None


def test_only_its_hash_is_kept(conn: Conn) -> None:
    text = link_for(conn, new_person(conn, "buyer")).split("/")[-2]
    assert len(text) >= 40
    kept = conn.execute("SELECT to_jsonb(l)::text FROM sign_in_link AS l").fetchall()
    assert len(kept) == 1
    assert text not in kept[0][0]


def test_of_two_processes_that_use_it_at_once_one_gets_in(conn: Conn, database_url: str) -> None:
    buyer = new_person(conn, "buyer")
    for _ in range(3):
        text = link_for(conn, buyer).split("/")[-2]
        rivals = [
            subprocess.Popen(
                [sys.executable, "-c", RIVAL, text],
                env=os.environ | {"DATABASE_URL": database_url},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for rival in rivals:
            assert rival.stdout is not None
            assert rival.stdout.readline() == "ready\n"
        for rival in rivals:
            assert rival.stdin is not None
            rival.stdin.write("\n")
            rival.stdin.flush()
        said = sorted(rival.communicate(timeout=PATIENCE)[0].strip() for rival in rivals)
        assert said == ["False", "True"]


# The first owner.


def owner_form(**other: str) -> dict[str, str]:
    form = {"email": "Ada@example.com", "name": "Ada", "password1": PASSWORD}
    return form | {"password2": PASSWORD} | other


def test_while_there_is_nobody_the_log_in_page_says_how_to_begin(browser: Client) -> None:
    assert browser.get("/accounts/login/")["Location"] == "/welcome/"
    told = browser.get("/welcome/")
    assert told.status_code == 200
    assert b"printed when it was started" in told.content
    assert b"<form" not in told.content


def test_a_stranger_cannot_become_the_owner(browser: Client, conn: Conn) -> None:
    assert browser.post("/welcome/", owner_form()).status_code == 405
    assert browser.post("/accounts/link/guessed/", owner_form()).status_code == 410
    assert people.every(conn) == []


def test_the_first_owner_comes_in_by_the_link(
    browser: Client, conn: Conn, database_url: str
) -> None:
    path = first.link(database_url)
    assert path is not None
    assert b'name="password1"' in browser.get(path).content
    answer = browser.post(path, owner_form())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    (ada,) = people.every(conn)
    assert (ada.email, ada.role, ada.is_active) == ("ada@example.com", "owner", True)
    assert signed_in_as(browser) == str(ada.id)
    assert first.link(database_url) is None
    assert Client(SERVER_NAME="localhost").get("/welcome/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": "ada"}, b"not an e-mail address"),
        ({"password2": "other wide mugs"}, b"not the same"),
        ({"password1": "12345678", "password2": "12345678"}, b"too common"),
    ],
)
def test_what_the_first_owner_mistypes_uses_nothing_up(
    browser: Client, conn: Conn, database_url: str, wrong: dict[str, str], told: bytes
) -> None:
    path = first.link(database_url)
    assert path is not None
    answer = browser.post(path, owner_form(**wrong))
    assert answer.status_code == 422
    assert told in answer.content
    assert people.every(conn) == []
    assert browser.post(path, owner_form()).status_code == 302


def test_there_is_no_second_first_owner(browser: Client, conn: Conn, database_url: str) -> None:
    path = first.link(database_url)
    assert path is not None
    new_person(conn, "owner")
    assert browser.post(path, owner_form()).status_code == 410
    assert len(people.every(conn)) == 1
