"""Music made here for the first run: short pieces of chosen valence and arousal.

Rules (what expresses what) -> harmony -> score -> synthesis -> pieces (the fixed list).
"""

from moodarc.library.composer.pieces import Piece, builtin_pieces, render
from moodarc.library.composer.rules import RULES, Character, character_of
from moodarc.library.composer.synthesis import RATE

__all__ = ["RATE", "RULES", "Character", "Piece", "builtin_pieces", "character_of", "render"]
