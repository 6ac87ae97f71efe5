"""Reallocation on pages: variants compared, the difference read, approved, and taken back."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from backorder.app import standing

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")

KEY_FIRST = {
    "name": "Key accounts first",
    "skus": "MUG",
    "s1_field": "class",
    "s1_values": "key",
    "s1_strategy": "win",
    "others_strategy": "redistribute",
}


@pytest.fixture
def scarce(company: None, verb: Callable[..., Any]) -> None:
    """Let Bob take the ten mugs on the shelf, so that Ada, a key account, waits for a purchase."""
    verb("set_customers", customers=[{"ref": "ada", "class": "key"}, {"ref": "bob"}])
    lines = [{"sku": "MUG", "quantity": 10}]
    bought = {"key": "far", "supplier": "S1", "location": "MAIN", "expected_on": "2099-12-08"}
    verb("order_supply", purchase_orders=[bought | {"lines": lines}])
    wanted = {"sku": "MUG", "quantity": 4, "requested_on": "2099-11-20"}
    verb(
        "place_orders",
        orders=[
            {"key": "w-1", "customer": {"ref": "bob"}, "lines": lines},
            {"key": "w-2", "customer": {"ref": "ada"}, "lines": [wanted]},
        ],
    )


def text(client: Client, address: str, query: dict[str, str] | None = None) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that approves."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def pegs(conn: psycopg.Connection[Any]) -> list[Any]:
    return conn.execute("SELECT line_id, n, supply_id, quantity FROM peg ORDER BY 1, 2").fetchall()


def test_nothing_yet(web: Callable[..., Client]) -> None:
    page = text(web("reader"), "/reallocation")
    assert "Nothing was reallocated yet" in page


def test_variants_side_by_side(
    web: Callable[..., Client], scarce: None, conn: psycopg.Connection[Any]
) -> None:
    before = pegs(conn)
    page = text(web(), "/reallocation/compare", KEY_FIRST)
    for name in ("Key accounts first", "Highest value first", "Fair shares", "Best by value"):
        assert name in page
    assert "variant=own" in page
    assert pegs(conn) == before


def test_approved_and_undone(
    web: Callable[..., Client], scarce: None, conn: psycopg.Connection[Any]
) -> None:
    client, before = web(), pegs(conn)
    page = text(client, "/reallocation/variant", KEY_FIRST)
    assert "ada" in page
    assert "Key accounts first" in page
    assert pegs(conn) == before
    answer = client.post("/reallocation/release", hidden(page))
    past = answer["Location"]
    assert re.fullmatch(r"/reallocation/RA-\d{6}", past)
    released = pegs(conn)
    assert released != before
    assert "Key accounts first" in text(client, "/reallocation")
    page = text(client, past)
    assert "owner@example.com" in page
    assert "ada" in page
    # Looking at the undo changes nothing; its form does it.
    assert "2 lines get again what they had before" in text(client, f"{past}/undo")
    assert pegs(conn) == released
    assert client.post(f"{past}/undo")["Location"] == past
    assert [row[2:] for row in pegs(conn)] == [row[2:] for row in before]
    assert "undone" in text(client, past)
    assert "was undone before" in text(client, f"{past}/undo")


def test_sent_twice_it_is_done_once(
    web: Callable[..., Client], scarce: None, conn: psycopg.Connection[Any]
) -> None:
    client = web()
    form = hidden(text(client, "/reallocation/variant", KEY_FIRST))
    first = client.post("/reallocation/release", form)
    second = client.post("/reallocation/release", form)
    assert first["Location"] == second["Location"]
    assert conn.execute("SELECT count(*) FROM reallocation").fetchone() == (1,)


def test_books_that_changed_are_told(
    web: Callable[..., Client],
    scarce: None,
    verb: Callable[..., Any],
    conn: psycopg.Connection[Any],
) -> None:
    client = web()
    form = hidden(text(client, "/reallocation/variant", KEY_FIRST))
    lines = [{"sku": "MUG", "quantity": 1}]
    verb("place_orders", orders=[{"key": "w-3", "customer": {"ref": "bob"}, "lines": lines}])
    before = pegs(conn)
    answer = client.post("/reallocation/release", form)
    assert answer["Location"].startswith("/reallocation/variant?")
    page = text(client, answer["Location"])
    assert "MUG has changed since" in page
    assert "Simulated again" in page
    assert pegs(conn) == before
    assert client.post("/reallocation/release", hidden(page))["Location"].startswith(
        "/reallocation/RA-"
    )


def test_the_difference_is_a_file_too(web: Callable[..., Client], scarce: None) -> None:
    client = web()
    answer = client.get("/reallocation/variant", KEY_FIRST | {"format": "csv"})
    head, *rows = answer.content.decode().splitlines()
    assert head.startswith("order,line,sku,customer,segment,strategy,outcome,units,value")
    assert len(rows) == 2
    assert client.get("/reallocation/variant", KEY_FIRST | {"format": "xlsx"}).content[:2] == b"PK"


@pytest.mark.parametrize(
    "wrong",
    [
        {"skus": "NO-SUCH"},
        {"lines": "many"},
        {"lines": "-1"},
        {"s1_field": "colour"},
        {"s1_strategy": "conquer"},
        {"others_rank": "colour"},
        {"variant": "none"},
        {"skus": "a\x00b"},
    ],
)
def test_bad_input_comes_back_with_what_is_wrong(
    web: Callable[..., Client], scarce: None, wrong: dict[str, str]
) -> None:
    client = web()
    answer = client.get("/reallocation/variant", KEY_FIRST | wrong)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/reallocation?")
    page = text(client, answer["Location"])
    assert 'class="error"' in page
    assert "Key accounts first" in page  # what was written is not lost


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"asked": "{", "marks": "{}"},
        {"asked": "[]", "marks": "{}", "fingerprint": "0" * 64},
        {"asked": '{"segments": []}', "marks": "{}", "fingerprint": "0" * 64},
        {"asked": "[" * 5000, "marks": "{}"},
    ],
)
def test_a_broken_approval_changes_nothing(
    web: Callable[..., Client], conn: psycopg.Connection[Any], form: dict[str, str]
) -> None:
    assert web().post("/reallocation/release", form).status_code == 302
    assert conn.execute("SELECT count(*) FROM reallocation").fetchone() == (0,)


def test_who_may_not(web: Callable[..., Client], scarce: None) -> None:
    for role in ("buyer", "warehouse", "service", "reader"):
        client = web(role)
        assert client.get("/reallocation").status_code == 200
        assert client.get("/reallocation/compare").status_code == 403
        assert client.get("/reallocation/variant").status_code == 403
        assert client.post("/reallocation/release").status_code == 403
        assert client.post("/reallocation/RA-000001/undo").status_code == 403


def test_there_is_none_of_that_number(web: Callable[..., Client]) -> None:
    client = web()
    for name in ("RA-000001", "RA-999999999999999999999", "nonsense", "%00"):
        assert client.get(f"/reallocation/{name}").status_code == 404
        assert client.get(f"/reallocation/{name}/undo").status_code == 404


@pytest.mark.usefixtures("scarce")
def test_one_can_run_by_itself(web: Callable[..., Client], conn: psycopg.Connection[Any]) -> None:
    client = web("owner")
    query = urlencode(KEY_FIRST | {"variant": "own"})
    assert "Let it run by itself" in text(client, f"/reallocation/variant?{query}")
    form = {"query": query, "name": "Key accounts first", "when": "supply", "then": "release"}
    answer = client.post("/reallocation/standing", form, follow=True)
    assert "It runs by itself from now on." in answer.content.decode()
    page = text(client, "/reallocation")
    assert "when supply has changed" in page
    assert "not yet" in page
    bad = client.post("/reallocation/standing", form | {"when": "never"}, follow=True)
    assert "Say when it runs" in bad.content.decode()
    (one,) = standing.every(conn)
    assert one.request["skus"] == ["MUG"]
    client.post(f"/reallocation/standing/{one.code}/remove")
    assert standing.every(conn) == []
