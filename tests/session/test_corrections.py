"""The library as one listener corrected it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import Quadrant, combine
from moodarc.catalog import Correction, CorrectionKind
from moodarc.music.corrections import CorrectionConfig
from moodarc.music.metadata import MetadataPrior
from moodarc.session import n_moved, with_all_parts, with_corrections
from moodarc.session.shell import corrected_listing, corrections_of, known_library
from moodarc.storage import open_store
from synthetic_library import make_library, make_track, place_all, sounding

AT = datetime(2026, 1, 1, tzinfo=UTC)
PRIOR = MetadataPrior.shipped()
ALIKE = CorrectionConfig(shared=(0.05, 0.05), alike=(0.6, 0.6), length=0.2)


def said(track_id, kind=CorrectionKind.AT, value=(0.6, 0.6), *, minutes=0):
    at = AT + timedelta(minutes=minutes)
    return Correction(listener="ada", at=at, track_id=track_id, kind=kind, value=value)


def place_of(track):
    affect = track.analysis.affect
    return np.array([affect.valence, affect.arousal])


@pytest.fixture
def library():
    """Two tracks that sound alike and one that sounds like nothing else."""
    near, far = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    tracks = [make_track(n, (-0.3, -0.3), variance=0.1) for n in (1, 2, 3)]
    sounds = (near, near, far)
    return with_all_parts(
        [sounding(track, sound) for track, sound in zip(tracks, sounds, strict=True)], PRIOR
    )


def test_without_a_correction_the_tracks_are_handed_through(library):
    waiting = replace(make_track(9), analysis=None)
    told = with_corrections([*library, waiting], [])
    assert all(one is other for one, other in zip(told, [*library, waiting], strict=True))
    other = with_corrections([*library, waiting], [said(77), said(9)])
    assert all(one is track for one, track in zip(other, [*library, waiting], strict=True))


def test_the_track_moves_most_then_those_that_sound_like_it(library):
    told = with_corrections(library, [said(1)], config=ALIKE)
    steps = [np.abs(place_of(a) - place_of(b)).max() for a, b in zip(told, library, strict=True)]
    assert steps[0] > 0.5
    assert steps[0] > steps[1] > 0.2
    assert steps[2] < 0.1
    assert n_moved(library, told, but=1) == 1 + (steps[2] >= 0.05)


def test_what_it_is_known_from_says_so_and_its_shares_sum_to_one(library):
    told = with_corrections(library, [said(1)], config=ALIKE)
    assert [part.name for part in told[0].parts] == ["sound", "correction"]
    assert [part.name for part in told[1].parts] == ["sound", "corrections"]
    for track in told[:2]:
        assert sum(part.share for part in track.parts) == pytest.approx(1.0)
    whole, shares = combine({part.name: part.affect for part in told[0].parts})
    assert (whole.valence, whole.arousal) == pytest.approx(tuple(place_of(told[0])))
    assert shares["correction"] == pytest.approx(told[0].parts[1].share)


def test_the_curve_goes_along(library):
    told = with_corrections(library, [said(1)], config=ALIKE)[0]
    step = place_of(told) - place_of(library[0])
    moved = told.analysis.curve.values - library[0].analysis.curve.values
    np.testing.assert_allclose(moved, np.tile(step, (len(moved), 1)), atol=1e-6)


def test_a_word_and_its_denial_move_opposite_ways(library):
    is_sad = with_corrections(library, [said(1, CorrectionKind.IS, Quadrant.SAD)])[0]
    is_not = with_corrections(library, [said(1, CorrectionKind.NOT, Quadrant.SAD)])[0]
    assert (place_of(is_sad) < place_of(library[0])).all()
    assert (place_of(is_not) > place_of(library[0])).all()


def test_a_track_stands_on_the_corrected_ones_and_itself_alone():
    library = with_all_parts(make_library(40, variance=0.1), PRIOR)
    corrections = [said(3), said(8, CorrectionKind.NOT, Quadrant.HAPPY)]
    whole = with_corrections(library, corrections)
    few = with_corrections([library[2], library[7], library[20]], corrections)
    for one, other in zip([whole[2], whole[7], whole[20]], few, strict=True):
        np.testing.assert_allclose(place_of(one), place_of(other), atol=1e-6)


def test_a_listeners_library_holds_their_corrections_and_nobody_elses(tmp_path):
    with open_store(tmp_path / "x.db") as store:
        place_all(store, make_library(12, variance=0.1))
        store.listeners.ensure("ada")
        plain, scale = known_library(store)
        store.corrections.add(said(5, value=(-0.9, 0.9)))
        told, same_scale = known_library(store, listener="ada")
        assert same_scale == scale
        assert place_of(told[4]) == pytest.approx((-0.9, 0.9), abs=0.3)
        assert place_of(known_library(store, listener="bob")[0][4]) == pytest.approx(
            place_of(plain[4])
        )
        measured, _ = known_library(store, listener="ada", as_measured=True)
        assert place_of(measured[4]) == pytest.approx((-0.9, 0.9), abs=0.3)
        store.corrections.add(said(5, CorrectionKind.UNDO, None, minutes=1))
        again, _ = known_library(store, listener="ada")
        assert [t.parts for t in again] == [t.parts for t in plain]
        assert [t.analysis.affect for t in again] == [t.analysis.affect for t in plain]


def test_a_copys_correction_counts_for_the_copy_that_is_played(tmp_path):
    one, two, other = make_library(3, variance=0.1)
    copy = replace(two, content_hash=one.content_hash, analysis=one.analysis)
    with open_store(tmp_path / "x.db") as store:
        place_all(store, [one, copy, other])
        store.listeners.ensure("ada")
        played = store.tracks.playable()
        assert [track.track_id for track in played] == [1, 3]
        store.corrections.add(said(1, value=(0.1, 0.1)))
        store.corrections.add(said(2, value=(0.8, 0.8), minutes=1))
        [counts] = corrections_of(store, "ada", played)
        assert (counts.track_id, counts.value) == (1, (0.8, 0.8))


def test_a_listing_is_told_by_corrections_of_tracks_that_it_lacks(tmp_path, library):
    with open_store(tmp_path / "x.db") as store:
        place_all(store, library)
        store.listeners.ensure("ada")
        store.corrections.add(said(1))
        listed = [store.tracks.get(2)]
        [told] = corrected_listing(store, listed, "ada")
        assert (place_of(told) > place_of(listed[0])).all()
