"""What a rule of incentives comes to: who is held out, in which period, how much, which code."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

WHOLE = 10_000  # hold-out shares are compared with a number below this
ALWAYS = date(1990, 1, 1)  # where the period of a budget that is never renewed begins
EVENTS = ("slip", "delay_case", "cancel_intent")
KINDS = ("fixed", "percent", "optimal")
PERIODS = ("month", "quarter", "year", "always")
CODE_BITS = 60
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to be misread
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def held_out(rule: str, customer: str, percent: int) -> bool:
    """Tell whether a customer gets nothing under a rule, so that its effect can be measured.

    Decided by a hash of both: the same customer is always treated alike under one rule, and who is
    held out under one is no likelier to be under another. About ``percent`` of customers are.

    >>> sum(held_out("Thanks", f"C{n}", 20) for n in range(10_000))
    1964
    >>> held_out("Thanks", "C1", 0), held_out("Thanks", "C1", 100)
    (False, True)
    """
    digest = sha256(f"{rule}\n{customer}".encode()).digest()
    return int.from_bytes(digest[:8]) % WHOLE < percent * (WHOLE // 100)


def period_from(period: str, day: date) -> date:
    """Return the first day of the period of a budget that holds a day.

    >>> [period_from(one, date(2026, 11, 22)).isoformat() for one in PERIODS]
    ['2026-11-01', '2026-10-01', '2026-01-01', '1990-01-01']
    """
    months = _MONTHS.get(period)
    if months is None:
        return ALWAYS
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def amount_of(kind: str, amount: int, percent: int, waiting: int) -> int | None:
    """Return what a rule gives for waiting units worth ``waiting``; None where it is worked out.

    Parts of a minor unit are not given.

    >>> amount_of("fixed", 500, 0, 9999), amount_of("percent", 0, 15, 9999)
    (500, 1499)
    >>> amount_of("optimal", 0, 0, 9999) is None
    True
    """
    if kind == "fixed":
        return amount
    return waiting * percent // 100 if kind == "percent" else None


def code_text(drawn: int) -> str:
    """Return 60 random bits as the twelve characters that a customer types.

    >>> code_text(0), code_text(2**60 - 1), code_text(123_456_789_012_345_678)
    ('000000000000', 'ZZZZZZZZZZZZ', '3DMV9EK31WTE')
    """
    return "".join(_LETTERS[drawn >> shift & 31] for shift in range(CODE_BITS - 5, -1, -5))


def plain_code(typed: str) -> str:
    """Return a code as it is kept, whatever case and blanks it was typed with.

    >>> plain_code(" 3dmv 9ek3-1wte ")
    '3DMV9EK31WTE'
    """
    return "".join(typed.split()).replace("-", "").upper()
