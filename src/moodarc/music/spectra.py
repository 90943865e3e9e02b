"""The front end: two short-time spectra of the sound, computed once and shared by all.

A *segment* is 3 s, the window of the emotion curve. Rhythm and timbre read short frames (64 ms
every 25 ms), harmony long ones (256 ms every 125 ms); both hops divide the segment, so every
segment owns the same number of frames: 120 short and 24 long.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from moodarc.music.audio import ANALYSIS_RATE

__all__ = ["FRONT_END", "SEGMENT_S", "FrontEnd", "Spectra", "spectra", "stream_spectra"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontEnd:
    """Frame sizes in samples at `rate`; stored with every model that was trained on it."""

    rate: int = ANALYSIS_RATE
    segment: int = 48_000
    """3 s, as the issue's windows; a hop of both frames divides it"""
    short_frame: int = 1024
    short_hop: int = 400
    long_frame: int = 4096
    long_hop: int = 2000
    segments_per_block: int = 4
    """how many segments are transformed at a time; bounds the memory"""

    @property
    def segment_s(self) -> float:
        """Length of a segment in seconds."""
        return self.segment / self.rate

    @property
    def short_fps(self) -> float:
        """Short frames a second."""
        return self.rate / self.short_hop

    @property
    def short_per_segment(self) -> int:
        """Short frames in a segment."""
        return self.segment // self.short_hop

    @property
    def long_per_segment(self) -> int:
        """Long frames in a segment."""
        return self.segment // self.long_hop


FRONT_END: Final = FrontEnd()
SEGMENT_S: Final = FRONT_END.segment_s
"""length of a segment, and of a window of the emotion curve, in seconds"""


@dataclass(frozen=True, slots=True, eq=False)
class Spectra:
    """Spectra of n whole segments.

    Attributes:
        samples: float32 (n * segment,).
        short_power: float32 (n * 120, 513), squared magnitude; a full-scale sine peaks at 1/4.
        long_magnitude: float32 (n * 24, 2049); a full-scale sine peaks at 1/2.
    """

    samples: NDArray[np.float32]
    short_power: NDArray[np.float32]
    long_magnitude: NDArray[np.float32]


def spectra(samples: NDArray[np.float32], n_segments: int) -> Spectra:
    """Spectra of the first `n_segments` segments of `samples`.

    The frames that reach past the last segment read what follows it, zeros where nothing does.
    """
    config = FRONT_END
    n_used = n_segments * config.segment
    padded = np.zeros(n_used + config.long_frame, dtype=np.float32)
    n_given = min(len(samples), len(padded))
    padded[:n_given] = samples[:n_given]
    n_short, n_long = n_used // config.short_hop, n_used // config.long_hop
    short = _transform(padded, config.short_frame, config.short_hop)[:n_short]
    long = _transform(padded, config.long_frame, config.long_hop)[:n_long]
    return Spectra(
        samples=padded[:n_used],
        short_power=short.real**2 + short.imag**2,
        long_magnitude=np.abs(long),
    )


def stream_spectra(pieces: Iterable[NDArray[np.float32]]) -> Iterator[Spectra]:
    """Spectra of a stream of mono samples, a few segments at a time, in constant memory.

    What is left at the end and shorter than a segment is dropped, unless it is all there is: then
    it is padded with silence to one segment.
    """
    config = FRONT_END
    block = config.segment * config.segments_per_block
    look_ahead = config.long_frame
    buffer = np.zeros(0, dtype=np.float32)
    started = False
    for piece in pieces:
        buffer = np.concatenate([buffer, piece]) if len(buffer) else piece
        while len(buffer) >= block + look_ahead:
            yield spectra(buffer, config.segments_per_block)
            buffer, started = buffer[block:], True
    n_rest = len(buffer) // config.segment
    if n_rest or not started:
        yield spectra(buffer, max(n_rest, 1))


def _transform(samples: NDArray[np.float32], frame: int, hop: int) -> NDArray[np.complex64]:
    """Hann-windowed spectra, scaled so that a sine of amplitude 1 has magnitude 1/2."""
    window = np.hanning(frame + 1)[:-1]
    window = (window / window.sum()).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, frame)[::hop]
    out: NDArray[np.complex64] = fft.rfft(frames * window, overwrite_x=True)
    return out
