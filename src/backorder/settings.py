"""Every environment variable that `backorder` reads: one table, checked at start."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "BACKORDER_"
_YEAR = 366 * 24 * 60 * 60  # seconds


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", text):
        raise ValueError("must be a short name in small letters")
    return text


def _switch(text: str) -> bool:
    """Read a switch.

    >>> _switch("1"), _switch("0")
    (True, False)
    """
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


def _length(text: str) -> str:
    """Read how long the tests of races and crashes take."""
    if text not in {"short", "full"}:
        raise ValueError("must be short or full")
    return text


def _number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two.

    >>> _number(1, 64)("8")
    8
    """

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _seconds(text: str) -> int:
    """Read a span of time, which may be negative.

    >>> _seconds("-3600")
    -3600
    """
    if not re.fullmatch(r"-?[0-9]{1,10}", text):
        raise ValueError("must be a whole number of seconds")
    return int(text)


def _hosts(text: str) -> tuple[str, ...]:
    """Read names of hosts, parted by commas.

    >>> _hosts("shop.example.com, .example.org")
    ('shop.example.com', '.example.org')
    """
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    if not names or not all(re.fullmatch(r"\*|[a-z0-9.:\[\]_-]{1,253}", name) for name in names):
        raise ValueError("must be names of hosts, parted by commas")
    return names


def _addresses(text: str) -> tuple[str, ...]:
    """Read network addresses, parted by commas.

    >>> _addresses("127.0.0.1, 10.0.0.7")
    ('127.0.0.1', '10.0.0.7')
    """
    from ipaddress import ip_address  # noqa: PLC0415 (only where it is set)

    try:
        return tuple(str(ip_address(part.strip())) for part in text.split(","))
    except ValueError:
        raise ValueError("must be network addresses, parted by commas") from None


def _web_address(text: str) -> str:
    """Read the address of a web site.

    >>> _web_address("https://shop.example.com/")
    'https://shop.example.com'
    """
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]{1,253}/?", text):
        raise ValueError("must be like https://shop.example.com")
    return text.rstrip("/")


def _mail_server(text: str) -> str:
    """Read the address of a mail server."""
    if not re.fullmatch(r"smtps?://([^@\s]*@)?[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?", text):
        raise ValueError("must be like smtp://user:password@host:587")
    return text


