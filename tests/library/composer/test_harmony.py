import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.library.composer.harmony import PROGRESSIONS, Chord, Key
from moodarc.library.composer.rules import MODES

KEYS = st.builds(Key, st.integers(0, 11), st.sampled_from(MODES))
IONIAN, AEOLIAN = MODES[-1], MODES[1]


@given(key=KEYS, octave=st.integers(-2, 2))
def test_the_tonic_sounds_in_every_octave(key, octave):
    assert key.midi(7 * octave, Chord(0)) % 12 == key.tonic


def test_c_major_is_spelt_from_middle_c():
    tones = [Key(0, IONIAN).midi(degree, Chord(0)) for degree in range(8)]
    assert tones == [60, 62, 64, 65, 67, 69, 71, 72]


def test_the_dominant_of_a_minor_has_g_sharp():
    key = Key(9, AEOLIAN)
    assert {p % 12 for p in key.voices(Chord(4, raised=True), 60)} == {4, 8, 11}
    assert {p % 12 for p in key.voices(Chord(4), 60)} == {4, 7, 11}


@given(root=st.integers(0, 6), degree=st.integers(-20, 20))
def test_the_nearest_chord_tone_is_in_the_triad_and_within_two_steps(root, degree):
    tone = Chord(root).nearest(degree)
    assert (tone - root) % 7 in {0, 2, 4}
    assert abs(tone - degree) <= 2


@given(key=KEYS, roots=st.tuples(st.integers(0, 6), st.integers(0, 6)))
def test_common_tones_of_two_chords_keep_their_place(key, roots):
    first, second = (key.voices(Chord(root), 60.0) for root in roots)
    common = {p % 12 for p in first} & {p % 12 for p in second}
    assert {p for p in first if p % 12 in common} == {p for p in second if p % 12 in common}
    assert max(second) - min(second) < 12


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_themes_open_on_the_tonic_and_every_phrase_closes_on_another_chord(mode):
    themes, contrasts = PROGRESSIONS[mode.name]
    assert {roots[0] for roots in themes} == {"0"}
    assert "0" not in {roots[0] for roots in contrasts} | {r[-1] for r in themes + contrasts}
    assert {len(roots) for roots in themes + contrasts} == {4}


def test_dissonance_adds_tones_to_chords(rng):
    key = Key(0, IONIAN)
    assert all(not chord.added for chord in key.chords(0, 0.0, rng))
    assert all(len(chord.added) == 2 for chord in key.chords(0, 1.0, rng))
