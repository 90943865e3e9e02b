"""Write what the page's face code must repeat: `tests/serving/golden_faces/golden.json`.

The page runs the same networks in a worker (`web/src/face`), and finds, frames and equalises faces
by code of its own. Everything here is made: a drawn face (`evaluation.drawn_frame`) and smooth
noise, no picture of a person. Arrays are stored as base64 of their deflated bytes.

    python tools/make_golden_faces.py
"""

import base64
import json
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.affect import ThayerTerm, terms_point, terms_vector
from moodarc.evaluation.drawn_frame import drawn_frames
from moodarc.sensing.face.boxes import (
    Face,
    distinct,
    overlaps,
    overlaps_of_smaller,
    regressed,
    squared,
)
from moodarc.sensing.face.classifier import ExpressionClassifier
from moodarc.sensing.face.crops import crops
from moodarc.sensing.face.detector import FaceDetector, choose_face
from moodarc.sensing.face.mtcnn import MtcnnNetworks
from moodarc.sensing.face.personal import PersonalHead
from moodarc.sensing.face.personal_fitting import Examples, fit_personal_head
from moodarc.sensing.face.preprocessing import as_fer, equalised, framed_picture, grown
from moodarc.sensing.face.pyramid import halved, level_shapes, levels
from moodarc.sensing.face.reading import expression_entropy, face_reading
from moodarc.sensing.face.recognizer import FaceRecognizer
from moodarc.sensing.face.smoothing import FrameSmoother, TimeSmoother
from moodarc.sensing.face.tracking import FaceTracker
from moodarc.sensing.face.validity import sharpness, tilt_deg, validity_of, yaw_deg

TARGET = Path(__file__).parents[1] / "tests" / "serving" / "golden_faces" / "golden.json"
AT = datetime(2026, 1, 1, tzinfo=UTC)
BOXES = np.float32(
    [
        [233, 165, 409, 341],
        [-30.5, 20.25, 69.5, 120.25],
        [600, 400, 730, 530],
        [300.3, 200.7, 320, 220.4],
    ]
)

Golden = dict[str, Any]


