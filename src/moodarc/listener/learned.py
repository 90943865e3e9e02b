"""The forecaster that ships: regression and self-attention over the history, averaged (LIN-3, -4).

Both were learned from many people; a listener's own past enters through their history alone, so it
works from the first moment on and nothing of theirs is stored in it. The belief is the history's
present moment, so that there always is one; how unsure it is widens what is foretold (LIN-4).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta, tzinfo
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectBelief,
    AffectReading,
    AffectState,
    EmotionVector,
    Variance,
)
from moodarc.artifacts import Artifact, load_shipped
from moodarc.errors import ArtifactError, InputError
from moodarc.listener.attention.forecaster import AttentionForecaster
from moodarc.listener.attention.tokens import Tokens, tokens
from moodarc.listener.forecaster import BAND, AffectForecast
from moodarc.listener.history import AffectHistory
from moodarc.listener.mental_model_forecaster import FURTHEST_H
from moodarc.listener.mental_model_population import FELT_SCATTER
from moodarc.listener.mental_model_steps import MOMENT_H
from moodarc.listener.regression_forecaster import Foretold, RegressionForecaster
from moodarc.listener.summary import SUMMARY_FEATURES, summarised

__all__ = ["LearnedForecaster", "mixed"]

_NAME: Final = "listener_forecast"
_MODEL: Final = "attention.onnx"
_NO_ATTENTION: Final = "this forecaster has no attention to show"


class LearnedForecaster:
    """A `Forecaster` with weights.

    Args:
        regression: the one half.
        attention: the other; None = the first alone.
        share: weight of the attention in [0, 1].
        zone: of the listener's clock.
        facts: what else its model folder holds: arrays, and what it was learned from.
    """

    def __init__(
        self,
        regression: RegressionForecaster,
        attention: AttentionForecaster | None,
        share: float,
        *,
        zone: tzinfo = UTC,
        facts: Artifact | None = None,
    ) -> None:
        self.regression, self._attention, self.zone = regression, attention, zone
        self.facts = facts
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
        if config.get("summary_features") != list(SUMMARY_FEATURES):
            msg = "the forecaster was made for other features; train it again or reinstall moodarc"
            raise ArtifactError(msg)
        share = config.get("attention_share")
        if not isinstance(share, int | float) or not 0.0 <= share <= 1.0:
            msg = f"attention_share of the forecaster is {share!r}; expected 0 to 1; train it again"
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
            float(share),
            facts=artifact,
        )

    def weighing(self, share: float | None) -> "LearnedForecaster":
        """The same with another weight of the attention; None = its own."""
        own = self._share if share is None else share
        return LearnedForecaster(
            self.regression, self._attention, own, zone=self.zone, facts=self.facts
        )

    def local_to(self, zone: tzinfo) -> "LearnedForecaster":
        """The same by the clock of a listener."""
        return LearnedForecaster(
            self.regression, self._attention, self._share, zone=zone, facts=self.facts
        )

    @property
    def name(self) -> str:
        """In a word."""
        return "learned"

    @property
    def version(self) -> str:
        """Of the weights; "unnamed" where they are of no model folder."""
        return "unnamed" if self.facts is None else str(self.facts.config.get("version", "unnamed"))

    @property
    def attention_share(self) -> float:
        """Weight of the attention in [0, 1]."""
        return self._share

    def forecast(
        self, readings: Sequence[AffectReading], belief: AffectBelief, hours: Sequence[float]
    ) -> tuple[AffectForecast, ...]:
        """One forecast for each of the hours; see `Forecaster`.

        The belief's valence and arousal are moved by one deviation either way; half the difference,
        squared, is what their doubt adds to the variance of what is foretold (LIN-4).

        Raises:
            InputError: hours below 0, not finite, or above `FURTHEST_H`.
        """
        for hour in hours:
            if not 0.0 <= hour <= FURTHEST_H:
                msg = f"{hour!r} hours ahead; expected 0 to {FURTHEST_H:g}"
                raise InputError(msg)
        history = AffectHistory.of_belief(readings, belief, self.zone)
        variance = belief.state.variance
        moved = [
            _moved(history, column, by=sign * math.sqrt(doubt))
            for column, doubt in enumerate((variance.valence, variance.arousal))
            for sign in (1.0, -1.0)
        ]
        return tuple(self._ahead((history, *moved), belief, hour) for hour in hours)

    def _ahead(
        self, histories: Sequence[AffectHistory], belief: AffectBelief, hour: float
    ) -> AffectForecast:
        """Up to `MOMENT_H` it is still the same moment: a straight line from the belief."""
        told = self.foretold(histories, [max(hour, MOMENT_H)] * len(histories))
        doubt = [((told.affect[i, i // 2] - told.affect[i + 1, i // 2]) / 2.0) ** 2 for i in (1, 3)]
        # of a Laplace distribution with that mean absolute error
        spread = np.minimum(2.0 * told.spread[0] ** 2 + doubt, UNINFORMED_VARIANCE)
        later = np.concatenate([told.affect[0], spread, told.shares[0]])
        part = min(hour / MOMENT_H, 1.0)
        values = part * later + (1.0 - part) * _now(belief)
        valence, arousal, *variance = values[:4].tolist()
        low, high = _band(values[4:])
        state = AffectState(
            valence=valence,
            arousal=arousal,
            variance=Variance(*variance),
            at=belief.state.at + timedelta(hours=hour),
        )
        return AffectForecast(
            state=state,
            vector=EmotionVector(*values[4:].tolist()),
            low=tuple(low.tolist()),
            high=tuple(high.tolist()),
        )

    def foretold(self, histories: Sequence[AffectHistory], horizons_h: Sequence[float]) -> Foretold:
        """Forecasts of many histories of at least one moment each."""
        if not self._share:
            return self.regression(self.summaries(histories, horizons_h))
        return mixed(*self.halves(histories, horizons_h), self._share)

    def halves(
        self, histories: Sequence[AffectHistory], horizons_h: Sequence[float]
    ) -> tuple[Foretold, Foretold]:
        """What the regression says, and what the attention does with the same spread.

        Raises:
            InputError: a forecaster without attention.
        """
        if self._attention is None:
            raise InputError(_NO_ATTENTION)
        summaries = self.summaries(histories, horizons_h)
        told = self.regression(summaries)
        looked_back = self._attention(*_stacked(histories, horizons_h), summaries)
        return told, Foretold(looked_back.affect, told.spread, looked_back.shares)

    def attended(self, history: AffectHistory, horizon_h: float) -> NDArray[np.float32]:
        """How much each of the newest moments weighs, `(heads, n)`, each row 1 (LIN-12 fig. 8).

        Raises:
            InputError: an empty history, or a forecaster without attention.
        """
        if self._attention is None:
            raise InputError(_NO_ATTENTION)
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


def mixed(regression: Foretold, attention: Foretold, share: float) -> Foretold:
    """Both halves, the attention with a weight in [0, 1]; the spread is the regression's."""
    return Foretold(
        (1.0 - share) * regression.affect + share * attention.affect,
        regression.spread,
        (1.0 - share) * regression.shares + share * attention.shares,
    )


