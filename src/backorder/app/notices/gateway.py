"""Text messages through an HTTP gateway: Kannel's query, or a JSON document."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import httpx

from backorder import settings

from .smtp import RefusedError

SECONDS = 20.0
_SOON = {401, 403, 404, 407, 408, 425, 429}  # ours to put right, or only for now
_LONGEST_ANSWER = 500


class Gateway:
    """The way to the gateway; whatever goes wrong is a ``RefusedError``."""

    def __init__(self) -> None:
        """Connect to nobody yet."""
        self._client: httpx.Client | None = None

    def send(self, key: str, to: str, text: str) -> str:
        """Let the gateway take a text message; return what it answered.

        The same key goes along with each try, so that a gateway that looks at it sends it once.
        """
        url = settings.get("BACKORDER_SMS_URL")
        if not url:
            raise RefusedError("There is no gateway: set BACKORDER_SMS_URL.", channel=True)
        if self._client is None:
            self._client = httpx.Client(timeout=SECONDS, trust_env=False)
        try:
            answer = self._client.send(self._request(self._client, url, key, to, text))
        except httpx.HTTPError as reason:
            self.close()
            raise RefusedError(f"{type(reason).__name__}: {reason}", channel=True) from None
        said = f"{answer.status_code} {answer.text[:_LONGEST_ANSWER]}".strip()
        if answer.is_success:
            return said
        final = answer.is_client_error and answer.status_code not in _SOON
        raise RefusedError(said, final=final, channel=answer.status_code in {401, 403, 404, 407})

    def close(self) -> None:
        """Hang up."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    @staticmethod
    def _request(client: httpx.Client, url: str, key: str, to: str, text: str) -> httpx.Request:
        name = sha256(key.encode()).hexdigest()[:32]
        headers = {"Idempotency-Key": name}
        user, password = settings.get("BACKORDER_SMS_USER"), settings.get("BACKORDER_SMS_PASSWORD")
        sender = settings.get("BACKORDER_SMS_FROM")
        if settings.get("BACKORDER_SMS_FORM") == "json":
            body = {"id": name, "from": sender, "to": to, "text": text}
            request = client.build_request("POST", url, json=body, headers=headers)
            if user or password:
                flow = httpx.BasicAuth(user, password).auth_flow(request)
                request = next(flow)
            return request
        query: dict[str, Any] = {
            "username": user,
            "password": password,
            "from": sender,
            "to": to,
            "text": text,
            "charset": "utf-8",
            "coding": "0",
            "binfo": name,
        }
        return client.build_request("GET", url, params=query, headers=headers)
