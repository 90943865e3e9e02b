"""What a session teaches, as the next list shows it."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import EventKind
from moodarc.session import Preference
from moodarc.session.context import ContextHabits, context_features
from moodarc.session.engine import Engine, Knowledge, PreparedLibrary, SteeredPlans
from moodarc.session.novelty import novelty
from session_shell import NOON, Shell
from synthetic_library import make_library

LIBRARY = make_library(150, seed=11)
PREPARED = PreparedLibrary.of(LIBRARY)
ARTISTS = {t.track_id: t.tags.artist for t in LIBRARY}


@dataclass
class CountedResponse:
    """A felt response that keeps what it was told: the feeling stays what it is."""

    told: tuple = ()

    def predict(self, before, track):
        mean = np.broadcast_to(before, np.broadcast_shapes(before.shape, track.shape))
        return mean, np.full(mean.shape, 0.01)

    def updated(self, before, track, after):
        return CountedResponse((*self.told, (before.tolist(), track.tolist(), after.tolist())))


def shell_of(**more):
    return Shell(Engine(LIBRARY, SteeredPlans(library=PREPARED), **more))


def reasons(decision):
    return {reason.name for offer in decision.offers for reason in offer.reasons}


def likes_late_tracks(_):
    by_track = {track.track_id: track.track_id / len(LIBRARY) for track in LIBRARY}
    return Preference(
        by_track=by_track, known=frozenset(by_track), model="sequence", heard=1, of_heard=1
    )


def test_a_recommender_speaks_alone_first_and_with_the_taste_once_there_is_one():
    shell = Shell(Engine(LIBRARY, SteeredPlans(library=PREPARED, recommend=likes_late_tracks)))
    first = shell.start(Goal(GoalKind.MATCH)).decision
    assert first.models["recommender"] == "sequence"
    assert preference_texts(first) == {"sequence"}
    track_id = first.offers[0].track_id
    shell.do(EventKind.PLAY, track_id)
    second = shell.do(EventKind.SKIP, track_id, position_s=2).decision
    assert preference_texts(second) == {"sequence and taste"}


def preference_texts(decision):
    told = [r.text for offer in decision.offers for r in offer.reasons if r.name == "preference"]
    return {text.rsplit("says ", 1)[1] for text in told}


def test_before_anything_happened_no_part_speaks_of_habits():
    told = reasons(shell_of().start(Goal(GoalKind.MATCH)).decision)
    assert not told & {"preference", "novelty", "context"}


def test_the_second_session_differs_from_the_first_for_reasons_that_it_states():
    shell = shell_of()
    first = shell.start(Goal(GoalKind.MATCH)).decision
    liked = first.offers[3].track_id
    for offer in first.offers[:3]:
        shell.do(EventKind.PLAY, offer.track_id)
        shell.do(EventKind.SKIP, offer.track_id, 4, position_s=4)
    shell.do(EventKind.PLAY, liked)
    shell.do(EventKind.LIKE, liked)
    shell.later(86_400)
    second = shell.start(Goal(GoalKind.MATCH)).decision
    assert [o.track_id for o in second.offers] != [o.track_id for o in first.offers]
    assert {"preference", "novelty", "context"} <= reasons(second)
    for offer in second.offers:
        assert offer.score == pytest.approx(sum(r.value for r in offer.reasons), abs=1e-6)


def test_who_skips_an_artist_hears_less_of_them():
    shell = shell_of()
    names, counts = np.unique(list(ARTISTS.values()), return_counts=True)
    unloved = str(names[counts.argmax()])
    theirs = [track_id for track_id, artist in ARTISTS.items() if artist == unloved]
    before = preference_of(shell, theirs[-1])
    shell.start(Goal(GoalKind.MATCH))
    for track_id in theirs[:-1]:
        shell.do(EventKind.PLAY, track_id)
        shell.do(EventKind.SKIP, track_id, 3, position_s=2)
    assert preference_of(shell, theirs[-1]) < before - 0.05


def preference_of(shell, track_id):
    taste = shell.engine.knowledge.taste
    return taste.expected(PREPARED.space).mean[PREPARED.space.row_of[track_id]]


def test_a_reading_after_a_track_teaches_what_it_did():
    shell = shell_of(knowledge=Knowledge(response=CountedResponse()))
    shell.feel(-0.5, -0.4)
    shell.start()
    track_id = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, track_id)
    before = shell.engine.state.before.state
    shell.now += timedelta(seconds=90)
    shell.feel(-0.2, -0.1)
    [(then, track, after)] = shell.engine.knowledge.response.told
    affect = next(t for t in LIBRARY if t.track_id == track_id).analysis.affect
    assert then == [before.valence, before.arousal]
    assert track == [affect.valence, affect.arousal]
    assert after == [-0.2, -0.1]


@pytest.mark.parametrize(
    ("wait_s", "variance"), [(5, 0.01), (3600, 0.01), (90, 0.3)], ids=["soon", "late", "unsure"]
)
def test_a_reading_too_soon_too_late_or_too_unsure_teaches_nothing_of_a_track(wait_s, variance):
    shell = shell_of(knowledge=Knowledge(response=CountedResponse()))
    shell.feel(-0.5, -0.4)
    shell.start()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    shell.later(wait_s)
    shell.feel(-0.2, -0.1, variance=variance)
    assert not shell.engine.knowledge.response.told


def test_novelty_is_none_just_after_a_track_and_half_after_a_week():
    ids = np.array([7, 3, 9, 5])
    heard = {3: NOON, 9: NOON - timedelta(days=7), 4: NOON}
    assert novelty(ids, heard, NOON).tolist() == pytest.approx([1.0, 0.0, 0.5, 1.0])
    assert novelty(ids, {}, NOON).tolist() == [1.0] * 4


def test_an_hour_of_which_nothing_is_known_tells_nothing():
    features = context_features(PREPARED.candidates.columns.table)
    nothing = ContextHabits(np.zeros((0, 4)), np.zeros(0), ())
    assert set(nothing.expected(features, NOON, NOON.tzinfo)) == {0.5}


def test_who_plays_calm_music_at_night_and_lively_music_by_day_is_offered_so():
    features = context_features(PREPARED.candidates.columns.table)
    lively = features[:, 1] > 0
    night = NOON + timedelta(hours=11)
    at = [NOON if one else night for one in lively]
    habits = ContextHabits(features, np.ones(len(features)), at)
    by_day = habits.expected(features, NOON, NOON.tzinfo)
    by_night = habits.expected(features, night, NOON.tzinfo)
    assert by_day[lively].mean() > 0.5 + 0.05
    assert by_day[~lively].mean() < 0.5 - 0.05
    assert by_night[~lively].mean() > 0.5 + 0.05
    assert by_night[lively].mean() < 0.5 - 0.05


def test_a_saturday_tells_little_of_a_monday():
    features = context_features(PREPARED.candidates.columns.table)
    lively = features[:, 1] > 0
    saturday, night = NOON + timedelta(days=5), NOON + timedelta(hours=11)
    weight = np.ones(len(features))
    expected = [
        ContextHabits(features, weight, [day if one else night for one in lively])
        .expected(features, NOON, NOON.tzinfo)[lively]
        .mean()
        for day in (NOON, saturday)
    ]
    assert expected[0] > expected[1] >= 0.5


def test_many_words_over_one_track_are_one_lesson():
    shell = shell_of(knowledge=Knowledge(response=CountedResponse()))
    shell.feel(-0.5, -0.4)
    shell.start()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    for _ in range(5):
        shell.later(60)
        shell.feel(-0.2, -0.1)
    assert len(shell.engine.knowledge.response.told) == 1


def test_a_track_that_was_left_at_once_teaches_nothing_of_what_it_does():
    shell = shell_of(knowledge=Knowledge(response=CountedResponse()))
    shell.feel(-0.5, -0.4)
    shell.start()
    track_id = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, track_id)
    shell.do(EventKind.SKIP, track_id, 2, position_s=2)
    shell.later(60)
    shell.feel(-0.2, -0.1)
    assert not shell.engine.knowledge.response.told


def test_a_library_without_a_track_has_no_novelty():
    assert novelty(np.zeros(0, dtype=np.int64), {3: NOON}, NOON).tolist() == []
