"""The merchant feed: every product with its availability and day, written while it is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from backorder import settings
from backorder.app import branding
from backorder.app.statements import statement
from backorder.app.web import connections
from backorder.connectors.money import decimal_text

from . import answering
from .asking import Asked, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

Json = dict[str, Any]
SLICE = 500  # products asked for at once; nothing is held longer than one slice
COLUMNS = ("id", "title", "link", "price", "availability", "availability_date")
# What merchants' feeds know, by our states.
STATES = {
    "in_stock": "in_stock",
    "backorder": "backorder",
    "preorder": "preorder",
    "made_to_order": "backorder",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    "<title>{name}</title>\n<link>{link}</link>\n<description>{name}</description>\n"
)
_ODD = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_TAIL = "</channel>\n</rss>\n"


def rows(now: datetime, destination: str = "") -> Iterator[list[tuple[str, ...]]]:
    """Yield the feed's rows, a slice at a time, each from the books as they are then."""
    after = 0
    while True:
        with connections.shared().lend() as conn:
            found = conn.execute(
                statement("storefront_feed"), {"after": after, "limit": SLICE}
            ).fetchall()
            if not found:
                return
            yield _slice(conn, [row[1] for row in found], now, destination)
        after = found[-1][0]


def _slice(
    conn: Connection[Any], skus: list[str], now: datetime, destination: str
) -> list[tuple[str, ...]]:
    asked = Asked(
        tuple(Line(sku, 1) for sku in skus), cart=False, destination=destination, alternatives=False
    )
    found = answering.look(conn, asked, now)
    made = answering.work_out(conn, asked, found.today, now)
    return [row(one) for one in made["products"]]


def row(answer: Json) -> tuple[str, ...]:
    """Return a product as the feed has it; the day is an instant, as the format wants it."""
    state = STATES.get(answer["state"], "out_of_stock")
    on = answer["available_on"]
    dated = "" if state in {"in_stock", "out_of_stock"} or on is None else _instant(on)
    if state in {"backorder", "preorder"} and not dated:
        state = "out_of_stock"  # the format takes neither without a day
    return (
        answer["sku"],
        answer["name"] or answer["sku"],
        link(answer["sku"]),
        f"{decimal_text(answer['unit_price'], answer['currency'])} {answer['currency']}",
        state,
        dated,
    )


def link(sku: str) -> str:
    """Return the address of a product in the shop; empty where the setting does not say it."""
    pattern: str = settings.get("BACKORDER_STOREFRONT_LINK")
    return pattern.replace("{sku}", quote(sku, safe="")) if pattern else ""


def home() -> str:
    """Return the address of the shop: where its products are, else ours; empty for neither."""
    found = urlsplit(link(""))
    if found.netloc:
        return f"{found.scheme}://{found.netloc}/"
    return settings.get("BACKORDER_URL") or ""


def tsv(slices: Iterator[list[tuple[str, ...]]]) -> Iterator[bytes]:
    """Return the feed as text parted by tabs."""
    yield ("\t".join(COLUMNS) + "\n").encode()
    for made in slices:
        yield "".join("\t".join(map(_cell, one)) + "\n" for one in made).encode()


def xml(slices: Iterator[list[tuple[str, ...]]]) -> Iterator[bytes]:
    """Return the feed as RSS 2.0 with the merchants' names."""
    name = escape(_plain(branding.current().name or "backorder"))
    yield _HEAD.format(name=name, link=escape(home())).encode()
    for made in slices:
        yield "".join(_item(one) for one in made).encode()
    yield _TAIL.encode()


KINDS: dict[str, tuple[str, Callable[[Iterator[list[tuple[str, ...]]]], Iterator[bytes]]]] = {
    "feed.tsv": ("text/tab-separated-values; charset=utf-8", tsv),
    "feed.xml": ("application/xml; charset=utf-8", xml),
}


def _item(one: tuple[str, ...]) -> str:
    fields = "".join(
        f"<g:{name}>{escape(_plain(text))}</g:{name}>"
        for name, text in zip(COLUMNS, one, strict=True)
        if text
    )
    return f"<item>{fields}</item>\n"


def _cell(text: str) -> str:
    r"""Return a text without what parts cells, and no formula for a spreadsheet.

    >>> _cell("a\tb"), _cell("=1+1")
    ('a b', "'=1+1")
    """
    found = _plain(text)
    return f"'{found}" if found[:1] in {"=", "+", "@"} else found


def _plain(text: str) -> str:
    r"""Return a text without control characters, and those that XML does not take at all.

    >>> _plain("Mug\t\ufffe"), _plain("Tasse ☕")
    ('Mug  ', 'Tasse ☕')
    """
    return _ODD.sub(" ", text)


def _instant(on: Any) -> str:  # noqa: ANN401 (a day, or its text)
    day = on if not isinstance(on, str) else datetime.fromisoformat(on).date()
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
