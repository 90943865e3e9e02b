"""`moodarc bench face-smoothing`: fewer changes of label, and how late the true ones come (EM-3).

On sequences of 30 s (`face_sequences`), each form of smoothing beside the frame-wise arg max:

- `change_reduction`: 1 - changes of the steady label / changes of the arg max, over all sequences
  (the paper claims .62);
- `delay_s`: from a true change to the steady label, over sequences of photographs. What a stretch
  truly shows is its most frequent arg max: so smoothing is judged, not the classifier. A true
  change is a join of two stretches that show different things, and not what the label says already
  (it may have missed the change before). A change that the label does not follow before the
  stretch ends is censored: it counts with the stretch's length, so that the mean is at least this.
  A last stretch that the end of the sequence cuts below 3 s is not judged;
- `missed`: share of these changes that are not followed;
- `wrong_time`: share of frames whose label is not what their stretch shows.

The same at 5 frames a second (every sixth frame), where the paper's form, which counts frames, is
six times as slow. Intervals are over sequences.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Expression
from moodarc.evaluation.face_sequences import (
    FRAMES_PER_S,
    LEAST_STRETCH_S,
    LENGTH_S,
    FaceSequence,
    Shot,
    join_shots,
    load_shots,
)
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.protocols import Interval, bootstrap_interval
from moodarc.randomness import derive_rng
from moodarc.sensing.face import (
    Classifier,
    FaceDetector,
    FrameSmoother,
    Smoother,
    TimeSmoother,
)

__all__ = ["Course", "bench_face_smoothing", "course_of", "smoothing_rows"]

_FORMS: Final[dict[str, tuple[Callable[[], Smoother], int]]] = {
    "paper": (FrameSmoother, 1),
    "ours": (TimeSmoother, 1),
    "paper_5fps": (FrameSmoother, 6),
    "ours_5fps": (TimeSmoother, 6),
}
"""by name: the smoother, and which of how many frames it is given"""

_PLACES: Final = {expression: place for place, expression in enumerate(Expression)}


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What became of one sequence under one form.

    Attributes:
        framewise_changes: of the arg max.
        changes: of the steady label.
        delays_s: (n_true_changes,), the stretch's length where the label did not follow.
        followed: bool (n_true_changes,).
        wrong_time: share of frames with another label than their stretch's.
    """

    framewise_changes: int
    changes: int
    delays_s: NDArray[np.float64]
    followed: NDArray[np.bool_]
    wrong_time: float


def bench_face_smoothing(
    folder: Path,
    classifier: Classifier,
    *,
    sequences: int = 16,
    length_s: float = LENGTH_S,
    seed: int = 0,
) -> BenchReport:
    """Join sequences of a folder's photographs and clips, and smooth them.

    Args:
        folder: holds `photos` and `clips`.
        classifier: tells each frame.
        sequences: of photographs, and as many of clips.
        length_s: of each.
        seed: of joins, disturbances and intervals.

    Raises:
        DatasetError: no face can be read in the folder.
    """
    shots = load_shots(folder, FaceDetector.shipped())
    stills = [shot for shot in shots if len(shot.frames) == 1]
    clips = [shot for shot in shots if len(shot.frames) > 1]
    kinds = {
        name: [
            join_shots(chosen, classifier, derive_rng(seed, name, number), length_s=length_s)
            for number in range(sequences)
        ]
        for name, chosen in (("photos", stills), ("clips", clips))
        if chosen
    }
    paths = [path for part in ("photos", "clips") for path in (folder / part).glob("*")]
    rows = [*_about(kinds, shots), *smoothing_rows(kinds, seed=seed)]
    return BenchReport("face-smoothing", fingerprint(paths), tuple(rows))


