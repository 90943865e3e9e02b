from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.catalog import Histories, Tags
from moodarc.errors import InputError
from moodarc.recommend import TrainedModel
from moodarc.session import PlaylistRequest, plan_playlist, prefer, song_names
from synthetic_library import make_library

AT = datetime(2026, 5, 1, tzinfo=UTC)


class Favourite:
    """A recommender that prefers items by their row, and remembers what it was asked."""

    def __init__(self, n_items: int) -> None:
        self.n_items = n_items
        self.asked: Histories | None = None

    def score(self, histories: Histories) -> np.ndarray:
        self.asked = histories
        return np.tile(np.arange(self.n_items, dtype=np.float32) * 7.0, (len(histories), 1))

    def pack(self):
        raise NotImplementedError


def tagged_library(n: int = 30):
    return [
        replace(track, tags=Tags(artist=f"artist {i // 3}", title=f"song {i}"))
        for i, track in enumerate(make_library(n))
    ]


def model_of(tracks, rows) -> TrainedModel:
    items = tuple(f"{tracks[i].tags.artist}\t{tracks[i].tags.title}" for i in rows)
    return TrainedModel("favourite", Favourite(len(items)), items)


def belief(valence=0.1, arousal=0.1) -> AffectBelief:
    state = AffectState(valence=valence, arousal=arousal, variance=Variance(0.04, 0.04), at=AT)
    return AffectBelief(state=state, source="test")


def names(track):
    return song_names(artist=track.tags.artist, title=track.tags.title)


def test_preference_is_the_share_of_the_known_tracks_that_score_lower():
    tracks = tagged_library(6)
    found = prefer(model_of(tracks, [4, 0, 2]), [names(tracks[0])], tracks)
    by_row = [found.by_track[track.track_id] for track in tracks]
    assert by_row[4] == 0.0
    assert by_row[0] == 0.5
    assert by_row[2] == 1.0
    assert found.known == {tracks[i].track_id for i in (0, 2, 4)}
    assert (found.heard, found.of_heard) == (1, 1)


def test_an_unknown_track_has_its_artists_mean_else_the_middle():
    tracks = tagged_library(9)
    found = prefer(model_of(tracks, [0, 2, 3]), [names(tracks[0])], tracks)
    by_row = [found.by_track[track.track_id] for track in tracks]
    assert by_row[1] == pytest.approx((0.0 + 0.5) / 2)
    assert by_row[6] == 0.5


def test_songs_are_found_whatever_their_case():
    tracks = tagged_library(4)
    heard = [("ARTIST 0\tSong 1",), ("nobody\tnothing",)]
    model = model_of(tracks, [0, 1])
    found = prefer(model, heard, tracks)
    assert (found.heard, found.of_heard) == (1, 2)
    assert model.recommender.asked.item.tolist() == [1]


def test_how_the_listener_feels_goes_along():
    tracks = tagged_library(4)
    model = model_of(tracks, [0, 1])
    prefer(model, [names(tracks[0])], tracks, belief=belief(0.4, -0.2))
    feelings = model.recommender.asked.feelings
    np.testing.assert_allclose(feelings.mean[0, :2], [0.4, -0.2])
    assert np.isnan(feelings.mean[0, 2])


def test_a_history_that_the_model_does_not_know_is_told():
    tracks = tagged_library(4)
    with pytest.raises(InputError, match="none of the 1 songs of the history"):
        prefer(model_of(tracks, [0]), [("nobody\tnothing",)], tracks)


def test_a_library_that_the_model_does_not_know_is_told():
    tracks = tagged_library(4)
    model = TrainedModel("favourite", Favourite(1), ("a\tb",))
    with pytest.raises(InputError, match="none of the 4 tracks"):
        prefer(model, [("a\tb",)], tracks)


def test_a_preferred_track_comes_before_its_equal_and_says_why():
    tracks = tagged_library(12)
    twin = [
        replace(track, analysis=tracks[0].analysis, tags=Tags(artist=f"a{i}", title="song"))
        for i, track in enumerate(tracks)
    ]
    found = prefer(model_of(twin, range(12)), [names(twin[0])], twin)
    request = PlaylistRequest(belief=belief(), goal=Goal(GoalKind.MATCH), n=3, preference=found)
    decision = plan_playlist(request, twin, at=AT)
    assert {offer.track_id for offer in decision.offers} == {t.track_id for t in twin[-3:]}
    for offer in decision.offers:
        assert offer.score == pytest.approx(sum(r.value for r in offer.reasons), abs=1e-6)
        (reason,) = (r for r in offer.reasons if r.name == "preference")
        assert reason.value > 0
        assert "of your library; says favourite" in reason.text
    assert decision.models["recommender"] == "favourite"
