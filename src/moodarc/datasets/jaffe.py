"""JAFFE: 213 pictures of ten Japanese women, posed, 256 x 256 gray.

One folder of `KA.AN1.39.tiff`: the subject's initials, the expression (AN, DI, FE, HA, SA, SU, NE)
with a running number, and the picture's number.

Format after its published description; never run on the real files.

Citation: `lyons1998`: M. Lyons, S. Akamatsu, M. Kamachi, J. Gyoba, *Coding facial expressions with
Gabor wavelets*, FG 1998, doi:10.1109/AFGR.1998.670949; zenodo.org/records/3451524. Terms:
non-commercial research on request. Zenodo publishes an MD5 of the archive, which is checked there,
not here.
"""

import re
from pathlib import Path
from typing import Final

from moodarc.datasets.expression_names import expression_named
from moodarc.datasets.face_pictures import LabelledPicture
from moodarc.errors import DatasetError

__all__ = ["is_jaffe", "load_jaffe"]

_NAME: Final = re.compile(r"([A-Z]{2})\.([A-Z]{2})\d*\.\d+\.tiff?", re.IGNORECASE)


def is_jaffe(folder: Path) -> bool:
    """Whether pictures in a folder or under it are named as JAFFE's are."""
    return any(_NAME.fullmatch(path.name) for path in folder.rglob("*.tif*"))


def load_jaffe(folder: Path) -> list[LabelledPicture]:
    """The pictures by name, from a folder or under it.

    Raises:
        DatasetError: no file is named as JAFFE's are, or one has an expression that is none.
    """
    names = [(path, _NAME.fullmatch(path.name)) for path in sorted(folder.rglob("*.tif*"))]
    found = [_picture(path, match) for path, match in names if match is not None]
    if not found:
        msg = f"{folder} holds no picture named as KA.AN1.39.tiff; unpack JAFFE there"
        raise DatasetError(msg)
    return found


def _picture(path: Path, match: re.Match[str]) -> LabelledPicture:
    expression = expression_named(match[2])
    if expression is None:
        msg = f"{path.name} has the expression {match[2]!r}; expected AN, DI, FE, HA, SA, SU or NE"
        raise DatasetError(msg)
    return LabelledPicture(
        path=path, expression=expression, label=match[2].upper(), subject=match[1].upper()
    )
