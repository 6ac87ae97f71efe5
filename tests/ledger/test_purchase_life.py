"""A purchase from draft to end: what counts when, what a supplier says, and what stays on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.domain.errors import BackorderError
from backorder.ledger.proofs.state import state_hash
from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json

SOON, LATER, LAST = "2026-12-01", "2026-12-08", "2026-12-20"


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk; ann waits for 6 mugs and 3 pots, bob for 4 mugs; S1 needs nine days."""
    desk = Desk(conn)
    desk.stock(MUG=0, POT=0)
    desk.sold_by("S1", "MUG", "POT", days=9, unit_cost=400)
    desk.order("ann", MUG=6, POT=3)
    desk.order("bob", MUG=4)
    return desk


def stage(desk: Desk, number: str = "PO-000001") -> str:
    (found,) = desk.rows(
        "SELECT stage FROM purchase_stage WHERE id = %(id)s", id=int(number.removeprefix("PO-"))
    )
    return str(found[0])


def suggestions(desk: Desk) -> list[str]:
    return [
        row[0]
        for row in desk.rows("SELECT name FROM supply WHERE kind = 'planned' AND quantity > 0")
    ]


def drafted(desk: Desk, **asked: Any) -> str:
    answer = desk.do("order_supply", suggestions=suggestions(desk), **({"draft": True} | asked))
    number: str = answer["purchase_orders"][0]["purchase_order"]
    return number


def placed(desk: Desk) -> str:
    number = drafted(desk)
    desk.do("approve_purchases", purchase_orders=[number])
    return number


def said(desk: Desk, *lines: Json, **more: Any) -> Json:
    one: Json = {"key": f"said-{len(desk.journal())}", "purchase_order": "PO-000001", **more}
    if lines:
        one["lines"] = list(lines)
    return desk.do("acknowledge", acknowledgements=[one])


def refused(desk: Desk, verb: str, **request: Any) -> tuple[int, str]:
    before = desk.state()
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    assert desk.state() == before
    return raised.value.status, raised.value.code


def test_a_draft_is_no_supply(desk: Desk) -> None:
    number = drafted(desk, key="k")
    assert stage(desk, number) == "draft"
    assert desk.pegs("bob") == [("MUG", "PS-000001", 4)]
    assert desk.do("availability", lines=[{"sku": "MUG", "quantity": 1}])["lines"][0]["later"][0][
        "on"
    ] == ("2026-12-02")
    asked = {"key": "r", "purchase_order": number, "lines": [{"sku": "MUG", "quantity": 1}]}
    assert refused(desk, "receive", receipts=[asked]) == (409, "not_approved")
    assert refused(desk, "close_short", closings=[{"purchase_order": number}]) == (
        *(409, "not_approved"),
    )
    twice = {"suggestions": suggestions(desk)}
    assert refused(desk, "order_supply", **twice) == (409, "already_drafted")
    assert desk.breaches() == []


def test_approving_takes_the_pegs_over_and_counts_the_lead_time_from_today(desk: Desk) -> None:
    number = drafted(desk)
    desk.wait(2)
    answer = desk.do("approve_purchases", purchase_orders=[number])
    (said_so,) = answer["purchase_orders"]
    assert [line["expected_on"] for line in said_so["lines"]] == ["2026-12-03", "2026-12-03"]
    assert desk.pegs("ann") == [("MUG", "PO-000001/1", 6), ("POT", "PO-000001/2", 3)]
    assert desk.pegs("bob") == [("MUG", "PO-000001/1", 4)]
    assert suggestions(desk) == [] or desk.supplies("MUG") == {"PO-000001/1": (10, 10)}
    told = {(one["order"], one["sku"]): (one["from"], one["to"]) for one in answer["repromised"]}
    assert told["SO-000002", "MUG"] == ("2026-12-02", "2026-12-04")
    assert stage(desk) == "approved"
    again = desk.rows("SELECT count(*)::int FROM supply WHERE kind = 'purchase'")
    assert refused(desk, "approve_purchases", purchase_orders=[number]) == (409, "not_a_draft")
    assert again == [(2,)]
    assert desk.breaches() == []


