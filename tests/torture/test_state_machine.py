"""Random histories over all verbs; `BACKORDER_TORTURE=full` makes them many and long."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from backorder import settings

from .machine import Books
from .standing import ADD_ONLY

FULL = settings.get("BACKORDER_TORTURE") == "full"


@pytest.mark.torture
def test_the_books_hold_under_any_history(server_url: str, template_url: str) -> None:
    machine = type("Machine", (Books,), {"server": server_url, "template": template_url})
    run_state_machine_as_test(
        machine,
        settings=hypothesis_settings(
            max_examples=400 if FULL else 3,
            stateful_step_count=80 if FULL else 40,
            deadline=None,
            derandomize=not FULL,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


OLDEST = """
SELECT line_id, n FROM peg
WHERE supply_id IS NOT NULL AND promised_on IS NOT NULL AND expires_at IS NULL
ORDER BY line_id, n
LIMIT 1
"""
# Whoever waits longest is told a day later, behind the back of everyone.
TOLD_LATER = """
INSERT INTO promise (
    line_id, version, part, quantity, promised_on, basis, confidence, cause, made_at, journal_id
)
SELECT line_id, version + 1, part, quantity, promised_on + 1, basis, 0, cause, made_at, journal_id
FROM promise
WHERE line_id = %(line)s
    AND version = (SELECT max(q.version) FROM promise q WHERE q.line_id = promise.line_id)
"""
# Whoever waits longest loses his supply.
TAKEN_AWAY = """
UPDATE peg SET supply_id = NULL WHERE line_id = %(line)s AND n = %(n)s
"""


@pytest.mark.torture
@pytest.mark.parametrize("fault", [TOLD_LATER, TAKEN_AWAY])
def test_a_new_order_that_makes_an_old_promise_later_is_found(
    server_url: str, template_url: str, fault: str
) -> None:
    """The negative control: where adding demand does harm, the machine says so."""

    class Faulty(Books):
        server = server_url
        template = template_url

        def call(self, verb: str, request: dict[str, Any]) -> dict[str, Any]:
            oldest = self.conn.execute(OLDEST).fetchone()
            answer = super().call(verb, request)
            if verb in ADD_ONLY and oldest is not None:
                self.conn.execute(fault.encode(), {"line": oldest[0], "n": oldest[1]})
            return answer

        def teardown(self) -> None:
            self.open.close()

    with pytest.raises(AssertionError, match="made later by"):
        run_state_machine_as_test(
            Faulty,
            settings=hypothesis_settings(
                max_examples=30,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
