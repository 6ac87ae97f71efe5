"""Labels of parcels: said as they leave or later, version by version, and hostile until checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError
from backorder.domain.parcels import Label, address, is_address
from backorder.setting_values import carriers

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

FOLLOW = "https://parcels.example/t?n=JD0146"


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with six mugs; ann ordered four of them, bob two."""
    desk.stock(MUG=6)
    desk.order("ann", MUG=4)
    desk.order("bob", MUG=2)
    return desk


def ship(desk: Desk, key: str, order: str, **label: str) -> Json:
    answer = desk.do("ship", shipments=[{"key": key, "order": order, **label}])
    said: Json = answer["shipments"][0]
    return said


def labels(desk: Desk) -> list[tuple[int, int, str, str, str]]:
    return desk.rows(
        "SELECT shipment_id::int, version, carrier, tracking, tracking_url FROM shipment_label"
        " ORDER BY shipment_id, version"
    )


def test_a_parcel_leaves_with_its_label(shop: Desk) -> None:
    said = ship(shop, "s-1", "ann", carrier=" Post ", tracking="JD 0146", tracking_url=FOLLOW)
    assert {name: said[name] for name in said if name not in ("key", "shipment", "lines")} == {
        "order": "SO-000001", "remaining": 0, "carrier": "Post", "tracking": "JD 0146",
        "tracking_url": FOLLOW,
    }  # fmt: skip
    bare = ship(shop, "s-2", "bob")
    assert set(bare) == {"key", "shipment", "order", "lines", "remaining"}
    assert labels(shop) == [(2, 1, "Post", "JD 0146", FOLLOW)]
    again = ship(shop, "s-1", "ann", carrier=" Post ", tracking="JD 0146", tracking_url=FOLLOW)
    assert again == said
    with pytest.raises(BackorderError, match="s-1"):
        ship(shop, "s-1", "ann", carrier="Post", tracking="JD 0147")
    assert len(labels(shop)) == 1


def test_a_label_comes_later_is_put_right_and_taken_off(shop: Desk) -> None:
    number = ship(shop, "s-1", "ann")["shipment"]
    first = shop.do("label_shipments", labels=[{"shipment": number, "tracking": "JD0146"}])
    assert first == {
        "labelled": [
            {
                "shipment": number,
                "order": "SO-000001",
                "version": 1,
                "lines": [{"sku": "MUG", "quantity": 4}],
                "tracking": "JD0146",
            }
        ],
        "unchanged": 0,
    }
    same = shop.do("label_shipments", labels=[{"shipment": "s-1", "tracking": "JD0146"}])
    assert same == {"labelled": [], "unchanged": 1}
    right = {"shipment": "s-1", "carrier": "Post", "tracking": "JD0147"}
    assert shop.do("label_shipments", labels=[right])["labelled"][0]["version"] == 2
    shop.do("label_shipments", labels=[{"shipment": "s-1"}])
    assert labels(shop) == [
        (2, 1, "", "JD0146", ""),
        (2, 2, "Post", "JD0147", ""),
        (2, 3, "", "", ""),
    ]
    assert shop.breaches() == []


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ({"carrier": "x" * 61}, "bad_carrier"),
        ({"carrier": "Post\r\nBcc: all@example.com"}, "bad_carrier"),
        ({"tracking": "1" * 61}, "bad_tracking"),
        ({"tracking": "<b>1</b>"}, "bad_tracking"),
        ({"tracking": "1\n2"}, "bad_tracking"),
        ({"tracking": "{{link}}"}, "bad_tracking"),
        ({"tracking_url": "http://parcels.example/1"}, "bad_tracking_url"),
        ({"tracking_url": "javascript:alert(1)"}, "bad_tracking_url"),
        ({"tracking_url": "https://post.example@evil.example/"}, "bad_tracking_url"),
        ({"tracking_url": 'https://p.example/"onclick="x'}, "bad_tracking_url"),
        ({"tracking_url": "https://p\u00f6st.example/1"}, "bad_tracking_url"),
        ({"tracking_url": "https://p.example:port/"}, "bad_tracking_url"),
        ({"tracking_url": "https://[::1/"}, "bad_tracking_url"),
        ({"tracking_url": "https:///nowhere"}, "bad_tracking_url"),
    ],
)
def test_what_a_label_may_not_say(shop: Desk, label: dict[str, str], code: str) -> None:
    ship(shop, "s-1", "ann")
    before = shop.state()
    requests: list[tuple[str, Json]] = [
        ("ship", {"shipments": [{"key": "s-2", "order": "bob", **label}]}),
        ("label_shipments", {"labels": [{"shipment": "s-1", **label}]}),
    ]
    for verb, request in requests:
        with pytest.raises(BackorderError) as raised:
            shop.do(verb, **request)
        assert (raised.value.status, raised.value.code) == (422, code)
    assert shop.state() == before


def test_parcels_that_are_not_there(shop: Desk) -> None:
    ship(shop, "s-1", "ann")
    for asked, code in (
        (["SH-999999"], "unknown_shipment"),
        (["s-1", "nobody's"], "unknown_shipment"),
        (["s-1", "SH-000002"], "labelled_twice"),
    ):
        with pytest.raises(BackorderError) as raised:
            shop.do("label_shipments", labels=[{"shipment": one} for one in asked])
        assert raised.value.code == code
    assert labels(shop) == []


def test_a_carriers_address_takes_the_number_and_leads_nowhere_else() -> None:
    table = carriers("Post = https://post.example/{number}/x | Cargo=https://c.example/?p={number}")
    hostile = Label("POST", "1/../..//evil.example")
    assert address(hostile, table) == "https://post.example/1%2F..%2F..%2F%2Fevil.example/x"
    assert address(Label("Cargo", "A 1"), table) == "https://c.example/?p=A%201"
    assert address(Label("Other", "A1"), table) == ""
    assert address(Label("Post", ""), table) == ""
    assert address(Label("Post", "A1", FOLLOW), table) == FOLLOW
    assert is_address(FOLLOW)


@pytest.mark.parametrize(
    "text",
    [
        "Post",
        "Post=https://post.example/",
        "Post=http://post.example/{number}",
        "=https://post.example/{number}",
        "Post=https://{number}.example/",
        "Post=https://post.example{number}/",
        "Post=https://post.example/{number}/{number}",
    ],
)
def test_a_table_of_carriers_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        carriers(text)
