"""The expression networks in PyTorch (EM-2): what `training` fits and exports.

Both take gray faces in [0, 1] after the equalisation of EM-1 and tell seven expressions.

`Vgg16Se` is the paper's: VGG-16 (Simonyan & Zisserman 2015) on one channel,
Squeeze-and-Excitation (Hu et al. 2018) after each of its five blocks, global average pooling, one
hidden layer. Its stride of 32 leaves one place of 48 x 48.

`LightNetwork` is the one that ships: 44 million multiplications at 44 x 44 instead of 720. Four
neighbouring pixels become the channels of one place, which saves the costly first layers; then
residual blocks (He et al. 2016) with Squeeze-and-Excitation. It has two heads on one trunk: the
seven labels of FER-2013, and the eight emotions that ten people each saw in the same faces (FER+,
Barsoum et al. 2016). One head for both would trade one for the other.

`SeenInViews` shows either of them each picture several times (`views`) and averages what it sees.
"""

from typing import Final, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from moodarc.sensing.face.preprocessing import SIDE_PX
from moodarc.sensing.face.recipe import LightConfig
from moodarc.sensing.face.views import ViewsConfig

__all__ = [
    "ExpressionNetwork",
    "LightNetwork",
    "SeenInViews",
    "SqueezeExcitation",
    "Vgg16Se",
    "n_weights",
]

N_EXPRESSIONS: Final = 7
N_VOTED: Final = 8

_VGG16: Final = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))


class ExpressionNetwork(Protocol):
    """What both networks do; both are `nn.Module` too."""

    n_features: int
    """width of the penultimate layer"""
    n_outputs: int
    """7, or 15 where the eight FER+ emotions follow"""

    def features(self, pictures: Tensor) -> Tensor:
        """Penultimate layer `(n, n_features)` of pictures `(n, 1, h, w)` in [0, 1]."""
        ...

    def tell(self, features: Tensor) -> Tensor:
        """Logits `(n, n_outputs)`: `Expression` in order, then `FERPLUS_CLASSES` where told."""
        ...


