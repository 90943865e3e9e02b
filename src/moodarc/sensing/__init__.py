"""From a signal to an `AffectReading`: what the listener shows or says, with its uncertainty."""

from moodarc.sensing.self_report import from_point, from_terms, from_word

__all__ = ["from_point", "from_terms", "from_word"]
