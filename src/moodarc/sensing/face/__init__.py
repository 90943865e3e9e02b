"""The listener's face: where it is, what it shows, and how sure that is (EM-1 to EM-4, LE-5)."""

from moodarc.sensing.face.boxes import Face
from moodarc.sensing.face.camera import (
    CAMERA,
    Camera,
    Frame,
    camera_frames,
    is_photo,
    read_photo,
    video_frames,
)
from moodarc.sensing.face.classifier import FACE_MODEL, ExpressionClassifier
from moodarc.sensing.face.detector import DetectorConfig, FaceDetector, choose_face
from moodarc.sensing.face.own_pictures import OwnPictures
from moodarc.sensing.face.personal import PersonalHead
from moodarc.sensing.face.personal_fitting import (
    LEAST_PICTURES,
    Calibration,
    CalibrationConfig,
    Curves,
    Examples,
    fit_personal_head,
)
from moodarc.sensing.face.preprocessing import (
    SIDE_PX,
    as_fer,
    equalised,
    face_picture,
    framed_picture,
    grown,
)
from moodarc.sensing.face.reading import (
    FELT_VARIANCE,
    MODALITY,
    expression_entropy,
    expression_variance,
    face_reading,
    no_reading,
    several_faces,
)
from moodarc.sensing.face.recognizer import Classifier, FaceRecognizer, RecognizerConfig, Seen
from moodarc.sensing.face.smoothing import (
    FrameSmoother,
    FrameSmoothingConfig,
    Smoothed,
    Smoother,
    TimeSmoother,
    TimeSmoothingConfig,
)
from moodarc.sensing.face.tracking import FaceTracker, TrackerConfig
from moodarc.sensing.face.validity import (
    CUT_OFF,
    NO_FACE,
    REMEDIES,
    TILTED,
    TOO_BLURRED,
    TOO_BRIGHT,
    TOO_DARK,
    TOO_SMALL,
    TURNED_AWAY,
    ValidityConfig,
    validity_of,
)

__all__ = [
    "CAMERA",
    "CUT_OFF",
    "FACE_MODEL",
    "FELT_VARIANCE",
    "LEAST_PICTURES",
    "MODALITY",
    "NO_FACE",
    "REMEDIES",
    "SIDE_PX",
    "TILTED",
    "TOO_BLURRED",
    "TOO_BRIGHT",
    "TOO_DARK",
    "TOO_SMALL",
    "TURNED_AWAY",
    "Calibration",
    "CalibrationConfig",
    "Camera",
    "Classifier",
    "Curves",
    "DetectorConfig",
    "Examples",
    "ExpressionClassifier",
    "Face",
    "FaceDetector",
    "FaceRecognizer",
    "FaceTracker",
    "Frame",
    "FrameSmoother",
    "FrameSmoothingConfig",
    "OwnPictures",
    "PersonalHead",
    "RecognizerConfig",
    "Seen",
    "Smoothed",
    "Smoother",
    "TimeSmoother",
    "TimeSmoothingConfig",
    "TrackerConfig",
    "ValidityConfig",
    "as_fer",
    "camera_frames",
    "choose_face",
    "equalised",
    "expression_entropy",
    "expression_variance",
    "face_picture",
    "face_reading",
    "fit_personal_head",
    "framed_picture",
    "grown",
    "is_photo",
    "no_reading",
    "read_photo",
    "several_faces",
    "validity_of",
    "video_frames",
]
