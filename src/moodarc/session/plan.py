"""From a feeling, a goal and a library to an ordered, explained list.

Pure: no clock, no file, no chance. The same request over the same tracks gives the same decision.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import Decision, Track
from moodarc.errors import GoalError
from moodarc.session.bound import gap_to_best
from moodarc.session.candidates import Candidates
from moodarc.session.explain import explain
from moodarc.session.goals import resolve
from moodarc.session.list_scores import scores_of
from moodarc.session.policy import PathPolicy
from moodarc.session.problem import Problem, problem_of
from moodarc.session.reach import reach_of
from moodarc.session.request import PlaylistRequest
from moodarc.session.settle import settle
from moodarc.session.shortlist import search_shortlist
from moodarc.session.track_part import TrackPart

__all__ = ["decision_of", "plan_playlist", "planned_rows"]


def plan_playlist(
    request: PlaylistRequest,
    tracks: Candidates | Iterable[Track],
    *,
    at: datetime,
    policy: PathPolicy | None = None,
    parts: Sequence[TrackPart] = (),
    bounded: bool = False,
) -> Decision:
    """The best list for a request.

    Args:
        request: the feeling, the goal and how much music.
        tracks: the library; what cannot be played is left out. For more than one list prepare it
            once (`Candidates.of`).
        at: aware UTC time of the decision.
        policy: weights and bounds; the default ones if None.
        parts: further parts of each track's score, aligned with the rows of the candidates.
        bounded: whether `Decision.reach` also tells how far the list is from the best possible at
            most; in a large library this takes longer than the plan.

    Raises:
        GoalError: nothing can be played, or the time limit is shorter than the shortest track.
        InputError: a part that is not of these candidates.
    """
    candidates = tracks if isinstance(tracks, Candidates) else Candidates.of(tracks)
    problem = problem_of(request, candidates, policy=policy, parts=parts)
    return decision_of(problem, request, candidates, at=at, bounded=bounded)


def decision_of(
    problem: Problem,
    request: PlaylistRequest,
    candidates: Candidates,
    *,
    at: datetime,
    bounded: bool = False,
) -> Decision:
    """The best list of a problem that was posed already (`problem_of`); see `plan_playlist`."""
    goal = resolve(request.goal, request.belief.state)
    rows = planned_rows(problem)
    scores = scores_of(problem, rows)
    reach = reach_of(request, problem, scores, tracks=candidates.tracks)
    if bounded:
        reach += f" Within {gap_to_best(problem, rows):.3f} a track of the best possible score."
    listed = [candidates.tracks[row] for row in rows]
    return Decision(
        listener=request.listener,
        at=at,
        belief=request.belief,
        goal=goal,
        offers=explain(problem, scores, listed),
        policy=str(problem.policy),
        models=_models(listed, goal, request),
        reach=reach,
    )


def planned_rows(problem: Problem) -> tuple[int, ...]:
    """The best list, as rows of the problem's candidates.

    Raises:
        GoalError: no track fits the time limit.
    """
    shortlist = search_shortlist(problem)
    if shortlist is None:
        msg = "no track fits the time limit; give more minutes"
        raise GoalError(msg)
    rows = settle(shortlist.problem, shortlist.found.rows)
    return tuple(shortlist.rows[list(rows)].tolist())


def _models(tracks: Sequence[Track], goal: Goal, request: PlaylistRequest) -> dict[str, str]:
    analysers = sorted({track.analysis.analyser for track in tracks if track.analysis})
    models = {"analyser": ", ".join(analysers)}
    if goal.kind is GoalKind.FOLLOW:
        models["mental_model"] = "MMM (BAEK-6)"
    if request.preference is not None:
        models["recommender"] = request.preference.model
    if request.felt is not None:
        models["felt_response"] = type(request.felt).__name__
    return models
