"""What a listener's corrections tell of the tracks they corrected, and of tracks that sound alike.

evidence -> sites (words and points as Gaussians) -> process (all tracks' posterior)
"""

from moodarc.music.corrections.evidence import NO_QUADRANT, Evidence
from moodarc.music.corrections.kernel import CorrectionConfig
from moodarc.music.corrections.process import Corrected, Estimates, correct, told_log_probability

__all__ = [
    "NO_QUADRANT",
    "Corrected",
    "CorrectionConfig",
    "Estimates",
    "Evidence",
    "correct",
    "told_log_probability",
]
