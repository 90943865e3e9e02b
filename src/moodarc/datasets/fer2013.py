"""FER-2013: 35,887 faces of 48 x 48 gray pixels, found by a search engine, with one label each.

Three forms, told apart by what lies in the folder:

- *tiles*: `SPLIT.png`, the faces row by row, 100 to a row; `SPLIT.csv`, one line a face in the same
  order: `tile, label`, ten `ferplus_...` votes, `not_a_face`, `copy_of_earlier_split`
- *table*, the challenge's own: `fer2013.csv` (or `icml_face_data.csv`) with `emotion, pixels,
  Usage`; emotion 0 to 6 in the order of `Expression`, 2,304 grays, Usage Training, PublicTest or
  PrivateTest. With FER+'s `fer2013new.csv` beside it the votes are read too
- *folders*, as it is often passed on: `train/angry/*.jpg`, `test/happy/*.png`, ...; read by
  `face_folder`

Splits are called train (28,709), validation (PublicTest, 3,589) and test (PrivateTest, 3,589). Its
faults: about a third of the labels are disputed by FER+, some pictures show no face, and the splits
share copies; the tiles' columns name these.

The tiles were read as they are; the table was never run on the real file: format from its
published description.

In the table a face is not one where all its pixels are the same; the other faults of that kind are
not marked there.

Citation: `goodfellow2013`: I. J. Goodfellow et al., *Challenges in representation learning: a
report on three machine learning contests*, ICONIP 2013, arXiv:1307.0414. Terms: research use; the
pictures belong to whoever took them. No checksums are published.
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Expression
from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.datasets.expression_names import expression_named
from moodarc.datasets.face_pictures import read_gray
from moodarc.datasets.face_tiles import FERPLUS_COLUMNS, TILE_PX, FaceTiles
from moodarc.datasets.ferplus import load_ferplus, votes_of
from moodarc.errors import DatasetError

__all__ = ["FER2013_SPLITS", "fer2013_splits", "is_fer2013", "load_fer2013"]

FER2013_SPLITS: Final = {
    "train": "Training",
    "validation": "PublicTest",
    "test": "PrivateTest",
}
"""our name of each split, and the challenge's"""

_TABLES: Final = ("fer2013.csv", "icml_face_data.csv")
_PER_ROW: Final = 100
_ORDER: Final = tuple(Expression)
_VOTES: Final = tuple(f"ferplus_{column}" for column in FERPLUS_COLUMNS)


def is_fer2013(folder: Path) -> bool:
    """Whether tiles of a split or the challenge's table lie in a folder."""
    return bool(_tiled(folder)) or any((folder / name).is_file() for name in _TABLES)


def fer2013_splits(folder: Path) -> tuple[str, ...]:
    """The splits that a folder holds; the table is taken to hold all three."""
    if any((folder / name).is_file() for name in _TABLES):
        return tuple(FER2013_SPLITS)
    return _tiled(folder)


def _tiled(folder: Path) -> tuple[str, ...]:
    return tuple(split for split in FER2013_SPLITS if (folder / f"{split}.png").is_file())


def load_fer2013(folder: Path, split: str) -> FaceTiles:
    """The faces of one split, in the order of the file.

    Args:
        folder: holds the tiles of that split, or the challenge's table.
        split: "train", "validation" or "test".

    Raises:
        DatasetError: no such split, neither form is there, or a file is not in its form.
    """
    if split not in FER2013_SPLITS:
        msg = f"split {split!r}; expected {', '.join(FER2013_SPLITS)}"
        raise DatasetError(msg)
    if (folder / f"{split}.png").is_file():
        return _from_tiles(folder, split)
    for name in _TABLES:
        if (folder / name).is_file():
            return _from_table(folder / name, split)
    msg = f"{folder} holds no {split}.png and no {_TABLES[0]}; give FER-2013's folder"
    raise DatasetError(msg)


