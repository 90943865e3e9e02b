"""Times are measured, never asserted: what must hold is what they are of."""

import numpy as np
import pytest

from moodarc.evaluation.decide_speed import DecideConfig, bench_decide
from moodarc.evaluation.drawn_frame import drawn_frames
from moodarc.evaluation.made_library import made_candidates
from moodarc.sensing.face import FaceDetector

STAGES = ("", "cpu_", "belief_", "score_", "path_", "camera_", "face_", "literal_")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_stage_is_timed_beside_the_papers_chain():
    report = bench_decide(DecideConfig(n_items=3000, requests=5, threads=1))
    for stage in STAGES:
        assert 0.0 < report[f"decide.{stage}p50_ms"] <= report[f"decide.{stage}p99_ms"]
    assert report["decide.ratio"] == pytest.approx(
        report["decide.literal_p50_ms"] / report["decide.camera_p50_ms"]
    )
    assert 0.0 <= report["decide.gap"] < 0.1
    assert report["decide.tracks"] == 3000


def test_a_made_library_is_columns_and_its_tracks_are_made_when_asked_for():
    vectors = np.random.default_rng(0).normal(size=(500, 8)).astype(np.float32)
    candidates = made_candidates(vectors, seed=1)
    assert len(candidates) == len(candidates.tracks) == 500
    track = candidates.tracks[17]
    assert candidates.row_of[track.track_id] == 17
    assert track.tags.artist == f"Artist {candidates.columns.table.artist[17]}"
    assert [it.track_id for it in candidates.tracks[3:5]] == [3, 4]
    np.testing.assert_allclose(
        np.linalg.norm(candidates.columns.table.embedding, axis=1), 1.0, rtol=1e-5
    )
    again = made_candidates(vectors, seed=1)
    np.testing.assert_array_equal(again.columns.table.affect, candidates.columns.table.affect)


def test_a_drawn_face_is_found_in_every_frame():
    detector = FaceDetector.shipped()
    for frame in drawn_frames(60)[::12]:
        assert frame.shape == (480, 640, 3)
        assert len(detector.detect(frame)) == 1
