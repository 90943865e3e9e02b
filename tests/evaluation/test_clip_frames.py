import av
import numpy as np

from moodarc.evaluation import clip_frames as module
from moodarc.evaluation.clip_frames import clip_frames


def write_clip(path, n_frames):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(n_frames):
            picture = np.full((180, 320, 3), 10 * number, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_frames_come_resized_and_in_order(tmp_path):
    frames = clip_frames(write_clip(tmp_path / "short.mp4", 5))
    assert {frame.shape for frame in frames} == {(480, 640, 3)}
    assert np.argsort([frame.mean() for frame in frames]).tolist() == [0, 1, 2, 3, 4]


def test_of_a_long_clip_the_first_frames_are_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_FRAMES", 3)
    frames = clip_frames(write_clip(tmp_path / "long.mp4", 8))
    assert len(frames) == 3
    assert frames[-1].mean() < 30
