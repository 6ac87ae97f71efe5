"""What happens to promises after they are made: time overtakes them, units are released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backorder.ledger.proofs.state import state_hash
from backorder.ledger.purchasing import overdue

from .draws import SKUS, one_or_two
from .judged import JudgedBooks

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject


class PromiseLife(JudgedBooks):
    """Books that are reviewed, and whose units are released to pick, now and then."""

    @rule(data=st.data())
    def review(self, data: DataObject) -> None:
        """Review what is due, or some products; a second look finds nothing."""
        due = overdue.due(self.conn, self.now)
        named = data.draw(st.lists(st.sampled_from(SKUS), min_size=1, unique=True) | st.none())
        request = {} if named is None else {"skus": named}
        if not set(due) & set(named or due):
            assert self.do("review", request) is not None
            self.said.pop()
            assert state_hash(self.conn) == self.hash
            return
        assert self.do("review", request) is not None
        state = state_hash(self.conn)
        self.do("review", request)
        self.said.pop()
        assert state_hash(self.conn) == state
        # An order that ships complete is told as one, and so may other products of it be.
        left = overdue.due(self.conn, self.now)
        assert set(left) <= set(due) - set(named or due)

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
