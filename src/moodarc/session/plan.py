"""From a feeling, a goal and a library to an ordered, explained list.

Pure: no clock, no file, no chance. The same request over the same tracks gives the same decision.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import Decision, Track
from moodarc.errors import GoalError
from moodarc.recommend import SeedSimilarity
from moodarc.session.beam import Problem
from moodarc.session.candidates import Candidates, playable
from moodarc.session.course import course_for
from moodarc.session.explain import explain
from moodarc.session.goals import resolve
from moodarc.session.length import Length
from moodarc.session.policy import PathPolicy
from moodarc.session.preference import Preference
from moodarc.session.reach import reach_of
from moodarc.session.request import PlaylistRequest
from moodarc.session.settle import settle
from moodarc.session.shortlist import search_shortlist

__all__ = ["plan_playlist"]


def plan_playlist(
    request: PlaylistRequest,
    tracks: Sequence[Track],
    *,
    at: datetime,
    policy: PathPolicy | None = None,
) -> Decision:
    """The best list for a request.

    Args:
        request: the feeling, the goal and how much music.
        tracks: the library; what cannot be played is left out.
        at: aware UTC time of the decision.
        policy: weights and bounds; the default ones if None.

    Raises:
        GoalError: nothing can be played, or the time limit is shorter than the shortest track.
    """
    candidates, goal = playable(request, tracks), resolve(request.goal, request.belief.state)
    problem = _problem(request, goal, candidates, policy=policy or PathPolicy())
    found = search_shortlist(problem)
    if found is None:
        msg = "no track fits the time limit; give more minutes"
        raise GoalError(msg)
    rows = settle(problem, found.rows)
    title = request.seed.title if request.seed else ""
    return Decision(
        listener=request.listener,
        at=at,
        belief=request.belief,
        goal=goal,
        offers=explain(problem, rows, seed_title=title),
        policy=str(problem.policy),
        models=_models([candidates.tracks[row] for row in rows], goal, request.preference),
        reach=reach_of(request, problem, rows),
    )


def _problem(
    request: PlaylistRequest, goal: Goal, candidates: Candidates, *, policy: PathPolicy
) -> Problem:
    length = Length.of(request, candidates.duration_s)
    step_s = policy.forecast_step_minutes * 60.0
    return Problem(
        candidates=candidates,
        course=course_for(request.belief, goal, expected_s=length.expected_s, step_s=step_s),
        length=length,
        policy=policy,
        likeness=_likeness(request.seed, candidates),
        preference=_preference(request.preference, candidates),
        recommender=request.preference.model if request.preference else "",
    )


def _likeness(seed: Track | None, candidates: Candidates) -> NDArray[np.float64]:
    if seed is None or seed.analysis is None:
        return np.zeros(len(candidates))
    affect, sound = seed.analysis.affect, seed.analysis.descriptors
    scorer = SeedSimilarity(
        affect=(affect.valence, affect.arousal),
        tempo_bpm=sound.tempo_bpm,
        key=sound.key,
        mode=sound.mode,
        energy=sound.energy,
    )
    return scorer.score(candidates.table).astype(np.float64)


def _preference(preference: Preference | None, candidates: Candidates) -> NDArray[np.float64]:
    return np.zeros(len(candidates)) if preference is None else preference.of(candidates.tracks)


def _models(tracks: Sequence[Track], goal: Goal, preference: Preference | None) -> dict[str, str]:
    analysers = sorted({track.analysis.analyser for track in tracks if track.analysis})
    models = {"analyser": ", ".join(analysers)}
    if goal.kind is GoalKind.FOLLOW:
        models["mental_model"] = "MMM (BAEK-6)"
    if preference is not None:
        models["recommender"] = preference.model
    return models
