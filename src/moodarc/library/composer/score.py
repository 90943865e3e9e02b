"""A piece as notes: motif, answer, return and cadence in phrases of four bars.

Accompaniments are jotted down as players would, one sign each half beat: a digit is that voice of
the chord (in the bass: the step above its root), `x` all voices, a letter a drum, `-` holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from moodarc.library.composer.harmony import Chord, Key
from moodarc.library.composer.rules import Character

__all__ = ["Composer", "Note"]

FORMS = {2: "AA", 3: "ABA", 4: "AABA", 5: "AABBA", 6: "AABABA", 7: "AABAABA"}
PHRASES_S = 38.0  # longest time of all phrases; with the closing bar and the echo < 45 s
ARC = (0, 1, 2, 0)  # degrees by which each bar of a phrase lies higher
Bar = tuple[Chord, list[int], Sequence[int]]  # the half beats on which the tune moves, its steps

# By beats in a bar: calm, moderate, lively.
CHORDS = {
    4: (("x-------", "0-1-2-1-"), ("01210121", "0-121-21", "..x-..x-"), ("..x...x.", "x.xx.xx.")),
    3: (("x-----", "0-1-2-"), ("..x-x-", "012121"), ("..x.x.", "012101")),
}
BASS = {
    4: (("0-------",), ("0---4---", "0--04---"), ("0.0.4.0-", "0-0-4-7-")),
    3: (("0-----",), ("0---4-", "0-----"), ("0.4.7-", "0-4-4-")),
}
DRUMS: dict[int, tuple[tuple[str, ...], ...]] = {
    4: ((), ("h.h.h.h.", "k......."), ("hhhhhhhh", "k...k...", "..s...s.")),
    3: ((), ("h.h.h.", "k....."), ("h.h.hh", "k.....", "..s.s.")),
}


class Note(NamedTuple):
    """A tone: part, start and length in beats, MIDI number or drum, velocity in (0, 1]."""

    part: str
    start: float
    beats: float
    pitch: int | str
    velocity: float


class Composer(NamedTuple):
    """Writes one piece in `metre` (3 or 4) beats a bar."""

    character: Character
    key: Key
    metre: int
    rng: np.random.Generator

    def notes(self) -> list[Note]:
        """The whole piece, in playing order within each part; it ends on the tonic."""
        form = FORMS[int(PHRASES_S * self.character.tempo_bpm / (4 * self.metre * 60.0))]
        themes = [self._theme(section) for section in (0, 1)]
        level = sum(self.character.density > at for at in (1.05, 1.4))
        drums = DRUMS[self.metre][sum(self.character.density > at for at in (1.25, 1.5))]
        chords, bass = (str(self.rng.choice(t[self.metre][level])) for t in (CHORDS, BASS))
        if level == 2 and self.character.dissonance > 0.5:
            bass = "0" * 2 * self.metre  # tension pulses
        notes: list[Note] = []
        for number, letter in enumerate(form):
            theme, start = themes["AB".index(letter)], 4 * self.metre * number
            parts = ("lead", "second")[: 1 + (letter in form[:number])]  # a return is doubled
            notes += self._tune(theme, start, parts)
            patterns = (chords, bass, *drums[: 2 + (number > 0)])
            for bar, (chord, _, _) in enumerate(theme):
                notes += self._accompany(chord, start + self.metre * bar, patterns)
        end, home, hold = 4 * self.metre * len(form), Chord(0), "-" * (2 * self.metre - 1)
        tonic = self.key.midi(7 * round(self._centre() / 7), home)
        closing = self._accompany(home, end, ("x" + hold, "0" + hold))
        return [*notes, *closing, Note("lead", end, self.metre, tonic, 0.8)]

    def _theme(self, section: int) -> list[Bar]:
        """Bars 1 to 3 share the motif's steps, 1 and 3 its rhythm; bar 4 falls and holds."""
        motif, answer = self._rhythm(), self._rhythm()
        steps = [0]
        for turn in self.rng.choice((-2, -1, -1, 1, 1, 2), size=2 * self.metre).tolist():
            steps.append(steps[-1] + (turn if abs(steps[-1] + turn) <= 3 else -turn))
        chords = self.key.chords(section, self.character.dissonance, self.rng)
        rhythms, falling = (motif, answer, motif, [0, 2, 4][: self.metre - 1]), (2, 1, 0)
        return list(zip(chords, rhythms, (steps, steps, steps, falling), strict=True))

    def _rhythm(self) -> list[int]:
        """Half beats of a bar: the first, then more likely beats than off-beats."""
        halves = np.arange(1, 2 * self.metre)
        weight = np.where(halves % 2, self.character.syncopation, 1.0)
        count = min(round(self.character.density * self.metre), 2 * self.metre) - 1
        drawn = self.rng.choice(halves, count, replace=False, p=weight / weight.sum())
        return [0, *sorted(drawn.tolist())]

    def _centre(self) -> int:
        """The degree around which the melody lies."""
        return round((self.character.lead_midi - self.key.midi(0, Chord(0))) * 7 / 12)

    def _tune(self, theme: list[Bar], start: int, parts: Sequence[str]) -> Iterator[Note]:
        """The melody; long notes and those on strong beats belong to the chord."""
        centre, degree = self._centre(), 99
        for bar, (chord, rhythm, steps) in enumerate(theme):
            first = chord.nearest(centre + ARC[bar])
            for half, end, step in zip(rhythm, [*rhythm[1:], 2 * self.metre], steps, strict=False):
                before, degree = degree, first + step
                if half % 4 == 0 or end - half > 2:
                    degree = chord.nearest(degree)
                if degree == before:
                    degree = chord.nearest(degree + (2 if degree <= centre else -2))
                velocity = 0.75 + 0.15 * (half == 0) + 0.05 * ARC[bar] - 0.1 * (half % 2)
                place, pitch = start + self.metre * bar + half / 2, self.key.midi(degree, chord)
                yield from (Note(part, place, (end - half) / 2, pitch, velocity) for part in parts)

    def _accompany(self, chord: Chord, start: int, patterns: Sequence[str]) -> Iterator[Note]:
        """One bar of chords, pad, bass and drums, from the patterns of chords, bass and drums."""
        voices = self.key.voices(chord, max(52.0, self.character.lead_midi - 12.0))
        root, fifth = (33 + (self.key.midi(chord.root + d, chord) - 33) % 12 for d in (0, 4))
        hands = {str(i): [voice] for i, voice in enumerate(voices)} | {"x": voices}
        feet = {"0": [root], "4": [fifth], "7": [root + 12]}
        staves: list[tuple[str, str, Mapping[str, Sequence[int | str]]]] = [
            ("chords", patterns[0], hands),
            ("pad", "x" + "-" * (2 * self.metre - 1), hands),
            ("bass", patterns[1], feet),
            *(("drums", pattern, {sign: sign for sign in "khs"}) for pattern in patterns[2:]),
        ]
        for part, pattern, pitches in staves:
            for held in re.finditer(r"[^-.]-*", pattern):
                place, beats = start + held.start() / 2, len(held[0]) / 2
                velocity = 0.7 + 0.2 * (held.start() == 0) - 0.15 * (held.start() % 2)
                for pitch in pitches[held[0][0]]:
                    yield Note(part, place, beats, pitch, velocity)
