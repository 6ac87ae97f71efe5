"""Webhooks over the API: made, changed, tried out and told again; their secrets are shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Api

NEW = {"name": "shop", "url": "https://shop.example.com/hook", "events": ["order.*"]}


@pytest.fixture
def made(api: Api) -> dict[str, Any]:
    """Return an endpoint that was made."""
    answer = api.post("/api/v1/webhooks", NEW)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/v1/webhooks/{found['webhook']}"
    return found


def test_the_secret_is_shown_once(api: Api, made: dict[str, Any]) -> None:
    assert made["secret"].startswith("whsec_")
    shown = api.get(f"/api/v1/webhooks/{made['webhook']}")
    assert (shown.json()["url"], shown.json()["events"]) == (NEW["url"], ["order.*"])
    assert api.get("/api/v1/webhooks").json()["items"] == [shown.json()]
    assert made["secret"].encode() not in shown.body


def test_the_same_key_makes_one(api: Api) -> None:
    key = {"Idempotency_Key": "hook-1"}
    first = api.post("/api/v1/webhooks", NEW, **key)
    assert first.status == 201
    assert api.post("/api/v1/webhooks", NEW, **key).json() == first.json()
    other = api.post("/api/v1/webhooks", NEW | {"name": "other"}, **key)
    assert (other.status, other.json()["code"]) == (409, "key_reused")
    again = api.post("/api/v1/webhooks", NEW)
    assert (again.status, again.json()["code"]) == (409, "webhook_name_taken")


def test_it_is_changed_rotated_and_deleted(api: Api, made: dict[str, Any]) -> None:
    named = {"webhook": made["webhook"]}
    changed = api.post("/api/v1/webhook-changes", named | {"enabled": False, "name": "till"})
    assert (changed.json()["enabled"], changed.json()["name"]) == (False, "till")
    rotated = api.post("/api/v1/webhook-secrets", named).json()
    assert rotated["secret"] not in {made["secret"], ""}
    assert rotated["old_secret_until"] is not None
    assert api.post("/api/v1/webhook-deletions", named).json() == named
    gone = api.post("/api/v1/webhook-deletions", named)
    assert (gone.status, gone.json()["code"]) == (404, "unknown_webhook")
    assert api.get("/api/v1/webhooks").json()["items"] == []


def test_a_test_message_is_a_delivery_that_can_be_made_again(
    api: Api, made: dict[str, Any]
) -> None:
    sent = api.post("/api/v1/webhook-tests", {"webhook": made["webhook"]}).json()
    (delivery,) = api.get("/api/v1/webhook-deliveries?state=pending").json()["items"]
    assert (delivery["delivery"], delivery["type"]) == (sent["delivery"], "webhook.test")
    one = api.get(f"/api/v1/webhook-deliveries/{sent['delivery']}")
    assert one.json() == delivery
    again = api.post("/api/v1/webhook-replays", {"delivery": sent["delivery"]})
    assert again.json() == {"delivery": sent["delivery"], "state": "pending"}
    since = {"webhook": made["webhook"], "since": "2026-01-01T00:00:00Z"}
    assert api.post("/api/v1/webhook-replays", since).json() == {"entries": 0}


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("webhooks", NEW | {"url": "http://shop.example.com/"}, 422, "webhook_url_invalid"),
        ("webhooks", NEW | {"url": "https://127.0.0.1/"}, 422, None),
        ("webhooks", NEW | {"events": ["order.eaten"]}, 422, "unknown_event"),
        ("webhooks", NEW | {"events": []}, 400, "malformed"),
        ("webhooks", NEW | {"name": "\x00"}, 422, "webhook_name_invalid"),
        ("webhooks", NEW | {"more": 1}, 400, "malformed"),
        ("webhooks", [], 400, "not_an_object"),
        ("webhook-changes", {"webhook": 7}, 404, "unknown_webhook"),
        ("webhook-tests", {"webhook": 0}, 400, "malformed"),
        ("webhook-replays", {"webhook": 7}, 422, "replay_unclear"),
        ("webhook-replays", {"webhook": 7, "since": "2026-01-01T00:00:00"}, 400, "malformed"),
    ],
)
def test_what_cannot_be_is_refused(
    api: Api, name: str, body: Any, status: int, code: str | None
) -> None:
    answer = api.post(f"/api/v1/{name}", body)
    assert answer.status == status, answer.body
    assert code in {None, answer.json()["code"]}
