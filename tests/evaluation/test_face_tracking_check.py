import av
import pytest
from tests.drawn_pictures import drawn_face, drawn_landscape

from moodarc.errors import InputError
from moodarc.evaluation.face_tracking_check import tracking_rows
from moodarc.sensing.face import TrackerConfig


def write_clip(path, pictures):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def rows(clip, **config):
    told = tracking_rows(clip, TrackerConfig(**config))
    return {row.name.removeprefix("face_detector.clip."): row.value for row in told}


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    frames = [drawn_face(centre=(120 + 3 * k, 120)) for k in range(8)]
    return write_clip(tmp_path_factory.mktemp("clips") / "moving.mp4", frames)


def test_tracked_boxes_are_compared_with_searched_ones_frame_by_frame(moving):
    told = rows(moving)
    assert told["frames"] == 8
    assert told["same_presence"] == 1.0
    assert 0.6 < told["overlap_lowest"] <= told["overlap"] < 1.0
    assert 0.6 < told["tracked_overlap_with_last_frame"] < 1.0


def test_without_tracking_both_agree_exactly(moving):
    told = rows(moving, full_search_every=1)
    assert told["overlap_lowest"] == pytest.approx(1.0)


def test_times_are_told_for_each_way(moving):
    told = rows(moving)
    for way in ("tracked", "searched", "min20"):
        assert 0 < told[f"{way}_ms_p50"] <= told[f"{way}_ms_p95"]


def test_a_clip_without_a_face_has_no_boxes_to_compare(tmp_path):
    told = rows(write_clip(tmp_path / "none.mp4", [drawn_landscape()] * 3))
    assert told["same_presence"] == 1.0
    assert not any("overlap" in name for name in told)


def test_what_is_no_video_is_refused(tmp_path):
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(InputError, match=r"text\.mp4"):
        tracking_rows(tmp_path / "text.mp4")
