"""How the values of environment variables are read; each reader raises ``ValueError``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from .domain.delays.packs import PACKS
from .domain.parcels import LONGEST_CARRIER, PLACE, is_address

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_WORD = 40


def name(text: str) -> str:
    """Read a short name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", text):
        raise ValueError("must be a short name in small letters")
    return text


def switch(text: str) -> bool:
    """Read a switch.

    >>> switch("1"), switch("0")
    (True, False)
    """
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


def words(text: str) -> tuple[str, ...]:
    """Read words, parted by commas, in small letters.

    >>> words("Trade, b2b")
    ('trade', 'b2b')
    """
    found = tuple(word.strip().lower() for word in text.split(",") if word.strip())
    if any(len(word) > _LONGEST_WORD for word in found):
        raise ValueError("must be short words, parted by commas")
    return found


def carriers(text: str) -> dict[str, str]:
    """Read where the parcels of carriers can be followed, by their names in small letters.

    >>> carriers("Post=https://post.example/{number} | Cargo=https://cargo.example/?p={number}")
    {'post': 'https://post.example/{number}', 'cargo': 'https://cargo.example/?p={number}'}
    """
    found = {}
    for one in filter(None, (part.strip() for part in text.split("|"))):
        name, _, address = (part.strip() for part in one.partition("="))
        if not name or len(name) > LONGEST_CARRIER or address.count(PLACE) != 1:
            raise ValueError(f"must be names and addresses with {PLACE}, parted by |")
        if not is_address(address.replace(PLACE, "0")):
            raise ValueError("must have addresses that begin with https:// and name a host")
        if not address.partition(PLACE)[0].removeprefix("https://").count("/"):
            raise ValueError(f"must have {PLACE} behind the host")
        found[name.lower()] = address
    return found


def rule_pack(text: str) -> str:
    """Read the name of a rule pack."""
    if text not in PACKS:
        raise ValueError(f"must be one of {', '.join(PACKS)}")
    return text


def length(text: str) -> str:
    """Read how long the tests of races and crashes take."""
    if text not in {"short", "full"}:
        raise ValueError("must be short or full")
    return text


def number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two.

    >>> number(1, 64)("8")
    8
    """

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def days_by_class(text: str) -> tuple[int, int, int]:
    """Read three numbers of days, for the classes A, B and C.

    >>> days_by_class("30,90,180")
    (30, 90, 180)
    """
    if not re.fullmatch(r"[1-9][0-9]{0,3}(,[1-9][0-9]{0,3}){2}", text):
        raise ValueError("must be three numbers of days, such as 30,90,180")
    a, b, c = map(int, text.split(","))
    return a, b, c


def seconds(text: str) -> int:
    """Read a span of time, which may be negative.

    >>> seconds("-3600")
    -3600
    """
    if not re.fullmatch(r"-?[0-9]{1,10}", text):
        raise ValueError("must be a whole number of seconds")
    return int(text)


def hosts(text: str) -> tuple[str, ...]:
    """Read names of hosts, parted by commas.

    >>> hosts("shop.example.com, .example.org")
    ('shop.example.com', '.example.org')
    """
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    if not names or not all(re.fullmatch(r"\*|[a-z0-9.:\[\]_-]{1,253}", name) for name in names):
        raise ValueError("must be names of hosts, parted by commas")
    return names


def addresses(text: str) -> tuple[str, ...]:
    """Read network addresses, parted by commas.

    >>> addresses("127.0.0.1, 10.0.0.7")
    ('127.0.0.1', '10.0.0.7')
    """
    from ipaddress import ip_address  # noqa: PLC0415 (only where it is set)

    try:
        return tuple(str(ip_address(part.strip())) for part in text.split(","))
    except ValueError:
        raise ValueError("must be network addresses, parted by commas") from None


def web_address(text: str) -> str:
    """Read the address of a web site.

    >>> web_address("https://shop.example.com/")
    'https://shop.example.com'
    """
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]{1,253}/?", text):
        raise ValueError("must be like https://shop.example.com")
    return text.rstrip("/")


def order_address(text: str) -> str:
    """Read the address of a shop's page that takes a hold.

    >>> order_address("https://shop.example.com/cart?hold={hold}&sku={sku}&n={units}")
    'https://shop.example.com/cart?hold={hold}&sku={sku}&n={units}'
    """
    plain = text.replace("{hold}", "1").replace("{sku}", "1").replace("{units}", "1")
    if "{hold}" not in text or not re.fullmatch(r"https?://[^\s<>\"'`{}\\\\]{3,500}", plain):
        raise ValueError("must be like https://shop.example.com/cart?hold={hold}")
    return text


def mail_server(text: str) -> str:
    """Read the address of a mail server."""
    if not re.fullmatch(r"smtps?://([^@\s]*@)?[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?", text):
        raise ValueError("must be like smtp://user:password@host:587")
    return text


def gateway(text: str) -> str:
    """Read the address of a gateway for text messages.

    >>> gateway("http://127.0.0.1:13013/cgi-bin/sendsms")
    'http://127.0.0.1:13013/cgi-bin/sendsms'
    """
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]{1,253}(/[A-Za-z0-9._~/-]*)?", text):
        raise ValueError("must be like http://127.0.0.1:13013/cgi-bin/sendsms")
    return text


def sms_form(text: str) -> str:
    """Read how a gateway is asked."""
    if text not in {"kannel", "json"}:
        raise ValueError("must be kannel or json")
    return text


def path_secret(text: str) -> str:
    """Read a secret that is part of an address."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", text):
        raise ValueError("must have 16 to 200 letters, digits, - or _")
    return text


def issuer(text: str) -> str:
    """Read the address of an OpenID Connect provider."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.:_-]{1,253}(/[A-Za-z0-9._~/-]*)?", text):
        raise ValueError("must be like https://id.example.com/realms/shop")
    return text.rstrip("/")


def stock_target(text: str) -> str:
    """Read what stock policies are to reach."""
    if not re.fullmatch(r"cost|(fill|cycle):[1-9][0-9](\.[0-9]{1,3})?", text):
        raise ValueError("must be cost, fill:95 or cycle:95")
    return text


def stock_costs(text: str) -> tuple[float, ...]:
    """Read what holding, waiting, a lost sale and an order cost."""
    if not re.fullmatch(r"(,[0-9]{1,9}(\.[0-9]{1,6})?){4}", f",{text}"):
        raise ValueError("must be four numbers, parted by commas")
    return tuple(map(float, text.split(",")))


def advice(text: str) -> tuple[float, ...]:
    """Read what the advice on offering backorders reckons with."""
    if not re.fullmatch(r"(,[0-9]{1,9}(\.[0-9]{1,6})?){6}", f",{text}"):
        raise ValueError("must be six numbers, parted by commas")
    found = tuple(map(float, text.split(",")))
    if found[-1] > 100:  # noqa: PLR2004 (percent)
        raise ValueError("the last is at most 100 percent")
    return found


def folder(text: str) -> Path:
    """Read the path of a folder that exists or can be made."""
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("must be a folder")
    return path


def postgresql(text: str) -> str:
    """Read the address of a PostgreSQL database."""
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must begin with postgresql://")
    return text
