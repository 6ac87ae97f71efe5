"""What a customer's text message means. Pure, and sure rather than clever: else it asks back."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 1000  # characters that are looked at
WORDS = {
    "wait": ("wait", "waiting", "accept", "warten", "warte", "abwarten"),
    "cancel": ("cancel", "cancelled", "storno", "stornieren", "storniere", "abbestellen"),
    "help": ("help", "info", "hilfe"),
    "stop": ("stop", "stopp", "stopall", "unsubscribe", "quit", "end", "ende", "abmelden"),
    "start": ("start", "unstop", "anmelden"),
}
# Beside these a message may say nothing else.
_POLITE = frozenset(
    (
        *("please", "thanks", "thank", "you", "my", "the", "i", "want", "to", "order"),
        *("bitte", "danke", "ich", "will", "möchte", "moechte", "meine", "die", "bestellung"),
    )
)
_MEANING = {word: meaning for meaning, words in WORDS.items() for word in words}
_ORDER = re.compile(r"\bso[\s_-]?0*([1-9][0-9]{0,14})\b")
_WORD = re.compile(r"[^\W_]+")


class Understood(NamedTuple):
    """A meaning, ``unknown`` where there is none or more than one, and the order that was named."""

    meaning: str
    order: int | None = None


def understand(text: str) -> Understood:
    """Return what a message means.

    >>> understand("  Cancel! so-000012 "), understand("WARTEN.")
    (Understood(meaning='cancel', order=12), Understood(meaning='wait', order=None))
    >>> understand("please do not cancel").meaning, understand("wait or cancel?").meaning
    ('unknown', 'unknown')
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    orders = {int(found) for found in _ORDER.findall(plain)}
    words = _WORD.findall(_ORDER.sub(" ", plain))
    meanings = {_MEANING[word] for word in words if word in _MEANING}
    strange = [word for word in words if word not in _MEANING and word not in _POLITE]
    if len(meanings) != 1 or strange or len(orders) > 1:
        return Understood("unknown")
    return Understood(meanings.pop(), orders.pop() if orders else None)
