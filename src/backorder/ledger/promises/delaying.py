"""Delay cases follow the dates: opened, renewed and closed in the verb that moves a date.

Lines that are told a new day are judged under their rule pack in one read and one write. A case is
changed only while its product is locked, so an answer, a deadline and a new date never cross.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder import settings
from backorder.domain.delays import judging
from backorder.domain.delays.answering import refund_latest
from backorder.domain.delays.choosing import choose
from backorder.domain.delays.packs import BY_CODE
from backorder.domain.names import numbers
from backorder.ledger.journal.arrays import NO_DAY, Days, Ints, from_day, iso_days, to_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backorder.domain.ranking import Integers
    from backorder.domain.repromising import Told
    from backorder.ledger.books.places import Places
    from backorder.ledger.journal.transaction import Columns, Transaction

PACKS = [BY_CODE[code].id for code in sorted(BY_CODE)]
_VERSIONS = [BY_CODE[code].version for code in sorted(BY_CODE)]
_BY_DELIVERY = np.array(
    [code in BY_CODE and BY_CODE[code].counts == "delivery" for code in range(max(BY_CODE) + 1)]
)
_NAMES = {
    "packs": PACKS,
    "versions": Ints(_VERSIONS),
    "kinds": list(judging.KINDS[1:]),
    "silences": list(judging.SILENCES[1:]),
}
_RECOVERED = {"outcome": "recovered"}
_ASKED_FOR = "order_changed"  # by the customer: no delay of ours


def follow(  # noqa: PLR0913, PLR0917 (who is told what, and why)
    tx: Transaction,
    places: Places,
    pegs: Columns,
    told: Told,
    cause: str,
    skus: Mapping[int, str],
) -> None:
    """Open, renew or close the delay cases of lines whose day moved; note what is to be told.

    ``tx.aside`` then holds ``delays``, one for each notice, and ``delays_ended``, one for each case
    whose line is due in time again.
    """
    if cause == _ASKED_FOR:
        return
    lines = np.unique(pegs["line"][told.slipped])
    known = tx.columns("delay_lines", {"lines": Ints(lines), "packs": PACKS})
    late = _Late(pegs, told, lines)
    pack = np.where(known["case"] > 0, known["pack"], _packs(tx, known))
    due = np.where(known["case"] > 0, known["due"], _due(places, known, pack))
    standing = judging.Standing(
        pack, due, known["notices"], known["sent"], known["notice_to"], known["agreed"]
    )
    today = to_day(tx.now.date())
    judged = judging.judge(standing, late.to, today)
    at = np.flatnonzero(judged.act)
    if at.size:
        _save(tx, known, late, standing, judged, at, cause, skus)


class _Late:
    """The days of whole lines: what was told before, what is told now, and the units late."""

    def __init__(self, pegs: Columns, told: Told, lines: Integers) -> None:
        self.of = np.flatnonzero(np.isin(pegs["line"], lines))
        self.at = np.searchsorted(lines, pegs["line"][self.of])
        self.on = told.on[self.of]
        self.quantity = pegs["quantity"][self.of]
        self.to = self._last(self.on, lines.size)
        self.before = self._last(pegs["told"][self.of], lines.size)

    def _last(self, days: Integers, count: int) -> Integers:
        last = np.full(count, NO_DAY)
        np.maximum.at(last, self.at, days)
        last[self.at[days == NO_DAY]] = NO_DAY  # one day that nobody knows, and none is known
        return last

    def units(self, due: Integers) -> Integers:
        """Return the units of each line that come after it was due."""
        behind = (self.on == NO_DAY) | (self.on > due[self.at])
        return np.bincount(
            self.at[behind], weights=self.quantity[behind], minlength=due.size
        ).astype(np.int64)


def _packs(tx: Transaction, known: Columns) -> Integers:
    """Return the code of the pack that holds for each line; journaled, as settings may change."""
    buyers = list(zip(known["destination"], known["class"], strict=True))
    kinds = {buyer: n for n, buyer in enumerate(dict.fromkeys(buyers))}
    codes = tx.given("delay_pack", len(kinds))
    if codes is None:
        business = settings.get("BACKORDER_DELAYS_BUSINESS")
        override = settings.get("BACKORDER_DELAYS_PACK")
        codes = [
            choose(destination, kind, business=business, override=override).code
            for destination, kind in kinds
        ]
    tx.remember({"delay_pack": codes})
    which = np.fromiter(map(kinds.__getitem__, buyers), dtype=np.int64, count=len(buyers))
    return np.array(codes, dtype=np.int64)[which]


def _due(places: Places, known: Columns, pack: Integers) -> Integers:
    """Return the last day on which each line can leave in time, as `judging.due_on` for one.

    Where the pack counts delivery and the way to the destination is known, that is the last day on
    which it can leave and be delivered by the day that was stated, or that the law names.
    """
    by = known["placed"] + judging.DEFAULT_DAYS[pack]
    by = np.where(known["legal"] == NO_DAY, by, known["legal"])
    stated = np.where(known["legal"] == NO_DAY, known["promised"], NO_DAY)
    asked = np.where(known["legal"] == NO_DAY, known["requested"], NO_DAY)
    leaves = np.where(stated == NO_DAY, by, stated)
    if places.lanes:
        for at in np.flatnonzero((known["case"] == 0) & _BY_DELIVERY[pack]).tolist():
            leaves[at] = _leaves(places, known["destination"][at], int(stated[at]), int(by[at]))
    return np.maximum(leaves, asked)


def _leaves(places: Places, destination: str, stated: int, by: int) -> int:
    """Return the last day to leave on: to be there as early as promised, else by a day."""
    place = places.first(destination).id
    lane = places.lanes.find(place, destination)
    if lane is None:
        return by if stated == NO_DAY else stated
    promised = from_day(stated)
    last = from_day(by) if promised is None else lane.delivers_on(promised)
    assert last is not None
    return to_day(judging.last_leaving(lane.delivers_on, last))


def _save(  # noqa: PLR0913, PLR0917 (what was found about the lines)
    tx: Transaction,
    known: Columns,
    late: _Late,
    standing: judging.Standing,
    judged: judging.Judged,
    at: Integers,
    cause: str,
    skus: Mapping[int, str],
) -> None:
    """Write the lines ``at`` which something is to be done, and tell it."""
    noticed = judged.act[at] == judging.NOTICE
    fresh = known["case"][at] == 0
    cases = known["case"][at].copy()
    cases[fresh] = tx.take({"delay_case": int(fresh.sum())}).get("delay_case", [])
    quantity = np.maximum(late.units(standing.due)[at], 1)
    draft = bool(noticed.any()) and _is_draft(tx, np.unique(known["customer"][at[noticed]]).size)
    found = {
        "case": cases,
        "line": known["line"][at],
        "order": known["order"][at],
        "product": known["product"][at],
        "pack": standing.pack[at],
        "act": judged.act[at],
        "n": standing.notices[at] + noticed,
        "kind": judged.kind[at],
        "quantity": quantity,
        "silence": judged.silence[at],
    }
    days = {
        "due": standing.due[at],
        "from": late.before[at],
        "to": late.to[at],
        "respond_by": judged.respond_by[at],
    }
    said = {"cause": cause, "draft": draft, "at": tx.now, "journal": tx.journal_id} | _NAMES
    for name, which in (("delays_open", fresh), ("delays_move", ~fresh)):
        if which.any():
            numbered = {key: Ints(column[which]) for key, column in found.items()}
            dated = {key: Days(column[which]) for key, column in days.items()}
            tx.run(name, numbered | dated | said)
    tell(tx, found | days, skus, draft=draft)


def tell(
    tx: Transaction,
    found: Mapping[str, Integers],
    skus: Mapping[int, str],
    *,
    draft: bool,
) -> None:
    """Put what became of cases into the verb's answer."""
    noticed, over = (
        {name: column[found["act"] == act] for name, column in found.items()}
        for act in (judging.NOTICE, judging.RECOVERED)
    )
    note(tx, "delays", _notices(noticed, skus, to_day(tx.now.date()), draft=draft))
    ended = [
        {"case": case, "order": order, "sku": sku, "quantity": quantity} | _RECOVERED | {"to": to}
        for case, order, sku, quantity, to in zip(
            *_heads(over, skus), iso_days(over["to"]), strict=True
        )
    ]
    note(tx, "delays_ended", ended)


