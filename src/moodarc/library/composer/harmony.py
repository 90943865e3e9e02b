"""Keys and chords. A pitch is a scale degree until it sounds: 0 = the tonic near middle C."""

from typing import NamedTuple

import numpy as np

from moodarc.library.composer.rules import Mode

__all__ = ["Chord", "Key"]

# By mode, roots of four chords: themes open on the tonic, contrasts elsewhere; each ends on the
# mode's dominant, so that the tonic after it is a cadence.
PROGRESSIONS = {
    "ionian": (("0534", "0314", "0254", "0134"), ("3014", "5314", "3104")),
    "mixolydian": (("0636", "0306", "0136"), ("3036", "5306")),
    "dorian": (("0306", "0236", "0636"), ("3206", "6236")),
    "aeolian": (("0354", "0524", "0654", "0534"), ("5264", "3654", "2654")),
    "phrygian": (("0161", "0651", "0131"), ("5161", "3251")),
}


class Chord(NamedTuple):
    """Root and added tones as degrees; `raised` = with the leading tone of a minor key."""

    root: int
    added: tuple[int, ...] = ()
    raised: bool = False

    def nearest(self, degree: int) -> int:
        """The tone of the triad nearest to a degree; the lower of two."""
        tones = (d for d in range(degree - 3, degree + 4) if (d - self.root) % 7 in {0, 2, 4})
        return min(tones, key=lambda tone: abs(tone - degree))


class Key(NamedTuple):
    """A tonic, pitch class 0 = C ... 11 = B, and its mode."""

    tonic: int
    mode: Mode

    def midi(self, degree: int, chord: Chord) -> int:
        """MIDI number of a degree over a chord."""
        octave, step = divmod(degree, 7)
        raised = chord.raised and step == 6
        return 54 + (self.tonic - 54) % 12 + 12 * octave + self.mode.steps[step] + raised

    def voices(self, chord: Chord, centre: float) -> list[int]:
        """MIDI numbers, folded into the octave around a centre, so that common tones stay."""
        low = round(centre) - 6
        degrees = (chord.root, chord.root + 2, chord.root + 4, *chord.added)
        return sorted(low + (self.midi(degree, chord) - low) % 12 for degree in degrees)

    def chords(self, section: int, dissonance: float, rng: np.random.Generator) -> list[Chord]:
        """Four chords of a theme (section 0) or contrast (1), with sevenths, then seconds."""
        chords = []
        for root in map(int, str(rng.choice(PROGRESSIONS[self.mode.name][section]))):
            seventh, second = (rng.random(2) < (dissonance, 2 * dissonance - 0.6)).tolist()
            added = (root + 6,) * seventh + (root + 1,) * second
            chords.append(Chord(root, added, raised=self.mode.name == "aeolian" and root == 4))
        return chords
