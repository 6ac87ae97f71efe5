"""``user``: people from the shell, and what is refused there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import psycopg

    from .conftest import Shell


def person(conn: psycopg.Connection[Any], email: str) -> Any:
    return conn.execute(
        "SELECT role, is_active, password FROM person WHERE email = %s", [email]
    ).fetchone()


def test_a_person_is_made_changed_and_listed(shell: Shell, conn: psycopg.Connection[Any]) -> None:
    made = shell("user", "create", "Ann@example.com", "--role", "owner", "--name", "Ann")
    assert (made.status, made.out) == (0, "ann@example.com is owner now.\n")
    assert shell("user", "create", "bob@example.com", "--json").json() == {
        "email": "bob@example.com",
        "role": "reader",
    }
    assert shell("user", "role", "bob@example.com", "buyer").status == 0
    assert shell("user", "disable", "bob@example.com").status == 0
    assert person(conn, "bob@example.com")[:2] == ("buyer", False)
    assert shell("user", "enable", "bob@example.com").status == 0
    listed = shell("user", "list", "--json").json()["people"]
    assert [(p["email"], p["role"], p["state"]) for p in listed] == [
        ("ann@example.com", "owner", "active"),
        ("bob@example.com", "buyer", "active"),
    ]
    assert "ann@example.com" in shell("user", "list").out


def test_a_password_is_kept_as_a_hash(shell: Shell, conn: psycopg.Connection[Any]) -> None:
    shell("user", "create", "ann@example.com")
    done = shell("user", "password", "ann@example.com", "--stdin", stdin=b"four wide mugs\n")
    assert done.status == 0, done.err
    kept = person(conn, "ann@example.com")[2]
    assert kept.startswith("pbkdf2_sha256$")
    assert "four wide mugs" not in kept
    weak = shell("user", "password", "ann@example.com", "--stdin", "--json", stdin=b"password\n")
    assert weak.json()["error"]["code"] == "password_weak"
    assert person(conn, "ann@example.com")[2] == kept


def test_a_link_is_printed_and_its_hash_is_kept(
    shell: Shell, conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("user", "create", "ann@example.com")
    link = shell("user", "link", "ann@example.com").out.strip()
    assert link.startswith("http://127.0.0.1:8080/accounts/link/")
    monkeypatch.setenv("BACKORDER_URL", "https://shop.example.com")
    made = shell("user", "link", "ann@example.com", "--expires", "3d", "--json").json()
    assert made["link"].startswith("https://shop.example.com/accounts/link/")
    rows = conn.execute("SELECT hash FROM sign_in_link").fetchall()
    assert len(rows) == 2
    assert not any(row[0] in made["link"] + link for row in rows)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("create", "nobody"), "email_invalid"),
        (("create", "ann@example.com"), "person_known"),
        (("create", "bob@example.com", "--role", "king"), "unknown_role"),
        (("role", "bob@example.com", "buyer"), "unknown_person"),
        (("role", "ann@example.com", "buyer"), "last_owner"),
        (("disable", "ann@example.com"), "last_owner"),
        (("link", "bob@example.com"), "unknown_person"),
        (("link", "eve@example.com"), "person_disabled"),
    ],
)
def test_what_cannot_be_is_refused(shell: Shell, words: tuple[str, ...], code: str) -> None:
    shell("user", "create", "ann@example.com", "--role", "owner")
    shell("user", "create", "eve@example.com")
    shell("user", "disable", "eve@example.com")
    answer = shell("user", *words, "--json")
    assert answer.status == 1
    assert answer.json()["error"]["code"] == code
