"""What the page's face code is compared with is what the program says today."""

import base64
import json
import zlib

import numpy as np
import pytest

from tool_module import tool_module


@pytest.fixture(scope="module")
def tool():
    return tool_module("make_golden_faces")


def same(made, kept):
    """Alike, but for the last digits of floating point, which differ from machine to machine."""
    if isinstance(made, dict) and "dtype" in made:
        assert (made["dtype"], list(made["shape"])) == (kept["dtype"], kept["shape"])
        np.testing.assert_allclose(unpacked(made), unpacked(kept), rtol=1e-3, atol=1e-3)
    elif isinstance(made, dict):
        assert made.keys() == kept.keys()
        for name, part in made.items():
            same(part, kept[name])
    elif isinstance(made, list | tuple):
        assert len(made) == len(kept)
        for part, other in zip(made, kept, strict=True):
            same(part, other)
    elif isinstance(made, float):
        assert made == pytest.approx(kept, rel=2e-3, abs=2e-3)
    else:
        assert made == kept


def unpacked(array):
    flat = np.frombuffer(zlib.decompress(base64.b64decode(array["data"])), array["dtype"])
    return flat.reshape(array["shape"]).astype(np.float64)


def test_the_goldens_of_the_page_are_what_python_says_today(tool):
    same(tool.made(), json.loads(tool.TARGET.read_text()))


def test_the_goldens_are_small_and_hold_drawn_faces_only(tool):
    assert tool.TARGET.stat().st_size < 310_000
    kept = json.loads(tool.TARGET.read_text())
    drawn = tool.drawn_frames(21)
    for frame, number in zip(kept["frames"], (0, 20), strict=True):
        np.testing.assert_array_equal(unpacked(frame), drawn[number])
