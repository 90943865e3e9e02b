"""Notes to sound: additive tones, three drums, a room and a gentle limiter.

A tone is the polynomial sum of a_k z^k in z = exp((2 pi i f - d) t), by Horner's rule: plucked or
struck where d > 0 (harmonic k dies k times as fast, as a string of Karplus & Strong 1983 does),
bowed or blown where d = 0.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, oaconvolve

from moodarc.library.composer.rules import Character
from moodarc.library.composer.score import Note

__all__ = ["RATE", "perform"]

RATE = 32_000  # Hz
LEAD_IN_S, TAIL_S = 0.1, 2.0
KNEE, CEILING = 0.55, 0.9  # of full scale; Vorbis may overshoot the ceiling by a few percent
Samples = NDArray[np.float64]


class _Instrument(NamedTuple):
    """How a tone is made; the defaults are a plain sustained one."""

    decay: float = 0.0  # 1/s at 220 Hz
    release_s: float = 0.15
    partials: tuple[float, ...] = (1.0,) * 24  # times k ** (2 brightness - 3)
    brightness: float = 0.0  # beside the rule's
    vibrato_cents: float = 0.0
    bloom: float = 0.0  # how much darker the onset is, [0, 1)


BAR = (1.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0)  # tuned 1 : 4 : 10
INSTRUMENTS = {
    "harp": _Instrument(1.1, 0.5, brightness=0.15),
    "piano": _Instrument(1.3, 0.3, (1.0, 2.0, 0.5, 2.0, 0.3, 0.2, 3.0)),
    "marimba": _Instrument(5.0, 0.4, BAR),
    "vibraphone": _Instrument(1.2, 0.8, BAR),
    "strings": _Instrument(0.0, 0.3, vibrato_cents=7.0, bloom=0.2),
    "flute": _Instrument(brightness=-0.35, vibrato_cents=6.0, bloom=0.3),
    "clarinet": _Instrument(0.0, 0.15, (1.0, 0.12) * 12, -0.1, bloom=0.3),
    "brass": _Instrument(brightness=0.1, vibrato_cents=3.0, bloom=0.5),
    "bass": _Instrument(0.9, 0.1, brightness=-0.1),
}
GAINS = {"lead": 0.5, "second": 0.2, "chords": 0.2, "pad": 0.08, "bass": 0.42, "drums": 0.4}
PLACES = {"lead": 0.56, "second": 0.25, "chords": 0.3, "pad": 0.75}  # left 0 ... right 1


def perform(
    notes: list[Note], character: Character, *, band: Mapping[str, str], rng: np.random.Generator
) -> NDArray[np.float32]:
    """The piece as float32 (n, 2) at `RATE`, within +-`CEILING`; `band` = instrument by part."""
    beat_s = 60.0 / character.tempo_bpm
    seconds = LEAD_IN_S + TAIL_S + beat_s * max(note.start + note.beats for note in notes)
    mix = np.zeros((2, int(seconds * RATE)))
    sounds = _drums(rng)
    for note in notes:
        what = (band.get(note.part, note.part), note.pitch, note.beats)
        if what not in sounds:
            sounding_s = note.beats * beat_s * character.articulation
            made = INSTRUMENTS[what[0]]
            sounds[what] = _tone(made, int(note.pitch), sounding_s, character=character)
        turn = PLACES.get(note.part, 0.5) * np.pi / 2
        begin = int((LEAD_IN_S + note.start * beat_s) * RATE)
        sides = GAINS[note.part] * note.velocity * np.array([[np.cos(turn)], [np.sin(turn)]])
        mix[:, begin : begin + len(sounds[what])] += sides * sounds[what]
    return _master(mix + _room(mix, rng), character.loudness_db)


def _tone(made: _Instrument, midi: int, seconds: float, *, character: Character) -> Samples:
    """One tone of peak 1 with its release."""
    hz = 440.0 * 2.0 ** ((midi - 69) / 12)
    t = np.arange(int((seconds + made.release_s) * RATE)) / RATE
    k = np.arange(1, 1 + min(len(made.partials), int(0.45 * RATE / hz)))
    brightness = min(max(character.brightness + made.brightness, 0.0), 1.0)
    weights = np.array(made.partials)[: len(k)] * k ** (2.0 * brightness - 3.0)
    swing = (2.0 ** (made.vibrato_cents / 1200.0) - 1.0) * np.clip(2.0 * t, 0.0, 1.0)
    cycles = hz * (t + swing * np.sin(2 * np.pi * 5.2 * t) / (2 * np.pi * 5.2))
    size = np.exp(-made.decay * np.sqrt(hz / 220.0) * t) * (1.0 - made.bloom * np.exp(-12.0 * t))
    z = (size * np.exp(2j * np.pi * cycles)).astype(np.complex64)
    wave = np.polyval(np.append(weights[::-1], 0.0).astype(np.complex64), z).imag
    attack_s = 0.003 if made.decay else min(character.attack_ms / 1000.0, seconds / 2)
    fade = np.clip(np.minimum(t / attack_s, (t[-1] - t) / made.release_s), 0.0, 1.0)
    return np.asarray(np.sin(np.pi / 2 * fade) ** 2 * wave / np.abs(wave).max())


def _drums(rng: np.random.Generator) -> dict[tuple[str, int | str, float], Samples]:
    """Kick, hat and snare by part, sign and written length in beats."""
    t = np.arange(int(0.25 * RATE)) / RATE
    noise = rng.standard_normal(len(t))
    kick = np.sin(2 * np.pi * (48.0 * t - 3.0 * np.exp(-30.0 * t))) * np.exp(-14.0 * t)
    hat = 0.05 * np.gradient(np.gradient(noise)) * np.exp(-70.0 * t)
    snare = 0.25 * noise * np.exp(-26.0 * t) + 0.4 * np.sin(1160.0 * t) * np.exp(-30.0 * t)
    fade = np.clip(np.minimum(t / 0.001, (t[-1] - t) / 0.02), 0.0, 1.0)
    drums = {"k": kick, "h": hat, "s": snare}
    return {("drums", sign, 0.5): fade * drum for sign, drum in drums.items()}


def _room(dry: Samples, rng: np.random.Generator) -> Samples:
    """The echo of a small hall: decaying noise (60 dB in 1.3 s), darker than the sound."""
    t = np.arange(int(1.3 * RATE)) / RATE
    noise = rng.standard_normal((2, len(t))) * np.exp(-5.3 * t) * np.clip(t / 0.02, 0.0, 1.0)
    wet = oaconvolve(dry, lfilter([0.3], [1.0, -0.7], noise), axes=1)[:, : dry.shape[1]]
    return np.asarray(0.25 * wet * dry.std() / wet.std())


def _master(mix: Samples, loudness_db: float) -> NDArray[np.float32]:
    """Faded out, at its level, straight below the knee and bent to the ceiling above."""
    fade = np.cos(np.linspace(0.0, np.pi / 2, int(0.75 * TAIL_S * RATE))) ** 2
    mix[:, -len(fade) :] *= fade
    mix *= 10.0 ** (loudness_db / 20.0) / mix.std()
    over = np.maximum(np.abs(mix) - KNEE, 0.0)
    bent = (CEILING - KNEE) * np.tanh(over / (CEILING - KNEE))
    return (np.sign(mix) * (np.abs(mix) - over + bent)).T.astype(np.float32)
