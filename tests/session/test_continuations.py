"""The best continuations of a beam, against counting all of them."""

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.session import Candidates, list_score, problem_of
from moodarc.session.continuations import BREAK, Beam, Field, best_continuations
from moodarc.session.course import Moment
from moodarc.session.felt import Feeling
from synthetic_library import make_library

KINDS = [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT]
LIBRARY = Candidates.of(make_library(400, seed=6))


def posed(request):
    problem = problem_of(request, LIBRARY)
    return problem.take(np.arange(len(problem.columns)))


def beam_of(problem, rows):
    """Lists that were not searched, so that artists come again in some."""
    rows = np.array(rows)
    scores = [list_score(problem, list(own)) for own in rows]
    b = len(rows)
    return Beam(
        rows=rows,
        elapsed_s=problem.columns.duration_s[rows].sum(axis=1),
        score=np.array([own.sum() for own in scores]),
        breaks=np.arange(b) % 2,
        feeling=Feeling(np.zeros((b, 2)), np.zeros((b, 2))),
    )


def most_of(problem, field, beam):
    """What each list is worth with each candidate, flow and repetition left aside."""
    elapsed_s, place = beam.elapsed_s[:, None], beam.rows.shape[1]
    progress = problem.length.progress(place, elapsed_s, problem.columns.duration_s)
    most = field.worth(Moment(elapsed_s, progress)) + beam.score[:, None]
    most[np.arange(len(most))[:, None], beam.rows] = -np.inf
    return most


def naive(field, beam, most):
    """The ranking of every continuation, (b, n)."""
    policy, artist = field.problem.policy, field.problem.columns.table.artist
    flow = sum(field.flow.parts(beam.rows[:, -1]).values())
    ranking = most + flow - BREAK * beam.breaks[:, None]
    for one, rows in enumerate(beam.rows):
        for row in range(len(artist)):
            gaps = [g for g, own in enumerate(rows[::-1], 1) if artist[own] == artist[row]]
            if gaps:
                price = 2.0 ** (-(gaps[0] - 1) / policy.half_life)
                ranking[one, row] -= policy.repetition * price
                ranking[one, row] -= BREAK * (gaps[0] <= policy.artist_gap)
    return ranking


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 16, 300])
@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_all(ask, *, kind, n, seed):
    problem = posed(ask(kind, n=9))
    rng = np.random.default_rng(seed)
    beam = beam_of(problem, [rng.choice(400, 5, replace=False) for _ in range(6)])
    field = Field.of(problem)
    most = most_of(problem, field, beam)
    ranking = naive(field, beam, most).ravel()
    best = np.argsort(-ranking, kind="stable")[:n]
    found = best_continuations(field, beam, most, n=n)
    np.testing.assert_array_equal(found.lists * 400 + found.rows, best)
    np.testing.assert_allclose(found.ranking, ranking[best], atol=1e-9)


def test_what_cannot_be_is_never_among_them(ask):
    problem = posed(ask(n=9))
    beam, field = beam_of(problem, [[1, 2], [3, 4]]), Field.of(problem)
    most = np.full((2, 400), -np.inf)
    assert not len(best_continuations(field, beam, most, n=5).rows)
    most[1, 7] = 0.3
    found = best_continuations(field, beam, most, n=5)
    assert (found.lists.tolist(), found.rows.tolist()) == ([1], [7])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("variance", [0.02, 4.0])
def test_worth_is_the_fit_and_what_is_liked(ask, kind, variance):
    problem = posed(ask(kind, variance=variance, n=6))
    columns, moment = problem.columns, Moment(np.array([[0.0], [300.0]]), np.array([[0.0], [0.4]]))
    liking = np.linspace(0.0, 1.0, 400)
    worth = problem.course.worth(columns, affect=0.7, liking=liking)(moment)
    np.testing.assert_allclose(worth, 0.7 * problem.course.fit(columns, moment) + liking)
