"""Each verb sends a fixed number of statements, however many orders, lines and pegs it is about.

Statements are counted where they leave for the server: every execute of every cursor, BEGIN and
COMMIT among them. The same case is carried out for 1, 20 and 200 rows; all cases share a database,
and each has products of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder import ledger
from tests.ledger import healthy_books as books
from tests.ledger import reallocation_cases as scarce
from tests.ledger import statement_asking as asking
from tests.ledger import statement_cases as cases
from tests.ledger import statement_cases_audits as audits
from tests.ledger import statement_cases_buying as buying
from tests.ledger import statement_cases_delays as delays
from tests.ledger import statement_cases_holds as hold_cases
from tests.ledger import statement_cases_incentives as incentives
from tests.ledger import statement_cases_learned as learned_cases
from tests.ledger import statement_cases_money as money
from tests.ledger import statement_cases_parcels as parcels
from tests.ledger import statement_cases_purchases as life
from tests.ledger import statement_cases_swaps as swaps
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ledger.desk import Json

    Case = Callable[[Desk, list[str]], Json]

SIZES = (1, 20, 200)


class Counted(psycopg.Cursor[Any]):
    """A cursor that counts what it sends."""

    sent = 0

    def execute(self, *args: Any, **options: Any) -> Any:
        Counted.sent += 1
        return super().execute(*args, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        rows = list(params_seq)
        Counted.sent += len(rows)
        super().executemany(query, rows, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        Counted.sent += 1
        return super().copy(*args, **options)


@pytest.fixture(scope="module")
def desk(server_url: str, template_url: str) -> Iterator[Desk]:
    """Return a desk that all cases share; the doctor looks at what they left together."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        yield desk
        assert desk.breaches() == []


@pytest.fixture(autouse=True)
def as_it_was(desk: Desk) -> Iterator[None]:
    """Set the clock back, take lanes and capacities away: the order of cases does not matter.

    Who has them pays statements for it, nobody else.
    """
    yield
    desk.now = OPENING
    desk.conn.execute("DELETE FROM lane")
    desk.conn.execute("UPDATE location SET daily_capacity = NULL")
    desk.conn.execute("SELECT switch_shipping_load()")
    desk.conn.execute("UPDATE catalog_state SET version = version + 1 WHERE id = 1")


def names(case: Case, size: int) -> list[str]:
    """Return as many SKUs, which are keys and codes too, of this case and size alone."""
    return [f"{case.__name__}-{size}-{n}" for n in range(size)]


