"""A small piece of HTML that says when a product can be had: no script, no cookie, own style."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]
CSS = (
    ".backorder-badge{font:inherit;line-height:1.4;margin:0;color:inherit}"
    ".backorder-badge p{margin:0 0 .25em}"
    ".backorder-badge ul{margin:.25em 0 0;padding-inline-start:1.2em}"
    ".backorder-state::before{content:'';display:inline-block;width:.6em;height:.6em;"
    "border-radius:50%;margin-inline-end:.45em;background:#6b7280}"
    ".backorder-in_stock::before{background:#15803d}"
    ".backorder-backorder::before,.backorder-preorder::before,"
    ".backorder-made_to_order::before{background:#b45309}"
    ".backorder-out_of_stock::before,.backorder-discontinued::before{background:#b91c1c}"
    "@media(prefers-color-scheme:dark){.backorder-in_stock::before{background:#4ade80}"
    ".backorder-backorder::before,.backorder-preorder::before,"
    ".backorder-made_to_order::before{background:#fbbf24}"
    ".backorder-out_of_stock::before,.backorder-discontinued::before{background:#f87171}}"
)
PAGE_CSS = (
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:.25rem;background:transparent;"
    "font:16px/1.4 system-ui,sans-serif;color:#171b23}"
    "@media(prefers-color-scheme:dark){body{color:#e8eaf0;background:#171b23}}"
) + CSS
_HASH = base64.b64encode(sha256(PAGE_CSS.encode()).digest()).decode()
# Any page may frame it: it shows nothing that is not public, and has no form.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


def product(answers: Sequence[Json], language: str, *, whole: bool) -> str:
    """Return the badge of products: a page for a frame where ``whole``, else a piece of a page."""
    return _render("product", {"products": answers}, language, whole=whole)


def cart(answer: Json, language: str, *, whole: bool) -> str:
    """Return the badge of a cart."""
    return _render("cart", {"cart": answer, "products": answer["lines"]}, language, whole=whole)


def _render(kind: str, facts: Json, language: str, *, whole: bool) -> str:
    with translation.override(language):
        context = {**facts, "kind": kind, "language": language, "css": PAGE_CSS, "whole": whole}
        return render_to_string("backorder/storefront/badge.html", context)
