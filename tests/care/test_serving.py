"""Who is told of free units, held against handing them out one by one."""

from __future__ import annotations

from random import Random

from backorder.app.care.serving import Told, Waiter, serve

TRIES = 3000


def one_by_one(free: int, queue: list[Waiter]) -> list[Told]:
    """Give each free unit to the first in the queue who has fewer than he wants."""
    got = {one.place: 0 for one in queue}
    for _ in range(max(0, free)):
        first = min((one for one in queue if got[one.place] < one.quantity), default=None)
        if first is None:
            break
        got[first.place] += 1
    return [Told(place, units) for place, units in sorted(got.items()) if units]


def test_it_is_as_handing_out_one_by_one() -> None:
    chance = Random(35)
    for _ in range(TRIES):
        places = chance.sample(range(1, 40), chance.randrange(0, 9))
        queue = [Waiter(place, chance.randrange(1, 6)) for place in places]
        free = chance.randrange(-3, 20)
        told = serve(free, queue)
        assert told == one_by_one(free, queue)
        assert sum(one.units for one in told) <= max(0, free)


def test_nobody_is_passed_over() -> None:
    """Whoever is told, all before them are told, and of all they want but for the last one."""
    chance = Random(36)
    for _ in range(TRIES):
        queue = [Waiter(n, chance.randrange(1, 9)) for n in range(1, chance.randrange(2, 9))]
        told = serve(chance.randrange(0, 30), queue)
        assert [one.place for one in told] == [one.place for one in queue[: len(told)]]
        full = zip(told[:-1], queue, strict=False)
        assert all(one.units == waiter.quantity for one, waiter in full)
