"""Drawn faces: seven expressions by mouth and brows, and FER-2013 made of them."""

import csv

import cv2
import numpy as np

from moodarc.affect import Expression

_MOUTHS = {  # corners' rise, opening, both in pixels
    "angry": (-1, 1),
    "disgust": (2, 4),
    "fear": (-3, 5),
    "happy": (6, 2),
    "sad": (-6, 1),
    "surprise": (0, 9),
    "neutral": (0, 1),
}
_BROWS = {"angry": 5, "sad": -4, "fear": -5, "disgust": 3}


def drawn_face(expression, rng, side=48):
    """A gray face, uint8 (side, side), a little different each time."""
    picture = np.full((96, 96), rng.integers(20, 70), np.uint8)
    skin = int(rng.integers(150, 220))
    x, y = (int(v) for v in 48 + rng.integers(-4, 5, 2))
    cv2.ellipse(picture, (x, y), (36, 44), 0, 0, 360, skin, -1)
    rise, opening = _MOUTHS[expression]
    tilt = _BROWS.get(expression, 0)
    for way in (-1, 1):
        eye = (x + way * 15, y - 12)
        cv2.circle(picture, eye, 5, 30, -1)
        inner = (eye[0] - way * 8, eye[1] - 12 + tilt)
        outer = (eye[0] + way * 8, eye[1] - 12 - tilt)
        cv2.line(picture, inner, outer, 40, 3)
    along = np.arange(-16, 17, 2)
    drop = np.rint(rise * (along / 16) ** 2) - rise // 2
    points = np.stack([x + along, y + 22 - drop], axis=1).astype(np.int32)
    cv2.polylines(picture, [points], isClosed=False, color=40, thickness=3)
    cv2.ellipse(picture, (x, y + 22), (8, opening), 0, 0, 360, 25, -1)
    noisy = np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)
    return cv2.resize(noisy, (side, side), interpolation=cv2.INTER_AREA)


def write_fer_tiles(folder, split, n, *, seed=0, voted=True):
    """FER-2013 as tiles; returns pictures and labels. The last face is said to be none."""
    rng = np.random.default_rng([seed, len(split)])
    folder.mkdir(parents=True, exist_ok=True)
    labels = [list(Expression)[number % 7].value for number in range(n)]
    pictures = np.stack([drawn_face(label, rng) for label in labels])
    rows = -(-n // 100)
    sheet = np.zeros((rows * 100, 48, 48), np.uint8)
    sheet[:n] = pictures
    sheet = sheet.reshape(rows, 100, 48, 48).swapaxes(1, 2).reshape(rows * 48, 4800)
    cv2.imwrite(str(folder / f"{split}.png"), sheet)
    columns = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"]
    own = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear"]
    with (folder / f"{split}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        votes = [f"ferplus_{name}" for name in (*columns, "contempt", "unknown", "NF")]
        writer.writerow(
            ["tile", "label", *votes, "pixels_exact", "not_a_face", "copy_of_earlier_split"]
        )
        for number, label in enumerate(labels):
            counts = [(8 if name == label else 0) if voted else 0 for name in own]
            copied = int(split != "train" and number < 2)
            rest = [0, 2 if voted else 0, 0, 1, int(number == n - 1), copied]
            writer.writerow([number, label, *counts, *rest])
    return pictures, labels
