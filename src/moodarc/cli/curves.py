"""Emotion curves for people: valence and arousal over time, of a track or of a whole list."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moodarc.affect import AffectCurve
    from moodarc.catalog import TrackAnalysis

__all__ = ["curve_lines", "joined"]

_LANES = (("valence", "bad below, good above"), ("arousal", "still below, lively above"))


def curve_lines(
    curve: "AffectCurve", duration_s: float, width: int, *, draws: bool
) -> Iterator[str]:
    """Two lanes over one time axis.

    Args:
        curve: what to draw.
        duration_s: end of the axis.
        width: columns of the terminal.
        draws: whether it shows braille dots.
    """
    if not len(curve.start_s):
        yield "no emotion curve: the track is shorter than a window"
        return
    from moodarc.cli.plot import axis_limit, lane, time_axis

    columns, limit = max(20, width - 8), axis_limit(curve.values)
    middle = curve.start_s + curve.window_s / 2
    for (name, meaning), values in zip(_LANES, curve.values.T, strict=True):
        yield f"{name} over time ({meaning})"
        yield from lane(middle, values, width=columns, limit=limit, draws=draws)
    yield time_axis(duration_s, width=columns)


def joined(analyses: "Sequence[TrackAnalysis]") -> "tuple[AffectCurve, float]":
    """The curves of tracks played one after another, and how long they last, in seconds."""
    import numpy as np

    from moodarc.affect import AffectCurve

    ends_s = np.cumsum([analysis.descriptors.duration_s for analysis in analyses])
    starts_s = np.concatenate([[0.0], ends_s[:-1]])
    curves = [analysis.curve for analysis in analyses]
    starts = [c.start_s + start for c, start in zip(curves, starts_s, strict=True)]
    whole = AffectCurve(
        start_s=np.concatenate(starts).astype(np.float32),
        window_s=curves[0].window_s,
        values=np.concatenate([curve.values for curve in curves]),
        variance=np.concatenate([curve.variance for curve in curves]),
    )
    return whole, float(ends_s[-1])
