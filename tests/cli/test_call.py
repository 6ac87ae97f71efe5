"""``call``: JSON in, JSON out; what is wrong with the input is said by line and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    from .conftest import Shell

NOW = "2026-11-22T09:00:00Z"
ORDER = {
    "orders": [{"key": "web-1", "channel": "web", "lines": [{"sku": "MUG", "quantity": 2}]}],
}


@pytest.mark.parametrize(
    ("body", "code", "facts"),
    [
        (b"", "not_json", {}),
        (b'{"orders": [\n  1, }', "not_json", {"line": 2, "column": 6}),
        (b'{"a": 1} x', "not_json", {"line": 1, "column": 10}),
        (b'{"a": NaN}', "not_json", {}),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json", {}),
        (b"[" * 100_000, "not_json", {}),
        (b'{"a": "\\ud800"}', "not_json", {}),
        (b'{"a": 1, "a": 2}', "name_twice", {"name": "a"}),
        (b"[]", "not_an_object", {}),
        (b'{"a":\n "M\xfcller"}', "not_utf8", {"line": 2, "column": 4, "byte": "0xfc"}),
        ('{"a": "é"}'.encode("utf-16"), "not_utf8", {"line": 1, "column": 1, "byte": "0xff"}),
        (b'{"orders": 3}', "malformed", {"at": "orders"}),
    ],
)
def test_broken_input_is_refused_with_its_place(
    shell: Shell, body: bytes, code: str, facts: dict[str, Any]
) -> None:
    answer = shell("call", "place_orders", "--json", stdin=body)
    assert answer.status == 1
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["facts"].items() >= facts.items()
    assert answer.err == f"backorder: {error['text']} [{code}]\n"


def test_without_json_a_refusal_is_one_sentence_on_standard_error(shell: Shell) -> None:
    answer = shell("call", "place_orders", stdin=b'{"a": ')
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1


def test_an_unknown_verb_is_wrong_usage_and_the_verbs_are_named(shell: Shell) -> None:
    answer = shell("call", "sell_everything", stdin=b"{}")
    assert answer.status == 2
    assert "place_orders" in answer.err


def test_an_order_that_is_refused_is_answered_in_full_with_status_1(
    shell: Shell, conn: psycopg.Connection[tuple[Any, ...]]
) -> None:
    answer = shell("call", "place_orders", "--json", stdin=json.dumps(ORDER).encode())
    assert answer.status == 1
    (order,) = answer.json()["orders"]
    assert (order["key"], order["status"]) == ("web-1", "refused")
    assert answer.err.startswith("backorder: refused: web-1: ")
    assert "MUG" in answer.err
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (0,)


def test_a_dry_run_answers_and_keeps_nothing(
    shell: Shell, conn: psycopg.Connection[tuple[Any, ...]]
) -> None:
    body = json.dumps({"suppliers": [{"code": "S1"}]}).encode()
    answer = shell("call", "set_suppliers", "--dry-run", "--json", stdin=body)
    assert (answer.status, answer.json()["created"]) == (0, 1)
    assert conn.execute("SELECT count(*) FROM supplier").fetchone() == (0,)


def test_the_input_may_be_a_file_with_a_byte_order_mark(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(ORDER).encode())
    assert shell("call", "place_orders", str(file)).status == 1
    missing = shell("call", "place_orders", str(tmp_path / "none.json"), "--json")
    assert missing.json()["error"]["code"] == "file_unreadable"


def test_the_clock_moves_only_in_the_sandbox(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    conn: psycopg.Connection[tuple[Any, ...]],
) -> None:
    words = ("call", "place_orders", "--json", "--actor", "ann", "--now")
    body = b'{"orders": []}'
    assert shell(*words, NOW, stdin=body).json()["error"]["code"] == "sandbox_only"
    monkeypatch.setenv("BACKORDER_SANDBOX", "1")
    assert shell(*words, "tomorrow", stdin=body).status == 2
    assert shell(*words, "2026-11-22T09:00:00", stdin=body).status == 2
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)
    shell(*words, "2026-11-22T10:00:00+01:00", stdin=json.dumps(ORDER).encode())
    entries = conn.execute("SELECT actor, at::text FROM journal ORDER BY id").fetchall()
    assert entries in ([("ann", "2026-11-22 09:00:00+00")], [])
