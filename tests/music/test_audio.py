import os

import av
import numpy as np
import pytest
import soundfile
from tests.sounds import RATE, sine

from moodarc.errors import AudioError
from moodarc.music.audio import ANALYSIS_RATE, AudioFile, decode

FORMATS = {
    "mp3": {"format": "MP3"},
    "flac": {"format": "FLAC"},
    "ogg": {"format": "OGG", "subtype": "VORBIS"},
    "opus": {"format": "OGG", "subtype": "OPUS"},
    "wav": {"format": "WAV", "subtype": "PCM_24"},
    "aiff": {"format": "AIFF"},
}


def write(path, sound, rate=RATE):
    if path.suffix == ".m4a":
        write_m4a(path, sound, rate)
    else:
        rate = 48_000 if path.suffix == ".opus" else rate
        with soundfile.SoundFile(
            path, "w", rate, sound.shape[1], **FORMATS[path.suffix[1:]]
        ) as file:
            for start in range(0, len(sound), rate):
                file.write(sound[start : start + rate])
    return path


def write_m4a(path, sound, rate):
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=rate, layout="stereo")
        for start in range(0, len(sound) - 1023, 1024):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(sound[start : start + 1024].T), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts = rate, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def stereo(hertz=440.0, seconds=3.0, rate=RATE):
    tone = sine(hertz, seconds, rate=rate)
    return np.stack([tone, tone], axis=1)


def peak_hertz(sound):
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return np.argmax(spectrum) * ANALYSIS_RATE / len(sound)


@pytest.mark.parametrize("suffix", [*FORMATS, "m4a"])
def test_every_format_decodes_to_the_same_tone(tmp_path, suffix):
    rate = 48_000 if suffix == "opus" else RATE
    sound = decode(write(tmp_path / f"tone.{suffix}", stereo(rate=rate)))
    assert sound.dtype == np.float32
    assert len(sound) / ANALYSIS_RATE == pytest.approx(3.0, abs=0.12)
    middle = sound[ANALYSIS_RATE // 2 : -ANALYSIS_RATE // 2]
    assert peak_hertz(middle) == pytest.approx(440.0, abs=1.0)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def test_libsndfile_reads_what_it_can_and_ffmpeg_the_rest(tmp_path):
    with AudioFile(write(tmp_path / "a.flac", stereo())) as file:
        assert (file.decoder, file.rate, file.channels) == ("sndfile", RATE, 2)
    with AudioFile(write(tmp_path / "a.m4a", stereo())) as file:
        assert (file.decoder, file.rate, file.channels) == ("av", RATE, 2)


def test_the_content_counts_and_not_the_ending(tmp_path):
    path = write(tmp_path / "a.flac", stereo()).rename(tmp_path / "a.mp3")
    assert peak_hertz(decode(path)) == pytest.approx(440.0, abs=1.0)


def test_channels_are_averaged(tmp_path):
    left = sine(440.0, 1.0)
    path = write(tmp_path / "a.wav", np.stack([left, -left], axis=1))
    assert np.abs(decode(path)).max() < 1e-3


def test_one_odd_sample_does_not_poison_the_rest(tmp_path):
    sound = stereo()
    sound[100] = np.nan
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")
    assert np.isfinite(decode(tmp_path / "a.wav")).all()


@pytest.mark.parametrize("suffix", [*FORMATS, "m4a"])
def test_a_truncated_file_is_refused_with_how_much_is_left(tmp_path, suffix):
    rate = 48_000 if suffix == "opus" else RATE
    path = write(tmp_path / f"a.{suffix}", stereo(seconds=10.0, rate=rate))
    whole = path.read_bytes()
    assert len(decode(path)) / ANALYSIS_RATE == pytest.approx(10.0, abs=0.12)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AudioError, match=r"is truncated|is not audio"):
        decode(path)


@pytest.mark.parametrize("suffix", ["wav", "aiff"])
def test_the_error_tells_how_much_of_a_truncated_file_is_left(tmp_path, suffix):
    path = write(tmp_path / f"a.{suffix}", stereo(seconds=10.0))
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(AudioError, match=r"5\.0 s of 10\.0 s can be decoded \(\d+ of \d+ bytes"):
        decode(path)


def test_a_file_that_lacks_its_last_frames_is_taken(tmp_path):
    path = write(tmp_path / "a.mp3", stereo(seconds=10.0))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * 0.96)])
    assert len(decode(path)) / ANALYSIS_RATE == pytest.approx(9.6, abs=0.3)


def test_a_hundredth_of_odd_samples_is_taken_and_more_is_damage(tmp_path):
    sound = stereo()
    sound[: len(sound) // 100, 0], sound[: len(sound) // 100, 1] = np.nan, -np.inf
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")
    assert np.isfinite(decode(tmp_path / "a.wav")).all()
    sound[: len(sound) // 50] = np.inf
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")
    with pytest.raises(AudioError, match=r"is damaged, 2\.0% of its samples are NaN or infinite"):
        decode(tmp_path / "a.wav")


@pytest.mark.parametrize("value", [1e30, -1e10, 10_001.0])
def test_a_sample_far_beyond_full_scale_is_refused_with_its_value(tmp_path, value):
    sound = stereo()
    sound[5000, 1] = value
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")
    with pytest.raises(AudioError) as refused:
        decode(tmp_path / "a.wav")
    assert f"a sample of {abs(value):.3g}; expected at most 10000" in str(refused.value)


def test_samples_somewhat_over_full_scale_are_taken_as_they_are(tmp_path):
    soundfile.write(tmp_path / "a.wav", 20 * stereo(), RATE, subtype="FLOAT")
    assert np.abs(decode(tmp_path / "a.wav")).max() == pytest.approx(10.0, rel=0.02)


@pytest.mark.parametrize("rate", [1, 3_999, 768_001, 2_000_000_000])
def test_a_rate_that_no_music_has_is_refused(tmp_path, rate):
    soundfile.write(tmp_path / "a.wav", stereo(), rate)
    with pytest.raises(AudioError, match=f"declares {rate} samples a second; expected 4000 to"):
        AudioFile(tmp_path / "a.wav")


@pytest.mark.parametrize("rate", [4_000, 768_000])
def test_the_lowest_and_the_highest_rate_decode(tmp_path, rate):
    path = write(tmp_path / "a.wav", stereo(seconds=1.0, rate=rate), rate)
    assert peak_hertz(decode(path)) == pytest.approx(440.0, abs=1.0)


def test_an_odd_file_name_is_no_obstacle(tmp_path):
    name = os.fsdecode(b"odd \xff\n name.wav")
    path = write(tmp_path / "a.wav", stereo()).rename(tmp_path / name)
    assert peak_hertz(decode(path)) == pytest.approx(440.0, abs=1.0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"this is no music\n" * 99, "not audio"), (b"\x00" * 5000, "not audio")],
)
def test_what_is_not_audio_is_refused_with_a_reason(tmp_path, content, reason):
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=reason):
        decode(path)


def test_a_picture_has_no_audio(tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), dtype=np.uint8))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(AudioError, match="no audio stream"):
        decode(path)


def test_an_absent_file_a_folder_and_a_pipe_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    for name, reason in (
        ("absent.mp3", "cannot be opened"),
        ("", "not a regular"),
        ("pipe.mp3", "not a regular"),
    ):
        with pytest.raises(AudioError, match=reason):
            decode(tmp_path / name)


def test_a_header_without_sound_is_refused(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros((0, 2)), RATE)
    with pytest.raises(AudioError, match="no sound"):
        decode(tmp_path / "a.wav")
