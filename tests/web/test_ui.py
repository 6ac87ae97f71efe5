"""Numbers, money and days as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture
def ui(app: None) -> Any:
    from backorder.app.templatetags import ui  # noqa: PLC0415 (once Django is set up)

    return ui


def test_english(ui: Any) -> None:
    with translation.override("en"):
        assert ui.whole(1234567) == "1,234,567"
        assert ui.whole(None) == ui.NONE
        assert [ui.money(1999, "EUR"), ui.money(-5, "USD")] == ["€19.99", "\N{MINUS SIGN}$0.05"]
        assert [ui.money(150, "JPY"), ui.money(None)] == ["JPY 150", ui.NONE]
        assert [ui.percent(0.8), ui.percent(0.0834, 1)] == ["80%", "8.3%"]
        assert [ui.day(date(2026, 12, 4)), ui.day("2026-12-04")] == ["4 Dec 2026"] * 2
        assert [ui.short_day("2026-12-04"), ui.day(None)] == ["4 Dec", ui.NONE]
        assert ui.moment(datetime(2026, 12, 4, 9, 30, tzinfo=UTC)) == "4 Dec 2026, 09:30"


def test_german(ui: Any) -> None:
    with translation.override("de"):
        assert ui.whole(1234567) == "1.234.567"
        assert ui.money(123456, "EUR") == "1.234,56 €"
        assert ui.percent(0.0834, 1) == "8,3 %"
        assert ui.day(date(2026, 12, 4)) == "04.12.2026"


def test_numbers_of_documents(ui: Any) -> None:
    assert ui.numbered(7, "order") == "SO-000007"


def test_a_cover_bar_shows_shares_without_a_style(ui: Any) -> None:
    drawn = ui.cover([("stock", 3), ("planned", 1), ("unknown", 0)], 'a "label"')
    assert 'x="75.00%" y="0" width="25.00%"' in drawn
    assert drawn.count("<rect") == 2
    assert "style" not in drawn
    assert "&quot;label&quot;" in drawn


def test_a_sparkline_runs_from_the_lowest_to_the_highest(ui: Any) -> None:
    assert 'points="2.0,21.0 48.0,12.0 94.0,3.0"' in ui.sparkline([1, 2, 3], "up")
    assert ui.sparkline([1]) == ""
