"""The search against every possible list, where that can be counted out."""

from dataclasses import replace
from itertools import permutations

import pytest

from moodarc.affect import GoalKind
from moodarc.session import Candidates, PathPolicy, list_score, plan_playlist, problem_of
from moodarc.session.beam import search
from moodarc.session.course import course_for
from moodarc.session.goals import resolve
from moodarc.session.list_scores import scores_of
from synthetic_library import make_library

WIDE = PathPolicy(beam_width=5000)


def problem_with(request, library, policy=WIDE):
    return problem_of(request, Candidates.of(library), policy=policy)


def merit(problem, rows):
    """What lists of equal length compete by: breaks of the rule of artists, then the sum."""
    scores = scores_of(problem, rows)
    return -scores.breaks(problem.policy.artist_gap), scores.total.sum()


@pytest.mark.parametrize("kind", [GoalKind.LIFT, GoalKind.MATCH, GoalKind.FOLLOW])
def test_a_wide_beam_finds_the_best_of_all_orders(ask, kind):
    problem = problem_with(ask(kind, n=4), make_library(7, seed=2))
    best = max(merit(problem, rows) for rows in permutations(range(7), 4))
    found = search(problem)
    assert (-found.breaks, found.mean_score * 4) == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("kind", [GoalKind.LIFT, GoalKind.CALM, GoalKind.FOLLOW])
@pytest.mark.parametrize("wish", [{"n": 9}, {"minutes": 33}, {"n": 6, "minutes": 20}])
def test_the_reasons_add_up_to_what_the_search_saw(ask, kind, wish):
    problem = problem_with(ask(kind, **wish), make_library(80), PathPolicy())
    found = search(problem)
    told = sum(list_score(problem, found.rows))
    assert told == pytest.approx(found.mean_score * len(found.rows), abs=1e-6)


def test_a_wide_beam_finds_the_fullest_list_of_a_small_library(ask):
    library = make_library(7, seed=5)
    problem = problem_with(ask(minutes=15), library)
    durations = problem.columns.duration_s.tolist()
    totals = [
        sum(durations[row] for row in rows)
        for size in range(1, 8)
        for rows in permutations(range(7), size)
    ]
    fullest = max(total for total in totals if total <= 900)
    found = search(problem)
    assert found.total_s >= min(fullest, 0.98 * 900) - 1e-9


def test_ties_break_by_row(ask, at):
    (track,) = make_library(1)
    twins = [replace(track, track_id=i, content_hash=str(i)) for i in (5, 3, 9)]
    decision = plan_playlist(ask(n=1), twins, at=at)
    assert [offer.track_id for offer in decision.offers] == [5]


def test_the_course_of_match_stays(ask):
    request = ask(GoalKind.MATCH)
    course = course_for(
        request.belief, resolve(request.goal, request.belief.state), expected_s=600, step_s=3600
    )
    assert course.start == course.goal == (-0.5, -0.5)
