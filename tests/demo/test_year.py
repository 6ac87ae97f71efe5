"""The demo lives through its time with books that hold, and the same seed gives the same report."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from backorder import cli, database
from backorder.app.notices.rehearsing import ANSWER
from backorder.app.report import facts, page
from backorder.demo import place
from backorder.demo.company import SIZES, make_company
from backorder.demo.year import Year
from backorder.ledger.proofs import invariants
from backorder.ledger.proofs.state import state_hash
from tests.support import temporary_database

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]

SMALL = SIZES["small"]


def live(conn: Conn, seed: int, days: int, tells_after: int = 365) -> None:
    company = make_company(seed, SMALL)
    Year(conn, company, seed, timedelta(days=tells_after)).run(days=days)


def breaches(conn: Conn) -> list[str]:
    return [f"{one.name}: {one.rows[:3]}" for one in invariants.check(conn)]


@pytest.mark.slow
def test_the_demo_lives_through_a_year_in_books_of_its_own(
    conn: Conn, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    target = tmp_path / "report.html"
    asked = ["demo", "--no-serve", "--size", "small", "--report", str(target), "--json"]
    done = CliRunner().invoke(cli.build(), asked)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    try:
        assert answer["healthy"]
        check_report(answer["report"], target.read_text(encoding="utf-8"))
        with database.connect(place.address()) as books:
            assert breaches(books) == []
            used = {row[0] for row in books.execute("SELECT DISTINCT verb FROM journal")}
            check_buying(books)
            check_telling(books)
        assert {"place_orders", "cancel", "order_supply", "change_supply", "receive"} <= used
        assert {"adjust", "count", "transfer", "ship", "return"} <= used
        # The real books beside them are as they were.
        assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)
    finally:
        name = sql.Identifier(str(conninfo_to_dict(place.address())["dbname"]))
        conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def check_buying(books: Conn) -> None:
    """What a buyer finds in the morning: something on every page, and something to decide."""

    def groups(query: str) -> set[str]:
        return {str(row[0]) for row in books.execute(f"SELECT DISTINCT {query}")}

    waiting = groups("code FROM exception_case WHERE closed_at IS NULL")
    assert {"purchase_overdue", "purchase_unconfirmed"} <= waiting
    assert groups("state FROM proposal WHERE kind = 'buy'") == {"open", "approved", "dismissed"}
    assert groups("approved_at IS NULL FROM purchase_order") == {"True", "False"}
    assert groups("kind FROM supplier_message") == {"acknowledgement", "announcement"}
    assert groups("state FROM count_sheet") == {"open", "to_approve", "posted"}
    assert groups("event FROM backorder_cause") == {"opened", "closed"}
    assert groups("cause FROM stock_policy_change") == {"new", "calculated", "override"}
    assert groups("to_on >= '2026-01-01' FROM promotion") == {"True", "False"}
    assert groups("until IS NULL FROM supply_outage") == {"True", "False"}
    assert len(groups("measured_on FROM forecast_accuracy")) == 2
    assert groups("count(*) > 200 FROM forecast") == {"True"}
    assert groups("count(*) > 100 FROM lead_time") == {"True"}


def check_telling(books: Conn) -> None:
    """What service finds: messages of each kind, answers, money paid and given back."""

    def groups(query: str) -> set[str]:
        return {str(row[0]) for row in books.execute(f"SELECT DISTINCT {query}")}

    sent = groups("event FROM notice WHERE state = 'sent' AND channel <> 'web'")
    assert {"delay_notice", "delay_renewed", "arrived", "date_earlier", "refunded"} <= sent
    assert {"waitlist_confirm", "back_in_stock", "supplier_confirm", "supplier_overdue"} <= sent
    assert "order_accepted" not in sent  # the web shop itself confirms orders
    # None failed, and none left the house.
    assert groups("event FROM notice WHERE state = 'failed' OR error <> ''") == set()
    assert groups("answer FROM notice_attempt WHERE outcome = 'sent'") == {ANSWER}
    assert groups("channel FROM delay_told") == {"email", "sms"}
    assert groups("answer FROM delay_answer") == {"wait", "cancel"}
    assert groups("channel FROM delay_answer") == {"web", "sms"}
    assert groups("kind FROM payment") == {"charge", "authorisation"}
    assert groups("state FROM refund_due") == {"due", "made"}
    assert groups("outcome FROM incentive") == {"given", "held_out"}
    assert {"waiting", "ended"} <= groups("state FROM waitlist_entry")
    assert "expired" in groups("ended_why FROM waitlist_entry WHERE hold_id IS NOT NULL")
    assert groups("count(*) > 50 FROM substitute") == {"True"}


def check_report(found: dict[str, Any], made: str) -> None:
    weeks = found["weeks"]
    refused = sum(weeks["refused"].values())
    assert weeks["accepted"]["orders"] + refused == SMALL.orders
    assert 4 < weeks["backorder_rate"]["order"] < 25
    assert 70 < weeks["promises"]["first"]["kept_rate"] < 99.9
    assert weeks["waits"]["filled"] > 500
    assert weeks["units"]["shipped"] > 0.9 * weeks["units"]["ordered"]
    assert len(found["months"]) == 12
    assert len(found["suppliers"]["suppliers"]) == SMALL.suppliers
    assert made.count("<figure") == 10
    happened, first_come, *_ = found["variants"]["variants"]
    assert happened["units_left"] == first_come["units_left"] > 500


@pytest.mark.slow
def test_the_same_seed_gives_the_same_books_and_the_same_report(
    conn: Conn, server_url: str, template_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Links in messages are signed with the key of the database, unless one is set.
    monkeypatch.setenv("BACKORDER_SECRET_KEY", "k" * 64)
    live(conn, 11, 45, tells_after=24)
    assert breaches(conn) == []
    template = str(conninfo_to_dict(template_url)["dbname"])
    with (
        temporary_database(server_url, "backorder_demo_again", template) as address,
        database.connect(address) as again,
    ):
        live(again, 11, 45, tells_after=24)
        assert state_hash(again) == state_hash(conn)
        assert page(facts(again), "One") == page(facts(conn), "One")


def test_another_seed_gives_another_report(conn: Conn, server_url: str, template_url: str) -> None:
    live(conn, 1, 6)
    template = str(conninfo_to_dict(template_url)["dbname"])
    with (
        temporary_database(server_url, "backorder_demo_other", template) as address,
        database.connect(address) as other,
    ):
        live(other, 2, 6)
        assert page(facts(other), "One") != page(facts(conn), "One")
