"""Alternatives in messages, suppliers asked to hurry, and orders at risk; over real SMTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from backorder.app.notices import (
    choices,
    contacts,
    dispatching,
    hurrying,
    offering,
    reminding,
    rules,
)
from backorder.app.notices.choosing import Rule
from backorder.app.notices.drafting import Message
from backorder.domain.errors import BackorderError
from tests.notices.shop import ON

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.notices.conftest import Post
    from tests.notices.shop import Shop


def text(message: EmailMessage) -> str:
    plain = message.get_body(("plain",))
    assert plain is not None
    return " ".join(str(plain.get_content()).split())


@pytest.fixture
def late(shop: Shop, post: Post) -> str:
    """Return a purchase that two customers wait for; a pan is free instead, a bowl below cost."""
    shop.stock(PAN=20, BOWL=20)
    shop.do(
        "set_products",
        products=[
            {"sku": "PAN", "name": "Steel pan", "unit_price": 1100, "unit_cost": 500},
            {"sku": "BOWL", "name": "Silver bowl", "unit_price": 9000, "unit_cost": 8000},
        ],
    )
    pairs = [{"sku": "MUG", "substitute": other} for other in ("PAN", "BOWL")]
    shop.do("set_substitutes", substitutes=pairs)
    purchase = shop.buy("p-1", "2026-12-08", MUG=9)
    shop.sell("web-1", "C1", MUG=2)
    shop.sell("web-2", "C2", MUG=3)
    send(shop)
    post.messages.clear()
    return purchase


class Then(Work):
    """The work of a task at the instant of the desk."""

    __slots__ = ()

    @property
    def now(self) -> datetime:
        """Return the desk's instant."""
        return datetime(2026, 11, 22, 9, tzinfo=UTC)


def send(shop: Shop) -> None:
    """Send what is due at the shop's own instant."""
    TASKS["notices"].run(Then(shop.conn, "notices"))


def customers(post: Post) -> list[EmailMessage]:
    """Return what customers got, by their addresses."""
    found = [one for one in post.messages if str(one["To"]).startswith("c")]
    return sorted(found, key=lambda one: str(one["To"]))


def slip(shop: Shop, purchase: str, day: str) -> None:
    shop.do("change_supply", changes=[{"purchase_order": purchase, "expected_on": day}])
    send(shop)


def test_a_slip_names_what_could_be_had_sooner_in_its_own_notice(
    shop: Shop, post: Post, late: str
) -> None:
    shop.do("set_customers", customers=[{"ref": "C2", "locale": "de-DE"}])
    slip(shop, late, "2026-12-18")
    first, second = (text(one) for one in customers(post))
    assert "instead of MUG you can have Steel pan, which ships on 23 November 2026, for" in first
    assert "€11.00 each" in first
    assert "Statt MUG können Sie Steel pan haben, Versand am 23. November 2026, je 11,00" in second
    assert "Silver bowl" not in first  # it would be sold below its cost
    events = {row[0] for row in shop.heard("event")}
    assert "alternative_offered" not in events
    assert shop.rows("SELECT shown, offered FROM alternative_shown") == [(0, 2)]
    send(shop)
    assert len(customers(post)) == 2
    assert shop.breaches() == []


@pytest.mark.parametrize("event", ["date_later", "date_unknown"])
def test_each_notice_of_a_slip_has_room_for_them(
    shop: Shop, post: Post, late: str, event: str
) -> None:
    assert late
    contact = contacts.customers(shop.conn, [1])[1]
    line = {"sku": "MUG", "name": "Mug", "quantity": 2, "from": "2026-12-09", "to": "2026-12-19"}
    facts = {"order": "SO-000001", "lines": [line], "date_to": "2026-12-19"}
    message = Message(event, f"test:{event}", contact, facts, order=1)
    dispatching.write(shop.conn, [message], shop.now)
    send(shop)
    (told,) = customers(post)
    assert "instead of MUG you can have Steel pan" in text(told)
    html = told.get_body(("html",))
    assert html is not None
    assert "Steel pan" in html.get_content()


