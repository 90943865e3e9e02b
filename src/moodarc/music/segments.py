"""From frames to segments, from segments to a track: the features that learned models read.

Each 3-second segment is described by the mean, deviation and mean step of its timbre frames, the
mean and deviation of its partials, its key-invariant harmony and its modulation. A track, or any
run of segments, is described by how those are distributed over its segments, by its pulse, its
dynamics, its harmony over 12 s, its pitch classes as seen from its key and its texture.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.music.harmony import (
    CHORD_NAMES,
    CHROMA_STATISTIC_NAMES,
    PARTIAL_NAMES,
    Harmony,
    chord_statistics,
    chroma_statistics,
    frame_harmony,
    key_correlations,
    relative_chroma,
)
from moodarc.music.hearing import Encoder, Hearing, hear
from moodarc.music.rhythm import MODULATION_NAMES, PULSE_NAMES, modulation, pulse_statistics
from moodarc.music.spectra import FRONT_END, Spectra
from moodarc.music.texture import TEXTURE_NAMES, segment_texture, texture_features
from moodarc.music.timbre import TIMBRE_NAMES, Timbre, frame_timbre

__all__ = [
    "CORE_FEATURE_NAMES",
    "FEATURE_BLOCKS",
    "SEGMENT_FEATURE_NAMES",
    "TRACK_FEATURE_NAMES",
    "Segments",
    "describe",
    "track_features",
]

_WIDE_SEGMENTS: Final = 4
"""harmony is read over 12 s too: about a phrase"""
_DYNAMIC_QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)

SEGMENT_FEATURE_NAMES: Final = (
    *(f"{name}.{part}" for part in ("mean", "std", "step") for name in TIMBRE_NAMES),
    *(f"{name}.{part}" for part in ("mean", "std") for name in PARTIAL_NAMES),
    *CHROMA_STATISTIC_NAMES,
    *CHORD_NAMES,
    *MODULATION_NAMES,
)
_BLOCK_OF_SEGMENT: Final = {
    **{f"{n}.{p}": f"timbre.{p}" for p in ("mean", "std", "step") for n in TIMBRE_NAMES},
    **{f"{name}.{part}": "partials" for part in ("mean", "std") for name in PARTIAL_NAMES},
    **dict.fromkeys(CHROMA_STATISTIC_NAMES, "chroma"),
    **dict.fromkeys(CHORD_NAMES, "chords"),
    **dict.fromkeys(MODULATION_NAMES, "modulation"),
}
"""the block of each segment feature"""
CORE_FEATURE_NAMES: Final = (
    *(f"{name}|{part}" for part in ("mean", "std") for name in SEGMENT_FEATURE_NAMES),
    *(f"pulse.{name}" for name in PULSE_NAMES),
    *(f"dynamics.q{quantile:g}" for quantile in _DYNAMIC_QUANTILES),
    "dynamics.range",
    "dynamics.low_share",
    *(f"wide.{name}|{part}" for part in ("mean", "std") for name in CHROMA_STATISTIC_NAMES),
    "wide.key_changes",
    *(f"relative.{mode}_{step}" for mode in ("major", "minor") for step in range(12)),
)
TRACK_FEATURE_NAMES: Final = (*CORE_FEATURE_NAMES, *TEXTURE_NAMES)
"""the core, which the small networks read, and the texture, which the kernel machine reads too"""


def _block(name: str) -> str:
    """What a feature is one of: "timbre.std" of "centroid.std|mean", "chords", "cepstrum" ..."""
    of_segment = _BLOCK_OF_SEGMENT.get(name.split("|", maxsplit=1)[0])
    return of_segment or name.split(".", maxsplit=1)[0]


FEATURE_BLOCKS: Final = tuple(_block(name) for name in TRACK_FEATURE_NAMES)
"""The block of each track feature."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """A track as n segments.

    Attributes:
        features: float32 (n, 145), in the order of SEGMENT_FEATURE_NAMES.
        onsets: float32 (n * 120,), the onset curve.
        level_db: float32 (n * 120,), level of each short frame.
        chroma: float32 (n, 12), summed over the segment's long frames.
        treble: likewise, of the notes above middle C only.
        heard: float32 (n, width), an encoder's vectors; width 0 without one.
        texture: float64 (n, width), statistics of `texture.segment_texture`.
    """

    features: NDArray[np.float32]
    onsets: NDArray[np.float32]
    level_db: NDArray[np.float32]
    chroma: NDArray[np.float32]
    treble: NDArray[np.float32]
    heard: NDArray[np.float32]
    texture: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, run: slice) -> "Segments":
        """The segments of a run, such as `segments[3:6]`."""
        start, stop, _ = run.indices(len(self))
        n_frames = FRONT_END.short_per_segment
        frames = slice(start * n_frames, stop * n_frames)
        return Segments(
            features=self.features[run],
            onsets=self.onsets[frames],
            level_db=self.level_db[frames],
            chroma=self.chroma[run],
            treble=self.treble[run],
            heard=self.heard[run],
            texture=self.texture[run],
        )


def describe(blocks: Iterable[Spectra], encoder: Encoder | None = None) -> Segments:
    """The segments of a stream of spectra; at least one.

    Args:
        blocks: the spectra.
        encoder: gives each segment a vector from what it hears of a block.
    """
    parts: list[Segments] = []
    before: NDArray[np.float32] | None = None
    for block in blocks:
        timbre = frame_timbre(block, before)
        before = timbre.mel_db[-1]
        harmony = frame_harmony(block.long_magnitude)
        hearing = hear(block, harmony)
        described = _describe_block(timbre, harmony, hearing)
        if encoder is not None:
            described = replace(described, heard=encoder(hearing))
        parts.append(described)
    return Segments(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Segments)
        )
    )


def _describe_block(timbre: Timbre, harmony: Harmony, hearing: Hearing) -> Segments:
    n_short, n_long = FRONT_END.short_per_segment, FRONT_END.long_per_segment
    onsets = timbre.values[:, TIMBRE_NAMES.index("flux")]
    features = [
        _spread(timbre.values, n_short, steps=True),
        _spread(harmony.partials, n_long, steps=False),
        chroma_statistics(harmony.chroma, n_long),
        chord_statistics(harmony.treble, n_long // 3, n_long),
        modulation(timbre.mel_db, onsets, n_short),
    ]
    return Segments(
        features=np.concatenate(features, axis=1),
        onsets=onsets,
        level_db=timbre.values[:, TIMBRE_NAMES.index("level_db")],
        chroma=harmony.chroma.reshape(-1, n_long, 12).sum(axis=1),
        treble=harmony.treble.reshape(-1, n_long, 12).sum(axis=1),
        heard=np.zeros((len(hearing), 0), dtype=np.float32),
        texture=segment_texture(hearing),
    )


def track_features(segments: Segments) -> NDArray[np.float32]:
    """Features of a run of segments, or of all of a track: float32, as TRACK_FEATURE_NAMES."""
    return np.concatenate(
        [
            _mean_std(segments.features),
            pulse_statistics(segments.onsets),
            _dynamics(segments.level_db),
            _wide_harmony(segments.chroma),
            relative_chroma(segments.treble.sum(axis=0)),
            texture_features(segments.texture, segments.onsets),
        ]
    ).astype(np.float32)


def _mean_std(features: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([features.mean(axis=0), features.std(axis=0)])


def _spread(values: NDArray[np.float32], per_group: int, *, steps: bool) -> NDArray[np.float32]:
    """Mean, deviation and (with `steps`) mean absolute step of the frames of each group."""
    groups = values.reshape(-1, per_group, values.shape[1])
    parts = [groups.mean(axis=1), groups.std(axis=1)]
    if steps:
        parts.append(np.abs(np.diff(groups, axis=1)).mean(axis=1))
    return np.concatenate(parts, axis=1)


def _dynamics(level_db: NDArray[np.float32]) -> NDArray[np.float32]:
    """Quantiles of the level, their range, and the share of frames below the mean by 6 dB."""
    quantiles = np.quantile(level_db, _DYNAMIC_QUANTILES)
    low_share = float((level_db < level_db.mean() - 6.0).mean())
    return np.array([*quantiles, quantiles[-1] - quantiles[0], low_share], dtype=np.float32)


def _wide_harmony(chroma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Harmony over 12-second stretches: mean, deviation, and how often the best key changes."""
    width = min(_WIDE_SEGMENTS, len(chroma))
    n_stretches = len(chroma) // width
    stretches = chroma[: n_stretches * width]
    statistics = chroma_statistics(stretches, width)
    summed = stretches.reshape(n_stretches, width, 12)
    tonic = _strongest_key(summed.sum(axis=1))
    changes = float((np.diff(tonic) != 0).mean()) if n_stretches > 1 else 0.0
    return np.append(_mean_std(statistics), np.float32(changes)).astype(np.float32)


def _strongest_key(chroma: NDArray[np.float32]) -> NDArray[np.intp]:
    return np.asarray(np.argmax(key_correlations(chroma), axis=1))
