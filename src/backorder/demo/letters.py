"""Letters with suppliers: purchases are sent, and most are confirmed and announced."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .desk import Desk, Diary
from .suppliers import News, working_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np

    from .suppliers import Delivery, Supplier

CARRIERS = ("DHL", "DPD", "Schenker")
PARTLY = 0.12  # of the answers leave a line of the purchase open


class Answer(NamedTuple):
    """What a supplier will say of a purchase: of so many of its lines, for a day or as asked."""

    purchase_order: str
    lines: int
    whole: bool
    expected_on: date | None
    supplier: str


class Shipment(NamedTuple):
    """A delivery that leaves the supplier."""

    purchase_order: str
    expected_on: date
    supplier: str
    carrier: str


class Letters:
    """Sends what was ordered and enters what suppliers answer, from one day of the year on."""

    def __init__(self, desk: Desk, begins: date, rng: np.random.Generator) -> None:
        """Begin with an empty tray; ``begins`` is the first day on which letters are written."""
        self.desk = desk
        self.begins = begins
        self.rng = rng
        self.answers: Diary[Answer] = Diary()
        self.shipments: Diary[Shipment] = Diary()

    def send(self, purchases: Sequence[dict[str, Any]], day: date, at: datetime) -> None:
        """Send the day's purchases."""
        if day < self.begins:
            return
        sendings = [
            {
                "key": f"sent-{one['purchase_order']}",
                "purchase_order": one["purchase_order"],
                "how": "email",
                "recipient": f"sales@{one['supplier'].lower()}.example",
            }
            for one in purchases
        ]
        self.desk.call("mark_sent", {"sendings": sendings}, at, "buyer")

    def expect(
        self, purchase: dict[str, Any], supplier: Supplier, delivery: Delivery, day: date
    ) -> tuple[News, ...]:
        """Decide what the supplier answers; return the news that it gives later, by telephone."""
        # Everything is drawn for every purchase, so that one decision does not shift the next.
        replies, partly, after, carrier = self.rng.random(4)
        if day < self.begins:
            return delivery.news
        name, first = purchase["purchase_order"], delivery.parts[0].on
        answers_on = working_day(day + timedelta(days=1 + int(3 * after)))
        later = delivery.news
        if replies < 0.6 + 0.4 * supplier.habits.tells and answers_on <= first:
            known = [news for news in delivery.news if news.on <= answers_on]
            later = delivery.news[len(known) :]
            count = len(purchase["lines"])
            open_ = int(partly < PARTLY and count > 2)
            on = known[-1].expected_on if known else None
            said = Answer(name, count - open_, not open_, on, supplier.name)
            self.answers.add(answers_on, said)
        leaves_on = working_day(first - timedelta(days=3))
        heard = max([answers_on, *(news.on + timedelta(days=2) for news in later)])
        if len(delivery.parts) == 1 and supplier.habits.tells > 0.5 and heard < leaves_on < first:
            shipment = Shipment(name, first, supplier.name, CARRIERS[int(carrier * len(CARRIERS))])
            self.shipments.add(leaves_on, shipment)
        return later

    def read(self, day: date, at: datetime) -> None:
        """Enter what suppliers confirmed, and what they say has left."""
        answers = [
            {
                "key": f"answer-{one.purchase_order}",
                "purchase_order": one.purchase_order,
                "how": "link",
                "said_by": one.supplier,
                **_lines(one),
            }
            for one in self.answers.take(day)
        ]
        if answers:
            self.desk.call("acknowledge", {"acknowledgements": answers}, at, "buyer")
        shipments = [
            {
                "key": f"shipped-{one.purchase_order}",
                "purchase_order": one.purchase_order,
                "expected_on": one.expected_on.isoformat(),
                "carrier": one.carrier,
                "how": "link",
                "said_by": one.supplier,
            }
            for one in self.shipments.take(day)
        ]
        if shipments:
            self.desk.call("announce", {"announcements": shipments}, at, "buyer")


def _lines(answer: Answer) -> dict[str, Any]:
    """Return the lines of an answer as acknowledge takes them; none where all is as ordered.

    >>> _lines(Answer("PO-000001", 2, True, None, "Best & Sons"))
    {}
    >>> _lines(Answer("PO-000001", 1, False, date(2025, 3, 3), "Best & Sons"))
    {'lines': [{'line': 1, 'expected_on': '2025-03-03'}]}
    """
    if answer.whole and answer.expected_on is None:
        return {}
    day = {} if answer.expected_on is None else {"expected_on": answer.expected_on.isoformat()}
    return {"lines": [{"line": n, **day} for n in range(1, answer.lines + 1)]}
