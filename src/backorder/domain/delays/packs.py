"""The rule packs: versioned data with their sources. A help to follow them, no legal advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

PackId = Literal["us_16cfr435", "eu_2011_83", "uk_cra2015", "commercial"]


class Source(NamedTuple):
    """Where a rule stands: the paragraph, what it is used for here, and the public address."""

    paragraph: str
    about: str
    url: str


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
_CRA = "https://www.legislation.gov.uk/ukpga/2015/15/section/28"
_LINKS = ("link_accept", "link_cancel")

US = Pack(
    id="us_16cfr435",
    code=1,
    version=1,
    since=date(2014, 12, 8),
    title="United States: Mail, Internet, or Telephone Order Merchandise Rule",
    sources=(
        Source("16 CFR 435.1(b)", "How soon a refund is sent: working days, billing cycle", _CFR),
        Source("16 CFR 435.1(e)", "Shipping is handing over to the carrier", _CFR),
        Source("16 CFR 435.2(a)", "The time stated, else 30 days after the order", _CFR),
        Source("16 CFR 435.2(b)(1)", "The first notice, and what silence then means", _CFR),
        Source("16 CFR 435.2(b)(2)", "Renewed notices: only an express consent counts", _CFR),
        Source("16 CFR 435.2(c)", "When an order counts as cancelled and is refunded", _CFR),
        Source("FTC business guide", "The rule explained with examples", _FTC),
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
    countries=frozenset({"US", "PR", "GU", "VI", "AS", "MP"}),
)
EU = Pack(
    id="eu_2011_83",
    code=2,
    version=1,
    since=date(2014, 6, 13),
    title="European Union: Directive on consumer rights",
    sources=(
        Source("Directive 2011/83/EU Art. 18(1)", "30 days where no time was agreed", _EUR),
        Source(
            "Directive 2011/83/EU Art. 18(2)",
            "The additional period, essential days, the right to end the contract",
            _EUR,
        ),
        Source("Directive 2011/83/EU Art. 18(3)", "Everything paid is given back", _EUR),
        Source("Directive 2011/83/EU Art. 13(1)", "14 days, kept here as the latest day", _EUR),
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
    version=1,
    since=date(2015, 10, 1),
    title="United Kingdom: Consumer Rights Act 2015",
    sources=(
        Source("Consumer Rights Act 2015 s. 28(3)", "30 days where no time was agreed", _CRA),
        Source("Consumer Rights Act 2015 s. 28(6)", "Essential days end it at once", _CRA),
        Source("Consumer Rights Act 2015 s. 28(7)", "The period that the customer sets", _CRA),
        Source("Consumer Rights Act 2015 s. 28(8)", "The right to end it after that", _CRA),
        Source("Consumer Rights Act 2015 s. 28(9)", "Everything paid is given back", _CRA),
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
    countries=frozenset({"GB", "UK"}),
)
COMMERCIAL = Pack(
    id="commercial",
    code=4,
    version=1,
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
)  # fmt: skip
PACKS: dict[str, Pack] = {pack.id: pack for pack in (US, EU, UK, COMMERCIAL)}
BY_CODE: dict[int, Pack] = {pack.code: pack for pack in PACKS.values()}