class SqueezeExcitation(nn.Module):
    """Channels weighed by what the whole picture holds (Hu et al. 2018)."""

    def __init__(self, channels: int, *, reduction: int = 16) -> None:
        super().__init__()
        narrow = max(channels // reduction, 4)
        self.squeeze = nn.Linear(channels, narrow)
        self.excite = nn.Linear(narrow, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Of `(n, channels, h, w)`, the same shape."""
        weights = torch.sigmoid(self.excite(functional.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class _ResidualBlock(nn.Module):
    """Two convolutions and Squeeze-and-Excitation beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, *, stride: int, reduction: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.attention = SqueezeExcitation(outputs, reduction=reduction)
        self.shortcut = _shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Of `(n, inputs, h, w)`: `(n, outputs, ceil(h / stride), ceil(w / stride))`."""
        inner = functional.relu(self.first_norm(self.first(x)))
        inner = self.attention(self.second_norm(self.second(inner)))
        return functional.relu(inner + self.shortcut(x))


def _shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    pool = [nn.AvgPool2d(2, ceil_mode=True)] if stride == 2 else []
    widen = nn.Conv2d(inputs, outputs, 1, bias=False)
    return nn.Sequential(*pool, widen, nn.BatchNorm2d(outputs))


class LightNetwork(nn.Module):
    """The network that ships, <= 1.5 million weights."""

    n_outputs: Final = N_EXPRESSIONS + N_VOTED

    def __init__(self, config: LightConfig | None = None) -> None:
        super().__init__()
        config = config or LightConfig()
        inputs = config.widths[0]
        stem = nn.Conv2d(4, inputs, 3, 1, 1, bias=False)
        trunk = [nn.PixelUnshuffle(2), stem, nn.BatchNorm2d(inputs), nn.ReLU()]
        for stage, (width, n_blocks) in enumerate(zip(config.widths, config.blocks, strict=True)):
            for number in range(n_blocks):
                stride = 2 if stage and not number else 1
                trunk.append(
                    _ResidualBlock(inputs, width, stride=stride, reduction=config.reduction)
                )
                inputs = width
        self.n_features = inputs
        self.trunk = nn.Sequential(*trunk)
        self.heads = nn.Linear(inputs, self.n_outputs)

    def features(self, pictures: Tensor) -> Tensor:
        """As `ExpressionNetwork`; height and width even, such as 44 or 48."""
        out: Tensor = self.trunk((pictures - 0.5) * 4.0)
        return out.mean((2, 3))

    def tell(self, features: Tensor) -> Tensor:
        """As `ExpressionNetwork`, 15 logits."""
        out: Tensor = self.heads(features)
        return out

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits `(n, 15)`."""
        return self.tell(self.features(pictures))


class Vgg16Se(nn.Module):
    """The paper's network exactly (EM-2), about 15 million weights, from scratch.

    The paper starts from ImageNet's filters, which are not part of this project.
    """

    n_features: Final = 512
    n_outputs: Final = N_EXPRESSIONS

    def __init__(self, *, reduction: int = 16, dropout: float = 0.5) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        inputs = 1
        for widths in _VGG16:
            for width in widths:
                blocks += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU()]
                inputs = width
            blocks += [nn.MaxPool2d(2), SqueezeExcitation(inputs, reduction=reduction)]
        self.blocks = nn.Sequential(*blocks)
        self.hidden = nn.Linear(inputs, self.n_features)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(self.n_features, self.n_outputs)
        self.apply(_start)

    def features(self, pictures: Tensor) -> Tensor:
        """As `ExpressionNetwork`; pictures of 32 x 32 and more."""
        pooled = self.blocks(pictures).mean((2, 3))
        return functional.relu(self.hidden(pooled))

    def tell(self, features: Tensor) -> Tensor:
        """As `ExpressionNetwork`, 7 logits."""
        out: Tensor = self.head(self.dropout(features))
        return out

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits `(n, 7)`."""
        return self.tell(self.features(pictures))


class SeenInViews(nn.Module):
    """A trained network that looks at each picture and its mirror image in several views.

    Views are bilinear, with the edge of the picture continued.
    """

    places: Tensor
    """where each pixel of each view lies in the picture, `(n_views, side, side, 2)` in [-1, 1]"""

    def __init__(self, network: LightNetwork | Vgg16Se, views: ViewsConfig) -> None:
        super().__init__()
        self.network = network
        # a grid counts from edge to edge, whatever its side: a smaller view sees the middle
        maps = torch.from_numpy(views.maps()) * ((views.side_px - 1) / (SIDE_PX - 1))
        size = [len(maps), 1, views.side_px, views.side_px]
        places = functional.affine_grid(maps, size, align_corners=True)
        self.register_buffer("places", places, persistent=False)

    def features(self, pictures: Tensor) -> Tensor:
        """Penultimate layer of pictures `(n, 48, 48)`, the mean over views: `(n, n_features)`."""
        # pictures stand as channels, so that one constant grid serves any number of them
        both = torch.cat([pictures, pictures.flip(2)])
        batch = both.expand(len(self.places), -1, -1, -1)
        seen = functional.grid_sample(batch, self.places, padding_mode="border", align_corners=True)
        each = self.network.features(seen.reshape(-1, 1, *self.places.shape[1:3]))
        return each.reshape(2 * len(self.places), -1, self.network.n_features).mean(0)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Logits `(n, n_outputs)`, the mean over views, and features."""
        features = self.features(pictures)
        # the last layer is linear: what it tells of the mean is the mean of what it tells
        return self.network.tell(features), features


def n_weights(network: nn.Module) -> int:
    """Number of trained values."""
    return sum(parameter.numel() for parameter in network.parameters())


def _start(module: nn.Module) -> None:
    """He et al. 2015, without which 13 plain layers learn nothing from scratch."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)
