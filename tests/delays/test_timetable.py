"""Each rule pack over its cases, by the calendar; each case names the paragraph it comes from."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pytest

from backorder.domain.delays import judging
from backorder.domain.delays.answering import (
    Case,
    on_answer,
    on_silence,
    refund_latest,
    vests_on,
)
from backorder.domain.delays.escalating import Standing, deadline_of
from backorder.domain.delays.packs import (
    COMMERCIAL,
    EU,
    EXCERPT,
    GUIDE,
    PACKS,
    TEXT,
    UK,
    UNREAD,
    US,
    Pack,
)
from backorder.domain.delays.texts import rights
from backorder.domain.repromising import NO_DAY

DUE = date(2026, 12, 8)
EPOCH = date(2000, 1, 1)
TODAY = date(2026, 11, 30)


def day(number: int) -> int:
    """Return the day so long after the due day, as arrays count it."""
    return (DUE - EPOCH).days + number


class Slip(NamedTuple):
    """A slip: what stood before, the new day after the due one (None: unknown), what it asks."""

    paragraph: str
    pack: Pack
    to: int | None
    kind: str
    silence: str
    respond_by: int | None
    notices: int = 0
    sent: int = 0
    notice_to: int | None = None
    agreed: int | None = None
    agreed_open: bool = False


SLIPS = [
    Slip("435.2(b)(1)(ii) thirty days or less", US, 10, "first", "consent", 10),
    Slip("435.2(b)(1)(ii) the thirtieth day", US, 30, "first", "consent", 30),
    Slip("435.2(b)(1)(iii) more than thirty days", US, 31, "first", "cancel", 30),
    Slip("435.2(b)(1)(iii) no day known", US, None, "unknown", "cancel", 30),
    Slip("435.2(b)(2)(ii) renewed after silence", US, 20, "renewed", "cancel", 10, 1, 1, 10, 10),
    Slip("435.2(b)(2)(ii) renewed, unknown", US, None, "unknown", "cancel", 10, 1, 1, 10, 10),
    Slip("435.2(c)(2) renewed, still unanswered", US, 50, "renewed", "cancel", 30, 1, 1, 40),
    Slip("435.2(b)(1)(ii) the first never went out", US, 20, "first", "consent", 20, 1, 0, 10),
    Slip("435.2(b)(1)(ii) within what was agreed", US, 9, "", "", None, 1, 1, 10, 10),
    Slip("435.2(b)(2)(iii) agreed without a day", US, 90, "", "", None, 1, 1, None, None, True),
    Slip("435.2(a) in time", US, 0, "", "", None),
    Slip("Art. 18(1) later than agreed", EU, 10, "first", "consent", 10),
    Slip("Art. 18(1) no day known", EU, None, "unknown", "consent", None),
    Slip("Art. 18(1) a new day was agreed", EU, 10, "", "", None, 1, 1, 10, 10),
    Slip("Art. 18(2) later than that", EU, 20, "renewed", "consent", 20, 1, 1, 10, 10),
    Slip("s. 28(3) later than agreed", UK, 40, "first", "consent", 40),
    Slip("s. 28(7) later again", UK, 50, "renewed", "consent", 50, 1, 1, 40),
    Slip("House rule: tell", COMMERCIAL, 10, "first", "consent", 10),
    Slip("House rule: tell again", COMMERCIAL, None, "unknown", "consent", None, 1, 1, 10),
    Slip("House rule: no news", COMMERCIAL, 9, "", "", None, 1, 1, 10),
]  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.pack.id} {slip.paragraph}")
def test_what_a_slip_asks_for(slip: Slip) -> None:
    def one(number: int | None) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([NO_DAY if number is None else day(number)])

    agreed = np.array([judging.ANY_DAY]) if slip.agreed_open else one(slip.agreed)
    before = judging.Standing(
        np.array([slip.pack.code]), one(0), np.array([slip.notices]), np.array([slip.sent]),
        one(slip.notice_to), agreed,
    )  # fmt: skip
    judged = judging.judge(before, one(slip.to), (TODAY - EPOCH).days)
    assert judging.KINDS[judged.kind[0]] == slip.kind
    assert judging.SILENCES[judged.silence[0]] == slip.silence
    assert judged.respond_by[0] == one(slip.respond_by)[0]


def case(pack: Pack, silence: str = "consent", **facts: object) -> Case:
    usual = {"due": DUE, "to": DUE + timedelta(days=10), "respond_by": DUE + timedelta(days=10)}
    return Case(pack=pack, silence=silence, **(usual | facts))  # type: ignore[arg-type]


def at(number: int, hour: int = 9) -> datetime:
    """Return an instant so many days after the due day."""
    return datetime(2026, 12, 8, hour, tzinfo=UTC) + timedelta(days=number)


@pytest.mark.parametrize(
    ("paragraph", "found", "now", "meaning"),
    [
        ("435.2(b)(1)(ii)", case(US), at(11, 13), "consent"),
        ("435.2(b)(1)(ii): not over yet", case(US), at(11), ""),
        ("435.2(c)(2)", case(US, "cancel"), at(11, 12), "cancel"),
        (
            "435.2(c)(5): never offered, a person looks",
            case(US, "cancel", sent=False),
            at(30),
            "untold",
        ),
        ("435.2(b)(1)(iii)(B): answered", case(US, "cancel", asked=False), at(30), ""),
        ("Art. 18(2): silence ends nothing", case(EU), at(30), "consent"),
        ("s. 28: no day to answer by", case(UK, respond_by=None), at(30), ""),
        ("House rule", case(COMMERCIAL), at(30), "consent"),
    ],
)
def test_what_silence_means(paragraph: str, found: Case, now: datetime, meaning: str) -> None:
    assert on_silence(found, now) == meaning, paragraph


AGREED: dict[str, Any] = {"express": True, "asked": False, "agreed": DUE + timedelta(days=10)}
PERIOD: dict[str, Any] = {"period_until": DUE + timedelta(days=14)}


@pytest.mark.parametrize(
    ("paragraph", "found", "answer", "now", "outcome"),
    [
        ("435.2(b)(1)(ii): consent", case(US), "wait", at(1), "consented"),
        ("435.2(c)(1): reject", case(US), "cancel", at(9), "cancelled"),
        ("435.2(b)(1)(iii): late consent", case(US, "cancel"), "wait", at(12), "too_late"),
        ("435.2(b)(1)(iii): on the day", case(US, "cancel"), "wait", at(10, 23), "consented"),
        ("435.2(b)(2): a consent to a day binds", case(US, **AGREED), "cancel", at(5),
         "consent_stands"),
        ("435.2(c)(1): asked anew", case(US, "cancel", **AGREED | {"asked": True}), "cancel",
         at(5), "cancelled"),
        ("435.2(b)(1)(iii): no day agreed", case(US, to=None, agreed_open=True, express=True),
         "cancel", at(60), "cancelled"),
        ("435.2(c)(1): late cancellation", case(US, "cancel"), "cancel", at(40), "cancelled"),
        ("Art. 18(2): the period starts", case(EU), "terminate", at(1), "period_started"),
        ("Art. 18(2): it runs", case(EU, **PERIOD), "terminate", at(14), "period_runs"),
        ("Art. 18(2): and ends", case(EU, **PERIOD), "terminate", at(15, 12), "ended"),
        ("Art. 18(2): even after a consent", case(EU, **AGREED | PERIOD), "terminate", at(16),
         "ended"),
        ("Art. 18(2): an essential day", case(EU, latest_on=DUE), "terminate", at(1), "ended"),
        ("Art. 18(2): no day is missed yet", case(EU, latest_on=DUE + timedelta(days=30)),
         "terminate", at(1), "period_started"),
        ("s. 28(6): an essential day", case(UK, latest_on=DUE), "terminate", at(1), "ended"),
        ("s. 28(7): the period starts", case(UK), "terminate", at(1), "period_started"),
        ("s. 28(8): the end", case(UK, **PERIOD), "terminate", at(16), "ended"),
        ("House rule: ask", case(COMMERCIAL), "cancel", at(1), "cancelled"),
        ("House rule: wait", case(COMMERCIAL), "wait", at(20), "consented"),
    ],
)  # fmt: skip
def test_what_answers_come_to(
    paragraph: str, found: Case, answer: str, now: datetime, outcome: str
) -> None:
    assert on_answer(found, answer, now).outcome == outcome, paragraph  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paragraph", "pack", "on", "by"),
    [
        ("435.1(b)(1): a plain week", US, date(2026, 12, 1), date(2026, 12, 10)),
        ("435.1(b)(1): over weekends", US, date(2026, 12, 5), date(2026, 12, 15)),
        ("435.1(b)(1): Thanksgiving", US, date(2026, 11, 20), date(2026, 12, 2)),
        ("435.1(b)(1): Christmas, New Year", US, date(2026, 12, 24), date(2027, 1, 6)),
        ("435.1(b)(1): Independence Day kept on Friday", US, date(2026, 7, 1), date(2026, 7, 13)),
        ("Art. 18(3), at the latest as in 13(1)", EU, date(2026, 12, 24), date(2027, 1, 7)),
        ("s. 28(9), at the latest as in reg. 34", UK, date(2026, 12, 24), date(2027, 1, 7)),
    ],
)
def test_by_when_money_is_given_back(paragraph: str, pack: Pack, on: date, by: date) -> None:
    assert refund_latest(pack, on) == by, paragraph


@pytest.mark.parametrize(
    ("paragraph", "now", "until", "ends"),
    [
        ("Art. 18(2): the shop's period", 1, None, 15),
        ("Art. 18(2): not before the goods are due (BGH VII ZR 148/10)", -5, None, 14),
        ("s. 28(7): as the customer says", 1, 5, 5),
        ("s. 28(7): said before, for a day after", -5, 5, 5),
        ("Art. 18(2): over before the goods are due, it sets none", -5, -2, 14),
        ("s. 28(7): never a day that is past", 6, 3, 6),
    ],
)
@pytest.mark.parametrize("pack", [EU, UK], ids=lambda pack: pack.id)
def test_when_an_additional_period_ends(
    pack: Pack, paragraph: str, now: int, until: int | None, ends: int
) -> None:
    named = None if until is None else DUE + timedelta(days=until)
    got = on_answer(case(pack), "terminate", at(now), until=named)
    assert got.outcome == "period_started", paragraph
    assert got.period_until == DUE + timedelta(days=ends), paragraph


def standing(pack: Pack, **facts: Any) -> Standing:
    usual: dict[str, Any] = {"due": DUE, "notices": 1, "sent": 1}
    return Standing(pack, **(usual | facts))


@pytest.mark.parametrize(
    ("paragraph", "found", "why", "after"),
    [
        ("435.2(c)(5): never offered", standing(US, sent=0), "untold", 0),
        ("Art. 18 asks for no notice", standing(EU, sent=0), "untold", 14),
        ("435.2(c)(5): offered too late", standing(US, told_first=DUE + timedelta(days=1)),
         "told_late", 0),
        ("435.2(c)(3): not left on the day agreed", standing(US, agreed=DUE + timedelta(days=10)),
         "still_waiting", 10),
        ("435.2(b)(1)(iii)(B): agreed without a day", standing(US, agreed_open=True),
         "still_waiting", 90),
        ("435.2(c)(2): being packed", standing(US, respond_by=DUE + timedelta(days=30)),
         "unanswered", 30),
        ("435.2(c)(3): the renewed one never went", standing(US, notices=2,
         respond_by=DUE + timedelta(days=10)), "untold", 10),
        ("Art. 18(2): nobody set a period", standing(EU), "still_waiting", 14),
        ("Art. 18(2): the period is over", standing(EU, period_until=DUE + timedelta(days=9)),
         "period_over", 9),
        ("Art. 18(1): another day was agreed", standing(EU, agreed=DUE + timedelta(days=10)),
         "still_waiting", 24),
        ("s. 28(8): the period is over", standing(UK, period_until=DUE + timedelta(days=9)),
         "period_over", 9),
        ("s. 28(7): nobody set a period", standing(UK), "still_waiting", 14),
        ("House rule: told late is told", standing(COMMERCIAL, told_first=DUE + timedelta(days=9)),
         "still_waiting", 30),
    ],
)  # fmt: skip
def test_when_a_person_has_to_look(paragraph: str, found: Standing, why: str, after: int) -> None:
    assert deadline_of(found) == (why, DUE + timedelta(days=after)), paragraph


def test_time_for_a_refund_runs_from_when_it_was_asked_for() -> None:
    """435.1(b)(1): from the day on which the right to it vests, not from when that was noticed."""
    assert vests_on(date(2026, 12, 1), date(2026, 12, 9)) == date(2026, 12, 1)
    assert vests_on(date(2026, 12, 9), date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)
def test_every_rule_says_how_it_was_compared_with_its_source(pack: Pack) -> None:
    assert {one.read for one in pack.sources} <= {TEXT, EXCERPT, GUIDE, UNREAD}
    assert pack.counts == ("delivery" if pack in {EU, UK} else "shipping")


def test_the_sellers_own_credit_is_given_back_within_a_billing_cycle() -> None:
    """435.1(b)(2)."""
    assert refund_latest(US, date(2026, 12, 1), credit=True) == date(2026, 12, 31)


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)
def test_without_a_stated_time_it_is_thirty_days(pack: Pack) -> None:
    """435.2(a)(1)(ii), Art. 18(1), s. 28(3)."""
    assert judging.due_on(pack, date(2026, 11, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)
@pytest.mark.parametrize("silence", ["consent", "cancel"])
def test_rights_are_said_in_both_languages(pack: Pack, silence: str) -> None:
    english = rights(pack, "unknown", silence, "en")
    german = rights(pack, "unknown", silence, "de-AT")
    assert len(english) == len(german) >= 1
    assert not set(english) & set(german)
    assert rights(pack, "unknown", silence, "fr") == english
