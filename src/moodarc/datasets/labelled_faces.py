"""Pictures of faces from whichever set lies in a folder, told apart by the files it is known by."""

from pathlib import Path

from moodarc.datasets.affectnet import AFFECTNET_SIGNS, load_affectnet
from moodarc.datasets.ck_plus import load_ck_plus
from moodarc.datasets.face_folder import load_face_folder
from moodarc.datasets.face_pictures import LabelledPicture
from moodarc.datasets.jaffe import is_jaffe, load_jaffe
from moodarc.datasets.raf_db import RAF_DB_LIST, load_raf_db
from moodarc.errors import DatasetError

__all__ = ["load_labelled_pictures"]


def load_labelled_pictures(folder: Path, split: str = "") -> list[LabelledPicture]:
    """The pictures of one split of RAF-DB, AffectNet, CK+, JAFFE or a folder by class.

    Args:
        folder: of the set.
        split: as the set cuts it; "" = all. CK+ and JAFFE are not cut: any name gives all.

    Raises:
        DatasetError: nothing of this kind is there, or it is not in its published form.
    """
    if not folder.is_dir():
        msg = f"{folder} is no folder; give one with a data set or with pictures by class"
        raise DatasetError(msg)
    if any((folder / name).exists() for name in AFFECTNET_SIGNS):
        splits = (split,) if split else ("train", "validation")
        return [picture for name in splits for picture in load_affectnet(folder, name)]
    if any(folder.rglob(RAF_DB_LIST)):
        return _of_split(load_raf_db(folder), split, folder)
    if any(folder.rglob("cohn-kanade-images")):
        return load_ck_plus(folder)
    return load_jaffe(folder) if is_jaffe(folder) else load_face_folder(folder, split)


def _of_split(pictures: list[LabelledPicture], split: str, folder: Path) -> list[LabelledPicture]:
    chosen = [picture for picture in pictures if split in {"", picture.split}]
    if not chosen:
        names = ", ".join(dict.fromkeys(picture.split for picture in pictures))
        msg = f"{folder} has no split {split!r}; it has {names}"
        raise DatasetError(msg)
    return chosen
