import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.affect import GoalKind
from moodarc.catalog import Tags
from moodarc.errors import GoalError
from moodarc.session import PathPolicy, plan_playlist
from synthetic_library import make_library, make_track

LIBRARY = make_library(400, seed=7)
BY_ID = {track.track_id: track for track in LIBRARY}
LEADING = [GoalKind.LIFT, GoalKind.CALM, GoalKind.ENERGISE]
KINDS = [*LEADING, GoalKind.MATCH, GoalKind.FOLLOW]


def points(decision, by_id=BY_ID) -> np.ndarray:
    affects = [by_id[offer.track_id].analysis.affect for offer in decision.offers]
    return np.array([(affect.valence, affect.arousal) for affect in affects])


def lengths(decision, by_id=BY_ID) -> list[float]:
    return [by_id[offer.track_id].analysis.descriptors.duration_s for offer in decision.offers]


coordinate = st.floats(-1, 1)
wish = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "feeling": st.tuples(coordinate, coordinate),
        "variance": st.floats(0, 1 / 3),
        "minutes": st.none() | st.floats(7, 90),
        "n": st.none() | st.integers(1, 25),
    }
)


@settings(max_examples=40, deadline=None)
@given(wish=wish, size=st.integers(1, 60), seed=st.integers(0, 5))
def test_every_list_keeps_its_promises(ask, at, *, wish, size, seed):
    library = make_library(size, seed=seed)
    by_id = {track.track_id: track for track in library}
    request = ask(**wish)
    decision = plan_playlist(request, library, at=at)
    ids = [offer.track_id for offer in decision.offers]
    assert ids
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(by_id)
    if request.minutes is not None:
        assert sum(lengths(decision, by_id)) <= request.minutes * 60
    if request.places is not None:
        assert len(ids) <= request.places
    for offer in decision.offers:
        assert offer.score == pytest.approx(sum(r.value for r in offer.reasons), abs=1e-6)
        assert all(reason.text for reason in offer.reasons)
    assert plan_playlist(request, library, at=at) == decision


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("minutes", [20, 45, 90])
def test_a_list_fills_its_time(ask, at, *, kind, minutes):
    total_s = sum(lengths(plan_playlist(ask(kind, minutes=minutes), LIBRARY, at=at)))
    assert 0.98 * minutes * 60 <= total_s <= minutes * 60


@pytest.mark.parametrize("kind", KINDS)
def test_with_no_length_there_are_twelve_tracks(ask, at, kind):
    assert len(plan_playlist(ask(kind), LIBRARY, at=at).offers) == 12


@pytest.mark.parametrize("feeling", [(-0.6, -0.6), (-0.6, 0.6), (0.0, 0.0), (-0.2, 0.1)])
@pytest.mark.parametrize("kind", LEADING)
@pytest.mark.parametrize("length", [{"n": 10}, {"minutes": 40}])
def test_a_path_runs_from_the_feeling_to_the_goal(ask, at, *, feeling, kind, length):
    library = make_library(3000, seed=3)
    by_id = {track.track_id: track for track in library}
    decision = plan_playlist(ask(kind, feeling=feeling, **length), library, at=at)
    path, goal = points(decision, by_id), np.array(decision.goal.target)
    assert np.linalg.norm(path[0] - feeling) < 0.25
    assert np.linalg.norm(path[-1] - goal) < 0.25
    way = goal - feeling
    along = (path - feeling) @ way / np.linalg.norm(way)
    assert np.diff(along).min() > -0.2
    assert np.polyfit(np.arange(len(along)), along, 1)[0] > 0.0


def test_a_path_takes_small_steps(ask, at):
    path = points(plan_playlist(ask(GoalKind.LIFT, n=12), LIBRARY, at=at))
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    straight = np.linalg.norm(path[-1] - path[0])
    assert steps.max() < straight / 2


def test_match_stays_near_the_feeling(ask, at):
    path = points(plan_playlist(ask(feeling=(0.4, -0.3)), LIBRARY, at=at))
    assert np.linalg.norm(path - (0.4, -0.3), axis=1).max() < 0.35


