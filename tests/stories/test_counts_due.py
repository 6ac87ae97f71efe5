"""What is due is counted, and the reports say how right the books were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.api import reports
from backorder.app.plans import counts
from backorder.domain.errors import BackorderError
from tests.ledger.audited import audit
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a shop that sold many mugs, a few pots and no cups since all were counted."""
    desk = Desk(conn)
    desk.stock(MUG=100, POT=50, CUP=50)
    for n, (sku, units) in enumerate((("MUG", 60), ("POT", 4))):
        desk.order(f"o-{n}", **{sku: units})
        desk.do("ship", shipments=[{"key": f"s-{n}", "order": f"o-{n}"}])
    return desk


def due(desk: Desk) -> list[tuple[str, str]]:
    return [(one.sku, one.abc) for one in counts.due(desk.conn, desk.now)]


def test_each_class_is_due_in_its_time(desk: Desk) -> None:
    assert due(desk) == []
    desk.wait(31)
    assert due(desk) == [("MUG", "A")]
    desk.wait(60)
    assert due(desk) == [("POT", "B"), ("MUG", "A")], "more worth of pots is at risk"
    desk.wait(90)
    assert sorted(due(desk)) == [("CUP", "C"), ("MUG", "A"), ("POT", "B")]


def test_a_loss_makes_a_product_due_at_once(desk: Desk) -> None:
    lost = {"key": "a-1", "location": "MAIN", "sku": "CUP", "quantity": -1, "cause": "lost"}
    desk.wait(1)
    desk.do("adjust", adjustments=[lost])
    assert due(desk) == [("CUP", "C")]


def test_the_job_opens_one_sheet_a_place(desk: Desk) -> None:
    desk.wait(100)
    seen = counts.run(desk.conn, desk.now, dry_run=True)
    assert seen == {"due": 2, "sheets": 1, "products": 2}
    assert counts.run(desk.conn, desk.now) == seen
    assert counts.run(desk.conn, desk.now) == {"due": 0, "sheets": 0, "products": 0}
    desk.wait(100)
    assert counts.run(desk.conn, desk.now)["sheets"] == 0, "the first is not done"
    lines = desk.rows(
        "SELECT p.sku, c.abc, c.reason FROM count_sheet_line c"
        " JOIN product p ON p.id = c.product_id"
    )
    assert [(sku, abc) for sku, abc, _ in lines] == [("POT", "B"), ("MUG", "A")]
    assert lines[1][2]["due_on"] == "2026-12-22"


def test_the_accuracy_is_that_of_the_instants_of_the_counts(desk: Desk) -> None:
    desk.wait(1)
    audit(desk, "POT", "SO-000001")
    found = reports.read(desk.conn, "accuracy", {"by": "class", "from": "2026-11-23"})
    assert (found["lines"], found["right"], found["exact"]) == (1, 0, 0)
    assert (found["accuracy"], found["units_off"]) == (0.0, 42)
    assert (found["net"], found["absolute"]) == ({"EUR": -52500}, {"EUR": 52500})
    for by, name in (("location", "MAIN"), ("month", "2026-11"), ("class", "")):
        found = reports.read(desk.conn, "accuracy", {"by": by})
        assert [one[by] for one in found["groups"]] == [name]
        assert found["lines"] == 1, "counts that opened the books are not judged"


def test_the_causes_are_reported_by_group(desk: Desk) -> None:
    audit(desk, "POT", "SO-000002")
    other: Json = {
        "order": "SO-000001",
        "line_no": 1,
        "event": "opened",
        "at": "2026-12-24T09:00:00Z",
        "units": 3,
        "shares": {"supplier_late": 667, "policy": 333},
        "parts": {"supplier_late": 2, "policy": 1},
    }
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    desk.do("label_backorders", labels=[{**other, "supplier": "S1"}])
    span = {"from": "2026-11-01", "to": "2026-12-31"}
    found = reports.read(desk.conn, "causes", span)
    assert found["units"] == 4
    assert [(one["cause"], one["units"], one["share"]) for one in found["causes"]] == [
        ("supplier_late", 2, 50.0),
        ("policy", 2, 50.0),
    ]
    assert found["value"] == {"EUR": 5000}
    by = {
        name: [
            one[name] for one in reports.read(desk.conn, "causes", {**span, "by": name})["groups"]
        ]
        for name in ("month", "product", "supplier")
    }
    assert by == {
        "month": ["2026-11", "2026-12"],
        "product": ["MUG", "POT"],
        "supplier": ["", "S1"],
    }
    assert reports.read(desk.conn, "causes", {**span, "event": "closed"})["units"] == 0
    for wrong in ({"by": "day"}, {"event": "never"}):
        with pytest.raises(BackorderError, match="is one of"):
            reports.read(desk.conn, "causes", {**span, **wrong})
