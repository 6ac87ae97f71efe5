"""Labels of parcels on the pages: typed as they leave or later, seen by staff and customer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.care import links
from tests.web.desk import place, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
FOLLOW = "https://parcels.example/t?n=JD0146"


def test_a_label_is_typed_as_the_parcel_leaves_and_put_right_later(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    order = place(verb, "web-1", 4)["order"]
    client = web("warehouse")
    fields = {"key": "s-1", "quantity-MUG": "3", "carrier": "Post <b>", "tracking": "JD0146"}
    wrong = client.post(f"/fulfilment/pack/{order}", {**fields, "tracking_url": "http://p.example"})
    assert wrong.status_code == 422
    assert b'value="http://p.example"' in wrong.content
    left = client.post(f"/fulfilment/pack/{order}", {**fields, "tracking_url": FOLLOW})
    page = left["Location"]
    assert "Label Post &lt;b&gt; JD0146" in text(client.get(page))
    assert b"Post <b>" not in client.get(page).content
    refused = client.post(f"{page}/label", {"tracking": "<script>"})
    assert refused.status_code == 422
    assert b"<script>" not in refused.content.replace(b"<script src", b"")
    kept = client.post(f"{page}/label", {"carrier": "Cargo", "tracking": "C-9"})
    assert kept["Location"] == page
    for path in (page, f"/orders/{order}", "/fulfilment/shipped"):
        assert "Cargo C-9" in text(client.get(path)), path
    assert "Parcel labelled" in text(client.get(f"/orders/{order}"))
    number = int(order.removeprefix("SO-"))
    care = links.paths(conn, [number], now=datetime.now(UTC))[number]
    assert "left on" in text(web("").get(care))
    assert "Cargo C-9" in text(web("").get(care))
    client.post(f"{page}/label", {"carrier": "Cargo", "tracking": "C-9", "tracking_url": FOLLOW})
    link = f'<a href="{FOLLOW}" rel="noreferrer noopener">C-9</a>'
    assert link in web("").get(care).content.decode()
    rows = b"".join(client.get("/fulfilment/shipped?format=csv"))
    assert f"Cargo,C-9,{FOLLOW}" in rows.decode()


def test_a_reader_sees_no_form(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    order = place(verb, "web-1", 4)["order"]
    parcel = verb("ship", shipments=[{"key": "s-1", "order": order}])["shipments"][0]["shipment"]
    assert b"Keep the label" not in web("reader").get(f"/shipments/{parcel}").content
    assert b"Keep the label" in web("service").get(f"/shipments/{parcel}").content
