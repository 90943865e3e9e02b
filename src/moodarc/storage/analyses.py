"""Between a `TrackAnalysis` and its row.

The curve is one little-endian float32 block (n, 5): start_s, valence, arousal and the variances of
both. A four-minute track of 3 s windows takes 1.6 kB. The embedding is one such block too, half a
kilobyte; NULL where the analysis is older than it.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import RowMapping

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import DESCRIPTOR_NAMES, Descriptors, TrackAnalysis

__all__ = ["analysis_from_row", "row_from_analysis"]

_COLUMN_OF = {name: name for name in DESCRIPTOR_NAMES} | {"valence": "sound_valence"}
"""The valence descriptor (0 to 1) gives way to the perceived valence (-1 to 1)."""

_FLOAT = np.dtype("<f4")


def row_from_analysis(analysis: TrackAnalysis) -> dict[str, Any]:
    """The columns of an analysis, without its key's `content_hash`."""
    affect, curve = analysis.affect, analysis.curve
    sound = {_COLUMN_OF[name]: value for name, value in asdict(analysis.descriptors).items()}
    return sound | {
        "analyser": analysis.analyser,
        "valence": float(affect.valence),
        "arousal": float(affect.arousal),
        "valence_variance": float(affect.variance.valence),
        "arousal_variance": float(affect.variance.arousal),
        "quadrant": affect.quadrant,
        "speech_probability": float(analysis.speech_probability),
        "curve_window_s": float(curve.window_s),
        "curve": _pack(curve),
        "embedding": _packed_embedding(analysis.embedding),
    }


def analysis_from_row(row: RowMapping) -> TrackAnalysis:
    """The analysis of a row of `analyses`, joined or not; its curve is empty where left out."""
    return TrackAnalysis(
        analyser=row["analyser"],
        descriptors=Descriptors(**{name: row[_COLUMN_OF[name]] for name in DESCRIPTOR_NAMES}),
        affect=TrackAffect(
            row["valence"],
            row["arousal"],
            Variance(row["valence_variance"], row["arousal_variance"]),
        ),
        curve=_unpack(row.get("curve", b""), row["curve_window_s"]),
        speech_probability=row["speech_probability"],
        embedding=_unpacked_embedding(row["embedding"]),
    )


def _pack(curve: AffectCurve) -> bytes:
    start = np.asarray(curve.start_s).reshape(-1, 1)
    return np.hstack([start, curve.values, curve.variance]).astype(_FLOAT).tobytes()


def _unpack(block: bytes, window_s: float) -> AffectCurve:
    table = np.frombuffer(block, dtype=_FLOAT).astype(np.float32).reshape(-1, 5)
    return AffectCurve(table[:, 0], window_s, table[:, 1:3], table[:, 3:5])


def _packed_embedding(embedding: NDArray[np.float32] | None) -> bytes | None:
    return None if embedding is None else embedding.astype(_FLOAT).tobytes()


def _unpacked_embedding(block: bytes | None) -> NDArray[np.float32] | None:
    return None if block is None else np.frombuffer(block, dtype=_FLOAT).astype(np.float32)
