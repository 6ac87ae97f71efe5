"""The frame around every message: the shop's name, colour and logo, and the foot."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from backorder import settings
from backorder.app.branding import contrast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backorder.app.branding import Brand

    from .values import Value

ACCENT = "#2b4acb"
_INKS = ("#ffffff", "#0f1218")
_OFF = {
    "en": "Choose which messages you get",
    "de": "Auswählen, welche Nachrichten Sie erhalten",
}


def site() -> str:
    """Return the address that the outside reaches us by, without a slash at its end; or nothing."""
    return str(settings.get("BACKORDER_URL") or "").rstrip("/")


def document(
    body: str, *, subject: str, language: str, values: Mapping[str, Value], brand: Brand
) -> str:
    """Return the MJML of a whole e-mail around a body that was checked."""
    accent = brand.accent or ACCENT
    ink = max(_INKS, key=lambda one: contrast(_rgb(one), _rgb(accent)))
    sections = body if "<mj-section" in body else _section(body)
    return (
        f'<mjml lang="{language}"><mj-head><mj-title>{escape(subject)}</mj-title><mj-attributes>'
        '<mj-all font-family="-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" />'
        '<mj-text font-size="16px" line-height="1.5" color="#1f2430" padding="8px 24px" />'
        '<mj-table font-size="16px" line-height="1.4" color="#1f2430" padding="8px 24px" />'
        f'<mj-button background-color="{accent}" color="{ink}" font-size="16px" '
        'font-weight="600" border-radius="6px" inner-padding="12px 22px" align="left" '
        'padding="8px 24px" />'
        '<mj-section background-color="#ffffff" padding="12px 0" />'
        '<mj-divider border-width="1px" border-color="#dfe3ea" padding="12px 24px" />'
        "</mj-attributes></mj-head>"
        f'<mj-body background-color="#f1f3f6" width="600px">{_head(values, brand, accent)}'
        f"{sections}{_foot(values, language)}</mj-body></mjml>"
    )


def _section(body: str) -> str:
    return f"<mj-section><mj-column>{body}</mj-column></mj-section>"


def _head(values: Mapping[str, Value], brand: Brand, accent: str) -> str:
    shop = escape(values["shop"].text)
    line = f'border-top="4px solid {accent}"'
    if brand.logo and site().startswith("https://"):
        address = f"{escape(site())}/brand/logo?{brand.version}"
        inside = (
            f'<mj-image src="{address}" alt="{shop}" width="140px" align="left" '
            'padding="4px 24px" />'
        )
    else:
        inside = f'<mj-text font-size="18px" font-weight="600">{shop}</mj-text>'
    return f'<mj-section {line} padding="16px 0 0"><mj-column>{inside}</mj-column></mj-section>'


def _foot(values: Mapping[str, Value], language: str) -> str:
    off = values.get("unsubscribe")
    link = ""
    if off is not None and off.there:
        link = (
            f'<br /><a href="{escape(off.text)}" style="color:#4a5261">{escape(_OFF[language])}</a>'
        )
    return (
        '<mj-section background-color="#f1f3f6"><mj-column>'
        '<mj-text font-size="13px" color="#4a5261">'
        f"{escape(values['shop'].text)}{link}</mj-text></mj-column></mj-section>"
    )


def plain_foot(values: Mapping[str, Value], language: str) -> str:
    """Return the foot of the text part."""
    off = values.get("unsubscribe")
    lines = ["-- ", values["shop"].text]
    if off is not None and off.there:
        lines.append(f"{_OFF[language]}: {off.text}")
    return "\n".join(lines) + "\n"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
