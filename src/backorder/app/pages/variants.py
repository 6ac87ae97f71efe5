"""Variants of a reallocation as a form: segments, rankings, limits; and their rivals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]
SEGMENTS = 3  # rows of the form before that of all others
OWN, BEST = "own", "best"
SEARCH_SECONDS = 2.0

STRATEGIES = (
    ("win", _("Win: must be on time")),
    ("gain", _("Gain: should improve")),
    ("improve", _("Improve: may improve")),
    ("redistribute", _("Redistribute: by rank")),
    ("fill", _("Fill: may only lose")),
    ("lose", _("Lose: gives up all")),
    ("skip", _("Skip: not touched")),
)
FIELDS = (
    ("class", _("Customer class")),
    ("customer", _("Customer")),
    ("channel", _("Channel")),
    ("category", _("Category")),
    ("product", _("Product")),
    ("destination", _("Destination")),
    ("ship", _("Shipping: complete or as_available")),
)
# A rule of ranking; a minus after it turns it round.
RANKINGS = (
    ("", _("as they came")),
    ("value-", _("highest value first")),
    ("margin-", _("highest margin first")),
    ("age-", _("longest wait first")),
    ("requested", _("earliest wish first")),
    ("promise", _("earliest promise first")),
    ("quantity", _("smallest quantity first")),
)
LIMITS = (
    ("lines", _("Lines that may change, at most")),
    ("slip_days", _("Days that a line may slip, at most")),
    ("gain_days", _("Days that a product must gain to be worth it")),
)
# What one's own variant is held against: a name, segments, whether the optimum is looked for.
OTHERS: tuple[tuple[str, Any, Json], ...] = (
    ("first_come", _("First come, first served"), {}),
    ("value", _("Highest value first"), {"ranking": [{"by": "value", "descending": True}]}),
    ("wish", _("Earliest wish first"), {"ranking": [{"by": "requested"}]}),
    ("fair", _("Fair shares"), {"share": "proportional"}),
    (BEST, _("Best by value"), {}),
)
_MOST_DIGITS = 9


class Asked(NamedTuple):
    """A variant that is asked for: its code and name, the request, and whether to optimise it."""

    code: str
    name: Any
    request: Json
    optimal: Json | None = None


def asked(given: Mapping[str, str]) -> list[Asked]:
    """Return one's own variant, if the form has one, and those it is held against.

    Raises ``InvalidError`` for what the form cannot mean; the verb checks the rest.
    """
    scope = _scope(given)
    found = []
    own = _segments(given)
    if own:
        name = given.get("name", "").strip()[:80]
        request = {"segments": own, **scope} | ({"name": name} if name else {})
        found.append(Asked(OWN, name or _("As written"), request))
    for code, label, rule in OTHERS:
        segment = {"strategy": "redistribute", "name": str(label), **rule}
        request = {"segments": [segment], "name": str(label), **scope}
        optimal = {"seconds": SEARCH_SECONDS} if code == BEST else None
        found.append(Asked(code, label, request, optimal))
    return found


def one(given: Mapping[str, str]) -> Asked:
    """Return the variant that is named in ``variant``, one's own or one of the others."""
    wanted = given.get("variant", OWN)
    for variant in asked(given):
        if variant.code == wanted:
            return variant
    raise InvalidError("unknown_variant", "There is no such variant; write one first.")


def _scope(given: Mapping[str, str]) -> Json:
    """Return which products it is about, and how much may change."""
    found: Json = {}
    if skus := split(given.get("skus", "")):
        found["skus"] = skus
    if categories := split(given.get("categories", ""), ",;\n"):
        found["categories"] = categories
    limits = {name: _whole(given[name], label) for name, label in LIMITS if given.get(name)}
    if limits:
        found["limits"] = limits
    return found


def _segments(given: Mapping[str, str]) -> list[Json]:
    found = []
    for n in range(1, SEGMENTS + 1):
        values = split(given.get(f"s{n}_values", ""), ",;\n")
        if not values:
            continue
        field = given.get(f"s{n}_field", "class")
        segment = _segment(given, f"s{n}_") | {"where": {field: values}}
        segment["name"] = given.get(f"s{n}_name", "").strip()[:80] or ", ".join(values)[:80]
        found.append(segment)
    if found or given.get("others_strategy"):
        found.append(_segment(given, "others_") | {"name": str(_("Others"))})
    return found


def _segment(given: Mapping[str, str], prefix: str) -> Json:
    found: Json = {"strategy": given.get(f"{prefix}strategy") or "redistribute"}
    if rule := given.get(f"{prefix}rank", ""):
        by: Json = {"by": rule.removesuffix("-")}
        if rule.endswith("-"):
            by["descending"] = True
        found["ranking"] = [by]
    return found


def split(text: str, marks: str = ",; \t\r\n") -> list[str]:
    """Return the parts of a text, each once.

    >>> split("MUG, POT;MUG")
    ['MUG', 'POT']
    """
    parts = (part.strip() for part in re.split(f"[{re.escape(marks)}]+", text))
    return list(dict.fromkeys(part for part in parts if part))


def _whole(text: str, label: Any) -> int:  # noqa: ANN401 (a lazy text)
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise InvalidError("not_a_number", f"{label}: this is a whole number.", value=text[:40])
    return int(text)
