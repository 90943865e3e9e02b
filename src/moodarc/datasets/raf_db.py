"""RAF-DB, single labels: 15,339 faces from the web, each labelled by about 40 people.

`list_patition_label.txt` (spelled so), one line a face: `train_00001.jpg 5`; 1 surprise, 2 fear,
3 disgust, 4 happiness, 5 sadness, 6 anger, 7 neutral. Pictures, 100 x 100:
`Image/aligned/train_00001_aligned.jpg`; the uncut ones `Image/original/train_00001.jpg`. 12,271
are called train and 3,068 test.

Format after its published description and readers in public code; never run on the real files.

Citation: `li2017raf`: S. Li, W. Deng, J. Du, *Reliable crowdsourcing and deep locality-preserving
learning for expression recognition in the wild*, CVPR 2017, doi:10.1109/CVPR.2017.277. Terms:
non-commercial research on request. No checksums are published.
"""

from pathlib import Path
from typing import Final

from moodarc.affect import Expression
from moodarc.datasets.face_pictures import LabelledPicture
from moodarc.datasets.unpacked import find_unpacked
from moodarc.errors import DatasetError

__all__ = ["RAF_DB_LIST", "load_raf_db"]

RAF_DB_LIST: Final = "list_patition_label.txt"

_LABELS: Final = {
    "1": Expression.SURPRISE,
    "2": Expression.FEAR,
    "3": Expression.DISGUST,
    "4": Expression.HAPPY,
    "5": Expression.SAD,
    "6": Expression.ANGRY,
    "7": Expression.NEUTRAL,
}


def load_raf_db(folder: Path, *, original: bool = False) -> list[LabelledPicture]:
    """The faces in the order of the list.

    Args:
        folder: holds the list and `Image`, however deep.
        original: the uncut pictures instead of the aligned faces.

    Raises:
        DatasetError: the list or the folder of pictures is absent, or a line is not in its form.
    """
    table = find_unpacked(folder, RAF_DB_LIST, remedy="unpack the basic part of RAF-DB there")
    kind = "original" if original else "aligned"
    images = find_unpacked(folder, kind, remedy=f"unpack RAF-DB's {kind} pictures there")
    lines = table.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [
        _picture(line.split(), images, place=f"{table.name}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not found:
        msg = f"{table} is empty; copy it again from its source"
        raise DatasetError(msg)
    return found


def _picture(words: list[str], images: Path, *, place: str) -> LabelledPicture:
    name, label = words[0], words[-1]
    split = name.partition("_")[0]
    if len(words) != 2 or label not in _LABELS or split not in {"train", "test"}:
        msg = f"{place}: {' '.join(words)!r}; expected such as 'train_00001.jpg 5'"
        raise DatasetError(msg)
    path = images / (name if images.name == "original" else f"{Path(name).stem}_aligned.jpg")
    return LabelledPicture(path=path, expression=_LABELS[label], label=label, split=split)
