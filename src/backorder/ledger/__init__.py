"""The books. One transaction per verb; this is the list of verbs and nothing else."""

from .orders import VERB as place_orders
from .verb import Verb

VERBS: dict[str, Verb] = {verb.name: verb for verb in (place_orders,)}

__all__ = ["VERBS", "Verb", "place_orders"]
