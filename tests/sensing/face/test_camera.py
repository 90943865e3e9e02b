from itertools import pairwise

import av
import cv2
import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.sensing.face.camera import (
    Camera,
    camera_frames,
    is_photo,
    read_photo,
    video_frames,
)

COLOUR = (200, 100, 20)


def picture(height=40, width=60):
    """Plain, with a bright upper left corner."""
    image = np.full((height, width, 3), COLOUR, dtype=np.uint8)
    image[: height // 2, : width // 2] = 255
    return image


def write_video(path, *, n_frames=12, codec="mpeg4"):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = (
            64,
            48,
            "yuvj420p" if codec == "mjpeg" else "yuv420p",
        )
        for number in range(n_frames):
            pixels = np.full((48, 64, 3), 20 * number % 256, dtype=np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("video") / "clip.mp4")


@pytest.mark.parametrize("ending", [".png", ".bmp", ".webp", ".tiff"])
def test_a_photo_comes_as_its_rgb_pixels(tmp_path, ending):
    file = tmp_path / f"me{ending}"
    cv2.imwrite(str(file), picture()[:, :, ::-1], [cv2.IMWRITE_WEBP_QUALITY, 101])
    assert is_photo(file)
    np.testing.assert_array_equal(read_photo(file), picture())


def test_a_photo_that_lies_on_its_side_is_set_upright(tmp_path):
    file = tmp_path / "me.jpg"
    _, encoded = cv2.imencode(".jpg", picture()[:, :, ::-1])
    # EXIF: orientation (0x112) 6, to be turned a quarter to the right
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    content = encoded.tobytes()
    file.write_bytes(content[:2] + segment + content[2:])
    found = read_photo(file)
    assert found.shape == (60, 40, 3)
    assert found[:28, 22:].min() > 200  # the bright corner is now at the upper right


def test_a_large_photo_is_averaged_down(tmp_path):
    file = tmp_path / "large.png"
    cv2.imwrite(str(file), np.zeros((1000, 3200, 3), dtype=np.uint8))
    assert read_photo(file).shape == (500, 1600, 3)


def test_a_video_gives_its_frames_with_their_seconds(video):
    frames = list(video_frames(video))
    assert not is_photo(video)
    np.testing.assert_allclose([frame.at_s for frame in frames], np.arange(12) / 10)
    assert frames[0].image.shape == (48, 64, 3)
    assert abs(int(frames[5].image.mean()) - 100) < 5


def test_a_video_that_breaks_off_gives_what_is_there(tmp_path):
    whole = write_video(tmp_path / "whole.mkv", n_frames=40)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert 0 < len(list(video_frames(cut))) < 40


def test_where_the_clock_of_a_video_jumps_back_time_goes_on(tmp_path):
    parts = [write_video(tmp_path / f"{n}.ts", codec="mpeg2video") for n in range(2)]
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    times = [frame.at_s for frame in video_frames(joined)]
    assert len(times) == 24
    np.testing.assert_allclose(np.diff(times), 0.1, atol=1e-3)
    assert times[0] == 0.0


def test_a_device_that_plays_is_a_camera(tmp_path):
    film = write_video(tmp_path / "film.avi", codec="mjpeg")
    frames = list(camera_frames(Camera(str(film))))
    assert len(frames) == 12
    assert frames[0].image.dtype == np.uint8
    assert frames[0].at_s == 0.0
    assert all(a.at_s <= b.at_s for a, b in pairwise(frames))


@pytest.mark.parametrize(
    ("source", "camera"),
    [
        ("camera", Camera(0)),
        ("camera:2", Camera(2)),
        ("camera:/dev/video1", Camera("/dev/video1")),
        ("camera:", None),
        ("me.jpg", None),
        ("/x/camera", None),
    ],
)
def test_a_source_is_a_camera_or_a_file(source, camera):
    assert Camera.parse(source) == camera


@pytest.mark.parametrize("camera", [Camera(93), Camera("/dev/video93")])
def test_a_camera_that_is_not_there_is_told_without_noise(camera, capfd):
    with pytest.raises(InputError, match=r"is not there \(.*give a photo or a video"):
        next(camera_frames(camera))
    assert capfd.readouterr().err == ""


def test_a_device_that_is_no_camera_is_told(tmp_path):
    file = tmp_path / "text"
    file.write_text("no pictures")
    with pytest.raises(InputError, match="cannot be opened"):
        next(camera_frames(Camera(str(file))))


@pytest.mark.parametrize("read", [read_photo, lambda path: list(video_frames(path)), is_photo])
def test_what_is_absent_or_empty_is_refused(tmp_path, read):
    empty = tmp_path / "empty.jpg"
    empty.touch()
    for path, why in [
        (tmp_path / "no.jpg", "No such file"),
        (tmp_path, "no regular file"),
        (empty, "is empty"),
    ]:
        with pytest.raises(InputError, match=why):
            read(path)


def test_what_is_no_picture_is_refused(tmp_path, video):
    file = tmp_path / "me.jpg"
    file.write_bytes(b"\xff\xd8\xff" + bytes(200))
    with pytest.raises(InputError, match="no picture that can be read"):
        read_photo(file)
    with pytest.raises(InputError, match="no picture that can be read"):
        read_photo(video)


def test_a_text_that_is_called_a_photo_is_no_picture(tmp_path):
    file = tmp_path / "me.jpg"
    file.write_text("no picture " * 50)
    assert not is_photo(file)
    with pytest.raises(InputError, match="no photo or video that can be read"):
        list(video_frames(file))


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path):
    file = tmp_path / "bomb.png"
    header = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + header + bytes(100))
    with pytest.raises(InputError, match=r"20000x20000 pixels; expected .* 100 megapixels"):
        read_photo(file)


def test_what_is_no_video_is_refused(tmp_path, video):
    text, sound = tmp_path / "text.mp4", tmp_path / "sound.wav"
    text.write_text("no video " * 50)
    with pytest.raises(InputError, match="no photo or video that can be read"):
        list(video_frames(text))
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(video.read_bytes()[:300])
    with pytest.raises(InputError, match="no photo or video that can be read"):
        list(video_frames(cut))
    with av.open(str(sound), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16")
        frame.rate = 8000
        for packet in [*stream.encode(frame), *stream.encode()]:
            container.mux(packet)
    with pytest.raises(InputError, match="holds no video"):
        list(video_frames(sound))