def _stacked(histories: Sequence[AffectHistory], horizons_h: Sequence[float]) -> Tokens:
    rows = [tokens(one, ahead) for one, ahead in zip(histories, horizons_h, strict=True)]
    return Tokens(*(np.stack(part) for part in zip(*rows, strict=True)))


def _now(belief: AffectBelief) -> NDArray[np.float64]:
    """Valence, arousal, their variances, and the shares: a quarter each where none is known."""
    state, vector = belief.state, belief.emotion_vector
    shares = vector if any(vector) else (0.25,) * 4
    return np.array([state.valence, state.arousal, *state.variance[:2], *shares])


def _moved(history: AffectHistory, column: int, *, by: float) -> AffectHistory:
    affect = history.affect.copy()
    affect[-1, column] = np.clip(affect[-1, column] + by, -1.0, 1.0)
    return replace(history, affect=affect)


def _band(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ends `(2, 4)` of what answers about these shares hold, each alone: a beta distribution."""
    ends = np.array([(1.0 - BAND) / 2.0, (1.0 + BAND) / 2.0])
    inside = np.clip(vector, 1e-3, 1.0 - 1e-3)
    return np.asarray(
        betaincinv(FELT_SCATTER * inside, FELT_SCATTER * (1.0 - inside), ends[:, None])
    )
