import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.session import LibraryScale

VALUES = st.floats(-0.9, 0.9)


def affect(valence, arousal):
    return TrackAffect(valence, arousal, Variance(0.04, 0.09))


@given(st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=60))
def test_the_order_of_the_tracks_stays_as_it_was(points):
    affects = [affect(*point) for point in points]
    scale = LibraryScale.of(affects)
    for axis in ("valence", "arousal"):
        before = np.array([getattr(a, axis) for a in affects])
        after = np.array([getattr(scale.apply(a), axis) for a in affects])
        order = np.argsort(before)
        assert (np.diff(after[order]) >= 0).all()
        assert (abs(after) <= 1).all()


def test_a_large_library_gets_the_mean_and_spread_of_balanced_music():
    rng = np.random.default_rng(0)
    affects = [affect(0.45 + 0.04 * x, -0.55 + 0.1 * y) for x, y in rng.normal(size=(2000, 2))]
    scale = LibraryScale.of(affects)
    after = np.array([(a.valence, a.arousal) for a in map(scale.apply, affects)])
    assert after.mean(axis=0) == pytest.approx([0, 0], abs=0.03)
    assert after[:, 1].std() == pytest.approx(0.334, rel=0.05)
    assert after[:, 0].std() == pytest.approx(5 * 0.04, rel=0.05), "the stretch is bounded"


def test_a_handful_of_tracks_hardly_moves():
    scale = LibraryScale.of([affect(0.4, 0.4), affect(0.5, 0.3)])
    assert scale.apply(affect(0.45, 0.35)).valence == pytest.approx(0.45, abs=0.09)


@pytest.mark.parametrize("affects", [[], [affect(0.0, 0.0)]])
def test_no_library_or_one_neutral_track_changes_nothing(affects):
    assert LibraryScale.of(affects).apply(affect(0.3, -0.2)) == affect(0.3, -0.2)


def test_tracks_that_are_all_alike_keep_a_finite_scale():
    scale = LibraryScale.of([affect(0.2, 0.2)] * 30)
    assert scale.stretch == (1.0, 1.0)


def test_doubt_never_shrinks_by_a_stretch_above_one():
    affects = [affect(0.01 * i, 0.01 * i) for i in range(10)]
    assert LibraryScale.of(affects).apply(affect(0, 0)).variance == Variance(0.04, 0.09)


def test_a_curve_moves_as_its_track_does():
    scale = LibraryScale(centre=(0.3, -0.2), stretch=(2.0, 0.5), n_tracks=40)
    point = affect(0.4, -0.6)
    curve = AffectCurve(
        start_s=np.zeros(1, dtype=np.float32),
        window_s=3.0,
        values=np.array([[0.4, -0.6]], dtype=np.float32),
        variance=np.array([[0.04, 0.09]], dtype=np.float32),
    )
    moved, alone = scale.apply_to_curve(curve), scale.apply(point)
    assert moved.values[0] == pytest.approx([alone.valence, alone.arousal], abs=1e-6)
    assert moved.variance[0] == pytest.approx(alone.variance[:2], abs=1e-6)
