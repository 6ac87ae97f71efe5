"""Orders that come late: a desk with one purchase, and customers in several countries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

PROMISED = "2026-12-08"
_HANDLING = timedelta(days=1)  # what comes today leaves tomorrow
EVIDENCE: Json = {
    "channel": "page",
    "shown": "Your mug comes on 18 December. Do you want to wait?",
    "said": "wait",
    "from": "c1@example.com",
}


def waiting(desk: Desk, *destinations: str, **order: Any) -> list[str]:
    """Buy 100 mugs and sell two to a customer at each destination, to leave on 8 December."""
    desk.stock(MUG=0)
    desk.buy("p-1", _comes(PROMISED), MUG=100)
    return [
        desk.do(
            "place_orders",
            orders=[
                {
                    "key": f"o-{n}",
                    "destination": destination,
                    "customer": {"ref": f"C{n}", "email": f"c{n}@example.com"},
                    "lines": [{"sku": "MUG", "quantity": 2}],
                }
                | order
            ],
        )["orders"][0]["order"]
        for n, destination in enumerate(destinations, 1)
    ]


def slip(desk: Desk, day: str | None) -> Json:
    """Let the purchase come so that the mugs leave on another day, or never."""
    change: Json = {"purchase_order": "PO-000001"}
    change |= {"cancel": True} if day is None else {"expected_on": _comes(day)}
    return desk.do("change_supply", changes=[change])


def send(desk: Desk, *cases: str, notice: int = 1) -> None:
    """Let a channel take the notices of some cases."""
    notices = [
        {"case": case, "notice": notice, "channel": "email", "recipient": "c@example.com",
         "shown": "It is late."}
        for case in cases
    ]  # fmt: skip
    desk.do("mark_notified", notices=notices)


def answer(desk: Desk, case: str, said: str, /, **more: Any) -> str:
    """Answer a case and return what came of it."""
    asked = {"case": case, "answer": said, "evidence": EVIDENCE} | more
    (one,) = desk.do("answer_delays", answers=[asked])["answers"]
    return str(one["outcome"])


def review(desk: Desk) -> Json:
    """Let the clock be looked at."""
    return desk.do("review_delays")


def case(desk: Desk, case_id: int = 1) -> tuple[Any, ...]:
    """Return how a case stands: notices, sent, silence, day to answer by, outcome."""
    (row,) = desk.rows(
        "SELECT notices, sent, silence, respond_by::text, outcome FROM delay_case"
        " WHERE id = %(id)s",
        id=case_id,
    )
    return row


def _comes(leaves_on: str) -> str:
    return (date.fromisoformat(leaves_on) - _HANDLING).isoformat()
