"""A tiny learned forecaster, fitted once to made people."""

from functools import cache

from tests.felt_people import TINY, felt_people

from moodarc.evaluation.felt_histories import rows_of
from moodarc.evaluation.felt_points import share_points
from moodarc.evaluation.learned_forecasts import Fitted, fit_learned


@cache
def made_rows():
    moments = felt_people()
    return rows_of(moments, share_points(moments))


@cache
def fitted() -> Fitted:
    return fit_learned(made_rows(), TINY, seed=0)


@cache
def tiny_learned(share=0.5):
    return fitted().forecaster(share)