TABLE: list[tuple[str, Case, int]] = [
    ("place_orders", cases.place_in_stock, 5),
    ("place_orders", cases.place_many_lines, 5),
    ("place_orders", cases.place_one_product, 5),
    ("place_orders", cases.place_new_customers, 8),
    ("place_orders", cases.place_known_customers, 5),
    ("place_orders", cases.place_new_plans, 6),
    ("place_orders", cases.place_known_plans, 5),
    ("place_orders", cases.place_again, 5),
    ("place_orders", cases.place_refused, 5),
    ("place_orders", cases.place_limited, 8),
    # Who else delivers is read where the supplier asked first is out: one statement for it.
    ("place_orders", buying.place_while_out, 7),
    ("availability", buying.ask_while_out, 3),
    ("availability", cases.ask_in_stock, 1),
    ("availability", cases.ask_for_more, 2),
    ("quote", hold_cases.quote_in_stock, 5),
    ("quote", hold_cases.quote_many_lines, 5),
    ("quote", hold_cases.quote_new_plans, 6),
    ("quote", hold_cases.quote_again, 5),
    ("hold", hold_cases.hold_in_stock, 5),
    ("confirm", hold_cases.confirm_quotes, 14),
    ("confirm", hold_cases.confirm_again, 10),
    ("withdraw", hold_cases.withdraw_with_heirs, 16),
    ("expire", hold_cases.expire_with_heirs, 14),
    ("expire", hold_cases.expire_nothing, 9),
    ("availability", hold_cases.ask_after_expiry, 3),
    ("place_orders", hold_cases.place_after_expiry, 22),
    ("cancel", hold_cases.cancel_after_expiry, 35),
    ("order_supply", hold_cases.buy_suggestions_held, 19),
    ("cancel", cases.cancel_with_heirs, 18),
    ("cancel", cases.cancel_backordered, 16),
    ("cancel", cases.cancel_one_product, 16),
    ("change_order", cases.change_down, 19),
    ("change_order", cases.change_up, 22),
    ("change_order", cases.change_shipping, 19),
    ("swap", swaps.swap_waiting, 26),
    ("mark_notified", delays.notify, 9),
    ("answer_delays", delays.agree, 17),
    ("answer_delays", delays.give_up, 29),
    ("review_delays", delays.fall_silent, 24),
    ("approve_delays", delays.approve_late, 11),
    ("order_supply", cases.buy_directly, 17),
    ("order_supply", cases.buy_for_plans, 24),
    ("order_supply", cases.buy_suggestions, 17),
    ("order_supply", life.draft_suggestions, 16),
    ("approve_purchases", life.approve, 18),
    ("mark_sent", life.send, 12),
    ("acknowledge", life.acknowledge_all, 13),
    ("acknowledge", life.acknowledge_in_parts, 20),
    ("announce", life.announce_part, 25),
    ("change_supply", life.change_drafts, 12),
    ("close_short", life.close_short, 23),
    ("change_supply", cases.slip, 18),
    ("change_supply", cases.slip_with_lanes, 19),
    ("change_supply", cases.slip_one_product, 18),
    ("change_supply", cases.slip_limited, 21),
    ("change_supply", cases.give_up_a_purchase, 23),
    ("change_supply", cases.give_up_and_plan, 21),
    ("reallocate", scarce.simulate_reallocation, 15),
    ("reallocate", scarce.release_reallocation, 27),
    ("reallocate", scarce.undo_reallocation, 17),
    ("receive", cases.receive_for_waiting, 19),
    ("receive", cases.receive_for_one_product, 19),
    ("receive", cases.receive_many, 19),
    ("receive", cases.receive_short, 29),
    ("receive", cases.receive_a_transfer, 17),
    ("adjust", cases.adjust_free, 14),
    ("adjust", cases.adjust_damaged, 14),
    ("adjust", cases.adjust_for_waiting, 17),
    ("count", cases.count_free, 14),
    ("count", cases.count_victims, 25),
    ("open_counts", audits.open_sheets, 11),
    ("enter_counts", audits.enter_sheets, 14),
    ("approve_counts", audits.approve_sheets, 29),
    ("label_backorders", audits.label_lines, 8),
    ("transfer", cases.send, 15),
    ("count", cases.count_victims_released, 27),
    ("review", cases.review_overdue, 17),
    ("review", cases.review_plans, 21),
    ("release", cases.release_orders, 12),
    ("release", cases.release_parts, 12),
    ("ship", cases.ship_orders, 18),
    ("ship", cases.ship_many_lines, 18),
    ("return", cases.take_back, 17),
    ("ship", money.ship_paid, 20),
    ("ship", parcels.ship_labelled, 19),
    ("label_shipments", parcels.label_parcels, 8),
    ("cancel", money.cancel_paid, 20),
    ("return", money.take_back_paid, 21),
    ("arrange_payments", money.arrange, 9),
    ("record_payments", money.record, 17),
    ("record_payments", money.record_refunds, 16),
    ("refund", money.refund, 12),
    ("return", cases.take_back_for_waiting, 19),
    ("sweep", asking.sweep_many, 22),
    ("sweep", life.sweep_overdue, 22),
    ("sweep", asking.sweep_the_rest, 3),
    ("exceptions", asking.list_exceptions, 6),
    ("exceptions", asking.list_no_exceptions, 1),
    ("assign", asking.take_exceptions, 7),
    ("explain", asking.explain_order, 7),
    ("explain", asking.explain_supply, 4),
    ("explain", asking.explain_cart, 2),
    ("explain", asking.explain_change, 5),
    ("set_lead_times", learned_cases.learned_of_waiting, 17),
    ("set_lead_times", learned_cases.learned_of_nobody, 11),
    ("set_products", cases.new_products, 7),
    ("set_products", cases.changed_products, 7),
    ("set_locations", cases.new_locations, 10),
    ("set_suppliers", cases.new_suppliers, 7),
    ("set_supplier_items", cases.new_supplier_items, 9),
    ("set_customers", cases.new_customers, 7),
    ("set_policies", cases.new_policies, 10),
    ("set_substitutes", cases.new_substitutes, 8),
    ("set_calendars", cases.new_calendars, 9),
    ("set_lanes", cases.new_lanes, 11),
    ("set_sourcing", cases.new_sourcing, 11),
    ("set_stock_policies", buying.new_stock_policies, 10),
    ("propose", buying.propose_new, 16),
    ("propose", buying.propose_again, 14),
    ("decide_proposals", buying.approve_proposals, 24),
    # What the process remembers of places holds outages too, and is read again under the locks.
    ("set_outages", buying.new_outages, 14),
    ("set_outages", buying.outages_that_delay, 35),
    ("set_outages", buying.outages_that_resource, 38),
    ("decide_proposals", buying.dismiss_proposals, 7),
    ("set_incentives", incentives.new_rules, 9),
    ("give_incentives", incentives.give_many, 14),
    ("redeem_incentive", incentives.redeem_many, 6),
    ("set_promotions", buying.new_promotions, 8),
    ("set_forecasts", buying.new_forecasts, 9),
]


def sent_by(desk: Desk, verb: str, request: Json) -> int:
    """Carry out a verb and return the number of statements it sent.

    A connection that has seen the places lately remembers them; it has, here.
    """
    desk.do("availability", lines=[{"sku": "NIX", "quantity": 1}])
    factory = desk.conn.cursor_factory
    desk.conn.cursor_factory = Counted
    before = Counted.sent
    try:
        desk.do(verb, **request)
    finally:
        desk.conn.cursor_factory = factory
    return Counted.sent - before


@pytest.mark.parametrize(
    ("verb", "case", "number"), TABLE, ids=[f"{verb}-{case.__name__}" for verb, case, _ in TABLE]
)
def test_the_number_of_statements_is_fixed(desk: Desk, verb: str, case: Case, number: int) -> None:
    counted = {size: sent_by(desk, verb, case(desk, names(case, size))) for size in SIZES}
    assert counted == dict.fromkeys(SIZES, number)


def test_every_verb_is_in_the_table() -> None:
    assert {verb for verb, _, _ in TABLE} == set(ledger.VERBS)


def test_the_count_sees_every_statement(desk: Desk) -> None:
    """One that sends its rows one by one is found out."""

    def one_by_one(size: int) -> int:
        before = Counted.sent
        cursor = Counted(desk.conn)
        cursor.executemany("SELECT %s::int", [(n,) for n in range(size)])
        return Counted.sent - before

    assert [one_by_one(size) for size in SIZES] == list(SIZES)
