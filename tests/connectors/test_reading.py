"""Files from outside: every kind of damage is refused in words, with its place."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from backorder.connectors.cells import ABSENT
from backorder.connectors.reading import read
from backorder.connectors.table import LIMITS, Table
from backorder.domain.errors import BackorderError, MalformedError, NotFoundError
from tests.support import require

if TYPE_CHECKING:
    from pathlib import Path


def a_file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path, **limits: int) -> MalformedError:
    with pytest.raises(MalformedError) as found:
        read(path, replace(LIMITS, **limits))
    return found.value


def workbook(path: Path, *lines: list[Any]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    book.close()
    return path


@pytest.mark.parametrize(
    "content",
    [
        "sku,name\nA,Mug\nB,Pot\n",
        "sku;name\r\nA;Mug\r\nB;Pot",
        "sku\tname\nA\tMug\nB\tPot\n",
        "\ufeffsku,name\nA,Mug\nB,Pot\n",
        '"sku","name"\n"A","Mug"\n"B","Pot"\n',
    ],
)
def test_csv_is_read_with_its_delimiter(tmp_path: Path, content: str) -> None:
    table = read(a_file(tmp_path, "x.csv", content))
    assert table.columns == {"sku": ["A", "B"], "name": ["Mug", "Pot"]}
    assert list(table.rows) == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    table = read(a_file(tmp_path, "x.csv", 'sku,name\n"A","two\nlines"\n\n,\nB,Pot\n'))
    assert table.columns == {"sku": ["A", "B"], "name": ["two\nlines", "Pot"]}
    assert list(table.rows) == [2, 5]


@pytest.mark.parametrize(
    ("content", "byte", "line"),
    [
        (b"sku,name\nA,M\xfcller\n", 12, 2),
        (b"\xef\xbb\xbfsku\nA\n\xff\n", 9, 3),
        ("sku,name\n".encode("utf-16"), 0, 1),
        ("sku\n€\n".encode("cp1252"), 4, 2),
    ],
)
def test_another_encoding_is_named_by_byte_and_line(
    tmp_path: Path, content: bytes, byte: int, line: int
) -> None:
    error = refused(a_file(tmp_path, "x.csv", content))
    assert (error.code, error.facts) == ("wrong_encoding", {"byte": byte, "line": line})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"\n\n", "no_header"),
        (b"sku,name\nA,\0\n", "nul_byte"),
        (b"sku,sku\nA,B\n", "duplicate_column"),
        (b"sku,\nA,B\n", "unnamed_column"),
        (b"sku,name\nA\n", "ragged_row"),
        (b"sku,name\nA,B,C\n", "ragged_row"),
        (b'sku,name\n"A"x,B\n', "bad_csv"),
        (b'sku,name\nA,"B\n', "bad_csv"),
        (b"sku\n" + b"A" * 32_768, "cell_too_long"),
        (b"sku\n" + b"A" * 200_000, "bad_csv"),
        (b",".join(b"c%d" % n for n in range(251)) + b"\n", "too_many_columns"),
    ],
)
def test_a_damaged_csv_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(a_file(tmp_path, "x.csv", content)).code == code


def test_the_place_of_a_ragged_row(tmp_path: Path) -> None:
    error = refused(a_file(tmp_path, "x.csv", "sku,name\nA,Mug\nB\n"))
    assert error.facts == {"row": 3, "cells": 1, "columns": 2}


@pytest.mark.parametrize(
    ("name", "content", "limits", "code"),
    [
        ("x.csv", "sku\nA\nB\nC\n", {"rows": 2}, "too_many_rows"),
        ("x.jsonl", '{"sku":"A"}\n' * 3, {"rows": 2}, "too_many_rows"),
        ("x.csv", "sku\nA\n", {"file_bytes": 5}, "file_too_large"),
        ("x.doc", "sku\nA\n", {}, "unknown_format"),
    ],
)
def test_more_than_the_limit_is_refused(
    tmp_path: Path, name: str, content: str, limits: dict[str, int], code: str
) -> None:
    assert refused(a_file(tmp_path, name, content), **limits).code == code


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert refused(folder).code == "not_a_file"
    with pytest.raises(NotFoundError):
        read(tmp_path / "none.csv")


def test_json_lines_keep_what_was_left_out(tmp_path: Path) -> None:
    table = read(a_file(tmp_path, "x.jsonl", '{"sku": "A"}\n\n{"sku": "B", "n": null}\n'))
    assert table.columns == {"sku": ["A", "B"], "n": [ABSENT, None]}
    assert list(table.rows) == [1, 3]
    assert not table.people


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '"x"',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": Infinity}',
        "[" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_a_damaged_line_is_refused(tmp_path: Path, line: str) -> None:
    error = refused(a_file(tmp_path, "x.jsonl", f'{{"a": 1}}\n{line}\n'))
    assert (error.code, error.facts) == ("bad_json", {"row": 2})


def test_a_workbook_is_read_by_type(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["sku", "n", "on"], ["A", 5, True], [], [85123, 19.99])
    table = read(path)
    assert table.columns == {"sku": ["A", 85123.0], "n": [5.0, 19.99], "on": [True, ""]}
    assert list(table.rows) == [2, 4]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and so on", b"sku,name\nA,Mug\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(a_file(tmp_path, "x.xlsx", content)).code == "bad_xlsx"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(path).code == "bad_xlsx"


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    error = refused(path)
    assert error.code == "archive_too_large"
    assert error.facts["unpacked"] == 30_000_000


def test_one_cell_in_the_far_corner_does_not_eat_the_memory(tmp_path: Path) -> None:
    # Read in this process it would ask for 512 GB and abort: see sealed.py.
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "sku")
    sheet.write(1_048_575, 16_383, "A")
    book.close()
    assert refused(path).code == "reader_gave_up"


def test_parquet_is_read_by_type(tmp_path: Path) -> None:
    require("polars")
    import polars as pl  # noqa: PLC0415 (an extra)

    path = tmp_path / "x.parquet"
    pl.DataFrame({"sku": ["A", None], "n": [1, 2]}).write_parquet(path)
    table: Table = read(path)
    assert table.columns == {"sku": ["A", None], "n": [1, 2]}
    assert list(table.rows) == [1, 2]


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    require("polars")
    import polars as pl  # noqa: PLC0415 (an extra)

    assert refused(a_file(tmp_path, "x.parquet", b"PAR1 no PAR1")).code == "bad_parquet"
    path = tmp_path / "y.parquet"
    pl.DataFrame({"sku": ["A"], "parts": [[1, 2]]}).write_parquet(path)
    assert refused(path).code == "bad_column_type"
    pl.DataFrame({"sku": ["A"] * 5}).write_parquet(path)
    assert refused(path, rows=4).code == "too_many_rows"
    pl.DataFrame({"sku": ["A" * 40_000]}).write_parquet(path)
    assert refused(path).code == "cell_too_long"


def test_parquet_without_its_extra_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backorder.connectors.sealed.find_spec", lambda _: None)
    with pytest.raises(BackorderError, match=r"pip install 'backorder\[parquet\]'"):
        read(a_file(tmp_path, "x.parquet", b"PAR1"))
