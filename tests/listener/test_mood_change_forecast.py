from dataclasses import replace

import numpy as np
import pytest

from moodarc.artifacts import load_artifact, load_shipped, save_artifact
from moodarc.errors import ArtifactError, InputError
from moodarc.listener import (
    OWN_FEATURES,
    SHIPPED_MOOD_CHANGE,
    Listenings,
    MoodChangeForecast,
    mood_changes,
)


def listenings(n=80, seed=0):
    rng = np.random.default_rng(seed)
    before = rng.uniform(-1, 1, (n, 2))
    return Listenings(
        listeners=rng.integers(0, 4, n),
        tracks=rng.integers(0, 6, n),
        at_s=rng.permutation(n) * 3600,
        before=before,
        after=0.5 * before + rng.normal(0.1, 0.1, (n, 2)),
        rating=rng.integers(1, 6, n).astype(float),
    )


def asked(valence, n=1):
    return Listenings(
        listeners=np.full(n, 7),
        tracks=np.arange(n),
        at_s=np.full(n, 10**9),
        before=np.tile([valence, 0.0], (n, 1)),
        after=np.full((n, 2), np.nan),
        rating=np.full(n, np.nan),
    )


NOTHING = asked(0.0, 0)


def fitted():
    heard = listenings()
    return MoodChangeForecast.fit(
        heard, mood_changes(heard.before[:, 0], heard.after[:, 0]), strength=0.1
    )


def test_the_shipped_model_knows_the_way_back_to_the_usual_mood():
    shipped = MoodChangeForecast.shipped()
    low, high = (shipped.probabilities(asked(v), NOTHING)[0] for v in (-0.6, 0.8))
    assert low[2] > 0.7 > high[2]
    assert high[0] > 0.2 > low[0]
    assert shipped.version == "mood-change-1"


def test_a_stranger_has_odds_that_sum_to_one():
    told = MoodChangeForecast.shipped().probabilities(asked(0.1, 5), NOTHING)
    assert told.shape == (5, 3)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)


def test_the_listeners_own_past_moves_the_odds_and_anothers_does_not():
    past = replace(asked(0.3, 12), at_s=np.arange(12), after=np.tile([0.9, 0.0], (12, 1)))
    shipped = MoodChangeForecast.shipped()
    stranger = shipped.probabilities(asked(0.3), NOTHING)[0]
    lifted = shipped.probabilities(asked(0.3), past)[0]
    other = shipped.probabilities(asked(0.3), replace(past, listeners=np.full(12, 8)))[0]
    assert lifted[2] > stranger[2] + 0.1
    np.testing.assert_allclose(other, stranger)


def test_a_later_listening_changes_nothing():
    later = replace(asked(0.3), at_s=np.array([2 * 10**9]), after=np.array([[1.0, 1.0]]))
    shipped = MoodChangeForecast.shipped()
    np.testing.assert_array_equal(
        shipped.probabilities(asked(0.3), later), shipped.probabilities(asked(0.3), NOTHING)
    )


def test_no_input_is_of_the_music_or_of_other_people():
    assert not [name for name in OWN_FEATURES if name.startswith("track_")]
    assert load_shipped(SHIPPED_MOOD_CHANGE).config["features"] == list(OWN_FEATURES)


def test_it_goes_through_a_folder_and_tells_the_same(tmp_path):
    model, ask = fitted(), listenings(10, seed=3)
    save_artifact(tmp_path / "m", model.to_artifact("card"), command="test")
    again = MoodChangeForecast.from_artifact(load_artifact(tmp_path / "m"))
    np.testing.assert_allclose(
        again.probabilities(ask, listenings()), model.probabilities(ask, listenings())
    )


@pytest.mark.parametrize("part", ["arrays", "features", "people"])
def test_a_model_of_another_form_is_one_clear_error(part):
    artifact = fitted().to_artifact("card")
    if part == "arrays":
        changed = replace(artifact, arrays={**artifact.arrays, "bias": np.zeros(4)})
    else:
        changed = replace(artifact, config={**artifact.config, part: [1]})
    with pytest.raises(ArtifactError, match="again"):
        MoodChangeForecast.from_artifact(changed)


def test_a_mood_that_is_not_known_is_refused():
    with pytest.raises(InputError, match="no mood before"):
        fitted().probabilities(asked(float("nan")), NOTHING)
