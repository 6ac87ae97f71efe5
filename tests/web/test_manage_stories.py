"""Two jobs in a real browser: a reallocation approved and undone; a wrong file put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import PHONE, WIDE
from tests.web.test_reallocation import scarce  # noqa: F401 (a fixture)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")


def test_a_reallocation_is_approved_and_undone(
    visit: Callable[..., Visitor],
    scarce: None,  # noqa: F811 (the fixture)
) -> None:
    visitor = visit()
    page = visitor.go("/reallocation")
    assert visitor.axe() == []
    page.fill('input[name="skus"]', "MUG")
    page.fill('input[name="name"]', "Key accounts first")
    page.fill('input[name="s1_values"]', "key")
    page.select_option('select[name="s1_strategy"]', "win")
    page.click("text=Simulate and compare")
    visitor.reads("Variants side by side", "h1")
    assert visitor.axe() == []
    page.click('[aria-label="Difference: Key accounts first"]')
    visitor.reads("Key accounts first", "h1")
    assert visitor.axe() == []
    visitor.shot("reallocation-difference")
    rows = page.locator('table[aria-labelledby="lines"] tbody tr')
    told = [row.inner_text() for row in rows.all()]
    assert len(told) == 2
    assert "gains" in told[0]
    assert "loses" in told[1]
    page.click("text=Approve and release")
    visitor.reads("RA-000001 · Key accounts first", "h1")
    visitor.reads("Released; those whose day changed are told.", ".messages")
    page.click("main >> text=Undo")
    visitor.reads("2 lines get again what they had before.")
    assert visitor.axe() == []
    page.click("text=Undo it")
    visitor.reads("undone", ".heading")
    assert visitor.faults == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_wrong_file_is_put_right_and_imported(
    visit: Callable[..., Visitor], tmp_path: Path, size: Any
) -> None:
    wrong, right = tmp_path / "prices.csv", tmp_path / "prices-2.csv"
    wrong.write_text("Article,Title,Price\nJUG,Jug,8.505\nCUP,Cup,dear\n", encoding="utf-8")
    right.write_text("Article,Title,Price\nJUG,Jug,8.50\nCUP,Cup,3\n", encoding="utf-8")
    visitor = visit("buyer", size)
    page = visitor.go("/imports")
    assert visitor.axe() == []
    page.select_option('select[name="kind"]', "products")
    page.set_input_files('input[name="file"]', wrong)
    page.click("text=Upload and check")
    visitor.reads("2 faults", ".heading")
    assert "has 3 decimals; EUR has 2" in page.inner_text("main")
    assert page.locator("text=Import 2 rows").count() == 0
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    with page.expect_download() as begun:
        page.click("text=Row errors (CSV)")
    assert "3,unit_price,dear,is not an amount" in begun.value.path().read_text(encoding="utf-8")
    page.click("text=Bring a corrected file")
    page.set_input_files('input[name="file"]', right)
    page.click("text=Upload and check")
    visitor.reads("every row is right", ".heading")
    # A column that means something else is taken out of it, and put back.
    page.select_option("#map-name", "")
    page.wait_for_function("document.querySelector('#map-name').value === ''")
    page.select_option("#map-name", "Title")
    page.wait_for_load_state()
    page.click("text=Import 2 rows")
    visitor.reads("Imported.", ".messages")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    page.click("text=Import another file")
    visitor.reads("prices-2.csv")
    assert visitor.faults == []
