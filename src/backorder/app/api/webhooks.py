"""What can be done with webhooks: no verb of the ledger, for endpoints are not in the books."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (msgspec reads the annotations at run time)
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from backorder.app.hooks import addresses, changing, events, reading
from backorder.domain.errors import InvalidError
from backorder.ledger.journal.fields import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

Json = dict[str, Any]
RowId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
WebhookName = Annotated[str, Meta(min_length=1, max_length=changing.LONGEST_NAME)]
WebhookUrl = Annotated[str, Meta(min_length=1, max_length=addresses.LONGEST_URL)]
Wanted = Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(min_length=1, max_length=100)]


class NewWebhook(Input):
    """An endpoint: ``events`` are types, ``order.*`` for a family; all without it."""

    name: WebhookName
    url: WebhookUrl
    events: Wanted | None = None


class WebhookChange(Input):
    """What is to be otherwise with an endpoint; what is left out stays as it is."""

    webhook: RowId
    name: WebhookName | None = None
    url: WebhookUrl | None = None
    events: Wanted | None = None
    enabled: bool | None = None


class WebhookNamed(Input):
    """An endpoint by its number."""

    webhook: RowId


class WebhookReplay(Input):
    """One delivery to be made again, or all that an endpoint was told since an instant."""

    delivery: RowId | None = None
    webhook: RowId | None = None
    since: Annotated[datetime, Meta(tz=True)] | None = None


class Call(NamedTuple):
    """A request, by whom and when."""

    conn: Connection[Any]
    now: datetime
    actor: str
    key: str | None


class Action(NamedTuple):
    """What a POST does; its docstring is what the description says."""

    record: type[Input]
    carry_out: Callable[[Call, Any], Json]
    status: int = 200


def _create(call: Call, asked: NewWebhook) -> Json:
    """Make an endpoint. Its secret is in this answer and in no other."""
    made = changing.create(
        call.conn,
        asked.name,
        asked.url,
        asked.events or [events.ALL],
        now=call.now,
        actor=call.actor,
        key=None if call.key is None else f"{call.actor}:{call.key}",
    )
    return {**_shown(reading.endpoint(call.conn, made.id)), "secret": made.secret}


def _change(call: Call, asked: WebhookChange) -> Json:
    """Change what an endpoint is told, where, and whether it is told at all."""
    changed = changing.change(
        call.conn,
        asked.webhook,
        now=call.now,
        name=asked.name,
        url=asked.url,
        wanted=asked.events,
        enabled=asked.enabled,
    )
    return _shown(changed)


def _rotate(call: Call, asked: WebhookNamed) -> Json:
    """Give an endpoint a new secret; for a day messages are signed with the old one too."""
    secret = changing.rotate(call.conn, asked.webhook, now=call.now)
    return {**_shown(reading.endpoint(call.conn, asked.webhook)), "secret": secret}


def _delete(call: Call, asked: WebhookNamed) -> Json:
    """Delete an endpoint with its deliveries."""
    changing.delete(call.conn, asked.webhook, now=call.now)
    return {"webhook": asked.webhook}


def _test(call: Call, asked: WebhookNamed) -> Json:
    """Send an endpoint a test message."""
    return {"delivery": changing.test(call.conn, asked.webhook, now=call.now, actor=call.actor)}


def _replay(call: Call, asked: WebhookReplay) -> Json:
    """Make a delivery once more, or tell an endpoint all since an instant once more."""
    if asked.delivery is not None and asked.webhook is None and asked.since is None:
        again = changing.replay(call.conn, asked.delivery, now=call.now)
        return {"delivery": again.id, "state": again.state}
    if asked.delivery is None and asked.webhook is not None and asked.since is not None:
        return {"entries": changing.replay_since(call.conn, asked.webhook, asked.since)}
    raise InvalidError("replay_unclear", "Name a delivery, or a webhook and an instant.")


ACTIONS: dict[str, Action] = {
    "webhooks": Action(NewWebhook, _create, 201),
    "webhook-changes": Action(WebhookChange, _change),
    "webhook-secrets": Action(WebhookNamed, _rotate),
    "webhook-deletions": Action(WebhookNamed, _delete),
    "webhook-tests": Action(WebhookNamed, _test),
    "webhook-replays": Action(WebhookReplay, _replay),
}
EXAMPLES: dict[str, Json] = {
    "webhooks": {"name": "shop", "url": "https://shop.example.com/hook", "events": ["order.*"]},
    "webhook-changes": {"webhook": 1, "enabled": False},
    "webhook-secrets": {"webhook": 1},
    "webhook-deletions": {"webhook": 1},
    "webhook-tests": {"webhook": 1},
    "webhook-replays": {"delivery": 1},
}


def schemas(template: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the schemas of the records, and the name of each action's own."""
    found, components = msgspec.json.schema_components(
        [action.record for action in ACTIONS.values()], ref_template=template
    )
    names = (about["$ref"].rpartition("/")[2] for about in found)
    return components, dict(zip(ACTIONS, names, strict=True))


def _shown(endpoint: reading.Endpoint) -> Json:
    shown = endpoint._asdict()
    return {"webhook": shown.pop("id"), **shown}
