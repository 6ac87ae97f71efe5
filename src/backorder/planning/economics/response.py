"""What money does to who thinks of cancelling: learned from who was given and who was held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SHIFTS = np.linspace(-4.0, 4.0, 41)  # by how much the chance of staying was misjudged, in logits
FACTORS = np.geomspace(0.05, 5.0, 41)  # the effect of money, as a multiple of what was stated
SHIFT_SD, FACTOR_SD = 1.0, 1.0  # of the shift, and of the factor's logarithm


class Response(NamedTuple):
    """The chance of staying is the logit of u + ``shift`` + ``per_unit`` d."""

    shift: float
    per_unit: float
    seen: int


def learn_response(
    utility: npt.ArrayLike, given: npt.ArrayLike, stayed: npt.ArrayLike, stated: float
) -> Response:
    """Return what orders that ended say of an incentive, starting from what was ``stated``.

    ``utility`` is the logit of staying that was reckoned with when an order was considered, without
    money; ``given`` the money it got, 0 if held out; ``stayed`` whether it did. The mean over a
    grid of both unknowns, weighted by the likelihood and a prior around no shift and the stated
    effect: without orders, and while they are few, that is what counts.

    >>> learn_response([], [], [], 0.05)
    Response(shift=0.0, per_unit=0.05, seen=0)
    >>> n = 4000
    >>> u, d = np.zeros(n), np.repeat([0.0, 10.0], n // 2)
    >>> stay = np.concatenate([np.arange(n // 2) < 1000, np.arange(n // 2) < 1462])
    >>> found = learn_response(u, d, stay, 0.03)  # 50 % without, 73.1 % with: b d = 1
    >>> abs(found.per_unit - 0.1) < 0.01, abs(found.shift) < 0.1
    (True, True)
    """
    u, d = np.asarray(utility, np.float64), np.asarray(given, np.float64)
    yes = np.asarray(stayed, np.bool_)
    if u.size == 0:
        return Response(0.0, stated, 0)
    shift, factor = (one.ravel() for one in np.meshgrid(SHIFTS, FACTORS, indexing="ij"))
    log = -((shift / SHIFT_SD) ** 2 + (np.log(factor) / FACTOR_SD) ** 2) / 2.0
    # Orders that are alike are told apart by nothing: one row a case.
    cases, which = np.unique(
        np.stack([np.round(u, 2), np.round(d, 2), yes]), axis=1, return_inverse=True
    )
    count = np.bincount(which.ravel(), minlength=cases.shape[1])
    for (base, money, stays), times in zip(cases.T, count, strict=True):
        score = base + shift + factor * stated * money
        log -= times * np.logaddexp(0.0, -score if stays else score)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    per_unit = stated * float(np.exp(weight @ np.log(factor)))
    return Response(float(weight @ shift), per_unit, int(u.size))
