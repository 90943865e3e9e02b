"""CLAHE written out as OpenCV computes it, step by step: an oracle, and a plan for a port."""

import math

import numpy as np


def naive_clahe(gray, clip_limit=2.0, tiles=8):
    """Of a square uint8 picture whose side is a multiple of `tiles`."""
    side = len(gray) // tiles
    tables = [
        [_table(_tile(gray, (r, c), side), clip_limit) for c in range(tiles)] for r in range(tiles)
    ]
    equal = np.empty_like(gray)
    for y, x in np.ndindex(*gray.shape):
        (up, down, share_y), (left, right, share_x) = (
            _neighbours(place, side, tiles) for place in (y, x)
        )
        level = gray[y, x]
        above = tables[up][left][level] * (1 - share_x) + tables[up][right][level] * share_x
        below = tables[down][left][level] * (1 - share_x) + tables[down][right][level] * share_x
        equal[y, x] = _half_even(above * (1 - share_y) + below * share_y)
    return equal


def _tile(gray, place, side):
    row, column = place
    return gray[row * side : (row + 1) * side, column * side : (column + 1) * side]


def _table(tile, clip_limit):
    """The new level of each of 256."""
    counts = [int(n) for n in np.bincount(tile.ravel(), minlength=256)]
    limit = max(1, int(clip_limit * tile.size / 256))
    excess = sum(max(0, n - limit) for n in counts)
    counts = [min(n, limit) + excess // 256 for n in counts]
    left = excess % 256
    step = max(256 // left, 1) if left else 256
    for level in range(0, 256, step):
        if left:
            counts[level] += 1
            left -= 1
    scale = np.float32(255) / np.float32(tile.size)
    return [_half_even(np.float32(n) * scale) for n in np.cumsum(counts)]


def _neighbours(place, side, tiles):
    """The tiles before and after, and the share of the latter."""
    at = np.float32(place) * (np.float32(1) / np.float32(side)) - np.float32(0.5)
    before = math.floor(at)
    return max(before, 0), min(before + 1, tiles - 1), at - np.float32(before)


def _half_even(value):
    return int(min(255, max(0, np.rint(np.float32(value)))))
