"""What a form says in a supplier's name, as the verbs take it: on its page and on ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backorder.app.pages import frame, typed
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from .paper import Line


def acknowledgement(
    form: Mapping[str, str], number: str, lines: Sequence[Line], *, key: str, how: str
) -> dict[str, Any]:
    """Return what ``acknowledge`` is asked for; a line whose units are left empty is not spoken of.

    With ``whole`` all is confirmed as it stands. Raises ``InvalidError`` where nothing is said.
    """
    one: dict[str, Any] = {"key": key, "purchase_order": number, "how": how, **_who(form)}
    if "whole" not in form:
        one["lines"] = [said for line in lines if (said := _said(form, line)) is not None]
        if not one["lines"]:
            raise InvalidError("nothing_said", _("Say which units come, and when."))
    return {"acknowledgements": [one]}


def _said(form: Mapping[str, str], line: Line) -> dict[str, Any] | None:
    units = _units(form, f"units-{line.line_no}")
    never = f"never-{line.line_no}" in form
    if units is None and not never:
        return None
    said: dict[str, Any] = {"line": line.line_no, "quantity": units or 0}
    if never:
        said["refused"] = max(0, line.open - (units or 0))
    if day := _day(form, f"day-{line.line_no}"):
        said["expected_on"] = day.isoformat()
    return said


def announcement(
    form: Mapping[str, str], number: str, lines: Sequence[Line], *, key: str, how: str
) -> dict[str, Any]:
    """Return what ``announce`` is asked for; raises ``InvalidError`` where something is missing."""
    day = _day(form, "expected_on")
    if day is None:
        raise InvalidError("day_missing", _("Say on which day it is expected."))
    sent = [
        {"line": line.line_no, "quantity": units}
        for line in lines
        if (units := _units(form, f"sent-{line.line_no}"))
    ]
    if not sent:
        raise InvalidError("nothing_said", _("Say how many units are on their way."))
    one = {
        "key": key,
        "purchase_order": number,
        "expected_on": day.isoformat(),
        "carrier": typed.text(form, "carrier"),
        "tracking": typed.text(form, "tracking"),
        "how": how,
        "lines": sent,
        **_who(form),
    }
    return {"announcements": [one]}


def _units(form: Mapping[str, str], name: str) -> int | None:
    units = typed.whole(form, name)
    if units is not None and units < 0:
        raise InvalidError("not_a_number", _("Units are counted from nought."), field=name)
    return units


def _day(form: Mapping[str, str], name: str) -> date | None:
    day = typed.day(form, name)
    if day is not None and day < frame.now().date():
        raise InvalidError("day_is_past", _("That day is past."), field=name)
    return day


def _who(form: Mapping[str, str]) -> dict[str, str]:
    return {"said_by": typed.text(form, "said_by"), "note": typed.text(form, "note")}
