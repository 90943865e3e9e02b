import numpy as np
import pytest

from moodarc.catalog import TrackTable
from moodarc.session.transitions import transition_texts
from synthetic_library import make_track, sounding


def texts(before: dict, after: dict) -> dict[str, str]:
    pair = [make_track(i, (0.0, 0.0), sound=sound) for i, sound in enumerate((before, after))]
    (told,) = transition_texts(TrackTable.from_tracks(pair))
    return told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (96.0, 100.0, "96 to 100 bpm"),
        (70.0, 141.0, "70 to 141 bpm (x2)"),
        (150.0, 74.0, "150 to 74 bpm (x1/2)"),
        (0.0, 74.0, "no beat to compare"),
    ],
)
def test_a_tempo_is_told_with_the_one_before(before, after, said):
    assert texts({"tempo_bpm": before}, {"tempo_bpm": after})["flow_tempo"] == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0, 1), (0, 1), "same key; C major after C major"),
        ((0, 1), (9, 0), "relative key; A minor after C major"),
        ((0, 1), (7, 1), "key a fifth away; G major after C major"),
        ((0, 1), (2, 1), "key 2 fifths away; D major after C major"),
        ((0, 1), (4, 0), "a fifth away, other mode; E minor after C major"),
        ((-1, -1), (4, 0), "no key to compare"),
    ],
)
def test_a_key_is_told_by_its_distance(before, after, said):
    sounds = [{"key": key, "mode": mode} for key, mode in (before, after)]
    assert texts(*sounds)["flow_key"] == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (-14.0, -12.5, "1.5 LU louder"),
        (-12.0, -14.0, "2.0 LU softer"),
        (-12.0, -12.01, "as loud as before"),
    ],
)
def test_a_loudness_is_told_as_a_step(before, after, said):
    assert texts({"loudness_lufs": before}, {"loudness_lufs": after})["flow_loudness"] == said


@pytest.mark.parametrize(
    ("cosine", "said"),
    [
        (1.0, "sounds alike; 100% of pairs of tracks are less alike"),
        (0.1, "sounds neither alike nor different; 50% of pairs of tracks are more alike"),
        (-0.31, "sounds different; 90% of pairs of tracks are more alike"),
        (None, "no sound to compare"),
    ],
)
def test_a_timbre_is_told_by_how_many_pairs_are_less_alike(cosine, said):
    heard = [np.float32([1.0, 0.0]), cosine and np.float32([cosine, np.sqrt(1 - cosine**2)])]
    pair = [sounding(make_track(i), one) for i, one in enumerate(heard)]
    (told,) = transition_texts(TrackTable.from_tracks(pair))
    assert told["flow_timbre"] == said
