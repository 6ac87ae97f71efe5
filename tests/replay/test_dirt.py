"""Every kind of dirt in an invoice list goes its own way, and the ways sum up to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.demo.replay.fates import Fate
from backorder.demo.replay.history import read_history
from backorder.demo.replay.options import Options
from backorder.demo.replay.shop import Outcome, Shop
from backorder.domain.errors import InvalidError, MalformedError
from backorder.ledger.proofs import invariants

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
DIRT = """\
1001,10001,MUG,6,2010-12-01 08:00:00,2.50,501.0,United Kingdom
1001,10001,MUG,6,2010-12-01 08:00:00,2.50,501.0,United Kingdom
1001,10002a,POT,3,2010-12-01 08:01:00,9.95,501.0,United Kingdom
1001,POST,POSTAGE,1,2010-12-01 08:01:00,18.00,501.0,United Kingdom
1002,10002A,POT,4,2010-12-01 08:30:00,9.95,502.0,France
C1003,10001,MUG,-2,2010-12-01 09:10:00,2.50,501.0,United Kingdom
541431,23166,JAR,80995,2010-12-01 10:00:00,1.04,900.0,United Kingdom
C541433,23166,JAR,-80995,2010-12-01 10:16:00,1.04,900.0,United Kingdom
A1004,B,Adjust bad debt,1,2010-12-01 10:20:00,11062.06,,United Kingdom
A1005,B,Adjust bad debt,1,2010-12-01 10:21:00,-11062.06,,United Kingdom
1006,10001,damaged,-1,2010-12-01 11:00:00,0,,United Kingdom
1007,10003,?,-5,2010-12-01 11:01:00,0,,United Kingdom
1008,10003,,40,2010-12-01 11:02:00,0.0,,United Kingdom
C1009,10004,LAMP,-1,2010-12-01 12:00:00,7.00,501.0,United Kingdom
C1010,10001,MUG,-1,2010-12-01 12:00:00,2.50,,United Kingdom
C1011,D,Discount,-1,2010-12-01 12:00:00,27.50,501.0,United Kingdom
1012,gift_0001_20,Gift Voucher,1,2010-12-01 12:30:00,17.02,,United Kingdom
1013,10001,MUG,0,2010-12-01 12:30:00,2.50,502.0,United Kingdom
C1014,10002A,POT,-3,2010-12-02 09:00:00,9.95,501.0,United Kingdom
1015,10001,thrown away,-1000,2010-12-02 10:00:00,0,,United Kingdom
1016,10001,MUG,5,2010-12-02 11:00:00,2.50,501.0,United Kingdom
C1017,10001,MUG,-7,2010-12-02 12:00:00,2.50,501.0,United Kingdom
C1018,10002A,POT,-9,2010-12-02 12:05:00,9.95,502.0,France
C1019,10001,MUG,-1,2010-12-02 12:10:00,2.50,502.0,France
1020,10001,MUG,2,2010-12-02 12:20:00,2.50,502.0,France
"""
EXPECTED = {
    Fate.ORDERED: (7, 6 + 6 + 3 + 4 + 80_995 + 5 + 2),
    Fate.CANCELLED: (2, 2 + 80_995),
    Fate.RETURNED: (2, 3 + 9),
    Fate.BOTH: (1, 7),
    Fate.UNMATCHED: (3, 3),
    Fate.LOST: (1, 1),
    Fate.LOST_IN_PART: (1, 1000),
    Fate.NOTHING_THERE: (1, 5),
    Fate.FOUND: (1, 40),
    Fate.NOT_A_PRODUCT: (3, 3),
    Fate.BAD_DEBT: (2, 2),
    Fate.MEANINGLESS: (1, 0),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "invoices.csv"
    target.write_text(HEADER + DIRT, encoding="utf-8")
    return target


def live(conn: Conn, file: Path) -> Outcome:
    return Shop(conn, read_history(file), Options(initial_days=280)).run()


def one(conn: Conn, query: str) -> Any:
    found = conn.execute(query).fetchall()
    assert len(found) == 1, found
    return found[0] if len(found[0]) > 1 else found[0][0]


def test_every_row_goes_one_way(conn: Conn, file: Path) -> None:
    outcome = live(conn, file)
    assert {f: (n, outcome.rows.units[f]) for f, n in outcome.rows.rows.items()} == EXPECTED
    assert sum(outcome.rows.rows.values()) == DIRT.count("\n")
    assert outcome.rows.in_vain == {
        **dict.fromkeys(EXPECTED, 0),
        Fate.RETURNED: 5,  # 502 had four pots and names nine
        Fate.UNMATCHED: 3,
        Fate.NOTHING_THERE: 5,
        Fate.LOST_IN_PART: 1000 - (90 - 1 - 10),  # opening stock, less what broke and shipped
    }
    assert (outcome.orders, outcome.refused, outcome.lines) == (5, 0, 7)
    assert [breach.name for breach in invariants.check(conn)] == []


def test_the_books_say_the_same(conn: Conn, file: Path) -> None:
    live(conn, file)
    lines = """
        SELECT l.ordered, l.shipped, l.cancelled, l.returned, p.name
        FROM order_line AS l
        JOIN sales_order AS o ON o.id = l.order_id
        JOIN product AS p ON p.id = l.product_id
        WHERE o.key = '{}' ORDER BY l.line_no"""
    # Two identical rows are two lines; 10002a is 10002A; the cancelled units go off the last line.
    assert conn.execute(lines.format("1001")).fetchall() == [
        (6, 6, 0, 2, "MUG"),
        (6, 4, 2, 0, "MUG"),
        (3, 3, 0, 3, "POT"),
    ]
    assert one(conn, lines.format("1016")) == (5, 0, 5, 0, "MUG")
    assert one(conn, lines.format("541431")) == (80_995, 0, 80_995, 0, "JAR")
    # The jar was promised from a purchase that nobody had placed, and nobody placed it after all.
    jar = "SELECT {} FROM {} AS t JOIN product AS p ON p.id = t.product_id WHERE p.sku = '23166'"
    assert one(conn, jar.format("t.backordered_when_placed", "order_line")) == 80_995
    assert conn.execute(jar.format("t.id", "purchase_line")).fetchall() == []
    causes = "SELECT quantity, cause FROM adjustment ORDER BY id"
    assert conn.execute(causes).fetchall() == [(-1, "damaged"), (40, "found"), (-79, "damaged")]
    assert conn.execute("SELECT count(*) FROM sales_return").fetchone() == (3,)


def test_an_order_is_placed_at_its_instant(conn: Conn, file: Path) -> None:
    Shop(conn, read_history(file), Options(batch_minutes=1)).run()
    placed = conn.execute("SELECT key, placed_at::text FROM sales_order ORDER BY id").fetchall()
    assert placed == [
        ("1001", "2010-12-01 08:00:00+00"),  # at its first row, with all its lines
        ("1002", "2010-12-01 08:30:00+00"),
        ("541431", "2010-12-01 10:00:00+00"),
        ("1016", "2010-12-02 11:00:00+00"),
        ("1020", "2010-12-02 12:20:00+00"),
    ]


def test_duplicates_are_counted(file: Path) -> None:
    assert read_history(file).same_as_earlier == 1


def test_a_bad_cell_is_named(tmp_path: Path) -> None:
    target = tmp_path / "bad.csv"
    target.write_text(HEADER + DIRT.replace("7.00", "7 pounds"), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        read_history(target)
    (problem,) = refused.value.facts["problems"]
    assert problem == {
        "row": 15,
        "column": "unit_price",
        "value": "7 pounds",
        "reason": "is not a number",
    }


def test_another_table_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "other.csv"
    target.write_text("sku,name\nMUG,Mug\n", encoding="utf-8")
    with pytest.raises(MalformedError, match="order, placed_at, sku"):
        read_history(target)
    target.write_text(HEADER, encoding="utf-8")
    with pytest.raises(MalformedError, match="holds no rows"):
        read_history(target)
