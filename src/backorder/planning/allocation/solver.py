"""HiGHS: the one place that makes a solver.

All solvers of a process must work with the same number of threads: HiGHS keeps one pool for all of
them, and a solver that asks for another size may return nothing without a word. So there is one
number, and every answer is checked.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.errors import BackorderError, InvalidError

if TYPE_CHECKING:
    import numpy.typing as npt
    from highspy import Highs

    from .model import Model

    Floats = npt.NDArray[np.float64]

THREADS = 1
SEED = 0
MISSING = "The optimum needs HiGHS, which is not installed: pip install 'backorder[planning]'."


class Solution(NamedTuple):
    """What the solver found.

    ``columns``: the value of each column, None if time ran out before there was any. ``prices``:
    the dual value of each row, in minor units per unit of limit, none below 0; all 0 for whole
    numbers. ``bound``: no solution is worth more than this, in minor units; infinite if time ran
    out too early.
    """

    columns: Floats | None
    prices: Floats
    bound: float


def require_solver() -> None:
    """Refuse the optimum where its extra is not installed, and say how to install it."""
    if find_spec("highspy") is None:
        raise InvalidError("planning_missing", MISSING, install="pip install 'backorder[planning]'")


def solve(model: Model, *, whole: bool, gap: float = 0.0, seconds: float | None = None) -> Solution:
    """Solve a model, with its y as whole numbers or, not ``whole``, as fractions.

    ``gap``: stop when the best found is within this part of the bound. ``seconds``: stop then.
    Raises ``BackorderError`` (``solver_failed``) if the solver gives neither a proven answer nor
    says that its time was up.
    """
    import highspy  # noqa: PLC0415 (an extra, and only now)

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for name, value in _options(gap, seconds).items():
        solver.setOptionValue(name, value)
    _pass(solver, model, whole=whole)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    bound = info.mip_dual_bound if whole else info.objective_function_value
    proven = status == highspy.HighsModelStatus.kOptimal and bool(np.isfinite(bound))
    if not proven and status != highspy.HighsModelStatus.kTimeLimit:
        raise BackorderError(
            "solver_failed",
            "The solver gave no proven answer. Whatever uses HiGHS in one process must use it with "
            "one thread.",
            status=solver.modelStatusToString(status),
            bound=repr(bound),
        )
    found = solver.getSolution()
    return Solution(
        np.asarray(found.col_value) if found.value_valid else None,
        np.abs(found.row_dual) * model.scale if found.dual_valid else np.zeros(model.limit.size),
        bound * model.scale if proven or whole else np.inf,
    )


def _options(gap: float, seconds: float | None) -> dict[str, bool | float]:
    """Return what the solver is told besides the model."""
    options: dict[str, bool | float] = {
        "threads": THREADS,
        "random_seed": SEED,
        "mip_rel_gap": gap,
        "mip_abs_gap": 0.0,
        # Takes half of the time here, and finds no better answers than the others do.
        "mip_heuristic_run_root_reduced_cost": False,
    }
    if seconds is not None:
        options["time_limit"] = max(seconds, 0.0)
    return options


def _pass(solver: Highs, model: Model, *, whole: bool) -> None:
    """Hand the model to the solver."""
    import highspy  # noqa: PLC0415 (an extra, and only now)

    columns, rows = model.cost.size, model.limit.size
    integral = np.zeros(columns, dtype=np.int32)
    integral[: model.orders.size] = whole
    solver.passModel(
        columns,
        rows,
        model.values.size,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        model.cost,
        np.zeros(columns),
        model.upper,
        np.full(rows, -highspy.kHighsInf),
        model.limit.astype(np.float64),
        model.starts,
        model.rows,
        model.values,
        integral,
    )
