"""Outages on their page: what they move is shown first, then they are set, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import LOOKS
from tests.web.desk import buy, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")
PATH = "/suppliers/outages"
CLOSED = {
    "supplier": "S1",
    "from": "2026-12-01",
    "until": "2026-12-20",
    "delay_days": "2",
    "reason": "Moves to a new hall",
}
OUT = "SELECT count(*) FROM supply_outage"


@pytest.fixture
def waiting(company: None, verb: Callable[..., Any]) -> str:
    """Sell 6 mugs that come with a purchase of 24 on 8 December."""
    buy(verb, 24)
    order: str = place(verb, "web-1", 16)["order"]
    return order


def test_the_page_says_what_an_outage_moves_before_it_is_set(
    web: Callable[..., Client], waiting: str, conn: psycopg.Connection[Any]
) -> None:
    client = web("buyer")
    seen = text(client.post(PATH, {"key": "k-1", **CLOSED}))
    assert "If you set it" in seen
    assert "Purchases that come later 1 Units 24 At cost €96.00 Orders with a new day 1" in seen
    assert "PO-000001 MUG 24 €96.00 8 Dec 2026 23 Dec 2026" in seen
    assert waiting in seen
    assert conn.execute(OUT).fetchone() == (0,)
    _, done = through(client, PATH, {"key": "k-1", **CLOSED})
    assert done["Location"] == PATH
    page = text(client.get(PATH))
    assert "S1 Potter everything" in page
    assert "to come" in page
    assert "20 Dec 2026 Moves to a new hall buyer@example.com" in page


def test_an_outage_that_stands_is_said_to_change_nothing(
    web: Callable[..., Client], waiting: str, conn: psycopg.Connection[Any]
) -> None:
    assert waiting
    client = web("buyer")
    through(client, PATH, {"key": "k-1", **CLOSED})
    assert "This changes nothing" in text(client.post(PATH, {"key": "k-2", **CLOSED}))


def test_an_outage_without_an_end_leaves_purchases_to_a_person(
    web: Callable[..., Client], waiting: str
) -> None:
    assert waiting
    fields = {**CLOSED, "key": "k-1", "until": "", "sku": "MUG", "location": "MAIN"}
    seen = text(web("buyer").post(PATH, fields))
    assert "nobody knows until when" in seen
    assert "Purchases to decide about" in seen
    assert "No customer's day moves." in seen


def test_an_outage_is_ended_after_a_look(
    web: Callable[..., Client], waiting: str, conn: psycopg.Connection[Any]
) -> None:
    assert waiting
    client = web("buyer")
    through(client, PATH, {"key": "k-1", **CLOSED})
    ends = {"key": "k-2", "deed": "end", "supplier": "S1", "from": "2026-12-01"}
    seen, done = through(client, PATH, {**ends, "sku": "", "location": ""})
    assert "It may be bought there again." in text(seen)
    assert done["Location"] == PATH
    page = text(client.get(PATH))
    assert "The outage is taken away." in page
    assert "Nobody is out." in page
    assert conn.execute(OUT).fetchone() == (0,)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("supplier", "", "Choose the supplier that is out."),
        ("supplier", "S9", "There is no supplier S9."),
        ("from", "", "Say from when on it is out."),
        ("until", "2026-11-01", "S1 cannot be back on 2026-11-01"),
        ("delay_days", "soon", "“soon” is not a whole number."),
    ],
)
def test_what_cannot_be_is_said(
    web: Callable[..., Client], field: str, value: str, said: str, conn: psycopg.Connection[Any]
) -> None:
    answer = web("buyer").post(PATH, {"key": "k-1", **CLOSED, field: value})
    assert 400 <= answer.status_code < 500
    assert said in text(answer)
    assert conn.execute(OUT).fetchone() == (0,)


def test_who_may_only_look(web: Callable[..., Client]) -> None:
    reader = web("reader")
    assert "Set or change an outage" not in text(reader.get(PATH))
    assert reader.post(PATH, {"key": "k-1", **CLOSED}).status_code == 403


def test_many_outages_take_no_more_statements(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    one = {"supplier": "S1", "from": "2026-12-01"}
    verb("set_outages", outages=[one])
    few = statements(web("buyer"), PATH)
    verb("set_outages", outages=[one | {"from": f"2027-01-{n:02}"} for n in range(1, 20)])
    assert statements(web("buyer"), PATH) == few


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS[:2])
def test_how_it_looks(visit: Callable[..., Visitor], waiting: str, size: Any, scheme: str) -> None:
    assert waiting
    visitor = visit("buyer", size, scheme)
    visitor.go("/suppliers")
    visitor.page.get_by_role("link", name="Outages").click()
    visitor.page.get_by_label("Supplier").select_option("S1")
    visitor.page.get_by_label("First day").fill("2026-12-01")
    visitor.page.get_by_label("Last day").fill("2026-12-20")
    visitor.page.get_by_role("button", name="Show what it moves").click()
    visitor.page.get_by_role("heading", name="If you set it").wait_for()
    visitor.shot("outage-preview")
    assert visitor.axe() == []
    assert visitor.overflow() == 0
    visitor.page.get_by_role("button", name="Set it").click()
    visitor.page.get_by_text("The outage is set.").wait_for()
    visitor.shot("outages")
    assert visitor.axe() == []
    assert visitor.overflow() == 0
    assert visitor.faults == []
