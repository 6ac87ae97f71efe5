"""A purchase order as PDF and as CSV, in the supplier's language and the company's look."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backorder.connectors.formulas import neutralise
from backorder.connectors.money import decimal_text
from backorder.domain.errors import BackorderError, BusyError

from . import paper as papers
from .typeset import MISSING

if TYPE_CHECKING:
    from backorder.app.branding import Brand

    from .paper import Paper

SECONDS = 30
LANGUAGES = ("en", "de")
_ACCENT = "#2b4acb"


class NoPrinterError(BackorderError):
    """The part that sets PDF files is not installed."""

    status = 501


def pdf(paper: Paper, brand: Brand) -> bytes:
    """Return the purchase order as PDF; raises ``NoPrinterError`` without the extra ``pdf``.

    It is set by another process, so that neither a page nor a worker carries the typesetter.
    """
    said = json.dumps(content(paper, brand), ensure_ascii=False).encode()
    try:
        done = subprocess.run(  # noqa: S603 (our own command, no shell)
            [sys.executable, "-m", f"{__package__}.typeset"],
            input=said,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BusyError("pdf_too_slow", "The PDF could not be made in time.") from None
    if done.returncode == MISSING:
        raise NoPrinterError(
            "pdf_not_installed",
            "PDF files need the extra `pdf`: pip install 'backorder[pdf]'.",
            extra="pdf",
        )
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise BusyError(
            "pdf_failed", "The PDF could not be made.", reason=lines[-1][:500] if lines else ""
        )
    return done.stdout


def content(paper: Paper, brand: Brand) -> dict[str, Any]:
    """Return what stands on the paper, all of it text."""
    head = paper.head
    with translation.override(language_of(paper)):
        to = head.location_name or head.location
        return {
            "language": language_of(paper),
            "accent": brand.accent or _ACCENT,
            "company": brand.name or "backorder",
            "number": head.number,
            "title": _("Purchase order %(number)s") % {"number": head.number},
            "facts": [
                [_("Supplier"), head.supplier_name or head.supplier],
                [_("Date"), date_format(head.ordered_at.date(), "DATE_FORMAT")],
                [_("Deliver to"), to],
                [_("Our reference"), head.number],
            ],
            "columns": [
                *(_("Line"), _("Item"), _("Description"), _("Expected"), _("Quantity")),
                *(_("Unit price"), _("Amount")),
            ],
            "rows": [
                [
                    *(str(line.line_no), line.sku, line.name),
                    date_format(line.expected_on, "SHORT_DATE_FORMAT"),
                    f"{line.quantity} {line.unit}",
                    decimal_text(line.unit_cost, line.currency),
                    f"{decimal_text(line.value, line.currency)} {line.currency}",
                ]
                for line in paper.lines
            ],
            "totals": [
                _("Total %(amount)s %(currency)s")
                % {"amount": decimal_text(amount, currency), "currency": currency}
                for currency, amount in paper.totals()
            ],
            "note": _("Please confirm quantities and days."),
        }


def language_of(paper: Paper) -> str:
    """Return the language of a supplier where we speak it, else English."""
    return paper.head.language if paper.head.language in LANGUAGES else "en"


def sheet(paper: Paper) -> bytes:
    """Return the purchase order as CSV; cells that a spreadsheet would run are neutralised."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(papers.COLUMNS)
    writer.writerows([neutralise(cell) for cell in row] for row in papers.rows(paper))
    return text.getvalue().encode()
