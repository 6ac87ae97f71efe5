"""What a shop may ask, out of an address: products or a cart, for whom and in which language."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings as of_django
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from backorder.app.api.asking import LONGEST_VALUE, refuse, whole

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST = 100  # products of one request
MOST_UNITS = 100_000
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]{1,80}")
_COMMON = {"destination", "channel", "class", "language", "alternatives", "track", "key"}
PRODUCTS = _COMMON | {"sku", "quantity"}
CART = _COMMON | {"line", "ship"}


class Line(NamedTuple):
    """So many units of a product."""

    sku: str
    quantity: int


class Asked(NamedTuple):
    """A question of a shop: ``cart`` lines are answered together, others each for itself."""

    lines: tuple[Line, ...]
    cart: bool
    destination: str = ""
    channel: str = ""
    customer_class: str = ""
    language: str = "en"
    alternatives: bool = True
    ship: str = "as_available"
    track: bool = False

    @property
    def skus(self) -> list[str]:
        """Return the products that are asked for, each once."""
        return list(dict.fromkeys(line.sku for line in self.lines))

    @property
    def circumstances(self) -> tuple[object, ...]:
        """Return what besides the lines decides the answer."""
        return (
            self.destination, self.channel, self.customer_class, self.language, self.alternatives,
            self.ship,
        )  # fmt: skip


def products(request: HttpRequest, *also: str) -> Asked:
    """Return a question for products: ``sku`` once or more, and ``quantity`` for all of them."""
    _known(request, PRODUCTS | set(also))
    skus = request.GET.getlist("sku")
    if not 1 <= len(skus) <= MOST:
        refuse("sku", f"is given once to {MOST} times")
    text = _one(request, "quantity")
    units = 1 if text is None else whole("quantity", text, 1, MOST_UNITS)
    lines = tuple(Line(_name("sku", sku), units) for sku in dict.fromkeys(skus))
    return _asked(request, lines, cart=False)


def cart(request: HttpRequest, *also: str) -> Asked:
    """Return a question for a cart: ``line`` as SKU:QUANTITY, once or more."""
    _known(request, CART | set(also))
    texts = request.GET.getlist("line")
    if not 1 <= len(texts) <= MOST:
        refuse("line", f"is given once to {MOST} times")
    lines = []
    for text in texts:
        sku, colon, units = text.rpartition(":")
        if not colon:
            refuse("line", "is a SKU and a quantity, such as MUG:2")
        lines.append(Line(_name("line", sku), whole("line", units, 1, MOST_UNITS)))
    return _asked(request, tuple(lines), cart=True)


def _asked(request: HttpRequest, lines: tuple[Line, ...], *, cart: bool) -> Asked:
    ship = _one(request, "ship") or "as_available"
    if ship not in {"as_available", "complete"}:
        refuse("ship", "is as_available or complete")
    return Asked(
        lines,
        cart,
        _text(request, "destination"),
        _text(request, "channel"),
        _text(request, "class"),
        language(request),
        _flag(request, "alternatives", default=True),
        ship,
        _flag(request, "track", default=False),
    )


def language(request: HttpRequest) -> str:
    """Return the language to answer in: the one that is named, else the browser's."""
    named = _one(request, "language")
    if named is None:
        return _browsers(request)
    known = [code for code, _ in of_django.LANGUAGES]
    found = named.lower().partition("-")[0]
    if found not in known:
        refuse("language", f"is one of {', '.join(known)}")
    return found


def _browsers(request: HttpRequest) -> str:
    """Return the first language of a browser that we speak. Cookies are for people, not for shops.

    What one visitor chose for the pages would be remembered, here and on the way, for all others.
    """
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            return str(get_supported_language_variant(code))
    return str(get_supported_language_variant(of_django.LANGUAGE_CODE))


def _known(request: HttpRequest, names: set[str]) -> None:
    for name, values in request.GET.lists():
        if name not in names:
            refuse(name[:LONGEST_VALUE], "is unknown here")
        if name not in {"sku", "line"} and len(values) != 1:
            refuse(name, "may be given once")


def _one(request: HttpRequest, name: str) -> str | None:
    return request.GET.get(name)


def _text(request: HttpRequest, name: str) -> str:
    text = _one(request, name) or ""
    return _name(name, text, 40) if text else ""


def _name(name: str, text: str, most: int = 80) -> str:
    if not _PLAIN.fullmatch(text) or len(text) > most:
        refuse(name, f"has 1 to {most} characters, and no control characters")
    return text


def _flag(request: HttpRequest, name: str, *, default: bool) -> bool:
    text = _one(request, name)
    if text is None:
        return default
    if text not in {"0", "1"}:
        refuse(name, "is 0 or 1")
    return text == "1"
