"""What a customer was told, on the pages of the order and the customer; and how they wish it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.selling import call, said, seen, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")


def test_the_link_is_sent_again_and_stands_among_what_was_told(
    web: Callable[..., Client], conn: Conn
) -> None:
    order = stocked(conn)
    call(conn, "set_customers", customers=[{"ref": "C7", "email": "c7@example.com"}])
    client = web("service")
    assert "Nothing yet." in text_of(client.get(f"/orders/{order}"))
    for say in ("It is told", "Nothing went"):
        client.post(f"/orders/{order}", {"do": "send_link"})
        assert say in said(client, f"/orders/{order}")
    wanted = ("Products are still awaited", "held email", "This channel has no server.")
    for address in (f"/orders/{order}", "/customers/C7"):
        page = client.get(address)
        assert seen(text_of(page), wanted) == []
        assert "/notices/1" in page.content.decode()
    reader = web("reader")
    assert "Send it again" not in text_of(reader.get(f"/orders/{order}"))
    assert reader.post(f"/orders/{order}", {"do": "send_link"}).status_code == 403
    shipped = call(conn, "cancel", cancellations=[{"order": order}])
    assert shipped
    client.post(f"/orders/{order}", {"do": "send_link"})
    assert "Nothing of this order waits" in said(client, f"/orders/{order}")


def test_staff_change_how_a_customer_hears(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    client = web("service")
    form = {"do": "wish", "wish_channel": "sms", "wish_language": "de", "wish_digest": "1"}
    client.post("/customers/C7", form)
    query = "SELECT channel, language, digest, changed_by FROM notice_preference"
    kept = [("sms", "de", True, "service@example.com")]
    assert conn.execute(query).fetchall() == kept
    reader = web("reader")
    assert 'name="wish_channel"' not in reader.get("/customers/C7").content.decode()
    reader.post("/customers/C7", form | {"wish_channel": "none"})
    assert "role does not allow" in said(reader, "/customers/C7")
    client.post("/customers/C7", form | {"wish_language": "no such"})
    assert "A language is written as" in said(client, "/customers/C7")
    assert conn.execute(query).fetchall() == kept
