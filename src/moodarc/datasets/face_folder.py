"""Pictures of faces sorted into folders by expression: `angry/*.jpg`, `happy/*.png`, ...

Folder names in any common spelling (`anger`, `Happiness`, `surprised`); a class that is none of the
seven (`contempt`) is left out. Above them there may be one folder a split: `train`, `test`,
`validation` (or `val`, `valid`). FER-2013 and others are often passed on in this form; a person's
own pictures for calibration come in it too (LE-5).
"""

from pathlib import Path
from typing import Final

from moodarc.datasets.expression_names import NOT_AMONG_SEVEN, expression_named
from moodarc.datasets.face_pictures import LabelledPicture, picture_files
from moodarc.errors import DatasetError

__all__ = ["load_face_folder"]

_SPLITS: Final = {
    "train": ("train", "training"),
    "validation": ("validation", "val", "valid", "publictest"),
    "test": ("test", "testing", "privatetest"),
}


def load_face_folder(folder: Path, split: str = "") -> list[LabelledPicture]:
    """The pictures by class and name.

    Args:
        folder: holds the class folders, or one folder a split that does.
        split: "train", "validation" or "test"; "" = all that there are.

    Raises:
        DatasetError: no such folder, split or picture, or a folder's name is no expression.
    """
    if not folder.is_dir():
        msg = f"{folder} is no folder; give one that holds angry/, happy/, ... with pictures"
        raise DatasetError(msg)
    roots = _split_folders(folder, split)
    found = [picture for name, root in roots for picture in _of_classes(root, name)]
    if not found:
        msg = f"{folder} holds no pictures by class; expected angry/*.jpg, happy/*.png, ..."
        raise DatasetError(msg)
    return found


def _split_folders(folder: Path, split: str) -> list[tuple[str, Path]]:
    """Names and folders of the splits asked for; the folder itself where it has none."""
    there = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_dir()}
    splits = [
        (name, there[spelling])
        for name, spellings in _SPLITS.items()
        for spelling in spellings
        if spelling in there
    ]
    if not splits:
        return [("", folder)]
    chosen = [pair for pair in splits if split in {"", pair[0]}]
    if not chosen:
        names = ", ".join(dict.fromkeys(name for name, _ in splits))
        msg = f"{folder} has no split {split!r}; it has {names}"
        raise DatasetError(msg)
    return chosen


def _of_classes(root: Path, split: str) -> list[LabelledPicture]:
    folders = sorted(
        path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")
    )
    unknown = [
        path.name
        for path in folders
        if expression_named(path.name) is None and path.name.casefold() not in NOT_AMONG_SEVEN
    ]
    if unknown:
        msg = f"{root}/{unknown[0]} is no expression; expected angry, disgust, fear, happy, ..."
        raise DatasetError(msg)
    return [
        LabelledPicture(
            path=path, expression=expression_named(place.name), label=place.name, split=split
        )
        for place in folders
        if expression_named(place.name) is not None
        for path in picture_files(place)
    ]
