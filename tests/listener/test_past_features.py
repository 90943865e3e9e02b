from dataclasses import replace

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.listener import PAST_FEATURES, Listenings, PastFeatures


def listenings(n=60, people=4, seed=0):
    rng = np.random.default_rng(seed)
    return Listenings(
        listeners=rng.integers(0, people, n),
        tracks=rng.integers(0, 5, n),
        at_s=rng.permutation(n) * 3600,
        before=rng.uniform(-1, 1, (n, 2)),
        after=rng.uniform(-1, 1, (n, 2)),
        rating=rng.integers(1, 6, n).astype(float),
    )


KNOWN = listenings()


def column(features, name):
    return features[:, PAST_FEATURES.index(name)]


def test_there_is_one_finite_row_a_listening():
    features = PastFeatures(KNOWN).of(KNOWN)
    assert features.shape == (60, len(PAST_FEATURES))
    assert len(set(PAST_FEATURES)) == len(PAST_FEATURES) == 35
    assert np.isfinite(features).all()


def test_what_is_asked_tells_nothing_of_its_own_outcome():
    asked = listenings(20, seed=1)
    blind = replace(asked, after=np.full((20, 2), np.nan), rating=np.full(20, np.nan))
    features = PastFeatures(KNOWN)
    np.testing.assert_array_equal(features.of(asked), features.of(blind))


@pytest.mark.parametrize("name", ["after", "rating"])
def test_a_known_listenings_own_outcome_is_not_in_its_own_row_but_for_people_in_general(name):
    """Changing the outcome of the listener's last record leaves all that is theirs as it was."""
    who = 2
    last = int(np.flatnonzero(KNOWN.listeners == who)[KNOWN.at_s[KNOWN.listeners == who].argmax()])
    outcome = getattr(KNOWN, name).copy()
    outcome[last] = 1.0
    before = PastFeatures(KNOWN, weight=1e-9).of(KNOWN.at(np.array([last])))[0]
    after = PastFeatures(replace(KNOWN, **{name: outcome}), weight=1e-9).of(
        KNOWN.at(np.array([last]))
    )[0]
    theirs = ["usual_before", "usual_after", "usual_rating", "usual_step", "share_lift"]
    theirs += ["recent_change", "last_after", "own_track_rating", "elsewhere_rating"]
    for feature in [f for f in theirs if not f.startswith("elsewhere")]:
        place = PAST_FEATURES.index(feature)
        assert before[place] == pytest.approx(after[place], abs=1e-6), feature


def test_later_records_of_the_listener_do_not_count():
    asked = KNOWN.at(np.array([int(KNOWN.at_s.argmin())]))
    features = PastFeatures(KNOWN).of(asked)
    assert column(features, "log_count")[0] == 0.0
    assert column(features, "recency")[0] == 0.0
    assert column(features, "usual_before")[0] == pytest.approx(KNOWN.before[:, 0].mean())


def test_usual_moods_are_shrunk_means_of_the_past():
    asked = KNOWN.at(np.array([int(KNOWN.at_s.argmax())]))
    past = (KNOWN.listeners == asked.listeners[0]) & (KNOWN.at_s < asked.at_s[0])
    overall = KNOWN.before[:, 0].mean()
    expected = (KNOWN.before[past, 0].sum() + 3.0 * overall) / (past.sum() + 3.0)
    features = PastFeatures(KNOWN, weight=3.0).of(asked)
    assert column(features, "usual_before")[0] == pytest.approx(expected)
    shares = [column(features, f"share_{name}")[0] for name in ("drop", "keep", "lift")]
    assert sum(shares) == pytest.approx(1.0)


def test_the_surprise_of_a_line_is_nothing():
    """Where valence after is a line of valence before, nobody and no track surprises."""
    line = 0.2 + 0.5 * KNOWN.before[:, 0]
    exact = replace(KNOWN, after=np.column_stack([line, KNOWN.after[:, 1]]))
    features = PastFeatures(exact).of(exact)
    for name in ("usual_surprise", "own_line", "fading_surprise", "track_surprise"):
        np.testing.assert_allclose(column(features, name), 0.0, atol=1e-9)
    np.testing.assert_allclose(column(features, "expected"), line - KNOWN.before[:, 0], atol=1e-9)


def test_listenings_without_a_mood_before_tell_of_elsewhere_only():
    rng = np.random.default_rng(3)
    alone = replace(
        listenings(10, seed=5),
        before=np.full((10, 2), np.nan),
        after=rng.uniform(0.5, 1.0, (10, 2)),
        at_s=np.full(10, -1),
    )
    plain, more = PastFeatures(KNOWN).of(KNOWN), PastFeatures(KNOWN.and_these(alone)).of(KNOWN)
    changed = [
        name
        for place, name in enumerate(PAST_FEATURES)
        if not np.allclose(plain[:, place], more[:, place])
    ]
    assert set(changed) == {
        "elsewhere_valence",
        "elsewhere_arousal",
        "elsewhere_rating",
        "above_elsewhere",
    }
    assert (column(more, "elsewhere_valence") >= 0.5).all()


def test_a_stranger_has_the_features_of_people_in_general():
    asked = replace(KNOWN.at(np.array([0])), listeners=np.array([99]), tracks=np.array([99]))
    features = PastFeatures(KNOWN).of(asked)
    assert column(features, "usual_rating")[0] == pytest.approx(KNOWN.rating.mean())
    assert column(features, "track_rating")[0] == 0.0


def test_ratings_that_were_not_given_are_left_out():
    rating = KNOWN.rating.copy()
    rating[::2] = np.nan
    assert np.isfinite(PastFeatures(replace(KNOWN, rating=rating)).of(KNOWN)).all()
    none = replace(KNOWN, rating=np.full(60, np.nan))
    assert np.isfinite(PastFeatures(none).of(KNOWN)).all()


def test_a_listening_without_a_mood_before_cannot_be_asked():
    with pytest.raises(InputError, match="no mood before"):
        PastFeatures(KNOWN).of(replace(KNOWN, before=np.full((60, 2), np.nan)))


@pytest.mark.parametrize(
    ("known", "weight"),
    [(replace(KNOWN, before=np.full((60, 2), np.nan)), 3.0), (KNOWN, 0.0), (KNOWN, float("nan"))],
)
def test_nothing_known_and_no_weight_are_refused(known, weight):
    with pytest.raises(InputError, match="listenings have both moods"):
        PastFeatures(known, weight=weight)
