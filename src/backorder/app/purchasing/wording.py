"""What the e-mail with a purchase order says, in the supplier's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from backorder.connectors.money import decimal_text

from .printing import language_of

if TYPE_CHECKING:
    from backorder.app.branding import Brand

    from .paper import Paper

_LONGEST_NAME = 60


def mail(paper: Paper, brand: Brand, link: str) -> tuple[str, str]:
    """Return subject and text of the e-mail; ``link`` is where the supplier answers, or empty."""
    with translation.override(language_of(paper)):
        company = plain(brand.name) or "backorder"
        subject = _("Purchase order %(number)s from %(company)s") % {
            "number": paper.head.number,
            "company": company,
        }
        text = render_to_string(
            "backorder/mail/purchase_order.txt",
            {
                "head": paper.head,
                "supplier": plain(paper.head.supplier_name or paper.head.supplier),
                "place": plain(paper.head.location_name or paper.head.location),
                "lines": [
                    (
                        line.line_no,
                        plain(line.sku),
                        plain(line.name),
                        line.quantity,
                        plain(line.unit),
                        line.expected_on,
                    )
                    for line in paper.lines
                ],
                "totals": [
                    f"{decimal_text(amount, currency)} {currency}"
                    for currency, amount in paper.totals()
                ],
                "company": company,
                "link": link,
            },
        )
        return subject, text


def plain(text: str) -> str:
    r"""Return a text on one line, so that none of it passes for a header or a line of ours.

    >>> plain("Mug\r\nBcc: all@example.com")
    'Mug Bcc: all@example.com'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
