"""Where requests may go: an address is resolved once, looked at, and that one is connected to.

A name that leads into our own network would let whoever sets an endpoint reach what only we can
reach. So every address behind the name must be public, and what was looked at is what is used: a
name that says something else a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from backorder.domain.errors import InvalidError

LONGEST_URL = 2000
_HOST = re.compile(r"[A-Za-z0-9.:_-]{1,253}")
# Networks of IPv6 in which an address of IPv4 is hidden, which is what is reached in the end.
_CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))


class Target(NamedTuple):
    """An endpoint's address in its parts; ``path`` with the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return what the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.secure else 80
        return host if self.port == usual else f"{host}:{self.port}"


class ForbiddenAddressError(Exception):
    """A name leads to an address that is not public, or to none."""


def read(url: str, *, private: bool) -> Target:
    """Return an endpoint's address in parts, or raise ``InvalidError`` saying what is wrong.

    ``private`` allows plain HTTP and addresses that are not public.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _invalid("is not one") from None
    if len(url) > LONGEST_URL or re.search(r"[^!-~]", url):
        raise _invalid(f"has up to {LONGEST_URL} visible ASCII characters")
    if parts.scheme not in {"http", "https"}:
        raise _invalid("begins with https://")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _invalid("has no user, password or fragment")
    if not _HOST.fullmatch(host) or "%" in host or port == 0:
        raise _invalid("has no host, or none that can be")
    secure = parts.scheme == "https"
    if not secure and not private:
        raise _invalid("begins with https://, as messages hold customers' data")
    if not private and _literal(host) is not None:
        _check_literal(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port or (443 if secure else 80), path)


def _invalid(problem: str) -> InvalidError:
    return InvalidError("webhook_url_invalid", f"The endpoint's address {problem}.")


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host spells, in any of the ways in which one can be spelled."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:  # 2130706433, 0x7f.1, 0177.0.0.1
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _check_literal(host: str) -> None:
    found = _literal(host)
    if found is not None and not is_public(found):
        raise InvalidError(
            "webhook_address_private",
            f"{host} is not a public address; BACKORDER_WEBHOOKS_PRIVATE=1 allows it.",
            host=host,
        )


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the internet at large.

    >>> is_public(ip_address("93.184.216.34")), is_public(ip_address("::ffff:93.184.216.34"))
    (True, False)
    """
    if isinstance(address, IPv6Address) and (
        address.ipv4_mapped is not None
        or address.teredo is not None
        or address.scope_id is not None
        or any(address in carrier for carrier in _CARRIERS)
        or address.is_site_local
    ):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


async def resolve(target: Target, *, private: bool) -> list[str]:
    """Return the addresses behind a target; raise ``ForbiddenAddressError`` unless all may be."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as reason:
        raise ForbiddenAddressError(f"{target.host} cannot be resolved: {reason}") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not private:
        for address in addresses:
            if not is_public(ip_address(address)):
                raise ForbiddenAddressError(
                    f"{target.host} leads to {address}, which is not a public address"
                )
    return addresses
