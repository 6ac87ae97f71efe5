"""A company whose goods do not suffice, for the pages about selling."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from backorder import ledger
from tests.api.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    import psycopg
    from django.test import Client

Json = dict[str, Any]


def call(conn: psycopg.Connection[Any], verb: str, **request: Any) -> Json:
    """Carry a verb out at the instant that the pages think it is."""
    return ledger.VERBS[verb](conn, request, now=NOW, actor="test")


def sell(conn: psycopg.Connection[Any], key: str, *lines: tuple[str, int], **more: Any) -> str:
    """Place an order; return its number."""
    wanted = [{"sku": sku, "quantity": units} for sku, units in lines]
    order = {"key": key, "customer": {"ref": "C7"}, "channel": "web", "lines": wanted, **more}
    return str(call(conn, "place_orders", orders=[order])["orders"][0]["order"])


def stocked(conn: psycopg.Connection[Any]) -> str:
    """Buy mugs, sell four of ten, then twelve although six are left; return that order."""
    bought = [{"sku": "MUG", "quantity": 8}]
    purchase = {"key": "p-1", "supplier": "S1", "expected_on": "2026-12-04", "lines": bought}
    call(conn, "order_supply", purchase_orders=[purchase])
    sell(conn, "web-1", ("MUG", 4))
    return sell(conn, "web-2", ("MUG", 12), ("POT", 1))


def text_of(answer: Any) -> str:
    """Return what a page says, without its tags and with single spaces."""
    assert answer.status_code == 200, answer.content.decode()[:2000]
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields_of(answer: Any) -> Json:
    """Return the hidden fields of the form that a preview ends in."""
    page = answer.content.decode()
    form = page[page.rindex("<form", 0, page.index('name="sure"')) : page.index('name="sure"')]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    found: Json = {}
    for name, value in pairs:
        found.setdefault(name, []).append(unescape(value))
    return found | {"sure": "1"}


def said(client: Client, address: str) -> str:
    """Return the messages that the next page shows."""
    page = client.get(address).content.decode()
    return " ".join(
        unescape(one) for one in re.findall(r"<li class=\"\w*\">.*?<span>(.*?)</span>", page)
    )


def seen(text: str, parts: Iterable[str]) -> list[str]:
    """Return the parts that a text lacks."""
    return [part for part in parts if part not in text]
