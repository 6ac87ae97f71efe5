"""Notices as people read them before they go, and as customers read them on their own page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backorder.app.care import links
from tests.api.conftest import app, company, settings_of_django, verb  # noqa: F401 (fixtures)
from tests.web.conftest import web  # noqa: F401 (a fixture)
from tests.web.desk import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.notices.shop import Shop

AHEAD = "It is written when it goes. As things stand, it says:"
TOLD = "Order SO-000001: ships by"


def one(shop: Shop, channel: str) -> int:
    ((found,),) = shop.rows("SELECT id::int FROM notice WHERE channel = %(c)s", c=channel)
    return int(found)


def read(client: Client, notice: int) -> str:
    """Return the words of a notice's page, without its facts, which are JSON."""
    return text(client.get(f"/notices/{notice}")).partition("Its facts")[0]


def test_a_notice_that_waits_is_read_as_it_will_be_sent(
    shop: Shop,
    web: Callable[..., Client],  # noqa: F811 (the fixture)
) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.tell()
    waits, client = one(shop, "email"), web()
    said = read(client, waits)
    assert AHEAD in said
    assert TOLD in said
    assert "2 x MUG" in said.replace("\N{MULTIPLICATION SIGN}", "x")
    assert "customer_name" not in said
    assert TOLD in read(client, one(shop, "web"))
    client.post(f"/notices/{waits}/stop")
    assert "It did not go. It would have said:" in read(client, waits)
    shop.conn.execute("UPDATE notice SET facts = facts - 'order'")
    assert "It cannot be written: The message order_accepted lacks order." in read(client, waits)
    shop.conn.execute("""UPDATE notice SET facts = '{"lines": 7}'""")
    assert "It cannot be written" in read(client, waits)
    assert client.get(f"/notices/{one(shop, 'web')}").status_code == 200


def test_what_went_within_another_notice_is_read_by_itself(
    shop: Shop,
    web: Callable[..., Client],  # noqa: F811 (the fixture)
) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.sell("web-2", "C1", POT=1)
    shop.tell()
    first, second = (
        n for (n,) in shop.rows("SELECT id FROM notice WHERE channel = 'email' ORDER BY id")
    )
    shop.conn.execute(
        "UPDATE notice SET state = 'merged', merged_into_id = %s, due_at = NULL WHERE id = %s",
        [first, second],
    )
    said = read(web(), second)
    assert "By itself it would say:" in said
    assert "SO-000002: ships by" in said


def test_what_the_rules_put_on_the_customers_page_stands_there(
    shop: Shop,
    web: Callable[..., Client],  # noqa: F811 (the fixture)
) -> None:
    news = "What happened so far"
    shop.sell("web-1", "C1", MUG=2)
    shop.sell("web-2", "C2", MUG=1)
    address = links.paths(shop.conn, [1], now=datetime.now(UTC))[1]
    assert news not in text(web("").get(address))
    shop.tell()
    shop.do("cancel", cancellations=[{"order": "web-1", "reason": "customer"}])
    shop.tell()
    shown = text(web("").get(address)).partition(news)[2]
    assert 0 <= shown.find("Order SO-000001: cancelled") < shown.find(TOLD)
    assert "SO-000002" not in shown
    german = web("").get(address, headers={"accept-language": "de"})
    assert "Bestellung SO-000001" in text(german).partition("Was bisher geschah")[2]
    shop.conn.execute("""UPDATE notice SET event = 'of_old', facts = '{"order": [1]}'""")
    assert web("").get(address).status_code == 200


def test_an_event_that_is_not_for_the_page_leaves_no_line(
    shop: Shop,
    web: Callable[..., Client],  # noqa: F811 (the fixture)
) -> None:
    rule: dict[str, Any] = {"event": "order_accepted", "channel": "web", "scope": "customer"}
    web().post("/settings/notices/rule", rule | {"match": "C1"})
    shop.sell("web-1", "C1", MUG=2)
    shop.tell()
    address = links.paths(shop.conn, [1], now=datetime.now(UTC))[1]
    assert "What happened so far" not in text(web("").get(address))