def test_a_day_that_was_named_stays(desk: Desk) -> None:
    number = drafted(desk, expected_on=LATER)
    desk.wait(2)
    (answer,) = desk.do("approve_purchases", purchase_orders=[number])["purchase_orders"]
    assert {line["expected_on"] for line in answer["lines"]} == {LATER}


@pytest.mark.parametrize(
    ("limit", "draft"),
    [
        ({"amount": 5200, "currency": "EUR"}, False),
        ({"amount": 5199, "currency": "EUR"}, True),
        ({"amount": 10**9, "currency": "USD"}, True),
    ],
)
def test_what_is_above_the_limit_is_a_draft(desk: Desk, limit: Json, *, draft: bool) -> None:
    number = drafted(desk, draft=False, limit=limit)  # 13 units of 4.00
    assert stage(desk, number) == ("draft" if draft else "approved")
    if draft:
        asked = {"purchase_orders": [number], "limit": limit}
        assert refused(desk, "approve_purchases", **asked) == (403, "above_limit")


@pytest.mark.parametrize(
    ("limit", "changes", "allowed"),
    [
        ((6000, "EUR"), [{"sku": "MUG", "quantity": 12}], True),  # 15 units of 4.00
        ((5999, "EUR"), [{"sku": "MUG", "quantity": 12}], False),
        ((10**9, "USD"), [{"sku": "MUG", "quantity": 12}], False),
        ((100, "EUR"), [{"sku": "MUG", "quantity": 9}], True),
        ((100, "USD"), [{"sku": "MUG", "expected_on": LAST}], True),
        ((100, "EUR"), [{"cancel": True}], True),
        ((100, "EUR"), [{"sku": "MUG", "quantity": 11}, {"sku": "POT", "quantity": 2}], True),
        ((100, "EUR"), [{"sku": "MUG", "quantity": 12}, {"sku": "POT", "quantity": 2}], False),
    ],
)
def test_an_approved_purchase_does_not_grow_above_the_limit(
    desk: Desk, limit: tuple[int, str], changes: list[Json], *, allowed: bool
) -> None:
    number = placed(desk)  # 10 mugs and 3 pots of 4.00
    asked = {
        "changes": [{"purchase_order": number} | change for change in changes],
        "limit": {"amount": limit[0], "currency": limit[1]},
    }
    if allowed:
        desk.do("change_supply", **asked)
        assert desk.breaches() == []
    else:
        assert refused(desk, "change_supply", **asked) == (403, "above_limit")


def test_what_came_counts_towards_the_limit_and_a_draft_does_not(desk: Desk) -> None:
    draft = drafted(desk)
    more = {"changes": [{"purchase_order": draft, "sku": "MUG", "quantity": 50}]}
    limit = {"amount": 6000, "currency": "EUR"}
    desk.do("change_supply", **more, limit=limit)
    desk.do("approve_purchases", purchase_orders=[draft])
    came = {"key": "r-1", "purchase_order": draft, "lines": [{"sku": "MUG", "quantity": 50}]}
    desk.do("receive", receipts=[came])
    pots = {"changes": [{"purchase_order": draft, "sku": "POT", "quantity": 4}], "limit": limit}
    assert refused(desk, "change_supply", **pots) == (403, "above_limit")


