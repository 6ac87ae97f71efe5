"""The rule packs: versioned data with their sources. A help to follow them, no legal advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

PackId = Literal["us_16cfr435", "eu_2011_83", "uk_cra2015", "commercial"]


# How a rule was compared with its source, on 23 November 2026.
TEXT = "wording compared"  # with the text, or a copy of it
EXCERPT = "excerpts compared"  # as others quote them
GUIDE = "an official guide compared"  # the text itself was not at hand
UNREAD = "not compared"


class Source(NamedTuple):
    """Where a rule stands: paragraph, what it is used for here, address, and how it was read."""

    paragraph: str
    about: str
    url: str
    read: str = UNREAD


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules about delays, as they are in force since a day.

    ``code`` is the number by which arrays name the pack. ``default_days`` after the order it is
    due where no time was stated. A first notice whose new day is at most ``short_days`` after the
    day it was due takes silence as consent; without them silence never cancels. A customer has at
    least ``answer_days`` after a notice before silence cancels. ``period_days`` is the additional
    period kept where the customer names none. Refunds are due within ``refund_days``, ``working``
    ones or not, and within ``credit_days`` where the seller gave the credit. ``stands``: an express
    consent to a definite day binds until that day. ``required`` are the facts a notice must carry.
    ``counts`` is what has to happen in time: that goods leave, or that they are there. A person
    looks at a case that is still open ``look_after_days`` after the day that was agreed.
    """

    id: PackId
    code: int
    version: int
    since: date
    title: str
    sources: tuple[Source, ...]
    default_days: int | None
    short_days: int | None
    answer_days: int
    period_days: int | None
    refund_days: int
    working: bool
    credit_days: int
    stands: bool
    required: tuple[str, ...]
    counts: Literal["shipping", "delivery"]
    look_after_days: int
    countries: frozenset[str] = frozenset()

    @property
    def cancels(self) -> bool:
        """Return whether silence may cancel."""
        return self.short_days is not None


_CFR = "https://www.ecfr.gov/current/title-16/chapter-I/subchapter-D/part-435"
_FTC = (
    "https://www.ftc.gov/business-guidance/resources/"
    "business-guide-ftcs-mail-internet-or-telephone-order-merchandise-rule"
)
_EUR = "https://eur-lex.europa.eu/eli/dir/2011/83/oj"
_YOUR = "https://europa.eu/youreurope/citizens/consumers/shopping/shipping-delivery/index_en.htm"
_CRA = "https://www.legislation.gov.uk/ukpga/2015/15/section/28"
_CCR = "https://www.legislation.gov.uk/uksi/2013/3134/regulation/34"
_LINKS = ("link_accept", "link_cancel")