def main() -> None:
    """Make them all and write them."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(made(), separators=(",", ":")) + "\n")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")


def made() -> Golden:
    """All of them."""
    rng = np.random.default_rng(7)
    frames = [drawn_frames(21)[k] for k in (0, 20)]
    texture = smooth_noise(rng, 56, 70)
    golden: Golden = {"frames": [packed(frame) for frame in frames], "texture": packed(texture)}
    golden["resizing"] = resizing(texture)
    golden["equalising"] = equalising(texture)
    golden["boxes"] = boxes(rng)
    golden["detection"] = detection(frames, texture)
    golden["reading"] = reading(frames)
    golden["smoothing"] = smoothing(rng)
    golden["affect"] = affect(rng)
    golden["fitting"] = fitting(rng)
    return golden


def packed(array: NDArray[Any]) -> Golden:
    """An array as JSON can carry it."""
    data = base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 9)).decode()
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": data}


def smooth_noise(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """Colours that vary over a few pixels, with their full contrast."""
    noise = cv2.GaussianBlur(rng.normal(size=(height, width, 3)), (0, 0), 1.2)
    return np.asarray(np.clip(128 + 220 * noise, 0, 255), dtype=np.uint8)


def resizing(texture: NDArray[np.uint8]) -> Golden:
    """Every resize that the face code asks of OpenCV."""
    small = [(42, 51), (31, 37), (40, 75)]
    pieces = [(0, 0, 70, 56), (3, 5, 66, 49), (7, 2, 55, 44), (1, 1, 40, 52), (0, 0, 48, 48)]
    area = [
        cv2.resize(
            np.ascontiguousarray(texture[top : top + height, left : left + width]),
            (48, 48),
            interpolation=cv2.INTER_AREA,
        )
        for left, top, width, height in pieces
    ]
    shapes = level_shapes((56, 70), 20.0, 0.709)
    return {
        "halved": packed(halved(texture)),
        "linear": [packed(cv2.resize(texture, (w, h))) for h, w in small],
        "pieces": pieces,
        "area": [packed(picture) for picture in area],
        "gray": packed(cv2.cvtColor(texture, cv2.COLOR_RGB2GRAY)),
        "level_shapes": shapes,
        "levels": [packed(level) for level in levels(texture, shapes)][1:],
    }


def equalising(texture: NDArray[np.uint8]) -> Golden:
    """CLAHE of gray pictures of several kinds."""
    gray = cv2.cvtColor(texture, cv2.COLOR_RGB2GRAY)
    given = [
        gray[:48, :48],
        gray[8:56, 22:70] // 8,
        np.full((48, 48), 77, np.uint8),
        np.add.outer(np.arange(48), 2 * np.arange(48)).astype(np.uint8),
    ]
    return {
        "given": [packed(one) for one in given],
        "equalised": [packed(equalised(np.ascontiguousarray(one))) for one in given],
        "sharpness": [sharpness(one) for one in given],
    }


def boxes(rng: np.random.Generator) -> Golden:
    """Overlaps, suppression and regression of boxes drawn at random."""
    corners = rng.uniform(0, 60, size=(28, 2))
    given = np.hstack([corners, corners + rng.uniform(5, 40, size=(28, 2))]).astype(np.float32)
    scores = rng.uniform(0.6, 1, size=28).astype(np.float32)
    offsets = rng.normal(0, 0.1, size=(28, 4)).astype(np.float32)
    return {
        "given": given.tolist(),
        "scores": scores.tolist(),
        "offsets": offsets.tolist(),
        "overlaps": overlaps(given[:5], given[5:12]).tolist(),
        "overlaps_of_smaller": overlaps_of_smaller(given[:5], given[5:12]).tolist(),
        "distinct": distinct(given, scores, 0.3).tolist(),
        "distinct_of_smaller": distinct(given, scores, 0.7, of_smaller=True).tolist(),
        "regressed": regressed(given, offsets).tolist(),
        "squared": squared(given).tolist(),
    }


def detection(frames: list[NDArray[np.uint8]], texture: NDArray[np.uint8]) -> Golden:
    """What each network says, and the faces of a full search, of two faces, and tracked."""
    networks, detector = MtcnnNetworks.shipped(), FaceDetector.shipped()
    probability, offsets = networks.propose(texture)
    small, large = crops(frames[0], BOXES, 24), crops(frames[0], BOXES, 48)
    two = np.ascontiguousarray(np.hstack(frames))
    tracker = FaceTracker(detector)
    tracked = [tracker.track(frame) for frame in frames]
    return {
        "boxes": BOXES.tolist(),
        "crops_24": packed(small),
        "crops_48": packed(large),
        "pnet": [packed(probability), packed(offsets)],
        "rnet": [packed(array) for array in networks.refine(small)],
        "onet": [packed(array) for array in networks.conclude(large)],
        "detected": [told(detector.detect(frame)) for frame in frames],
        "of_two": told(detector.detect(two)),
        "tracked": [told(faces) for faces in tracked],
        "of_texture": told(detector.detect(texture)),
    }


def told(faces: tuple[Face, ...]) -> list[Golden]:
    """Faces as JSON."""
    return [
        {
            "left": face.left,
            "top": face.top,
            "width": face.width,
            "height": face.height,
            "score": face.score,
            "landmarks": face.landmarks.tolist(),
        }
        for face in faces
    ]


def reading(frames: list[NDArray[np.uint8]]) -> Golden:
    """The networks' inputs and answers, and why changed frames cannot be read."""
    detector, classifier = FaceDetector.shipped(), ExpressionClassifier.shipped()
    recognizer = FaceRecognizer(detector, classifier)
    faces = [choose_face(detector.detect(frame), frame.shape) for frame in frames]
    chosen = [face for face in faces if face is not None]
    pictures = [framed_picture(f, as_fer(face)) for f, face in zip(frames, chosen, strict=True)]
    pictures += [framed_picture(f, grown(face)) for f, face in zip(frames, chosen, strict=True)]
    probabilities, features = classifier.answers(np.stack(pictures))
    observed = [recognizer.observe(frame, AT) for frame in frames]
    return {
        "faces": told(tuple(chosen)),
        "pictures": packed(np.stack(pictures)),
        "probabilities": probabilities.tolist(),
        "features": packed(features),
        "yaw": [yaw_deg(face) for face in chosen],
        "tilt": [tilt_deg(face) for face in chosen],
        "validity": validities(frames[0], chosen[0]),
        "observed": [one.expression for one in observed],
    }


