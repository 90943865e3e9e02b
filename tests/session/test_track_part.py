import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.errors import InputError
from moodarc.session import Candidates, PathPolicy, TrackPart, plan_playlist, problem_of
from synthetic_library import make_library

LIBRARY = make_library(150, seed=8)
CANDIDATES = Candidates.of(LIBRARY)
RNG = np.random.default_rng(0)


def part(name="novelty", weight=0.3, values=None):
    values = RNG.uniform(size=len(CANDIDATES)) if values is None else values
    return TrackPart(name, weight, values, f"{name} {{:.3f}}".format)


def test_liking_is_the_weighted_sum(ask):
    parts = [part("novelty", 0.3), part("context", 0.7)]
    problem = problem_of(ask(), CANDIDATES, parts=parts)
    np.testing.assert_allclose(
        problem.liking, 0.3 * parts[0].values + 0.7 * parts[1].values, rtol=1e-12
    )


@pytest.mark.parametrize("kind", [GoalKind.MATCH, GoalKind.LIFT, GoalKind.FOLLOW])
def test_each_part_is_a_reason_in_its_own_words_and_all_sum_to_the_score(ask, at, kind):
    parts = [part("novelty", 0.3), part("context", 0.7)]
    decision = plan_playlist(ask(kind, seed=LIBRARY[0]), CANDIDATES, at=at, parts=parts)
    for offer in decision.offers:
        told = {reason.name: reason for reason in offer.reasons}
        assert offer.score == pytest.approx(sum(r.value for r in offer.reasons), abs=1e-6)
        row = CANDIDATES.row_of[offer.track_id]
        for own in parts:
            assert told[own.name].value == pytest.approx(own.weight * own.values[row])
            assert told[own.name].text == f"{own.name} {own.values[row]:.3f}"
        assert list(told).index("taste") < list(told).index("novelty")


def test_a_heavy_part_rules_the_list(ask, at):
    values = np.zeros(len(CANDIDATES))
    values[100:112] = 1.0
    heavy, policy = part(weight=50.0, values=values), PathPolicy(artist_gap=0)
    decision = plan_playlist(ask(), CANDIDATES, at=at, policy=policy, parts=[heavy])
    rows = {CANDIDATES.row_of[offer.track_id] for offer in decision.offers}
    assert rows == set(range(100, 112))


@pytest.mark.parametrize(
    ("values", "said"),
    [(np.zeros(3), r"\(3,\); expected \(150,\)"), (np.full(150, np.nan), "fini")],
)
def test_a_part_of_other_candidates_is_refused(ask, values, said):
    with pytest.raises(InputError, match=said):
        problem_of(ask(), CANDIDATES, parts=[part(values=values)])