def test_a_draft_is_changed_and_given_up_on_paper_alone(desk: Desk) -> None:
    number = drafted(desk)
    change = {"purchase_order": number, "sku": "MUG", "quantity": 24, "expected_on": LAST}
    assert desk.do("change_supply", changes=[change]) == {"repromised": [], "filled": []}
    assert desk.pegs("bob") == [("MUG", "PS-000001", 4)]
    (answer,) = desk.do("approve_purchases", purchase_orders=[number])["purchase_orders"]
    assert [(x["sku"], x["quantity"], x["expected_on"]) for x in answer["lines"]] == [
        ("MUG", 24, LAST),
        ("POT", 3, SOON),
    ]
    other = desk.do(
        "order_supply",
        purchase_orders=[{"key": "p", "supplier": "S1", "lines": [{"sku": "POT", "quantity": 2}]}],
        draft=True,
    )["purchase_orders"][0]["purchase_order"]
    desk.do("change_supply", changes=[{"purchase_order": other, "cancel": True}])
    assert stage(desk, other) == "cancelled"
    assert refused(desk, "approve_purchases", purchase_orders=[other]) == (409, "nothing_on_order")
    assert desk.breaches() == []


def test_the_stages_follow_from_what_happened(desk: Desk) -> None:
    number = placed(desk)
    sent = {"key": "e-1", "purchase_order": number, "how": "email", "recipient": "s@example.com"}
    first = desk.do("mark_sent", sendings=[sent])
    assert desk.do("mark_sent", sendings=[sent]) == first
    assert desk.rows("SELECT count(*)::int FROM purchase_sending") == [(1,)]
    assert stage(desk) == "sent"
    said(desk, {"sku": "MUG", "quantity": 4})
    assert stage(desk) == "part_acknowledged"
    said(desk)
    assert stage(desk) == "acknowledged"
    way = {"key": "n-1", "purchase_order": number, "expected_on": SOON, "carrier": "UPS"}
    desk.do("announce", announcements=[way | {"lines": [{"sku": "POT", "quantity": 2}]}])
    assert stage(desk) == "in_transit"
    came = {"key": "r-1", "purchase_order": number, "lines": [{"sku": "POT", "quantity": 3}]}
    desk.do("receive", receipts=[came])
    assert stage(desk) == "part_received"
    desk.do("close_short", closings=[{"purchase_order": number, "reason": "sold out"}])
    assert stage(desk) == "closed_short"
    assert str(desk.pegs("bob")[0][1]).startswith("PS-")
    assert desk.breaches() == []


def test_nothing_came_is_cancelled_and_all_came_is_received(desk: Desk) -> None:
    number = placed(desk)
    asked = {"closings": [{"purchase_order": number}]}
    assert refused(desk, "close_short", **asked) == (409, "nothing_came")
    lines = [{"sku": "MUG", "quantity": 10}, {"sku": "POT", "quantity": 3}]
    desk.do("receive", receipts=[{"key": "r-1", "purchase_order": number, "lines": lines}])
    assert stage(desk) == "received"
    assert refused(desk, "close_short", **asked) == (409, "nothing_on_order")


def test_a_part_for_another_day_gets_a_line_of_its_own_and_its_customers_are_told(
    desk: Desk,
) -> None:
    placed(desk)
    answer = said(
        desk,
        {"sku": "MUG", "quantity": 6, "expected_on": SOON},
        {"sku": "MUG", "quantity": 3, "expected_on": LAST, "refused": 1},
        said_by="Anna",
    )
    (one,) = answer["acknowledgements"]
    assert [(x["line"], x["quantity"], x["expected_on"]) for x in one["confirmed"]] == [
        (3, 3, LAST),
        (1, 6, SOON),
    ]
    assert [(x["line"], x["quantity"]) for x in one["refused"]] == [(1, 1)]
    assert one["unconfirmed"] == 3  # the pots
    assert desk.pegs("ann")[0] == ("MUG", "PO-000001/1", 6)
    planned = suggestions(desk)[0]
    assert desk.pegs("bob") == [("MUG", planned, 1), ("MUG", "PO-000001/3", 3)]
    told = {(one["order"], one["to"]): one for one in answer["repromised"]}
    assert told["SO-000002", "2026-12-21"]["quantity"] == 3
    assert told["SO-000002", "2026-12-21"]["reason"]["code"] == "supplier_short"
    assert desk.rows(
        "SELECT line_no, ordered::int, cancelled::int, ordered_for::text, split_from_id"
        " FROM purchase_line WHERE product_id = (SELECT id FROM product WHERE sku = 'MUG')"
        " ORDER BY line_no"
    ) == [(1, 7, 1, SOON, None), (3, 3, 0, SOON, 1)]
    assert desk.breaches() == []


