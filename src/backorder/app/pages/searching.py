"""The search behind `/` and the command palette: documents by number or key, masters by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from backorder.app.statements import statement
from backorder.domain.names import PREFIXES, number, row_id

from . import frame
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

LONGEST = 100
# What the statement finds, by its kind: the page that shows it, and the word for it.
_PAGES: dict[str, tuple[str, str, _StrPromise]] = {
    "order": ("order", "name", _("Order")),
    "purchase_order": ("purchase_order", "name", _("Purchase order")),
    "product": ("product", "sku", _("Product")),
    "customer": ("customer", "ref", _("Customer")),
    "supplier": ("supplier", "code", _("Supplier")),
}


class Hit(NamedTuple):
    """Something that was found, and where it is shown."""

    word: _StrPromise
    name: str
    about: str
    address: str


def search(request: HttpRequest) -> HttpResponse:
    """Show what a text names; the palette gets the rows alone, and one exact hit is gone to."""
    text = request.GET.get("q", "").strip()[:LONGEST].replace("\x00", "")
    hits = find(text) if text else []
    if request.headers.get("HX-Request"):
        return frame.render(request, "backorder/parts/hits.html", {"hits": hits, "text": text})
    if len(hits) == 1 and hits[0].name.lower() == text.lower():
        return HttpResponseRedirect(hits[0].address)
    return frame.render(request, "backorder/pages/search.html", {"hits": hits, "text": text})


def find(text: str) -> list[Hit]:
    """Return what a text names, best first."""
    ids = {f"{kind}_id": row_id(kind, text.upper()) for kind in ("order", "purchase_order")}
    like = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    with frame.books() as conn:
        rows = conn.execute(
            statement("page_search"),
            {"text": text, "prefix": f"{like}%", "like": f"%{like}%", **ids},
        ).fetchall()
    return [hit for row in rows if (hit := _hit(*row)) is not None]


def _hit(kind: str, row: int, name: str, about: str) -> Hit | None:
    page, parameter, word = _PAGES[kind]
    shown: Any = number(kind, row) if kind in PREFIXES else name
    try:
        address = reverse(f"pages:{page}", kwargs={parameter: shown})
    except NoReverseMatch:  # a code that no address can hold
        return None
    return Hit(word, shown, about if kind not in PREFIXES else f"{name} {about}".strip(), address)


PAGES = (Page("search", "search", search),)
