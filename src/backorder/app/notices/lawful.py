"""What a rule pack wants said in a notice of a delay, beside the facts of the delay. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from backorder.domain.delays.answering import refund_latest
from backorder.domain.delays.packs import PACKS
from backorder.domain.delays.texts import rights

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTICES = ("delay_notice", "delay_renewed")


def lawful(event: str, facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the customer's rights in a language, and by when money would be back at the latest.

    The refund is reckoned from the last day to answer on, else from the new day: whoever cancels
    sooner has it sooner. Empty for other events, and where no pack is named.

    >>> facts = {"pack": "us_16cfr435", "date_to": "2026-12-18", "respond_by": "2026-12-18",
    ...     "silence": "consent"}
    >>> lawful("delay_notice", facts, "en")["refund_by"], lawful("shipped", facts, "en")
    ('2026-12-30', {})
    """
    pack = PACKS.get(facts.get("pack", ""))
    if event not in NOTICES or pack is None:
        return {}
    to = facts.get("date_to")
    kind = "unknown" if not to else "first" if event == "delay_notice" else "renewed"
    found: dict[str, Any] = {"rights": rights(pack, kind, facts.get("silence", ""), language)}
    if day := facts.get("respond_by") or to:
        found["refund_by"] = refund_latest(pack, date.fromisoformat(day)).isoformat()
    return found
