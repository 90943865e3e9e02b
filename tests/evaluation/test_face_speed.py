"""The stages' times are measured, never asserted: what must hold is what they are of."""

import av
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face, drawn_landscape

from moodarc.errors import InputError
from moodarc.evaluation.face_speed import speed_rows

STAGES = ("_detector", "_preprocessing", "_network", "_smoothing", "", "_paper")


def write_video(path, pictures):
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.bit_rate = 4_000_000
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_every_stage_of_both_chains_is_timed_on_each_frame_with_a_face(tmp_path):
    faces = [drawn_face((480, 640), (320, 240), 180)] * 3
    clip = write_video(tmp_path / "face.mp4", [*faces, drawn_landscape((480, 640))])
    rows = {row.name: row for row in speed_rows(clip)}
    assert rows["face.latency_frames"].value == 3
    for stage in STAGES:
        times = [rows[f"face.latency{stage}_p{quantile}_ms"].value for quantile in (50, 95, 99)]
        assert 0.0 < times[0] <= times[1] <= times[2]
    ratio = rows["face.latency_paper_p50_ms"].value / rows["face.latency_p50_ms"].value
    assert rows["face.latency_ratio"].value == pytest.approx(ratio)


def test_a_video_without_a_face_is_refused(tmp_path):
    clip = write_video(tmp_path / "hills.mp4", [drawn_landscape((480, 640))] * 2)
    with pytest.raises(InputError, match="no frame holds a face that can be read"):
        speed_rows(clip)
