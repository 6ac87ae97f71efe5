"""The sentences about the customer's rights that notices carry, by pack and language.

Our own words for what the sources say, for the notice's situation; no legal advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .packs import Pack

DISCLAIMER = {
    "en": "This helps to follow the rules. It is no legal advice.",
    "de": "Dies hilft, die Regeln einzuhalten. Es ist keine Rechtsberatung.",
}
_CANCEL = {
    "en": "You may cancel at no cost and get back all that you paid for what has not been sent.",
    "de": "Sie können kostenlos stornieren und erhalten alles zurück, was Sie für noch nicht "
    "Versandtes bezahlt haben.",
}
_END = {
    "en": "You may set a reasonable further period for the delivery. If nothing comes within it, "
    "you may end the contract.",
    "de": "Sie können eine angemessene Nachfrist für die Lieferung setzen. Kommt bis dahin nichts, "
    "können Sie den Vertrag beenden.",
}
_ESSENTIAL = {
    "en": "If the day was essential and you told us so before ordering, you may end the contract "
    "at once.",
    "de": "War der Termin wesentlich und haben Sie uns das vor der Bestellung gesagt, können Sie "
    "den Vertrag sofort beenden.",
}
_BACK = {
    "en": "We then give back all that you paid, without undue delay.",
    "de": "Wir erstatten dann unverzüglich alles, was Sie bezahlt haben.",
}
_STAYS = {
    "en": "If you do not answer, your order stands and you lose none of your rights.",
    "de": "Wenn Sie nicht antworten, bleibt Ihre Bestellung bestehen und Sie verlieren keines "
    "Ihrer Rechte.",
}
_SILENCE_CONSENTS = {
    "en": "If we do not hear from you before the new date, we take it that you agree to wait.",
    "de": "Wenn wir bis zum neuen Termin nichts von Ihnen hören, gehen wir davon aus, dass Sie mit "
    "dem Warten einverstanden sind.",
}
_SILENCE_CANCELS = {
    "en": "If we neither send it nor hear by the day named that you agree to wait, your order is "
    "cancelled and your money is given back.",
    "de": "Wenn wir bis zum genannten Tag weder versenden noch Ihr Einverständnis erhalten, wird "
    "Ihre Bestellung storniert und Ihr Geld erstattet.",
}
_OPEN_END = {
    "en": "We cannot say now how long it takes: no delivery of these goods to us is confirmed at "
    "present. If you agree to wait, you may still cancel at any time before we send it.",
    "de": "Wir können derzeit nicht sagen, wie lange es dauert: Uns ist zurzeit keine Lieferung "
    "dieser Ware bestätigt. Auch wenn Sie einverstanden sind, können Sie bis zum Versand jederzeit "
    "stornieren.",
}
_ASK = {
    "en": "Please tell us whether you want to wait or to cancel. We cancel nothing on our own.",
    "de": "Bitte sagen Sie uns, ob Sie warten oder stornieren möchten. Von uns aus stornieren wir "
    "nichts.",
}


def rights(pack: Pack, kind: str, silence: str, language: str) -> list[str]:
    """Return the sentences of rights for a notice; English where a language has none.

    >>> from backorder.domain.delays.packs import COMMERCIAL
    >>> rights(COMMERCIAL, "first", "consent", "de")[0][:27]
    'Bitte sagen Sie uns, ob Sie'
    """
    if pack.cancels:
        texts = [_CANCEL, _SILENCE_CANCELS if silence == "cancel" else _SILENCE_CONSENTS]
        texts += [_OPEN_END] if kind == "unknown" else []
    elif pack.period_days is not None:
        texts = [_END, _ESSENTIAL, _BACK, _STAYS]
    else:
        texts = [_ASK]
    spoken = language[:2] if language[:2] in DISCLAIMER else "en"
    return [text[spoken] for text in texts]
