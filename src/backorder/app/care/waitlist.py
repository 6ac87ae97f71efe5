"""Who wants to hear when a product can be had again: signing up, leaving, being told in turn."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import settings
from backorder.app import branding
from backorder.app.accounts import secret
from backorder.app.jobs import alarms
from backorder.app.notices import enqueue
from backorder.app.statements import statement
from backorder.domain.errors import InvalidError, NotFoundError

from . import serving, signing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from psycopg import Connection

LASTS = timedelta(days=365)
UNCONFIRMED = timedelta(days=7)  # then a sign-up is forgotten, with its address
MOST_UNITS, MOST_SIGN_UPS, MOST_TOLD = 1000, 50, 1000
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
    """A sign-up as whoever made it sees it; ``ahead`` stand before it in the queue."""

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


def wanted(conn: Connection[Any], now: datetime) -> bool:  # noqa: ARG001 (as all tasks)
    """Tell whether there is anybody to look at."""
    row = conn.execute(statement("waitlist_any")).fetchone()
    return bool(row and row[0])


def run(
    conn: Connection[Any], *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> dict[str, Any]:
    """Tell those first in the queues of what is free, and of products that are made no more.

    Who is told and the message are rows of one transaction, so nobody is told twice or forgotten.
    """
    conn.execute(statement("waitlist_prune"), {"before": now - UNCONFIRMED})
    if stopping():
        return {"told": 0, "ended": 0}
    with conn.transaction():
        conn.execute(statement("waitlist_lock"))
        told = _tell(conn, now)
        ended = _end(conn, now)
    return {"told": told, "ended": ended}


def _tell(conn: Connection[Any], now: datetime) -> int:
    site = settings.get("BACKORDER_URL")
    if not site:
        # Whoever is told without a link loses the place in the queue for a message that never goes.
        text = "Nobody on the waitlist can be told: set BACKORDER_URL, for the links of messages."
        alarms.sound(conn, "waitlist_untold", "BACKORDER_URL", text, now=now)
        return 0
    alarms.silence(conn, "waitlist_untold", "BACKORDER_URL", now=now)
    rows = conn.execute(statement("waitlist_queue"), {"now": now, "most": MOST_TOLD}).fetchall()
    units: dict[int, int] = {}
    for _, queue in groupby(rows, key=lambda row: row[0]):
        mine = list(queue)
        waiters = (serving.Waiter(row[4], row[5]) for row in mine)
        units |= dict(serving.serve(mine[0][3], waiters))
    if not units:
        return 0
    ends_at = now + timedelta(hours=settings.get("BACKORDER_WAITLIST_HOURS"))
    values = {"entry": list(units), "units": list(units.values()), "now": now, "ends_at": ends_at}
    conn.execute(statement("waitlist_told"), values)
    links = paths(conn, list(units), now=now)
    shop = branding.read(conn).name or "backorder"
    for _, sku, name, _, entry, _, email, language in rows:
        if entry in units:
            facts = {
                "shop": shop,
                "customer_name": "",
                "lines": [{"sku": sku, "name": name or sku, "quantity": units[entry]}],
                "link_product": site + links[entry],
                "unsubscribe": site + links[entry],
                "expires_on": ends_at.date().isoformat(),
            }
            _say(conn, "back_in_stock", facts, entry, email, language, now)
    return len(units)


def _end(conn: Connection[Any], now: datetime) -> int:
    rows = conn.execute(statement("waitlist_over"), {"now": now}).fetchall()
    shop = branding.read(conn).name or "backorder"
    for entry, sku, name, quantity, email, language in rows:
        facts = {
            "shop": shop,
            "customer_name": "",
            "order": "",
            "link": "",
            "unsubscribe": "",
            "lines": [{"sku": sku, "name": name or sku, "quantity": quantity}],
        }
        _say(conn, "discontinued", facts, entry, email, language, now)
    return len(rows)


def _say(  # noqa: PLR0913, PLR0917 (a message)
    conn: Connection[Any],
    event: str,
    facts: dict[str, Any],
    entry: int,
    email: str,
    language: str,
    now: datetime,
) -> None:
    """Let a sign-up hear of it at the address it was made with, whoever the customer is."""
    key = f"waitlist:{entry}"
    enqueue.add(conn, event, facts=facts, key=key, now=now, address=email, language=language)
