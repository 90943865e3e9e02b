"""A curve that is looked up for one track is the one that the whole library would have."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import TrackAffect, Variance
from moodarc.catalog import Correction, CorrectionKind, Tags
from moodarc.music.metadata import MetadataPrior
from moodarc.session import relative_to_library, with_all_parts
from moodarc.session.corrections import with_corrections
from moodarc.session.library_curve import library_curve
from synthetic_library import make_library

LYRICS = TrackAffect(-0.4, 0.1, Variance(0.2, 0.25))


def tagged(track):
    """Every third is known by its sound alone."""
    if track.track_id % 3 == 0:
        return replace(track, tags=Tags())
    tags = Tags(title="So sad", artist=f"artist {track.track_id % 4}", genre="New Age")
    return replace(track, tags=tags, lyrics=LYRICS if track.track_id % 2 else None)


@pytest.mark.parametrize("corrects", [False, True])
def test_the_curve_of_one_is_that_of_the_whole_library(corrects):
    stored = [tagged(track) for track in make_library(30, variance=0.1)]
    known, scale = relative_to_library(with_all_parts(stored, MetadataPrior.shipped()))
    if corrects:
        said = Correction(
            listener="ada",
            track_id=4,
            at=datetime(2026, 1, 1, tzinfo=UTC),
            kind=CorrectionKind.AT,
            value=(-0.9, 0.9),
        )
        known = with_corrections(known, [said])
    for before, track in zip(stored, known, strict=True):
        found, whole = library_curve(before.analysis, track, scale), track.analysis.curve
        np.testing.assert_allclose(found.values, whole.values, atol=1e-6)
        np.testing.assert_allclose(found.variance, whole.variance, rtol=1e-6)
        np.testing.assert_array_equal(found.start_s, whole.start_s)
        assert found.window_s == whole.window_s


def test_a_library_without_curves_is_the_same_library():
    stored = [tagged(track) for track in make_library(30, variance=0.1)]
    bare = [replace(t, analysis=replace(t.analysis, curve=empty(t))) for t in stored]
    prior = MetadataPrior.shipped()
    known, scale = relative_to_library(with_all_parts(stored, prior))
    found, same = relative_to_library(with_all_parts(bare, prior))
    assert same == scale
    assert [t.analysis.affect for t in found] == [t.analysis.affect for t in known]
    assert [t.parts for t in found] == [t.parts for t in known]


def empty(track):
    curve = track.analysis.curve
    return replace(
        curve, start_s=curve.start_s[:0], values=curve.values[:0], variance=curve.variance[:0]
    )
