"""The forecaster that ships: regression and self-attention over the history, averaged (LIN-3, -4).

Both were learned from many people; a listener's own past enters through their history alone, so it
works from the first moment on and nothing of theirs is stored in it. The present belief is the
history's last moment; how unsure it is widens what is foretold (LIN-4).
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, EmotionVector, Variance
from moodarc.artifacts import Artifact, load_shipped
from moodarc.errors import ArtifactError, InputError
from moodarc.listener.attention.forecaster import AttentionForecaster
from moodarc.listener.attention.tokens import Tokens, tokens
from moodarc.listener.forecaster import AffectForecast
from moodarc.listener.history import AffectHistory
from moodarc.listener.regression_forecaster import Foretold, RegressionForecaster
from moodarc.listener.summary import SUMMARY_FEATURES, summarised

__all__ = ["LearnedForecaster"]

_NAME: Final = "listener_forecast"
_MODEL: Final = "attention.onnx"


class LearnedForecaster:
    """A `Forecaster` with weights.

    Args:
        regression: the one half.
        attention: the other; None = the first alone.
        share: weight of the attention in [0, 1].
    """

    def __init__(
        self,
        regression: RegressionForecaster,
        attention: AttentionForecaster | None,
        share: float,
    ) -> None:
        self.regression, self._attention = regression, attention
        self._share = 0.0 if attention is None else share

    @classmethod
    @cache
    def shipped(cls) -> "LearnedForecaster":
        """The one whose weights are part of the package.

        Raises:
            ArtifactError: they are damaged.
        """
        return cls.of_artifact(load_shipped(_NAME))

    @classmethod
    def of_artifact(cls, artifact: Artifact) -> "LearnedForecaster":
        """From a model folder.

        Raises:
            ArtifactError: it holds another model, or one of other features.
        """
        config: Mapping[str, Any] = artifact.config
        if tuple(config.get("summary_features", ())) != SUMMARY_FEATURES:
            msg = "the forecaster was made for other features; train it again or reinstall moodarc"
            raise ArtifactError(msg)
        model = artifact.payloads.get(_MODEL)
        try:
            regression = RegressionForecaster.of_arrays(artifact.arrays)
        except KeyError as error:
            msg = f"the forecaster lacks {error}; train it again or reinstall moodarc"
            raise ArtifactError(msg) from error
        return cls(
            regression,
            None if model is None else AttentionForecaster(model),
            float(config["attention_share"]),
        )

    def forecast(self, history: AffectHistory, horizon_h: float) -> AffectForecast:
        """As `Forecaster`; of an empty history what people in general feel.

        Raises:
            InputError: a horizon below 0 or not finite.
        """
        if not len(history):
            return self._unknown(horizon_h)
        return _row(self.foretold([history], [horizon_h]), 0)

    def forecast_from(
        self, history: AffectHistory, present: Variance, horizon_h: float
    ) -> AffectForecast:
        """The forecast where the last moment is a belief with a variance (LIN-4).

        The present valence and arousal are moved by one deviation either way; half the difference,
        squared, is what their doubt adds to the variance of what is foretold.

        Args:
            history: its last moment is the belief.
            present: variance of that belief.
            horizon_h: >= 0.

        Raises:
            InputError: as `forecast`.
        """
        if not len(history):
            return self._unknown(horizon_h)
        moved = [
            _moved(history, column, sign * math.sqrt(variance))
            for column, variance in enumerate((present.valence, present.arousal))
            for sign in (1.0, -1.0)
        ]
        told = self.foretold([history, *moved], [horizon_h] * 5)
        added = sum(((told.affect[i] - told.affect[i + 1]) / 2.0) ** 2 for i in (1, 3))
        widened = told.spread[0] ** 2 + np.asarray(added) / 2.0
        return _row(Foretold(told.affect, np.sqrt(widened)[None], told.shares), 0)

    def foretold(self, histories: Sequence[AffectHistory], horizons_h: Sequence[float]) -> Foretold:
        """Forecasts of many histories of at least one moment each."""
        summaries = self.summaries(histories, horizons_h)
        told = self.regression(summaries)
        if self._attention is None or not self._share:
            return told
        looked_back = self._attention(*_stacked(histories, horizons_h), summaries)
        mix = self._share
        return Foretold(
            (1.0 - mix) * told.affect + mix * looked_back.affect,
            told.spread,
            (1.0 - mix) * told.shares + mix * looked_back.shares,
        )

    def attended(self, history: AffectHistory, horizon_h: float) -> NDArray[np.float32]:
        """How much each of the newest moments weighs, `(heads, n)`, each row 1 (LIN-12 fig. 8).

        Raises:
            InputError: an empty history, or a forecaster without attention.
        """
        if self._attention is None:
            msg = "this forecaster has no attention to show"
            raise InputError(msg)
        summaries = self.summaries([history], [horizon_h])
        weights = self._attention(*_stacked([history], [horizon_h]), summaries).weights[0]
        return np.asarray(weights[:, -min(len(history), weights.shape[1]) :])

    def summaries(
        self, histories: Sequence[AffectHistory], horizons_h: Sequence[float]
    ) -> NDArray[np.float64]:
        """What the regression reads, `(n, n_features)`."""
        population = self.regression.population
        return np.stack(
            [
                summarised(one, ahead, population)
                for one, ahead in zip(histories, horizons_h, strict=True)
            ]
        )

    def _unknown(self, horizon_h: float) -> AffectForecast:
        if not 0.0 <= horizon_h < math.inf:
            msg = f"a forecast {horizon_h!r} hours ahead; expected a number >= 0"
            raise InputError(msg)
        population = self.regression.population
        valence, arousal = np.median(population, axis=0).tolist()
        spread = np.minimum(population.var(axis=0), UNINFORMED_VARIANCE).tolist()
        return AffectForecast(
            valence=valence,
            arousal=arousal,
            variance=Variance(*spread),
            vector=EmotionVector(*self.regression.usual.tolist()),
        )


def _stacked(histories: Sequence[AffectHistory], horizons_h: Sequence[float]) -> Tokens:
    rows = [tokens(one, ahead) for one, ahead in zip(histories, horizons_h, strict=True)]
    return Tokens(*(np.stack(part) for part in zip(*rows, strict=True)))


def _moved(history: AffectHistory, column: int, by: float) -> AffectHistory:
    affect = history.affect.copy()
    affect[-1, column] = np.clip(affect[-1, column] + by, -1.0, 1.0)
    return AffectHistory(
        hours=history.hours,
        affect=affect,
        shares=history.shares,
        days=history.days,
        heard=history.heard,
        liked=history.liked,
    )


def _row(told: Foretold, row: int) -> AffectForecast:
    """The variance of a Laplace distribution of the same expected absolute error is 2 spread^2."""
    valence, arousal = told.affect[row].tolist()
    variance = np.minimum(2.0 * told.spread[row] ** 2, UNINFORMED_VARIANCE).tolist()
    return AffectForecast(
        valence=valence,
        arousal=arousal,
        variance=Variance(*variance),
        vector=EmotionVector(*told.shares[row].tolist()),
    )
