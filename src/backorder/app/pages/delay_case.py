"""One delay case: what was told and answered, what follows, and the answer given for a customer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.api import reading
from backorder.app.care import cases
from backorder.app.statements import statement
from backorder.domain.delays.answering import refund_latest
from backorder.domain.delays.packs import PACKS
from backorder.domain.delays.texts import DISCLAIMER
from backorder.domain.errors import InvalidError
from backorder.domain.names import row_id
from backorder.domain.reasons import CAUSE_TEXTS

from . import acting, frame, given
from .delays import DELAYS, KINDS, OUTCOMES, PACK_NAMES, SILENCES, STATES, silence_of
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

ANSWER = "answer_delays"
LONGEST_SHOWN = 20_000
ANSWERS = {
    "wait": gettext_lazy("wait"),
    "cancel": gettext_lazy("cancel"),
    "terminate": gettext_lazy("end the contract"),
}
CHANNELS = {
    "phone": gettext_lazy("on the telephone"),
    "email": gettext_lazy("by e-mail"),
    "letter": gettext_lazy("by letter"),
    "person": gettext_lazy("in person"),
}
CAME_BY = CHANNELS | {
    "sms": gettext_lazy("by text message"),
    "web": gettext_lazy("on the customer's page"),
}
CAME_TO = {
    "consented": gettext_lazy("The customer waits."),
    "already_consented": gettext_lazy("The customer had agreed already."),
    "cancelled": gettext_lazy("It was cancelled."),
    "ended": gettext_lazy("The contract was ended."),
    "period_started": gettext_lazy("An additional period runs."),
    "period_runs": gettext_lazy("The additional period runs still."),
    "consent_stands": gettext_lazy("The customer is bound to the day agreed: nothing changes."),
    "being_packed": gettext_lazy("It is being packed already: nothing changes."),
    "too_late": gettext_lazy("It came after the last day to answer: nothing changes."),
    "already_shipped": gettext_lazy("It had been shipped already."),
    "already_cancelled": gettext_lazy("It had been cancelled already."),
    "already_closed": gettext_lazy("The case was over already."),
}
_NOTICES = (
    *("n", "kind", "quantity", "from_on", "to_on", "respond_by", "silence", "cause", "draft"),
    *("made_at", "approved_at", "told"),
)
_SAID = (
    *("n", "notice", "answer", "outcome", "channel", "sender", "shown", "said", "until", "at"),
    *("recorded_at", "recorded_by"),
)


def case(request: HttpRequest, name: str) -> HttpResponse:
    """Show a case: its notices and answers in their order, and what happens next."""
    with frame.books() as conn:
        found = reading.one(conn, DELAYS, name)
        notices = _rows(conn, "page_delay_notices", found["case"], _NOTICES)
        answers = _rows(conn, "page_delay_answers", found["case"], _SAID)
        question = "" if found["closed_at"] else _question(conn, found)
    pack = PACKS[found["pack"]]
    for one in notices:
        one["why"] = CAUSE_TEXTS.get(one["cause"], one["cause"])
        one["kind_says"] = KINDS[one["kind"]]
        one["silence_says"] = SILENCES[silence_of(pack.id, one["silence"])]
    for one in answers:
        one["answer_says"] = ANSWERS[one["answer"]]
        one["came_to"] = CAME_TO.get(one["outcome"], one["outcome"])
        one["by"] = CAME_BY.get(one["channel"], one["channel"])
    told = [one["shown"] for one in notices[-1]["told"] if one["shown"]] if notices else []
    means = silence_of(pack.id, found["silence"])
    by = found["respond_by"]
    context = {
        "case": found,
        "state": STATES[found["state"]],
        "ended_as": OUTCOMES.get(found["outcome"], ""),
        "notices": notices,
        "answers": answers,
        "pack": pack,
        "pack_name": PACK_NAMES[pack.id],
        "means": means,
        "refund_by": refund_latest(pack, by) if by and means == "cancel" else None,
        "disclaimer": DISCLAIMER.get((translation.get_language() or "")[:2], DISCLAIMER["en"]),
        "shown": told[-1] if told else question,
        "channels": CHANNELS.items(),
        "may_end": pack.period_days is not None,
        "may_answer": not found["closed_at"] and roles.may(request.user, ANSWER),
    }
    return frame.render(request, "backorder/pages/delay.html", context)


def _rows(
    conn: Connection[Any], name: str, case_name: str, columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    rows = conn.execute(statement(name), {"case": row_id("delay_case", case_name)}).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _question(conn: Connection[Any], found: dict[str, Any]) -> str:
    """Return what the customer is asked, as their own page puts it."""
    of = cases.of_order(conn, row_id("order", found["order"]) or 0)
    return next((cases.shown(one) for one in of if one.number == found["case"]), "")


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Record what a customer said, in the customer's place: the newest notice is answered."""
    back = HttpResponseRedirect(reverse("pages:delay", args=[name]))
    with frame.books() as conn:
        found = reading.one(conn, DELAYS, name)
    if request.POST.get("notice") != str(found["notice"]):
        messages.error(request, _("There is a newer notice by now. Please look at it first."))
        return back
    done = given.attempted(request, ANSWER, lambda: _body(request, found["case"]), "")
    if done is not None:
        messages.success(request, str(CAME_TO[done["answers"][0]["outcome"]]))
    return back


def _body(request: HttpRequest, name: str) -> dict[str, Any]:
    """Return the verb's request; raises ``InvalidError`` where the form lacks the evidence."""
    form = request.POST
    said = given.text(form, "said")
    if not said or form.get("channel") not in CHANNELS:
        raise InvalidError(
            "answer_without_evidence",
            "Say what the customer answered, in their words, and how it came.",
            field="said",
        )
    evidence = {
        "channel": form["channel"],
        "shown": given.text(form, "shown", LONGEST_SHOWN),
        "said": said,
        "from": given.text(form, "from", 320),
    }
    if when := given.text(form, "at", 40):
        evidence["at"] = _instant(when)
    one = {"case": name, "answer": given.text(form, "answer", 20), "evidence": evidence}
    if one["answer"] == "terminate" and (until := given.text(form, "until", 20)):
        one["until"] = until
    return {"answers": [one], "key": acting.key_of(request)}


def _instant(text: str) -> str:
    """Return an instant of a form, which is of the server's time zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError("not_an_instant", f"{text!r} is no day and time.", field="at") from None
    return (timezone.make_aware(found) if timezone.is_naive(found) else found).isoformat()


PAGES = (
    Page("delays/<str:name>", "delay", case),
    Page("delays/<str:name>/answer", "delay_answer", answer, ANSWER, POST),
)