def smoothing_rows(kinds: dict[str, list[FaceSequence]], *, seed: int) -> Iterator[BenchRow]:
    """The figures of each form on each kind of sequences."""
    for form, (smoother, every) in _FORMS.items():
        courses = {
            name: [course_of(one, smoother(), every=every) for one in found]
            for name, found in kinds.items()
        }
        measure = partial(bootstrap_interval, rng=derive_rng(seed, form))
        for name, found in courses.items():
            before = [course.framewise_changes for course in found]
            after = [course.changes for course in found]
            row = f"face_smoothing.{name}.{form}"
            yield BenchRow.of(f"{row}.change_reduction", measure(_reduction, before, after))
        if "photos" in courses:
            yield from _delay_rows(f"face_smoothing.photos.{form}", courses["photos"], measure)


def course_of(sequence: FaceSequence, smoother: Smoother, *, every: int = 1) -> Course:
    """Smooth a sequence of which only every so many frames are seen."""
    p, times = sequence.probabilities[::every], np.arange(0, len(sequence.probabilities), every)
    told = p.argmax(axis=1)
    labels = np.array(
        [
            _PLACES[smoother.add(row, frame / FRAMES_PER_S).label]
            for row, frame in zip(p, times, strict=True)
        ]
    )
    stretch = np.searchsorted(sequence.starts, times, side="right") - 1
    truth = np.array([np.bincount(told[stretch == k]).argmax() for k in range(stretch[-1] + 1)])
    delays, followed = _delays(sequence, times, labels=labels, truth=truth[stretch])
    wrong = float((labels != truth[stretch]).mean())
    return Course(_changes(told), _changes(labels), delays, followed, wrong)


def _delays(
    sequence: FaceSequence,
    times: NDArray[np.int64],
    *,
    labels: NDArray[np.int64],
    truth: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Seconds from each true change to its label, and whether it came; all by the frames seen."""
    ends = np.append(sequence.starts[1:], len(sequence.probabilities))
    delays, followed = [], []
    for start, end in zip(sequence.starts[1:], ends[1:], strict=True):
        first, last = np.searchsorted(times, [start, end])
        is_whole = end - start >= LEAST_STRETCH_S * FRAMES_PER_S
        if not is_whole or truth[first] in {truth[first - 1], labels[first - 1]}:
            continue
        right = np.flatnonzero(labels[first:last] == truth[first])
        reached = times[first + right[0]] if right.size else end
        delays.append((reached - start) / FRAMES_PER_S)
        followed.append(bool(right.size))
    return np.array(delays), np.array(followed, dtype=bool)


def _changes(labels: NDArray[np.int64]) -> int:
    return int((labels[1:] != labels[:-1]).sum())


def _reduction(before: NDArray[np.int64], after: NDArray[np.int64]) -> float:
    return 1.0 - float(after.sum() / before.sum()) if before.sum() else float("nan")


def _delay_rows(
    name: str, courses: Sequence[Course], measure: Callable[..., Interval]
) -> Iterator[BenchRow]:
    delays = np.concatenate([course.delays_s for course in courses])
    groups = np.repeat(np.arange(len(courses)), [len(course.delays_s) for course in courses])
    worse = partial(BenchRow.of, higher_is_better=False)
    missed = 1.0 - np.concatenate([course.followed for course in courses])
    yield worse(f"{name}.delay_s", measure(_mean, delays, groups=groups))
    yield worse(f"{name}.missed", measure(_mean, missed, groups=groups))
    yield worse(f"{name}.wrong_time", measure(np.mean, [c.wrong_time for c in courses]))


def _mean(values: NDArray[np.float64]) -> float:
    """NaN of none: a resample may hold no true change."""
    return float(values.mean()) if values.size else float("nan")


def _about(kinds: dict[str, list[FaceSequence]], shots: Sequence[Shot]) -> Iterator[BenchRow]:
    """What the figures rest on."""
    plain = partial(BenchRow, higher_is_better=None)
    yield plain(name="face_smoothing.shots", value=len(shots))
    for name, found in kinds.items():
        before = [_changes(one.probabilities.argmax(axis=1)) for one in found]
        yield plain(name=f"face_smoothing.{name}.sequences", value=len(found))
        mean = float(np.mean(before))
        yield plain(name=f"face_smoothing.{name}.framewise_changes", value=mean)
