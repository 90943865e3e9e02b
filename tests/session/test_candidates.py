from dataclasses import replace

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.catalog import Track
from moodarc.errors import GoalError
from moodarc.session import Candidates, plan_playlist
from synthetic_library import make_library, make_track

LIBRARY = make_library(200, seed=4)


def ids(decision):
    return [offer.track_id for offer in decision.offers]


@pytest.mark.parametrize("kind", [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.CALM])
def test_a_prepared_library_gives_the_same_decision(ask, at, kind):
    request = ask(kind, seed=LIBRARY[3], exclude=frozenset(range(1, 60)))
    assert plan_playlist(request, Candidates.of(LIBRARY), at=at) == plan_playlist(
        request, LIBRARY, at=at
    )


@pytest.mark.parametrize("wish", [{"n": 10}, {"minutes": 30}])
def test_to_exclude_is_as_if_the_tracks_were_not_there(ask, at, wish):
    excluded = frozenset(range(1, 120))
    without = plan_playlist(
        ask(GoalKind.LIFT, exclude=excluded, **wish), Candidates.of(LIBRARY), at=at
    )
    rest = [track for track in LIBRARY if track.track_id not in excluded]
    assert ids(without) == ids(plan_playlist(ask(GoalKind.LIFT, **wish), rest, at=at))


def test_to_exclude_a_copy_is_to_exclude_the_recording(ask, at):
    one, other = make_track(1, (-0.5, -0.5)), make_track(2, (0.5, 0.5))
    copy = replace(make_track(3, (-0.5, -0.5)), content_hash=one.content_hash)
    candidates = Candidates.of([one, other, copy])
    assert candidates.rows_of([1, 2, 3, 99]).tolist() == [0, 1, 0]
    for excluded in (1, 3):
        decision = plan_playlist(ask(exclude=frozenset({excluded})), candidates, at=at)
        assert ids(decision) == [2]


def test_lengths_are_those_that_remain():
    candidates = Candidates.of(LIBRARY)
    rows = np.array([5, 17, 160])
    np.testing.assert_array_equal(
        candidates.lengths_without(rows), np.sort(np.delete(candidates.columns.duration_s, rows))
    )


def test_all_excluded_is_nothing_to_play(ask, at):
    everything = frozenset(track.track_id for track in LIBRARY)
    with pytest.raises(GoalError, match="none of the 200 tracks"):
        plan_playlist(ask(exclude=everything), Candidates.of(LIBRARY), at=at)


def test_a_request_looks_only_at_the_tracks_that_it_lists(ask, at):
    candidates, looked = Candidates.of(LIBRARY), []

    class Watched(tuple[Track, ...]):
        __slots__ = ()

        def __getitem__(self, row):
            looked.append(row)
            return super().__getitem__(row)

        def __iter__(self):
            raise AssertionError

    watched = replace(candidates, tracks=Watched(candidates.tracks))
    decision = plan_playlist(ask(GoalKind.LIFT, exclude=frozenset({1})), watched, at=at)
    assert candidates.rows_of(ids(decision)).tolist() == looked


def test_rows_taken_are_in_full_precision():
    columns = Candidates.of(LIBRARY).columns
    few = columns.take(np.array([7, 3]))
    assert few.valence.dtype == few.emotion.dtype == np.float64
    np.testing.assert_allclose(few.points, columns.table.affect[[7, 3]])
    np.testing.assert_allclose((few.emotion**2).sum(axis=0), 1.0, atol=1e-6)
