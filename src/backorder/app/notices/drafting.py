"""From a message-to-be to rows: its channel, when it goes, and whether it was told before. Pure."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from . import threads, timing, zones
from .choosing import WEB, Choice, choose
from .merging import DATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from .choices import Choices
    from .choosing import Contact, Rules

# What stands in these says nothing new.
_LINKS = ("link", "unsubscribe", "link_accept", "link_cancel", "link_answer")
# Events that tell of the same thing: only the last of them counts as told.
_FAMILIES = {
    **dict.fromkeys(("date_confirmed", "date_earlier", "date_later", "date_unknown"), "date"),
    **dict.fromkeys(("delay_notice", "delay_renewed"), "date"),
}
LONGEST_KEY = 300


class Message(NamedTuple):
    """Something that somebody is to hear: what happened (``occurrence``), and its facts."""

    event: str
    occurrence: str
    contact: Contact
    facts: Mapping[str, Any]
    order: int | None = None
    purchase_order: int | None = None
    journal: int | None = None
    legal: bool = False


class Draft(NamedTuple):
    """A row of the notices, as it is first written."""

    key: str
    event: str
    audience: str
    customer: int | None
    supplier: int | None
    recipient: str
    channel: str
    address: str
    language: str
    order: int | None
    purchase_order: int | None
    journal: int | None
    thread: str
    facts: str
    told: str
    legal: bool
    to_note: bool
    state: str
    reason: str
    due_at: datetime | None
    message_id: str
    sent_at: datetime | None


class Setting(NamedTuple):
    """What decides besides the message: rules, the shop's choices, gateways, the instant."""

    rules: Rules
    chosen: Choices
    gateways: tuple[str, ...]
    host: str
    now: datetime


def drafts(
    messages: Iterable[Message],
    setting: Setting,
    last: Mapping[tuple[str, str, int | None, str], str] | None = None,
) -> list[Draft]:
    """Return the rows of some messages; ``last`` is what was told last, by `place`.

    A message gives at most one row that leaves the house, and one that stands on the customer's
    page.
    """
    told = dict(last or {})
    found = []
    for one in messages:
        for choice in _channels(one, setting):
            draft = _draft(one, choice, setting)
            at = place(draft.recipient, draft.channel, draft.order, draft.told)
            if draft.order is not None and told.get(at) == draft.told and draft.state == "waiting":
                draft = draft._replace(state="suppressed", reason="told_before", due_at=None)
            told[at] = draft.told
            found.append(draft)
    return found


def place(
    recipient: str, channel: str, order: int | None, told: str
) -> tuple[str, str, int | None, str]:
    """Return what a digest is compared within: recipient, channel, order and kind of event."""
    return recipient, channel, order, told.partition(":")[0]


def digest(event: str, facts: Mapping[str, Any]) -> str:
    """Return what tells whether the same was told before.

    >>> digest("date_later", {"link": "a"}) == digest("date_later", {"link": "b"})
    True
    """
    said = {name: value for name, value in facts.items() if name not in _LINKS}
    text = msgspec.json.encode([event, said], order="deterministic")
    return f"{_FAMILIES.get(event, event)}:{sha256(text).hexdigest()[:24]}"


def _channels(one: Message, setting: Setting) -> Sequence[Choice]:
    found = []
    choice = choose(one.event, one.contact, setting.rules, setting.gateways, legal=one.legal)
    if choice is not None:
        found.append(choice)
    known = one.contact.audience == "customer" and one.order is not None
    if known and setting.rules.on(one.event, WEB, one.contact.about):
        found.append(Choice(WEB, state="sent"))
    return found


def _draft(one: Message, choice: Choice, setting: Setting) -> Draft:
    contact, now = one.contact, setting.now
    key = f"{one.occurrence}|{contact.recipient}|{choice.channel}"[:LONGEST_KEY]
    if choice.state == "waiting" and not setting.chosen.on:
        choice = choice._replace(state="held", reason="switched_off")
    sent = choice.state == "sent"
    return Draft(
        key=key,
        event=one.event,
        audience=contact.audience,
        customer=contact.id if contact.audience == "customer" else None,
        supplier=contact.id if contact.audience == "supplier" else None,
        recipient=contact.recipient,
        channel=choice.channel,
        address=choice.address,
        language=contact.wish.language or contact.language,
        order=one.order,
        purchase_order=one.purchase_order,
        journal=one.journal,
        thread=_thread(one, choice),
        facts=msgspec.json.encode(one.facts).decode(),
        told=digest(one.event, one.facts),
        legal=one.legal,
        to_note=one.legal and choice.channel != WEB,
        state=choice.state,
        reason=choice.reason,
        due_at=_due(one, choice, setting) if choice.state == "waiting" else None,
        message_id=threads.message_id(key, setting.host) if sent else "",
        sent_at=now if sent else None,
    )


def _thread(one: Message, choice: Choice) -> str:
    """Return what a notice belongs to: a day's digest (of e-mails), an order, a purchase."""
    if one.contact.wish.digest and not one.legal and choice.channel == "email":
        return one.contact.recipient
    if choice.channel == "sms":
        # A text message has room for one piece of news: only days that moved go together.
        return f"order:{one.order}:dates" if one.event in DATES else ""
    if one.order is not None:
        return f"order:{one.order}"
    return f"purchase:{one.purchase_order}" if one.purchase_order is not None else ""


def _due(one: Message, choice: Choice, setting: Setting) -> datetime:
    contact, now = one.contact, setting.now
    if contact.audience != "customer":
        return now
    where = zones.zone(contact.wish.timezone, setting.chosen.timezone)
    return timing.due(
        now, setting.chosen, where, choice.channel, legal=one.legal, digest=contact.wish.digest
    )