def _heads(found: Mapping[str, Integers], skus: Mapping[int, str]) -> tuple[list[Any], ...]:
    """Return the columns that all which is told of cases begins with."""
    return (
        numbers("delay_case", found["case"].tolist()),
        numbers("order", found["order"].tolist()),
        [skus[product] for product in found["product"].tolist()],
        found["quantity"].tolist(),
    )


def _notices(
    found: Mapping[str, Integers], skus: Mapping[int, str], today: int, *, draft: bool
) -> list[dict[str, Any]]:
    """Return the notices as the verb's answer spells them, column by column: there may be many."""
    packs = found["pack"].tolist()
    ends_on = np.where(found["respond_by"] == NO_DAY, today, found["respond_by"]).tolist()
    columns = (
        *_heads(found, skus),
        found["n"].tolist(),
        [judging.KINDS[kind] for kind in found["kind"].tolist()],
        [BY_CODE[pack].id for pack in packs],
        iso_days(found["from"]),
        iso_days(found["to"]),
        iso_days(found["respond_by"]),
        [judging.SILENCES[silence] for silence in found["silence"].tolist()],
        map(_refund_by, packs, ends_on),
    )
    return [
        {
            "case": case,
            "order": order,
            "sku": sku,
            "quantity": quantity,
            "notice": n,
            "kind": kind,
            "pack": pack,
            "from": before,
            "to": after,
            "respond_by": by,
            "silence": silence,
            "refund_by": refund_by,
            "draft": draft,
        }
        for (
            *(case, order, sku, quantity, n, kind, pack, before, after, by, silence, refund_by),
        ) in zip(*columns, strict=True)
    ]


def note(tx: Transaction, name: str, found: Sequence[dict[str, Any]]) -> None:
    """Put more of what happened into the verb's answer."""
    if found:
        tx.aside.setdefault(name, []).extend(found)


def _is_draft(tx: Transaction, customers: int) -> bool:
    """Return whether so many customers are told only after somebody approved it; journaled."""
    drafts = tx.given("delay_draft", 1)
    if drafts is None:
        drafts = [int(customers >= settings.get("BACKORDER_DELAYS_APPROVE_FROM"))]
    tx.remember({"delay_draft": drafts})
    return bool(drafts[0])


@lru_cache(maxsize=4096)
def _refund_by(pack: int, day: int) -> str:
    """Return by when is refunded what is cancelled on a day."""
    on = from_day(day)
    assert on is not None
    return refund_latest(BY_CODE[pack], on).isoformat()
