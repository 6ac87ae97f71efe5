"""Cases of the statement table about orders that are late."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.ledger.desk import OPENING
from tests.ledger.statement_cases import LATER, orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

LATE = "2027-03-01"
SILENT = 150  # days


def late(desk: Desk, skus: list[str]) -> list[str]:
    """Let purchases come months later than orders to the United States were promised."""
    desk.now = OPENING
    desk.stock(**dict.fromkeys(skus, 0))
    purchase = desk.buy(skus[0], LATER, **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=[one | {"destination": "US"} for one in orders(skus)])
    change = {"purchase_order": purchase, "expected_on": LATE}
    return [one["case"] for one in desk.do("change_supply", changes=[change])["delays"]]


def notices(cases: list[str]) -> list[Json]:
    return [{"case": case, "notice": 1, "channel": "email"} for case in cases]


def notify(desk: Desk, skus: list[str]) -> Json:
    return {"notices": notices(late(desk, skus))}


def _answers(cases: list[str], answer: str) -> Json:
    evidence = {"channel": "page", "shown": "Late."}
    return {"answers": [{"case": case, "answer": answer, "evidence": evidence} for case in cases]}


def agree(desk: Desk, skus: list[str]) -> Json:
    return _answers(late(desk, skus), "wait")


def give_up(desk: Desk, skus: list[str]) -> Json:
    return _answers(late(desk, skus), "cancel")


def approve_late(desk: Desk, skus: list[str]) -> Json:
    os.environ["BACKORDER_DELAYS_APPROVE_FROM"] = "1"
    try:
        return {"cases": late(desk, skus)}
    finally:
        del os.environ["BACKORDER_DELAYS_APPROVE_FROM"]


def fall_silent(desk: Desk, skus: list[str]) -> Json:
    """Let the days to answer by go over; only the last cases are looked at."""
    cases = late(desk, skus)
    desk.do("mark_notified", notices=notices(cases))
    desk.wait(SILENT)
    before = int(cases[0].removeprefix("DC-")) - 1
    return {"after": f"DC-{before:06d}"}
