"""What English words and sentences say: valence, arousal and dominance, with how sure that is.

text -> tokens -> features (words, characters, word families) -> ridge regression -> Estimate

Common ground of the rooms above: notes of the listener (`sensing`) and lyrics (`music`) read text
through the same estimator.
"""

from moodarc.text_affect.estimator import SHIPPED, Estimate, TextAffect, TextEstimator
from moodarc.text_affect.notes import read_note

__all__ = ["SHIPPED", "Estimate", "TextAffect", "TextEstimator", "read_note"]
