"""How a parcel can be followed: who carries it, its number, and where to look.

All of it comes from outside, is hostile until checked, and the address is opened by customers: only
one of the web, over https, to a named host, is let in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from .errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_CARRIER, LONGEST_TRACKING, LONGEST_URL = 60, 60, 500
PLACE = "{number}"  # where a carrier's address takes the number
_TRACKING = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_-]*[A-Za-z0-9])?")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_UNSAFE = frozenset("<>\"'`{}\\|^")


class Label(NamedTuple):
    """What a parcel's label says; each part may be empty."""

    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""


def check(label: Label) -> Label:
    """Return a label that may be shown and sent; raises ``InvalidError`` naming what is wrong."""
    carrier, tracking, url = (part.strip() for part in label)
    if len(carrier) > LONGEST_CARRIER or not carrier.isprintable():
        raise InvalidError("bad_carrier", "A carrier is a short name on one line.", carrier=carrier)
    if tracking and (len(tracking) > LONGEST_TRACKING or not _TRACKING.fullmatch(tracking)):
        raise InvalidError(
            "bad_tracking",
            "A parcel's number has letters, digits, spaces, dots, slashes and hyphens alone.",
            tracking=tracking,
        )
    if url and not is_address(url):
        raise InvalidError(
            "bad_tracking_url",
            "Where a parcel can be followed is an address that begins with https:// and names a "
            "host, without quotes, brackets or a password.",
            tracking_url=url,
        )
    return Label(carrier, tracking, url)


def is_address(url: str) -> bool:
    r"""Tell whether customers may be sent to an address.

    >>> is_address("https://parcels.example.com/t?n=JD0146"), is_address("https://me@example.com/")
    (True, False)
    >>> [is_address(one) for one in ("http://a.example/", "javascript:alert(1)", "https:///x")]
    [False, False, False]
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return False
    if _UNSAFE & set(url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "@" not in parts.netloc and bool(_HOST.fullmatch(host))


def address(label: Label, carriers: Mapping[str, str]) -> str:
    """Return where a parcel can be followed: as its label says, else by its carrier's address.

    ``carriers`` are addresses with a place for the number, by names in small letters. The number
    goes in spelled for an address, so that it leads nowhere else.

    >>> address(Label("Post", "A 1/2"), {"post": "https://post.example/find?n={number}"})
    'https://post.example/find?n=A%201%2F2'
    """
    if label.tracking_url or not label.tracking:
        return label.tracking_url
    made = carriers.get(label.carrier.lower(), "").replace(PLACE, quote(label.tracking, safe=""))
    return made if made and is_address(made) else ""
