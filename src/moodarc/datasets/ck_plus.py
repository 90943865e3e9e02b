"""CK+: 593 posed sequences of 123 people, from neutral to the peak of an expression.

`cohn-kanade-images/S005/001/S005_001_00000001.png` ... the frames; of the 327 sequences with a
label `Emotion/S005/001/S005_001_00000011_emotion.txt` with one number (`   3.0000000e+00`): 0
neutral, 1 anger, 2 contempt, 3 disgust, 4 fear, 5 happy, 6 sadness, 7 surprise. As is usual, the
last three frames of such a sequence carry its label and the first one is neutral.

Format after its published description and readers in public code; never run on the real files.

Citation: `lucey2010`: P. Lucey et al., *The extended Cohn-Kanade dataset (CK+)*, CVPR Workshops
2010, doi:10.1109/CVPRW.2010.5543262. Terms: signed agreement, research only, few faces may be
shown. No checksums are published.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moodarc.affect import Expression
from moodarc.datasets.face_pictures import LabelledPicture, picture_files
from moodarc.datasets.unpacked import find_unpacked
from moodarc.errors import DatasetError

__all__ = ["load_ck_plus"]

_LABELS: Final = (
    ("neutral", Expression.NEUTRAL),
    ("anger", Expression.ANGRY),
    ("contempt", None),
    ("disgust", Expression.DISGUST),
    ("fear", Expression.FEAR),
    ("happy", Expression.HAPPY),
    ("sadness", Expression.SAD),
    ("surprise", Expression.SURPRISE),
)


def load_ck_plus(folder: Path, *, n_peak: int = 3) -> list[LabelledPicture]:
    """The first frame (neutral) and the last ones (peak) of every labelled sequence.

    Args:
        folder: holds `cohn-kanade-images` and `Emotion`, however deep.
        n_peak: frames at the end of a sequence that show its expression.

    Raises:
        DatasetError: a folder is absent, a label is none, or a labelled sequence has too few
            frames.
    """
    remedy = "unpack CK+ there"
    images = find_unpacked(folder, "cohn-kanade-images", remedy=remedy)
    labels = find_unpacked(folder, "Emotion", remedy=remedy)
    found = sorted(labels.glob("S*/*/*_emotion.txt"))
    if not found:
        msg = f"{labels} holds no *_emotion.txt; {remedy} again"
        raise DatasetError(msg)
    return [
        picture
        for path in found
        for picture in _sequence(images / path.parent.relative_to(labels), path, n_peak)
    ]


def _sequence(frames: Path, label: Path, n_peak: int) -> Iterator[LabelledPicture]:
    name, expression = _label(label)
    pictures = picture_files(frames) if frames.is_dir() else []
    if len(pictures) <= n_peak:
        msg = f"{frames} has {len(pictures)} frames; expected more than {n_peak} for {label.name}"
        raise DatasetError(msg)
    subject = frames.parent.name
    yield LabelledPicture(
        path=pictures[0], expression=Expression.NEUTRAL, label="neutral", subject=subject
    )
    for path in pictures[-n_peak:]:
        yield LabelledPicture(path=path, expression=expression, label=name, subject=subject)


def _label(path: Path) -> tuple[str, Expression | None]:
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number not in range(len(_LABELS)):
        msg = f"{path} holds {text!r}; expected a number from 0 to {len(_LABELS) - 1}"
        raise DatasetError(msg)
    return _LABELS[int(number)]
