"""What the processes of a race about late orders do: answer for customers, or look at the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .company import do

if TYPE_CHECKING:
    import datetime as dt
    from threading import Barrier

    from psycopg import Connection

EVIDENCE = {"channel": "page", "shown": "Your order is late. Do you want to wait?"}


def answer(conn: Connection[Any], gate: Barrier, cases: list[str], clock: dt.datetime) -> list[str]:
    """Let customers cancel one after the other; return what came of it."""
    gate.wait(120)
    outcomes = []
    for case in cases:
        said = {"case": case, "answer": "cancel", "evidence": EVIDENCE}
        (told,) = do(conn, "answer_delays", {"answers": [said]}, now=clock)["answers"]
        outcomes.append(told["outcome"])
    return outcomes


def review(conn: Connection[Any], gate: Barrier, slices: int, clock: dt.datetime) -> list[str]:
    """Look at the clock in slices until nothing is left; return the cases it cancelled."""
    gate.wait(120)
    cancelled: list[str] = []
    after = None
    while True:
        asked = {"limit": slices} | ({} if after is None else {"after": after})
        done = do(conn, "review_delays", asked, now=clock)
        cancelled += [one["case"] for one in done["cancelled"]]
        after = done["next"]
        if after is None:
            return cancelled


def turn(
    conn: Connection[Any], gate: Barrier, kind: str, more: Any, clock: dt.datetime
) -> list[str]:
    """Do one or the other."""
    return answer(conn, gate, more, clock) if kind == "answer" else review(conn, gate, more, clock)
