"""How FER-2013 frames its faces, in widths and heights of MTCNN's box: the origin of `as_fer`.

    python tools/measure_fer_frame.py FOLDER

FOLDER holds `validation.png` (tiles of 48x48, row-major, 100 to a row). Every sixth is looked at,
with half a tile of its own edge pixels around it and at twice its size, since faces fill the tiles.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.sensing.face import DetectorConfig, FaceDetector, choose_face

SIDE_PX = 48
MARGIN_PX = SIDE_PX // 2
EVERY = 6
SCALE = 2


def boxes(sheet: NDArray[np.uint8], n_tiles: int) -> NDArray[np.float64]:
    """Left, top, width, height of the face of each tile, in tiles; tiles without one left out."""
    detector = FaceDetector.shipped(DetectorConfig(min_face_px=SIDE_PX))
    found = []
    for number in range(0, n_tiles, EVERY):
        row, column = (SIDE_PX * k for k in divmod(number, 100))
        tile = sheet[row : row + SIDE_PX, column : column + SIDE_PX]
        wide = cv2.copyMakeBorder(tile, *[MARGIN_PX] * 4, cv2.BORDER_REPLICATE)
        large = cv2.resize(wide, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
        face = choose_face(detector.detect(np.asarray(large, np.uint8)), large.shape)
        if face is not None:
            edges = np.array([face.left, face.top, face.width, face.height]) / SCALE
            found.append((edges - [MARGIN_PX, MARGIN_PX, 0, 0]) / SIDE_PX)
    return np.array(found)


def main(folder: Path) -> None:
    sheet = cv2.imread(str(folder / "validation.png"), cv2.IMREAD_GRAYSCALE)
    if sheet is None:
        sys.exit(f"{folder}/validation.png cannot be read; give the folder of FER-2013's tiles")
    n_tiles = len((folder / "validation.csv").read_text().splitlines()) - 1
    found = boxes(np.asarray(sheet, np.uint8), n_tiles)
    left, top, width, height = np.median(found, axis=0)
    print(f"{len(found)} faces; medians in tiles:")
    x, y = left + width / 2, top + height / 2
    print(f"  box {width:.3f} wide, {height:.3f} high, centre at ({x:.3f}, {y:.3f})")
    print(f"  a tile is {1 / width:.3f} widths and {1 / height:.3f} heights of the box")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
