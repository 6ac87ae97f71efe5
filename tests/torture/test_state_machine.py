"""Random histories over all verbs; `BACKORDER_TORTURE=full` makes them many and long."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from backorder import settings

from .machine import Books

FULL = settings.get("BACKORDER_TORTURE") == "full"


@pytest.mark.torture
def test_the_books_hold_under_any_history(server_url: str, template_url: str) -> None:
    machine = type("Machine", (Books,), {"server": server_url, "template": template_url})
    run_state_machine_as_test(
        machine,
        settings=hypothesis_settings(
            max_examples=400 if FULL else 12,
            stateful_step_count=80 if FULL else 40,
            deadline=None,
            derandomize=not FULL,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