US = Pack(
    id="us_16cfr435",
    code=1,
    version=2,
    since=date(2014, 12, 8),
    title="United States: Mail, Internet, or Telephone Order Merchandise Rule",
    sources=(
        Source("16 CFR 435.1(b)(1)", "Refunds are sent within seven working days", _CFR, TEXT),
        Source("16 CFR 435.1(b)(2)", "One billing cycle for the seller's own credit", _CFR, TEXT),
        Source("16 CFR 435.1(e)", "Shipping is handing over to the carrier", _CFR, TEXT),
        Source("16 CFR 435.2(a)(1)", "The time stated, else 30 days after the order", _CFR, TEXT),
        Source("16 CFR 435.2(b)(1)", "The first notice, by the day the goods are due", _CFR, TEXT),
        Source("16 CFR 435.2(b)(1)(i)", "What it says: the new day, the way out", _CFR, EXCERPT),
        Source("16 CFR 435.2(b)(1)(ii)", "30 days or less: silence consents", _CFR, TEXT),
        Source("16 CFR 435.2(b)(1)(iii)", "More, or unknown: silence cancels", _CFR, TEXT),
        Source("16 CFR 435.2(b)(2)", "Renewed notices: only words consent", _CFR, EXCERPT),
        Source("16 CFR 435.2(b)(3)", "Answering costs the customer nothing", _CFR, EXCERPT),
        Source("16 CFR 435.2(c)", "When an order counts as cancelled and is refunded", _CFR, TEXT),
        Source("FTC business guide", "What notices say, the reason among it", _FTC, GUIDE),
        Source("5 U.S.C. 6103", "Our reading of working days, which the rule leaves open", ""),
    ),
    default_days=30,
    short_days=30,
    answer_days=1,
    period_days=None,
    refund_days=7,
    working=True,
    credit_days=30,
    stands=True,
    required=("notice", "pack", "respond_by", "silence", "refund_by", "rights", *_LINKS),
    counts="shipping",
    look_after_days=0,
    countries=frozenset({"US", "PR", "GU", "VI", "AS", "MP"}),
)
EU = Pack(
    id="eu_2011_83",
    code=2,
    version=2,
    since=date(2014, 6, 13),
    title="European Union: Directive on consumer rights",
    sources=(
        Source("Directive 2011/83/EU Art. 18(1)", "Delivery: 30 days where none agreed", _EUR),
        Source(
            "Directive 2011/83/EU Art. 18(2)",
            "The additional period, essential days, the right to end the contract",
            _EUR,
        ),
        Source("Directive 2011/83/EU Art. 18(3)", "Everything is given back, without delay", _EUR),
        Source("Directive 2011/83/EU Art. 13(1)", "14 days, kept here as the latest day", _EUR),
        Source("Your Europe: shipping and delivery", "Art. 18 in plain words", _YOUR, GUIDE),
        Source(
            "BGH, 14 June 2012, VII ZR 148/10",
            "Germany: a period set before the goods are due sets none",
            "",
            EXCERPT,
        ),
    ),
    default_days=30,
    short_days=None,
    answer_days=0,
    period_days=14,
    refund_days=14,
    working=False,
    credit_days=14,
    stands=False,
    required=("notice", "pack", "silence", "refund_by", "rights", *_LINKS),
    counts="delivery",
    look_after_days=14,
    countries=frozenset(
        {
            *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
            *("IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE"),
            *("SI", "SK"),
        }
    ),
)
UK = Pack(
    id="uk_cra2015",
    code=3,
    version=2,
    since=date(2015, 10, 1),
    title="United Kingdom: Consumer Rights Act 2015",
    sources=(
        Source("Consumer Rights Act 2015 s. 28(3)", "Delivery within 30 days", _CRA, TEXT),
        Source("Consumer Rights Act 2015 s. 28(6)", "Essential days end it at once", _CRA, TEXT),
        Source("Consumer Rights Act 2015 s. 28(7)", "The period the customer sets", _CRA, TEXT),
        Source("Consumer Rights Act 2015 s. 28(8)", "The right to end it after that", _CRA, TEXT),
        Source("Consumer Rights Act 2015 s. 28(9)", "All is paid back, without delay", _CRA, TEXT),
        Source("Consumer Contracts Regulations 2013 reg. 34", "14 days as the latest day", _CCR),
    ),
    default_days=30,
    short_days=None,
    answer_days=0,
    period_days=14,
    refund_days=14,
    working=False,
    credit_days=14,
    stands=False,
    required=("notice", "pack", "silence", "refund_by", "rights", *_LINKS),
    counts="delivery",
    look_after_days=14,
    countries=frozenset({"GB", "UK"}),
)
COMMERCIAL = Pack(
    id="commercial",
    code=4,
    version=2,
    since=date(2026, 1, 1),
    title="Between businesses, and wherever no other pack holds",
    sources=(
        Source("House rule", "Tell, ask, and cancel nothing on our own account", ""),
    ),
    default_days=30,
    short_days=None,
    answer_days=0,
    period_days=None,
    refund_days=14,
    working=False,
    credit_days=14,
    stands=False,
    required=("notice", "pack", "silence", "rights", *_LINKS),
    counts="shipping",
    look_after_days=30,
)  # fmt: skip
PACKS: dict[str, Pack] = {pack.id: pack for pack in (US, EU, UK, COMMERCIAL)}
BY_CODE: dict[int, Pack] = {pack.code: pack for pack in PACKS.values()}
