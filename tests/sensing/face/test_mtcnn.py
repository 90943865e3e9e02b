import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moodarc.artifacts import load_shipped
from moodarc.errors import ArtifactError
from moodarc.sensing.face.mtcnn import ONET_PX, RNET_PX, SHIPPED, MtcnnNetworks

GOLDEN = json.loads(Path(__file__).with_name("golden_mtcnn.json").read_text())


def pattern(height, width, n=1):
    k, y, x, c = np.indices((n, height, width, 3))
    return ((37 * x * (1 + k) + 61 * y + 29 * c + 11 * x * y) % 256).astype(np.uint8)


def golden(network, name):
    return np.array(GOLDEN[network][name])


@pytest.fixture(scope="module")
def networks():
    return MtcnnNetworks.shipped()


def test_pnet_gives_what_the_original_package_gives(networks):
    probability, offsets = networks.propose(pattern(17, 21)[0])
    assert list(probability.shape) == GOLDEN["pnet"]["shape"]
    np.testing.assert_allclose(probability.ravel(), golden("pnet", "probability"), atol=2e-6)
    rows_last = offsets.transpose(1, 2, 0).ravel()
    np.testing.assert_allclose(rows_last, golden("pnet", "offsets"), atol=2e-6)


def test_rnet_gives_what_the_original_package_gives(networks):
    probability, offsets = networks.refine(pattern(RNET_PX, RNET_PX, 2))
    np.testing.assert_allclose(probability, golden("rnet", "probability"), atol=2e-6)
    np.testing.assert_allclose(offsets.ravel(), golden("rnet", "offsets"), atol=2e-6)


def test_onet_gives_what_the_original_package_gives(networks):
    probability, offsets, landmarks = networks.conclude(pattern(ONET_PX, ONET_PX, 2))
    np.testing.assert_allclose(probability, golden("onet", "probability"), atol=2e-6)
    np.testing.assert_allclose(offsets.ravel(), golden("onet", "offsets"), atol=2e-6)
    # the package has the five x before the five y
    told = np.concatenate([landmarks[..., 0], landmarks[..., 1]], axis=1)
    np.testing.assert_allclose(told.ravel(), golden("onet", "landmarks"), atol=2e-6)


@pytest.mark.parametrize(("height", "width"), [(12, 12), (13, 30), (64, 15)])
def test_pnet_has_a_window_at_every_second_pixel_and_one_over_an_odd_edge(networks, height, width):
    probability, offsets = networks.propose(pattern(height, width)[0])
    expected = tuple(-(-(side - 2) // 2) - 4 for side in (height, width))
    assert probability.shape == expected
    assert offsets.shape == (4, *expected)


def test_pictures_of_a_batch_do_not_touch_each_other(networks):
    pictures = pattern(ONET_PX, ONET_PX, 5)
    together, _, _ = networks.conclude(pictures)
    alone = [networks.conclude(picture[None])[0][0] for picture in pictures]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_what_ships_is_small_plain_onnx_with_its_origin():
    shipped = load_shipped(SHIPPED)
    assert sum(len(content) for content in shipped.payloads.values()) < 2_100_000
    assert "convert_mtcnn.py" in shipped.manifest.command
    assert "MIT" in shipped.card


def test_a_missing_or_damaged_network_is_named():
    shipped = load_shipped(SHIPPED)
    rest = {name: content for name, content in shipped.payloads.items() if name != "rnet.onnx"}
    with pytest.raises(ArtifactError, match=r"lacks rnet\.onnx; reinstall"):
        MtcnnNetworks(replace(shipped, payloads=rest))
    broken = {**shipped.payloads, "onet.onnx": b"no network"}
    with pytest.raises(ArtifactError, match="network onet cannot be loaded"):
        MtcnnNetworks(replace(shipped, payloads=broken))
