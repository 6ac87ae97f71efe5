"""The journal explains the books: carried out again in empty ones, it gives the same."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database, ledger
from backorder.domain.errors import BackorderError, ConflictError
from backorder.ledger.proofs.rehearsal import rehearse, replay_journal
from backorder.ledger.reallocation.scope import find_products
from tests.ledger.audited import audit
from tests.ledger.desk import Desk
from tests.ledger.statement_cases_learned import learned
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from tests.ledger.desk import Json


POT_FOUND = {"key": "a2", "location": "MAIN", "sku": "POT", "quantity": 1, "cause": "found"}


@pytest.fixture
def empty(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Return a connection to empty books."""
    template = str(conninfo_to_dict(template_url)["dbname"])
    name = f"backorder_empty_{secrets.token_hex(6)}"
    with (
        temporary_database(server_url, name, template) as address,
        database.connect(address) as connection,
    ):
        yield connection


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk in whose books every verb has been carried out."""
    desk = Desk(conn)
    set_up(desk)
    sell_and_buy(desk)
    move_and_correct(desk)
    quote_and_hold(desk)
    hand_out_anew(desk)
    live_a_purchase(desk)
    plan_what_to_buy(desk)
    thank_for_waiting(desk)
    look_after_what_is_late(desk)
    take_another(desk)
    be_late(desk)
    audit(desk, "POT", "SO-000001")
    return desk


def set_up(desk: Desk) -> None:
    desk.stock(MUG=4, POT=6, CUP=0)
    desk.sold_by("S1", "MUG", "CUP", days=10, moq=12)
    desk.do("set_locations", locations=[{"code": "SHOP", "kind": "store", "cutoff": "14:00:00"}])
    desk.do("set_customers", customers=[{"ref": "C1", "class": "vip"}])
    desk.do("set_policies", policies=[{"scope": "class", "match": "vip", "mode": "deny"}])
    desk.do("set_substitutes", substitutes=[{"sku": "MUG", "substitute": "CUP"}])
    desk.do("set_calendars", calendars=[{"code": "DE", "closed": ["2026-12-25"]}])
    desk.do("set_lanes", lanes=[{"transit_days": 2, "calendar": "DE", "parcel_cost": 490}])
    desk.do("set_sourcing", sourcing=[{"zone": "US", "locations": ["SHOP"]}])
    spring = {"name": "Spring", "sku": "MUG", "from": "2027-03-01", "to": "2027-03-14"}
    desk.do("set_promotions", promotions=[spring])
    weeks = {"mean": [4.5, 3.1], "base": [3.0, 3.1], "p50": [4, 3], "p80": [6, 5], "p95": [9, 8]}
    made = {"sku": "MUG", "location": "MAIN", "first_on": "2027-03-01", "method": "SES", **weeks}
    worth = [{"measured_on": "2027-03-01", "kind": "all", "series": 1, "weeks": 12, "bias": 0.1}]
    desk.do("set_forecasts", forecasts=[made | {"size": 2.5}], accuracy=worth)
    desk.do("set_products", products=[{"sku": "MUG", "unit_price": 990}], key="new price")
    desk.do("set_products", products=[{"sku": "MUG", "unit_price": 990}])  # changes nothing


def sell_and_buy(desk: Desk) -> None:
    vip = {"key": "o2", "customer": {"ref": "C1"}, "lines": [{"sku": "CUP", "quantity": 1}]}
    new = {
        "key": "o3",
        "customer": {"ref": "C2"},
        "lines": [{"sku": "MUG", "quantity": 5, "instead_of": "CUP"}],
    }
    nix = {"key": "o4", "lines": [{"sku": "NIX", "quantity": 1}]}
    one = {"key": "o1", "ship": "complete", "lines": [{"sku": "MUG", "quantity": 6}]}
    one["lines"] = [*one["lines"], {"sku": "POT", "quantity": 2}]
    desk.do("place_orders", orders=[vip, one, nix])  # the first and the last are refused
    desk.do("place_orders", orders=[one, new])  # the first is known
    desk.do("set_lead_times", lead_times=[learned("S1", "MUG", 14.0), learned("S1", None)])
    desk.do("availability", lines=[{"sku": "MUG", "quantity": 1}])
    ((plan,),) = desk.rows("SELECT name FROM supply WHERE kind = 'planned' ORDER BY id")
    for _ in range(2):
        desk.do("order_supply", suggestions=[plan], key="buy")
    slip = {"purchase_order": "PO-000001", "expected_on": "2026-12-20"}
    desk.do("change_supply", changes=[slip])
    desk.wait(29)
    desk.do("review", skus=["MUG"])  # overdue since yesterday
    line = {"sku": "MUG", "quantity": 5, "damaged": 1}
    receipt = {"key": "r1", "purchase_order": "PO-000001", "lines": [line]}
    desk.do("receive", receipts=[receipt])
    desk.do("release", releases=[{"order": "o1"}])
    desk.do("arrange_payments", terms=[{"order": "o1", "method": "deposit", "percent": 30}])
    paid = {"provider": "fake", "reference": "c1", "what": "charged", "amount": 99_999}
    desk.do("record_payments", payments=[paid | {"order": "o1"}])
    desk.do("ship", shipments=[{"key": "s1", "order": "o1", "carrier": "Post"}])
    desk.do("label_shipments", labels=[{"shipment": "s1", "tracking": "JD 1"}])
    desk.do(
        "return", returns=[{"key": "b1", "order": "o1", "lines": [{"sku": "POT", "quantity": 1}]}]
    )
    desk.do("refund", refunds=[{"refund": "RF-000001"}], give=[{"order": "o1", "amount": 5}])


def move_and_correct(desk: Desk) -> None:
    on_the_way = {"key": "t1", "from": "MAIN", "to": "SHOP", "expected_on": "2026-12-30"}
    desk.do("transfer", transfers=[on_the_way | {"lines": [{"sku": "POT", "quantity": 2}]}])
    desk.do("change_order", changes=[{"order": "o3", "lines": [{"sku": "MUG", "quantity": 9}]}])
    with pytest.raises(BackorderError):  # refused: not in the journal at all
        desk.do("change_order", changes=[{"order": "o9", "ship": "complete"}])
    desk.do("cancel", cancellations=[{"order": "o3", "only": "backordered"}])
    change = {"location": "MAIN", "sku": "MUG", "quantity": -1, "cause": "scrap"}
    desk.do("adjust", adjustments=[{"key": "a1", **change}])


def quote_and_hold(desk: Desk) -> None:
    """Confirm a quote of what is not there yet, withdraw a hold, and let another one expire."""
    lines = [{"sku": "CUP", "quantity": 2}]
    quotes = [{"key": "q1", "expires_in": 900_000, "lines": lines}]
    quotes += [{"key": "q2", "customer": {"ref": "C1"}, "lines": lines}]  # refused
    quotes += [{"key": "q3", "customer": {"ref": "C3"}, "lines": lines}]
    desk.do("quote", quotes=quotes)
    pots = [{"sku": "POT", "quantity": 1}]
    desk.do("hold", holds=[{"key": "h1", "lines": pots}, {"key": "h2", "lines": pots}])
    desk.do("withdraw", withdrawals=[{"hold": "h1"}])
    desk.wait(3)
    desk.do("adjust", adjustments=[POT_FOUND])  # lets go of h2 first
    desk.do("confirm", confirmations=[{"hold": "q1", "key": "o5", "customer": {"ref": "C9"}}])
    ((plan,),) = desk.rows(
        "SELECT name FROM supply WHERE kind = 'planned' AND quantity > 0 ORDER BY id DESC LIMIT 1"
    )
    desk.do("order_supply", suggestions=[plan])  # what q3 claims stays behind


def hand_out_anew(desk: Desk) -> None:
    """Give the last what the first was promised, take it back, and do it once more."""
    desk.stock(PAN=5)
    desk.buy("pans", "2027-01-20", PAN=9)
    desk.order("p1", "complete", PAN=5, MUG=1)
    desk.order("p2", PAN=4)
    latest = {"strategy": "redistribute", "ranking": [{"by": "quantity"}]}
    for turn in range(2):
        variant = {"segments": [latest], "skus": ["PAN"]}
        seen = desk.do("reallocate", simulate=variant)
        assert len(seen["difference"]) == 2
        variant |= {"fingerprint": seen["fingerprint"], "marks": seen["marks"]}
        done = desk.do("reallocate", release=variant, key=f"turn {turn}")
        if not turn:
            desk.do("reallocate", undo=done["reallocation"])


def live_a_purchase(desk: Desk) -> None:
    """Draft it, approve it, send it, hear of it in parts, and close it when a part has come."""
    desk.stock(JUG=0)
    line = {"sku": "JUG", "quantity": 9}
    order = {"key": "jugs", "supplier": "S1", "expected_on": "2027-01-20", "lines": [line]}
    drafted = desk.do("order_supply", purchase_orders=[order], draft=True)
    number = drafted["purchase_orders"][0]["purchase_order"]
    desk.do("approve_purchases", purchase_orders=[number])
    about = {"key": "jugs", "purchase_order": number}
    desk.do("mark_sent", sendings=[about | {"how": "hand"}])
    part = {"sku": "JUG", "quantity": 4, "expected_on": "2027-01-25", "refused": 1}
    desk.do("acknowledge", acknowledgements=[about | {"lines": [part]}])
    way = {"key": "jugs on the way", "purchase_order": number, "expected_on": "2027-01-22"}
    desk.do("announce", announcements=[way | {"lines": [{"line": 1, "quantity": 2}]}])
    came = about | {"lines": [{"sku": "JUG", "quantity": 2}]}
    desk.do("receive", receipts=[came])
    desk.do("close_short", closings=[{"purchase_order": number}])


def plan_what_to_buy(desk: Desk) -> None:
    """Keep a stock policy, work out what to buy, put it aside, and let the supplier be out."""
    policy = {"sku": "POT", "location": "MAIN", "reorder_point": 900, "order_up_to": 999}
    desk.do("set_stock_policies", stock_policies=[policy])
    assert desk.do("propose")["proposed"]
    desk.do("decide_proposals", dismiss=[{"proposal": "PP-000001", "until": "2030-01-01"}])
    desk.do("set_outages", outages=[{"supplier": "S1", "from": "2030-01-01"}])


def thank_for_waiting(desk: Desk) -> None:
    """Give something to who waits, with a code that is drawn, and let it be used."""
    desk.stock(KEG=0)
    desk.buy("kegs", "2030-01-08", KEG=3)
    order = {"key": "o-keg", "customer": {"ref": "C1"}, "lines": [{"sku": "KEG", "quantity": 3}]}
    desk.do("set_policies", policies=[{"scope": "product", "match": "KEG", "mode": "allow"}])
    desk.do("place_orders", orders=[order])
    rule = {"name": "Thanks", "amount": 500, "budget": 900, "holdout_percent": 0}
    desk.do("set_incentives", rules=[rule, rule | {"name": "Held", "holdout_percent": 100}])
    asked = [{"rule": name, "order": "o-keg"} for name in ("Thanks", "Held")]
    given, held = desk.do("give_incentives", incentives=asked)["incentives"]
    assert (given["outcome"], held["outcome"]) == ("given", "held_out")
    desk.do("redeem_incentive", redemptions=[{"code": given["code"], "customer": "C1"}])


def look_after_what_is_late(desk: Desk) -> None:
    """Find what is overdue, and give it to someone."""
    desk.stock(TIN=0)
    desk.buy("tins", "2026-12-01", TIN=3)
    desk.order("t1", TIN=2)
    desk.do("sweep", skus=["TIN"])
    late = desk.do("exceptions", sku="TIN")["exceptions"][0]["exception"]
    desk.do("assign", assignments=[{"exception": late, "owner": "eve"}])


def take_another(desk: Desk) -> None:
    """Let a customer who waits take what lies there instead, in part."""
    desk.stock(VAT=0, BIN=5)
    desk.buy("vats", "2030-01-08", VAT=3)
    desk.order("v1", VAT=3)
    desk.do("arrange_payments", terms=[{"order": "v1", "method": "now"}])
    paid = {"provider": "fake", "reference": "v-1", "what": "charged", "order": "v1"}
    desk.do("record_payments", payments=[paid | {"amount": 1_000}])
    desk.do("swap", swaps=[{"order": "v1", "sku": "VAT", "substitute": "BIN", "quantity": 2}])


def be_late(desk: Desk) -> None:
    """Tell two customers that it takes months: one says so, the other stays silent."""
    desk.stock(URN=0)
    late = desk.buy("urns", "2026-12-20", URN=2)
    line = {"sku": "URN", "quantity": 1}
    for key in ("u1", "u2"):
        desk.do("place_orders", orders=[{"key": key, "destination": "US", "lines": [line]}])
    change = {"purchase_order": late, "expected_on": "2027-06-01"}
    told = desk.do("change_supply", changes=[change])["delays"]
    first, second = (one["case"] for one in told)
    notices = [{"case": case, "notice": 1, "channel": "email"} for case in (first, second)]
    desk.do("mark_notified", notices=notices)
    evidence = {"channel": "page", "shown": "Do you want to wait?"}
    answer = {"case": first, "answer": "wait", "evidence": evidence}
    desk.do("answer_delays", answers=[answer])
    now, desk.now = desk.now, desk.now + timedelta(days=200)
    assert [one["case"] for one in desk.do("review_delays")["cancelled"]] == [second]
    desk.now = now
    os.environ["BACKORDER_DELAYS_APPROVE_FROM"] = "1"
    try:
        desk.do("change_supply", changes=[{"purchase_order": late, "expected_on": "2027-09-01"}])
    finally:
        del os.environ["BACKORDER_DELAYS_APPROVE_FROM"]
    assert desk.do("approve_delays", all=True)["approved"] == 1


def test_the_history_above_has_every_verb(desk: Desk) -> None:
    writing = {verb for verb in ledger.VERBS if not ledger.VERBS[verb].reads_only}
    assert set(desk.journal()) == writing
    assert desk.breaches() == []


def test_a_replay_gives_the_same_books(desk: Desk, empty: Connection[Any]) -> None:
    steps: list[tuple[int, int]] = []
    found = rehearse(desk.conn, empty, lambda done, total: steps.append((done, total)))
    entries = len(desk.journal())
    assert found.same
    assert found.differing() == []
    assert found.expected == desk.state()
    assert found.entries == entries
    assert steps == [(n, entries) for n in range(1, entries + 1)]
    assert Desk(empty).breaches() == []


def test_what_no_verb_did_is_found(desk: Desk, empty: Connection[Any]) -> None:
    desk.conn.execute("UPDATE customer SET name = 'Somebody else' WHERE ref = 'C2'")
    found = rehearse(desk.conn, empty)
    assert not found.same
    assert found.differing() == ["customer"]


def forge(desk: Desk, change: str) -> None:
    """Change journal entries, past the law that forbids it."""
    desk.conn.execute("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only")
    desk.conn.execute(change.encode())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            "UPDATE journal SET result = '{\"created\": 9}' WHERE key = 'new price'",
            "replay_differs",
        ),
        (
            "UPDATE journal SET input = '{\"products\": []}' WHERE key = 'new price'",
            "replay_refused",
        ),
        ("UPDATE journal SET verb = 'guess' WHERE key = 'new price'", "replay_unknown_verb"),
    ],
)
def test_a_forged_entry_is_named(
    desk: Desk, empty: Connection[Any], change: str, code: str
) -> None:
    ((entry,),) = desk.rows("SELECT id FROM journal WHERE key = 'new price'")
    forge(desk, change)
    with pytest.raises(ConflictError) as raised:
        replay_journal(desk.conn, empty)
    assert raised.value.code == code
    assert raised.value.facts["journal"] == entry
    assert str(entry) in raised.value.text


def test_a_journal_is_not_replayed_into_used_books(desk: Desk, empty: Connection[Any]) -> None:
    entries = replay_journal(desk.conn, empty)
    with pytest.raises(ConflictError) as raised:
        replay_journal(desk.conn, empty)
    error: Json = raised.value.as_dict()
    assert (error["code"], error["facts"]) == ("books_not_empty", {"entries": entries})
    assert Desk(empty).state() == desk.state()


def test_a_release_decides_on_what_it_found_again(
    conn: Connection[Any],
    database_url: str,
    empty: Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(conn)
    desk.stock(MUG=5, POT=5)
    desk.buy("both", "2027-01-20", MUG=9, POT=9)
    desk.order("m1", MUG=5)
    desk.order("m2", MUG=4)

    def slowly(*asked: Any) -> list[int]:
        """Let others begin to wait for pots when mugs are found, and before they are locked."""
        found = find_products(*asked)
        with database.connect(database_url) as other:
            Desk(other).order("p1", POT=5)
            Desk(other).order("p2", POT=4)
        return found

    latest = {"strategy": "redistribute", "ranking": [{"by": "quantity"}]}
    variant: Json = {"segments": [latest]}
    variant |= {"fingerprint": desk.do("reallocate", simulate=variant)["fingerprint"]}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("backorder.ledger.reallocation.reallocating.find_products", slowly)
        done = desk.do("reallocate", release=variant)
    assert [one["sku"] for one in done["difference"]] == ["MUG", "MUG"]
    found = rehearse(desk.conn, empty)
    assert found.same, found.differing()