def test_a_point_is_a_goal_of_its_own(ask, at):
    request = ask(GoalKind.POINT, feeling=(0.5, 0.5), target=(-0.5, 0.6))
    assert np.linalg.norm(points(plan_playlist(request, LIBRARY, at=at))[-1] - (-0.5, 0.6)) < 0.25


def test_follow_drifts_as_the_mental_model_foresees(ask, at):
    decision = plan_playlist(ask(GoalKind.FOLLOW, minutes=180), LIBRARY, at=at)
    vectors = np.array([BY_ID[o.track_id].analysis.affect.emotion_vector for o in decision.offers])
    sad = vectors[:, 2]
    assert sad[0] > 0.9
    assert sad[-3:].mean() < sad[:3].mean() - 0.25
    assert decision.models["mental_model"]


def test_an_artist_does_not_follow_itself_where_others_fit(ask, at):
    library = [
        make_track(i, (0.3 + 0.001 * i, 0.3), artist="Ann" if i < 8 else f"Other {i}")
        for i in range(12)
    ]
    decision = plan_playlist(ask(feeling=(0.3, 0.3), n=6), library, at=at)
    artists = [library[offer.track_id].tags.artist for offer in decision.offers]
    assert all(a != b for a, b in pairwise(artists))


def test_repetition_is_named_where_it_cannot_be_helped(ask, at):
    library = [make_track(i, artist="Ann") for i in range(3)]
    second = plan_playlist(ask(n=3), library, at=at).offers[1]
    (reason,) = [r for r in second.reasons if r.name == "artist_repetition"]
    assert reason.value == pytest.approx(-PathPolicy().repetition)
    assert reason.text == (
        "artist heard 1 track before; that is Ann, and no list of this length without it was found"
    )


def test_a_seed_draws_the_list_towards_its_sound(ask, at):
    fast = make_track(9000, (-0.5, -0.5), sound={"tempo_bpm": 170.0, "energy": 0.95, "key": 6})
    decision = plan_playlist(ask(seed=fast), [*LIBRARY, fast], at=at)
    plain = plan_playlist(ask(), LIBRARY, at=at)

    def energy(d):
        return np.mean([BY_ID[o.track_id].analysis.descriptors.energy for o in d.offers])

    assert 9000 not in {offer.track_id for offer in decision.offers}
    assert energy(decision) > energy(plain)
    assert all("taste" in [r.name for r in offer.reasons] for offer in decision.offers)


def test_what_must_not_play_does_not(ask, at):
    good, other = make_track(1, (-0.5, -0.5)), make_track(2, (0.5, 0.5))
    library = [
        good,
        other,
        make_track(3, (-0.5, -0.5), speech=0.51),
        replace(make_track(4, (-0.5, -0.5)), analysis=None),
        make_track(5, (-0.5, -0.5), sound={"duration_s": 0.0}),
        replace(make_track(6, (-0.5, -0.5)), content_hash=good.content_hash),
        make_track(7, (-0.5, -0.5)),
    ]
    decision = plan_playlist(ask(exclude=frozenset({7})), library, at=at)
    assert [offer.track_id for offer in decision.offers] == [1, 2]


def test_of_many_asked_for_a_small_library_gives_all_and_says_so(ask, at):
    decision = plan_playlist(ask(n=50), LIBRARY[:5], at=at)
    assert len(decision.offers) == 5
    assert "5 of the 50 tracks asked for: the library holds 5" in decision.reach


def test_of_much_time_a_small_library_gives_all_and_says_so(ask, at):
    decision = plan_playlist(ask(minutes=600), LIBRARY[:5], at=at)
    assert len(decision.offers) == 5
    assert "the library holds only 5 tracks" in decision.reach


def test_one_track_is_a_list(ask, at):
    decision = plan_playlist(ask(GoalKind.LIFT, minutes=30), [make_track(1)], at=at)
    assert [offer.track_id for offer in decision.offers] == [1]
    assert [r.name for r in decision.offers[0].reasons] == ["affect_match", "certainty", "arrival"]


def test_both_limits_hold_together(ask, at):
    decision = plan_playlist(ask(n=8, minutes=25), LIBRARY, at=at)
    assert len(decision.offers) == 8
    assert sum(lengths(decision)) <= 25 * 60


