"""How many still wait when the goods come: survival under a hazard of cancelling, over any wait.

Who waits cancels at a rate ``hazard`` per day. Of waits W that are themselves uncertain the share
that is still there is S = E[exp(-hazard W)], which is below one and above what the mean wait says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def survival_constant(hazard: npt.ArrayLike, wait: npt.ArrayLike) -> Floats:
    """Return the share still waiting after a known ``wait`` (days); ``hazard`` is per day.

    >>> round(float(survival_constant(0.02, 10)), 10)
    0.8187307531
    """
    return np.exp(-np.asarray(hazard, np.float64) * np.asarray(wait, np.float64))


def survival_gamma(hazard: npt.ArrayLike, mean: npt.ArrayLike, sd: npt.ArrayLike) -> Floats:
    """Return the share still waiting where the wait is gamma with ``mean`` and ``sd`` (days).

    The Laplace transform of the gamma distribution, (1 + hazard theta)^-k with k = mean^2 / sd^2
    and theta = sd^2 / mean; where ``sd`` is 0 the wait is known.

    >>> round(float(survival_gamma(0.02, 10, 5)), 10)
    0.8227024748
    >>> survival_gamma([0.02, 0.02], 10, [5, 0]).round(10).tolist()
    [0.8227024748, 0.8187307531]
    """
    rate, means, sds = np.broadcast_arrays(
        *(np.asarray(one, np.float64) for one in (hazard, mean, sd))
    )
    spread = (sds > 0) & (means > 0)
    theta = np.divide(sds**2, means, out=np.ones_like(means), where=spread)
    # log1p: with a small theta the power of a number near one would lose its digits.
    log = np.where(spread, -means / theta * np.log1p(rate * theta), -rate * means)
    return np.asarray(np.exp(log))


def survival_strata(hazard: npt.ArrayLike, waits: npt.ArrayLike) -> Floats:
    """Return the share still waiting over equally likely waits, the last axis of ``waits``.

    >>> survival_strata([0.02, 0.0], [[5, 15], [5, 15]]).round(6).tolist()
    [0.822828, 1.0]
    """
    rate = np.asarray(hazard, np.float64)[..., None]
    return np.asarray(np.exp(-rate * np.asarray(waits, np.float64)).mean(axis=-1))
