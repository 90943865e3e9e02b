"""Sounds whose tempo, key, loudness and metre are known, made by the tests."""

import numpy as np

RATE = 44_100


def sine(hertz, seconds, *, rate=RATE, amplitude=0.5):
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(
        np.float32
    )


def click_track(bpm, seconds, *, rate=RATE, beats_per_bar=4):
    """A short tick on each beat, the first of a bar louder and higher."""
    sound = np.zeros(int(seconds * rate), dtype=np.float32)
    for beat in range(int(seconds * bpm / 60)):
        first = beat % beats_per_bar == 0
        tick = sine(1600 if first else 1000, 0.04, rate=rate, amplitude=0.8 if first else 0.35)
        tick *= np.linspace(1, 0, len(tick), dtype=np.float32) ** 2
        start = round(beat * 60 / bpm * rate)
        sound[start : start + len(tick)] += tick[: len(sound) - start]
    return sound


def chord(pitches, seconds, *, rate=RATE):
    """Notes by MIDI number, each with four falling partials."""
    notes = [
        sum(
            sine(
                440 * 2 ** ((pitch - 69) / 12) * partial,
                seconds,
                rate=rate,
                amplitude=0.2 / partial,
            )
            for partial in range(1, 5)
        )
        for pitch in pitches
    ]
    return np.sum(notes, axis=0) / len(notes)


def cadence(tonic, *, minor, seconds_a_chord=1.0, times=4, rate=RATE):
    """I-IV-V-I (or i-iv-V-i) in the key of MIDI note `tonic`, repeated."""
    third = 3 if minor else 4
    triads = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (0, third, 7)]
    chords = [
        chord([tonic - 12, *(tonic + step for step in triad)], seconds_a_chord, rate=rate)
        for triad in triads
    ]
    return np.concatenate(chords * times)


def song(bpm, tonic, *, minor, times=4, rate=RATE):
    """A cadence, a bar a chord, with a click on each beat: tempo, key and metre (4/4) are known."""
    harmony = cadence(tonic, minor=minor, seconds_a_chord=4 * 60 / bpm, times=times, rate=rate)
    clicks = click_track(bpm, len(harmony) / rate, rate=rate)
    return 0.5 * (harmony + clicks[: len(harmony)])


def saw(hertz, seconds, *, rate=RATE, amplitude=0.5):
    """A bright buzz."""
    phase = hertz * np.arange(int(seconds * rate)) / rate
    return (2 * amplitude * (phase % 1.0 - 0.5)).astype(np.float32)
