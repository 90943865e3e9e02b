"""`moodarc bench face-detector`: are all faces found, and only faces?

Boxes: dlib's are tight squares from the brows to the chin, MTCNN's reach from the middle of the
forehead to the chin and are 1.3 times as tall as wide, so a perfect find overlaps a label by about
0.7. A label counts as found if a face overlaps it by 0.5 (intersection over union); each face
serves one label, best overlaps first. A face that serves none is a false alarm, unless at least
half of it or of an ignored box lies in the other.

Counts: pictures without boxes tell only how many faces people see; found there is min(told, seen),
and told above seen is a false alarm.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import FacePhoto, load_face_photos, read_picture
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.protocols import bootstrap_interval
from moodarc.sensing.face import DetectorConfig, FaceDetector
from moodarc.sensing.face.boxes import boxes_of, overlaps, overlaps_of_smaller

__all__ = ["bench_face_detector"]

_FOUND: Final = 0.5
_IGNORED: Final = 0.5
_PAPER_MIN_FACE_PX: Final = 20


class _Outcome(NamedTuple):
    """Of one picture; NaN overlap where nothing was matched."""

    n_faces: int
    n_told: int
    n_boxes: int
    n_found: int
    n_false: int
    overlap: float


def bench_face_detector(folder: Path) -> BenchReport:
    """Recall and false alarms at the shipped smallest face and at MTCNN's own of 20 pixels.

    Args:
        folder: as `load_face_photos` reads it.

    Raises:
        DatasetError: no such folder, or a picture that cannot be read.
    """
    photos = load_face_photos(folder)
    usual = DetectorConfig()
    rows = [
        BenchRow(name="face_detector.pictures", value=len(photos), higher_is_better=None),
        *_rows("face_detector", photos, usual),
        *_rows("face_detector.min20", photos, DetectorConfig(min_face_px=_PAPER_MIN_FACE_PX)),
    ]
    return BenchReport("face-detector", fingerprint([p.path for p in photos]), tuple(rows))


def _rows(prefix: str, photos: Sequence[FacePhoto], config: DetectorConfig) -> Iterator[BenchRow]:
    detector = FaceDetector.shipped(config)
    outcomes = [_outcome(photo, detector) for photo in photos]
    size = config.min_face_px
    yield BenchRow(name=f"{prefix}.min_face", value=size, unit="px", higher_is_better=None)
    yield from _box_rows(prefix, [outcome for outcome in outcomes if outcome.n_boxes])
    yield from _count_rows(prefix, outcomes)


def _outcome(photo: FacePhoto, detector: FaceDetector) -> _Outcome:
    told = boxes_of(detector.detect(read_picture(photo.path)))
    if photo.boxes is None:
        false = max(0, len(told) - photo.n_faces)
        return _Outcome(photo.n_faces, len(told), 0, 0, false, np.nan)
    pairs = _pairs(overlaps(told, photo.boxes))
    unused = np.delete(told, [face for face, _, _ in pairs], axis=0)
    excused = (overlaps_of_smaller(unused, photo.ignored) >= _IGNORED).any(axis=1)
    overlap = float(np.mean([value for _, _, value in pairs])) if pairs else np.nan
    n_boxes, n_false = len(photo.boxes), int((~excused).sum())
    return _Outcome(photo.n_faces, len(told), n_boxes, len(pairs), n_false, overlap)


def _pairs(overlap: NDArray[np.float32]) -> list[tuple[int, int, float]]:
    """Face, label and overlap, one to one, best first."""
    left, pairs = overlap.copy(), []
    while left.size and left.max() >= _FOUND:
        face, label = (int(k) for k in np.unravel_index(left.argmax(), left.shape))
        pairs.append((face, label, float(left[face, label])))
        left[face], left[:, label] = 0, 0
    return pairs


def _box_rows(prefix: str, boxed: Sequence[_Outcome]) -> Iterator[BenchRow]:
    if not boxed:
        return
    n_boxes = np.array([outcome.n_boxes for outcome in boxed])
    n_found = np.array([outcome.n_found for outcome in boxed])
    overlap = np.array([outcome.overlap for outcome in boxed])
    yield BenchRow(name=f"{prefix}.boxes", value=int(n_boxes.sum()), higher_is_better=None)
    yield _share(f"{prefix}.box_recall", n_found, n_boxes)
    if n_found.any():
        mean = float(np.average(overlap[n_found > 0], weights=n_found[n_found > 0]))
        yield BenchRow(name=f"{prefix}.box_overlap", value=mean)


def _count_rows(prefix: str, outcomes: Sequence[_Outcome]) -> Iterator[BenchRow]:
    seen = np.array([outcome.n_faces for outcome in outcomes])
    told = np.array([outcome.n_told for outcome in outcomes])
    false = np.array([outcome.n_false for outcome in outcomes])
    yield BenchRow(name=f"{prefix}.faces", value=int(seen.sum()), higher_is_better=None)
    if seen.any():
        yield _share(f"{prefix}.count_recall", np.minimum(told, seen), seen)
    yield BenchRow(name=f"{prefix}.count_exact", value=float((told == seen).mean()))
    yield _alarms(f"{prefix}.false_alarms_per_picture", false)
    empty = seen == 0
    number = int(empty.sum())
    yield BenchRow(name=f"{prefix}.faceless_pictures", value=number, higher_is_better=None)
    if number:
        yield _alarms(f"{prefix}.false_alarms_per_faceless_picture", told[empty])


def _alarms(name: str, false: NDArray[np.int_]) -> BenchRow:
    return BenchRow(name=name, value=float(false.mean()), higher_is_better=False)


def _share(name: str, part: NDArray[np.int_], whole: NDArray[np.int_]) -> BenchRow:
    """A share with its interval over pictures."""

    def share(n: NDArray[np.int_], of: NDArray[np.int_]) -> float:
        return float(n.sum() / of.sum()) if of.any() else np.nan

    rng = np.random.default_rng(0)
    return BenchRow.of(name, bootstrap_interval(share, part, whole, rng=rng))
