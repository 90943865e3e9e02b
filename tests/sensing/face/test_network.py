import pytest
import torch

from moodarc.sensing.face.network import LightNetwork, SqueezeExcitation, Vgg16Se, n_weights
from moodarc.sensing.face.recipe import LightConfig
from moodarc.sensing.face.training import limited_threads


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    with limited_threads(1):
        yield


def test_the_light_network_tells_fifteen_logits_at_both_sizes_within_its_weight_limit():
    network = LightNetwork().eval()
    assert n_weights(network) <= 1_500_000
    with torch.no_grad():
        for side in (44, 48):
            pictures = torch.rand(2, 1, side, side)
            assert network(pictures).shape == (2, 15)
            assert network.features(pictures).shape == (2, network.n_features)


def test_the_papers_network_is_vgg16_with_five_excitations_and_512_features():
    network = Vgg16Se().eval()
    kinds = [type(module).__name__ for module in network.blocks]
    assert kinds.count("Conv2d") == 13
    assert kinds.count("SqueezeExcitation") == 5
    # VGG-16's 14,714,688 convolution weights less two input channels, then SE, hidden and head
    convolutions = 14_714_688 - 2 * 9 * 64
    channels = (64, 128, 256, 512, 512)
    excitations = sum(2 * c * (c // 16) + c // 16 + c for c in channels)
    assert n_weights(network) == convolutions + excitations + 512 * 513 + 7 * 513
    assert network.blocks[0].in_channels == 1
    with torch.no_grad():
        assert network(torch.rand(2, 1, 48, 48)).shape == (2, 7)


def test_excitation_weighs_each_channel_of_a_picture_alike():
    module = SqueezeExcitation(32).eval()
    x = torch.rand(2, 32, 5, 5) + 0.1
    with torch.no_grad():
        ratio = module(x) / x
    spread = ratio.amax((2, 3)) - ratio.amin((2, 3))
    assert spread.max() < 1e-6
    assert 0.0 < ratio.min() <= ratio.max() < 1.0


@pytest.mark.parametrize("widths", [(8, 16, 24), (8, 8, 8)])
def test_stages_follow_the_configuration(widths):
    network = LightNetwork(LightConfig(widths=widths, blocks=(1, 1, 2)))
    assert network.n_features == widths[-1]
    assert network(torch.rand(2, 1, 44, 44)).shape == (2, 15)
