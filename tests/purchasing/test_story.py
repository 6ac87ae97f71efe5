"""A purchase in a browser: drafted, approved, sent over a real socket, answered by the supplier."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from backorder.app.purchasing import limits
from tests.web.conftest import PHONE
from tests.web.desk import place
from tests.web.test_buying_story import fine, table

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.purchasing.postman import Postman
    from tests.web.conftest import Visitor

    Conn = psycopg.Connection[Any]

pytestmark = [pytest.mark.usefixtures("company"), pytest.mark.slow]


def test_from_the_draft_to_the_answer(
    visit: Callable[..., Visitor], verb: Callable[..., Any], conn: Conn, postman: Postman
) -> None:
    order = place(verb, "web-1", 16)["order"]  # ten on the shelf, six wait
    now = datetime.now(UTC)
    limits.save(conn, "EUR", {"buyer": 100}, now=now, by="ada")
    purchase = drafted(visit("buyer"))
    assert pegged_to(conn) == ["PS-"]
    approved(visit("owner"), purchase)
    assert pegged_to(conn) == ["PO-"]
    sent(visit("buyer"), purchase)
    assert TASKS["post"].run(Work(conn, "post")) == {"sent": 1, "failed": 0}
    assert postman.recipients == [["potter@example.com"]]
    body = postman.messages[0].get_body(("plain",))
    assert body is not None
    link = re.search(r"/supplier/[\w-]+", body.get_content())
    assert link is not None
    late = now.date() + timedelta(days=40)
    answered(visit("", size=PHONE), link[0], late.isoformat())
    first, last = conn.execute(
        "SELECT promised_on, journal_id FROM promise WHERE basis <> 'stock' ORDER BY version, part"
    ).fetchall()[:: len(versions(conn)) - 1 or 1][:2]
    assert last[0] > first[0]
    said = conn.execute("SELECT journal_id FROM supplier_message").fetchall()
    assert said == [(last[1],)]
    seen_by_the_buyer(visit("buyer"), purchase, order, late.strftime("%d %b %Y").lstrip("0"))


def versions(conn: Conn) -> list[Any]:
    return conn.execute("SELECT version FROM promise WHERE basis <> 'stock'").fetchall()


def pegged_to(conn: Conn) -> list[str]:
    """Return the kinds of supply that waiting units are pegged to."""
    found = conn.execute(
        "SELECT DISTINCT left(s.name, 3) FROM peg g JOIN supply s ON s.id = g.supply_id"
        " WHERE s.kind <> 'stock'"
    )
    return [row[0] for row in found]


def drafted(buyer: Visitor) -> str:
    """Order the suggestion: it is above the buyer's limit."""
    page = buyer.go("/suggestions")
    page.get_by_role("checkbox", name="Tick MUG").check()
    page.get_by_role("button", name="Show what ordering means").click()
    page.get_by_text("above your limit: a draft").wait_for()
    fine(buyer, "life-draft-seen")
    page.get_by_role("button", name="Place the orders").click()
    page.wait_for_url("**/purchase-orders/PO-*")
    purchase = page.get_by_role("heading", level=1).inner_text().split()[0]
    fine(buyer, "life-draft")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("above the limit").wait_for()
    return purchase


def approved(owner: Visitor, purchase: str) -> None:
    page = owner.go("/purchase-orders/drafts")
    fine(owner, "life-drafts")
    page.get_by_role("link", name=purchase).click()
    page.get_by_role("button", name="Approve").click()
    owner.reads(f"Approve {purchase}", "h1")
    fine(owner, "life-approve-seen")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url(f"**/purchase-orders/{purchase}")
    fine(owner, "life-approved")


def sent(buyer: Visitor, purchase: str) -> None:
    page = buyer.go(f"/purchase-orders/{purchase}")
    page.get_by_role("link", name="Send").click()
    page.get_by_label("To", exact=True).fill("potter@example.com")
    fine(buyer, "life-send")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("It is being sent to potter@example.com.").first.wait_for()


def answered(supplier: Visitor, link: str, late: str) -> None:
    """Confirm a part for a later day, on a telephone, without signing in."""
    page = supplier.go(link)
    fine(supplier, "life-supplier")
    page.get_by_label("Units that come").fill("6")
    page.get_by_label("On", exact=True).fill(late)
    page.get_by_label("Your name").nth(1).fill("Anna")
    page.get_by_role("button", name="Confirm these").click()
    page.get_by_text("Thank you. We have written it down.").wait_for()
    fine(supplier, "life-supplier-done")


def seen_by_the_buyer(buyer: Visitor, purchase: str, order: str, late: str) -> None:
    """Read both days: what was ordered for, and what the supplier said."""
    page = buyer.go(f"/purchase-orders/{purchase}")
    fine(buyer, "life-answered")
    rows = table(page, "What the supplier said")
    assert late in rows[0][3]
    assert "ordered for" in rows[0][3]
    assert "Anna" in rows[0][4]
    assert order in [row[0] for row in table(page, "Who waits for it")]
    fine_on = buyer.go(f"/purchase-orders/{purchase}/acknowledge")
    fine_on.get_by_role("button", name="Show what it means").wait_for()
    fine(buyer, "life-acknowledge")
    buyer.go("/settings/purchasing")
    fine(buyer, "life-limits")
