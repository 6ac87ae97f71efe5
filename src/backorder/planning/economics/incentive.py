"""How much to give to who is asked to wait: often nothing.

Who is given d accepts with the chance a(d) = 1 / (1 + exp(-(u + b d))), and an acceptance is worth
M - d. The best d solves b (M - d) = 1 + exp(u + b d), that is, with the Lambert function W0,

    d* = M - (1 + W0(exp(u + b M - 1))) / b,

and where that is below 0 giving nothing is best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SMALL = -30.0  # below, W0(exp(x)) is exp(x) to 13 digits
STEPS = 12  # Newton's method doubles the digits with each


def lambert_of_exp(x: npt.ArrayLike) -> Floats:
    """Return W0(exp(x)), the w with w + ln w = x, for any finite x: exp(x) is never formed.

    >>> lambert_of_exp([1.0, 0.0, -1.0]).round(10).tolist()
    [1.0, 0.5671432904, 0.2784645428]
    >>> w = lambert_of_exp(1e6)
    >>> float(abs(w + np.log(w) - 1e6)) < 1e-9
    True
    """
    at = np.asarray(x, np.float64)
    inner = np.maximum(at, SMALL)
    # A start right of the root of a concave function leads Newton's method to it from the left.
    w = np.where(inner > 1.0, np.maximum(inner - np.log(np.maximum(inner, 1.0)), 0.5), 0.0)
    w = np.where(
        inner > 1.0, w, np.exp(np.minimum(inner, 1.0)) / (1.0 + np.exp(inner.clip(-30, 1)))
    )
    for _ in range(STEPS):
        w = w * (1.0 + inner - np.log(w)) / (1.0 + w)
    return np.where(at > SMALL, w, np.exp(np.minimum(at, SMALL)))


def acceptance(given: npt.ArrayLike, utility: npt.ArrayLike, response: npt.ArrayLike) -> Floats:
    """Return the chance that who is ``given`` so much accepts: the logit of u + b d.

    >>> acceptance([0.0, 20 / 3], -1.0, 0.15).round(4).tolist()
    [0.2689, 0.5]
    """
    score = np.asarray(utility, np.float64) + np.asarray(response, np.float64) * np.asarray(
        given, np.float64
    )
    # exp(-ln(1 + exp(-x))): neither end overflows.
    return np.exp(-np.logaddexp(0.0, -score))


def best_unclipped(worth: npt.ArrayLike, utility: npt.ArrayLike, response: npt.ArrayLike) -> Floats:
    """Return d* before it is clipped at 0: how far from giving anything a case is.

    >>> best_unclipped([20, 20, 8, 20], [-1, 0.5, -1, -1], [0.15, 0.15, 0.15, 0.05]).round(4)
    array([ 6.6667,  0.849 , -0.8316, -5.5693])
    """
    m, u, b = (np.asarray(one, np.float64) for one in (worth, utility, response))
    if not (b > 0.0).all():
        message = "the response to an incentive is above 0"
        raise ValueError(message)
    return np.asarray(m - (1.0 + lambert_of_exp(u + b * m - 1.0)) / b)


def best_incentive(worth: npt.ArrayLike, utility: npt.ArrayLike, response: npt.ArrayLike) -> Floats:
    """Return what to give: d* where it is above 0, else 0; money as ``worth`` is in.

    >>> best_incentive([20, 20, 8, 20], [-1, 0.5, -1, -1], [0.15, 0.15, 0.15, 0.05]).round(4)
    array([6.6667, 0.849 , 0.    , 0.    ])
    """
    return np.maximum(best_unclipped(worth, utility, response), 0.0)


def value_of_giving(
    given: npt.ArrayLike, worth: npt.ArrayLike, utility: npt.ArrayLike, response: npt.ArrayLike
) -> Floats:
    """Return a(d) (M - d), the expected value of giving d.

    >>> d = best_incentive([20, 20], [-1, 0.5], 0.15)
    >>> value_of_giving(d, 20, [-1, 0.5], 0.15).round(4).tolist()
    [6.6667, 12.4843]
    >>> value_of_giving(0, 20, [-1, 0.5], 0.15).round(4).tolist()
    [5.3788, 12.4492]
    """
    taken = acceptance(given, utility, response)
    return taken * (np.asarray(worth, np.float64) - np.asarray(given, np.float64))
