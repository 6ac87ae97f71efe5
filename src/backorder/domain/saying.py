"""What is said of a day: plain sentences a customer can read, from the steps of `explaining`.

Days are written as people say them (``4 December``; with the year where it is another than that of
``now``), purchases by their short number (``PO-17``), and no other number of ours appears.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .explaining import Ground, Step

_NUMBER = re.compile(r"([A-Z]{2})-0*(\d+)(/\d+)?")

STEP_TEXTS = {
    "on_the_shelf": "It is on the shelf; work on it begins on {on}.",
    "stated_supplier": "The supplier confirmed it for {on}.",
    "stated_lead_time": "By the supplier's usual lead time it comes on {on}.",
    "stated_transfer": "It is on its way to us and due on {on}.",
    "supplier_out": "{supplier} is out from {from} until {until}{why}.",
    "supplier_out_for_good": "{supplier} is out from {from}, nobody knows until when{why}.",
    "estimated": "To be {quantile} % sure, {on} is reckoned with.",
    "learned": "Learned from {learned_from}: to be {quantile} % sure, {on} is reckoned with.",
    "overdue": "It is {days} overdue; work on it can begin on {on} at the earliest.",
    "closed": "There is no work on {closed}; it begins on {on}.",
    "handling": "Handling takes {days}: until {on}.",
    "requested": "It was asked for on {on}, and is not sent before.",
    "wait_until": "The order is held until {on}, as asked.",
    "one_parcel": "The order leaves in one parcel, with the last of it on {on}.",
    "full_days": "{capacity} units can be sent in a day; {on} is the first day with room.",
    "stands": "The day that was told before, {on}, stands.",
}
_WISHED = {
    "requested": ", wanted on {on}",
    "wait_until": ", held until {on} as asked",
    "one_parcel": ", sent in one parcel with the rest",
}


def day(on: date, now: date) -> str:
    """Return a day as people say it.

    >>> from datetime import date
    >>> day(date(2026, 12, 4), date(2026, 11, 22)), day(date(2027, 1, 4), date(2026, 11, 22))
    ('4 December', '4 January 2027')
    """
    text = f"{on.day} {on:%B}"
    return text if on.year == now.year else f"{text} {on.year}"


def days(which: Sequence[date], now: date) -> str:
    """Return a list of days as people say it.

    >>> from datetime import date
    >>> days([date(2026, 12, 5), date(2026, 12, 6)], date(2026, 11, 22))
    '5 and 6 December'
    """
    texts = []
    for at, one in enumerate(which):
        after = which[at + 1] if at + 1 < len(which) else None
        alike = after is not None and (after.year, after.month) == (one.year, one.month)
        texts.append(str(one.day) if alike else day(one, now))
    return listed(texts)


def listed(texts: Sequence[str]) -> str:
    """Return texts as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, what: str) -> str:
    """Return a number of things.

    >>> counted(1, "day"), counted(2, "handling day")
    ('1 day', '2 handling days')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def deliveries(number: int) -> str:
    """Return a number of deliveries.

    >>> deliveries(1), deliveries(34)
    ('1 delivery', '34 deliveries')
    """
    return f"{number:,} {verb(number, 'delivery', 'deliveries')}"


def short(name: str) -> str:
    """Return a purchase's or transfer's number as people say it.

    >>> short("PO-000017/1"), short("stock@MAIN")
    ('PO-17', 'stock@MAIN')
    """
    found = _NUMBER.fullmatch(name)
    return f"{found[1]}-{found[2]}" if found else name


def who(quantity: int, of: int) -> str:
    """Return the units a clause is about, as its subject.

    >>> who(6, 10), who(10, 10), who(1, 1)
    ('6 of 10', 'all 10', 'it')
    """
    if quantity == of:
        return "it" if of == 1 else f"all {of:,}"
    return f"{quantity:,} of {of:,}"


def verb(quantity: int, one: str, many: str) -> str:
    """Return the form of a verb for that many."""
    return one if quantity == 1 else many


def standing(quantity: int, of: int, ground: Ground, now: date) -> str:
    """Return the clause that says what stands behind some units.

    >>> from datetime import date
    >>> from backorder.domain.explaining import Ground
    >>> on = date(2026, 12, 4)
    >>> standing(6, 10, Ground("purchase", "PO-000017/1", None, on, "supplier"), on)
    '6 of 10 wait for PO-17, confirmed for 4 December by the supplier'
    """
    subject = who(quantity, of)
    on = "" if ground.stated_on is None else day(ground.stated_on, now)
    if ground.kind == "stock":
        return f"{subject} {verb(quantity, 'is', 'are')} on the shelf"
    if ground.kind == "purchase":
        known = (
            f"confirmed for {on} by the supplier"
            if ground.stated_by == "supplier"
            else f"due on {on} by the supplier's usual lead time"
        )
        return f"{subject} {verb(quantity, 'waits', 'wait')} for {short(ground.name)}, {known}"
    if ground.kind == "transfer":
        return f"{subject} {verb(quantity, 'is', 'are')} on the way to our store, due on {on}"
    if ground.kind == "planned":
        be = verb(quantity, "is", "are")
        return f"{subject} {be} yet to be ordered and would usually come on {on}"
    there = verb(quantity, "it", "them")
    return f"for {subject} there is no date, because no delivery covers {there}"


def on_the_way(steps: Sequence[Step], now: date) -> str:
    """Return what is said of the steps after a supply's day, to be appended to its clause."""
    said, closed = "", []
    for step in steps:
        on = day(step.on, now)
        if step.code == "supplier_out":
            said += f", as {_out_until(step.facts, now)}"
        elif step.code == "estimated":
            said += f", reckoned as {on} to be {step.facts['quantile']} % sure"
        elif step.code == "learned":
            known = deliveries(step.facts["deliveries"])
            said += f", reckoned as {on} ({step.facts['quantile']} % sure, learned from {known})"
        elif step.code == "overdue":
            said += f", {counted(step.facts['days'], 'day')} overdue"
        elif step.code == "closed":
            closed += step.facts["days"]
        elif step.code == "handling":
            said += f", plus {counted(step.facts['days'], 'handling day')}"
            closed += step.facts["closed"]
        else:
            said += _WISHED.get(step.code, "").format(on=on)
    return f"{said}, with no work on {days(closed, now)}" if closed else said


