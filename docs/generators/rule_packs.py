"""The page of rule packs: what each says, and where it comes from."""

from __future__ import annotations

from backorder.domain.delays.packs import PACKS, Pack
from backorder.domain.delays.texts import rights

from .markdown import table

_COUNTS = {"shipping": "the goods leave", "delivery": "the goods are delivered"}


def write(_about: str = "") -> str:
    """Return a section for each pack: its rules, its sources, its sentences."""
    return "\n\n".join(_section(pack) for pack in PACKS.values())


def _section(pack: Pack) -> str:
    sources = [
        (f"[{one.paragraph}]({one.url})" if one.url else one.paragraph, one.about, one.read)
        for one in pack.sources
    ]
    kinds = [("first", "consent"), ("unknown", "cancel" if pack.cancels else "consent")]
    sentences = [
        f"- {kind}: {' '.join(rights(pack, kind, silence, 'en'))}" for kind, silence in kinds
    ]
    return "\n\n".join(
        (
            f"## `{pack.id}`",
            f"{pack.title}. Version {pack.version}, rules in force since {pack.since}.",
            table(["rule", "is"], _rules(pack)),
            table(["source", "used for", "how it was read"], sources),
            "What notices say of the customer's rights, in English:",
            "\n".join(sentences),
        )
    )


def _rules(pack: Pack) -> list[tuple[str, str]]:
    working = "working days" if pack.working else "days"
    silence = (
        f"consents to a first delay of at most {pack.short_days} days, cancels otherwise"
        if pack.cancels
        else "changes nothing: the order stands"
    )
    period = f"{pack.period_days} days, or as the customer says" if pack.period_days else "none"
    return [
        ("destinations", ", ".join(sorted(pack.countries)) or "all others, and businesses"),
        ("due where no time was stated", f"{pack.default_days} days after the order"),
        ("silence", silence),
        ("a consent to a day", "binds until that day" if pack.stands else "can be taken back"),
        ("what has to happen by then", _COUNTS[pack.counts]),
        ("additional period", period),
        ("a person looks", f"{pack.look_after_days} days after the day due or agreed"),
        ("refund, at the latest", f"{pack.refund_days} {working} later"),
        ("refund of the seller's own credit", f"{pack.credit_days} days later"),
        ("a notice must carry", ", ".join(f"`{name}`" for name in pack.required)),
    ]
