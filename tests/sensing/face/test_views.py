"""The oracle turns pictures with SciPy, the check of directions with OpenCV: neither is torch."""

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from scipy.ndimage import affine_transform
from tests.tiny_faces import TINY_FACES, drawn_examples
from torch import nn

from moodarc.errors import InputError
from moodarc.sensing.face.training import (
    export_onnx,
    limited_threads,
    network_of,
)
from moodarc.sensing.face.views import ViewsConfig

CENTRE = 23.5
SLANTED = ViewsConfig(views=((-7.0, 1.3), (20.0, 0.9)), side_px=48)


class Retina(nn.Module):
    """A network whose features are the pixels: what it tells is what it was shown."""

    n_outputs = 7

    def __init__(self, views):
        super().__init__()
        self.n_features = views.side_px**2

    def features(self, pictures):
        return pictures.flatten(1)

    def tell(self, features):
        return features[:, :7]


@pytest.fixture(scope="module")
def network():
    with torch.random.fork_rng(), limited_threads(1):
        torch.manual_seed(0)
        tiny = network_of(TINY_FACES)
        tiny.eval()
        yield tiny


@pytest.fixture(scope="module")
def pictures():
    return drawn_examples(7).pictures


def told_by(model, pictures):
    return onnxruntime.InferenceSession(model).run(None, {"pictures": pictures})


def turned(picture, degrees, zoom):
    """In rows and columns, as SciPy has them: bilinear, with the edge continued."""
    angle = np.deg2rad(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / zoom
    offset = CENTRE - back @ [CENTRE, CENTRE]
    return affine_transform(picture, back, offset, order=1, mode="nearest")


def turned_by_opencv(picture, degrees, zoom):
    forth = cv2.getRotationMatrix2D((CENTRE, CENTRE), degrees, zoom)
    return cv2.warpAffine(picture, forth, (48, 48), borderMode=cv2.BORDER_REPLICATE)


def shown(pictures, views, turn=turned):
    """The views, one picture at a time, and those of the mirror images after them."""
    cut = (48 - views.side_px) // 2
    both = np.concatenate([pictures, pictures[:, :, ::-1]])
    made = np.float32([[turn(picture, *view) for picture in both] for view in views.views])
    made = made[:, :, cut : 48 - cut, cut : 48 - cut]
    return made.reshape(-1, len(pictures), *made.shape[2:])  # mirror images stand beside


@pytest.mark.parametrize("views", [ViewsConfig(), SLANTED], ids=["shipped", "slanted"])
def test_the_graph_shows_the_views_that_another_library_makes_and_their_mirror_images(
    pictures, views
):
    _, seen = told_by(export_onnx(Retina(views), views), pictures)
    expected = shown(pictures, views).mean(axis=0)
    np.testing.assert_allclose(seen.reshape(expected.shape), expected, atol=1e-5)


def test_a_view_is_turned_and_enlarged_as_opencv_has_it(pictures):
    _, seen = told_by(export_onnx(Retina(SLANTED), SLANTED), pictures)
    expected = shown(pictures, SLANTED, turned_by_opencv).mean(axis=0)
    off = np.abs(seen.reshape(expected.shape) - expected)
    assert off.mean() < 0.005  # OpenCV rounds places to 1/32 px
    turned_back = tuple((-angle, zoom) for angle, zoom in SLANTED.views)
    other_way = ViewsConfig(views=turned_back, side_px=48)
    _, seen = told_by(export_onnx(Retina(other_way), other_way), pictures)
    assert np.abs(seen.reshape(expected.shape) - expected).mean() > 10 * off.mean()


@pytest.mark.parametrize("views", [ViewsConfig(), SLANTED], ids=["shipped", "slanted"])
def test_what_is_told_is_the_mean_of_what_is_told_of_each_view_alone(network, pictures, views):
    labels, votes, features = told_by(export_onnx(network, views), pictures)
    with torch.no_grad():
        each = [network(torch.from_numpy(view[:, None])) for view in shown(pictures, views)]
    expected = torch.stack(each).mean(dim=0).numpy()
    np.testing.assert_allclose(np.concatenate([labels, votes], axis=1), expected, atol=1e-5)
    assert features.shape == (7, 24)


def test_any_number_of_pictures_are_told_as_each_alone(network, pictures):
    model = export_onnx(network)
    alone = [told_by(model, picture[None]) for picture in pictures]
    each = [np.concatenate(part) for part in zip(*alone, strict=True)]
    for n in (1, 2, 7):
        for told, expected in zip(told_by(model, pictures[:n]), each, strict=True):
            np.testing.assert_allclose(told, expected[:n], atol=1e-5)


def test_the_graph_keeps_to_operators_of_opset_17(network):
    model = onnx.load_from_string(export_onnx(network))
    onnx.checker.check_model(model, full_check=True)
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 17)]


def test_maps_lead_from_the_view_back_to_the_picture():
    quarter, half_size = ViewsConfig(views=((90.0, 1.0), (0.0, 0.5))).maps()
    right = np.array([1.0, 0.0, 1.0])
    np.testing.assert_allclose(quarter @ right, [0.0, 1.0], atol=1e-6)  # what was below is right
    np.testing.assert_allclose(half_size @ right, [2.0, 0.0], atol=1e-6)


@pytest.mark.parametrize("side_px", [0, 1, 49])
def test_views_larger_than_a_picture_or_of_no_size_are_refused(side_px):
    with pytest.raises(InputError, match="expected 2 to 48"):
        ViewsConfig(side_px=side_px)


@pytest.mark.parametrize("views", [(), ((10.0, 0.0),), ((0.0, -1.0),)])
def test_no_views_and_views_of_no_size_are_refused(views):
    with pytest.raises(InputError, match="expected one or more"):
        ViewsConfig(views=views)