def _out_until(facts: dict[str, Any], now: date) -> str:
    if facts["until"] is None:
        return f"{facts['supplier']} is out, nobody knows until when"
    return f"{facts['supplier']} is out until {day(facts['until'], now)}"


def ending(quantity: int, told_on: date | None, expected_on: date | None, now: date) -> str:
    """Return what is said of the day itself, to be appended to a clause.

    >>> from datetime import date
    >>> ending(6, date(2026, 12, 9), date(2026, 12, 11), date(2026, 11, 22))
    ': promised for 9 December, now expected on 11 December'
    """
    they = verb(quantity, "it", "they")
    if expected_on is None:
        return "" if told_on is None else f": {day(told_on, now)} was promised"
    expected = day(expected_on, now)
    if told_on is None:
        return f": no day is promised yet, {they} could leave on {expected}"
    if told_on == expected_on:
        return f": {they} can leave on {expected}"
    if told_on < expected_on:
        return f": promised for {day(told_on, now)}, now expected on {expected}"
    return f": promised for {day(told_on, now)}, and {they} could leave on {expected}"


def sentence(clauses: Sequence[str]) -> str:
    """Return clauses as one sentence.

    >>> sentence(["4 of 10 are here", "6 of 10 wait"])
    '4 of 10 are here; 6 of 10 wait.'
    """
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


def inside(text: str) -> str:
    """Return a sentence as it stands after a colon; names in capitals stay.

    >>> inside("All 4 are here."), inside("PO-17 is here.")
    ('all 4 are here.', 'PO-17 is here.')
    """
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def step_text(step: Step, now: date) -> str:
    """Return the sentence of one step."""
    facts: dict[str, Any] = {**step.facts, "on": day(step.on, now)}
    code = step.code
    if code == "stated":
        code = f"stated_{step.facts['by'] or 'supplier'}"
    elif code == "supplier_out":
        code = code if facts["until"] else "supplier_out_for_good"
        facts["why"] = f" ({facts['reason'].rstrip('.')})" if facts["reason"] else ""
        facts |= {name: day(facts[name], now) for name in ("from", "until") if facts[name]}
    elif code == "closed":
        facts["closed"] = days(step.facts["days"], now)
    elif code == "overdue":
        facts["days"] = counted(step.facts["days"], "day")
    elif code == "learned":
        facts["learned_from"] = deliveries(step.facts["deliveries"])
    elif code == "handling":
        facts["days"] = counted(step.facts["days"], "working day")
    return STEP_TEXTS[code].format_map(facts)
