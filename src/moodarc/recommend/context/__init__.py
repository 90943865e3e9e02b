"""Recommenders that know the situation: G of LIN-10."""

from moodarc.recommend.context.deep_cross import CrossedPairs, DeepCross
from moodarc.recommend.context.factorisation import FactorisationMachine, FactorisedItems
from moodarc.recommend.context.features import Standard, context_columns, item_columns

__all__ = [
    "CrossedPairs",
    "DeepCross",
    "FactorisationMachine",
    "FactorisedItems",
    "Standard",
    "context_columns",
    "item_columns",
]
