"""A preview is the deed without its traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.domain.errors import BackorderError
from tests.ledger.busy_books import write
from tests.ledger.desk import OPENING, Desk
from tests.ledger.good_requests import GOOD

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.busy_books import Busy

CHANGING = sorted(name for name, verb in ledger.VERBS.items() if not verb.reads_only)


def seen(desk: Desk, verb: str, request: Any) -> Any:
    return ledger.VERBS[verb].preview(desk.conn, request, now=OPENING, actor="test")


@pytest.mark.parametrize("verb", CHANGING)
def test_it_leaves_nothing_behind(busy: Busy, verb: str) -> None:
    # Expired holds are freed before any verb: that is a change of its own.
    busy.desk.do("expire", **GOOD["expire"])
    state, entries = busy.desk.state(), busy.desk.journal()
    first = seen(busy.desk, verb, GOOD[verb])
    assert _named(seen(busy.desk, verb, GOOD[verb])) == _named(first)
    assert (busy.desk.state(), busy.desk.journal()) == (state, entries)
    assert busy.desk.conn.info.transaction_status.name == "IDLE"


@pytest.mark.parametrize("verb", ["place_orders", "change_supply", "cancel", "receive", "adjust"])
def test_it_tells_what_the_deed_then_does(conn: Connection[Any], verb: str) -> None:
    desk = Desk(conn)
    write(desk)
    told = seen(desk, verb, GOOD[verb])
    before = desk.state()
    done = ledger.VERBS[verb](conn, GOOD[verb], now=OPENING, actor="test")
    assert _named(done) == _named(told)
    assert desk.state() != before


def test_a_refusal_is_raised_as_by_the_deed(busy: Busy) -> None:
    state = busy.desk.state()
    with pytest.raises(BackorderError) as refused:
        seen(busy.desk, "cancel", {"cancellations": [{"order": "o-99"}]})
    assert refused.value.code == "unknown_order"
    assert busy.desk.state() == state


def _named(found: Any) -> Any:
    """Leave out the numbers of documents, which are handed out anew each time."""
    if isinstance(found, dict):
        return {name: _named(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_named(value) for value in found]
    if isinstance(found, str) and found[2:3] == "-" and found[3:9].isdigit():
        return f"{found[:2]}#{found[9:]}"
    return found
