"""The best use of scarce supply: who gets what, how good that is, and what one more unit is worth.

`Problem` holds lines, orders and supply as arrays; `weights` says what a unit is worth to whom;
`optimum` allocates provably well and says how well; `baselines` are the simpler rules to compare it
with; `worth` says what more units of one product would bring.
"""

from .baselines import baselines
from .greedy import Allocation
from .optimum import Optimum, Worth, optimum, worth
from .problem import Problem
from .weights import weights

__all__ = ["Allocation", "Optimum", "Problem", "Worth", "baselines", "optimum", "weights", "worth"]
