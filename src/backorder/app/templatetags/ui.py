"""Numbers, money and days as the reader's language writes them; icons; what a form needs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from backorder.app.pages.icons import ICONS
from backorder.connectors.money import DEFAULT_CURRENCY, decimal_text, decimals
from backorder.domain.names import number as document_number

register = template.Library()
NONE = "\N{EN DASH}"
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_DAYS = {"de": "d.m.Y"}
_SHORT_DAYS = {"de": "j. M"}
_DAY, _SHORT_DAY = "j M Y", "j M"
TONES = {
    "shipped": _("shipped"),
    "stock": _("on the shelf"),
    "incoming": _("incoming"),
    "planned": _("to be bought"),
    "unknown": _("no supply"),
    "free": _("free"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return one of our icons; it is an ornament, so readers of screens pass it over."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


@register.filter
def whole(value: Any) -> str:  # noqa: ANN401 (what a template has)
    """Return a whole number with its thousands parted; a dash where there is none."""
    if value is None or value == "":
        return NONE
    return formats.number_format(value, decimal_pos=0, force_grouping=True)


@register.filter
def money(minor: Any, currency: str = "") -> str:  # noqa: ANN401 (what a template has)
    """Return integer minor units as an amount in the reader's language."""
    if minor is None or minor == "":
        return NONE
    currency = currency or DEFAULT_CURRENCY
    places = decimals(currency)
    amount = Decimal(int(minor)).scaleb(-places)
    text = formats.number_format(abs(amount), decimal_pos=places, force_grouping=True)
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    symbol = _SYMBOLS.get(currency)
    if translation.get_language() == "de":
        return f"{sign}{text} {symbol or currency}"
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{currency} {text}"


@register.filter
def percent(value: Any, places: int = 0) -> str:  # noqa: ANN401 (what a template has)
    """Return a share from 0 to 1 as a percentage."""
    if value is None or value == "":
        return NONE
    text = formats.number_format(round(float(value) * 100, places), decimal_pos=places)
    return f"{text} %" if translation.get_language() == "de" else f"{text}%"


@register.filter
def day(value: Any) -> str:  # noqa: ANN401 (what a template has)
    """Return a day, given as a date or as ISO text, in the reader's language."""
    return _as_day(value, _DAYS, _DAY)


@register.filter
def short_day(value: Any) -> str:  # noqa: ANN401 (what a template has)
    """Return a day without its year."""
    return _as_day(value, _SHORT_DAYS, _SHORT_DAY)


def _as_day(value: Any, known: dict[str, str], usual: str) -> str:  # noqa: ANN401 (as above)
    if not value:
        return NONE
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return formats.date_format(value, known.get(translation.get_language() or "", usual))


@register.filter
def moment(value: Any) -> str:  # noqa: ANN401 (what a template has)
    """Return an instant to the minute, in the server's time zone."""
    if not value:
        return NONE
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M}"


@register.filter
def spoken(text: str) -> str:
    """Return a word or a sentence of one of our tables in the reader's language."""
    return translation.gettext(text) if text else ""


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called."""
    from backorder.app.pages.people import LABELS  # noqa: PLC0415 (pages use these tags)

    return str(LABELS[role][0]) if role in LABELS else role


@register.filter
def numbered(value: int, kind: str) -> str:
    """Return the number of a document."""
    return document_number(kind, value)


@register.filter
def paper(supply: str | None) -> str:
    """Return the document that a supply is a line of.

    >>> paper("PO-000017/2")
    'PO-000017'
    """
    return (supply or "").split("/", maxsplit=1)[0]


@register.filter
def total_of(values: Any) -> int:  # noqa: ANN401 (numbers of a template)
    """Return the sum of some numbers.

    >>> total_of([1, 2])
    3
    """
    return int(sum(values))


@register.filter
def amount(minor: int, currency: str) -> str:
    """Return integer minor units as a field of a form holds them.

    >>> amount(1999, "EUR")
    '19.99'
    """
    return decimal_text(minor, currency)


@register.simple_tag
def form_key() -> SafeString:
    """Return a hidden field with a new key: the form sent twice is carried out once."""
    from backorder.app.pages.acting import new_key  # noqa: PLC0415 (pages use these tags)

    return format_html('<input type="hidden" name="key" value="{}">', new_key())


@register.simple_tag
def sparkline(values: Any, label: str = "") -> SafeString:  # noqa: ANN401 (numbers of a template)
    """Return a line of values, 96 by 24, drawn from the lowest to the highest."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 (a line has two ends)
        return mark_safe("")
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    points = " ".join(
        f"{2 + 92 * n / (len(known) - 1):.1f},{21 - 18 * (value - low) / span:.1f}"
        for n, value in enumerate(known)
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>',
        label,
        points,
    )


@register.simple_tag
def cover(parts: Any, label: str = "") -> SafeString:  # noqa: ANN401 (pairs of a template)
    """Return a bar of shares: pairs of a tone and a quantity, in order.

    Tones: shipped, stock, incoming, planned, unknown, free.
    """
    total = sum(quantity for _tone, quantity in parts) or 1
    drawn, at = [], 0.0
    for tone, quantity in parts:
        width = 100 * quantity / total
        if width:
            drawn.append(
                format_html(
                    '<rect class="tone-{}" x="{}%" y="0" width="{}%" height="100%">'
                    "<title>{}: {}</title></rect>",
                    tone,
                    f"{at:.2f}",
                    f"{width:.2f}",
                    TONES[tone],
                    whole(quantity),
                )
            )
        at += width
    bars = mark_safe("".join(drawn))  # noqa: S308 (each part was escaped above)
    return format_html('<svg class="cover" role="img" aria-label="{}">{}</svg>', label, bars)
