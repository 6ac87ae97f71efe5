"""What customers hear in the company's last weeks, and what they say to it.

The messages are those of the product, by its outbox and templates, at virtual instants. They are a
rehearsal: each is written down as sent, and none leaves the house. Their links are signed with the
key of the demo's own database, so they alone differ from one run of a seed to the next.
"""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app import branding
from backorder.app.jobs.work import Work
from backorder.app.notices import choices, preferences, reminding, replying, rules, sending
from backorder.app.notices.choices import Choices
from backorder.app.notices.choosing import Rule
from backorder.domain.names import number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    import numpy as np

    from .desk import Desk
    from .offering import Offering

SITE = "http://127.0.0.1:8080"  # where the demo is served unless somebody says otherwise
SHOP, CONTACT = "Larch & Loom", "hello@larchandloom.example"
MARKETING, JOB = "marketing", "job:delays"
# The web shop itself confirms orders and parcels, so these need no second message.
TOLD_ELSEWHERE = ("order_accepted", "purchase_placed", "part_shipped", "shipped")
ASKING = ("delay_notice", "delay_renewed")
WORDS = {"en": {"wait": "WAIT", "cancel": "CANCEL"}, "de": {"wait": "WARTEN", "cancel": "STORNO"}}


@dataclass(frozen=True, slots=True)
class Then(Work):
    """The work of a task at a virtual instant."""

    at: datetime | None = None

    @property
    def now(self) -> datetime:
        """Return the instant."""
        assert self.at is not None
        return self.at


class Asked(NamedTuple):
    """An order whose customer was asked about a delay: over which channel, and with which text."""

    notice: int
    order: str
    channel: str
    address: str
    language: str
    shown: str
    facts: dict[str, Any]


class Telling:
    """Tells customers what concerns them from one day of the year on, and lets them answer."""

    def __init__(
        self, desk: Desk, offering: Offering, begins: date, rng: np.random.Generator
    ) -> None:
        """Begin with nothing told; ``begins`` is the day on which notices are switched on."""
        self.desk = desk
        self.offering = offering
        self.begins = begins
        self.rng = rng
        self._seen = 0

    def switch_on(self, at: datetime) -> None:
        """Choose what is told, and how some customers want to hear of it."""
        conn = self.desk.conn
        branding.save(conn, SHOP, "", CONTACT, now=at, by=MARKETING)
        for event in TOLD_ELSEWHERE:
            for channel in ("email", "sms"):
                rule = Rule(event, channel, "shop", "", on=False)
                rules.save(conn, rule, now=at, by=MARKETING)
        # Trade wants a word with each parcel; their own systems ask for arrivals.
        for event in ("shipped", "arrived"):
            rule = Rule(event, "email", "class", "trade", on=event == "shipped")
            rules.save(conn, rule, now=at, by=MARKETING)
        wishes = ({"channel": "sms"}, {"digest": True}, {"channel": "sms"}, {"channel": "none"})
        for id_, ref in conn.execute("SELECT id, ref FROM customer ORDER BY id").fetchall():
            n = int(ref[1:])
            if n % 3 == 1:  # those with a telephone
                wish: dict[str, Any] = wishes[n // 3 % len(wishes)]
                preferences.save(conn, id_, now=at, by=f"customer:{ref}", **wish)
        chosen = Choices(
            on=True, timezone="Europe/Berlin", window_minutes=15, most_a_day=4,
            staff=("service@larch-and-loom.example",), rehearsal=True,
        )  # fmt: skip
        choices.save(conn, chosen, now=at, by=MARKETING)

    def look_at_deadlines(self, at: datetime) -> None:
        """Carry out what it means that customers said nothing."""
        after: str | None = None
        while True:
            asked = {} if after is None else {"after": after}
            after = self.desk.call("review_delays", asked, at, JOB)["next"]
            if after is None:
                return

    def remind(self, at: datetime) -> None:
        """Write what time alone brings about, as the task of each morning does."""
        done = reminding.run(Then(self.desk.conn, "remind", at=at))
        self.desk.calls["reminders"] += done["written"]

    def send(self, at: datetime) -> None:
        """Tell what happened since the last time."""
        with served():
            self.offering.queue(at)
            done = sending.run(Then(self.desk.conn, "notices", at=at))
        self.desk.calls["notices sent"] += done["sent"]

    def hear(self, at: datetime) -> None:
        """Let customers answer what they were asked since the last time; most say nothing."""
        asked = self._asked()
        orders = list(dict.fromkeys(one.order for one in asked))
        self.offering.thank(orders, at)
        for one in asked:
            # Both are drawn for every one, so that one decision does not shift the next.
            says, how = self.rng.random(2)
            answer = "wait" if says < 0.42 else "cancel" if says < 0.54 else ""
            if one.channel == "sms" and not answer:
                answer = "wait" if how < 0.7 else "cancel"  # a text message is soon answered
            elif 0.54 <= says < 0.8 and one.facts["lines"]:
                line = one.facts["lines"][0]
                self.offering.swap(one.order, line["sku"], line["quantity"], at)
            if not answer:
                continue
            if one.channel == "sms":
                text = WORDS[one.language][answer].title() + ("!" if how < 0.2 else "")
                said = replying.Incoming(one.address, text, f"demo-{one.notice}")
                replying.take(self.desk.conn, said, now=at)
                self.desk.calls["text messages answered"] += 1
            else:
                evidence = {"channel": "web", "shown": one.shown, "said": answer}
                said_ = {"order": one.order, "answer": answer, "evidence": evidence}
                request = {"key": f"page-{one.notice}", "answers": [said_]}
                self.desk.call("answer_delays", request, at, "customer")

    def _asked(self) -> list[Asked]:
        conn = self.desk.conn
        rows = conn.execute(
            "SELECT id, order_id, channel, address, language, body, facts FROM notice"
            " WHERE id > %s AND event = ANY(%s) AND state = 'sent' AND channel <> 'web'"
            " ORDER BY id",
            [self._seen, list(ASKING)],
        ).fetchall()
        if rows:
            self._seen = rows[-1][0]
        return [
            Asked(id_, number("order", order), channel, address, _spoken(language), body, facts)
            for id_, order, channel, address, language, body, facts in rows
        ]


def _spoken(language: str) -> str:
    """Return the language of a customer's words.

    >>> _spoken("de-AT"), _spoken("")
    ('de', 'en')
    """
    return "de" if language.startswith("de") else "en"


@contextmanager
def served() -> Iterator[None]:
    """Let messages carry links to where the demo is served, where no address is set."""
    before = os.environ.get("BACKORDER_URL")
    os.environ["BACKORDER_URL"] = before or SITE
    try:
        yield
    finally:
        if before is None:
            del os.environ["BACKORDER_URL"]
