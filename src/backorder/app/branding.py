"""The company's name, colour, logo and contact: kept in the database, seen on pages and slips."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from django.utils.functional import SimpleLazyObject
from psycopg.types.json import Jsonb

from backorder.app.statements import statement
from backorder.app.web import connections
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from psycopg import Connection

BRAND, LOGO = "brand", "logo"
LONGEST_NAME, LONGEST_CONTACT, LARGEST_LOGO = 60, 120, 256 * 1024
TRUSTED_SECONDS = 10.0  # another process may have changed it
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/-]{4,}")
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_READABLE = 4.5  # the least contrast of text (WCAG 2.2, AA)
_LIGHT, _DARK = (255, 255, 255), (23, 27, 35)  # what links stand on, by scheme


class Brand(NamedTuple):
    """How the company shows itself; empty where nothing was chosen. ``version`` names the look.

    ``contact`` is where customers ask: an e-mail address, a telephone number or words.
    """

    name: str = ""
    accent: str = ""
    logo: bool = False
    version: str = "0"
    contact: str = ""

    @property
    def contact_link(self) -> str:
        """Return what a press on the contact opens; nothing where it is words.

        >>> Brand(contact="help@shop.example").contact_link
        'mailto:help@shop.example'
        >>> Brand(contact="+49 30 12 34 56").contact_link, Brand(contact="At the till").contact_link
        ('tel:+4930123456', '')
        """
        if _MAIL.fullmatch(self.contact):
            return f"mailto:{quote(self.contact, safe='@')}"
        if _TELEPHONE.fullmatch(self.contact):
            return "tel:" + re.sub(r"[^+0-9]", "", self.contact)
        return ""


_lock = threading.Lock()
_seen: dict[str, tuple[float, Brand]] = {}


def context(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 (Django calls it so)
    """Give templates the ``brand``; it is read where one uses it."""
    return {"brand": SimpleLazyObject(current)}


def current() -> Brand:
    """Return the brand of the database that this process serves, at most seconds old."""
    shared = connections.shared()
    now = time.monotonic()
    with _lock:
        at, found = _seen.get(shared.address, (0.0, Brand()))
    if at and now - at < TRUSTED_SECONDS:
        return found
    with shared.lend() as conn:
        found = read(conn)
    with _lock:
        _seen[shared.address] = (now, found)
    return found


def read(conn: Connection[Any]) -> Brand:
    """Return the brand."""
    row = conn.execute(statement("app_setting_find"), {"name": BRAND}).fetchone()
    logo = conn.execute(statement("app_setting_find"), {"name": LOGO}).fetchone()
    value = row[0] if row else {}
    changed = [one[1].timestamp() for one in (row, logo) if one]
    version = f"{max(changed):.0f}" if changed else "0"
    name, accent, contact = (value.get(part, "") for part in ("name", "accent", "contact"))
    return Brand(name, accent, logo is not None, version, contact)


def save(  # noqa: PLR0913 (what a company shows)
    conn: Connection[Any], name: str, accent: str, contact: str = "", *, now: datetime, by: str
) -> None:
    """Keep name, colour and contact; an empty colour is our own. Raises ``InvalidError``."""
    name, accent, contact = name.strip(), accent.strip().lower(), contact.strip()
    if len(name) > LONGEST_NAME or "\x00" in name:
        raise InvalidError("bad_name", f"The name has at most {LONGEST_NAME} characters.")
    if accent and not _COLOUR.fullmatch(accent):
        raise InvalidError("bad_colour", "A colour is written as #1a2b3c.", colour=accent[:20])
    if len(contact) > LONGEST_CONTACT or not contact.isprintable():
        raise InvalidError(
            "bad_contact", f"The contact is one line of at most {LONGEST_CONTACT} characters."
        )
    shown = {"name": name, "accent": accent, "contact": contact}
    _write(conn, BRAND, shown, None, now, by)


def save_logo(conn: Connection[Any], content: bytes, *, now: datetime, by: str) -> None:
    """Keep a logo, a PNG or JPEG by its first bytes; none at all takes it away."""
    if not content:
        conn.execute(statement("app_setting_drop"), {"name": LOGO})
        _forget()
        return
    kind = next((kind for begin, kind in _KINDS if content.startswith(begin)), None)
    if kind is None or len(content) > LARGEST_LOGO:
        limit = LARGEST_LOGO // 1024
        raise InvalidError("bad_logo", f"A logo is a PNG or JPEG file of at most {limit} KB.")
    _write(conn, LOGO, {"type": kind}, content, now, by)


def logo(conn: Connection[Any]) -> tuple[str, bytes] | None:
    """Return the type and content of the logo, if there is one."""
    row = conn.execute(statement("app_setting_content"), {"name": LOGO}).fetchone()
    return (row[0]["type"], bytes(row[1])) if row else None


def _write(  # noqa: PLR0913, PLR0917 (a row)
    conn: Connection[Any],
    name: str,
    value: dict[str, str],
    content: bytes | None,
    now: datetime,
    by: str,
) -> None:
    values = {"name": name, "value": Jsonb(value), "content": content, "at": now, "by": by}
    conn.execute(statement("app_setting_save"), values)
    _forget()


def _forget() -> None:
    with _lock:
        _seen.clear()


def stylesheet(accent: str) -> str:
    """Return the look of a colour: as links and buttons it can be read in both schemes.

    >>> "--accent: #2b4acb" in stylesheet("#2b4acb")
    True
    """
    if not accent:
        return ""
    rgb = (int(accent[1:3], 16), int(accent[3:5], 16), int(accent[5:7], 16))
    light, dark = _readable(rgb, _LIGHT, (0, 0, 0)), _readable(rgb, _DARK, (255, 255, 255))
    bright, dim = _look(light, _LIGHT), _look(dark, _DARK)
    return (
        f":root {{ {bright} }}\n"
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dim} }} }}\n'
        f':root[data-theme="dark"] {{ {dim} }}\n'
    )


Rgb = tuple[int, int, int]


def _look(accent: Rgb, ground: Rgb) -> str:
    ink = max(((255, 255, 255), (15, 18, 24)), key=lambda one: contrast(one, accent))
    soft = _mixed(ground, accent, 0.12)
    link = _readable(accent, soft, (0, 0, 0) if ground == _LIGHT else (255, 255, 255))
    return (
        f"--accent: {_hex(accent)}; --accent-ink: {_hex(ink)}; "
        f"--accent-soft: {_hex(soft)}; --link: {_hex(link)};"
    )


def _readable(colour: Rgb, ground: Rgb, towards: Rgb) -> Rgb:
    """Return a colour, moved towards another until it can be read on a ground."""
    found = colour
    for step in range(1, 21):
        if contrast(found, ground) >= _READABLE:
            return found
        found = _mixed(colour, towards, step / 20)
    return found


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2).

    >>> round(contrast((0, 0, 0), (255, 255, 255)))
    21
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = []
    for part in colour:
        share = part / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (sRGB)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