def test_more_tracks_than_fit_are_said_not_to_fit(ask, at):
    decision = plan_playlist(ask(n=30, minutes=20), LIBRARY, at=at)
    assert sum(lengths(decision)) <= 20 * 60
    assert f"{len(decision.offers)} of the 30 tracks asked for: no more fit" in decision.reach


def test_a_goal_out_of_reach_says_how_far_and_why(ask, at):
    noisy = [track for track in LIBRARY if track.analysis.affect.arousal > 0.1]
    calmest = min(track.analysis.affect.arousal for track in noisy)
    reach = plan_playlist(ask(GoalKind.CALM, feeling=(0.3, 0.5)), noisy, at=at).reach
    assert f"No track is calmer than arousal {calmest:+.2f}" in reach
    assert "from the goal (valence +0.30 arousal -0.50)" in reach


def test_a_goal_in_reach_gives_no_excuse(ask, at):
    reach = plan_playlist(ask(GoalKind.LIFT), LIBRARY, at=at).reach
    assert reach.startswith("Ends at")
    assert reach.count(".") == 6  # five numbers and one full stop


def test_an_empty_library_asks_for_a_scan(ask, at):
    with pytest.raises(GoalError, match="moodarc scan PATH"):
        plan_playlist(ask(), [], at=at)


def test_a_library_of_speech_cannot_be_played(ask, at):
    with pytest.raises(GoalError, match="none of the 2 tracks can be played"):
        plan_playlist(ask(), [make_track(1, speech=0.9), make_track(2, speech=0.8)], at=at)


def test_less_time_than_the_shortest_track_names_the_least_that_works(ask, at):
    with pytest.raises(GoalError, match=r"at least 3\.33 minutes"):
        plan_playlist(ask(minutes=1), [make_track(1)], at=at)


def test_the_decision_tells_how_it_was_made(ask, at):
    request = ask(GoalKind.LIFT, listener="ann")
    decision = plan_playlist(request, LIBRARY, at=at)
    assert (decision.listener, decision.at, decision.belief) == ("ann", at, request.belief)
    assert decision.policy.startswith("path-beam-2(affect=1")
    assert decision.models == {"analyser": "paper-1"}


def test_the_shortlist_finds_what_the_whole_library_would(ask, at):
    wide = PathPolicy(neighbours=400)
    for kind in KINDS:
        near = plan_playlist(ask(kind), LIBRARY, at=at)
        whole = plan_playlist(ask(kind), LIBRARY, at=at, policy=wide)
        lost = sum(o.score for o in whole.offers) - sum(o.score for o in near.offers)
        assert lost < 0.01 * len(near.offers)


def test_a_wider_beam_is_hardly_better(ask, at):
    narrow = plan_playlist(ask(GoalKind.LIFT), LIBRARY, at=at)
    wide = plan_playlist(ask(GoalKind.LIFT), LIBRARY, at=at, policy=PathPolicy(beam_width=256))
    gain = math.fsum(o.score for o in wide.offers) - math.fsum(o.score for o in narrow.offers)
    assert gain < 0.01 * len(narrow.offers)


def test_a_name_that_is_no_unicode_can_be_told(ask, at):
    seed = replace(make_track(900, (0.9, 0.9)), tags=Tags(title="caf\udce9"))
    far = replace(make_track(1, (0.9, 0.9)), tags=Tags(title="na\udcefve"))
    decision = plan_playlist(ask(seed=seed), [far], at=at)
    (offer,) = decision.offers
    said = " ".join([decision.reach, *(reason.text for reason in offer.reasons)])
    assert '"na?ve"' in said
    assert '"caf?"' in said
    assert said.encode("utf-8")


def test_a_nearer_track_that_plays_earlier_is_told(ask, at):
    near, far = make_track(1, (0.5, 0.25)), make_track(2, (-0.1, 0.2))
    request = ask(GoalKind.POINT, feeling=(0.4, 0.2), target=(0.5, 0.25), n=2)
    flat = PathPolicy(affect=0.0, arrival=0.0, tempo=0.0, key=0.0, loudness=0.0)
    reach = plan_playlist(request, [near, far], at=at, policy=flat).reach
    assert 'Nearer is "' in reach
    assert "it plays earlier." in reach
