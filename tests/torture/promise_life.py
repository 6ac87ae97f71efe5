"""Rules for what happens to promises after they are made: units are released to pick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .draws import one_or_two
from .judged import JudgedBooks

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject


class PromiseLife(JudgedBooks):
    """Books whose units are released to pick now and then."""

    def draw_pick(self, data: DataObject) -> dict[str, Any]:
        key, sku, count = data.draw(st.sampled_from(self.on_orders("open")))
        one: dict[str, Any] = {"order": key}
        if data.draw(st.booleans()):
            one["lines"] = [{"sku": sku}]
            if data.draw(st.booleans()):
                one["lines"][0]["quantity"] = data.draw(st.integers(1, count))
        return one

    @precondition(lambda self: self.on_orders("open"))
    @rule(data=st.data())
    def release(self, data: DataObject) -> None:
        self.do(
            "release", {"releases": [self.draw_pick(data) for _ in range(data.draw(one_or_two))]}
        )

    @precondition(lambda self: self.fenced())
    @rule(data=st.data())
    def recall(self, data: DataObject) -> None:
        self.do("release", {"recalls": [self.draw_pick(data)]})
