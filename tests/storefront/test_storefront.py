"""What shops are answered: numbers, days and words; badges, markup, feeds; who may ask."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from backorder.app.storefront import answering, keys, words
from backorder.app.tokens import checking, keeping
from backorder.app.web import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.ledger.desk import Desk

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
Json = dict[str, Any]
DASH = "\N{EN DASH}"
RANGE = f"4{DASH}6 December"


@pytest.fixture
def shop(desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return an open shop: 3 mugs there and 20 due, cups there, a pan that nobody can have."""
    monkeypatch.setenv("BACKORDER_STOREFRONT_OPEN", "1")
    monkeypatch.setenv("BACKORDER_STOREFRONT_RATE", "0")
    keys.reset()
    answering.forget()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    desk.stock(MUG=3, CUP=8, PAN=0)
    desk.do("set_products", products=[{"sku": "MUG", "name": "Mug <b>blue</b>"}])
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    line = {"sku": "MUG", "quantity": 20, "spread_days": 2}
    purchase = {"key": "p", "supplier": "S1", "expected_on": "2026-12-03", "lines": [line]}
    desk.do("order_supply", purchase_orders=[purchase])
    desk.do("set_substitutes", substitutes=[{"sku": "MUG", "substitute": "CUP"}])
    yield desk
    keys.reset()


