"""What is believed of any listener before their log says more (LIN-9).

Levels, spread and pace are those of the felt emotions that the 30 listeners of SiTunes (stage 2,
897 records; Li et al., CHIIR 2024) gave of themselves before and after music. Means of people's
means: +.26 (valence) and -.01 (arousal), with standard deviations .15 and .16. The likeliest spread
and pace that all share, where a point has the variance of `sensing.self_report`: .22 and 2.25 h,
.25 and 1.75 h. They are students of one country, so the levels' deviations are doubled here, and
the grid round spread and pace is wide. The deviations of day parts and responses are judgements:
most day parts lie within a tenth of the level, and most tracks move a feeling by less than a tenth.

Age, gender, country, culture and personality change none of it: no figure of ours says how.
"""

from typing import Final

from moodarc.listener.profile.state_space import AxisPrior

__all__ = ["POPULATION"]

POPULATION: Final[dict[str, AxisPrior]] = {
    "valence": AxisPrior(
        level=(0.26, 0.30), spread=(0.22, 1.4), hours=(2.25, 2.0), part=0.05, response=0.05
    ),
    "arousal": AxisPrior(
        level=(-0.01, 0.32), spread=(0.25, 1.4), hours=(1.75, 2.0), part=0.05, response=0.05
    ),
}
"""By axis."""
