import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.library.composer.rules import MODES, RULES, character_of

UNIT = st.floats(-1.0, 1.0)
RISING = st.tuples(UNIT, UNIT).map(sorted)


@given(valence=UNIT, arousals=RISING)
def test_more_arousal_is_never_slower_softer_duller_or_sparser(valence, arousals):
    low, high = (character_of(valence, arousal) for arousal in arousals)
    for cue in ("tempo_bpm", "loudness_db", "brightness", "density", "syncopation"):
        assert getattr(low, cue) <= getattr(high, cue)


@given(valence=UNIT, arousals=RISING)
def test_more_arousal_is_never_more_legato_nor_slower_to_speak(valence, arousals):
    low, high = (character_of(valence, arousal) for arousal in arousals)
    assert low.articulation >= high.articulation
    assert low.attack_ms >= high.attack_ms


@given(valences=RISING, arousal=UNIT)
def test_more_valence_is_never_a_darker_mode_a_lower_tune_or_more_dissonance(valences, arousal):
    low, high = (character_of(valence, arousal) for valence in valences)
    assert MODES.index(low.mode) <= MODES.index(high.mode)
    assert low.lead_midi <= high.lead_midi
    assert low.dissonance >= high.dissonance


@given(valence=UNIT, arousal=UNIT)
def test_every_cue_stays_in_its_range(valence, arousal):
    cues = character_of(valence, arousal)
    assert 50 <= cues.tempo_bpm <= 150
    assert cues.tempo_bpm == round(cues.tempo_bpm)
    assert 0.5 < cues.articulation < 1.0
    assert 0.0 < cues.brightness < 1.0
    assert 0.0 <= cues.dissonance < 1.0
    assert cues.attack_ms > 3.0
    assert 0.0 < cues.syncopation < 1.0


def test_modes_brighten_one_scale_step_at_a_time():
    heights = [sum(mode.steps) for mode in MODES]
    assert heights == list(range(heights[0], heights[0] + len(MODES)))


def test_major_thirds_begin_where_valence_turns_positive():
    assert {character_of(v, 0.0).mode.steps[2] for v in (-1.0, -0.3, 0.0)} == {3}
    assert {character_of(v, 0.0).mode.steps[2] for v in (0.01, 0.3, 1.0)} == {4}


def test_every_rule_names_a_source():
    assert all(source.startswith(("GL", "EFB")) for *_, source in RULES.values())


@pytest.mark.parametrize("point", [(1.1, 0.0), (0.0, -1.1), (float("nan"), 0.0)])
def test_a_point_off_the_plane_is_refused_with_its_value(point):
    with pytest.raises(InputError, match=r"expected both in \[-1, 1\]"):
        character_of(*point)
