"""Text messages that come in: whose they are, what they mean, and what is done.

Who is not known learns nothing, not even that we are here. A message acts on orders of its sender
alone, once: the gateway may hand it over as often as it likes.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import ledger
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError
from backorder.domain.names import number as name_of

from . import contacts, fallback, replies
from .choosing import number
from .understanding import LONGEST, Understood, understand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from .choosing import Contact

MOST_AN_HOUR = 20  # messages of one sender that are acted upon
_NAMED = 3  # orders that fit into the question which one is meant
_SAME_MINUTES = 10  # the same words of a sender within these are one message
_DONE = {"waiting", "cancelled", "stopped", "started"}


class Incoming(NamedTuple):
    """A message as the gateway hands it over; ``id`` is its own, if it has any."""

    sender: str
    text: str
    id: str = ""


class Candidate(NamedTuple):
    """An order of the sender that waits; ``asked`` where we asked about it, with the text shown.

    ``newer``: since then its day moved again, and nobody has told its customer so yet.
    """

    order: int
    asked: bool
    shown: str
    newer: bool


class _Answer(NamedTuple):
    outcome: str
    reply: str = ""
    order: int | None = None


def take(conn: Connection[Any], message: Incoming, *, now: datetime) -> str:
    """Act on a message and return what is texted back; empty where nothing is.

    The same message again gets the same answer, and does nothing.
    """
    sender = number(message.sender[:40])
    key = _key(message, sender, now)
    said = _storable(message.text[:LONGEST])
    known = conn.execute(statement("sms_in_find"), {"key": key}).fetchone()
    if known is not None and known[0]:
        return str(known[1])
    people = _people(conn, sender) if sender else []
    understood = understand(said)
    row = {
        "key": key,
        "now": now,
        "sender": sender or _storable(message.sender[:40]),
        "said": said,
        "customer": people[0].id if people else None,
        "meaning": understood.meaning,
    }
    # Without an outcome it came before and whoever acted on it died: the verbs know its key.
    conn.execute(statement("sms_in_add"), row)
    answer = _act(conn, sender, people, understood, said, key, now)
    values = {
        "key": key,
        "outcome": answer.outcome,
        "answer": answer.reply,
        "order": answer.order,
    }
    conn.execute(statement("sms_in_done"), values)
    return answer.reply


def _storable(text: str) -> str:
    """Return a text without what no database keeps: half characters, and the zero byte."""
    return text.encode(errors="replace").decode().replace("\x00", "")


def _key(message: Incoming, sender: str, now: datetime) -> str:
    if message.id:
        # With sender and words: gateways that count anew name two messages alike.
        text = "\n".join((message.id[:1000], sender or message.sender, message.text[:LONGEST]))
        return f"id:{sha256(text.encode(errors='replace')).hexdigest()}"
    slot = int(now.timestamp()) // (60 * _SAME_MINUTES)
    text = f"{sender or message.sender}\n{message.text[:LONGEST]}\n{slot}"
    return f"text:{sha256(text.encode(errors='replace')).hexdigest()}"


def _people(conn: Connection[Any], sender: str) -> list[Contact]:
    rows = conn.execute(statement("sms_in_customers"), {"sender": sender}).fetchall()
    found = contacts.customers(conn, [row[0] for row in rows])
    return [found[row[0]] for row in rows]


def _act(  # noqa: PLR0913, PLR0917 (each meaning; a message and its circumstances)
    conn: Connection[Any],
    sender: str,
    people: Sequence[Contact],
    understood: Understood,
    said: str,
    key: str,
    now: datetime,
) -> _Answer:
    meaning = understood.meaning
    if not sender:
        return _Answer("stranger")
    asked = {"sender": sender, "since": now - timedelta(hours=1)}
    row = conn.execute(statement("sms_in_lately"), asked).fetchone()
    if row and row[0] > MOST_AN_HOUR and meaning != "stop":
        return _Answer("limited")
    if meaning == "stop":
        fallback.suppress(conn, "sms", sender, "stop", said[:200], now=now, by="sms")
    if not people:
        return _Answer("stranger")
    language = people[0].wish.language or people[0].language
    if meaning in {"stop", "start"}:
        if meaning == "start":
            fallback.release(conn, "sms", sender)
        name = "stopped" if meaning == "stop" else "started"
        return _Answer(name, replies.text(name, language))
    if meaning not in {"wait", "cancel"}:
        return _Answer("helped", replies.text("help", language))
    chosen = _choose(conn, people, understood)
    if isinstance(chosen, Candidate):
        return _carry_out(conn, chosen, people, meaning, sender, said, key, now)
    if not chosen:
        return _Answer("none", replies.text("none", language))
    word = replies.text(meaning, language)
    numbers = f" / {word} ".join(name_of("order", one.order) for one in chosen[:_NAMED])
    return _Answer("asked", replies.text("which", language, word=word, orders=numbers))


def _choose(
    conn: Connection[Any], people: Sequence[Contact], understood: Understood
) -> Candidate | list[Candidate]:
    """Return the order that is meant, or those among which nobody can tell."""
    asked = {"customers": [one.id for one in people]}
    found = [Candidate(*row) for row in conn.execute(statement("sms_in_orders"), asked).fetchall()]
    if understood.order is not None:
        named = [one for one in found if one.order == understood.order]
        return named[0] if named else []
    questions = [one for one in found if one.asked]
    if len(questions) == 1:
        return questions[0]
    return questions or ([] if understood.meaning == "wait" else found)


def _carry_out(  # noqa: PLR0913, PLR0917 (as above)
    conn: Connection[Any],
    one: Candidate,
    people: Sequence[Contact],
    meaning: str,
    sender: str,
    said: str,
    key: str,
    now: datetime,
) -> _Answer:
    language = people[0].wish.language or people[0].language
    order = name_of("order", one.order)
    actor = f"customer:{people[0].about.customer}"[:200]
    if one.newer and meaning == "wait":
        # They would agree to a day of which they have not heard.
        return _Answer("newer", replies.text("newer", language, order=order), one.order)
    evidence = {
        "channel": "sms",
        "shown": one.shown[:20_000],
        "said": said,
        "from": sender,
        "at": now.isoformat(),
    }
    try:
        if one.asked:
            answer = {"order": order, "answer": meaning, "evidence": evidence}
            request: dict[str, Any] = {"key": f"sms:{key}", "answers": [answer]}
            result = ledger.VERBS["answer_delays"](conn, request, now=now, actor=actor)
            outcomes = {said_["outcome"] for said_ in result["answers"]}
            if outcomes & _REFUSED or not outcomes:
                return _Answer(
                    "too_late", replies.text("too_late", language, order=order), one.order
                )
        elif meaning == "cancel":
            wanted = {"order": order, "only": "backordered", "reason": "customer"}
            request = {"key": f"sms:{key}", "cancellations": [wanted]}
            ledger.VERBS["cancel"](conn, request, now=now, actor=actor)
    except BackorderError as refusal:
        return _Answer(
            f"refused:{refusal.code}"[:40],
            replies.text("too_late", language, order=order),
            one.order,
        )
    name = "waiting" if meaning == "wait" else "cancelled"
    return _Answer(name, replies.text(name, language, order=order), one.order)


# Outcomes of an answer by which nothing was changed as the customer wanted.
_REFUSED = {"too_late", "already_shipped", "already_closed"}
