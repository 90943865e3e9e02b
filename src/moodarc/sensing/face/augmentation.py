"""Pictures of a face as they might have been taken: what training varies (EM-2).

One affine map a picture (flip, rotation, zoom, shift, crop) with bilinear interpolation and the
edge continued, then contrast and brightness, then sometimes a hidden rectangle (Zhong et al. 2020).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Augmentation", "augmented"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How far pictures are varied; the values are EM-2's."""

    crop_px: int = 48
    """side of what comes out; a smaller one than the picture's is cut from about its centre"""
    flip: float = 0.5
    """probability"""
    rotation_deg: float = 15.0
    """most, to either side"""
    zoom: tuple[float, float] = (0.85, 1.15)
    """factor of size"""
    shift_px: float = 0.0
    """most, in each direction"""
    brightness: float = 0.2
    """most, up and down, of pictures in [0, 1]"""
    contrast: float = 0.0
    """most, up and down, of the factor about mid-gray"""
    erase: float = 0.0
    """probability of a hidden rectangle"""
    erased_px: tuple[int, int] = (8, 20)
    """least side of it, and the first that is too large"""


def augmented(
    pictures: NDArray[np.float32], how: Augmentation, *, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Varied copies, `float32 (n, crop_px, crop_px)`; brightness may leave [0, 1].

    Args:
        pictures: (n, side, side) in [0, 1].
        how: how far.
        rng: draws all of it, the same number of values for every picture.
    """
    side, size = pictures.shape[1], (how.crop_px, how.crop_px)
    out: NDArray[np.float32] = np.empty((len(pictures), *size), np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    for place, matrix in enumerate(_maps(len(pictures), side, how, rng=rng)):
        cv2.warpAffine(
            pictures[place], matrix, size, out[place], flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
    shape = (len(pictures), 1, 1)
    factor = 1.0 + rng.uniform(-how.contrast, how.contrast, shape).astype(np.float32)
    offset = rng.uniform(-how.brightness, how.brightness, shape).astype(np.float32)
    out = np.asarray((out - 0.5) * factor + 0.5 + offset, np.float32)
    out[_hidden(len(pictures), how, rng=rng)] = 0.5
    return out


def _maps(n: int, side: int, how: Augmentation, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """Of each picture the map from places in the result to places in it, `(n, 2, 3)`."""
    angle = np.deg2rad(rng.uniform(-how.rotation_deg, how.rotation_deg, n))
    scale = 1.0 / rng.uniform(*how.zoom, n)
    mirror = np.where(rng.random(n) < how.flip, -1.0, 1.0)
    shift = rng.uniform(-how.shift_px, how.shift_px, (n, 2))
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.stack([[cosine * mirror, -sine], [sine * mirror, cosine]]).transpose(2, 0, 1)
    middle = np.full(2, (how.crop_px - 1) / 2)
    moved = (side - 1) / 2 + shift - turn @ middle
    return np.concatenate([turn, moved[:, :, None]], axis=2)


def _hidden(n: int, how: Augmentation, *, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which pixels a rectangle hides, `(n, crop_px, crop_px)`."""
    chosen = rng.random(n) < how.erase
    sides = rng.integers(*how.erased_px, (n, 2))
    first = rng.integers(0, max(how.crop_px - how.erased_px[0], 1), (n, 2))
    places = np.arange(how.crop_px)
    inside = (places >= first[:, :, None]) & (places < (first + sides)[:, :, None])
    return np.asarray(inside[:, 0, :, None] & inside[:, 1, None, :] & chosen[:, None, None])
