"""What the customers' pages draw: the steps of a line, each told by word and shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

    from backorder.app.care.cases import Case
    from backorder.app.care.progress import Group

register = template.Library()
STEPS = (
    pgettext_lazy("step", "Received"),
    pgettext_lazy("step", "On order"),
    pgettext_lazy("step", "Arriving"),
    pgettext_lazy("step", "Packed"),
    pgettext_lazy("step", "Sent"),
)
_SAID = {"done": _("done"), "now": _("now"), "ahead": _("still to come")}
# Shapes tell the state as well as colours do: a tick in a disc, a ring with a point, a ring.
_DRAWN = {
    "done": '<circle cx="12" cy="12" r="10"/><path d="M7.5 12.4l3 3 6-6.4"/>',
    "now": '<circle cx="12" cy="12" r="9"/><circle class="point" cx="12" cy="12" r="4.5"/>',
    "ahead": '<circle cx="12" cy="12" r="9"/>',
}


class Step(NamedTuple):
    """One of the five steps: its name, its state and the state's name."""

    label: _StrPromise
    state: str
    said: _StrPromise


@register.filter
def steps(group: Group) -> list[Step]:
    """Return the steps of some units, from received to sent."""
    states = [
        "done" if n < group.step else "now" if n == group.step else "ahead"
        for n in range(len(STEPS))
    ]
    return [Step(label, state, _SAID[state]) for label, state in zip(STEPS, states, strict=True)]


@register.filter
def rights(case: Case) -> list[str]:
    """Return the sentences about the customer's rights, in the language of the page."""
    return case.rights(translation.get_language() or "en")


@register.simple_tag
def mark(state: str) -> SafeString:
    """Return the shape of a state."""
    lines = mark_safe(_DRAWN[state])  # noqa: S308 (our own, above)
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', lines
    )