def ask(client: Client, path: str, **headers: str) -> Any:
    answer = client.get(f"/storefront/{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_so_many_now_so_many_then(shop: Desk, client: Client) -> None:
    (mug,) = ask(client, "products?sku=MUG&quantity=10")["products"]
    assert (mug["state"], mug["now"], mug["words"]) == (
        "backorder", 3, f"3 now, 7 more ship {RANGE}",
    )  # fmt: skip
    (later,) = mug["later"]
    assert (later["quantity"], later["from"], later["to"]) == (7, "2026-12-04", "2026-12-06")
    assert mug["splitting"] == "In 2 parcels, or all together on 6 December"
    (other,) = mug["alternatives"]
    assert (other["sku"], other["words"]) == ("CUP", "In stock, ships on 23 November")


def test_in_the_shoppers_language(shop: Desk, client: Client) -> None:
    (mug,) = ask(client, "products?sku=MUG&quantity=10&language=de")["products"]
    assert mug["words"] == f"3 sofort, 7 weitere: Versand 4.{DASH}6. Dezember"
    (mug,) = ask(client, "products?sku=MUG", **{"Accept-Language": "de-AT"})["products"]
    assert mug["words"] == "Auf Lager, Versand am 23. November"


@pytest.mark.parametrize("state", ["in_stock", "backorder", "preorder", "made_to_order"])
@pytest.mark.parametrize("last", [4, 6])
@pytest.mark.parametrize("now", [0, 3])
def test_every_sentence_is_in_the_shoppers_language(state: str, last: int, now: int) -> None:
    span = date(2026, 12, 4), date(2026, 12, last)
    said = {}
    for language in ("en", "de"):
        with translation.override(language):
            said[language] = words.sentence(state, now, 7, span, NOW.date())
    assert "ship" in said["en"].lower()
    assert "Versand" in said["de"]
    assert "ship" not in said["de"].lower()


def test_what_would_leave_no_sooner_is_no_alternative(shop: Desk, client: Client) -> None:
    shop.stock(TIN=0, JAR=0)
    others = [{"sku": "MUG", "substitute": sku} for sku in ("TIN", "JAR")]
    shop.do("set_substitutes", substitutes=others)
    for sku, day in (("TIN", "2026-11-30"), ("JAR", "2026-12-20")):
        line = {"sku": sku, "quantity": 60}
        due = {"key": sku, "supplier": "S1", "expected_on": day, "lines": [line]}
        shop.do("order_supply", purchase_orders=[due])
    (mug,) = ask(client, "products?sku=MUG&quantity=10")["products"]
    assert [one["sku"] for one in mug["alternatives"]] == ["CUP", "TIN"]
    (mug,) = ask(client, "products?sku=MUG&quantity=3")["products"]
    assert mug["alternatives"] == []
    (mug,) = ask(client, "products?sku=MUG&quantity=50")["products"]  # more than can be had
    assert mug["refused"] is not None
    assert [one["sku"] for one in mug["alternatives"]] == ["TIN", "JAR"]


def test_what_comes_by_two_purchases_on_one_day_is_one_part(shop: Desk, client: Client) -> None:
    line = {"sku": "MUG", "quantity": 20, "spread_days": 2}
    more = {"key": "p-2", "supplier": "S1", "expected_on": "2026-12-03", "lines": [line]}
    shop.do("order_supply", purchase_orders=[more])
    (mug,) = ask(client, "products?sku=MUG&quantity=33")["products"]
    assert [part["quantity"] for part in mug["later"]] == [30]


def test_what_cannot_be_had_says_so(shop: Desk, client: Client) -> None:
    found = ask(client, "products?sku=PAN&sku=NONE&sku=MUG&quantity=30")["products"]
    assert [(one["state"], one["words"]) for one in found] == [
        ("out_of_stock", "Out of stock"),
        ("unknown", "This product is not known."),
        ("out_of_stock", "3 now, no more can be ordered"),
    ]


def test_a_cart_is_answered_as_a_whole(shop: Desk, client: Client) -> None:
    lane = {"zone": "", "transit_days": 1, "parcel_cost": 490, "currency": "EUR"}
    shop.do("set_lanes", lanes=[lane])
    found = ask(client, "cart?line=MUG:4&line=CUP:2&destination=DE")
    assert [one["words"] for one in found["lines"]] == [
        f"3 now, 1 more ships {RANGE}", "In stock",
    ]  # fmt: skip
    assert found["splitting"] == "In 2 parcels for €4.90 more, or all together on 6 December"


def test_an_answer_holds_until_the_books_change(shop: Desk, client: Client) -> None:
    path = "/storefront/products?sku=MUG&sku=CUP&quantity=10"
    first = client.get(path)
    tag = first["ETag"]
    assert first["Cache-Control"] == "no-cache"
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    changes: list[tuple[str, Json]] = [
        ("place_orders", {"orders": [{"key": "o", "lines": [{"sku": "MUG", "quantity": 1}]}]}),
        ("change_supply", {"changes": [{"purchase_order": "PO-000001", "sku": "MUG",
                                        "expected_on": "2026-12-10"}]}),
        ("set_products", {"products": [{"sku": "CUP", "unit_price": 900}]}),
        ("set_policies", {"policies": [{"scope": "default", "match": "", "mode": "deny"}]}),
        ("hold", {"holds": [{"key": "h", "expires_in": 60,
                             "lines": [{"sku": "CUP", "quantity": 8}]}]}),
    ]  # fmt: skip
    for verb, request in changes:
        shop.do(verb, **request)
        again = client.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 200, verb
        assert again["ETag"] != tag
        tag = again["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        kept = again.content
        answering.forget()
        assert client.get(path).content == kept


def test_an_expired_hold_ends_an_answer(
    shop: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"sku": "CUP", "quantity": 8}]
    shop.do("hold", holds=[{"key": "h", "expires_in": 60, "lines": lines}])
    first = client.get("/storefront/products?sku=CUP")
    assert json.loads(first.content)["products"][0]["state"] == "out_of_stock"
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(minute=2))
    again = client.get("/storefront/products?sku=CUP", headers={"If-None-Match": first["ETag"]})
    assert json.loads(again.content)["products"][0]["state"] == "in_stock"


def test_a_badge_is_plain_and_can_be_framed(shop: Desk, client: Client) -> None:
    page = client.get("/storefront/badge?sku=MUG&quantity=10")
    text = page.content.decode()
    assert f"3 now, 7 more ship {RANGE}" in text
    assert "<script" not in text
    assert not page.cookies
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    piece = client.get("/storefront/badge?sku=MUG&sku=CUP&as=fragment").content.decode()
    assert piece.startswith('<div class="backorder-badge"')
    assert "Mug &lt;b&gt;blue&lt;/b&gt;: " in piece
    cart = client.get("/storefront/cart-badge?line=MUG:10&language=de").content.decode()
    assert "In 2 Paketen, oder alles zusammen am 6. Dezember" in cart


