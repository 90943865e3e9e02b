from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import moodarc.library.composer as room
from moodarc.affect import Quadrant, quadrant_of
from moodarc.library.composer import RATE, builtin_pieces, character_of, render
from moodarc.library.composer.synthesis import CEILING


def test_there_are_48_pieces_spread_over_all_quadrants():
    pieces = builtin_pieces()
    quadrants = Counter(quadrant_of(piece.valence, piece.arousal) for piece in pieces)
    assert len(pieces) == 48
    assert min(quadrants[quadrant] for quadrant in Quadrant) >= 10


def test_no_part_of_the_plane_is_left_empty():
    points = np.array([(piece.valence, piece.arousal) for piece in builtin_pieces()])
    cells = {tuple(cell) for cell in np.floor((points + 1.0) * 2.5).astype(int)}
    assert len(cells) == 25


def test_valence_and_arousal_are_independent_and_some_points_lie_near_an_axis():
    points = np.array([(piece.valence, piece.arousal) for piece in builtin_pieces()])
    assert abs(np.corrcoef(points.T)[0, 1]) < 0.1
    assert (np.abs(points).min(axis=1) < 0.1).sum() >= 5


def test_names_are_unique_and_no_band_plays_more_than_a_quarter():
    pieces = builtin_pieces()
    assert len({piece.title for piece in pieces}) == len({p.file_name for p in pieces}) == 48
    bands = Counter(piece.artist for piece in pieces)
    assert len(bands) >= 7
    assert max(bands.values()) <= 12


def test_keys_and_metres_vary_without_regard_to_the_mood():
    pieces = builtin_pieces()
    assert set(Counter(piece.key for piece in pieces).values()) == {4}
    in_three = [piece for piece in pieces if piece.metre == 3]
    assert 10 <= len(in_three) <= 14
    assert {quadrant_of(piece.valence, piece.arousal) for piece in in_three} == set(Quadrant)


def test_a_piece_tells_the_truth_of_its_character():
    for piece in builtin_pieces():
        character = character_of(piece.valence, piece.arousal)
        assert piece.tempo_bpm == character.tempo_bpm
        assert piece.scale == character.mode.name
        assert piece.mode == (1 if piece.valence > 0.0 else 0)


@pytest.mark.parametrize("number", [0, 5, 26, 42])
def test_a_rendered_piece_is_whole_unclipped_and_fades_to_silence(number):
    piece = builtin_pieces()[number]
    sound = render(piece)
    assert sound.dtype == np.float32
    assert 30.0 <= len(sound) / RATE <= 45.0
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() <= CEILING
    assert np.abs(sound[-100:]).max() < 1e-5
    level_db = 20.0 * np.log10(sound.std())
    assert level_db == pytest.approx(
        character_of(piece.valence, piece.arousal).loudness_db, abs=0.5
    )


def test_rendering_twice_gives_the_same_samples():
    piece = builtin_pieces()[5]
    np.testing.assert_array_equal(render(piece), render(piece))


def test_a_lively_piece_pulses_at_its_tempo():
    piece = builtin_pieces()[12]
    power = (render(piece).mean(axis=1) ** 2)[: 30 * RATE].reshape(-1, RATE // 100).mean(axis=1)
    flux = np.maximum(np.diff(np.sqrt(power)), 0.0)
    flux -= flux.mean()
    period = round(100 * 60.0 / piece.tempo_bpm)
    likeness = np.correlate(flux, flux, "full")[len(flux) - 1 :]
    assert likeness[2 * period - 3 : 2 * period + 4].max() > 0.5 * likeness[0]


def test_the_room_stays_under_400_lines_blank_ones_left_out():
    files = Path(room.__file__).parent.glob("*.py")
    lines = [line for file in files for line in file.read_text().splitlines() if line.strip()]
    assert 300 < len(lines) < 400
