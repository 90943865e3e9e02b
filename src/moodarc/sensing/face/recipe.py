"""How an expression network is trained, as one frozen object: the paper's recipe and ours.

`paper_recipe` is EM-2's: weighted cross-entropy on the seven labels, Adam, the rate halved where
the held-out loss stands still, early stop. `light_recipe` is ours: Muon and AdamW under one cosine,
label smoothing, mixup (Zhang et al. 2018), and beside the labels the votes of FER+ as soft targets
of a second head.
"""

from dataclasses import dataclass, field
from typing import Literal

from moodarc.errors import InputError
from moodarc.sensing.face.augmentation import Augmentation

__all__ = ["Arch", "FaceTrainingConfig", "LightConfig", "light_recipe", "paper_recipe", "recipe"]

Arch = Literal["light", "vgg16se"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightConfig:
    """Sizes of the light network."""

    widths: tuple[int, ...] = (32, 64, 160)
    """channels of the stages; each halves the picture but for the first"""
    blocks: tuple[int, ...] = (1, 2, 2)
    """residual blocks of each stage"""
    reduction: int = 16
    """of Squeeze-and-Excitation (EM-2)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTrainingConfig:
    """Settings of one training."""

    arch: Arch = "light"
    light: LightConfig = field(default_factory=LightConfig)
    augmentation: Augmentation = field(default_factory=Augmentation)
    epochs: int
    batch_size: int
    learning_rate: float
    weight_decay: float
    decoupled: bool
    """AdamW, with no decay of biases and norms; else Adam, with the decay in the gradient"""
    muon: bool = False
    """filters are orthogonalised (Jordan et al. 2024); where decoupled"""
    schedule: Literal["cosine", "plateau"]
    warmup: float = 0.08
    """share of the steps over which the cosine's rate rises"""
    class_weights: bool = False
    """N / (C n_c) (EM-2)"""
    label_smoothing: float = 0.0
    votes_weight: float = 0.0
    """of the FER+ head's loss"""
    mixup: float = 0.0
    """both parameters of the beta distribution; 0 = none"""
    mixed: float = 0.5
    """share of the batches that are mixed"""
    plateau_epochs: int = 5
    """without a lower held-out loss, after which the rate is halved"""
    patience_epochs: int | None = None
    """without a lower held-out loss, after which training ends; the best weights are kept"""
    bf16: bool = True
    """convolutions in bfloat16: 1.9 times as fast on a CPU that has it"""


def light_recipe(epochs: int = 52) -> FaceTrainingConfig:
    """The light network's."""
    return FaceTrainingConfig(
        epochs=epochs,
        batch_size=128,
        learning_rate=4e-3,
        weight_decay=0.05,
        decoupled=True,
        muon=True,
        schedule="cosine",
        label_smoothing=0.1,
        votes_weight=1.0,
        mixup=0.2,
        augmentation=Augmentation(
            crop_px=44,
            rotation_deg=12.0,
            zoom=(0.9, 1.15),
            shift_px=3.0,
            brightness=0.15,
            contrast=0.25,
            erase=0.3,
        ),
    )


def paper_recipe(epochs: int = 80) -> FaceTrainingConfig:
    """EM-2's, of VGG-16 with Squeeze-and-Excitation."""
    return FaceTrainingConfig(
        arch="vgg16se",
        epochs=epochs,
        batch_size=64,
        learning_rate=1e-4,
        weight_decay=1e-5,
        decoupled=False,
        schedule="plateau",
        class_weights=True,
        patience_epochs=15,
    )


def recipe(arch: str, epochs: int | None = None) -> FaceTrainingConfig:
    """The recipe of a network, with its own number of epochs where none is given.

    Raises:
        InputError: no network of that name.
    """
    recipes = {"light": light_recipe, "vgg16se": paper_recipe}
    if arch not in recipes:
        msg = f"no network is called {arch!r}; expected {' or '.join(recipes)}"
        raise InputError(msg)
    return recipes[arch]() if epochs is None else recipes[arch](epochs)
