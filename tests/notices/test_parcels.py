"""Parcels in messages: what is still to come, and how the parcel can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.app.branding import Brand
from backorder.app.wording import builtin, demo, rendering
from backorder.app.wording.events import event_of

if TYPE_CHECKING:
    from tests.notices.conftest import Post
    from tests.notices.shop import Shop

TIMES = "\N{MULTIPLICATION SIGN}"
FOLLOW = "https://parcels.example/t?n=JD0146"


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """Return a shop with four mugs, all for an order of six; what it told so far is forgotten."""
    lines = [{"sku": "MUG", "quantity": 4}]
    shop.do("count", counts=[{"key": "c", "location": "MAIN", "lines": lines}])
    shop.sell("web-1", "C1", MUG=6)
    shop.forget()
    return shop


def letter(post: Post) -> str:
    """Return what the last e-mail says in plain text."""
    part = next(one for one in post.messages[-1].walk() if one.get_content_type() == "text/plain")
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_part_that_left_can_be_followed_and_says_what_is_to_come(sold: Shop, post: Post) -> None:
    label = {"carrier": "Post", "tracking": "JD0146", "tracking_url": FOLLOW}
    sold.do("ship", shipments=[{"key": "s-1", "order": "web-1", **label}])
    assert sold.send()["sent"] == 1
    said = letter(post)
    assert "Post, parcel JD0146" in said
    assert f"Follow the parcel:\n{FOLLOW}\n" in said
    assert f"4 {TIMES} MUG" in said
    assert f"Still to come:\n\n- 2 {TIMES} MUG: " in said


def test_a_part_whose_rest_was_cancelled_meanwhile_is_all_there_is(sold: Shop, post: Post) -> None:
    sold.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
    sold.do("cancel", cancellations=[{"order": "web-1", "reason": "customer"}])
    sold.send()
    assert [event for event, *_ in sold.heard()] == ["shipped", "cancelled_by_customer"]
    assert "Still to come" not in letter(post)


def test_a_label_that_comes_later_is_told_once_each_number(
    sold: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_CARRIERS", "Post=https://post.example/{number}")
    sold.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
    sold.send()
    sold.do("label_shipments", labels=[{"shipment": "s-1", "carrier": "Post"}])
    assert sold.send()["sent"] == 0  # a carrier alone is no news
    label = {"shipment": "s-1", "carrier": "Post", "tracking": "JD 1"}
    for _ in range(2):
        sold.do("label_shipments", labels=[label])
        sold.send()
    assert [event for event, *_ in sold.heard()] == ["part_shipped", "parcel_labelled"]
    assert "Follow the parcel:\nhttps://post.example/JD%201\n" in letter(post)
    sold.do("label_shipments", labels=[{**label, "tracking": "JD 2"}])
    assert sold.send()["sent"] == 1
    assert "Post, parcel JD 2" in letter(post)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_text_message_has_the_number_where_it_fits(language: str) -> None:
    def sms(**facts: str) -> str:
        event = event_of("shipped")
        said = {**demo.facts_of("shipped", language), "link": "https://s.example/o/1", **facts}
        template = builtin.template("shipped", language)
        return rendering.compose(event, language, said, template, Brand()).sms

    said = sms(link_tracking=FOLLOW)
    assert "DHL JD014600003828394" in said
    assert said.endswith(f" {FOLLOW}")
    # An address that leaves no room gives way to the customer's page, and then the number does.
    long = sms(link_tracking=f"{FOLLOW}{'0' * 120}")
    assert "DHL JD014600003828394" in long
    assert long.endswith(" https://s.example/o/1")
    page = "https://s.example/o/" + "1" * 70
    crowded = sms(link_tracking=f"{FOLLOW}{'0' * 120}", tracking="1" * 60, link=page)
    assert "111 " not in crowded
    assert crowded.endswith(f" {page}")
