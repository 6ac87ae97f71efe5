"""explain: why a promise, a refusal, a supply or a change is as it is. Nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backorder.domain import saying, story, story_changes
from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.explaining import Ground, Reason, Wishes
from backorder.domain.names import number
from backorder.domain.story import Part, Version
from backorder.ledger.books.lookups import orders_by_name
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays, learned_of, read, wanted
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from .availability import Inquiry, inquire
from .explain_inputs import Explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backorder.domain.types import Policy, Position, Take
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction

    from .explain_inputs import Changed
    from .inputs import Availability

MOST_HOLDERS = 100  # orders that the queue of a supply lists one by one
_UNKNOWN = Ground("unknown", "", None)


def explain(tx: Transaction, request: Explain) -> dict[str, Any]:
    """Return the tree of reasons as data, and one sentence that a customer could read."""
    if request.order is not None:
        kind, reason = "promise", _order(tx, request.order, request.sku)
    elif request.supply is not None:
        kind, reason = "supply", _supply(tx, request.supply, request.sku)
    elif request.cart is not None:
        kind, reason = "cart", _cart(tx, request)
    else:
        assert request.change is not None
        kind, reason = "change", _change(tx, request.change)
    return {"explained": kind, "sentence": reason.text, "reason": reason.as_dict()}


def _grounds(tx: Transaction, supplies: Iterable[int], ready: ReadyDays) -> dict[int, Ground]:
    """Return what stands behind each supply by id; id 0 is no supply."""
    found = {0: _UNKNOWN}
    rows = tx.rows("explain_supplies", {"supplies": Ints(sorted(set(supplies) - {0}))})
    for row_id, kind, name, location, available_on, spread, supplier, named, known in rows:
        place = ready.places.by_id[location]
        stated = {"purchase": "supplier" if named else "lead_time", "planned": "lead_time"}
        found[row_id] = Ground(
            kind,
            name,
            place.calendar,
            available_on,
            "" if kind == "stock" else stated.get(kind, kind),
            supplier,
            place.code,
            spread,
            capacity=place.capacity,
            learned=learned_of(known),
        )
    return found


def _order(tx: Transaction, name: str, sku: str | None) -> Reason:
    """Explain what an order is promised, line by line."""
    order = orders_by_name(tx, [name])[name]
    if sku is not None:
        order.lines_of(sku)  # raises where it has none
    by_id = {"order": order.id}
    lines = tx.rows("explain_lines", by_id)
    pegs = tx.rows("explain_pegs", by_id)
    told = tx.rows("explain_versions", by_id)
    asked = wanted(tx, sorted({row[1] for row in lines}))
    ready, positions = read(tx, tx.rows("positions", asked), asked, answering=True)
    grounds = _grounds(tx, {row[2] for row in pegs} | {row[5] for row in told}, ready)
    versions = _versions(told, grounds)
    complete = order.ship == "complete"
    parts: dict[int, list[Part]] = {row[0]: [] for row in lines}
    facts = {row[0]: row for row in lines}
    for peg in pegs:
        line = facts[peg[0]]
        mine = _part(peg, line, versions[peg[0]], grounds, complete=complete)
        parts[peg[0]].append(_while_out(mine, positions[line[1]]))
    all_parts = [part for mine in parts.values() for part in mine]
    days = iter(story.expected(all_parts, tx.now, complete=complete))
    found = []
    for row in lines:
        line_id, line_sku, line_name, ordered, shipped, cancelled, *_, channel, class_ = row
        fallback = ready.places.fallback(channel, class_, ready.places.home.code, ready.today)
        line = story.Line(
            line_sku, line_name, ordered, shipped, cancelled, parts[line_id], versions[line_id],
            _rule(positions[line_sku], fallback),
        )  # fmt: skip
        own = [next(days) for _ in line.parts]
        if sku is None or line_sku == sku:
            found.append((line, story.line_reason(line, own, tx.now)))
    return _together(order, found)


def _together(order: Order, found: Sequence[tuple[story.Line, Reason]]) -> Reason:
    """Return the lines of an order as one tree; several are told apart by their products."""
    lines = tuple(reason for _, reason in found)
    if len(lines) == 1:
        text = lines[0].text
    else:
        text = " ".join(f"{line.name}: {saying.inside(reason.text)}" for line, reason in found)
    return Reason("order", text, {"order": order.number, "ship": order.ship}, lines)


def _versions(
    rows: Sequence[tuple[Any, ...]], grounds: dict[int, Ground]
) -> dict[int, list[Version]]:
    """Return what was told by line; a plan that was ordered since goes by its old name."""
    found: dict[int, list[Version]] = {}
    for row in rows:
        line, supply = row[0], row[5]
        name = number("suggestion", supply) if row[4] == "planned" else grounds[supply].name
        version = Version._make([*row[1:5], name, *row[6:], supply])
        found.setdefault(line, []).append(version)
    return found


def _part(
    peg: tuple[Any, ...],
    line: tuple[Any, ...],
    versions: Sequence[Version],
    grounds: dict[int, Ground],
    *,
    complete: bool,
) -> Part:
    """Return open units with what stands behind them, now and when their day was told."""
    _, quantity, supply, told_on, units, lines = peg
    ordered, requested_on, quantile, wait_until = line[3], line[6], line[7], line[8]
    ground = replace(grounds[supply], quantile=quantile)
    origin = story.told_in(versions, ground.name, told_on) or versions[-1]
    then = replace(
        grounds[origin.supply_id],
        kind=origin.basis,
        name=origin.supply,
        stated_on=origin.available_on,
        quantile=quantile,
        spread_days=0 if origin.basis == "stock" else grounds[origin.supply_id].spread_days,
        learned=None if origin.basis == "stock" else grounds[origin.supply_id].learned,
    )
    wishes = Wishes(requested_on, wait_until, told_on if complete else None)
    return Part(
        quantity, ordered, ground, told_on, then, origin.made_at, wishes, origin.confidence, units,
        lines,
    )  # fmt: skip


def _while_out(part: Part, position: Position) -> Part:
    """Return a part with who is out, where that made the day of what is not ordered yet."""
    if not position.out:
        return part
    now_then = part.ground, part.told_ground
    ground, told_ground = (
        replace(one, out=position.out) if one.kind == "planned" else one for one in now_then
    )
    return replace(part, ground=ground, told_ground=told_ground)


def _rule(position: Position, fallback: Policy) -> dict[str, Any]:
    """Return the rule that decides for a product, as facts."""
    rule = position.rule(fallback)
    return {
        "name": rule.name,
        "mode": rule.mode,
        "cap": rule.most_backordered(position.incoming),
        "cap_from": rule.cap_from,
        "backordered": position.backordered,
        "max_wait_days": rule.max_wait_days,
        "min_confidence": rule.min_confidence,
        "promise_quantile": rule.quantile,
    }


def _supply(tx: Transaction, name: str, sku: str | None) -> Reason:
    """Explain a supply: its day, and who is promised what of it."""
    rows = tx.rows("explain_supply", {"name": name, "sku": sku})
    if not rows:
        raise NotFoundError("unknown_supply", f"There is no supply {name}.", supply=name, sku=sku)
    if len(rows) > 1:
        raise InvalidError(
            "supply_of_many", f"{name} is there of several products: name the sku.", supply=name
        )
    ((row_id, quantity, pegged, orders),) = rows
    ready = ReadyDays(places(tx), tx.now)
    ground = _grounds(tx, [row_id], ready)[row_id]
    limit = {"supply": row_id, "limit": MOST_HOLDERS}
    holders = [
        story_changes.Holder(number(kind, order), units, on)
        for kind, order, units, on in tx.rows("explain_holders", limit)
    ]
    queue = story_changes.Queue(quantity, pegged, orders, holders)
    return story_changes.supply(ground, queue, tx.now)


def _cart(tx: Transaction, request: Explain) -> Reason:
    """Explain what `availability` answers for a cart: each part, or why a line is refused."""
    assert request.cart is not None
    asked = inquire(tx, request.cart)
    taken = {take.supply.id for takes in asked.takes for take in takes}
    grounds = _grounds(tx, taken, asked.ready)
    found = [_inquired(asked, at, grounds, request.cart) for at in range(len(asked.demands))]
    if len(found) == 1:
        return Reason("cart", found[0].text, {}, tuple(found))
    text = " ".join(
        f"{demand.sku}: {saying.inside(reason.text)}"
        for demand, reason in zip(asked.demands, found, strict=True)
    )
    return Reason("cart", text, {}, tuple(found))


def _inquired(asked: Inquiry, at: int, grounds: dict[int, Ground], cart: Availability) -> Reason:
    """Explain one line of a cart, by its place from 0."""
    demand, takes, refused, ready = (
        asked.demands[at],
        asked.takes[at],
        asked.refusals[at],
        asked.ready,
    )
    position = demand.position
    rule = {} if position is None else _rule(position, asked.fallback)
    if refused is not None or position is None:
        assert refused is not None
        return story_changes.refusal(refused, position, rule, ready.today)
    parts = []
    for take in takes:
        ground = grounds.get(take.supply.id if not take.supply.new else -1) or _planned(take, ready)
        ground = replace(ground, quantile=rule["promise_quantile"])
        parcel_on = take.promised_on if cart.ship == "complete" else None
        wishes = Wishes(demand.requested_on, cart.wait_until, parcel_on)
        sure = take.supply.confidence(rule["promise_quantile"])
        units = take.quantity, demand.quantity
        part = Part(*units, ground, take.promised_on, ground, ready.now, wishes, confidence=sure)
        parts.append(_while_out(part, position))
    line = story.Line(demand.sku, demand.sku, demand.quantity, 0, 0, parts, (), rule)
    return story.line_reason(line, [take.promised_on for take in takes], ready.now)


def _planned(take: Take, ready: ReadyDays) -> Ground:
    """Return what stands behind units of a purchase that nobody has placed or planned yet."""
    place = ready.places.by_id[take.supply.location]
    return Ground(
        "planned",
        "",
        place.calendar,
        take.supply.available_on,
        "lead_time",
        place=place.code,
        spread_days=take.supply.spread,
        learned=take.supply.learned,
        capacity=place.capacity,
    )


def _change(tx: Transaction, asked: Changed) -> Reason:
    """Explain why a version of a promise differs from the one before."""
    order = orders_by_name(tx, [asked.order])[asked.order]
    lines = {line.id for line in order.lines_of(asked.sku)}
    rows = [row for row in tx.rows("explain_versions", {"order": order.id}) if row[0] in lines]
    ready = ReadyDays(places(tx), tx.now)
    grounds = _grounds(tx, {row[5] for row in rows}, ready)
    last = max(row[1] for row in rows)
    version = asked.version or last
    for versions in _versions(rows, grounds).values():
        after = [one for one in versions if one.version == version]
        if after:
            before = [one for one in versions if one.version == version - 1]
            return story_changes.change(before, after, ready.today)
    raise NotFoundError(
        "unknown_version",
        f"Order {order.number} was told {last} times of {asked.sku}, not {version}.",
        order=order.number,
        sku=asked.sku,
        version=version,
        versions=last,
    )


VERB = Verb("explain", Explain, explain, reads_only=True)
