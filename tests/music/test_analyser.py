import os
import shutil
import subprocess
import tracemalloc

import numpy as np
import pytest
import soundfile
from tests.random_estimators import fused_of
from tests.sounds import RATE, saw, sine, song

from moodarc.catalog import DESCRIPTOR_NAMES
from moodarc.errors import AudioError
from moodarc.music import load_analyser
from moodarc.music.analyser import DESCRIPTORS_VERSION, Analyser, describe_file
from moodarc.music.emotion import Estimate, FusedEstimator
from moodarc.music.hearing import pooled
from moodarc.music.segments import track_features

SPOKEN = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the "
    "age of foolishness. Call me Ishmael. Some years ago, never mind how long precisely, having "
    "little or no money in my purse, I thought I would sail about a little and see the watery "
    "part of the world."
)


@pytest.fixture(scope="module")
def analyser():
    return load_analyser()


@pytest.fixture(scope="module")
def c_major():
    return song(120, 60, minor=False)


@pytest.fixture
def analyse(analyser, tmp_path):
    """The analysis of a sound, by way of a file."""

    def through_file(sound, rate=RATE, name="sound.wav"):
        soundfile.write(tmp_path / name, sound, rate)
        return analyser.analyse(tmp_path / name)

    return through_file


def test_a_sound_has_an_embedding_of_length_1_near_that_of_its_own_half(analyse, c_major):
    whole, half = (analyse(sound).embedding for sound in (c_major, c_major[: len(c_major) // 2]))
    other = analyse(saw(110, 6.0)).embedding
    assert whole.shape == (64,)
    assert np.linalg.norm(whole) == pytest.approx(1.0, abs=1e-5)
    assert whole @ half > 0.9 > whole @ other


def test_without_a_network_there_is_no_embedding(tmp_path, c_major):
    soundfile.write(tmp_path / "song.wav", c_major, RATE)
    found = Analyser(fused_of(2, 0)).analyse(tmp_path / "song.wav")
    assert found.embedding is None


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize(("bpm", "tonic"), [(120, 60), (90, 57), (72, 65), (140, 64)])
def test_tempo_key_metre_and_length_of_a_song_are_found(analyse, *, bpm, tonic, mode):
    found = analyse(song(bpm, tonic, minor=mode == 0)).descriptors
    assert found.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert (found.key, found.mode, found.time_signature) == (tonic % 12, mode, 4)
    assert found.duration_s == pytest.approx(16 * 4 * 60 / bpm, abs=0.05)


def test_everything_is_in_its_range(analyse, c_major):
    found = analyse(c_major)
    assert -1.0 <= found.affect.valence <= 1.0
    assert -1.0 <= found.affect.arousal <= 1.0
    assert found.descriptors.valence == pytest.approx((1 + found.affect.valence) / 2)
    shares = ["energy", "danceability", "acousticness", "instrumentalness", "liveness"]
    for name in [*shares, "valence", "speechiness", "beat_strength"]:
        assert 0.0 <= getattr(found.descriptors, name) <= 1.0
    assert 0.0 <= found.speech_probability <= 1.0
    assert np.abs(found.curve.values).max() <= 1.0
    assert found.curve.variance.min() > 0.0


def test_the_curve_has_a_point_every_three_seconds(analyse, c_major):
    curve = analyse(c_major).curve
    assert curve.window_s == 3.0
    assert curve.start_s.tolist() == [3.0 * n for n in range(10)]
    assert curve.values.shape == curve.variance.shape == (10, 2)


def test_the_same_song_through_two_codecs_is_nearly_the_same(analyse, c_major):
    sound = np.stack([c_major, c_major], axis=1)
    flac, mp3 = analyse(sound, name="a.flac"), analyse(sound, name="a.mp3")
    # pure tones over silence are what a codec changes most; recordings move by 0.01 at most
    assert mp3.affect.valence == pytest.approx(flac.affect.valence, abs=0.2)
    assert mp3.affect.arousal == pytest.approx(flac.affect.arousal, abs=0.2)
    assert mp3.descriptors.tempo_bpm == pytest.approx(flac.descriptors.tempo_bpm, rel=1e-3)
    assert mp3.descriptors.loudness_lufs == pytest.approx(flac.descriptors.loudness_lufs, abs=0.1)
    assert mp3.descriptors.duration_s == pytest.approx(flac.descriptors.duration_s, abs=0.1)
    whole = ("key", "mode", "time_signature")
    first, second = ([getattr(found.descriptors, name) for name in whole] for found in (flac, mp3))
    assert first == second


def test_the_same_file_gives_the_same_analysis_twice(analyse, c_major):
    first, second = analyse(c_major), analyse(c_major)
    assert first.descriptors == second.descriptors
    assert first.affect == second.affect
    np.testing.assert_array_equal(first.curve.values, second.curve.values)


@pytest.mark.parametrize("gain_db", [-6.0, -12.0, -20.0])
def test_turning_it_down_changes_the_loudness_but_neither_tempo_nor_key(analyse, c_major, gain_db):
    before = analyse(c_major).descriptors
    after = analyse(c_major * 10 ** (gain_db / 20)).descriptors
    assert after.loudness_lufs == pytest.approx(before.loudness_lufs + gain_db, abs=0.1)
    assert after.tempo_bpm == pytest.approx(before.tempo_bpm, rel=0.01)
    assert (after.key, after.mode) == (before.key, before.mode)


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000, 192_000])
def test_any_rate_gives_the_same_tempo_and_key(analyse, rate):
    found = analyse(song(120, 60, minor=False, times=2, rate=rate), rate).descriptors
    assert found.tempo_bpm == pytest.approx(120, rel=0.01)
    assert (found.key, found.mode, found.time_signature) == (0, 1, 4)
    assert found.duration_s == pytest.approx(16.0, abs=0.01)


def test_eight_channels_are_heard_as_one(analyse, c_major):
    one, eight = analyse(c_major), analyse(np.repeat(c_major[:, None], 8, axis=1))
    assert eight.descriptors.tempo_bpm == pytest.approx(one.descriptors.tempo_bpm, rel=1e-3)
    assert eight.affect.valence == pytest.approx(one.affect.valence, abs=0.02)
    # eight channels of weight 1 carry eight times the power (BS.1770)
    louder = eight.descriptors.loudness_lufs - one.descriptors.loudness_lufs
    assert louder == pytest.approx(10 * np.log10(8), abs=0.1)


def test_arousal_rises_when_a_soft_slow_song_turns_loud_bright_and_fast(analyse):
    soft = 0.15 * np.concatenate([sine(220, 2, amplitude=0.2), sine(262, 2, amplitude=0.2)] * 6)
    fast = song(168, 57, minor=True, times=4)[: 24 * RATE]
    rng = np.random.default_rng(0)
    beats = np.exp(-20 * (np.arange(24 * RATE) / RATE % (60 / 168)))
    noise = 0.5 * rng.normal(size=len(beats)) * beats
    buzz = sum(saw(hertz, 24, amplitude=0.25) for hertz in (110, 165, 220.7))
    loud = np.clip(buzz[: len(fast)] + noise[: len(fast)] + fast, -1, 1)
    curve = analyse(np.concatenate([soft, loud])).curve
    arousal = curve.values[:, 1]
    before, after = arousal[curve.start_s < 21.0], arousal[curve.start_s >= 27.0]
    assert after.mean() > before.mean() + 0.3
    assert after.min() > before.max()


@pytest.mark.parametrize("amplitude", [0.0, 1e-5])
def test_a_file_of_nothing_but_silence_is_refused(analyser, tmp_path, amplitude):
    path = tmp_path / "a.wav"
    soundfile.write(path, sine(440, 10, amplitude=amplitude), RATE, subtype="FLOAT")
    for read in (analyser.analyse, analyser.windows, describe_file):
        with pytest.raises(AudioError, match=r"a\.wav: holds only silence; expected sound above"):
            read(path)


def test_a_faint_sound_is_analysed(analyse):
    # a sine of -63.0 dB; at 440 Hz K-weighting leaves the -0.69 of its definition
    found = analyse(sine(440, 10, amplitude=1e-3)).descriptors
    assert found.loudness_lufs == pytest.approx(-63.7, abs=0.1)
    assert found.key == 9


def test_a_file_of_nothing_but_nan_is_damaged_and_not_silent(analyser, tmp_path):
    soundfile.write(tmp_path / "a.wav", np.full(RATE, np.nan), RATE, subtype="FLOAT")
    with pytest.raises(AudioError, match=r"a\.wav: is damaged, 100\.0% of its samples"):
        analyser.analyse(tmp_path / "a.wav")


def test_a_silent_stretch_has_no_beat_and_no_key(analyser, tmp_path, c_major):
    sound = np.concatenate([c_major[: 12 * RATE], np.zeros(12 * RATE)])
    soundfile.write(tmp_path / "a.wav", sound, RATE)
    told = analyser.windows(tmp_path / "a.wav")[-1]
    assert (told.tempo_bpm, told.key, told.mode, told.time_signature) == (0.0, -1, -1, 0)
    assert (told.loudness_lufs, told.valence) == (-70.0, 0.5)


def test_a_silent_end_does_not_pull_the_curve_somewhere(analyse, c_major):
    curve = analyse(np.concatenate([c_major[: 12 * RATE], np.zeros(12 * RATE)])).curve
    assert (curve.values[:3] != 0.0).all()
    assert (curve.values[-3:] == 0.0).all()
    assert curve.variance[-1] == pytest.approx([1 / 3, 1 / 3])


def test_a_file_of_six_tenths_of_a_second_is_one_segment(analyse, c_major):
    found = analyse(c_major[: int(0.6 * RATE)])
    assert found.descriptors.duration_s == pytest.approx(0.6, abs=1e-3)
    assert found.curve.start_s.tolist() == [0.0]


def test_a_file_of_a_tenth_of_a_second_is_refused(analyse, c_major):
    with pytest.raises(AudioError, match=r"sound\.wav: lasts 0\.10 s; expected 0\.5 s"):
        analyse(c_major[: int(0.1 * RATE)])


def test_a_file_over_the_limit_is_refused_as_soon_as_it_is_passed(tmp_path, c_major):
    soundfile.write(tmp_path / "a.wav", c_major, RATE)
    analyser = Analyser(FusedEstimator.shipped())
    with pytest.raises(AudioError, match="longer than 5 s"):
        analyser.analyse(tmp_path / "a.wav", max_duration_s=5.0)
    assert analyser.analyse(tmp_path / "a.wav", max_duration_s=32.0)


def test_what_is_no_music_is_one_clear_error(analyser, tmp_path):
    (tmp_path / "a.mp3").write_text("no music")
    with pytest.raises(AudioError, match=r"a\.mp3: is not audio"):
        analyser.analyse(tmp_path / "a.mp3")


def test_four_times_the_length_takes_hardly_more_memory(tmp_path):
    def peak_bytes(minutes):
        path = tmp_path / f"{minutes}.wav"
        soundfile.write(path, np.tile(sine(440, 1, rate=8000), 60 * minutes), 8000)
        tracemalloc.start()
        try:
            describe_file(path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak_bytes(1)  # fills the caches
    assert peak_bytes(8) < 1.2 * peak_bytes(2)


def test_the_version_names_descriptors_and_estimator(analyser):
    estimator = FusedEstimator.shipped()
    assert analyser.version == f"{DESCRIPTORS_VERSION}+{estimator.version}"


def test_every_descriptor_is_a_plain_finite_number(analyse, c_major):
    found = analyse(c_major).descriptors
    values = [getattr(found, name) for name in DESCRIPTOR_NAMES]
    assert {type(value) for value in values} == {float, int}
    assert np.isfinite(values).all()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """A file of synthesised speech."""
    if shutil.which("espeak-ng") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("espeak-ng is not installed; the CI installs it: apt-get install espeak-ng")
        pytest.skip("espeak-ng is not installed: apt-get install espeak-ng")
    path = tmp_path_factory.mktemp("speech") / "spoken.wav"
    subprocess.run(["espeak-ng", "-w", path, SPOKEN], check=True)
    return path


@pytest.mark.service
def test_speech_is_told_from_music(analyser, analyse, spoken):
    assert analyser.analyse(spoken).speech_probability > 0.5
    assert analyse(song(90, 57, minor=True)).speech_probability < 0.5


def test_each_window_has_its_own_descriptors(tmp_path):
    quiet, loud = song(60, 60, minor=False) * 0.05, song(140, 60, minor=False)
    seconds = 12 * RATE
    soundfile.write(tmp_path / "a.wav", np.concatenate([quiet[:seconds], loud[:seconds]]), RATE)
    windows = Analyser(FusedEstimator.shipped()).windows(tmp_path / "a.wav")
    assert len(windows) == 8
    assert {window.duration_s for window in windows} == {3.0}
    assert windows[-1].loudness_lufs - windows[0].loudness_lufs > 15
    assert windows[-2].energy > windows[1].energy


class Listener:
    """An estimator that keeps what it is asked about; its encoder numbers the segments."""

    version = "listener-1"

    def __init__(self):
        self.asked = []
        self._n_heard = 0

    def encoder(self, hearing):
        first, self._n_heard = self._n_heard, self._n_heard + len(hearing)
        return np.arange(first, self._n_heard, dtype=np.float32)[:, None]

    def estimate(self, features, heard):
        self.asked.append(heard)
        zeros = np.zeros((len(features), 2), dtype=np.float32)
        return Estimate(zeros, zeros)


def test_the_estimator_is_asked_about_the_whole_track_and_each_segment_with_its_neighbours(
    tmp_path, c_major
):
    soundfile.write(tmp_path / "a.wav", c_major[: 27 * RATE], RATE)
    listener = Listener()
    Analyser(listener).analyse(tmp_path / "a.wav")
    whole, curve = listener.asked
    numbers = np.arange(9, dtype=np.float32)[:, None]
    np.testing.assert_array_equal(whole, pooled(numbers)[None])
    assert curve[:, 0].tolist() == [0.5, 1, 2, 3, 4, 5, 6, 7, 7.5]


def test_an_estimator_without_a_network_reads_the_descriptors_alone(tmp_path, c_major):
    soundfile.write(tmp_path / "a.wav", c_major, RATE)
    estimator = fused_of(2, 0)
    found = Analyser(estimator).analyse(tmp_path / "a.wav")
    segments = describe_file(tmp_path / "a.wav").segments
    told = estimator.estimate(track_features(segments)[None], np.zeros((1, 0), np.float32))
    assert (found.affect.valence, found.affect.arousal) == tuple(told.mean[0].tolist())
    assert found.analyser == f"{DESCRIPTORS_VERSION}+random-2"
