"""One request to an endpoint: bounded in time and size, to the address that was looked at."""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import suppress
from functools import cache
from typing import NamedTuple

import certifi
import httpx

from backorder import __version__
from backorder.domain.errors import InvalidError

from . import addresses

ANSWER_SECONDS = 0.5  # how long the text of an answer is waited for
LONGEST_ANSWER = 2000  # bytes of an answer that are read and kept
USER_AGENT = f"backorder/{__version__} (webhooks)"
_NO_REUSE = httpx.Limits(max_keepalive_connections=0)


class Outcome(NamedTuple):
    """How a request ended: a status, or an error in words; and the beginning of the answer."""

    status: int | None
    error: str
    answer: str
    ms: int


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom we trust: the system's authorities and those that Mozilla trusts."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


async def post(
    url: str, body: str, headers: dict[str, str], *, seconds: float, private: bool
) -> Outcome:
    """Send a message; never raises for what an endpoint does. Redirects are not followed."""
    begun = time.monotonic()
    status, error, answer = None, "", ""
    try:
        async with asyncio.timeout(seconds):
            status, answer = await _post(url, body, headers, private=private)
    except TimeoutError:
        error = f"no answer within {seconds:g} seconds"
    except addresses.ForbiddenAddressError as reason:
        error = str(reason)
    except InvalidError as reason:
        error = reason.text
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as reason:
        error = f"{type(reason).__name__}: {reason}"
    return Outcome(status, error[:500], answer, round((time.monotonic() - begun) * 1000))


async def _post(url: str, body: str, headers: dict[str, str], *, private: bool) -> tuple[int, str]:
    target = addresses.read(url, private=private)
    found = await addresses.resolve(target, private=private)
    scheme = "https" if target.secure else "http"
    last: Exception | None = None
    async with httpx.AsyncClient(
        verify=_trusted(),
        trust_env=False,
        follow_redirects=False,
        timeout=None,  # noqa: S113 (the caller bounds it, as a whole)
        limits=_NO_REUSE,
    ) as client:
        for address in found:
            host = f"[{address}]" if ":" in address else address
            request = client.build_request(
                "POST",
                f"{scheme}://{host}:{target.port}{target.path}",
                content=body.encode(),
                headers={
                    **headers,
                    "host": target.authority,
                    "content-type": "application/json",
                    "user-agent": USER_AGENT,
                    "accept-encoding": "identity",
                },
                # The certificate must be that of the name, though the address is connected to.
                extensions={"sni_hostname": target.host},
            )
            try:
                response = await client.send(request, stream=True)
            except httpx.ConnectError as reason:
                last = reason
                continue
            try:
                return response.status_code, await _beginning(response)
            finally:
                await response.aclose()
    raise last or OSError("the name has no address")


async def _beginning(response: httpx.Response) -> str:
    """Return the first part of an answer as text that can be kept."""
    kept = b""
    # The status says it all: what follows too slowly, or breaks off, is not waited for.
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(ANSWER_SECONDS):
            async for part in response.aiter_raw():
                kept += part
                if len(kept) >= LONGEST_ANSWER:
                    break
    return kept[:LONGEST_ANSWER].decode("utf-8", "replace").replace("\x00", "")
