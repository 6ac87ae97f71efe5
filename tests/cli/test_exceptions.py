"""``exceptions``: the list for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ledger.desk import Desk

if TYPE_CHECKING:
    import psycopg

    from .conftest import Shell


def test_the_worst_first_with_the_first_remedy(
    shell: Shell, conn: psycopg.Connection[tuple[Any, ...]]
) -> None:
    assert shell("exceptions").out == "Nothing needs a person.\n"
    desk = Desk(conn)
    desk.stock(MUG=0, PAN=0)
    number = desk.buy("p-1", "2026-12-08", MUG=10, PAN=10)
    desk.order("ann", MUG=1, PAN=6)
    desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])

    listed = shell("exceptions", "--json").json()
    assert [case["sku"] for case in listed["exceptions"]] == ["PAN", "MUG"]
    assert [
        case["sku"] for case in shell("exceptions", "--sku", "MUG", "--json").json()["exceptions"]
    ] == ["MUG"]
    words = shell("exceptions", "--limit", "1")
    assert words.status == 0
    assert "6 of PAN on order SO-000001 have no supply, and so no date." in words.out
    assert "75.00 EUR" in words.out
    assert "Ask the customer to wait, or to cancel." in words.out
    assert "and more" in words.out
    assert "MUG" not in words.out
    assert len(shell("exceptions", "--sweep", "--json").json()["exceptions"]) == 2
    assert shell("exceptions", "--closed").out == "Nothing needs a person.\n"
    assert shell("exceptions", "--code", "bad_mood").status == 1
