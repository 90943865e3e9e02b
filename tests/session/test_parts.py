"""What the tracks of a library express, by all that is known of them."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import (
    AffectBelief,
    AffectState,
    Goal,
    GoalKind,
    TrackAffect,
    Variance,
    combine,
)
from moodarc.catalog import Tags
from moodarc.music.metadata import MetadataPrior
from moodarc.session import (
    PART_NAMES,
    PlaylistRequest,
    plan_playlist,
    relative_to_library,
    with_all_parts,
)
from synthetic_library import make_library, make_track

PRIOR = MetadataPrior.shipped()
LYRICS = TrackAffect(-0.4, 0.1, Variance(0.2, 0.25))


def tagged(number, point=(0.2, 0.2), *, lyrics=None, **tags):
    track = make_track(number, point, variance=0.1)
    return replace(track, tags=Tags(**tags), lyrics=lyrics)


def test_a_track_known_by_its_sound_alone_stays_as_it_is_to_the_last_digit():
    [track] = with_all_parts([bare := tagged(1)], PRIOR)
    assert track.analysis is bare.analysis
    assert [(part.name, part.share) for part in track.parts] == [("sound", 1.0)]


def test_the_affect_is_the_combination_of_the_parts_that_are_told():
    library = [
        tagged(1, lyrics=LYRICS, genre="New Age", title="So sad", artist="Ada", album="One"),
        tagged(2, (0.6, -0.6), artist="Ada", album="One"),
        tagged(3, (0.5, -0.5), artist="Ada", album="Two"),
        tagged(4, (-0.5, 0.5), artist="Bob"),
    ]
    track = with_all_parts(library, PRIOR)[0]
    assert tuple(part.name for part in track.parts) == PART_NAMES
    naive, shares = combine({part.name: part.affect for part in track.parts})
    affect = track.analysis.affect
    assert (affect.valence, affect.arousal) == pytest.approx((naive.valence, naive.arousal))
    assert affect.variance[:2] == pytest.approx(naive.variance[:2])
    assert [part.share for part in track.parts] == pytest.approx(list(shares.values()))
    assert track.parts[0].affect.valence == pytest.approx(0.2)
    assert max(track.parts, key=lambda part: part.share).name == "sound"


def test_lyrics_pull_towards_what_they_say_and_make_it_surer():
    plain, sung = with_all_parts([tagged(1), tagged(2, lyrics=LYRICS)], PRIOR)
    assert sung.analysis.affect.valence < plain.analysis.affect.valence
    assert sung.analysis.affect.variance.valence < plain.analysis.affect.variance.valence


def test_silence_with_tags_is_known_by_its_tags():
    silent = tagged(1, (0.0, 0.0), genre="Metal")
    unknown = TrackAffect(0.0, 0.0, Variance(1 / 3, 1 / 3))
    silent = replace(silent, analysis=replace(silent.analysis, affect=unknown))
    [track] = with_all_parts([silent], PRIOR)
    assert [part.name for part in track.parts] == ["genre"]
    assert track.analysis.affect.quadrant == "angry"


def test_the_curve_moves_as_the_whole_track_does_and_stays_on_the_scale():
    before = tagged(1, (0.9, 0.9), genre="New Age")
    [after] = with_all_parts([before], PRIOR)
    step = after.analysis.affect.arousal - before.analysis.affect.arousal
    assert step < -0.01
    moved = after.analysis.curve.values - before.analysis.curve.values
    assert moved[:, 1] == pytest.approx(step, abs=1e-6)
    assert np.abs(after.analysis.curve.values).max() <= 1.0


def test_tracks_without_an_analysis_and_no_tracks_are_handed_through():
    waiting = replace(tagged(1), analysis=None)
    found = with_all_parts([waiting, tagged(2)], PRIOR)
    assert found[0] is waiting
    assert [track.track_id for track in found] == [1, 2]
    assert with_all_parts([], PRIOR) == []
    assert with_all_parts([waiting], PRIOR) == [waiting]


def test_the_librarys_own_scale_holds_for_the_combined_values():
    library = [
        replace(track, tags=replace(track.tags, genre="Metal" if n % 2 else "New Age"))
        for n, track in enumerate(make_library(200, variance=0.1))
    ]
    combined = with_all_parts(library, PRIOR)
    rescaled, scale = relative_to_library(combined)
    values = np.array([(t.analysis.affect.valence, t.analysis.affect.arousal) for t in rescaled])
    own = np.array([(t.analysis.affect.valence, t.analysis.affect.arousal) for t in combined])
    assert scale.centre == pytest.approx(own.mean(axis=0) * 200 / 210)
    assert (np.argsort(values[:, 0]) == np.argsort(own[:, 0])).all()
    assert [track.parts for track in rescaled] == [track.parts for track in combined]


def test_the_reasons_tell_the_shares_and_still_sum_to_the_score():
    library = with_all_parts(
        [replace(t, lyrics=LYRICS) for t in make_library(40, variance=0.1)], PRIOR
    )
    state = AffectState(valence=0.2, arousal=0.1, at=datetime(2026, 1, 1, tzinfo=UTC))
    request = PlaylistRequest(
        belief=AffectBelief(state=state), goal=Goal(GoalKind.MATCH), n=5, listener="ada"
    )
    decision = plan_playlist(request, library, at=state.at)
    for offer in decision.offers:
        assert sum(reason.value for reason in offer.reasons) == pytest.approx(offer.score, abs=1e-6)
        [told] = [reason for reason in offer.reasons if reason.name == "known_from"]
        assert told.value == 0.0
        assert told.text.startswith("known from sound ")
        assert "lyrics" in told.text


def test_a_track_known_by_its_sound_alone_is_not_explained_by_it():
    library = with_all_parts([tagged(n, (n / 10, 0.1)) for n in range(1, 5)], PRIOR)
    state = AffectState(valence=0.2, arousal=0.1, at=datetime(2026, 1, 1, tzinfo=UTC))
    request = PlaylistRequest(belief=AffectBelief(state=state), goal=Goal(GoalKind.MATCH), n=3)
    decision = plan_playlist(request, library, at=state.at)
    names = {reason.name for offer in decision.offers for reason in offer.reasons}
    assert "known_from" not in names
