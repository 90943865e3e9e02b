"""The listener's face: where it is, what it shows, and how sure that is (EM-1 to EM-4)."""

from moodarc.sensing.face.boxes import Face
from moodarc.sensing.face.detector import DetectorConfig, FaceDetector, choose_face
from moodarc.sensing.face.preprocessing import (
    as_fer,
    equalised,
    face_picture,
    framed_picture,
    grown,
)
from moodarc.sensing.face.tracking import FaceTracker, TrackerConfig

__all__ = [
    "DetectorConfig",
    "Face",
    "FaceDetector",
    "FaceTracker",
    "TrackerConfig",
    "as_fer",
    "choose_face",
    "equalised",
    "face_picture",
    "framed_picture",
    "grown",
]
