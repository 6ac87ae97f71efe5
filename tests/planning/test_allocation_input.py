"""What a problem takes, what a unit is worth, and what the solver says when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from backorder.domain.errors import BackorderError, InvalidError
from backorder.planning.allocation import Problem, solver, weights
from backorder.planning.allocation.model import build
from tests.planning.scarcity import random_problem
from tests.support import PATIENCE, require

LINES: dict[str, Any] = {
    "order": [0, 1],
    "product": [0, 0],
    "quantity": [3, 7],
    "weight": [5, 5],
    "supply": [4],
    "percent": [0, 50],
}


def test_a_minimum_fill_is_rounded_up_to_whole_units() -> None:
    problem = Problem.of(**LINES)
    assert problem.least.tolist() == [0, 4]
    assert problem.coupled.tolist() == [False, True]


def test_an_order_without_units_is_not_coupled() -> None:
    problem = Problem.of(**LINES | {"quantity": [0, 0], "percent": 100})
    assert problem.coupled.tolist() == [False, False]


def test_needs_add_up_lines_of_one_product() -> None:
    problem = Problem.of(**LINES | {"order": [0, 0], "percent": [100]})
    assert [column.tolist() for column in problem.needs()] == [[0], [0], [10]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order": [0, 2]}, "unknown_position"),
        ({"product": [0, 1]}, "unknown_position"),
        ({"product": [0]}, "bad_array"),
        ({"quantity": [3, -1]}, "negative_quantity"),
        ({"quantity": [3.5, 1]}, "bad_array"),
        ({"supply": [-1]}, "negative_quantity"),
        ({"percent": [0, 101]}, "bad_percent"),
        ({"percent": [0, -1]}, "bad_percent"),
        ({"weight": [2**52, 2**52]}, "value_too_large"),
        ({"quantity": [2**60, 1], "weight": [0, 0]}, "value_too_large"),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(BackorderError) as caught:
        Problem.of(**LINES | change)
    assert caught.value.code == code


def test_weights_grow_with_margin_priority_and_age() -> None:
    assert weights([999, 999, 1, 0], [1, 3, 1, 5], [30, 7, 15, 1]).tolist() == [1998, 3696, 2, 1]
    with pytest.raises(BackorderError, match="thirtieths"):
        weights([2**40], [2**20], [10])


def test_without_the_extra_the_optimum_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solver, "find_spec", lambda _name: None)
    with pytest.raises(InvalidError) as caught:
        solver.require_solver()
    assert caught.value.code == "planning_missing"
    assert caught.value.facts == {"install": "pip install 'backorder[planning]'"}


def test_a_time_limit_gives_what_is_there() -> None:
    require("highspy")
    problem = random_problem(21, 3000, 300)
    scarce = np.ones(300, dtype=bool)
    model = build(problem, np.arange(problem.order.size), scarce)
    found = solver.solve(model, whole=True, seconds=0.0)
    assert found.bound >= solver.solve(model, whole=True, gap=0.01).bound * 0.99


def test_importing_the_room_loads_no_solver() -> None:
    code = "import sys, backorder.planning.allocation; print('highspy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.strip() == "False"


OTHER_THREADS = """
import highspy
from backorder.domain.errors import BackorderError
from backorder.planning.allocation import Problem, optimum

other = highspy.Highs()
other.silent()
other.setOptionValue("threads", 2)
other.addVars(2, [0.0, 0.0], [1.0, 1.0])
other.run()
problem = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
                     weight=[1000, 1100, 1080], supply=[10], percent=100)
try:
    print(optimum(problem).value)
except BackorderError as error:
    print(error.code)
"""


def test_a_solver_with_other_threads_in_the_process_never_makes_an_answer_wrong() -> None:
    """HiGHS keeps one pool of threads: the answer is right, or there is none."""
    require("highspy")
    done = subprocess.run(
        [sys.executable, "-c", OTHER_THREADS],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stdout.split()[-1] in {"10900", "solver_failed"}