def test_the_markup_is_schema_org(shop: Desk, client: Client) -> None:
    found = ask(client, "markup?sku=MUG&quantity=10")
    assert found["offers"] == {
        "@type": "Offer",
        "availability": "https://schema.org/BackOrder",
        "availabilityStarts": "2026-12-06",
        "itemCondition": "https://schema.org/NewCondition",
        "price": "12.50",
        "priceCurrency": "EUR",
        "deliveryLeadTime": {
            "@type": "QuantitativeValue", "minValue": 12, "maxValue": 14, "unitCode": "DAY",
        },
    }  # fmt: skip
    assert ask(client, "markup?sku=PAN")["offers"]["availability"].endswith("/OutOfStock")


def test_the_feed_has_every_product(
    shop: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_STOREFRONT_LINK", "https://shop.example.com/p/{sku}")
    shop.do("place_orders", orders=[{"key": "o", "lines": [{"sku": "MUG", "quantity": 3}]}])
    answer: Any = client.get("/storefront/feed.tsv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines == [
        "id\ttitle\tlink\tprice\tavailability\tavailability_date",
        "CUP\tCUP\thttps://shop.example.com/p/CUP\t12.50 EUR\tin_stock\t",
        (
            "MUG\tMug <b>blue</b>\thttps://shop.example.com/p/MUG\t12.50 EUR\tbackorder"
            "\t2026-12-06T00:00:00Z"
        ),
        "PAN\tPAN\thttps://shop.example.com/p/PAN\t12.50 EUR\tout_of_stock\t",
    ]
    answer = client.get("/storefront/feed.xml")
    tree = ET.fromstring(b"".join(answer.streaming_content))  # noqa: S314 (our own)
    space = "{http://base.google.com/ns/1.0}"
    found = [one.findtext(f"{space}availability") for one in tree.iter("item")]
    assert found == ["in_stock", "backorder", "out_of_stock"]
    assert tree.findtext("channel/link") == "https://shop.example.com/"


def test_alternatives_are_counted_only_where_asked(shop: Desk, client: Client) -> None:
    client.get("/storefront/products?sku=MUG&quantity=10")
    assert shop.rows("SELECT shown FROM alternative_shown") == []
    for _ in range(2):
        client.get("/storefront/products?sku=MUG&quantity=10&track=1")
    assert shop.rows("SELECT shown, day::text FROM alternative_shown") == [(2, "2026-11-22")]


@pytest.mark.parametrize(
    "path",
    ["products", "products?sku=", "products?sku=A&quantity=0", "products?sku=A&quantity=x",
     "products?sku=A&more=1", "cart?line=A", "cart?line=A:0", "cart?line=:2", "badge?sku=A&as=x",
     "products?sku=A&language=xx", "products?sku=%00", "products?sku=A&track=2",
     "feed.tsv?sku=A", "products?" + "&".join(f"sku={n}" for n in range(101))],
)  # fmt: skip
def test_a_malformed_question_is_refused(shop: Desk, client: Client, path: str) -> None:
    answer = client.get(f"/storefront/{path}")
    assert answer.status_code == 400, answer.content
    assert json.loads(answer.content)["code"] in {"parameter_invalid", "malformed"}


def test_only_a_key_that_can_do_nothing_else_is_published(
    shop: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_STOREFRONT_OPEN", "0")
    at = datetime.now(UTC)
    made = {
        name: keeping.create(shop.conn, name, scopes, now=at, actor="test")
        for name, scopes in {
            "public": ["storefront"], "both": ["storefront", "orders"], "orders": ["orders"],
        }.items()
    }  # fmt: skip
    checking.forget()

    def code(query: str = "", **headers: str) -> Any:
        answer = client.get(f"/storefront/products?sku=MUG{query}", headers=headers)
        return answer.status_code, json.loads(answer.content).get("code")

    assert code() == (401, "token_missing")
    assert code("&key=nonsense") == (401, "token_invalid")
    assert code(f"&key={made['public']}") == (200, None)
    assert code(f"&key={made['both']}") == (403, "key_not_publishable")
    assert code(Authorization=f"Bearer {made['both']}") == (200, None)
    assert code(Authorization=f"Bearer {made['orders']}") == (403, "scope_needed")
    assert client.post("/storefront/products?sku=MUG", {}).status_code == 405


def test_strangers_have_a_limit(
    shop: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_STOREFRONT_RATE", "1")
    keys.reset()
    codes = [client.get("/storefront/products?sku=MUG").status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
