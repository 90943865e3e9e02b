import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sounds import sine

from moodarc.music.spectra import FRONT_END, spectra, stream_spectra

RATE = FRONT_END.rate
BLOCK = FRONT_END.segment * FRONT_END.segments_per_block


def noise(seconds, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=int(seconds * RATE)).astype(np.float32) * np.float32(0.1)


def joined(blocks, field):
    return np.concatenate([getattr(block, field) for block in blocks])


def test_hops_divide_the_segment():
    assert FRONT_END.segment_s == 3.0
    assert FRONT_END.short_per_segment * FRONT_END.short_hop == FRONT_END.segment
    assert FRONT_END.long_per_segment * FRONT_END.long_hop == FRONT_END.segment
    assert FRONT_END.short_fps == 40.0
    assert FRONT_END.rate / FRONT_END.long_hop == 8.0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=6), st.floats(0.2, 29.0))
def test_a_stream_gives_the_spectra_of_the_whole_whatever_its_pieces(sizes, seconds):
    sound = noise(seconds)
    cuts = np.cumsum(np.resize(sizes, len(sound) // min(sizes) + 1))
    pieces = np.split(sound, cuts[cuts < len(sound)])
    blocks = list(stream_spectra(pieces))
    whole = spectra(sound, max(len(sound) // FRONT_END.segment, 1))
    for field in ("samples", "short_power", "long_magnitude"):
        np.testing.assert_allclose(
            joined(blocks, field), getattr(whole, field), rtol=1e-4, atol=1e-9
        )


def test_a_frame_is_the_discrete_transform_of_its_windowed_samples():
    sound = noise(3.0)
    found = spectra(sound, 1)
    for frame, (size, hop, column) in {
        7: (FRONT_END.short_frame, FRONT_END.short_hop, 31),
        5: (FRONT_END.long_frame, FRONT_END.long_hop, 200),
    }.items():
        n = np.arange(size)
        window = 0.5 - 0.5 * np.cos(2 * np.pi * n / size)
        piece = sound[frame * hop : frame * hop + size].astype(np.float64)
        value = (piece * window * np.exp(-2j * np.pi * column * n / size)).sum() / window.sum()
        if size == FRONT_END.short_frame:
            assert found.short_power[frame, column] == pytest.approx(abs(value) ** 2, rel=1e-4)
        else:
            assert found.long_magnitude[frame, column] == pytest.approx(abs(value), rel=1e-4)


def test_a_full_scale_sine_on_a_bin_has_magnitude_one_half():
    found = spectra(sine(1000.0, 6.0, rate=RATE, amplitude=1.0), 1)
    assert found.long_magnitude.max(axis=1) == pytest.approx(0.5, rel=1e-4)
    assert found.short_power.max(axis=1) == pytest.approx(0.25, rel=1e-4)
    assert set(found.long_magnitude.argmax(axis=1)) == {1000 * FRONT_END.long_frame // RATE}


def test_the_end_that_fills_no_segment_is_dropped():
    blocks = list(stream_spectra([noise(7.9)]))
    assert [len(block.samples) for block in blocks] == [2 * FRONT_END.segment]


def test_a_sound_shorter_than_a_segment_is_padded_to_one():
    (block,) = stream_spectra([noise(1.0)])
    assert len(block.samples) == FRONT_END.segment
    assert not block.samples[RATE:].any()
    assert not block.short_power[RATE // FRONT_END.short_hop + 1 :].any()


def test_no_sound_at_all_is_one_silent_segment():
    (block,) = stream_spectra([])
    assert not block.samples.any()


def test_a_block_leaves_as_soon_as_its_frames_are_complete():
    piece = 10_000
    n_taken = 0

    def pieces():
        nonlocal n_taken
        for _ in range(100):
            n_taken += piece
            yield np.zeros(piece, dtype=np.float32)

    n_given = 0
    for block in stream_spectra(pieces()):
        n_given += len(block.samples)
        assert n_taken - n_given <= BLOCK + FRONT_END.long_frame + piece
    assert n_given == 1_000_000 // FRONT_END.segment * FRONT_END.segment


def test_an_hour_takes_no_more_memory_than_two_minutes():
    def peak_bytes(n_pieces):
        silence = np.zeros(BLOCK // 4, dtype=np.float32)
        tracemalloc.start()
        try:
            for _ in stream_spectra(silence for _ in range(n_pieces)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak_bytes(4 * 100) < 1.05 * peak_bytes(4 * 10)
