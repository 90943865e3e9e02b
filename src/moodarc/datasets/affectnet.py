"""AffectNet: faces from the web with expression, valence and arousal.

Two layouts, told apart by what is there:

- *tables*: `training.csv` and `validation.csv` with the columns `subDirectory_filePath, face_x,
  face_y, face_width, face_height, facial_landmarks, expression, valence, arousal`, and the pictures
  in `Manually_Annotated_Images/` (or `Manually_Annotated/Manually_Annotated_Images/`)
- *annotations*: `train_set/images/0.jpg` with `train_set/annotations/0_exp.npy`, `0_val.npy`,
  `0_aro.npy` (one number or its text each), and `val_set` alike

Expressions: 0 neutral, 1 happiness, 2 sadness, 3 surprise, 4 fear, 5 disgust, 6 anger, 7 contempt,
8 none, 9 uncertain, 10 no face. Valence and arousal in [-1, 1]; -2 = not judged. The set has no
public test part: what it calls validation is "validation" here.

Format after its published description and readers in public code; never run on the real files.

Citation: `mollahosseini2019`: A. Mollahosseini, B. Hasani, M. H. Mahoor, *AffectNet: a database for
facial expression, valence, and arousal computing in the wild*, IEEE Transactions on Affective
Computing 10(1), 2019, doi:10.1109/TAFFC.2017.2740923. Terms: signed agreement, research only. No
checksums are published.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from moodarc.affect import Expression
from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.datasets.face_pictures import LabelledPicture, picture_files
from moodarc.errors import DatasetError

__all__ = ["AFFECTNET_SIGNS", "load_affectnet"]

_TABLES: Final = {"train": "training.csv", "validation": "validation.csv"}
_SETS: Final = {"train": "train_set", "validation": "val_set"}
AFFECTNET_SIGNS: Final = ("training.csv", "validation.csv", "train_set", "val_set")
"""one of these lies in its folder"""

_IMAGES: Final = "Manually_Annotated_Images"
_BOX: Final = ("face_x", "face_y", "face_width", "face_height")
_COLUMNS: Final = ("subDirectory_filePath", *_BOX, "expression", "valence", "arousal")
_LABELS: Final = (
    ("neutral", Expression.NEUTRAL),
    ("happiness", Expression.HAPPY),
    ("sadness", Expression.SAD),
    ("surprise", Expression.SURPRISE),
    ("fear", Expression.FEAR),
    ("disgust", Expression.DISGUST),
    ("anger", Expression.ANGRY),
    ("contempt", None),
    ("none", None),
    ("uncertain", None),
    ("no-face", None),
)


def load_affectnet(folder: Path, split: str) -> list[LabelledPicture]:
    """The faces of "train" or "validation", in the order of the table or by number.

    Raises:
        DatasetError: no such split, it is not there, or something in it is not in its form.
    """
    if split not in _TABLES:
        msg = f"split {split!r}; AffectNet has train and validation"
        raise DatasetError(msg)
    if (folder / _SETS[split]).is_dir():
        return list(_from_annotations(folder / _SETS[split], split))
    remedy = f"expected it or {_SETS[split]}/; unpack AffectNet there"
    rows = read_rows(folder / _TABLES[split], _COLUMNS, remedy=remedy)
    images = next(iter(sorted(folder.rglob(_IMAGES))), folder / _IMAGES)
    return [_from_row(row, images, split) for row in rows]


def _from_row(row: CsvRow, images: Path, split: str) -> LabelledPicture:
    number = row.whole("expression")
    if number >= len(_LABELS):
        row.fail(f"expression {number}; expected 0 to {len(_LABELS) - 1}")
    label, expression = _LABELS[number]
    left, top, width, height = (row.number(column) for column in _BOX)
    return LabelledPicture(
        path=images / row.text("subDirectory_filePath"),
        expression=expression,
        label=label,
        split=split,
        box=(left, top, width, height),
        valence=_judged(row.number("valence", -2, 1)),
        arousal=_judged(row.number("arousal", -2, 1)),
    )


def _from_annotations(folder: Path, split: str) -> Iterator[LabelledPicture]:
    pictures = picture_files(folder / "images") if (folder / "images").is_dir() else []
    if not pictures:
        msg = f"{folder}/images holds no pictures; unpack AffectNet there again"
        raise DatasetError(msg)
    for path in pictures:
        number, valence, arousal = (
            _number(folder / "annotations" / f"{path.stem}_{kind}.npy")
            for kind in ("exp", "val", "aro")
        )
        if number not in range(len(_LABELS)):
            msg = f"{path.stem}_exp.npy is {number:g}; expected 0 to {len(_LABELS) - 1}"
            raise DatasetError(msg)
        label, expression = _LABELS[int(number)]
        yield LabelledPicture(
            path=path,
            expression=expression,
            label=label,
            split=split,
            valence=_judged(valence),
            arousal=_judged(arousal),
        )


def _number(path: Path) -> float:
    try:
        return float(np.load(path, allow_pickle=False).item())
    except (OSError, ValueError, EOFError) as error:
        msg = f"{path} holds no number ({error}); copy it again from its source"
        raise DatasetError(msg) from error


def _judged(value: float) -> float | None:
    return None if value < -1.0 else value
