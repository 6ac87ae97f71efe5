"""Histories of demand in files: wide and long, whole and with gaps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from backorder.cli import build
from backorder.connectors.demand_files import read_demand
from backorder.domain.errors import MalformedError

if TYPE_CHECKING:
    from pathlib import Path

LONG = """date,sku,category,units,promotion
2026-01-05,MUG,cups,3,0
2026-01-12,MUG,cups,9,1
2026-01-26,MUG,cups,4,0
2026-01-12,POT,pots,1,0
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "demand.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_of_products_and_weeks(tmp_path: Path) -> None:
    demand = read_demand(write(tmp_path, LONG))
    assert demand.units.tolist() == [[3, 9, 0, 4], [0, 1, 0, 0]]
    assert (demand.step, str(demand.first)) == ("week", "2026-01-05")
    assert demand.promoted is not None
    assert demand.promoted.tolist() == [[0, 1, 0, 0], [0, 0, 0, 0]]
    assert demand.group.tolist() == [0, 1]
    known = read_demand(write(tmp_path, LONG), gaps=True)
    assert known.marks.tolist() == [[0, 0, 2, 0], [2, 0, 2, 2]]


def test_columns_of_months(tmp_path: Path) -> None:
    demand = read_demand(write(tmp_path, "part,2026-02,2026-01,2026-04\nA,5,2,\nB,0,1,7\n"))
    assert demand.units.tolist() == [[2, 5, 0, 0], [1, 0, 0, 7]]
    assert demand.step == "month"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sku,amount\nA,1\n", "not_demand"),
        ("date,sku,quantity\n2026-01-05,A,1\n2026-01-05,A,2\n2026-01-12,A,2\n", "duplicate_period"),
        ("date,sku,quantity\n2026-01-05,A,x\n2026-01-12,A,2\n", "bad_number"),
        ("date,sku,quantity\n2026-01-05,A,-1\n2026-01-12,A,2\n", "bad_number"),
        ("date,sku,quantity\n2026-13-05,A,1\n", "bad_date"),
        ("date,sku,quantity\n2026-01-05,A,1\n", "too_few_periods"),
        ("date,sku,quantity\n1926-01-05,A,1\n1926-01-06,A,1\n2026-01-05,A,1\n", "too_many_periods"),
    ],
)
def test_what_is_no_history_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(MalformedError) as caught:
        read_demand(path)
    assert caught.value.code == code


def test_the_command_measures_a_file(tmp_path: Path) -> None:
    rows = [
        f"2026-{month:02},P{product},{(month * product) % 4}"
        for month in range(1, 13)
        for product in range(1, 6)
    ]
    path = write(tmp_path, "month,sku,quantity\n" + "\n".join(rows) + "\n")
    args = ["forecast", "backtest", str(path), "--horizon", "3", "--origins", "2"]
    found = CliRunner().invoke(build(), [*args, "--method", "local", "--json"])
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert answer["origins"] == [6, 9]
    assert answer["all"]["series"] == 5
    assert set(answer["all"]["coverage_by_level"]) == {"0.5", "0.8", "0.9", "0.95", "0.99"}
    assert "scaled pinball" in CliRunner().invoke(build(), args).stdout
    assert CliRunner().invoke(build(), [*args, "--method", "magic"]).exit_code == 2
