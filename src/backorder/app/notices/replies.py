"""What is texted back, in the languages there are: each fits one text message. Pure."""

from __future__ import annotations

LONGEST = 160
TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "waiting": "Thank you. We keep {order} for you and tell you when it ships.",
        "cancelled": "{order}: what was still to come is cancelled. A refund due is on its way.",
        "which": "Which order? Please reply with its number, such as: {word} {orders}",
        "none": "We found no open question about your orders. Your order page says where they are.",
        "newer": "The day of {order} has just moved again. We are writing to you; please answer "
        "then.",
        "too_late": "{order} can no longer be changed by text. Please contact the shop.",
        "help": "Reply WAIT to keep your order, CANCEL to cancel what is still to come, STOP for "
        "no more texts.",
        "stopped": "You get no more text messages from us. Reply START to get them again.",
        "started": "You get text messages from us again.",
        "wait": "WAIT",
        "cancel": "CANCEL",
    },
    "de": {
        "waiting": "Danke. Wir halten {order} für Sie fest und melden uns, sobald es losgeht.",
        "cancelled": "{order}: Was noch fehlte, ist storniert. Zuviel Gezahltes erstatten wir.",
        "which": "Welche Bestellung? Bitte antworten Sie mit der Nummer, etwa: {word} {orders}",
        "none": "Zu Ihren Bestellungen ist nichts offen. Auf Ihrer Bestellseite steht ihr Stand.",
        "newer": "Der Termin von {order} hat sich eben wieder geändert. Wir schreiben Ihnen; bitte "
        "antworten Sie dann.",
        "too_late": "{order} ist per SMS nicht mehr zu ändern. Bitte wenden Sie sich an uns.",
        "help": "Antworten Sie WARTEN, um zu warten, STORNO, um Fehlendes zu stornieren, STOPP für "
        "keine weiteren SMS.",
        "stopped": "Sie erhalten keine SMS mehr von uns. Mit START erhalten Sie sie wieder.",
        "started": "Sie erhalten wieder SMS von uns.",
        "wait": "WARTEN",
        "cancel": "STORNO",
    },
}


def text(name: str, language: str, **facts: str) -> str:
    """Return an answer in a language, English where there is none in it.

    >>> text("cancelled", "de-AT", order="SO-000012")
    'SO-000012: Was noch fehlte, ist storniert. Zuviel Gezahltes erstatten wir.'
    """
    spoken = TEXTS.get(language[:2].lower(), TEXTS["en"])
    return spoken[name].format(**facts)[:LONGEST]
