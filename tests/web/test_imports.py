"""Files that people bring: checked and shown before anything is written, then all or nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backorder.app.uploads import keeping
from tests.api.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")

GOOD = b"sku,name,unit_price\nJUG,Jug,8.50\nCUP,Cup,3\n"
WRONG = b"Article,Title,Price\nJUG,Jug,8.505\nCUP,Cup,dear\n,Nameless,1\n"


def send(client: Client, kind: str, content: bytes, name: str = "file.csv") -> Any:
    """Upload a file."""
    return client.post("/imports/upload", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def products(conn: psycopg.Connection[Any]) -> dict[str, int]:
    rows = conn.execute("SELECT sku, unit_price FROM product ORDER BY sku").fetchall()
    return dict(rows)


def test_a_file_is_shown_then_imported(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client, before = web(), products(conn)
    address = send(client, "products", GOOD)["Location"]
    page = text(client, address)
    assert "Import 2 rows" in page
    assert "8.50" in page
    assert products(conn) == before
    assert client.post(f"{address}/import")["Location"] == address
    assert products(conn) == before | {"JUG": 850, "CUP": 300}
    assert "imported" in text(client, address)
    assert "file.csv" in text(client, "/imports")
    actor = conn.execute("SELECT actor FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    assert actor == ("owner@example.com",)
    kept = conn.execute("SELECT content FROM upload").fetchone()
    assert kept == (None,)  # what is in the books is not kept twice


def test_a_wrong_file_writes_nothing_and_tells_row_column_and_reason(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client, before = web(), products(conn)
    address = send(client, "products", WRONG)["Location"]
    page = text(client, address)
    assert "3 faults" in page
    assert "Import 3 rows" not in page
    answer = client.get(f"{address}/errors")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["row"], row["column"]) for row in rows] == [
        ("2", "unit_price"),
        ("3", "unit_price"),
        ("4", "sku"),
    ]
    client.post(f"{address}/import")
    assert products(conn) == before
    assert "3 faults, nothing was written" in text(client, address)


def test_columns_are_guessed_and_can_be_changed(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    content = b"Art.-Nr,Lagerort,quantity,counted\nMUG,MAIN,99,7\n"
    address = send(client, "stock", content)["Location"]
    assert "every row is right" in text(client, address)
    wanted = {"map-sku": "Art.-Nr", "map-location": "Lagerort", "map-quantity": "counted"}
    client.post(f"{address}/map", wanted)
    client.post(f"{address}/import")
    found = conn.execute(
        "SELECT s.quantity FROM supply s JOIN product p ON p.id = s.product_id"
        " WHERE p.sku = 'MUG' AND s.kind = 'stock'"
    ).fetchone()
    assert found == (7,)


def test_one_column_cannot_be_two_of_ours(web: Callable[..., Client]) -> None:
    client = web()
    address = send(client, "stock", b"sku,location,quantity\nMUG,MAIN,3\n")["Location"]
    client.post(f"{address}/map", {"map-sku": "sku", "map-location": "sku"})
    page = text(client, address)
    assert "chosen twice" in page
    assert "every row is right" in page  # as it was


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("products", "file.exe", GOOD),
        ("nothing", "file.csv", GOOD),
        ("products", "file.xlsx", b"PK\x03\x04 no workbook"),
        ("products", "file.csv", b"\xff\xfes\x00k\x00u\x00"),
        ("products", "file.csv", b""),
        ("products", "file.jsonl", b"[1]\n"),
        ("products", "file.csv", b"sku,sku\nA,B\n"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(
    web: Callable[..., Client], conn: psycopg.Connection[Any], kind: str, name: str, content: bytes
) -> None:
    client = web()
    answer = send(client, kind, content, name)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/imports")
    assert 'class="error"' in text(client, "/imports")
    assert conn.execute("SELECT count(*) FROM upload").fetchone() == (0,)


def test_a_missing_column_can_be_mapped(web: Callable[..., Client]) -> None:
    client = web()
    address = send(client, "products", b"what,dear\nJUG,3\n")["Location"]
    assert "need the column sku" in text(client, address)
    client.post(f"{address}/map", {"map-sku": "what", "map-unit_price": "dear"})
    assert "every row is right" in text(client, address)


def test_a_file_larger_than_a_body_may_be_is_refused(
    web: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, conn: psycopg.Connection[Any]
) -> None:
    from django.conf import settings  # noqa: PLC0415 (once Django is set up)

    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 1000)
    answer = send(web(), "products", b"sku\n" + b"x" * 200_000)
    assert answer.status_code == 413
    assert conn.execute("SELECT count(*) FROM upload").fetchone() == (0,)


def test_a_name_is_shown_and_never_trusted(web: Callable[..., Client]) -> None:
    client = web()
    address = send(client, "products", GOOD, "<b>x</b>\u202e.csv")["Location"]
    page = text(client, address)
    assert "<b>x</b>" not in page
    assert "\u202e" not in page


def test_another_person_does_not_see_it(web: Callable[..., Client]) -> None:
    address = send(web(), "products", GOOD)["Location"]
    other = web("operations")
    for method, path in (("GET", ""), ("GET", "/errors"), ("POST", "/import"), ("POST", "/map")):
        assert other.generic(method, f"{address}{path}").status_code == 404
    assert "file.csv" not in text(other, "/imports")
    assert web("reader").get(address).status_code == 403
    assert web("reader").post("/imports/upload").status_code == 403


def test_a_role_imports_what_its_verbs_allow(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    buyer = web("buyer")
    assert "/imports/" in send(buyer, "products", GOOD)["Location"]
    refused = send(buyer, "policies", b"scope,mode\ndefault,allow\n")
    assert refused["Location"] == "/imports?kind=policies"
    assert conn.execute("SELECT count(*) FROM upload").fetchone() == (1,)


def test_a_dropped_file_is_gone(web: Callable[..., Client]) -> None:
    client = web()
    address = send(client, "products", GOOD)["Location"]
    client.post(f"{address}/drop")
    assert client.get(address).status_code == 404


def test_the_same_content_counts_again_only_where_one_says_so(
    web: Callable[..., Client], conn: psycopg.Connection[Any], verb: Callable[..., Any]
) -> None:
    client, content = web(), b"sku,location,quantity\nMUG,MAIN,4\n"

    def on_hand() -> int:
        row = conn.execute(
            "SELECT s.quantity FROM supply s JOIN product p ON p.id = s.product_id"
            " WHERE p.sku = 'MUG' AND s.kind = 'stock'"
        ).fetchone()
        assert row is not None
        return int(row[0])

    first = send(client, "stock", content)["Location"]
    client.post(f"{first}/import")
    lines = [{"sku": "MUG", "quantity": 1}]
    verb("count", counts=[{"key": "c-9", "location": "MAIN", "lines": lines}])
    second = send(client, "stock", content)["Location"]
    assert "was imported on" in text(client, second)
    client.post(f"{second}/import")
    assert on_hand() == 1
    third = send(client, "stock", content)["Location"]
    client.post(f"{third}/import", {"again": "yes"})
    assert on_hand() == 4


def test_files_wait_a_day_and_a_person_keeps_a_few(conn: psycopg.Connection[Any]) -> None:
    def keep(n: int, by: str = "a@example.com") -> str:
        now = NOW + timedelta(minutes=n)
        return keeping.keep(conn, "products", f"{n}.csv", GOOD, by=by, now=now)

    first = keep(0, by="b@example.com")
    for n in range(1, keeping.MOST_WAITING + 3):
        keep(n)
    waiting = conn.execute(
        "SELECT count(*), min(name) FROM upload WHERE brought_by = 'a@example.com'"
    ).fetchone()
    assert waiting is not None
    assert waiting[0] == keeping.MOST_WAITING
    assert keeping.find(conn, first, "b@example.com").name == "0.csv"
    keep(24 * 60 + 1)
    names = [row[0] for row in conn.execute("SELECT name FROM upload ORDER BY at")]
    assert "0.csv" not in names


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_every_kind_is_exported_as_import_reads_it(web: Callable[..., Client], suffix: str) -> None:
    client = web("reader")
    for kind in ("products", "stock", "supplier-items", "orders"):
        answer = client.get(f"/exports/{kind}.{suffix}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="{kind}.{suffix}"'
        assert answer.content or kind == "orders"
    assert client.get("/exports/secrets.csv").status_code == 404
    assert client.get("/exports/products.sql").status_code == 404
