"""The same file, options and seed give the same state; and the real file's first rows replay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from backorder import cli, database
from backorder.demo import place
from backorder.demo.replay.fates import Fate
from backorder.demo.replay.history import History, read_history
from backorder.demo.replay.options import Options
from backorder.demo.replay.shop import Outcome, Shop
from backorder.domain.errors import InvalidError
from backorder.ledger.proofs import invariants
from backorder.ledger.proofs.state import state_hash
from tests.replay.test_dirt import DIRT, HEADER
from tests.support import require, temporary_database

if TYPE_CHECKING:
    from typer.testing import Result

DATA = Path(__file__).parents[3] / "shared" / "data"
RETAIL = DATA / "online_retail" / "online_retail_2010-12_2011-08.parquet"
SCMS = DATA / "scms_delivery" / "scms_2006_2012.parquet"


def type_in(*words: str) -> Result:
    return CliRunner().invoke(cli.build(), ["replay", *words])


def live(address: str, history: History, options: Options) -> tuple[Outcome, str, list[str]]:
    """Replay into a database; return what happened, the state's hash, and what does not hold."""
    with database.connect(address) as conn:
        outcome = Shop(conn, history, options).run()
        breaches = [f"{one.name}: {one.rows[:3]}" for one in invariants.check(conn)]
        return outcome, state_hash(conn).total, breaches


@pytest.mark.slow
def test_two_runs_and_the_journal_end_in_the_same_state(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    file = tmp_path / "invoices.csv"
    file.write_text(HEADER + DIRT, encoding="utf-8")
    done = type_in(str(file), "--verify", "--drop", "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["doctor"]["healthy"]
    assert sum(one["rows"] for one in found["fates"]) == found["rows"] == DIRT.count("\n")
    assert found["rows_same_as_earlier"] == 1
    assert (found["orders"], found["lines"]) == (5, 7)
    assert found["metrics"]["accepted"]["lines"] == 7
    for way in ("again", "journal"):
        assert found["proofs"][way]["same"], found["proofs"][way]["differing"]
        assert found["proofs"][way]["state_hash"] == found["state_hash"]
    # Nothing is left of it, and the real books are as they were.
    with database.connect(database_url) as conn:
        assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        name = f"{conninfo_to_dict(database_url)['dbname']}{place.REPLAY}%"
        left = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        assert conn.execute(left, [name]).fetchall() == []


def test_another_seed_is_another_replay(server_url: str, template_url: str, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    file.write_text(HEADER + DIRT, encoding="utf-8")
    history = read_history(file)
    template = str(conninfo_to_dict(template_url)["dbname"])
    found = []
    for number, seed in enumerate((7, 7, 8)):
        name = f"backorder_replay_test_{number}"
        with temporary_database(server_url, name, template) as address:
            found.append(live(address, history, Options(seed=seed, suppliers=5))[1])
    assert found[0] == found[1] != found[2]


@pytest.mark.slow
def test_the_real_files_first_rows(
    conn: psycopg.Connection[Any], database_url: str, server_url: str, template_url: str
) -> None:
    require("polars")
    require("online_retail", present=RETAIL.exists() and SCMS.exists())
    history = read_history(RETAIL, rows=20_000)
    options = Options(lead_times=SCMS)
    outcome, first, breaches = live(database_url, history, options)
    assert breaches == []
    assert outcome.rows.rows == {
        Fate.ORDERED: 19_530,
        Fate.CANCELLED: 18,
        Fate.RETURNED: 31,
        Fate.UNMATCHED: 196,
        Fate.LOST: 5,
        Fate.LOST_IN_PART: 28,
        Fate.NOTHING_THERE: 15,
        Fate.FOUND: 88,
        Fate.NOT_A_PRODUCT: 89,
    }
    assert (outcome.orders, outcome.refused) == (753, 0)
    counted = "SELECT count(*), count(DISTINCT order_id) FROM order_line"
    assert conn.execute(counted).fetchone() == (19_530, 753)
    template = str(conninfo_to_dict(template_url)["dbname"])
    with temporary_database(server_url, "backorder_replay_again", template) as address:
        assert live(address, history, options)[1] == first


def test_a_refused_file_leaves_no_database(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    file = tmp_path / "orders.csv"
    file.write_text("order,placed_at,sku,quantity\nA,2011-01-03,MUG,1\nB,,POT,1\n")
    done = type_in(str(file))
    assert isinstance(done.exception, InvalidError)
    assert done.exception.facts["problems"][0]["row"] == 3
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(place.address(place.REPLAY))
