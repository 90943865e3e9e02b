"""Photographs with counted faces, some with a box about each: a test bed for detectors.

A folder with either or both of

- `expected_faces.csv` with the columns `file,human_faces`: how many faces people count;
- `*.xml` in the form of dlib's imglab (`<image file=...><box top left width height ignore=...>`).
  dlib's boxes are tight squares, from the brows to the chin; those marked `ignore` may be found or
  not. Pictures that a file of boxes names and the folder lacks are left out: dlib's lists name more
  than is at hand.

A picture without a row of the table counts as many faces as it has boxes that are not ignored.

dlib: D. E. King, *Dlib-ml: a machine learning toolkit*, JMLR 10, 2009; its example faces are from
PASCAL VOC 2011. Terms: test use; nothing of it is shipped.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.errors import DatasetError

__all__ = ["FacePhoto", "load_face_photos"]

_TABLE: Final = "expected_faces.csv"
_REQUIRED: Final = ("file", "human_faces")
_EDGES: Final = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FacePhoto:
    """A picture and the faces that people saw in it.

    Attributes:
        path: the file.
        n_faces: how many.
        boxes: float32 `(n, 4)`, left, top, right, bottom in pixels; None where nobody drew them.
        ignored: boxes that may be found or not, `(m, 4)`.
    """

    path: Path
    n_faces: int
    boxes: NDArray[np.float32] | None
    ignored: NDArray[np.float32]


def load_face_photos(folder: Path) -> list[FacePhoto]:
    """The pictures: those of the table in its order, then those that have boxes only.

    Raises:
        DatasetError: neither table nor boxes, a listed picture is missing, or a value is not in
            its form.
    """
    boxes = _boxes_by_file(folder)
    rows = _counted(folder)
    if not rows and not boxes:
        msg = f"{folder} holds neither {_TABLE} nor dlib's *.xml; give the folder of the pictures"
        raise DatasetError(msg)
    counts = {row.text("file"): row.whole("human_faces") for row in rows}
    names = [*counts, *(name for name in boxes if name not in counts)]
    return [_photo(folder / name, counts.get(name), boxes.get(name)) for name in names]


_Boxes = tuple[NDArray[np.float32], NDArray[np.float32]]


def _photo(path: Path, n_faces: int | None, drawn: _Boxes | None) -> FacePhoto:
    boxes, ignored = drawn or (None, np.empty((0, 4), dtype=np.float32))
    if n_faces is None:
        n_faces = 0 if boxes is None else len(boxes)
    return FacePhoto(path=path, n_faces=n_faces, boxes=boxes, ignored=ignored)


def _counted(folder: Path) -> list[CsvRow]:
    table = folder / _TABLE
    if not table.is_file():
        return []
    rows = read_rows(table, _REQUIRED, remedy="give the folder that has it")
    for row in rows:
        if not (folder / row.text("file")).is_file():
            row.fail(f"{row.values['file']} is missing; put the pictures beside the table")
    return rows


def _boxes_by_file(folder: Path) -> dict[str, _Boxes]:
    found: dict[str, _Boxes] = {}
    for path in sorted(folder.glob("*.xml")):
        for image in _root(path).iter("image"):
            name = image.get("file") or ""
            if (folder / name).is_file():
                found[name] = _boxes(image, path)
    return found


def _root(path: Path) -> ET.Element:
    try:
        return ET.fromstring(path.read_bytes())  # noqa: S314 - a data set that its owner names
    except (ET.ParseError, LookupError, ValueError, OSError) as error:
        msg = f"{path} is no XML ({error}); copy it again from its source"
        raise DatasetError(msg) from error


def _boxes(image: ET.Element, path: Path) -> _Boxes:
    kept: list[tuple[float, ...]] = []
    ignored: list[tuple[float, ...]] = []
    for box in image.iter("box"):
        try:
            left, top, width, height = (float(box.attrib[edge]) for edge in _EDGES)
        except (KeyError, ValueError) as error:
            where = f"{path.name}, {image.get('file')}"
            msg = f"{where}: a box with {error}; expected numbers for top, left, width, height"
            raise DatasetError(msg) from error
        row = (left, top, left + width, top + height)
        (ignored if box.get("ignore") == "1" else kept).append(row)
    return _rows(kept), _rows(ignored)


def _rows(boxes: list[tuple[float, ...]]) -> NDArray[np.float32]:
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)
