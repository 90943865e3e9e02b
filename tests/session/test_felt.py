from dataclasses import dataclass

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.session import Candidates, PathPolicy, list_score, plan_playlist, problem_of
from moodarc.session.felt import Feeling, rolled
from synthetic_library import make_library

LIBRARY = Candidates.of(make_library(600, seed=3))


@dataclass(frozen=True)
class Linear:
    """after = before + gain (track - before), with noise of its own."""

    gain: float
    noise: float = 0.01

    def predict(self, before, track):
        mean = before + self.gain * (track - before)
        return mean, np.full(mean.shape, self.noise)


def points(decision):
    rows = LIBRARY.rows_of([offer.track_id for offer in decision.offers])
    return LIBRARY.columns.take(rows).points


def reasons(decision, name):
    return [[r for r in offer.reasons if r.name == name] for offer in decision.offers]


def test_without_a_response_nothing_is_felt(ask, at):
    decision = plan_playlist(ask(GoalKind.LIFT), LIBRARY, at=at)
    assert not any(reasons(decision, "felt"))


@pytest.mark.parametrize("kind", [GoalKind.MATCH, GoalKind.FOLLOW])
def test_a_list_that_leads_nowhere_is_as_without_a_response(ask, at, kind):
    felt = plan_playlist(ask(kind, felt=Linear(0.3)), LIBRARY, at=at)
    assert felt.offers == plan_playlist(ask(kind), LIBRARY, at=at).offers


def test_variance_goes_through_a_linear_response_as_it_must():
    before = Feeling(np.array([0.2, -0.4]), np.array([0.1, 0.2]))
    after = rolled(Linear(0.3, noise=0.01), before, np.array([0.8, 0.1]))
    np.testing.assert_allclose(after.mean, [0.7 * 0.2 + 0.3 * 0.8, 0.7 * -0.4 + 0.3 * 0.1])
    np.testing.assert_allclose(after.variance, 0.49 * np.array([0.1, 0.2]) + 0.01)


def test_nothing_is_less_sure_than_knowing_nothing():
    before = Feeling(np.zeros(2), np.full(2, 0.3))
    after = rolled(Linear(0.0, noise=2.0), before, np.zeros(2))
    np.testing.assert_allclose(after.variance, 1 / 3)


@pytest.mark.parametrize("wish", [{"n": 10}, {"minutes": 30}, {"n": 6, "minutes": 25}])
def test_each_track_says_where_the_listener_is_expected_and_the_reasons_sum(ask, at, wish):
    response, feeling = Linear(0.3), np.array([-0.5, -0.5])
    decision = plan_playlist(ask(GoalKind.LIFT, felt=response, **wish), LIBRARY, at=at)
    assert decision.models["felt_response"] == "Linear"
    for offer, point, (told,) in zip(
        decision.offers, points(decision), reasons(decision, "felt"), strict=True
    ):
        feeling = feeling + 0.3 * (point - feeling)
        assert told.text.startswith(
            f"will probably leave you at valence {feeling[0]:+z.2f} arousal {feeling[1]:+z.2f}"
        )
        assert 0.0 <= told.value <= PathPolicy().felt
        assert offer.score == pytest.approx(sum(r.value for r in offer.reasons), abs=1e-6)
    (arrival,) = reasons(decision, "arrival")[-1]
    assert "leaves you" in arrival.text


@pytest.mark.parametrize("gain", [0.02, 0.1, 0.3])
def test_music_still_meets_the_listener_where_they_are(ask, at, gain):
    """The iso principle: a faint answer must not make the list jump to the extreme."""
    for feeling in ((-0.6, -0.6), (-0.6, 0.6), (-0.2, 0.0)):
        plain = points(plan_playlist(ask(GoalKind.LIFT, feeling=feeling), LIBRARY, at=at))
        request = ask(GoalKind.LIFT, feeling=feeling, felt=Linear(gain))
        path = points(plan_playlist(request, LIBRARY, at=at))
        assert np.linalg.norm(path[0] - feeling) < 0.25
        steps, straight = np.linalg.norm(np.diff(path, axis=0), axis=1), path[-1] - path[0]
        assert steps.max() < max(0.3, 0.5 * np.linalg.norm(straight))
        # the lag of a feeling that hardly moves is the whole way, 1.4 at most
        bound = PathPolicy().felt * gain * 1.4
        assert np.linalg.norm(path[:-1] - plain[:-1], axis=1).mean() < bound + 0.15


def test_a_strong_answer_that_stops_short_draws_the_music_beyond(ask, at):
    @dataclass(frozen=True)
    class Halved(Linear):
        """Feels half of what a track expresses."""

        def predict(self, before, track):
            return super().predict(before, 0.5 * track)

    feeling = (-0.6, -0.6)
    plain = points(plan_playlist(ask(GoalKind.LIFT, feeling=feeling), LIBRARY, at=at))
    request = ask(GoalKind.LIFT, feeling=feeling, felt=Halved(0.9))
    drawn = points(plan_playlist(request, LIBRARY, at=at))
    assert drawn[-4:, 0].mean() > plain[-4:, 0].mean() + 0.03


def test_the_score_of_a_list_counts_what_is_felt(ask, at):
    request = ask(GoalKind.LIFT, felt=Linear(0.3))
    decision = plan_playlist(request, LIBRARY, at=at)
    rows = LIBRARY.rows_of([offer.track_id for offer in decision.offers])
    scores = list_score(problem_of(request, LIBRARY), rows)
    np.testing.assert_allclose(scores, [offer.score for offer in decision.offers], atol=1e-9)
