"""How days, amounts, counts and choices are written in a language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from backorder.connectors.money import decimals
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "de")
USUAL = "en"
NAMES = {"en": "English", "de": "Deutsch"}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
}
_DAY = {"en": "{day} {month} {year}", "de": "{day}. {month} {year}"}
_POINT = {"en": (".", ","), "de": (",", ".")}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_LARGEST, _SHOWN = 10**15, 40
_LONGEST_CODE = 8

# What a choice says, by field, choice and language: whole sentences.
CHOICES: dict[tuple[str, str], dict[str, str]] = {
    ("why_back", "substituted"): {
        "en": "It is the difference: the rest of what you had paid pays for what you took instead.",
        "de": "Das ist der Unterschied: Der Rest Ihrer Zahlung gilt für den Artikel, den Sie "
        "stattdessen genommen haben.",
    },
    ("silence", "consent"): {
        "en": "If you do not answer, we keep your order and send it when it comes.",
        "de": "Wenn Sie nicht antworten, bleibt Ihre Bestellung bestehen; wir senden sie, "
        "sobald die Ware da ist.",
    },
    ("silence", "cancel"): {
        "en": "If you do not answer by then, we cancel these products and pay back what you "
        "paid for them.",
        "de": "Wenn Sie bis dahin nicht antworten, stornieren wir diese Artikel und zahlen "
        "zurück, was Sie dafür bezahlt haben.",
    },
    ("outcome", "waiting"): {
        "en": "Your order stays as it is, and we send it as soon as it comes.",
        "de": "Ihre Bestellung bleibt bestehen; wir senden sie, sobald die Ware da ist.",
    },
    ("outcome", "cancelled"): {
        "en": "These products are cancelled.",
        "de": "Diese Artikel sind storniert.",
    },
    ("outcome", "arrived"): {
        "en": "The products have come, and we are packing them for you.",
        "de": "Die Artikel sind eingetroffen, und wir packen sie für Sie.",
    },
}


def language_of(text: str) -> str:
    """Return the language that a message is written in for somebody who reads ``text``.

    >>> language_of("de-AT"), language_of("fr"), language_of("")
    ('de', 'en', 'en')
    """
    short = text[:2].lower()
    return short if short in LANGUAGES else USUAL


def day(value: Any, language: str) -> str:  # noqa: ANN401 (facts are JSON)
    """Return an ISO date in words; raises ``InvalidError`` for what is none.

    >>> day("2026-12-04", "en"), day("2026-12-04", "de")
    ('4 December 2026', '4. Dezember 2026')
    """
    try:
        found = value if type(value) is date else date.fromisoformat(shown(value))
    except ValueError:
        text = "A day is written as 2026-12-01."
        raise InvalidError("bad_fact", text, value=shown(value)) from None
    month = _MONTHS[language][found.month - 1]
    return _DAY[language].format(day=found.day, month=month, year=found.year)


def moment(value: Any, language: str) -> str:  # noqa: ANN401 (facts are JSON)
    """Return an ISO instant to the minute; raises ``InvalidError`` for what is none.

    >>> moment("2026-12-04T09:30:00+00:00", "en"), moment("2026-12-04T09:30:00+01:00", "de")
    ('4 December 2026, 09:30 UTC', '4. Dezember 2026, 08:30 UTC')
    """
    try:
        found = datetime.fromisoformat(shown(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        text = "An instant is written as 2026-12-01T09:30:00+00:00."
        raise InvalidError("bad_fact", text, value=shown(value))
    at = found.astimezone(UTC)
    return f"{day(at.date(), language)}, {at:%H:%M} UTC"


def count(value: Any, language: str) -> str:  # noqa: ANN401 (facts are JSON)
    """Return a whole number with its thousands apart.

    >>> count(12500, "en"), count(12500, "de")
    ('12,500', '12.500')
    """
    if type(value) is not int or abs(value) > _LARGEST:
        raise InvalidError("bad_fact", "A count is a whole number.", value=shown(value))
    return f"{value:,}".replace(",", _POINT[language][1])


def money(value: Any, currency: Any, language: str) -> str:  # noqa: ANN401 (facts are JSON)
    """Return minor units of a currency as an amount.

    >>> money(123450, "EUR", "en"), money(123450, "EUR", "de"), money(500, "JPY", "en")
    ('€1,234.50', '1.234,50 €', 'JPY 500')
    """
    code = currency if isinstance(currency, str) else ""
    if not (code.isascii() and code.isalpha() and len(code) <= _LONGEST_CODE):
        raise InvalidError("bad_fact", "An amount has a currency, as EUR.", value=code[:40])
    if type(value) is not int or abs(value) > _LARGEST:
        raise InvalidError("bad_fact", "An amount is in whole minor units.", value=shown(value))
    code, places = code.upper(), decimals(code.upper())
    whole, rest = divmod(abs(value), 10**places)
    point, apart = _POINT[language]
    text = f"{whole:,}".replace(",", apart) + (f"{point}{rest:0{places}d}" if places else "")
    sign, minus = _SIGNS.get(code, code), "-" if value < 0 else ""
    if language == "de":
        return f"{minus}{text} {sign}"
    return f"{minus}{sign}{text}" if code in _SIGNS else f"{minus}{code} {text}"


def shown(value: object) -> str:
    """Return what a refusal says of a wrong fact: its beginning if it is text, else its type.

    >>> shown("x" * 50) == "x" * 40, shown([1])
    (True, 'list')
    """
    return value[:_SHOWN] if isinstance(value, str) else type(value).__name__


def choice(field: str, value: str, language: str) -> str:
    """Return the sentence of a choice."""
    said: Mapping[str, str] = CHOICES[field, value]
    return said[language]
