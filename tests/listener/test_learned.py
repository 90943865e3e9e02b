"""The learned forecaster: what it mixes, what it is unsure of, and its model folder."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.learned_models import fitted, made_rows, tiny_learned

from moodarc.affect import UNINFORMED_VARIANCE, Variance
from moodarc.artifacts import load_artifact, save_artifact
from moodarc.errors import ArtifactError, InputError
from moodarc.listener import (
    SUMMARY_FEATURES,
    AffectHistory,
    LearnedForecaster,
    believe,
)
from moodarc.sensing import from_point

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


def readings(n=20):
    points = np.random.default_rng(n).uniform(-0.6, 0.8, (n, 2)).tolist()
    return [from_point(*p, NOW - timedelta(hours=1.5 * (n - k))) for k, p in enumerate(points)]


def belief_of(variance):
    belief = believe(readings(), NOW)
    return replace(belief, state=replace(belief.state, variance=Variance(variance, variance)))


def artifact(share=0.5):
    return fitted().artifact({"attention_share": share}, {}, card="# tiny\n")


def saved(tmp_path, changed):
    save_artifact(tmp_path / "m", changed, command="test", seed=0)
    return load_artifact(tmp_path / "m")


def test_it_mixes_both_halves_by_weight():
    rows = made_rows()
    histories, hours = rows.histories[:20], rows.horizon_h[:20].tolist()
    alone, both, other = (
        tiny_learned().weighing(share).foretold(histories, hours) for share in (0.0, 0.25, 1.0)
    )
    assert both.affect == pytest.approx(0.75 * alone.affect + 0.25 * other.affect)
    assert both.shares == pytest.approx(0.75 * alone.shares + 0.25 * other.shares)
    assert np.abs(alone.affect - other.affect).max() > 1e-4


def test_without_attention_it_is_the_regression():
    rows = made_rows()
    histories, hours = rows.histories[:5], rows.horizon_h[:5].tolist()
    alone = LearnedForecaster(fitted().regression, None, 0.7)
    expected = fitted().regression(alone.summaries(histories, hours))
    assert alone.foretold(histories, hours).affect.tolist() == expected.affect.tolist()
    with pytest.raises(InputError, match="no attention"):
        alone.attended(histories[0], 1.0)


def test_rows_are_foretold_each_for_itself():
    rows = made_rows()
    together = tiny_learned().foretold(rows.histories[:9], rows.horizon_h[:9].tolist())
    for place in (0, 8):
        alone = tiny_learned().foretold([rows.histories[place]], [float(rows.horizon_h[place])])
        assert alone.affect[0] == pytest.approx(together.affect[place], abs=1e-6)
    assert together.shares.sum(axis=1) == pytest.approx(np.ones(9))
    assert (together.shares > 0).all()
    assert (together.spread > 0).all()


def test_how_unsure_the_belief_is_widens_what_is_foretold():
    told = [tiny_learned().forecast(readings(), belief_of(v), [1.0])[0] for v in (0.0, 0.05, 0.3)]
    certain, unsure, lost = (one.state.variance for one in told)
    assert certain.valence < unsure.valence < lost.valence <= UNINFORMED_VARIANCE
    # arousal hardly carries over, so that doubt of it may count for nothing
    assert certain.arousal <= min(unsure.arousal, lost.arousal) <= UNINFORMED_VARIANCE


def test_the_variance_is_that_of_the_error_and_of_the_belief():
    belief = belief_of(0.04)
    forecaster = tiny_learned(0.0)
    told = forecaster.forecast(readings(), belief, [2.0])[0].state.variance
    history = AffectHistory.of_belief(readings(), belief)
    ends = []
    for by in (0.2, -0.2):
        affect = history.affect.copy()
        affect[-1, 0] += by
        ends.append(forecaster.foretold([replace(history, affect=affect)], [2.0]).affect[0, 0])
    spread = forecaster.foretold([history], [2.0]).spread[0, 0]
    assert told.valence == pytest.approx(2 * spread**2 + ((ends[0] - ends[1]) / 2) ** 2)


def test_within_a_quarter_of_an_hour_it_leads_straight_from_the_belief():
    belief = belief_of(0.05)
    now, halfway, then = tiny_learned().forecast(readings(), belief, [0.0, 0.125, 0.25])
    assert now.state == belief.state
    assert now.vector == pytest.approx(belief.emotion_vector)
    assert halfway.state.valence == pytest.approx((now.state.valence + then.state.valence) / 2)
    assert halfway.vector == pytest.approx((np.array(now.vector) + then.vector) / 2)


def test_the_clock_of_the_listener_is_heeded():
    here, there = (
        tiny_learned().local_to(zone).forecast(readings(), belief_of(0.05), [1.0])[0]
        for zone in (UTC, ZoneInfo("Pacific/Auckland"))
    )
    assert here.state.at == there.state.at
    assert here.state.valence != there.state.valence


def test_attention_is_shown_by_head_over_the_newest_moments():
    rows = made_rows()
    for n in (1, 5, 17):
        history = next(one for one in rows.histories if len(one) >= n).until(n)
        weights = tiny_learned().attended(history, 1.0)
        assert weights.shape == (2, n)
        assert weights.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    long = AffectHistory.of(np.arange(60.0), np.zeros((60, 2)))
    assert tiny_learned().attended(long, 1.0).shape == (2, 48)
    with pytest.raises(InputError, match="0 moments"):
        tiny_learned().attended(long.until(0), 1.0)


def test_a_saved_model_says_the_same(tmp_path):
    again = LearnedForecaster.of_artifact(saved(tmp_path, artifact()))
    asked = readings(), belief_of(0.05), [0.5, 3.0]
    assert again.forecast(*asked) == tiny_learned().forecast(*asked)
    assert again.facts is not None


@pytest.mark.parametrize("features", [[], list(SUMMARY_FEATURES[::-1]), ["present_valence"], None])
def test_a_model_of_other_features_is_refused(tmp_path, features):
    changed = artifact()
    config = dict(changed.config) | {"summary_features": features}
    with pytest.raises(ArtifactError, match="other features"):
        LearnedForecaster.of_artifact(saved(tmp_path, replace(changed, config=config)))


@pytest.mark.parametrize("name", ["population", "median_weights", "spread_mean", "usual"])
def test_a_model_that_lacks_an_array_is_refused(tmp_path, name):
    changed = artifact()
    arrays = {key: value for key, value in changed.arrays.items() if key != name}
    with pytest.raises(ArtifactError, match=name):
        LearnedForecaster.of_artifact(saved(tmp_path, replace(changed, arrays=arrays)))


@pytest.mark.parametrize("share", [None, "a", -0.1, 1.1, float("nan")])
def test_a_weight_that_is_none_is_refused(tmp_path, share):
    with pytest.raises(ArtifactError, match="attention_share"):
        LearnedForecaster.of_artifact(saved(tmp_path, artifact(share)))


def test_what_ships_can_be_loaded_and_says_what_it_was_learned_from():
    shipped = LearnedForecaster.shipped()
    assert shipped is LearnedForecaster.shipped()
    assert shipped.facts is not None
    assert json.dumps(shipped.facts.config["trained_on"])
    assert "must not be used" in shipped.facts.card
    told = shipped.forecast([], believe([], NOW), [1.0])[0]
    assert abs(told.state.valence) < 0.5


def test_what_ships_foretells_less_pleasure_to_who_has_had_less():
    low, high = (
        LearnedForecaster.shipped().forecast(past, believe(past, NOW), [2.0])[0].state.valence
        for past in (
            [from_point(v, 0.0, NOW - timedelta(hours=2 * k)) for k in range(30)]
            for v in (-0.5, 0.5)
        )
    )
    assert low + 0.3 < high
