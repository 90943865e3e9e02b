"""How feelings move, where they are likely to go, and at what past the forecaster looks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import numpy as np
from fastapi import APIRouter, Query
from numpy.typing import NDArray

from moodarc.affect import AffectReading, Quadrant
from moodarc.errors import InputError, UnknownListenerError
from moodarc.listener import (
    BAND,
    NO_READING,
    AffectForecast,
    AffectHistory,
    LearnedForecaster,
    MentalModel,
    MentalModelForecaster,
    believe_log,
    forecast_times,
)
from moodarc.local_zone import listener_zone
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.affect import plain_word
from moodarc.serving.wire.outlook import (
    AttendedMoment,
    Attention,
    Forecast,
    ForecastModel,
    ForecastPoint,
    MentalModelTold,
    ModelName,
)
from moodarc.serving.wire.track import Shares
from moodarc.storage import Store

__all__ = ["attention_why", "router"]

router = APIRouter(tags=["outlook"])

_MOST_READINGS: Final = 20_000
_MOST_MOMENTS: Final = 40
_LONG_RUN_H: Final = 1000.0
_NEAR: Final = timedelta(minutes=30)


@router.get("/forecast")
async def forecast(
    *,
    caller: Listening,
    worker: Working,
    hours: Annotated[float, Query(ge=0.1, le=72.0, allow_inf_nan=False)] = 6.0,
    every_min: Annotated[float, Query(ge=1.0, le=4320.0, allow_inf_nan=False)] = 60.0,
    model: ModelName = "personal",
) -> Forecast:
    """Where your feelings are likely to go from here."""
    times = forecast_times(hours, every_min / 60.0)
    return await worker.do(_forecast, worker.store, caller.listener, times, model=model)


@router.get("/mental-model")
async def mental_model(
    caller: Listening, worker: Working, model: ModelName = "personal"
) -> MentalModelTold:
    """How your feelings move from one to another."""
    return await worker.do(_mental_model, worker.store, caller.listener, model)


@router.get("/attention")
async def attention(caller: Listening, worker: Working) -> Attention:
    """At which of your past moments the learned forecaster looks, an hour ahead."""
    return await worker.do(_attention, worker.store, caller.listener)


def _readings(store: Store, listener: str, now: datetime) -> list[AffectReading]:
    """Oldest first; none of a stranger."""
    try:
        found = store.readings.of(listener, limit=_MOST_READINGS)
    except UnknownListenerError:
        return []
    return [reading for reading in found if reading.state.at <= now]


def _chosen(name: ModelName, readings: Sequence[AffectReading]) -> MentalModel:
    if name == "personal":
        return MentalModel.personal(readings)
    return MentalModel.population() if name == "population" else MentalModel.mmm()


def _forecast(store: Store, listener: str, times: Sequence[float], *, model: ModelName) -> Forecast:
    now = datetime.now(UTC)
    readings = _readings(store, listener, now)
    chosen, belief = _chosen(model, readings), believe_log(readings[-1000:], now)
    ahead = MentalModelForecaster(chosen).forecast(readings, belief, times)
    points = [_point(hour, one) for hour, one in zip(times, ahead, strict=True)]
    return Forecast(model=_told(chosen), source=belief.source, band=BAND, points=points)


def _point(hours: float, ahead: AffectForecast) -> ForecastPoint:
    state = ahead.state
    names = ahead.vector._fields
    return ForecastPoint(
        hours=hours,
        valence=state.valence,
        arousal=state.arousal,
        valence_sd=state.variance.valence**0.5,
        arousal_sd=state.variance.arousal**0.5,
        shares=Shares(**ahead.vector._asdict()),
        low=Shares(**dict(zip(names, ahead.low, strict=True))),
        high=Shares(**dict(zip(names, ahead.high, strict=True))),
    )


def _told(model: MentalModel) -> ForecastModel:
    return ForecastModel(
        name=model.name,
        steps=model.n_steps,
        step_min=60.0 * model.step_h,
        transitions=model.matrix.tolist(),
    )


def _mental_model(store: Store, listener: str, name: ModelName) -> MentalModelTold:
    model = _chosen(name, _readings(store, listener, datetime.now(UTC)))
    stays = np.diag(model.matrix)
    spread = _spread(stays, model.evidence)
    stationary = model.transitions(_LONG_RUN_H).mean(axis=0)
    return MentalModelTold(
        **_told(model).model_dump(),
        states=[quadrant.value for quadrant in Quadrant],
        low=np.clip(stays - spread, 0.0, 1.0).tolist(),
        high=np.clip(stays + spread, 0.0, 1.0).tolist(),
        stationary=np.clip(stationary, 0.0, 1.0).tolist(),
        words=_words(model),
    )


def _spread(
    stays: NDArray[np.float64], evidence: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Two deviations of a share (a Dirichlet row's); 0 where the model is taken as certain."""
    if evidence is None:
        return np.zeros(4)
    return np.asarray(2.0 * np.sqrt(stays * (1.0 - stays) / (evidence + 1.0)))


def _words(model: MentalModel) -> str:
    states = [quadrant.value for quadrant in Quadrant]
    stays = np.diag(model.matrix)
    place = int(stays.argmax())
    steps = f"{model.n_steps} step{'s' * (model.n_steps != 1)}"
    rests = {
        "personal": f"Learned from {steps} of yours, leaning on other people's.",
        "population": "Other people's, as they were seen to move.",
        "mmm": "As people expect each other to move.",
    }[model.name]
    return f"{rests} The state that lasts longest is {states[place]} ({stays[place]:.0%} an hour)."


def _attention(store: Store, listener: str) -> Attention:
    now = datetime.now(UTC)
    readings = _readings(store, listener, now)
    belief = believe_log(readings[-1000:], now)
    if belief.source == NO_READING:
        return Attention(available=False, why="you have not said anything yet", weights=[])
    zone = listener_zone(store.facts.of(listener).time_zone)
    forecaster = LearnedForecaster.shipped().local_to(zone)
    history = AffectHistory.of_belief(readings, belief, forecaster.zone)
    try:
        attended = forecaster.attended(history, 1.0).mean(axis=0)
    except InputError as error:
        return Attention(available=False, why=str(error), weights=[])
    times = history.hours[-len(attended) :]
    at = [now - timedelta(hours=float(times[-1] - hour)) for hour in times]
    moments = list(zip(at, attended.tolist(), strict=True))[-_MOST_MOMENTS:]
    why = attention_why(forecaster.version, forecaster.attention_share)
    word = plain_word(belief.state.valence, belief.state.arousal)
    weights = [_moment(time, weight, readings, belief_word=word) for time, weight in moments]
    return Attention(available=True, why=why, weights=weights)


def attention_why(version: str, share: float) -> str:
    """What the weights are worth; the page shows none that enter no forecast.

    Args:
        version: of the forecaster.
        share: of attention in what it says.
    """
    if share:
        return f"{version}: attention weighs {share:.0%} in the learned forecast"
    return "it would look there; it enters no forecast yet"


def _moment(
    at: datetime, weight: float, readings: Sequence[AffectReading], *, belief_word: str
) -> AttendedMoment:
    """A moment with the reading that stands for it; the newest may be the belief itself."""
    near = min(readings, key=lambda one: abs(one.state.at - at))
    is_it = abs(near.state.at - at) <= _NEAR
    label = plain_word(near.state.valence, near.state.arousal) if is_it else belief_word
    return AttendedMoment(
        at=at,
        modality=near.modality if is_it else "belief",
        label=label,
        weight=min(1.0, max(0.0, weight)),
    )
