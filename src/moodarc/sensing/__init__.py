"""From a signal to an `AffectReading`: what the listener shows or says, with its uncertainty."""

from moodarc.sensing.recognizer import Recognizer
from moodarc.sensing.self_report import from_point, from_terms, from_word
from moodarc.sensing.text import from_note

__all__ = ["Recognizer", "from_note", "from_point", "from_terms", "from_word"]
