"""Tokens: shown once, kept as a hash, refused when wrong, late or revoked, and limited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from backorder import cli, database, ledger
from backorder.app.tokens import checking, keeping, limiting, making, scopes
from backorder.domain.errors import ConflictError, InvalidError, NotFoundError, UnauthorizedError
from tests.api.conftest import NOW, Api, new_token
from tests.tidy.tree import REFERENCE

if TYPE_CHECKING:
    import psycopg

# Verbs that other parts of the program bring along; a scope names them already.
COMING = {
    *("quote", "hold", "confirm", "withdraw", "release", "review", "reallocate", "explain"),
    *("exceptions", "assign", "set_calendars", "set_lanes", "set_sourcing"),
}


def look(text: str) -> keeping.Token:
    """Return the token that a text stands for, asking the database."""
    checking.forget()
    return checking.known(text)


def test_the_database_holds_nothing_that_lets_anybody_call(conn: psycopg.Connection[Any]) -> None:
    text = new_token(conn, "read", name="shop")
    kept = str(conn.execute("SELECT t::text FROM api_token AS t").fetchall())
    secret = text.split("_")[2]
    assert secret not in kept
    assert making.digest(text) in kept
    assert text.split("_")[1] in kept


def test_every_character_counts() -> None:
    text = making.make().text
    assert making.prefix_of(text) == text.split("_")[1]
    for at in range(len(text)):
        wrong = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
        assert making.prefix_of(wrong) is None


@pytest.mark.parametrize(
    "text", ["", "bko", "bko__", "bko_a_b", "bko_\u0661_b", "x" * 10_000, "bko_00000000_\x00"]
)
def test_what_is_no_token_is_refused_without_a_look(text: str) -> None:
    assert making.prefix_of(text) is None


def test_a_token_of_the_right_form_that_nobody_made_is_refused(app: None) -> None:
    with pytest.raises(UnauthorizedError, match="not known"):
        look(making.make().text)


def test_a_known_prefix_with_another_secret_is_refused(
    app: None, conn: psycopg.Connection[Any]
) -> None:
    text = new_token(conn, "read")
    body = f"bko_{text.split('_')[1]}_{making.make().text.split('_')[2][:43]}"
    with pytest.raises(UnauthorizedError):
        look(body + making.check(body))
    assert look(text).scopes == ["read"]


def test_an_expired_token_is_refused(app: None, conn: psycopg.Connection[Any]) -> None:
    now = datetime.now(UTC)
    soon, past = (
        keeping.create(conn, name, ["read"], now=now, actor="test", expires_at=now + life)
        for name, life in (("a", timedelta(hours=1)), ("b", timedelta(seconds=-1)))
    )
    assert look(soon).name == "a"
    with pytest.raises(UnauthorizedError):
        look(past)


def test_a_revoked_token_is_refused_within_a_second(
    app: None, conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = new_token(conn, "read", name="shop")
    clock = [100.0]
    monkeypatch.setattr("backorder.app.tokens.checking.time.monotonic", lambda: clock[0])
    assert checking.known(text).name == "shop"
    keeping.revoke(conn, "shop", now=datetime.now(UTC))
    clock[0] += 0.9
    assert checking.known(text).name == "shop"
    clock[0] += 0.2
    with pytest.raises(UnauthorizedError):
        checking.known(text)
    with pytest.raises(NotFoundError):
        keeping.revoke(conn, "shop", now=datetime.now(UTC))


def test_a_name_is_free_again_once_its_token_is_revoked(conn: psycopg.Connection[Any]) -> None:
    new_token(conn, "read", name="shop")
    with pytest.raises(ConflictError, match="'shop' already"):
        new_token(conn, "read", name="shop")
    keeping.revoke(conn, "shop", now=NOW)
    new_token(conn, "read", name="shop")
    assert [token.revoked_at is None for token in keeping.every(conn)] == [False, True]


@pytest.mark.parametrize(("name", "wanted"), [("", ["read"]), ("a\n", ["read"]), ("a", ["fly"])])
def test_a_senseless_token_is_not_made(
    conn: psycopg.Connection[Any], name: str, wanted: list[str]
) -> None:
    with pytest.raises(InvalidError):
        keeping.create(conn, name, wanted, now=NOW, actor="test")
    assert keeping.every(conn) == []


def test_its_use_is_noted_once_a_minute(app: None, conn: psycopg.Connection[Any]) -> None:
    text = new_token(conn, "read")
    token = look(text)
    first = keeping.every(conn)[0].last_used_at
    assert first is not None
    keeping.used(conn, token, first + timedelta(seconds=59))
    assert keeping.every(conn)[0].last_used_at == first
    later = first + timedelta(seconds=61)
    keeping.used(conn, token, later)
    assert keeping.every(conn)[0].last_used_at == later


def test_each_token_has_its_own_limit() -> None:
    buckets = limiting.Buckets(2)
    assert [buckets.take(1, 0.0) for _ in range(5)] == [0, 0, 0, 0, 0.5]
    assert buckets.take(2, 0.0) == 0
    assert [buckets.take(1, 0.5) for _ in range(2)] == [0, 0.5]
    assert [limiting.Buckets(0).take(1, 0.0) for _ in range(1000)] == [0.0] * 1000


def test_too_many_requests_are_told_when_to_come_back(
    app: None, conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_RATE_LIMIT", "1")
    # A busy machine may need a second for four requests.
    monkeypatch.setattr(limiting, "time", SimpleNamespace(monotonic=count(1.0, 0.01).__next__))
    limiting.reset()
    far = {"X_Forwarded_For": "203.0.113.9"}
    api = Api(new_token(conn, "metrics"))
    answers = [api.get("/metrics", **far) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert answers[3].headers["retry-after"] == "1"


def test_every_verb_belongs_to_a_scope() -> None:
    grouped = {verb for verbs in scopes.GROUPS.values() for verb in verbs}
    assert set(ledger.VERBS) - grouped == set()
    assert grouped - set(ledger.VERBS) <= COMING
    assert set(scopes.GROUPS) | {"all", "metrics", "storefront", "webhooks"} == set(scopes.MEANINGS)


def test_every_scope_is_documented() -> None:
    text = (REFERENCE / "api.md").read_text(encoding="utf-8")
    for scope, meaning in scopes.MEANINGS.items():
        verbs = ", ".join(f"`{verb}`" for verb in scopes.GROUPS.get(scope, ()))
        assert f"| `{scope}` | {meaning} | {verbs} |".replace("  ", " ") in text


def shell(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run a command and return its status."""
    monkeypatch.setattr("sys.argv", ["backorder", *words])
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def test_the_command_makes_lists_and_revokes(
    app: None,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    words = ("--scope", "orders", "--scope", "read", "--expires", "90d")
    assert shell(monkeypatch, "token", "create", "shop", *words) == 0
    text = capsys.readouterr().out.strip()
    token = look(text)
    assert (token.name, token.scopes) == ("shop", ["orders", "read"])
    assert token.expires_at is not None
    assert token.expires_at - token.created_at == timedelta(days=90)
    assert shell(monkeypatch, "token", "list", "--json") == 0
    listed = capsys.readouterr().out
    assert '"state": "valid"' in listed
    assert text.split("_")[2] not in listed
    assert shell(monkeypatch, "token", "revoke", "shop") == 0
    assert shell(monkeypatch, "token", "revoke", "shop") == 1
    assert shell(monkeypatch, "token", "create", "x", "--scope", "fly") == 1
    assert shell(monkeypatch, "token", "create", "x", "--scope", "all", "--expires", "soon") == 2
    with pytest.raises(UnauthorizedError):
        look(text)
    database.forget()
