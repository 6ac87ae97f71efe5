"""Random histories in which scarce units are handed out anew, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backorder import ledger
from backorder.domain.reallocating import STRATEGIES
from backorder.ledger.proofs.state import state_hash

from .draws import SKUS
from .judged import JudgedBooks

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

wheres = st.sampled_from(
    (
        {},
        {"quantity": {"min": 4}},
        {"product": SKUS[0]},
        {"ship": "complete"},
        {"channel": ["web"]},
        {"slip": {"min": 1}},
    )
)
rankings = st.sampled_from(
    (
        [],
        [{"by": "quantity"}],
        [{"by": "requested"}, {"by": "value", "descending": True}],
        [{"by": "promise", "descending": True}],
    )
)


@st.composite
def segments(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a segment that makes sense."""
    strategy = draw(st.sampled_from((*STRATEGIES, "redistribute", "win")))
    found: dict[str, Any] = {"strategy": strategy, "where": draw(wheres)}
    found["ranking"] = draw(rankings)
    if strategy == "redistribute":
        found["share"] = draw(st.sampled_from(("rank", "proportional", "max_min")))
        if draw(st.booleans()):
            found["quota"] = draw(st.sampled_from(({"units": 3}, {"percent": 40})))
    if strategy in {"win", "gain"} and draw(st.booleans()):
        found["fall_back"] = draw(st.sampled_from(("improve", "redistribute", "fill", "lose")))
    return found


class Scarcity(JudgedBooks):
    """Books whose units are reallocated now and then; what is shown is what happens."""

    def books(self) -> tuple[str, str]:
        """Return the hashes of pegs and supplies."""
        tables = state_hash(self.conn).tables
        return tables["peg"], tables["supply"]

    @precondition(lambda self: self.on_orders("open"))
    @rule(data=st.data())
    def reallocate(self, data: DataObject) -> None:
        variant: dict[str, Any] = {
            "segments": data.draw(st.lists(segments(), min_size=1, max_size=3))
        }
        if data.draw(st.booleans()):
            variant["skus"] = data.draw(st.lists(st.sampled_from(SKUS), min_size=1, unique=True))
        if data.draw(st.integers(0, 2)) == 0:
            variant["limits"] = data.draw(st.sampled_from(({"lines": 3}, {"slip_days": 9})))
        seen = ledger.VERBS["reallocate"](
            self.conn, {"simulate": variant}, now=self.now, actor="torture"
        )
        assert state_hash(self.conn) == self.hash
        marked = {"fingerprint": seen["fingerprint"], "marks": seen["marks"]}
        before = self.books()
        held = self.expired_holds()
        done = self.do("reallocate", {"release": variant | marked})
        assert done is not None or held
        if done is None:
            return
        for name in ("difference", "totals", "segments", "exceptions", "left_out"):
            assert done[name] == seen[name]
        if done["reallocation"] is not None and data.draw(st.booleans()):
            assert self.do("reallocate", {"undo": done["reallocation"]}) is not None
            assert self.books() == before

    @precondition(lambda self: self.conn.execute("SELECT 1 FROM reallocation").fetchone())
    @rule(data=st.data())
    def undo(self, data: DataObject) -> None:
        """Take any reallocation back, if nothing changed since."""
        numbers = [row[0] for row in self.conn.execute("SELECT id FROM reallocation ORDER BY id")]
        self.do("reallocate", {"undo": f"RA-{data.draw(st.sampled_from(numbers)):06d}"})

    def expired_holds(self) -> bool:
        """Tell whether holds have expired that nobody has noticed yet: a release lets them go."""
        row = self.conn.execute("SELECT 1 FROM peg WHERE expires_at <= %s", [self.now]).fetchone()
        return row is not None
