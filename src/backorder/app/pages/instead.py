"""Alternatives to a product on its page: ranked, with why each is there, and decided by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from backorder.app.statements import statement
from backorder.domain.errors import MalformedError
from backorder.domain.rates import Interval, interval
from backorder.ledger.orders import alternatives as books
from backorder.planning.alternatives import Thing, Why, why

from . import acting, order_changes

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest
    from psycopg import Connection

    from backorder.domain.alternatives import Alternative

    from .product_facts import Head

STANDINGS = ("offered", "dismissed", "open")


class Pair(NamedTuple):
    """Another product, what was decided of it, why it was found, and what came of it.

    ``dearer`` and ``margin`` are percent, None where a price or cost is not known. ``seen`` counts
    how often it was put before customers, ``taken`` how often one took it.
    """

    sku: str
    name: str
    standing: str
    rank: int
    found: bool
    why: Why
    together: int
    seen: int
    taken: int
    now: int
    on: date | None
    unit_price: int
    currency: str
    dearer: int | None
    margin: int | None

    @property
    def rate(self) -> Interval | None:
        """Return the share that is taken, with its interval; None where it was never shown."""
        times = max(self.seen, self.taken)
        return interval(self.taken, times) if times else None


class Instead(NamedTuple):
    """What is offered instead of a product, the best first, and what was dismissed."""

    offered: list[Pair]
    dismissed: list[Pair]


def read(conn: Connection[Any], head: Head, now: datetime) -> Instead:
    """Return the alternatives to a product, for one unit; five statements at most."""
    rows = conn.execute(statement("page_product_alternatives"), {"product": head.id}).fetchall()
    if not rows:
        return Instead([], [])
    mine = _thing(head.sku, head.name, head.category, head.attributes, head.unit_price)
    known = {row[0]: row for row in rows}
    offered = [_pair(mine, known[one.sku], one) for one in books.judged(conn, head.sku, 1, now)]
    return Instead(offered, [_pair(mine, row, None) for row in rows if row[6] == "dismissed"])


def decide(request: HttpRequest, sku: str) -> str:
    """Carry out what a form decides of an alternative; return what to say of it.

    Raises a ``BackorderError``.
    """
    post = request.POST
    other, standing = post.get("substitute", "").strip(), post.get("standing", "offered")
    if standing not in STANDINGS:
        raise MalformedError("field_invalid", _("The form does not say what to do."), field="do")
    one: dict[str, Any] = {"sku": sku, "substitute": other, "standing": standing}
    if standing == "offered":
        one["rank"] = order_changes.whole(post.get("rank", ""), _("Rank")) or 1
    body = {"substitutes": [one], "key": acting.key_of(request)}
    acting.carry_out(request, "set_substitutes", body)
    said = {
        "offered": _("%(sku)s is offered instead where this is not there."),
        "dismissed": _("%(sku)s is not offered instead any more, also if it is found again."),
        "open": _("What was decided of %(sku)s is taken back."),
    }
    return said[standing] % {"sku": other}


def _thing(sku: str, name: str, category: str, attributes: dict[str, Any], price: int) -> Thing:
    return Thing(0, name or sku, category, attributes, price, "", offered=True)


def _pair(mine: Thing, row: tuple[Any, ...], one: Alternative | None) -> Pair:
    sku, name, category, attributes, price, currency, *rest = row
    standing, rank, found, together, seen, taken = rest
    earned = None
    if one is not None and one.unit_price and one.unit_cost:
        earned = round(100 * (one.unit_price - one.unit_cost) / one.unit_price)
    return Pair(
        *(sku, name, standing, rank, found),
        why(mine, _thing(sku, name, category, attributes, price)),
        *(together, seen, taken),
        one.now if one else 0,
        one.on if one else None,
        *(price, currency),
        round(100 * (price - mine.unit_price) / mine.unit_price) if mine.unit_price else None,
        earned,
    )
