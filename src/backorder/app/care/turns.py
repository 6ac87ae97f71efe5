"""Whose turn it is in the queues of products: units are held for the first, and they are told.

What is decided is written down before the hold is made, and the hold's request follows from what is
written: so a run that dies anywhere is finished by the next one, with the same holds and messages.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import ledger, settings
from backorder.app import branding
from backorder.app.jobs import alarms
from backorder.app.notices import enqueue
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, ConflictError
from backorder.domain.names import number, require_id

from . import serving
from .waitlist import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from psycopg import Connection

UNCONFIRMED = timedelta(days=7)  # then a sign-up is forgotten, with its address
MOST_TOLD = 1000
ACTOR = CHANNEL = "waitlist"


class Offer(NamedTuple):
    """Units to be held for a sign-up; ``customer`` is None for somebody who never ordered."""

    entry: int
    offers: int
    units: int
    asked: int
    seconds: int
    sku: str
    name: str
    email: str
    language: str
    customer: str | None

    @property
    def cart(self) -> dict[str, Any]:
        """Return the request for the hold, the same whenever it is asked for."""
        found: dict[str, Any] = {
            "key": f"waitlist:{self.entry}:{self.offers}",
            "channel": CHANNEL,
            "expires_in": self.seconds,
            "lines": [{"sku": self.sku, "quantity": self.units}],
        }
        return found if self.customer is None else found | {"customer": {"ref": self.customer}}


def wanted(conn: Connection[Any], now: datetime) -> bool:  # noqa: ARG001 (as all tasks)
    """Tell whether there is anybody to look at."""
    row = conn.execute(statement("waitlist_any")).fetchone()
    return bool(row and row[0])


def run(
    conn: Connection[Any], *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> dict[str, Any]:
    """Offer those first in the queues what is free, and end the queues of products made no more.

    One process at a time; another one that comes meanwhile does nothing.
    """
    conn.execute(statement("waitlist_prune"), {"before": now - UNCONFIRMED})
    row = None if stopping() else conn.execute(statement("waitlist_lock")).fetchone()
    if row is None or not row[0]:
        return {"told": 0, "ended": 0}
    try:
        settle(conn, now)
        told = _serve(conn, now)
        with conn.transaction():
            ended = _end(conn, now)
    finally:
        if not conn.closed:
            conn.execute(statement("waitlist_unlock"))
    return {"told": told, "ended": ended}


def settle(conn: Connection[Any], now: datetime) -> None:
    """Let go of what was held too long, and write down what became of what was held."""
    expired = [row[0] for row in conn.execute(statement("waitlist_expired"), {"now": now})]
    if expired:
        products = [{"sku": sku} for sku in expired]
        ledger.VERBS["expire"](conn, {"products": products}, now=now, actor=ACTOR)
    conn.execute(statement("waitlist_settle"), {"now": now})


def _serve(conn: Connection[Any], now: datetime) -> int:
    site = settings.get("BACKORDER_URL")
    if not site:
        # Whoever is told without a link loses the place in the queue for a message that never goes.
        text = "Nobody on the waitlist can be told: set BACKORDER_URL, for the links of messages."
        alarms.sound(conn, "waitlist_untold", "BACKORDER_URL", text, now=now)
        return 0
    alarms.silence(conn, "waitlist_untold", "BACKORDER_URL", now=now)
    rows = conn.execute(statement("waitlist_queue"), {"now": now, "most": MOST_TOLD}).fetchall()
    units = _turns(conn, rows, now)
    hours = settings.get("BACKORDER_WAITLIST_HOLD_HOURS")
    if not hours:
        return _tell_unheld(conn, rows, units, site, now) + _hold(conn, site, now)
    if units:
        longest = timedelta(seconds=settings.get("BACKORDER_LONGEST_HOLD_SECONDS"))
        ends_at = now + min(timedelta(hours=hours), longest)
        values = {"entry": list(units), "units": list(units.values())}
        conn.execute(statement("waitlist_offer"), {**values, "now": now, "ends_at": ends_at})
    return _hold(conn, site, now)


def _turns(conn: Connection[Any], rows: Sequence[tuple[Any, ...]], now: datetime) -> dict[int, int]:
    """Return of how many units each sign-up is told, by its id, in the order of the queues.

    What is free is what an order at this instant would get from the shelf, as its rules say.
    """
    queues = [list(queue) for _, queue in groupby(rows, key=lambda row: row[0])]
    asked = [(mine[0][1], min(mine[0][3], sum(row[5] for row in mine))) for mine in queues]
    units: dict[int, int] = {}
    for mine, free in zip(queues, _free(conn, asked, now), strict=True):
        waiters = (serving.Waiter(row[4], row[5]) for row in mine)
        units |= dict(serving.serve(min(free, mine[0][3]), waiters))
    return units


def _free(conn: Connection[Any], asked: Sequence[tuple[str, int]], now: datetime) -> list[int]:
    if not asked:
        return []
    request = {
        "lines": [{"sku": sku, "quantity": units} for sku, units in asked],
        "channel": CHANNEL,
        "alone": True,
        "alternatives": False,
    }
    answer = ledger.availability(conn, request, now=now, actor=ACTOR)
    return [line["now"] for line in answer["lines"]]


def _tell_unheld(
    conn: Connection[Any],
    rows: Sequence[tuple[Any, ...]],
    units: dict[int, int],
    site: str,
    now: datetime,
) -> int:
    """Tell of units that nobody is promised; who is told and the message are of one transaction."""
    if not units:
        return 0
    ends_at = now + timedelta(hours=settings.get("BACKORDER_WAITLIST_HOURS"))
    values = {"entry": list(units), "units": list(units.values()), "now": now, "ends_at": ends_at}
    with conn.transaction():
        told = {row[0] for row in conn.execute(statement("waitlist_told"), values)}
        links, shop = paths(conn, list(told), now=now), _shop(conn)
        for _, sku, name, _, entry, _, email, language in rows:
            if entry in told:
                line = {"sku": sku, "name": name or sku, "quantity": units[entry]}
                facts = _facts(shop, line, site + links[entry])
                facts["expires_on"] = ends_at.date().isoformat()
                _say(conn, "back_in_stock", facts, entry, email, language, now)
    return len(told)


def _hold(conn: Connection[Any], site: str, now: datetime) -> int:
    """Hold what was decided, those of a run that died too, and tell whoever it is held for."""
    rows = conn.execute(statement("waitlist_offering"), {"most": MOST_TOLD}).fetchall()
    offers = [Offer(*row) for row in rows]
    if not offers:
        return 0
    holds = {}
    for offer, answer in zip(offers, _answers(conn, offers, now), strict=True):
        if answer is not None:
            if _whole(answer):
                holds[offer.entry] = require_id("hold", answer["hold"])
            else:
                _give_back(conn, answer["hold"], now)
    with conn.transaction():
        values = {"entry": list(holds), "hold": list(holds.values()), "now": now}
        kept = {row[0]: row[2] for row in conn.execute(statement("waitlist_held"), values)}
        back = [offer.entry for offer in offers if offer.entry not in kept]
        conn.execute(statement("waitlist_back"), {"entry": back})
        links, shop = paths(conn, list(kept), now=now), _shop(conn)
        for offer in offers:
            if offer.entry in kept:
                line = {"sku": offer.sku, "name": offer.name or offer.sku, "quantity": offer.units}
                line |= {"asked": offer.asked} if offer.asked > offer.units else {}
                facts = _facts(shop, line, site + links[offer.entry])
                facts["kept_until"] = kept[offer.entry].isoformat()
                _say(conn, "back_in_stock", facts, offer.entry, offer.email, offer.language, now)
    for entry in holds.keys() - kept.keys():  # who left meanwhile keeps nothing from the next one
        _give_back(conn, number("hold", holds[entry]), now)
    return len(kept)


def _answers(
    conn: Connection[Any], offers: Iterable[Offer], now: datetime
) -> list[dict[str, Any] | None]:
    """Return what came of each request for a hold; None where it was refused."""
    offers = list(offers)
    hold = ledger.VERBS["hold"]
    try:
        said = hold(conn, {"holds": [one.cart for one in offers]}, now=now, actor=ACTOR)["holds"]
    except BackorderError:
        if len(offers) == 1:
            return [None]
        # One that cannot be asked for at all keeps nobody else from what is held.
        return [answer for one in offers for answer in _answers(conn, [one], now)]
    return [answer if answer["status"] == "held" else None for answer in said]


def _whole(answer: dict[str, Any]) -> bool:
    """Tell whether all units of a hold lie on the shelf: none were sold since we looked."""
    return all(line["allocated"] == line["ordered"] for line in answer["lines"])


def _give_back(conn: Connection[Any], hold: str, now: datetime) -> None:
    with suppress(ConflictError):  # somebody of the shop made an order of it meanwhile
        request = {"withdrawals": [{"hold": hold}]}
        ledger.VERBS["withdraw"](conn, request, now=now, actor=ACTOR)


def _shop(conn: Connection[Any]) -> str:
    return branding.read(conn).name or "backorder"


def _facts(shop: str, line: dict[str, Any], link: str) -> dict[str, Any]:
    return {
        "shop": shop,
        "customer_name": "",
        "lines": [line],
        "link_product": link,
        "unsubscribe": link,
    }


def _end(conn: Connection[Any], now: datetime) -> int:
    rows = conn.execute(statement("waitlist_over"), {"now": now}).fetchall()
    shop = _shop(conn)
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
