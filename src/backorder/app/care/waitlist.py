"""Who wants to hear when a product can be had again: signing up, and what came of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app import branding
from backorder.app.accounts import secret
from backorder.app.notices import enqueue
from backorder.app.statements import statement
from backorder.domain.errors import InvalidError, NotFoundError

from . import signing

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

LASTS = timedelta(days=365)
MOST_UNITS, MOST_SIGN_UPS = 1000, 50
_PURPOSE = "waitlist"
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\\\"\x00-\x1f]{1,64}@[a-z0-9.-]+\.[a-z0-9-]{2,}", re.ASCII)


class Product(NamedTuple):
    """A product to sign up for."""

    id: int
    sku: str
    name: str
    discontinued: bool


class Entry(NamedTuple):
    """A sign-up as whoever made it sees it; ``ahead`` stand before it in the queue.

    ``hold`` is what holds its units, 0 where none are, at a price each in minor units; ``known``
    tells whether the hold is a known customer's.
    """

    id: int
    sku: str
    name: str
    quantity: int
    language: str
    state: str
    told_units: int
    window_ends_at: datetime | None
    ended_why: str
    ahead: int
    hold: int
    unit_price: int
    currency: str
    email: str
    known: bool


def product(conn: Connection[Any], sku: str) -> Product:
    """Return a product; raises ``NotFoundError``."""
    asked = {"sku": sku}
    row = None if "\x00" in sku else conn.execute(statement("waitlist_product"), asked).fetchone()
    if row is None:
        raise NotFoundError("unknown_sku", f"There is no product {sku[:80]}.", sku=sku[:80])
    return Product(*row)


def join(  # noqa: PLR0913 (a sign-up)
    conn: Connection[Any],
    wanted: Product,
    email: str,
    quantity: int,
    *,
    language: str,
    now: datetime,
    site: str,
) -> None:
    """Sign an address up, and send it the link that confirms it, at most once a day.

    Nothing tells a caller whether the address was signed up before. Raises ``InvalidError`` for
    what is no address, and for a number of units that nobody wants.
    """
    email = checked_email(email)
    if not 1 <= quantity <= MOST_UNITS:
        raise InvalidError(
            "units_invalid", f"Units are between 1 and {MOST_UNITS}.", quantity=quantity
        )
    values = {
        "product": wanted.id,
        "email": email,
        "quantity": quantity,
        "language": language[:8],
        "now": now,
        "most": MOST_SIGN_UPS,
    }
    with conn.transaction():
        row = conn.execute(statement("waitlist_join"), values).fetchone()
        if row is None:
            return
        address = site + paths(conn, [row[0]], now=now)[row[0]]
        facts = {
            "shop": branding.read(conn).name or "backorder",
            "customer_name": "",
            "product": wanted.name or wanted.sku,
            "link_confirm": address,
        }
        key = f"waitlist:{row[0]}:{now.date()}"
        enqueue.add(
            conn, "waitlist_confirm", facts=facts, key=key, now=now, address=email,
            language=language,
        )  # fmt: skip


def checked_email(text: str) -> str:
    """Return an address in small letters; raises ``InvalidError`` for what is none.

    >>> checked_email(" Ada@Example.com ")
    'ada@example.com'
    """
    found = text.strip().lower()
    if len(found) > _LONGEST_EMAIL or not _EMAIL.fullmatch(found) or ".." in found:
        raise InvalidError("email_invalid", "That is no e-mail address.")
    return found


def paths(conn: Connection[Any], entries: list[int], *, now: datetime) -> dict[int, str]:
    """Return the link to each sign-up, as a path from the root of the app."""
    key = signing.key_for(_PURPOSE, secret.key(conn))
    last = now.date() + LASTS
    return {one: f"/w/{signing.sign(key, signing.Said(one, 0, last))}" for one in entries}


def find(conn: Connection[Any], text: str, *, now: datetime) -> Entry | None:
    """Return the sign-up that a link opens; None for one that is over, or none."""
    said = signing.read(signing.key_for(_PURPOSE, secret.key(conn)), text)
    if said is None or said.last_day < now.date():
        return None
    row = conn.execute(statement("waitlist_entry"), {"entry": said.number}).fetchone()
    return None if row is None else Entry(*row)


def confirm(conn: Connection[Any], entry: int, *, now: datetime) -> None:
    """Let a sign-up stand in the queue."""
    conn.execute(statement("waitlist_confirm"), {"entry": entry, "now": now})


def leave(conn: Connection[Any], entry: int, *, now: datetime) -> None:
    """End a sign-up; what is told already stays so."""
    conn.execute(statement("waitlist_leave"), {"entry": entry, "now": now})
