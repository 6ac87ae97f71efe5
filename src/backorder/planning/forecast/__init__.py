"""What will be asked for: means and quantiles of demand by product and period.

`Demand` holds what was asked for and what is not known of it; `forecast` says what will be;
`backtest` says what such forecasts would have been worth. The rest are its parts: demand freed of
sold-out periods (``censoring``) and promotions, local methods and their blend, the model shared by
all series, the negative binomial around the mean, the two ends of a product's life, the measures.
"""

from .backtest import backtest, by_class, score
from .forecasting import Forecast, forecast
from .series import OBSERVED, SOLD_OUT, UNKNOWN, Demand

__all__ = [
    "OBSERVED",
    "SOLD_OUT",
    "UNKNOWN",
    "Demand",
    "Forecast",
    "backtest",
    "by_class",
    "forecast",
    "score",
]
