"""Drafts above a limit, on pages: ordered, approved by somebody else, closed short."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.purchasing import limits
from backorder.domain.errors import BackorderError
from tests.web.desk import buy, place, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]
    Web = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("company")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def stage(conn: Conn) -> str:
    """Return how far the last purchase is; a preview may have taken a number before it."""
    row = conn.execute("SELECT stage FROM purchase_stage ORDER BY id DESC LIMIT 1").fetchone()
    assert row is not None
    return str(row[0])


def test_a_buyer_above_the_limit_drafts_and_an_owner_approves(
    web: Web, verb: Verb, conn: Conn
) -> None:
    limits.save(conn, "EUR", {"buyer": 2399}, now=NOW, by="ada")
    place(verb, "web-1", 16)
    buyer = web("buyer")
    ((suggestion,),) = conn.execute("SELECT name FROM supply WHERE kind = 'planned'").fetchall()
    seen, done = through(buyer, "/suggestions", {"suggestion": suggestion})
    assert "above your limit: a draft" in text(seen)
    name = done["Location"].rpartition("/")[2]
    page = text(buyer.get(done["Location"]))
    assert f"Above your limit, and drafts until somebody approves them: {name}." in page
    assert "A draft counts for nothing yet" in page
    assert stage(conn) == "draft"
    assert name in text(buyer.get("/purchase-orders/drafts"))
    assert name not in text(buyer.get("/purchase-orders"))
    path = f"/purchase-orders/{name}/approve"
    refused = buyer.post(path, {"sure": "1", "key": "k"}, follow=True)
    assert "above the limit" in text(refused)
    assert stage(conn) == "draft"
    owner = web("owner")
    assert f"Approve {name}" in text(owner.post(path))
    assert stage(conn) == "draft"
    done = owner.post(path, {"sure": "1", "key": "k-2"}, follow=True)
    assert f"{name} is approved." in text(done)
    assert stage(conn) == "approved"
    listed = text(owner.get("/purchase-orders/all?stage=approved"))
    assert name in listed
    assert name not in text(owner.get("/purchase-orders/all?stage=draft"))


def test_a_direct_purchase_above_the_limit_is_a_draft_too(web: Web, conn: Conn) -> None:
    limits.save(conn, "EUR", {"buyer": 100, "operations": 10**6}, now=NOW, by="ada")
    form = {"supplier": "S1", "sku-0": "MUG", "quantity-0": "5"}
    seen, done = through(web("buyer"), "/purchase-orders/new", form)
    assert "This is above your limit" in text(seen)
    assert stage(conn) == "draft"
    seen, done = through(web("operations"), "/purchase-orders/new", form | {"key": "other"})
    assert "This is above your limit" not in text(seen)
    assert stage(conn) == "approved"
    assert done.status_code == 302


def test_an_approved_purchase_is_not_raised_above_the_limit(
    web: Web, verb: Verb, conn: Conn
) -> None:
    limits.save(conn, "EUR", {"buyer": 10_000}, now=NOW, by="ada")
    path = f"/purchase-orders/{buy(verb, 24)}/change"
    ordered = "SELECT ordered::int FROM purchase_line"
    for step in ({}, {"step": "do"}):
        refused = web("buyer").post(path, {"key": "c", "quantity": "26", **step})
        assert refused.status_code == 403
        assert "above the limit" in text(refused)
        assert conn.execute(ordered).fetchall() == [(24,)]
    through(web("buyer"), path, {"key": "c-1", "quantity": "25"})
    assert conn.execute(ordered).fetchall() == [(25,)]
    through(web("owner"), path, {"key": "c-2", "quantity": "2600"})
    assert conn.execute(ordered).fetchall() == [(2600,)]


def test_limits_are_amounts_of_roles_that_buy(web: Web, conn: Conn) -> None:
    owner = web("owner")
    form = {"currency": "eur", "limit-buyer": "5000.50", "limit-operations": ""}
    assert owner.post("/settings/purchasing/save", form).status_code == 302
    assert limits.read(conn) == limits.Limits("EUR", {"buyer": 500050})
    assert "5000.50" in owner.get("/settings/purchasing").content.decode()
    for wrong in ({"limit-buyer": "much"}, {"limit-buyer": "-1"}, {"currency": "EURO"}):
        owner.post("/settings/purchasing/save", form | wrong)
        assert limits.read(conn) == limits.Limits("EUR", {"buyer": 500050})
    assert web("buyer").post("/settings/purchasing/save", form).status_code == 403
    with pytest.raises(BackorderError):
        limits.save(conn, "EUR", {"warehouse": 1}, now=NOW, by="ada")


def test_what_the_supplier_said_by_telephone_is_written_down(
    web: Web, verb: Verb, conn: Conn
) -> None:
    order = place(verb, "web-1", 16)["order"]
    number = buy(verb, 24, on="2026-12-08")
    buyer = web("buyer")
    form = {"units-1": "24", "day-1": "2027-01-11", "said_by": "Anna", "key": "k"}
    seen, done = through(buyer, f"/purchase-orders/{number}/acknowledge", form)
    assert order in text(seen)
    assert done["Location"] == f"/purchase-orders/{number}"
    assert stage(conn) == "acknowledged"
    form = {"sent-1": "20", "expected_on": "2027-01-08", "carrier": "UPS", "key": "k-2"}
    through(web("warehouse"), f"/purchase-orders/{number}/announce", form)
    assert stage(conn) == "in_transit"
    receiving = web("warehouse").get(f"/receiving/{number}?announced=1").content.decode()
    assert 'name="good-MUG" value="20"' in receiving
    page = text(buyer.get(f"/purchase-orders/{number}"))
    assert "UPS" in page
    assert "20 on the way" in page


def test_closing_short_is_shown_first(web: Web, verb: Verb, conn: Conn) -> None:
    number = buy(verb, 24)
    line = [{"sku": "MUG", "quantity": 4}]
    verb("receive", receipts=[{"key": "r", "purchase_order": number, "lines": line}])
    buyer = web("buyer")
    path = f"/purchase-orders/{number}/close"
    assert "Close PO-000001 short" in text(buyer.post(path, {"reason": "gone"}))
    assert stage(conn) == "part_received"
    done = buyer.post(path, {"reason": "gone", "sure": "1", "key": "k"}, follow=True)
    assert "PO-000001 is closed." in text(done)
    assert stage(conn) == "closed_short"


def test_an_overdue_purchase_needs_a_person_and_leads_to_its_pages(
    web: Web, verb: Verb, conn: Conn
) -> None:
    number = buy(verb, 24, on="2026-11-20")
    verb("sweep")
    needs = web("buyer").get("/needs-you").content.decode()
    assert "Purchase overdue" in needs
    assert f'href="/purchase-orders/{number}/acknowledge"' in needs
    assert f"24 units of {number} from S1 were expected on 2026-11-20" in needs


def test_a_supplier_has_a_language_and_days_to_acknowledge(web: Web, conn: Conn) -> None:
    buyer = web("buyer")
    form = {"code": "S1", "language": "de", "acknowledge_days": "5"}
    assert buyer.post("/suppliers/save", form).status_code == 302
    kept = "SELECT language, acknowledge_days FROM supplier WHERE code = 'S1'"
    assert conn.execute(kept).fetchall() == [("de", 5)]
    buyer.post("/suppliers/save", {"code": "S1", "acknowledge_days": "soon"})
    assert conn.execute(kept).fetchall() == [("de", 5)]


def test_every_verb_that_takes_a_limit_gets_that_of_the_role(app: None, conn: Conn) -> None:
    """A verb that orders in another way must not be a way around the limit."""
    from backorder import ledger  # noqa: PLC0415 (as its own readers do)

    limited = {
        name
        for name, verb in ledger.VERBS.items()
        if verb.request.__annotations__.get("limit") == "Limit | None"
    }
    assert limited == set(limits.VERBS)
    limits.save(conn, "EUR", {"buyer": 100}, now=NOW, by="ada")
    for name in limited:
        assert limits.applied(conn, "buyer", name, {})["limit"] == limits.read(conn).of("buyer")
        assert limits.applied(conn, "owner", name, {}) == {}
