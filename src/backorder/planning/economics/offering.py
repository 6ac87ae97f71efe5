"""What offering a backorder is worth, and what not offering it is, per customer who asks.

    V_offer = a(W) [S (m - c_ship) - (1 - S) c_cancel - phi(W) CLV] - c_admin
    V_no    = s m_sub - (1 - s) G

W: the wait in days; a: the share who accept it; S: the share of those who still wait when the goods
come; phi: the share of a customer's future worth (CLV) that a wait costs; s: the share who take
something else instead; G: the goodwill a refusal costs. Money in any one unit. Offer iff
V_offer > V_no. The goodwill is after Bhan and Anderson (Marketing Science, 2023): a delayed
backorder costs 2.1 % of the next year's orders, one of more than ten days 6.1 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

GOODWILL, GOODWILL_LONG, LONG_DAYS = 0.021, 0.061, 10.0


class Terms(NamedTuple):
    """What a sale is worth: numbers or arrays that go together, money in one unit.

    ``handling`` is paid for every backorder accepted, ``admin`` for every one offered.
    ``declined``: what who does not accept is still worth; the formula's authors leave it at 0.
    """

    margin: npt.ArrayLike
    ship: npt.ArrayLike = 0.0
    cancel: npt.ArrayLike = 0.0
    future: npt.ArrayLike = 0.0
    admin: npt.ArrayLike = 0.0
    handling: npt.ArrayLike = 0.0
    declined: npt.ArrayLike = 0.0


def value_of_offering(
    accepted: npt.ArrayLike, survival: npt.ArrayLike, goodwill: npt.ArrayLike, terms: Terms
) -> Floats:
    """Return the expected value of offering: shares of 1 and money as in ``terms``.

    >>> terms = Terms(margin=20, ship=1.5, cancel=2, future=60, admin=0.5)
    >>> round(float(value_of_offering(0.7, 0.8227024748, 0.021, terms)), 6)
    9.023781
    >>> round(float(value_of_offering(0.7, 0.8227, 0.021, terms)), 6)
    9.023745
    """
    a, s, phi = (np.asarray(one, np.float64) for one in (accepted, survival, goodwill))
    m, ship, cancel, future, admin, handling, declined = (
        np.asarray(one, np.float64) for one in terms
    )
    taken = s * (m - ship) - (1.0 - s) * cancel - phi * future - handling
    return np.asarray(a * taken + (1.0 - a) * declined - admin)


def value_of_refusing(
    substituted: npt.ArrayLike, margin_substitute: npt.ArrayLike, goodwill_lost: npt.ArrayLike
) -> Floats:
    """Return the expected value of not offering: some take another product, others leave.

    >>> round(float(value_of_refusing(0.3, 16, 1)), 6)
    4.1
    """
    share = np.asarray(substituted, np.float64)
    margin, lost = np.asarray(margin_substitute, np.float64), np.asarray(goodwill_lost, np.float64)
    return np.asarray(share * margin - (1.0 - share) * lost)


def goodwill_of(wait: npt.ArrayLike) -> Floats:
    """Return the share of a customer's future worth that a wait of so many days costs.

    >>> goodwill_of([0, 3, 10, 11]).tolist()
    [0.0, 0.021, 0.021, 0.061]
    """
    days = np.asarray(wait, np.float64)
    return np.where(days > LONG_DAYS, GOODWILL_LONG, np.where(days > 0.0, GOODWILL, 0.0))