def test_every_day_that_was_given_is_kept(desk: Desk) -> None:
    placed(desk)
    for day in (LATER, LAST, LATER):
        said(desk, {"sku": "POT", "expected_on": day}, said_by="Anna", how="link")
    kept = desk.rows(
        "SELECT m.how, m.said_by, l.quantity::int, l.expected_on::text"
        " FROM supplier_message_line l JOIN supplier_message m ON m.id = l.supplier_message_id"
        " ORDER BY m.id, l.line_no"
    )
    assert kept == [("link", "Anna", 3, day) for day in (LATER, LAST, LATER)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"sku": "MUG", "quantity": 11}], "more_than_open"),
        ([{"sku": "MUG", "quantity": 9, "refused": 2}], "more_than_open"),
        ([{"sku": "MUG", "quantity": 0}], "nothing_said"),
        ([{"sku": "CUP", "quantity": 1}], "which_line"),
        ([{"line": 7, "quantity": 1}], "which_line"),
        ([{"quantity": 1}], "which_line"),
        ([{"line": 1, "sku": "POT", "quantity": 1}], "which_line"),
    ],
)
def test_what_does_not_fit_the_purchase_is_refused(desk: Desk, lines: Json, code: str) -> None:
    number = placed(desk)
    one = {"key": "k", "purchase_order": number, "lines": lines}
    assert refused(desk, "acknowledge", acknowledgements=[one]) == (422, code)


def test_a_quantity_is_changed_on_one_line_of_those_a_product_stands_on(desk: Desk) -> None:
    number = placed(desk)
    said(desk, {"sku": "MUG", "quantity": 4, "expected_on": LATER})
    assert desk.supplies("MUG") == {"PO-000001/1": (4, 4), "PO-000001/3": (6, 6)}
    change = {"purchase_order": number, "sku": "MUG", "quantity": 9}
    for more, code in [
        ({}, "which_line"),
        ({"line": 7}, "not_on_purchase_order"),
        ({"line": 2}, "not_on_purchase_order"),
    ]:
        assert refused(desk, "change_supply", changes=[change | more]) == (422, code)
    desk.do("change_supply", changes=[change | {"line": 3}])
    assert {name: units for name, (units, _) in desk.supplies("MUG").items()} == {
        "PO-000001/1": 4,
        "PO-000001/3": 9,
    }
    desk.do("change_supply", changes=[{"purchase_order": number, "line": 3, "expected_on": LAST}])
    days = desk.rows("SELECT name, available_on::text FROM supply WHERE kind = 'purchase'")
    assert dict(days)["PO-000001/3"] == LAST
    assert dict(days)["PO-000001/1"] != LAST
    assert desk.breaches() == []


def test_no_more_is_announced_than_is_open_and_it_is_received_first(desk: Desk) -> None:
    number = placed(desk)
    way = {"key": "n-1", "purchase_order": number, "expected_on": LATER}
    answer = desk.do("announce", announcements=[way | {"lines": [{"sku": "MUG", "quantity": 4}]}])
    (part,) = answer["announcements"][0]["announced"]
    assert (part["line"], part["quantity"], part["expected_on"]) == (3, 4, LATER)
    assert desk.supplies("MUG") == {"PO-000001/1": (6, 6), "PO-000001/3": (4, 4)}
    more = way | {"key": "n-2", "lines": [{"line": 3, "quantity": 1}]}
    assert refused(desk, "announce", announcements=[more]) == (422, "more_than_open")
    desk.do("announce", announcements=[way | {"key": "n-3"}])  # the rest
    assert refused(desk, "announce", announcements=[way | {"key": "n-4"}]) == (422, "nothing_said")
    came = {"key": "r-1", "purchase_order": number, "lines": [{"sku": "MUG", "quantity": 4}]}
    desk.do("receive", receipts=[came])
    assert sum(units for _, units in desk.supplies("MUG").values()) == 10
    assert desk.breaches() == []


