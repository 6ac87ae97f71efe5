"""What the plan of every night costs: its parts, and the goal that several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import advice, demand, forecast, lead_times, proposals, stock_policy
from .report import Goal, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .sizes import Size

PLANS: dict[str, Callable[[Size, int], Section]] = {
    "forecast": forecast.measure,
    "stock_policy": stock_policy.measure,
    "lead_times": lead_times.measure,
    "demand": demand.measure,
    "proposals": proposals.measure,
    "advice": advice.measure,
}
PRODUCTS = 100_000
SECONDS = {False: 3.0, True: 60.0}  # for forecast and policy together; with the shared model or not


def shared_goals(sections: Sequence[Section], products: int = PRODUCTS) -> list[Goal]:
    """Return the goals for forecast and stock policy together, where both were measured."""
    parts = {name: s for section in sections for name, s in section.parts.items()}
    policy = parts.get(f"{stock_policy.COST}, {products} products")
    found = []
    for shared, most in SECONDS.items():
        made = parts.get(f"{forecast.SHOWN[shared]}, {products} products")
        if made is not None and policy is not None:
            what = (
                f"forecast ({forecast.SHOWN[shared]}) and policy of {products} products,"
                f" weekly over two years"
            )
            found.append(Goal(what, made + policy, "s", most=most))
    return found
