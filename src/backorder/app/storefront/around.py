"""What stands around an answer of the storefront: its tag, and its headers."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from backorder import __version__, settings

ANYWHERE = {
    # Nothing here depends on a cookie, so other sites may read it and show it.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Language, Authorization",
}


def tag_of(kind: str, key: tuple[Any, ...]) -> str:
    """Return the ETag of an answer: of what it rests on, and of the program that words it."""
    text = repr((__version__, kind, key))
    return f'"{blake2b(text.encode(), digest_size=16).hexdigest()}"'


def knows(header: str, tag: str) -> bool:
    """Tell whether an ``If-None-Match`` names a tag.

    >>> knows('W/"a", "b"', '"a"'), knows("", '"a"')
    (True, False)
    """
    return tag in [part.strip().removeprefix("W/") for part in header.split(",")]


def headers(tag: str) -> dict[str, str]:
    """Return the headers of an answer."""
    seconds: int = settings.get("BACKORDER_STOREFRONT_MAX_AGE")
    held = f"public, max-age={seconds}" if seconds else "no-cache"
    return {**ANYWHERE, "ETag": tag, "Cache-Control": held}