def test_an_overdue_and_a_silent_purchase_are_exceptions_the_worst_first(desk: Desk) -> None:
    number = placed(desk)
    desk.do("mark_sent", sendings=[{"key": "e", "purchase_order": number, "how": "hand"}])
    assert _cases(desk) == []
    desk.wait(4)
    desk.do("sweep")
    assert _cases(desk) == [("purchase_unconfirmed", number, 1)]
    (case,) = desk.do("exceptions", code="purchase_unconfirmed")["exceptions"]
    assert [remedy["code"] for remedy in case["remedies"]] == ["send_again", "chase"]
    assert case["facts"]["waiting"] == 13
    assert case["value"] == 13 * 1250
    desk.do("set_suppliers", suppliers=[{"code": "S1", "acknowledge_days": 10}])
    desk.do("sweep")
    assert _cases(desk) == []
    desk.wait(8)
    desk.do("sweep")
    found = desk.do("exceptions")["exceptions"]
    assert _cases(desk) == [("purchase_overdue", number, 3), ("purchase_unconfirmed", number, 2)]
    weights = [one["value"] * max(one["days"], 1) for one in found]
    assert weights == sorted(weights, reverse=True)
    said(desk, {"sku": "MUG", "expected_on": LAST}, {"sku": "POT", "expected_on": LAST})
    desk.do("sweep")
    assert _cases(desk) == []
    assert desk.breaches() == []


def _cases(desk: Desk) -> list[tuple[str, str, int]]:
    return [
        (one["code"], one["facts"]["purchase_order"], one["days"])
        for one in desk.do("exceptions")["exceptions"]
        if one["code"].startswith("purchase_")
    ]


def test_one_case_a_purchase_however_many_products(desk: Desk) -> None:
    placed(desk)
    desk.buy("other", SOON, MUG=5, POT=5)
    desk.wait(12)
    desk.do("sweep")
    assert _cases(desk) == [("purchase_overdue", f"PO-00000{n}", 3) for n in (1, 2)]
    lines = [{"sku": "MUG", "quantity": 10}]
    desk.do("receive", receipts=[{"key": "r", "purchase_order": "PO-000001", "lines": lines}])
    desk.do("sweep", skus=["MUG"])  # it stands by its first line, though only pots are to come
    units = {
        one["facts"]["purchase_order"]: one["facts"]["units"]
        for one in desk.do("exceptions", code="purchase_overdue")["exceptions"]
    }
    assert units == {"PO-000001": 3, "PO-000002": 10}


def test_replay_hands_out_the_same(desk: Desk, server_url: str, template_url: str) -> None:
    """The journal of a whole life, carried out again, gives the same books."""
    number = drafted(desk, limit={"amount": 1, "currency": "EUR"}, draft=False, key="k")
    desk.wait(1)
    desk.do("approve_purchases", purchase_orders=[number])
    desk.do("mark_sent", sendings=[{"key": "e", "purchase_order": number, "how": "file"}])
    said(desk, {"sku": "MUG", "quantity": 5, "expected_on": LATER}, {"sku": "POT", "refused": 1})
    desk.do("announce", announcements=[{"key": "n", "purchase_order": number, "expected_on": LAST}])
    desk.do(
        "receive",
        receipts=[{"key": "r", "purchase_order": number, "lines": [{"sku": "POT", "quantity": 1}]}],
    )
    desk.wait(30)
    desk.do("sweep")
    desk.do("close_short", closings=[{"purchase_order": number}])
    entries = desk.rows("SELECT verb, input, at, actor, numbers, id FROM journal ORDER BY id")
    with books.empty(server_url, template_url) as other:
        for verb, asked, at, actor, numbers, row_id in entries:
            given = {**numbers, "journal": [row_id]}
            ledger.VERBS[verb](other, asked, now=at, actor=actor, numbers=given)
        assert state_hash(other).tables == desk.state().tables
