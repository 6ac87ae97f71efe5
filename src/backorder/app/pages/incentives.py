"""Incentives: the rules, what of their budgets is used, and what the money was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.incentives import listing
from backorder.connectors.money import decimal_text
from backorder.domain.errors import InvalidError
from backorder.ledger.incentives.rules import RULES

from . import acting, frame, given
from .order_new import minor
from .page import POST, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

VERB = "set_incentives"
SHOWN = 50
EVENTS = {
    "slip": gettext_lazy("a day slipped"),
    "delay_case": gettext_lazy("a delay waits for an answer"),
    "cancel_intent": gettext_lazy("a customer is about to cancel"),
}
KINDS = {
    "optimal": gettext_lazy("what pays best"),
    "fixed": gettext_lazy("a fixed amount"),
    "percent": gettext_lazy("a share of what waits"),
}
PERIODS = {
    "month": gettext_lazy("each month"),
    "quarter": gettext_lazy("each quarter"),
    "year": gettext_lazy("each year"),
    "always": gettext_lazy("in all"),
}
OUTCOMES = {
    "given": gettext_lazy("given"),
    "held_out": gettext_lazy("held out"),
    "none": gettext_lazy("nothing given"),
    "no_budget": gettext_lazy("no budget left"),
}
WHY = {
    "pays": gettext_lazy("So much pays best."),
    "nothing_is_best": gettext_lazy("Giving nothing pays best."),
    "worth_nothing": gettext_lazy("Nothing is lost with what waits."),
    "by_rule": gettext_lazy("The rule says how much."),
}
_WHOLE = ("slip_days", "percent", "expires_days", "holdout_percent")
_WORDS = ("event", "kind", "period", "category", "currency", "class")
_FRESH = {**RULES.defaults, "name": "", "kind": "optimal"}  # what a rule begins with here


def incentives(request: HttpRequest) -> HttpResponse:
    """List the rules with what they gave and what that was worth."""
    with frame.books() as conn:
        rows = listing.rules(conn, frame.now().date())
    for row in rows:
        _word(row)
    context = {"rows": rows, "may_edit": roles.may(request.user, VERB)}
    return frame.render(request, "backorder/pages/incentives.html", context)


def rule(request: HttpRequest) -> HttpResponse:
    """Show one rule: its form, its report, whom it considered; without a name a new one."""
    name = given.text(request.GET, "name", 80)
    with frame.books() as conn:
        found = listing.rules(conn, frame.now().date(), name) if name else [dict(_FRESH)]
        if not found:
            raise Http404
        orders = listing.orders(conn, name, SHOWN) if name else []
    one = found[0]
    _word(one)
    for order in orders:
        order["says"] = OUTCOMES[order["outcome"]]
        order["why"] = WHY.get(order["reason"].get("code", ""), "")
    for field in ("amount", "most", "budget"):
        value = one[field]
        one[f"{field}_text"] = decimal_text(value, one["currency"]) if value is not None else ""
    one["response_text"] = f"{one['response']:g}"
    context = {
        "rule": one,
        "known": bool(name),
        "used": bool(orders),
        "orders": orders,
        "more": len(orders) == SHOWN,
        "events": EVENTS.items(),
        "kinds": KINDS.items(),
        "periods": PERIODS.items(),
        "may_edit": roles.may(request.user, VERB),
    }
    return frame.render(request, "backorder/pages/incentive.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Make or change a rule, end it, or let it give again."""
    form, what = request.POST, request.POST.get("do", "save")
    name = given.text(form, "name", 80)

    def body() -> dict[str, Any]:
        one: dict[str, Any] = {"name": name}
        one |= {"active": what == "resume"} if what in {"end", "resume"} else _fields(form)
        return {"rules": [one], "key": acting.key_of(request)}

    said = {
        "end": _("It gives nothing from now on; codes that were given stay good."),
        "resume": _("It gives again."),
    }.get(what, _("The rule is saved."))
    done = given.attempted(request, VERB, body, said)
    address = reverse("pages:incentive")
    if done is None and what == "save" and "fresh" in form:
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?{urlencode({'name': name})}")


def _fields(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form says of a rule; a field that is empty keeps what it was."""
    currency = given.text(form, "currency", 3).upper()
    one: dict[str, Any] = {word: given.text(form, word, 200) for word in _WORDS if word in form}
    one["currency"] = currency
    one |= given.filled(**{part: given.whole(form, part) for part in _WHOLE})
    for part in ("amount", "budget"):
        if said := given.text(form, part, 20):
            one[part] = minor(said, currency)
    most = given.text(form, "most", 20)
    one["most"] = minor(most, currency) if most else None
    if said := given.text(form, "response", 20):
        one["response"] = _number(said)
    return one | {day: given.text(form, day, 10) or None for day in ("valid_from", "valid_until")}


def _number(said: str) -> float:
    try:
        return float(said.replace(",", "."))
    except ValueError:
        raise InvalidError("not_a_number", _("That is no number."), field="response") from None


def _word(row: dict[str, Any]) -> None:
    """Say a rule in words; shares in percent."""
    row["when"], row["gives"] = EVENTS[row["event"]], KINDS[row["kind"]]
    row["per"] = PERIODS[row["period"]]
    for group in ("given", "held_out"):
        count = row.get(group, 0)
        row[f"{group}_share"] = 100 * row[f"{group}_cancelled"] / count if count else None
    effect = row.get("effect") or {}
    row["points"] = [
        None if effect.get(part) is None else 100 * effect[part]
        for part in ("difference", "low", "high")
    ]
    row["sure"] = effect.get("low") is not None and (effect["low"] > 0 or effect["high"] < 0)


PAGES = (
    Page("incentives", "incentives", incentives),
    Page("incentives/rule", "incentive", rule),
    Page("incentives/save", "incentive_save", save, VERB, POST),
)
