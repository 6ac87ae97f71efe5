"""The books. One transaction per verb; this is the list of verbs and nothing else.

Orders: `place_orders`, `availability`, `cancel`, `change_order`, `swap`. Claims that expire:
`quote`, `hold`, `confirm`, `withdraw`, `expire`.
Supply: `order_supply`, `change_supply`, `receive`.
The life of a purchase: `approve_purchases`, `mark_sent`, `acknowledge`, `announce`, `close_short`.
Stock: `adjust`, `count`, `transfer`. Counting by sheets: `open_counts`, `enter_counts`,
`approve_counts`. Leaving and coming back: `release`, `ship`, `return_`. Time: `review`.
Money: `arrange_payments`, `record_payments`, `refund`.
Master data: `set_products`, `set_locations`, `set_suppliers`, `set_supplier_items`,
`set_customers`, `set_policies`, `set_substitutes`.
Scarcity: `reallocate`.
What was learned of lead times: `set_lead_times`.
What to hold on the shelf, and what to buy: `set_stock_policies`, `propose`,
`decide_proposals`, `set_outages`.
What will be asked for: `set_promotions`, `set_forecasts`.
Between places and customers: `set_calendars`, `set_lanes`, `set_sourcing`.
What is given for waiting: `set_incentives`, `give_incentives`, `redeem_incentive`.
When it is late: `mark_notified`, `answer_delays`, `review_delays`, `approve_delays`.
What needs a person: `sweep`, `exceptions`, `assign`. Why: `explain`, `label_backorders`.
"""

from . import catalog, forecasts, network
from .announcing import ANNOUNCE as announce
from .approving import APPROVE as approve_purchases
from .audit_posting import VERB as approve_counts
from .auditing import ENTER as enter_counts
from .auditing import OPEN as open_counts
from .availability import VERB as availability
from .changes import VERB as change_order
from .confirming import ACKNOWLEDGE as acknowledge
from .counting import ADJUST as adjust
from .counting import COUNT as count
from .delay_answering import VERB as answer_delays
from .delay_reviewing import VERB as review_delays
from .delay_sending import APPROVE as approve_delays
from .delay_sending import MARK as mark_notified
from .explain import VERB as explain
from .holds import HOLD as hold
from .holds import QUOTE as quote
from .holds_confirm import VERB as confirm
from .holds_end import EXPIRE as expire
from .holds_end import WITHDRAW as withdraw
from .inbox import ASSIGN as assign
from .inbox import LIST as exceptions
from .incentive_giving import VERB as give_incentives
from .incentive_redeeming import VERB as redeem_incentive
from .incentives import VERB as set_incentives
from .labelling import VERB as label_backorders
from .lead_times import VERB as set_lead_times
from .money_recording import VERB as record_payments
from .money_refunding import VERB as refund
from .money_terms import VERB as arrange_payments
from .orders import VERB as place_orders
from .outages import VERB as set_outages
from .overdue import VERB as review
from .picking import VERB as release
from .proposal_decisions import VERB as decide_proposals
from .proposing import VERB as propose
from .purchasing import VERB as order_supply
from .reallocating import VERB as reallocate
from .receiving import VERB as receive
from .release import VERB as cancel
from .returning import VERB as return_
from .sending import CLOSE_SHORT as close_short
from .sending import MARK_SENT as mark_sent
from .shipping import VERB as ship
from .stocking import VERB as set_stock_policies
from .supply import VERB as change_supply
from .swapping import VERB as swap
from .sweeping import VERB as sweep
from .transfers import VERB as transfer
from .verb import Verb

(
    set_products,
    set_locations,
    set_suppliers,
    set_supplier_items,
    set_customers,
    set_policies,
    set_substitutes,
) = catalog.VERBS
set_calendars, set_lanes, set_sourcing = network.VERBS
set_promotions, set_forecasts = forecasts.VERBS

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        place_orders,
        availability,
        cancel,
        change_order,
        swap,
        quote,
        hold,
        confirm,
        withdraw,
        expire,
        order_supply,
        approve_purchases,
        mark_sent,
        acknowledge,
        announce,
        change_supply,
        close_short,
        receive,
        reallocate,
        adjust,
        count,
        transfer,
        open_counts,
        enter_counts,
        approve_counts,
        label_backorders,
        mark_notified,
        answer_delays,
        review_delays,
        approve_delays,
        release,
        review,
        ship,
        return_,
        arrange_payments,
        record_payments,
        refund,
        sweep,
        exceptions,
        assign,
        explain,
        set_stock_policies,
        set_lead_times,
        propose,
        decide_proposals,
        set_outages,
        set_incentives,
        give_incentives,
        redeem_incentive,
        *catalog.VERBS,
        *network.VERBS,
        *forecasts.VERBS,
    )
}

__all__ = [
    "VERBS",
    "Verb",
    "acknowledge",
    "adjust",
    "announce",
    "answer_delays",
    "approve_counts",
    "approve_delays",
    "approve_purchases",
    "arrange_payments",
    "assign",
    "availability",
    "cancel",
    "change_order",
    "change_supply",
    "close_short",
    "confirm",
    "count",
    "decide_proposals",
    "enter_counts",
    "exceptions",
    "expire",
    "explain",
    "give_incentives",
    "hold",
    "label_backorders",
    "mark_notified",
    "mark_sent",
    "open_counts",
    "order_supply",
    "place_orders",
    "propose",
    "quote",
    "reallocate",
    "receive",
    "record_payments",
    "redeem_incentive",
    "refund",
    "release",
    "return_",
    "review",
    "review_delays",
    "set_customers",
    "set_forecasts",
    "set_incentives",
    "set_lead_times",
    "set_locations",
    "set_outages",
    "set_policies",
    "set_products",
    "set_promotions",
    "set_stock_policies",
    "set_substitutes",
    "set_supplier_items",
    "set_suppliers",
    "ship",
    "swap",
    "sweep",
    "transfer",
    "withdraw",
]
