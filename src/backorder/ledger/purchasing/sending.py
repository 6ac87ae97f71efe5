"""mark_sent: purchases that went to their suppliers, and how; close_short: purchases that end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import require_id
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from . import inputs
from .speaking import listen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

    Answers = tuple[dict[str, Any], dict[str, Any]]


def mark_sent(tx: Transaction, request: inputs.MarkSent) -> dict[str, Any]:
    """Write down that purchases were sent; all of the request or none.

    The key of a sending is that of its attempt: one that is repeated because nobody knows whether
    it was written down is written down once.
    """
    return once(
        tx, "purchase_sending", "sendings", request.sendings, lambda fresh: _mark_sent(tx, fresh)
    )


def _mark_sent(tx: Transaction, fresh: Sequence[inputs.NewSending]) -> Answers:
    listen(tx, list(dict.fromkeys(one.purchase_order for one in fresh)))
    tx.run(
        "sendings_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "id": Ints(tx.take({"paper": len(fresh)})["paper"]),
            "key": [one.key for one in fresh],
            "purchase_order": Ints(
                require_id("purchase_order", one.purchase_order) for one in fresh
            ),
            "how": [one.how for one in fresh],
            "recipient": [one.recipient for one in fresh],
        },
    )
    answers = {
        one.key: {
            "key": one.key,
            "purchase_order": one.purchase_order,
            "how": one.how,
            "recipient": one.recipient,
        }
        for one in fresh
    }
    return answers, {}


def close_short(tx: Transaction, request: inputs.CloseShort) -> dict[str, Any]:
    """End purchases of which a part came and no more will; all of the request or none.

    Who waits for the rest is matched anew, as by `change_supply`. A purchase of which nothing came
    is cancelled, not closed.
    """
    speech = listen(tx, [one.purchase_order for one in request.closings])
    answers = []
    for one in request.closings:
        paper = require_id("purchase_order", one.purchase_order)
        came = sum(
            line.received + line.damaged for line in speech.incoming.lines["purchase_order", paper]
        )
        if not came:
            raise ConflictError(
                "nothing_came",
                f"Nothing of {one.purchase_order} has come: cancel it instead.",
                purchase_order=one.purchase_order,
            )
        lines = [line for line in speech.lines(paper) if not one.skus or line.sku in one.skus]
        if not lines:
            raise InvalidError(
                "not_on_purchase_order",
                f"{one.purchase_order} has no open line of {', '.join((one.skus or [])[:5])}.",
                purchase_order=one.purchase_order,
            )
        ended = [speech.refuse(line, speech.rows[line.id].quantity) for line in lines]
        closed = [
            {"line": part.line_no, "sku": part.line.sku, "quantity": part.quantity}
            for part in ended
        ]
        answers.append({"purchase_order": one.purchase_order, "closed": closed})
    speech.save()
    return {"closings": answers, **speech.settle("closed_short")}


MARK_SENT = Verb("mark_sent", inputs.MarkSent, mark_sent)
CLOSE_SHORT = Verb("close_short", inputs.CloseShort, close_short)
