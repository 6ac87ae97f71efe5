"""Delays that a customer is asked about: the question, the answers, and the text that was shown."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import render_to_string

from backorder.app.statements import statement
from backorder.domain.delays.packs import PACKS
from backorder.domain.delays.texts import rights
from backorder.domain.names import number

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

QUESTION = "backorder/care/question.html"


class Case(NamedTuple):
    """A delay of one line as it stands: what the last notice said, and what was agreed since.

    ``asked``: the notice waits for an answer. ``kind``: "first", "renewed" or "unknown".
    """

    id: int
    line_no: int
    sku: str
    name: str
    pack: str
    notice: int
    kind: str
    quantity: int
    from_on: date | None
    to_on: date | None
    respond_by: date | None
    silence: str
    asked: bool
    agreed_on: date | None
    agreed_open: bool
    period_until: date | None

    @property
    def number(self) -> str:
        """Return the number that people read."""
        return number("delay_case", self.id)

    @property
    def silence_cancels(self) -> bool:
        """Return whether saying nothing ends in a cancellation."""
        return self.silence == "cancel" and PACKS[self.pack].cancels

    @property
    def may_end(self) -> bool:
        """Return whether the law lets the customer set a period and then end the contract."""
        return PACKS[self.pack].period_days is not None

    def rights(self, language: str) -> list[str]:
        """Return the sentences about the customer's rights."""
        return rights(PACKS[self.pack], self.kind, self.silence, language)


def of_order(conn: Connection[Any], order: int) -> list[Case]:
    """Return the open cases of an order, the ones that ask first."""
    rows = conn.execute(statement("care_cases"), {"order": order}).fetchall()
    return sorted((Case(*row) for row in rows), key=lambda one: (not one.asked, one.line_no))


def shown(case: Case) -> str:
    """Return the question as plain text, in the language of the page: what a consent refers to."""
    page = render_to_string(QUESTION, {"case": case})
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
