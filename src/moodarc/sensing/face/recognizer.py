"""From pictures to readings: find the face, check it, classify it, steady it (EM-1 to EM-4).

A still is read by itself. Of a stream each frame is observed: the face is tracked, frames in which
it cannot be read are gaps, the others are smoothed. A face is stayed with while its box overlaps
its last one, so that two people side by side are not mixed, and goes on there after a gap. Another
one that is read starts anew: mean, label and summary speak of it alone.

The summary of a stream speaks of its last seconds: what the listener feels is what the face showed
last, and over ten seconds of it one yawn does not decide.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import VALID, AffectReading, Expression
from moodarc.errors import InputError
from moodarc.sensing.face.boxes import Face, boxes_of, overlaps
from moodarc.sensing.face.classifier import ExpressionClassifier
from moodarc.sensing.face.detector import FaceDetector, choose_face
from moodarc.sensing.face.personal import PersonalHead
from moodarc.sensing.face.preprocessing import as_fer, framed_picture
from moodarc.sensing.face.reading import face_reading, no_reading, several_faces
from moodarc.sensing.face.smoothing import Smoother, TimeSmoother
from moodarc.sensing.face.tracking import FaceTracker
from moodarc.sensing.face.validity import ValidityConfig, validity_of

__all__ = ["SAME_FACE", "Classifier", "FaceRecognizer", "RecognizerConfig", "Seen"]

SAME_FACE: Final = 0.2
"""overlap (intersection over union) with its last box of a face that is stayed with"""
_MOST_FRAMES: Final = 4096
"""of a summary, where frames come faster than 400 a second or their times stand still"""


class Classifier(Protocol):
    """What tells the expression of a face's picture: `ExpressionClassifier`, or another.

    Attributes:
        version: names it in personal heads.
    """

    version: str

    def probabilities(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated, (n, 7) in the order of `Expression`, of float32 (n, 48, 48) in [0, 1]."""
        ...

    def answers(
        self, pictures: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The same, and the features (n, n_features) that a personal head reads, in one run."""
        ...


@dataclass(frozen=True, slots=True)
class RecognizerConfig:
    """What makes a reading.

    Attributes:
        validity: where a face stops being readable.
        summary_s: seconds of a stream, up to its end, that its summary speaks of.
        least_share: of the frames of these seconds that must be readable, in [0, 1].
        framing: from the detector's box to the network's. EM-1 has `grown`; ours frames a face as
            the pictures are framed that the network learned from.
    """

    validity: ValidityConfig = field(default_factory=ValidityConfig)
    summary_s: float = 10.0
    least_share: float = 0.25
    framing: Callable[[Face], Face] = as_fer


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a picture holds.

    Attributes:
        validity: `VALID`, or why its face must not be read.
        n_faces: that were found.
        face: the one that was chosen.
        picture: float32 (48, 48), the network's input, where the face can be read.
    """

    validity: str
    n_faces: int
    face: Face | None = None
    picture: NDArray[np.float32] | None = None

    @property
    def note(self) -> str | None:
        """That there were several faces, where there were."""
        return several_faces(self.n_faces) if self.n_faces > 1 else None


class _Observed(NamedTuple):
    at_s: float
    seen: Seen
    probabilities: NDArray[np.float32] | None


class FaceRecognizer:
    """Reads faces; its state is that of one stream, and stills leave it alone.

    Args:
        detector: finds faces in stills.
        classifier: tells expressions.
        head: the listener's own, if there is one for this classifier.
        smoother: of a stream; ours by default.
        tracker: of a stream; by default one over the detector.
        config: what makes a reading.

    Raises:
        InputError: the head was fitted on another classifier.
    """

    def __init__(
        self,
        detector: FaceDetector,
        classifier: Classifier,
        *,
        head: PersonalHead | None = None,
        smoother: Smoother | None = None,
        tracker: FaceTracker | None = None,
        config: RecognizerConfig | None = None,
    ) -> None:
        if head is not None and head.classifier != classifier.version:
            msg = (
                f"the personal head was fitted on {head.classifier!r}, the classifier is "
                f"{classifier.version!r}; run `moodarc calibrate` again"
            )
            raise InputError(msg)
        self.classifier, self.head = classifier, head
        self.config = config or RecognizerConfig()
        self._detector = detector
        self._smoother: Smoother = smoother or TimeSmoother()
        self._tracker = tracker or FaceTracker(detector)
        self.reset()

    @classmethod
    def shipped(cls, *, head: PersonalHead | None = None, threads: int = 1) -> Self:
        """With the networks that come with the program; a head of another classifier is left out.

        Args:
            head: the listener's own.
            threads: of each network.
        """
        classifier = ExpressionClassifier.shipped(threads=threads)
        fits = head is not None and head.classifier == classifier.version
        detector = FaceDetector.shipped(threads=threads)
        return cls(detector, classifier, head=head if fits else None)

    def reset(self) -> None:
        """Forget the stream, as before another one."""
        self._smoother.reset()
        self._tracker.reset()
        self._origin: datetime | None = None
        self._at: datetime | None = None
        self._last: Face | None = None
        self._label: Expression | None = None
        self._observed: deque[_Observed] = deque(maxlen=_MOST_FRAMES)

    @property
    def label(self) -> Expression | None:
        """The steady label of the stream; None before its first readable frame."""
        return self._label

    @property
    def seen(self) -> Seen | None:
        """What the last frame of the stream held."""
        return self._observed[-1].seen if self._observed else None

    def look(self, image: NDArray[np.uint8]) -> Seen:
        """What a still holds, without classifying it.

        Args:
            image: uint8 RGB (height, width, 3).

        Raises:
            InputError: no picture.
        """
        faces = self._detector.detect(image)
        return self._seen(image, choose_face(faces, image.shape), len(faces))

    def read(self, image: NDArray[np.uint8], at: datetime) -> AffectReading:
        """The reading of a still; not valid, with its reason, where no face can be read.

        Args:
            image: uint8 RGB (height, width, 3).
            at: aware time.

        Raises:
            InputError: no picture, or a time without a zone.
        """
        seen = self.look(image)
        if seen.face is None or seen.picture is None:
            return no_reading(seen.validity, at)
        p = self.probabilities(seen.picture[None])[0]
        return face_reading(p, at, confidence=seen.face.score, note=seen.note)

    def observe(self, frame: NDArray[np.uint8], at: datetime) -> AffectReading:
        """The reading of the stream up to its next frame: smoothed, or not valid where it is a gap.

        Args:
            frame: uint8 RGB (height, width, 3).
            at: aware time, not before the last frame's.

        Raises:
            InputError: no picture, a time without a zone, or one before the last frame's.
        """
        at_s = self._seconds(at)
        faces = self._tracker.track(frame)
        seen = self._seen(frame, self._stayed_with(faces, frame.shape), len(faces))
        if seen.face is not None and self._is_last(seen.face):
            self._last = seen.face  # also where it cannot be read: it may move meanwhile
        if seen.face is None or seen.picture is None:
            self._keep(_Observed(at_s, seen, None))
            return no_reading(seen.validity, at)
        if self._last is not seen.face:
            self._start_anew(seen.face)
        p = self.probabilities(seen.picture[None])[0]
        smoothed = self._smoother.add(p, at_s)
        self._label = smoothed.label
        self._keep(_Observed(at_s, seen, p))
        return face_reading(smoothed.probabilities, at, confidence=seen.face.score, note=seen.note)

    def summary(self) -> AffectReading:
        """The reading of the face that was last read, over the stream's last seconds, at their end.

        The mean of the readable frames' probabilities; its confidence is their mean score times
        their share of all frames. Not valid, with the most frequent reason, where too few could be
        read.

        Raises:
            InputError: no frame was observed.
        """
        if self._at is None or not self._observed:
            msg = "no frame was observed; give a stream of at least one"
            raise InputError(msg)
        at = self._at
        read = [one for one in self._observed if one.probabilities is not None]
        share = len(read) / len(self._observed)
        if not read or share < self.config.least_share:
            reasons = Counter(o.seen.validity for o in self._observed if o.seen.validity != VALID)
            return no_reading(reasons.most_common(1)[0][0], at)
        told = [one.probabilities for one in read if one.probabilities is not None]
        mean = np.mean(told, axis=0, dtype=np.float64)
        score = np.mean([one.seen.face.score for one in read if one.seen.face is not None])
        most = max((one.seen for one in self._observed), key=lambda seen: seen.n_faces)
        return face_reading(mean / mean.sum(), at, confidence=float(score) * share, note=most.note)

    def probabilities(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of faces' pictures (n, 48, 48): the listener's own, where there is a head; (n, 7)."""
        if self.head is None:
            return self.classifier.probabilities(pictures)
        return self.head.probabilities(*self.classifier.answers(pictures))

    def _seen(self, image: NDArray[np.uint8], face: Face | None, n_faces: int) -> Seen:
        validity = validity_of(image, face, self.config.validity)
        if face is None or validity != VALID:
            return Seen(validity, n_faces, face)
        picture = framed_picture(image, self.config.framing(face))
        return Seen(validity, n_faces, face, picture)

    def _is_last(self, face: Face) -> bool:
        return self._last is not None and bool(_overlap((face,), self._last)[0] >= SAME_FACE)

    def _start_anew(self, face: Face) -> None:
        """Forget what another face showed."""
        if self._last is not None:
            self._smoother.reset()
            self._observed.clear()
        self._last = face

    def _stayed_with(self, faces: tuple[Face, ...], shape: tuple[int, ...]) -> Face | None:
        """The face that was read before, where it is still seen; else the largest central one."""
        if self._last is not None and faces:
            shared = _overlap(faces, self._last)
            if shared.max() >= SAME_FACE:
                return faces[int(shared.argmax())]
        return choose_face(faces, shape)

    def _seconds(self, at: datetime) -> float:
        if at.tzinfo is None:
            msg = f"time {at.isoformat()} has no zone; give an aware datetime (UTC)"
            raise InputError(msg)
        if self._at is not None and at < self._at:
            msg = f"a frame at {at} follows one at {self._at}; give frames in order"
            raise InputError(msg)
        self._at = at
        self._origin = self._origin or at
        return (at - self._origin).total_seconds()

    def _keep(self, observed: _Observed) -> None:
        self._observed.append(observed)
        while observed.at_s - self._observed[0].at_s > self.config.summary_s:
            self._observed.popleft()


def _overlap(faces: tuple[Face, ...], face: Face) -> NDArray[np.float32]:
    return overlaps(boxes_of(faces), face.box[None])[:, 0]
