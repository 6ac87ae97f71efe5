"""On which channel a recipient hears of an event, or why not: rules, wishes, addresses. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from .choices import is_address
from .preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OUTWARD = ("email", "sms")  # in the order in which they are tried
WEB = "web"
# The nearest first.
SCOPES = ("customer", "product", "category", "class", "shop")


class Rule(NamedTuple):
    """Whether an event is told on a channel, to whom or about what it applies."""

    event: str
    channel: str
    scope: str
    match: str
    on: bool


class Rules:
    """The rules by what they are about, so that one is found without looking at all."""

    def __init__(self, rules: Iterable[Rule], defaults: Mapping[str, tuple[str, ...]]) -> None:
        """Keep rules, and the channels of each event where none says otherwise."""
        self._defaults = defaults
        self._found: dict[tuple[str, str], dict[tuple[str, str], bool]] = defaultdict(dict)
        for one in rules:
            self._found[one.event, one.channel][one.scope, one.match] = one.on

    def said(self, event: str, channel: str, about: About) -> bool | None:
        """Return what the nearest rule says; None where there is none.

        Of several products with rules, one that is to be told of is enough.
        """
        found = self._found.get((event, channel))
        if not found:
            return None
        for scope in SCOPES:
            heard = [found[scope, one] for one in about.named(scope) if (scope, one) in found]
            if heard:
                return any(heard)
        return None

    def on(self, event: str, channel: str, about: About) -> bool:
        """Tell whether an event is told on a channel."""
        said = self.said(event, channel, about)
        return channel in self._defaults.get(event, ()) if said is None else said


class About(NamedTuple):
    """What a notice is about, as rules name it."""

    customer: str = ""
    customer_class: str = ""
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def named(self, scope: str) -> tuple[str, ...]:
        """Return the names that a rule of a scope may match."""
        return {
            "customer": (self.customer,),
            "class": (self.customer_class,),
            "product": self.products,
            "category": self.categories,
            "shop": ("",),
        }[scope]


class Contact(NamedTuple):
    """Somebody who may be told: where, in which language, and on which channels not.

    ``unwanted`` are those of the ``blocked`` channels that would reach them: they said that they
    want no more, which holds for all but what a law wants told.
    """

    audience: str
    recipient: str  # a name for all time, as customer:7
    id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    about: About = About()
    wish: Preferences = Preferences()
    blocked: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def address(self, channel: str) -> str:
        """Return where a channel reaches them; empty where it does not."""
        if channel == "email":
            return self.email if is_address(self.email) else ""
        return number(self.phone)


class Choice(NamedTuple):
    """A channel and its address; with a reason nothing goes out, and the state says why."""

    channel: str
    address: str = ""
    state: str = "waiting"
    reason: str = ""


def choose(
    event: str, contact: Contact, rules: Rules, gateways: Iterable[str], *, legal: bool = False
) -> Choice | None:
    """Return how somebody hears of an event on a channel that leads out of the house.

    None where no rule wants it told. One channel is enough: the one they wish for, else e-mail;
    the other one where that reaches nobody. What a law wants told passes rules and wishes.

    >>> rules = Rules([], {"shipped": ("email",)})
    >>> choose("shipped", Contact("customer", "customer:7", email="c7@x.org"), rules, ["email"])
    Choice(channel='email', address='c7@x.org', state='waiting', reason='')
    """
    wish = contact.wish.channel
    on = [one for one in OUTWARD if legal or rules.on(event, one, contact.about)]
    unruled = wish in OUTWARD and rules.said(event, wish, contact.about) is None
    if unruled and on and wish not in on:
        on.append(wish)  # who asked for a channel gets it, unless the shop has ruled it out
    if not on:
        return None
    if wish == "none" and not legal:
        return Choice(on[0], state="suppressed", reason="preference")
    on.sort(key=lambda one: (one != wish, OUTWARD.index(one)))
    reached = [(one, contact.address(one)) for one in on]
    reached = [(one, address) for one, address in reached if address]
    if not reached:
        return Choice(on[0], state="failed" if legal else "suppressed", reason="no_address")
    closed = contact.blocked - contact.unwanted if legal else contact.blocked
    free = [(one, address) for one, address in reached if one not in closed]
    if not free:
        state = "failed" if legal else "suppressed"
        return Choice(*reached[0], state=state, reason="blocked")
    ready = set(gateways)
    for one, address in free:
        if one in ready:
            return Choice(one, address)
    return Choice(*free[0], state="held", reason="no_gateway")


def number(phone: str) -> str:
    """Return a phone number as ``+`` and digits (E.164); empty where it is none.

    A number without its country is none: nobody can tell which country it is of.

    >>> number("+49 (151) 234-56 78"), number("0049 151 2345678"), number("0151 2345678")
    ('+491512345678', '+491512345678', '')
    """
    kept = "".join(c for c in phone if c.isascii() and (c.isdigit() or c == "+"))
    kept = f"+{kept[2:]}" if kept.startswith("00") else kept
    digits = kept[1:]
    plain = kept.startswith("+") and digits.isdigit() and not digits.startswith("0")
    return kept if plain and 7 <= len(digits) <= 15 else ""  # noqa: PLR2004 (E.164)
