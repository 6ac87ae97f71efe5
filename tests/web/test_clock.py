"""The clock beside the server's own, which only a sandbox may have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backorder.app.web import clock

if TYPE_CHECKING:
    import pytest

THEN = datetime(2025, 12, 31, 8, tzinfo=UTC)
SOON = timedelta(seconds=5)


def test_a_sandbox_lives_on_from_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_SANDBOX", "1")
    monkeypatch.setenv("BACKORDER_CLOCK_AHEAD", clock.ahead_at(THEN))
    assert abs(clock.now() - THEN) < SOON


def test_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKORDER_SANDBOX", raising=False)
    monkeypatch.setenv("BACKORDER_CLOCK_AHEAD", clock.ahead_at(THEN))
    assert abs(clock.now() - datetime.now(UTC)) < SOON
