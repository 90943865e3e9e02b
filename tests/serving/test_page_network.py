"""The expression network of the page is the program's, with fewer products."""

import numpy as np
import onnxruntime
import pytest

from tool_module import tool_module

onnx = pytest.importorskip("onnx")


@pytest.fixture(scope="module")
def tool():
    return tool_module("quicken_face_network")


@pytest.fixture(scope="module")
def networks(tool):
    """The program's, and the page's."""
    return [
        onnxruntime.InferenceSession(tool.FOLDER / name, providers=["CPUExecutionProvider"])
        for name in ("model.onnx", "page.onnx")
    ]


def test_both_say_the_same_of_any_picture(networks):
    rng = np.random.default_rng(0)
    for scale in (1.0, 0.2, 0.0):
        picture = (scale * rng.random((1, 48, 48))).astype(np.float32)
        ours, the_pages = (network.run(None, {"pictures": picture}) for network in networks)
        for one, other in zip(ours, the_pages, strict=True):
            np.testing.assert_allclose(other, one, rtol=0, atol=2e-5)


def test_what_ships_is_what_the_tool_makes_of_the_programs(tool):
    model, page = ((tool.FOLDER / name).read_bytes() for name in ("model.onnx", "page.onnx"))
    assert onnx.load_from_string(tool.quickened(model)) == onnx.load_from_string(page)


def test_minimal_filtering_gives_the_results_of_a_window(tool):
    rng = np.random.default_rng(0)
    out, kernel, window = tool.minimal_filtering()
    pixels, weights = rng.random(tool.WINDOW), rng.random(tool.TILE)
    results = out @ ((kernel @ weights) * (window @ pixels))
    np.testing.assert_allclose(results, np.correlate(pixels, weights, "valid"))


def test_windows_read_their_pixels_and_each_pixel_gets_its_result(tool):
    there, back = tool.places(2, 5)
    windows = there.reshape(tool.WINDOW**2, 2 * 2 * 2)
    assert windows.max() == 2 * 5 * 5, "beyond the picture"
    middles = np.kron(np.eye(tool.WINDOW)[1:4], np.eye(tool.WINDOW)[1:4]).astype(int)
    assert ((middles @ windows).ravel()[back] == np.arange(2 * 5 * 5)).all()