def validities(frame: NDArray[np.uint8], face: Face) -> list[Golden]:
    """The drawn face darkened, bleached, blurred and moved; `how` is repeated by the test."""
    ways = {
        "as it is": (frame, face),
        "dark": ((frame // 16).astype(np.uint8), face),
        "bright": ((240 + frame // 17).astype(np.uint8), face),
        "small": (frame, Face(face.left, face.top, 39.0, 60.0, 1.0, face.landmarks)),
        "cut off": (frame, Face(-90.0, face.top, 176.0, 246.0, 1.0, face.landmarks)),
        "tilted": (frame, turned(face, 1, (0.0, 80.0))),
        "turned": (frame, turned(face, 2, (70.0, 0.0))),
    }
    return [
        {"how": how, "face": told((seen,))[0], "validity": validity_of(image, seen)}
        for how, (image, seen) in ways.items()
    ]


def turned(face: Face, place: int, step: tuple[float, float]) -> Face:
    """With one landmark moved."""
    landmarks = face.landmarks.copy()
    landmarks[place] += step
    return Face(face.left, face.top, face.width, face.height, face.score, landmarks)


def smoothing(rng: np.random.Generator) -> Golden:
    """Both smoothers on a stream whose expression changes, with uneven steps of time."""
    mood = np.repeat(np.eye(7)[[3, 4, 4, 4]], 20, axis=0)
    p = 0.5 * mood + 0.5 * rng.dirichlet(np.full(7, 0.3), size=len(mood))
    p = p.astype(np.float32)
    at = np.cumsum(rng.choice([0.0, 0.02, 0.05, 0.4], size=len(p))).round(3)
    answers: Golden = {"given": packed(p), "at_s": at.tolist()}
    for name, smoother in (("frames", FrameSmoother()), ("time", TimeSmoother())):
        found = [smoother.add(one, second) for one, second in zip(p, at, strict=True)]
        answers[name] = {
            "labels": [one.label.value for one in found],
            "means": packed(np.array([one.probabilities for one in found], np.float32)),
        }
    return answers


def affect(rng: np.random.Generator) -> Golden:
    """Points, variances and entropies of expressions, and what scored terms say."""
    p = rng.dirichlet(np.full(7, 0.5), size=6)
    states = [face_reading(one, AT).state for one in p]
    scores = {term.value: float(rng.integers(0, 6)) for term in ThayerTerm}
    vector = terms_vector(scores)
    return {
        "given": p.tolist(),
        "entropy": [expression_entropy(one) for one in p],
        "points": [[state.valence, state.arousal] for state in states],
        "variances": [[s.variance.valence, s.variance.arousal] for s in states],
        "scores": scores,
        "terms_point": terms_point(scores),
        "terms_shares": [vector.happy, vector.angry, vector.sad, vector.peaceful],
    }


def fitting(rng: np.random.Generator) -> Golden:
    """A head fitted on features that were made up: four expressions, one of them often misread."""
    shown = np.repeat([0, 3, 4, 6], 24)
    centres = rng.normal(size=(7, 10))
    features = (centres[shown] + rng.normal(0, 1.3, size=(len(shown), 10))).astype(np.float32)
    mistaken = np.where(shown == 4, rng.choice([4, 6], size=len(shown)), shown)
    sure = np.eye(7)[mistaken] * 0.55 + 0.45 * rng.dirichlet(np.ones(7), size=len(shown))
    population = (sure / sure.sum(axis=1, keepdims=True)).astype(np.float32)
    found = fit_personal_head(Examples(population, features, shown), "made-up")
    head = found.head
    return {
        "population": packed(population),
        "features": packed(features),
        "shown": shown.tolist(),
        "pull": found.pull,
        "n_held": found.n_held,
        "before": found.before.tolist(),
        "after": found.after.tolist(),
        "head": {
            name: getattr(head, name).tolist()
            for name in ("mixing", "weights", "bias", "centre", "scale")
        },
        "probabilities": head.probabilities(population, features).tolist(),
        "curve_ends": [
            [curve[0], curve[-1]]
            for curve in (
                found.curves.fitted_loss,
                found.curves.fitted_accuracy,
                found.curves.held_loss,
                found.curves.held_accuracy,
            )
        ],
        "is_better": found.is_better,
        "untouched": PersonalHead.population(10, "made-up")
        .probabilities(population[:2], features[:2])
        .tolist(),
    }


if __name__ == "__main__":
    main()