def test_who_is_not_to_be_told_of_alternatives_hears_of_the_slip_alone(
    shop: Shop, post: Post, late: str
) -> None:
    for scope, match in (("customer", "C1"), ("product", "MUG")):
        off = Rule("alternative_offered", "email", scope, match, on=scope == "product")
        rules.save(shop.conn, off, now=shop.now, by="ada")
    slip(shop, late, "2026-12-18")
    said = {str(one["To"]): "Steel pan" in text(one) for one in customers(post)}
    assert said == {"c1@example.com": False, "c2@example.com": True}


def test_who_asked_for_a_later_day_is_offered_nothing_until_it_passes(
    shop: Shop, late: str
) -> None:
    wish = {"order": "web-1", "lines": [{"sku": "MUG", "requested_on": "2026-12-15"}]}
    shop.do("change_order", changes=[wish])
    assert sorted(offering.offers(shop.conn, [1, 2], shop.now)) == [2]
    assert [one.order for one in offering.waiting(shop.conn, [1])] == [1]
    slip(shop, late, "2026-12-18")
    assert sorted(offering.offers(shop.conn, [1, 2], shop.now)) == [1, 2]


def test_an_offer_by_hand_goes_alone_and_once(shop: Shop, post: Post, late: str) -> None:
    assert late
    chosen = offering.offers(shop.conn, [1], shop.now)[1]
    customer = offering.customer_of(shop.conn, 1)
    assert customer is not None
    message = offering.by_hand(shop.conn, 1, customer, chosen, shop.now)
    assert len(offering.send(shop.conn, message, shop.now)) == 2  # by e-mail, and on the page
    assert offering.send(shop.conn, message, shop.now) == []
    send(shop)
    (told,) = post.messages
    assert told["To"] == "c1@example.com"
    assert "Steel pan instead of MUG: €11.00" in text(told)
    assert shop.rows("SELECT offered FROM alternative_shown") == [(1,)]


def test_a_supplier_is_asked_to_hurry_once_a_day_that_is_wanted(
    shop: Shop, post: Post, late: str
) -> None:
    by = date(2026, 12, 1)
    for _ in range(2):
        message = hurrying.ask(shop.conn, late, by, " Customers\nwait. ", shop.now)
        hurrying.send(shop.conn, message, shop.now)
    send(shop)
    (told,) = post.messages
    assert told["To"] == "s1@example.com"
    assert "Can you deliver purchase order PO-000001 by 1 December 2026, rather than on 8 " in (
        text(told)
    )
    assert "Customers wait." in text(told)
    for bad in (date(2026, 12, 8), date(2026, 11, 1)):
        with pytest.raises(BackorderError):
            hurrying.ask(shop.conn, late, bad, "", shop.now)
    off = Rule("supplier_expedite", "email", "shop", "", on=False)
    rules.save(shop.conn, off, now=shop.now, by="ada")
    again = hurrying.ask(shop.conn, late, date(2026, 12, 2), "", shop.now)
    assert hurrying.send(shop.conn, again, shop.now) == []


def test_orders_at_risk_are_told_daily_to_those_who_want_it(
    shop: Shop, post: Post, late: str
) -> None:
    assert late
    shop.do("sweep")
    wanted = ON._replace(risk_staff=("boss@shop.example",))
    choices.save(shop.conn, wanted, now=shop.now, by="ada")
    assert choices.read(shop.conn) == wanted
    shop.conn.execute(
        "INSERT INTO exception_case (id, code, product_id, line_id, value, facts, opened_at,"
        " opened_by) SELECT 900 + l.id, 'promise_at_risk', l.product_id, l.id, 100 * l.id,"
        ' \'{"units": 2, "told_on": "2026-12-09", "expected_on": "2026-12-19"}\', now(), 1'
        " FROM order_line l"
    )
    for _ in range(2):
        reminding.run(Then(shop.conn, "reminders"))
        send(shop)
    mine = [one for one in post.messages if one["To"] == "boss@shop.example"]
    (told,) = mine
    assert "SO-000002, C2: 2 \N{MULTIPLICATION SIGN} MUG: promised 9 December 2026" in text(told)
    assert "expected 19 December 2026" in text(told)
    assert "https://shop.example/orders/SO-000001" in text(told)
