"""What music of a chosen valence and arousal is made of: nine straight lines and the mode.

EFB = Eerola, Friberg & Bresin 2013, "Emotional expression in music: contribution, linearity, and
additivity of primary musical cues", doi:10.3389/fpsyg.2013.00487: mode, tempo, register, dynamics,
articulation and timbre add up, nearly linearly, so each rule is a line without interactions.
GL = Gabrielsson & Lindstroem 2010, "The role of structure in the musical expression of emotions",
Handbook of Music and Emotion, p. 367-400. The lines' directions are theirs; their sizes are ours,
for what the instruments play well, and were fixed before any estimator of ours heard a piece. They
are never tuned to one: the pieces are its controlled stimuli.
"""

from typing import NamedTuple

from moodarc.errors import InputError

__all__ = ["MODES", "RULES", "Character", "Mode", "character_of"]

RULES: dict[str, tuple[float, float, float, str]] = {
    "tempo_bpm": (98, 5, 42, "GL: fast = activity, joy, anger; EFB: happy fast, sad slow"),
    "lead_midi": (69, 6, 1, "EFB: happy and peaceful high, scary low; GL: low = sadness"),
    "loudness_db": (-20, 0, 4.5, "GL: loud = power, tension, joy; soft = tender, sad"),
    "articulation": (0.78, 0, -0.2, "GL: staccato = energy, anger; legato = tender, sad"),
    "brightness": (0.5, -0.1, 0.35, "GL: many harmonics = power, anger; few = pleasant"),
    "dissonance": (0.35, -0.3, 0.1, "GL: consonant = joy, serenity; dissonant = tension"),
    "density": (1.25, 0, 0.6, "EFB: tempo is notes a second; GL: activity"),
    "attack_ms": (36, 0, -28, "GL: sharp attack = activity, joy, anger; round = tender, sad"),
    "syncopation": (0.2, -0.05, 0.1, "GL: smooth rhythm = serenity; rough = unease"),
}
"""Cue -> value at the origin, change per unit of valence, of arousal, source of the direction."""


class Mode(NamedTuple):
    """A diatonic mode, up to which valence it serves, and its semitones above the tonic."""

    name: str
    up_to_valence: float
    steps: tuple[int, ...]


MODES = (
    Mode("phrygian", -0.7, (0, 1, 3, 5, 7, 8, 10)),
    Mode("aeolian", -0.2, (0, 2, 3, 5, 7, 8, 10)),
    Mode("dorian", 0.0, (0, 2, 3, 5, 7, 9, 10)),
    Mode("mixolydian", 0.2, (0, 2, 4, 5, 7, 9, 10)),
    Mode("ionian", 1.0, (0, 2, 4, 5, 7, 9, 11)),
)
"""From dark to happy: Temperley & Tan 2013, Music Perception 30(3); EFB: the strongest cue."""


class Character(NamedTuple):
    """The cues of one piece."""

    mode: Mode
    tempo_bpm: float  # a whole number
    lead_midi: float  # centre of the melody, MIDI note number
    loudness_db: float  # RMS level, dB of full scale
    articulation: float  # share of its written length that a note sounds
    brightness: float  # weight of the upper harmonics, (0, 1)
    dissonance: float  # chance of added sevenths, then seconds, [0, 1)
    density: float  # notes of the melody per beat
    attack_ms: float  # rise time of a sustained tone
    syncopation: float  # weight of an off-beat where a beat has 1


def character_of(valence: float, arousal: float) -> Character:
    """The cues of a point; InputError where valence or arousal leaves [-1, 1].

    >>> [character_of(0.8, arousal).tempo_bpm for arousal in (-0.5, 0.0, 0.5)]
    [81, 102, 123]
    """
    if not (-1.0 <= valence <= 1.0 and -1.0 <= arousal <= 1.0):
        msg = f"valence {valence!r}, arousal {arousal!r}; expected both in [-1, 1]"
        raise InputError(msg)
    cues = {name: m + v * valence + a * arousal for name, (m, v, a, _) in RULES.items()}
    cues |= {"tempo_bpm": round(cues["tempo_bpm"]), "dissonance": max(0.0, cues["dissonance"])}
    return Character(next(mode for mode in MODES if valence <= mode.up_to_valence), **cues)
