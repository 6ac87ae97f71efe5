"""``import`` and ``export`` from the shell: what is printed, and the status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from backorder import cli
from backorder.domain.errors import InvalidError
from tests.connectors.company import journal, rows, set_up, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg
    from typer.testing import Result

    Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def _books(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.build(), [str(part) for part in arguments])


def test_a_file_goes_in_and_comes_out(conn: Connection, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", "sku name", [["MUG", "Mug"], ["POT", "Pot"]])
    done = run("import", "products", path, "--actor", "ann")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "2 rows of products: 2 created, 0 changed, 0 unchanged" in " ".join(done.stdout.split())
    assert rows(conn, "SELECT verb, actor FROM journal") == [("set_products", "ann")]
    done = run("export", "products", tmp_path / "out.csv")
    assert done.exit_code == 0
    assert "Wrote 2 rows of products" in done.stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("sku,name,unit_price")
    again = run("import", "products", tmp_path / "out.csv", "--json")
    assert json.loads(again.stdout)["done"] == {"created": 0, "changed": 0, "unchanged": 2}


def test_faults_are_shown_as_a_table(conn: Connection, tmp_path: Path) -> None:
    lines = [[f"P{n}", "1,50"] for n in range(30)]
    done = run("import", "products", write_csv(tmp_path / "p.csv", "sku unit_price", lines))
    assert isinstance(done.exception, InvalidError)
    assert "30 faults, the first 20" in done.stderr
    assert "is not an amount such as 19.99" in done.stderr
    assert done.stderr.count("1,50") == 20
    assert journal(conn) == []


def test_a_refused_order_makes_the_status_1(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    path = write_csv(tmp_path / "p.csv", "sku", [["GONE"]])
    assert run("import", "products", path).exit_code == 0
    lines = [["1", "MUG", 1], ["2", "GONE", 1]]
    path = write_csv(tmp_path / "o.csv", "order sku quantity", lines)
    done = run("import", "orders", path)
    assert (repr(done.exception), done.exit_code) == ("SystemExit(1)", 1)
    assert "1 order refused" in done.stdout
    assert rows(conn, "SELECT key FROM sales_order") == [("1",)]


def test_a_dry_run_and_a_map(conn: Connection, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", "Artikel", [["MUG"]])
    mapping = tmp_path / "map.json"
    mapping.write_text('{"sku": "Artikel"}')
    done = run("import", "products", path, "--dry-run", "--map", mapping)
    assert done.exit_code == 0
    assert "nothing was written" in done.stdout
    assert journal(conn) == []


def test_an_unknown_kind_is_wrong_usage(tmp_path: Path) -> None:
    for command in ("import", "export"):
        done = run(command, "prodcts", tmp_path / "p.csv")
        assert done.exit_code == 2
        assert "supplier-items" in done.stderr
