"""What suppliers are told of their purchases: line by line as they stand, never something else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.jobs.work import Work
from backorder.app.notices import reminding
from backorder.app.wording import rendering
from backorder.app.wording.demo import facts_of
from tests.ledger.desk import OPENING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.notices.shop import Shop


class Later(Work):
    """The work of a task five days after the shop opened."""

    __slots__ = ()

    @property
    def now(self) -> datetime:
        """Return that instant."""
        return OPENING + timedelta(days=5)


TIMES = "\N{MULTIPLICATION SIGN}"


def told(shop: Shop, event: str = "supplier_changed") -> list[dict[str, Any]]:
    """Return the lines of the last message to a supplier."""
    shop.tell()
    return list(facts_in(shop, event)["lines"])


def facts_in(shop: Shop, event: str) -> dict[str, Any]:
    query = "SELECT facts FROM notice WHERE event = %(e)s ORDER BY id DESC LIMIT 1"
    ((facts,),) = shop.rows(query, e=event)
    return dict(facts)


def mail(shop: Shop, event: str) -> str:
    facts = facts_in(shop, event)
    known = {name: value for name, value in facts.items() if value is not None}
    return " ".join(rendering.render(shop.conn, event, "en", known).text.split())


def change(shop: Shop, purchase: str, **more: Any) -> None:
    shop.do("change_supply", changes=[{"purchase_order": purchase, **more}])


def test_a_purchase_that_moves_is_not_told_as_cancelled(shop: Shop) -> None:
    purchase = shop.buy("p-1", "2026-12-08", MUG=6, POT=9)
    change(shop, purchase, expected_on="2026-12-18")
    days = {"to": "2026-12-18"}
    assert told(shop) == [
        {"sku": "MUG", "name": "MUG", "quantity": 6, **days},
        {"sku": "POT", "name": "POT", "quantity": 9, **days},
    ]
    said = mail(shop, "supplier_changed")
    assert "MUG MUG: now 6; by 18 December 2026" in said
    assert "cancelled" not in said


def test_of_a_change_only_its_lines_are_told(shop: Shop) -> None:
    purchase = shop.buy("p-1", "2026-12-08", MUG=6, POT=9)
    change(shop, purchase, sku="POT", quantity=4)
    assert [(one["sku"], one["quantity"], one["to"]) for one in told(shop)] == [("POT", 4, None)]
    change(shop, purchase, line=1, cancel=True)
    assert [(one["sku"], one["quantity"]) for one in told(shop)] == [("MUG", 0)]
    assert "MUG MUG: cancelled" in mail(shop, "supplier_changed")
    change(shop, purchase, cancel=True)
    assert [(one["sku"], one["quantity"]) for one in told(shop)] == [("MUG", 0), ("POT", 0)]


def test_a_supplier_is_asked_to_confirm_the_day_that_was_ordered(shop: Shop) -> None:
    purchase = shop.buy("p-1", "2026-12-08", MUG=6)
    sent = {"key": "s-1", "purchase_order": purchase, "how": "email", "recipient": "s1@example.com"}
    shop.do("mark_sent", sendings=[sent])
    reminding.run(Later(shop.conn, "reminders"))
    assert [one["on"] for one in told(shop, "supplier_confirm")] == ["2026-12-08"]
    assert f"6 {TIMES} MUG MUG, by 8 December 2026" in mail(shop, "supplier_confirm")


def test_a_refund_of_a_product_says_no_number_where_it_has_none(shop: Shop) -> None:
    line = {"sku": "MUG", "name": "Mug", "quantity": None}
    facts = facts_of("refunded", "en") | {"lines": [line]}
    for spoken in ("en", "de"):
        made = rendering.render(shop.conn, "refunded", spoken, facts)
        assert "- Mug\n" in made.text
        assert f"> {TIMES} Mug" not in made.html
