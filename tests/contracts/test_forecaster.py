"""What every `listener.Forecaster` keeps to. To subscribe: import it, add it to FORECASTERS."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import EmotionVector
from moodarc.errors import InputError
from moodarc.listener import (
    Forecaster,
    LearnedForecaster,
    MentalModel,
    MentalModelForecaster,
    believe,
)
from moodarc.sensing import from_point, from_terms

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
HOURS = (0.0, 0.25, 1.0, 2.5, 24.0)
TYPED = ((60, 5, 5, 30), (20, 50, 20, 10), (10, 20, 60, 10), (30, 5, 15, 50))

FORECASTERS = [
    MentalModelForecaster(),
    MentalModelForecaster(MentalModel.population()),
    MentalModelForecaster(MentalModel.mmm()),
    MentalModelForecaster(MentalModel.typed(TYPED, step_h=0.5)),
    LearnedForecaster.shipped(),
    LearnedForecaster.shipped().weighing(0.5),
]

pytestmark = pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda one: one.name)


def readings(n=30):
    rng = np.random.default_rng(n)
    points = np.clip(rng.normal(0.2, 0.4, size=(n, 2)), -1, 1)
    times = [NOW - timedelta(minutes=50 * (n - 1 - place)) for place in range(n)]
    return [from_point(v, a, at) for (v, a), at in zip(points.tolist(), times, strict=True)]


def forecast(forecaster: Forecaster, history, hours=HOURS):
    return forecaster.forecast(history, believe(history, NOW), hours)


@pytest.fixture(params=["long", "one reading", "none", "shares"])
def history(request):
    said = {"long": readings(), "one reading": readings(1), "none": []}
    return said.get(request.param, [*readings(4), from_terms({"happy": 3, "bored": 3}, NOW)])


def test_it_has_a_name(forecaster: Forecaster):
    assert forecaster.name.isidentifier()


def test_there_is_one_forecast_an_hour_asked_for_at_its_time(forecaster: Forecaster, history):
    found = forecast(forecaster, history)
    assert [one.state.at for one in found] == [NOW + timedelta(hours=h) for h in HOURS]
    assert forecast(forecaster, history, ()) == ()


def test_values_are_in_their_ranges_and_shares_sum_to_one(forecaster: Forecaster, history):
    for one in forecast(forecaster, history):
        assert all(0 < variance < 1.01 for variance in one.state.variance[:2])
        assert isinstance(one.vector, EmotionVector)
        assert min(one.vector) >= 0
        assert sum(one.vector) == pytest.approx(1)
        assert len(one.low) == len(one.high) == 4
        assert all(0 <= low <= high <= 1 for low, high in zip(one.low, one.high, strict=True))


def test_now_is_what_is_believed(forecaster: Forecaster, history):
    belief = believe(history, NOW)
    (now,) = forecaster.forecast(history, belief, [0.0])
    assert tuple(now.vector) == pytest.approx(tuple(belief.emotion_vector))
    assert now.state.valence == pytest.approx(belief.state.valence)


def test_asking_twice_gives_the_same(forecaster: Forecaster, history):
    assert forecast(forecaster, history) == forecast(forecaster, history)


def test_each_hour_is_forecast_for_itself(forecaster: Forecaster, history):
    alone = [forecast(forecaster, history, (hour,))[0] for hour in HOURS]
    assert tuple(alone) == forecast(forecaster, history)


def test_the_history_is_left_as_it_was_and_its_order_does_not_matter(forecaster: Forecaster):
    history = readings()
    before = list(history)
    told = forecast(forecaster, history)
    assert history == before
    assert forecast(forecaster, history[::-1]) == told


def test_what_is_later_than_now_is_not_looked_at(forecaster: Forecaster):
    later = from_point(-1, 1, NOW + timedelta(minutes=40))
    belief = believe(readings(), NOW)
    told = forecaster.forecast([*readings(), later], belief, HOURS)
    assert told == forecaster.forecast(readings(), belief, HOURS)


def test_the_further_ahead_the_less_now_matters(forecaster: Forecaster):
    low, high = (
        forecaster.forecast(readings(), believe([from_point(v, 0.5, NOW)], NOW), (0.0, 1.0, 48.0))
        for v in (-0.8, 0.8)
    )
    apart = [abs(a.state.valence - b.state.valence) for a, b in zip(low, high, strict=True)]
    assert apart[0] > apart[1] > apart[2]


@pytest.mark.parametrize("hour", [-1.0, float("nan"), float("inf"), 1e9])
def test_hours_that_lead_nowhere_are_refused(forecaster: Forecaster, hour):
    with pytest.raises(InputError, match="hours ahead"):
        forecast(forecaster, readings(2), (hour,))