def _from_tiles(folder: Path, split: str) -> FaceTiles:
    columns = ("label", *_VOTES, "not_a_face", "copy_of_earlier_split")
    remedy = f"it belongs to {split}.png"
    rows = read_rows(folder / f"{split}.csv", columns, remedy=remedy)
    return FaceTiles(
        pictures=_cut(folder / f"{split}.png", len(rows)),
        labels=np.array([_named(row) for row in rows], np.int64),
        votes=np.array([votes_of(row, "ferplus_") for row in rows], np.float32),
        not_a_face=np.array([row.whole("not_a_face") > 0 for row in rows]),
        copied=np.array([row.whole("copy_of_earlier_split") > 0 for row in rows]),
    )


def _named(row: CsvRow) -> int:
    expression = expression_named(row.text("label"))
    if expression is None:
        row.fail(f"label {row.values['label']!r}; expected one of {', '.join(_ORDER)}")
    return _ORDER.index(expression)


def _cut(path: Path, n: int) -> NDArray[np.uint8]:
    """The first `n` tiles of a sheet."""
    sheet = read_gray(path)
    height, width = sheet.shape
    if width != _PER_ROW * TILE_PX or height != -(-n // _PER_ROW) * TILE_PX:
        msg = (
            f"{path} has {width} x {height} pixels; expected {_PER_ROW} tiles of {TILE_PX} in a "
            f"row and the {n} faces of its table"
        )
        raise DatasetError(msg)
    tiles = sheet.reshape(height // TILE_PX, TILE_PX, _PER_ROW, TILE_PX).swapaxes(1, 2)
    return np.ascontiguousarray(tiles.reshape(-1, TILE_PX, TILE_PX)[:n])


def _from_table(table: Path, split: str) -> FaceTiles:
    rows = read_rows(table, ("emotion", "pixels", "Usage"), remedy="copy it from its source")
    usages = [row.values["Usage"].strip() for row in rows]
    chosen = [place for place, usage in enumerate(usages) if usage == FER2013_SPLITS[split]]
    if not chosen:
        msg = f"{table} has no line with Usage {FER2013_SPLITS[split]}; copy it from its source"
        raise DatasetError(msg)
    earlier = tuple(FER2013_SPLITS.values())[: tuple(FER2013_SPLITS).index(split)]
    seen = {row.values["pixels"] for row, at in zip(rows, usages, strict=True) if at in earlier}
    pictures = np.stack([_pixels(rows[place]) for place in chosen])
    votes = _votes_beside(table, len(rows))
    return FaceTiles(
        pictures=pictures,
        labels=np.array([_numbered(rows[place]) for place in chosen], np.int64),
        votes=None if votes is None else votes[chosen],
        not_a_face=np.ptp(pictures.reshape(len(chosen), -1), axis=1) == 0,
        copied=np.array([rows[place].values["pixels"] in seen for place in chosen]),
    )


def _pixels(row: CsvRow) -> NDArray[np.uint8]:
    try:
        values = np.array(row.values["pixels"].split(), np.int64)
    except (ValueError, OverflowError):
        values = np.zeros(0, np.int64)
    if values.size != TILE_PX**2 or values.min() < 0 or values.max() > 255:
        row.fail(f"pixels are not {TILE_PX**2} whole numbers from 0 to 255")
    return values.astype(np.uint8).reshape(TILE_PX, TILE_PX)


def _numbered(row: CsvRow) -> int:
    number = row.whole("emotion")
    if number >= len(_ORDER):
        row.fail(f"emotion {number}; expected 0 to {len(_ORDER) - 1}")
    return number


def _votes_beside(table: Path, n: int) -> NDArray[np.float32] | None:
    path = table.with_name("fer2013new.csv")
    if not path.is_file():
        return None
    votes = load_ferplus(path)
    if len(votes) != n:
        msg = f"{path} has {len(votes)} lines and {table.name} {n}; expected one for each face"
        raise DatasetError(msg)
    return votes