def _issuer(text: str) -> str:
    """Read the address of an OpenID Connect provider."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.:_-]{1,253}(/[A-Za-z0-9._~/-]*)?", text):
        raise ValueError("must be like https://id.example.com/realms/shop")
    return text.rstrip("/")


def _stock_target(text: str) -> str:
    if not re.fullmatch(r"cost|(fill|cycle):[1-9][0-9](\.[0-9]{1,3})?", text):
        raise ValueError("must be cost, fill:95 or cycle:95")
    return text


def _stock_costs(text: str) -> tuple[float, ...]:
    if not re.fullmatch(r"(,[0-9]{1,9}(\.[0-9]{1,6})?){4}", f",{text}"):
        raise ValueError("must be four numbers, parted by commas")
    return tuple(map(float, text.split(",")))


def _folder(text: str) -> Path:
    """Read the path of a folder that exists or can be made."""
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("must be a folder")
    return path


def _postgresql(text: str) -> str:
    """Read the address of a PostgreSQL database."""
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must begin with postgresql://")
    return text


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
        _postgresql,
        secret=True,
    ),
    Setting(
        "BACKORDER_HOME",
        None,
        "Folder of the embedded database; without it the user's data folder, "
        "/var/lib/backorder for root.",
        _folder,
    ),
    Setting(
        "BACKORDER_DATABASE",
        "backorder",
        "Name of the database on the embedded server: `backorder_demo` holds the last demo.",
        _name,
    ),
    Setting(
        "BACKORDER_SANDBOX",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 lets callers move the clock (`call --now`): for stories, tests and replays.",
        _switch,
    ),
    Setting(
        "BACKORDER_CLOCK_AHEAD",
        0,
        "Seconds by which the clock of pages, API and jobs is ahead, behind if negative; "
        "only where BACKORDER_SANDBOX=1.",
        _seconds,
    ),
    Setting(
        "BACKORDER_REQUIRE_ALL",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 makes a test that lacks a heavy part (Chromium, Parquet) fail instead of skip.",
        _switch,
    ),
    Setting(
        "BACKORDER_TORTURE",
        "short",
        "`full` runs the tests of races and crashes at full length.",
        _length,
    ),
    Setting(
        "BACKORDER_ALLOWED_HOSTS",
        ("localhost", "127.0.0.1", "[::1]"),
        "Names under which `serve` answers, parted by commas; `.example.com` includes all below.",
        _hosts,
    ),
    Setting(
        "BACKORDER_URL",
        None,
        "Address under which people reach `serve`, as in https://shop.example.com, for links; "
        "without it the one that it listens on.",
        _web_address,
    ),
    Setting(
        "BACKORDER_SMTP",
        None,
        "Mail server as smtp://user:password@host:587 or smtps://host:465, for links to a new "
        "password and for purchase orders; without it people ask an owner for a link, and send "
        "purchase orders as files.",
        _mail_server,
        secret=True,
    ),
    Setting("BACKORDER_MAIL_FROM", "backorder@localhost", "Sender of e-mails.", str),
    Setting(
        "BACKORDER_OIDC_URL",
        None,
        "Issuer of an OpenID Connect provider with which people may sign in, such as "
        "https://id.example.com/realms/shop.",
        _issuer,
    ),
    Setting("BACKORDER_OIDC_NAME", "single sign-on", "What the button says of it.", str),
    Setting("BACKORDER_OIDC_CLIENT", "backorder", "Our client id there.", str),
    Setting("BACKORDER_OIDC_SECRET", "", "Our client secret there.", str, secret=True),
    Setting(
        "BACKORDER_TRUSTED_PROXIES",
        (),
        "Addresses of reverse proxies, parted by commas, whose X-Forwarded-For and "
        "X-Forwarded-Proto `serve` believes.",
        _addresses,
    ),
    Setting(
        "BACKORDER_WORKERS",
        1,
        "Processes of `serve`; each has its own threads and connections.",
        _number(1, 64),
    ),
    Setting(
        "BACKORDER_THREADS",
        16,
        "Requests that one process of `serve` works on at once; each needs a thread.",
        _number(1, 256),
    ),
    Setting(
        "BACKORDER_CONNECTIONS",
        8,
        "Connections to PostgreSQL that one process of `serve` opens at most.",
        _number(1, 64),
    ),
    Setting(
        "BACKORDER_MAX_BODY",
        16,
        "Largest request body that `serve` takes, in MiB.",
        _number(1, 1024),
    ),
    Setting(
        "BACKORDER_RATE_LIMIT",
        100,
        "Requests a second that each API token may make of one process of `serve`; 0 for no limit.",
        _number(0, 1_000_000),
    ),
    Setting(
        "BACKORDER_ORDERS_TOGETHER",
        True,  # noqa: FBT003 (a default, not an argument)
        "1 places single orders of one API token that come at the same time in one transaction; "
        "0 gives each its own.",
        _switch,
    ),
    Setting(
        "BACKORDER_WEBHOOKS_PRIVATE",
        False,  # noqa: FBT003 (a default, not an argument)
        "1 lets webhooks go to private and local addresses, and by plain HTTP: for tests, and "
        "where whoever sets endpoints may reach your network anyway.",
        _switch,
    ),
    Setting(
        "BACKORDER_WEBHOOKS_TIMEOUT",
        15,
        "How long an endpoint may take to answer, in seconds.",
        _number(1, 60),
    ),
    Setting(
        "BACKORDER_HOLD_SECONDS",
        15 * 60,
        "How long a cart hold lasts that says nothing else, in seconds.",
        _number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_QUOTE_SECONDS",
        14 * 24 * 60 * 60,
        "How long a quote lasts that says nothing else, in seconds.",
        _number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_LONGEST_HOLD_SECONDS",
        90 * 24 * 60 * 60,
        "The longest that a quote or cart hold may last, in seconds.",
        _number(1, _YEAR),
    ),
    Setting(
        "BACKORDER_STOCK_TARGET",
        "cost",
        "Aim of stock policies: `cost` (the least), or a service level: `fill:95` or `cycle:95`.",
        _stock_target,
    ),
    Setting(
        "BACKORDER_STOCK_COSTS",
        (25.0, 2.0, 5.0, 0.2),
        "What these cost: holding a year in percent, a purchase line, a backordered line, a day's "
        "waiting in percent of the price; parted by commas.",
        _stock_costs,
    ),
    Setting(
        "BACKORDER_ACKNOWLEDGE_DAYS",
        3,
        "Days within which a supplier is to acknowledge a purchase that was sent, unless it has a "
        "number of its own; later it is an exception.",
        _number(0, 3650),
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
        _postgresql,
        secret=True,
    ),
)
_BY_NAME = {setting.name: setting for setting in TABLE}


def get(name: str, environ: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 (per variable)
    """Return a variable's value, or its default where it is not set or empty.

    >>> get("BACKORDER_SANDBOX", {"BACKORDER_SANDBOX": "1"})
    True
    >>> get("BACKORDER_SANDBOX", {"BACKORDER_SANDBOX": "maybe"})
    Traceback (most recent call last):
    ...
    backorder.domain.errors.InvalidError: BACKORDER_SANDBOX must be 0 or 1, not 'maybe'.
    """
    setting = _BY_NAME[name]
    text = (os.environ if environ is None else environ).get(name, "")
    if not text:
        return setting.default
    try:
        return setting.parse(text)
    except ValueError as error:
        seen = "" if setting.secret else f", not {text!r}"
        raise InvalidError("setting_invalid", f"{name} {error}{seen}.", setting=name) from None


def check(environ: Mapping[str, str] | None = None) -> list[str]:
    """Read every variable once; return a warning for each unknown ``BACKORDER_`` variable.

    >>> check({"BACKORDER_SANDBOKS": "1"})
    ['BACKORDER_SANDBOKS is not a setting; did you mean BACKORDER_SANDBOX?']
    """
    found = os.environ if environ is None else environ
    for setting in TABLE:
        get(setting.name, found)
    unknown = sorted(name for name in found if name.startswith(PREFIX) and name not in _BY_NAME)
    return [f"{name} is not a setting{_nearest(name)}" for name in unknown]


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 (only after a typing error)

    near = get_close_matches(name, _BY_NAME, n=1, cutoff=0.8)
    return f"; did you mean {near[0]}?" if near else "."


def home() -> Path:
    """Return the folder of the embedded database."""
    given: Path | None = get("BACKORDER_HOME")
    if given is not None:
        return given
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and its own user may not look into /root.
        return Path("/var/lib/backorder")
    from platformdirs import user_data_path  # noqa: PLC0415 (only where nothing else is said)

    return user_data_path("backorder", appauthor=False)
