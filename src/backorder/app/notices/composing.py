"""From a notice's facts to what is sent: rendered in its language, its links made now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from backorder import settings
from backorder.app import branding, parcels
from backorder.app.care import links, signing
from backorder.app.statements import statement
from backorder.app.wording import rendering, spelling, store
from backorder.app.wording.events import event_of
from backorder.domain.names import number, require_id

from . import offering, unsubscribing
from .delaying import Standing, merged
from .lawful import NOTICES, lawful
from .merging import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from psycopg import Connection

    from backorder.app.wording.rendering import Rendered

    from .claimed import Claimed

_UNSUBSCRIBE_DAYS = timedelta(days=3650)
# What facts of another release, or of a hand in the database, may make of a template.
ODD = (LookupError, TypeError, ValueError, AttributeError)
_BETWEEN_TEXTS = "\n\n- - -\n\n"


class Composed(NamedTuple):
    """What is sent: ``template`` names what it was made with.

    ``event`` and ``cases`` (JSON) are those of the notice of a delay in it, None without one;
    ``offered`` are the alternatives that it names, each behind the product that waits.
    """

    subject: str
    text: str
    html: str
    sms: str
    template: str
    unsubscribe: str
    event: str | None = None
    cases: str | None = None
    offered: tuple[tuple[str, str], ...] = ()


class Composer:
    """Makes what is sent of a batch; what is the same for all is read once."""

    def __init__(self, conn: Connection[Any], notices: Sequence[Claimed], now: datetime) -> None:
        """Read what the notices say, and the links of their orders."""
        self._conn = conn
        self._site = settings.get("BACKORDER_URL") or ""
        self._brand = branding.read(conn)
        self._templates: dict[tuple[str, str], Any] = {}
        self._parts: dict[int, list[Part]] = {one.id: [] for one in notices}
        asked = {"notices": [one.id for one in notices]}
        for lead, *part in conn.execute(statement("notice_content"), asked).fetchall():
            self._parts[lead].append(Part(*part))
        self._standing = self._cases()
        self._offers = offering.in_slips(conn, notices, self._parts, now)
        orders = {part.order for of in self._parts.values() for part in of if part.order}
        paths = links.paths(conn, sorted(orders), now=now) if self._site and orders else {}
        self._links = {order: f"{self._site}{path}" for order, path in paths.items()}
        self._key = unsubscribing.key(conn) if self._site else b""

    def compose(self, one: Claimed) -> Composed | None:
        """Return what a notice says; None where nothing is left of its news.

        Raises a ``BackorderError`` where it cannot be rendered.
        """
        parts = merged(self._parts[one.id], self._standing)
        if not parts:
            return None
        stop = self._unsubscribe(one)
        offers = self._offers.get(one.id, {})
        parts = [offering.with_offers(part, offers.get(part.order, ())) for part in parts]
        made = [self._render(part, one, stop) for part in parts]
        first = made[0]
        names = [f"{one.template}:{one.version}" for one in made]
        return Composed(
            first.subject if len({part.order for part in parts}) == 1 else _several(made),
            _BETWEEN_TEXTS.join(one.text for one in made),
            joined([one.html for one in made]),
            made[-1].sms,
            ",".join(dict.fromkeys(names))[:60],
            stop,
            *_of_delays(parts, one),
            offering.pairs(parts),
        )

    def _cases(self) -> dict[str, Standing]:
        """Return how the delays stand that the notices tell of."""
        names = {
            case["case"]
            for of in self._parts.values()
            for part in of
            for case in part.facts.get("cases", ())
        }
        if not names:
            return {}
        asked = {"cases": sorted(require_id("delay_case", name) for name in names)}
        rows = self._conn.execute(statement("notice_cases"), asked)
        return {number("delay_case", row[0]): Standing(*row[1:]) for row in rows}

    def _render(self, part: Part, one: Claimed, stop: str) -> Rendered:
        language = spelling.language_of(one.language)
        event = event_of(part.event)
        named = part.event, language
        if named not in self._templates:
            self._templates[named] = store.current(self._conn, part.event, language)
        facts = self._facts(part, stop, event.fields, language)
        return rendering.compose(event, language, facts, self._templates[named], self._brand)

    def _facts(
        self, part: Part, stop: str, fields: Mapping[str, Any], language: str
    ) -> dict[str, Any]:
        link = self._links.get(part.order or 0, "")
        made = {"link": link, "unsubscribe": stop, "link_accept": link, "link_cancel": link}
        said = {name: value for name, value in part.facts.items() if value is not None}
        if "tracking" in said:
            followed = parcels.link(str(said.get("carrier", "")), str(said["tracking"]))
            made["link_tracking"] = followed
        facts = {**made, **lawful(part.event, said, language), **said}
        return {
            name: value for name, value in facts.items() if name in fields and value is not None
        }

    def _unsubscribe(self, one: Claimed) -> str:
        if one.audience != "customer" or not self._site:
            return ""
        day = (one.created_at + _UNSUBSCRIBE_DAYS).date()
        text = signing.sign(self._key, signing.Said(one.id, 0, day))
        return f"{self._site}/notices/stop/{text}"


def _of_delays(parts: Sequence[Part], one: Claimed) -> tuple[str | None, str | None]:
    """Return event and cases of a notice of a delay; no cases if it turned out to be none."""
    told = [part for part in parts if part.event in NOTICES]
    if one.event not in NOTICES:
        return None, None
    cases = [case for part in told for case in part.facts["cases"]]
    return (told or parts)[-1].event, msgspec.json.encode(cases).decode()


def joined(pages: Sequence[str]) -> str:
    """Return one page with the bodies of several, and the styles of the first.

    >>> joined(["<html><body>a</body></html>", "<html><body>b</body></html>"])
    '<html><body>a<hr>b</body></html>'
    """
    found = pages[0]
    for page in pages[1:]:
        begin, end = page.find("<body"), page.rfind("</body>")
        start = page.find(">", begin) + 1
        at = found.rfind("</body>")
        if min(begin, end, at) < 0:
            return ""
        found = f"{found[:at]}<hr>{page[start:end]}{found[at:]}"
    return found


def _several(made: Sequence[Rendered]) -> str:
    """Return the subject of news of several orders."""
    more = len(made) - 1
    return f"{made[0].subject} (+{more})" if more else made[0].subject
