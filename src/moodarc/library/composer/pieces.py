"""The built-in pieces: 48 points of the valence-arousal plane, each a short piece of music.

The points are the start of the R2 sequence (Roberts 2018), which covers the plane evenly without a
draw. Titles and bands say nothing of the mood: the music is to be judged by ear.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant, quadrant_of
from moodarc.library.composer.harmony import Key
from moodarc.library.composer.rules import character_of
from moodarc.library.composer.score import Composer
from moodarc.library.composer.synthesis import perform

__all__ = ["Piece", "builtin_pieces", "render"]

R2 = np.array([0.7548776662466927, 0.5698402909980532])
FIRST = ("Copper", "Paper", "Velvet", "Amber", "Cedar", "Silver", "Ivory", "Willow")
SECOND = ("Lantern", "Harbour", "Garden", "Window", "Bridge", "Orchard")
# Instruments of lead and chords (EFB: timbre; GL: amplitude envelope).
ENSEMBLES = {
    Quadrant.HAPPY: (("marimba", "piano", "flute"), ("piano", "harp")),
    Quadrant.ANGRY: (("brass", "strings", "clarinet"), ("brass", "strings")),
    Quadrant.SAD: (("strings", "clarinet", "piano"), ("harp", "piano")),
    Quadrant.PEACEFUL: (("flute", "harp", "vibraphone"), ("piano", "harp")),
}


class Piece(NamedTuple):
    """What is true of a piece: the record of the stimuli.

    `key` (0 = C ... 11 = B) and `mode` (1 major, 0 minor third) as in `catalog.Descriptors`;
    valence and arousal in [-1, 1] are what it is to express.
    """

    title: str
    artist: str
    valence: float
    arousal: float
    seed: int
    key: int
    mode: int
    scale: str  # name of the diatonic mode
    tempo_bpm: float
    metre: int  # beats in a bar
    lead: str
    chords: str

    @property
    def file_name(self) -> str:
        """Name of the rendered file, unique among the pieces."""
        return f"{self.seed:02d} {self.title}.ogg"


@cache
def builtin_pieces() -> tuple[Piece, ...]:
    """The fixed list of 48."""
    return tuple(_piece(number) for number in range(48))


def _piece(number: int) -> Piece:
    # Key, metre and instruments turn at other rates than the points, so that no mood owns one.
    valence, arousal = (1.9 * ((0.5 + (number + 1) * R2) % 1.0) - 0.95).round(3).tolist()
    character = character_of(valence, arousal)
    leads, chords = ENSEMBLES[quadrant_of(valence, arousal) or Quadrant.HAPPY]
    row, column = divmod(number, 8)
    lead = leads[number % 3]
    return Piece(
        title=f"{FIRST[column]} {SECOND[(row + column) % 6]}",
        artist=f"The moodarc {lead.title()} Room",
        valence=valence,
        arousal=arousal,
        seed=number + 1,
        key=(7 * number + number // 12) % 12,
        mode=int(character.mode.steps[2] == 4),
        scale=character.mode.name,
        tempo_bpm=character.tempo_bpm,
        metre=3 if (number + row) % 4 == 2 else 4,
        lead=lead,
        chords=chords[number // 3 % 2],
    )


def render(piece: Piece) -> NDArray[np.float32]:
    """The sound of a piece, float32 (n, 2) at `RATE`; the same on every call."""
    character = character_of(piece.valence, piece.arousal)
    rng = np.random.default_rng(piece.seed)
    notes = Composer(character, Key(piece.key, character.mode), piece.metre, rng).notes()
    band = {"lead": piece.lead, "second": "strings", "chords": piece.chords, "pad": "strings"}
    return perform(notes, character, band=band, rng=rng)
