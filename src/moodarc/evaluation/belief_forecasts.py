"""The belief filter as a forecaster: what it holds of a later time, from a person's moments so far.

Moments are readings of valence and arousal with the noise that the population's dynamics were
learned with; the filter drifts from the last of them to the time foretold. Emotion vectors follow
from the belief's mean and what is left open about it.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading, AffectState, Variance
from moodarc.evaluation.felt_histories import ForecastRows
from moodarc.listener import AffectHistory, BeliefFilter, Targets

__all__ = ["belief_forecasts"]

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOISE: Final = Variance(0.066, 0.071)
"""of a reading, so that beside the prior's precision it is that of `bench dynamics`"""


def belief_forecasts(rows: ForecastRows) -> Targets:
    """One belief a row, at the time foretold."""
    affect, shares = np.empty((len(rows), 2)), np.empty((len(rows), 4))
    for subject in np.unique(rows.subjects):
        mine = np.flatnonzero(rows.subjects == subject)
        by_length = sorted(mine, key=lambda row: len(rows.histories[row]))
        heard, counted = BeliefFilter(), 0
        for row in by_length:
            history = rows.histories[row]
            for place in range(counted, len(history)):
                heard.update(_reading(history, place))
            counted = len(history)
            hour = float(history.hours[-1] + rows.horizon_h[row])
            belief = heard.at(_START + timedelta(hours=hour))
            affect[row] = belief.state.valence, belief.state.arousal
            shares[row] = belief.emotion_vector
    return Targets(affect, shares)


def _reading(history: AffectHistory, place: int) -> AffectReading:
    # what is believed of the moment by whoever knows nothing else (`listener.belief_sensors`)
    shrunk = history.affect[place] * (1.0 - np.array(_NOISE[:2]) / UNINFORMED_VARIANCE)
    valence, arousal = shrunk.tolist()
    state = AffectState(
        valence=valence,
        arousal=arousal,
        variance=_NOISE,
        at=_START + timedelta(hours=float(history.hours[place])),
    )
    return AffectReading(state=state, modality="self_report")
