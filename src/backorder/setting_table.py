"""The table of the environment variables: each with its default and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from . import setting_values as values

if TYPE_CHECKING:
    from collections.abc import Callable

_YEAR = 366 * 24 * 60 * 60  # seconds


class Setting(NamedTuple):
    """One variable: its name, what holds without it, what it means, and how it is read."""

    name: str
    default: Any
    meaning: str
    parse: Callable[[str], Any]
    secret: bool = False


TABLE = (
    Setting(
        "DATABASE_URL",
        None,
        "Address of the PostgreSQL database (15 or newer); without it the embedded server is used.",
        values.postgresql,
        secret=True,
    ),
    Setting(
        "BACKORDER_HOME",
        None,
        "Folder of the embedded database; without it the user's data folder, "
        "/var/lib/backorder for root.",
        values.folder,
    ),
    Setting(
        "BACKORDER_TEMPLATE",
        None,
        "Name of an empty, migrated database on the same server: scratch databases (of a demo, a "
        "replay, a rehearsal) are copied from it. Nobody may be connected to it then.",
        values.name,
    ),
    Setting(
        "BACKORDER_DATABASE",
        "backorder",
        "Name of the database on the embedded server: `backorder_demo` holds the last demo.",
        values.name,
    ),
    Setting(
        "BACKORDER_SANDBOX",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 lets callers move the clock (`call --now`): for stories, tests and replays.",
        values.switch,
    ),
    Setting(
        "BACKORDER_CLOCK_AHEAD",
        0,
        "Seconds by which the clock of pages, API and jobs is ahead, behind if negative; "
        "only where BACKORDER_SANDBOX=1.",
        values.seconds,
    ),
    Setting(
        "BACKORDER_WAIT_PERCENT",
        1,
        "What a day costs per unit that a customer waits for, in percent of its price: weighed "
        "against prices and freight when a supplier is chosen.",
        values.number(0, 100),
    ),
    Setting(
        "BACKORDER_DELAYS_APPROVE_FROM",
        50,
        "From so many customers on, the delay notices of one change wait as drafts until somebody "
        "approves them.",
        values.number(1, 999_999_999),
    ),
    Setting(
        "BACKORDER_DELAYS_BUSINESS",
        ("b2b", "business", "trade", "wholesale"),
        "Classes of customers that buy for a business, parted by commas: the commercial rule pack "
        "holds for their delays.",
        values.words,
    ),
    Setting(
        "BACKORDER_DELAYS_PACK",
        None,
        "The one rule pack that holds for all delays of the shop (us_16cfr435, eu_2011_83, "
        "uk_cra2015 or commercial); without it the destination decides.",
        values.rule_pack,
    ),
    Setting(
        "BACKORDER_BUY_UP_TO",
        0,
        "The plan places purchases worth no more than this by itself, in minor units of the "
        "currency of the roles' limits; 0: none.",
        values.number(0, 999_999_999),
    ),
    Setting(
        "BACKORDER_BUY_UP_TO_A_DAY",
        0,
        "All purchases of a day that the plan places by itself are worth no more, in minor units "
        "of the currency of the roles' limits.",
        values.number(0, 999_999_999),
    ),
    Setting(
        "BACKORDER_REQUIRE_ALL",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 makes a test that lacks a heavy part (Chromium, Parquet) fail instead of skip.",
        values.switch,
    ),
    Setting(
        "BACKORDER_TORTURE",
        "short",
        "`full` runs the tests of races and crashes at full length.",
        values.length,
    ),
    Setting(
        "BACKORDER_ALLOWED_HOSTS",
        ("localhost", "127.0.0.1", "[::1]"),
        "Names under which `serve` answers, parted by commas; `.example.com` includes all below.",
        values.hosts,
    ),
    Setting(
        "BACKORDER_URL",
        None,
        "Address under which people reach `serve`, as in https://shop.example.com, for links; "
        "without it the one that it listens on.",
        values.web_address,
    ),
    Setting(
        "BACKORDER_SMTP",
        None,
        "Mail server as smtp://user:password@host:587 or smtps://host:465, for links to a new "
        "password and for purchase orders; without it people ask an owner for a link, and send "
        "purchase orders as files.",
        values.mail_server,
        secret=True,
    ),
    Setting(
        "BACKORDER_PAYMENTS_URL",
        None,
        "Where the payment provider is asked; without it captures and refunds are made by hand.",
        values.web_address,
    ),
    Setting(
        "BACKORDER_PAYMENTS_TOKEN", "", "Bearer token for the payment provider.", str, secret=True
    ),
    Setting(
        "BACKORDER_PAYMENTS_SECRET",
        "",
        "Secret (whsec_...) with which the provider signs what it sends to `/payments/messages`.",
        str,
        secret=True,
    ),
    Setting("BACKORDER_PAYMENTS_NAME", "provider", "The provider's name in the books.", str),
    Setting(
        "BACKORDER_REFUNDS_AUTOMATIC",
        True,  # noqa: FBT003 (a default, not an argument)
        "0 asks the provider for no refund by itself: people make them.",
        values.switch,
    ),
    Setting("BACKORDER_MAIL_FROM", "backorder@localhost", "Sender of e-mails.", str),
    Setting(
        "BACKORDER_CARRIERS",
        {},
        "Where parcels can be followed, by carrier: `Name=https://...{number}`, several parted by "
        "`|`. A parcel's label may name another address.",
        values.carriers,
    ),
    Setting(
        "BACKORDER_SMS_URL",
        None,
        "Gateway that sends text messages, such as http://127.0.0.1:13013/cgi-bin/sendsms; without "
        "it none are sent.",
        values.gateway,
    ),
    Setting(
        "BACKORDER_SMS_FORM",
        "kannel",
        "How it is asked: `kannel` (a query as Kannel's sendsms takes it) or `json` (a POST).",
        values.sms_form,
    ),
    Setting("BACKORDER_SMS_USER", "", "Our name there.", str),
    Setting("BACKORDER_SMS_PASSWORD", "", "Our password there.", str, secret=True),
    Setting("BACKORDER_SMS_FROM", "", "Number or name that text messages come from.", str),
    Setting(
        "BACKORDER_INBOUND_SECRET",
        "",
        "Last part of the addresses /sms/in/SECRET, at which the gateway hands over what customers "
        "text, and /mail/bounced/SECRET, for mail that came back; at least 16 characters. Without "
        "it nothing is taken.",
        values.path_secret,
        secret=True,
    ),
    Setting(
        "BACKORDER_OIDC_URL",
        None,
        "Issuer of an OpenID Connect provider with which people may sign in, such as "
        "https://id.example.com/realms/shop.",
        values.issuer,
    ),
    Setting("BACKORDER_OIDC_NAME", "single sign-on", "What the button says of it.", str),
    Setting("BACKORDER_OIDC_CLIENT", "backorder", "Our client id there.", str),
    Setting("BACKORDER_OIDC_SECRET", "", "Our client secret there.", str, secret=True),
    Setting(
        "BACKORDER_TRUSTED_PROXIES",
        (),
        "Addresses of reverse proxies, parted by commas, whose X-Forwarded-For and "
        "X-Forwarded-Proto `serve` believes.",
        values.addresses,
    ),
    Setting(
        "BACKORDER_WORKERS",
        1,
        "Processes of `serve`; each has its own threads and connections.",
        values.number(1, 64),
    ),
    Setting(
        "BACKORDER_THREADS",
        16,
        "Requests that one process of `serve` works on at once; each needs a thread.",
        values.number(1, 256),
    ),
    Setting(
        "BACKORDER_CONNECTIONS",
        8,
        "Connections to PostgreSQL that one process of `serve` opens at most.",
        values.number(1, 64),
    ),
    Setting(
        "BACKORDER_MAX_BODY",
        16,
        "Largest request body that `serve` takes, in MiB.",
        values.number(1, 1024),
    ),
    Setting(
        "BACKORDER_STOREFRONT_OPEN",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 lets everybody ask `/storefront/` for availability; otherwise a token or a publishable "
        "key with the scope `storefront` is needed.",
        values.switch,
    ),
    Setting(
        "BACKORDER_STOREFRONT_RATE",
        20,
        "Requests a second that each address without a token may make of `/storefront/` in one "
        "process of `serve`; 0 for no limit.",
        values.number(0, 1_000_000),
    ),
    Setting(
        "BACKORDER_STOREFRONT_MAX_AGE",
        0,
        "Seconds for which browsers and proxies may keep an answer of `/storefront/` without "
        "asking again; 0: they ask each time, and are told by ETag whether it still holds.",
        values.number(0, 3600),
    ),
    Setting(
        "BACKORDER_STOREFRONT_LINK",
        "",
        "Address of a product in the shop, for the merchant feed, with {sku} in it: "
        "https://shop.example.com/p/{sku}.",
        str,
    ),
    Setting(
        "BACKORDER_RATE_LIMIT",
        100,
        "Requests a second that each API token may make of one process of `serve`; 0 for no limit.",
        values.number(0, 1_000_000),
    ),
    Setting(
        "BACKORDER_ORDERS_TOGETHER",
        True,  # noqa: FBT003 (a default, not an argument)
        "1 places single orders of one API token that come at the same time in one transaction; "
        "0 gives each its own.",
        values.switch,
    ),
    Setting(
        "BACKORDER_WEBHOOKS_PRIVATE",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 lets webhooks go to private and local addresses, and by plain HTTP: for tests, and "
        "where whoever sets endpoints may reach your network anyway.",
        values.switch,
    ),
    Setting(
        "BACKORDER_WEBHOOKS_TIMEOUT",
        15,
        "How long an endpoint may take to answer, in seconds.",
        values.number(1, 60),
    ),
    Setting(
        "BACKORDER_HOLD_SECONDS",
        15 * 60,
        "How long a cart hold lasts that says nothing else, in seconds.",
        values.number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_QUOTE_SECONDS",
        14 * 24 * 60 * 60,
        "How long a quote lasts that says nothing else, in seconds.",
        values.number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_LONGEST_HOLD_SECONDS",
        90 * 24 * 60 * 60,
        "The longest that a quote or cart hold may last, in seconds.",
        values.number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_STOCK_TARGET",
        "cost",
        "Aim of stock policies: `cost` (the least), or a service level: `fill:95` or `cycle:95`.",
        values.stock_target,
    ),
    Setting(
        "BACKORDER_STOCK_COSTS",
        (25.0, 2.0, 5.0, 0.2),
        "What these cost: holding a year in percent, a purchase line, a backordered line, a day's "
        "waiting in percent of the price; parted by commas.",
        values.stock_costs,
    ),
    Setting(
        "BACKORDER_ADVICE",
        (5.0, 2.0, 7.37, 3.0, 2.0, 30.0),
        "What the advice on offering backorders reckons with, where a category has no terms of its "
        "own: shipping apart in percent of the price, a cancellation and handling a backorder "
        "(each once a line, however many units), the goodwill lost by a refusal in percent of the "
        "price, a customer's future worth in prices, and the percent of those refused who take a "
        "substitute; parted by commas.",
        values.advice,
    ),
    Setting(
        "BACKORDER_ACKNOWLEDGE_DAYS",
        3,
        "Days within which a supplier is to acknowledge a purchase that was sent, unless it has a "
        "number of its own; later it is an exception.",
        values.number(0, 3650),
    ),
    Setting(
        "BACKORDER_WAITLIST_HOURS",
        24,
        "How many hours those of a waitlist who were told that a product is back have, before the "
        "next ones are told of the same units, where none are held for them.",
        values.number(1, 720),
    ),
    Setting(
        "BACKORDER_WAITLIST_HOLD_HOURS",
        24,
        "How many hours units that are offered to those of a waitlist are held for them; 0: units "
        "are not held, and whoever orders first has them.",
        values.number(0, 720),
    ),
    Setting(
        "BACKORDER_WAITLIST_ORDER_URL",
        None,
        "Address of the shop's page on which those of a waitlist order what is held for them, with "
        "`{hold}`, and `{sku}` and `{units}` if it likes; without it they order on their own page.",
        values.order_address,
    ),
    Setting(
        "BACKORDER_COUNT_DAYS",
        (30, 90, 180),
        "Every how many days products of class A, B and C are counted.",
        values.days_by_class,
    ),
    Setting(
        "BACKORDER_COUNT_LINES",
        25,
        "The most products on the count sheet that is opened for a place in a day.",
        values.number(1, 500),
    ),
    Setting(
        "BACKORDER_COUNT_TOLERANCE_PERCENT",
        2,
        "A count that differs by at most so many percent of the expected units is not made again.",
        values.number(0, 100),
    ),
    Setting(
        "BACKORDER_COUNT_TOLERANCE_VALUE",
        0,
        "Nor is one that differs by units worth at most so much (minor units of their currency).",
        values.number(0, 10**8),
    ),
    Setting(
        "BACKORDER_SECRET_KEY",
        None,
        "Key that signs web sessions; without it one is made and kept in the database.",
        str,
        secret=True,
    ),
    Setting(
        "BACKORDER_DJANGO_DATABASE",
        None,
        "Internal: the address handed to Django while it migrates.",
        values.postgresql,
        secret=True,
    ),
)
