from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.library.composer.harmony import Chord, Key
from moodarc.library.composer.pieces import builtin_pieces
from moodarc.library.composer.rules import character_of
from moodarc.library.composer.score import Composer
from moodarc.library.composer.synthesis import LEAD_IN_S, TAIL_S


def compose(valence, arousal, metre=4, *, seed=0):
    character = character_of(valence, arousal)
    key = Key(2, character.mode)
    return Composer(character, key, metre, np.random.default_rng(seed)).notes()


@given(valence=st.floats(-1, 1), arousal=st.floats(-1, 1), metre=st.sampled_from([3, 4]))
@settings(deadline=None)
def test_a_piece_lasts_30_to_45_seconds_wherever_it_lies_on_the_plane(valence, arousal, metre):
    beats = max(note.start + note.beats for note in compose(valence, arousal, metre))
    tempo_bpm = character_of(valence, arousal).tempo_bpm
    assert beats % metre == 0
    assert 30.0 <= LEAD_IN_S + TAIL_S + 60.0 * beats / tempo_bpm <= 45.0


@given(valence=st.floats(-1, 1), arousal=st.floats(-1, 1), seed=st.integers(0, 99))
@settings(deadline=None)
def test_all_tones_are_of_the_key_and_playable(valence, arousal, seed):
    mode = character_of(valence, arousal).mode
    scale = {(2 + step) % 12 for step in mode.steps} | ({1} if mode.name == "aeolian" else set())
    tones = [note for note in compose(valence, arousal, seed=seed) if note.part != "drums"]
    assert {note.pitch % 12 for note in tones} <= scale
    assert all(30 <= note.pitch <= 96 and 0.0 < note.velocity <= 1.0 for note in tones)


def test_it_ends_on_the_tonic_in_lead_and_bass():
    for piece in builtin_pieces():
        notes = Composer(
            character_of(piece.valence, piece.arousal),
            Key(piece.key, character_of(piece.valence, piece.arousal).mode),
            piece.metre,
            np.random.default_rng(piece.seed),
        ).notes()
        last = max(note.start for note in notes)
        closing = {note.part: note.pitch for note in notes if note.start == last}
        assert closing["lead"] % 12 == closing["bass"] % 12 == piece.key


def test_the_theme_returns_note_for_note():
    lead = [note for note in compose(0.5, 0.0) if note.part == "lead"]
    first, last = ([n for n in lead if at <= n.start < at + 16] for at in (0, 32))
    assert [note.pitch for note in first] == [note.pitch for note in last]
    assert len({note.pitch for note in first}) >= 4


def test_the_third_bar_has_the_rhythm_of_the_motif():
    lead = [note for note in compose(-0.5, 0.5) if note.part == "lead"]
    bars = [[n.start - 4 * b for n in lead if 4 * b <= n.start < 4 * b + 4] for b in range(4)]
    assert bars[0] == bars[2]
    assert bars[3] == [0.0, 1.0, 2.0]


def test_held_tones_of_the_melody_belong_to_the_chord():
    character = character_of(0.6, -0.3)
    key = Key(2, character.mode)
    composer = Composer(character, key, 4, np.random.default_rng(3))
    chords = [composer._theme(0)[0][0]]
    notes = list(composer._tune([(chords[0], [0, 5], [0, 1])], 0, ("lead",)))
    triad = {key.midi(chords[0].root + third, Chord(0)) % 12 for third in (0, 2, 4)}
    assert {note.pitch % 12 for note in notes} <= triad


def test_the_melody_never_stands_still_on_one_tone():
    for arousal in (-0.9, 0.0, 0.9):
        lead = [n.pitch for n in compose(-0.4, arousal) if n.part == "lead"]
        repeats = sum(a == b for a, b in pairwise(lead))
        assert repeats == 0


@pytest.mark.parametrize(
    ("arousal", "signs"), [(-0.5, set()), (0.2, {"h", "k"}), (0.9, set("hks"))]
)
def test_drums_come_with_arousal(arousal, signs):
    assert {n.pitch for n in compose(0.5, arousal) if n.part == "drums"} == signs


def test_a_tense_and_lively_bass_pulses_in_half_beats():
    bass = [n for n in compose(-0.9, 0.8) if n.part == "bass" and n.start < 16]
    assert [n.start for n in bass] == [half / 2 for half in range(32)]
