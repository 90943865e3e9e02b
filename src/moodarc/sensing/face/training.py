"""Training of the expression networks, and their export to ONNX.

An epoch follows from the seed and its own number only. After each one everything that the next
needs is kept in a folder, so that a run that was cut off ends in the same weights as one that was
not (on the same machine, with the same number of threads).
"""

import math
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from moodarc.artifacts import (
    Checkpoint,
    Epoch,
    State,
    latest_checkpoint,
    save_checkpoint,
)
from moodarc.randomness import derive_rng
from moodarc.sensing.face.augmentation import augmented
from moodarc.sensing.face.examples import FaceExamples
from moodarc.sensing.face.network import LightNetwork, SeenInViews, Vgg16Se
from moodarc.sensing.face.recipe import FaceTrainingConfig
from moodarc.sensing.face.views import ViewsConfig

__all__ = [
    "export_onnx",
    "limited_threads",
    "network_of",
    "predicted_logits",
    "train",
]

_EVALUATED: Final = 256
"""pictures at a time"""
_SMALLEST: Final = 9
"""filters with fewer inputs than that, such as shortcuts of one channel, are AdamW's"""


def network_of(config: FaceTrainingConfig, state: State | None = None) -> LightNetwork | Vgg16Se:
    """The network that a recipe trains, with the weights of `state` where given."""
    network = LightNetwork(config.light) if config.arch == "light" else Vgg16Se()
    if state is not None:
        network.load_state_dict({name: torch.from_numpy(v) for name, v in state.items()})
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def train(
    examples: FaceExamples,
    held_out: FaceExamples,
    config: FaceTrainingConfig,
    *,
    seed: int,
    kept: Path,
    told: Callable[[Epoch], None] = lambda _: None,
) -> tuple[State, list[Epoch]]:
    """Train a network, or go on where an earlier run of the same settings was cut off.

    Args:
        examples: what is learned from.
        held_out: what the plateau and the early stop look at.
        config: the recipe.
        seed: of weights, order and augmentation.
        kept: folder of this one training's checkpoints.
        told: is handed each epoch's figures.

    Returns:
        The weights, and what each epoch came to.
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        run = _Run(examples, config, seed)
        done = latest_checkpoint(kept)
        best = run.state()
        if done is not None:
            run.restore(done)
            best = done.best
        history = list(done.history) if done else []
        while not _ended(history, config):
            figures = run.epoch(history) | _scored(run.network, held_out)
            history.append(figures)
            told(figures)
            if config.patience_epochs is None or _since_best(history) == 0:
                best = run.state()
            save_checkpoint(kept, run.checkpoint(best, history))
    return best, history


@contextmanager
def limited_threads(n: int | None) -> Iterator[None]:
    """Within it torch uses so many threads; None = as before.

    Beside other work on the same cores one thread is quicker than two, which wait for each other.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(n or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def predicted_logits(
    network: LightNetwork | Vgg16Se, pictures: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Logits of pictures and their mirror images, averaged: `float32 (n, n_outputs)`."""
    network.eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(pictures), _EVALUATED):
            batch = torch.from_numpy(pictures[start : start + _EVALUATED, None])
            both = network(torch.cat([batch, batch.flip(3)]))
            parts.append((both[: len(batch)] + both[len(batch) :]) / 2.0)
    return np.asarray(torch.cat(parts).numpy())


def _scored(network: LightNetwork | Vgg16Se, held_out: FaceExamples) -> Epoch:
    """Loss and accuracy on the seven labels."""
    logits = torch.from_numpy(predicted_logits(network, held_out.pictures))[:, :7]
    labels = torch.from_numpy(held_out.labels)
    loss = functional.cross_entropy(logits, labels).item()
    return {
        "held_out_loss": loss,
        "held_out_accuracy": (logits.argmax(1) == labels).float().mean().item(),
    }


def export_onnx(network: LightNetwork | Vgg16Se, views: ViewsConfig | None = None) -> bytes:
    """The network as ONNX (opset 17), for ONNX Runtime on any machine and in the browser.

    In: `pictures` float32 (n, 48, 48) in [0, 1]. Out, each the mean over the views of a picture and
    their mirror images: `labels` logits (n, 7); `votes` logits (n, 8), of the light network;
    `features`. None = the views that ship.
    """
    module = _Exported(network, views or ViewsConfig()).eval()
    outputs = ["labels", "votes", "features"] if network.n_outputs > 7 else ["labels", "features"]
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as scratch:
        warnings.simplefilter("ignore")  # of the exporter, about its own future
        torch.onnx.export(
            module,
            (torch.zeros(2, 48, 48),),
            file := Path(scratch) / "model.onnx",
            input_names=["pictures"],
            output_names=outputs,
            dynamic_axes={name: {0: "n"} for name in ("pictures", *outputs)},
            opset_version=17,
            dynamo=False,
        )
        return file.read_bytes()


class _Exported(nn.Module):
    def __init__(self, network: LightNetwork | Vgg16Se, views: ViewsConfig) -> None:
        super().__init__()
        self.seen = SeenInViews(network, views)
        self.n_outputs = network.n_outputs

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        logits, features = self.seen(pictures)
        parts = (logits[:, :7], logits[:, 7:]) if self.n_outputs > 7 else (logits,)
        return *parts, features


class _Run:
    """One training: network, optimiser and what it learns from."""

    def __init__(self, examples: FaceExamples, config: FaceTrainingConfig, seed: int) -> None:
        self._examples, self._config, self._seed = examples, config, seed
        self.network = network_of(config)
        self._optimiser = _Optimiser(self.network, config)
        self._weights = _class_weights(examples.labels, config)

    def epoch(self, history: list[Epoch]) -> Epoch:
        """Train one epoch; its number is that of the history's end."""
        number = len(history)
        rng = derive_rng(self._seed, "epoch", number)
        torch.manual_seed(int(rng.integers(2**62)))  # dropout; inside `fork_rng`
        self.network.train()
        batches = list(self._batches(rng))
        losses = []
        for place, rows in enumerate(batches):
            rate = _rate(self._config, history, number + place / len(batches))
            losses.append(self._step(rows, rate, rng))
        return {"epoch": float(number), "loss": float(np.mean(losses))}

    def state(self) -> State:
        """Weights and buffers."""
        return {name: v.detach().numpy().copy() for name, v in self.network.state_dict().items()}

    def checkpoint(self, best: State, history: list[Epoch]) -> Checkpoint:
        """All that the next epoch needs."""
        optimiser = self._optimiser.state()
        return Checkpoint(weights=self.state(), optimiser=optimiser, best=best, history=history)

    def restore(self, done: Checkpoint) -> None:
        """Go on from a checkpoint."""
        weights = {name: torch.from_numpy(value) for name, value in done.weights.items()}
        self.network.load_state_dict(weights)
        self._optimiser.restore(done.optimiser)

    def _batches(self, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
        """Rows in random order; the last, shorter batch of an epoch is left out."""
        size = min(self._config.batch_size, len(self._examples))
        order = rng.permutation(len(self._examples))
        for start in range(0, len(order) - size + 1, size):
            yield order[start : start + size]

    def _step(self, rows: NDArray[np.intp], rate: float, rng: np.random.Generator) -> float:
        some = self._examples.take(rows)
        pictures = augmented(some.pictures, self._config.augmentation, rng=rng)[:, None]
        labels, votes = self._targets(some)
        if self._config.mixup and rng.random() < self._config.mixed:
            share = np.float32(rng.beta(self._config.mixup, self._config.mixup))
            order = rng.permutation(len(rows))
            pictures, labels, votes = (
                share * part + (1 - share) * part[order] for part in (pictures, labels, votes)
            )
        batch = torch.from_numpy(pictures).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=self._config.bf16):
            logits = self.network(batch)
        loss = _soft_loss(logits[:, :7].float(), torch.from_numpy(labels))
        if self._config.votes_weight:
            seen = _soft_loss(logits[:, 7:].float(), torch.from_numpy(votes))
            loss = loss + self._config.votes_weight * seen
        self._optimiser.step(loss, rate)
        return loss.item()

    def _targets(self, some: FaceExamples) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Rows of label targets, whose weights have mean 1, and of votes."""
        smooth = self._config.label_smoothing
        labels = np.eye(7, dtype=np.float32)[some.labels] * (1 - smooth) + smooth / 7
        weights = self._weights[some.labels]
        return labels * (weights / weights.mean())[:, None], some.votes


class _Optimiser:
    """All weights of a network, each under the method that suits it.

    Muon (Jordan et al. 2024) turns the step of a matrix into the nearest one that stretches every
    direction alike, so that rare directions are learned as fast as common ones. A filter bank
    (outputs, inputs, height, width) is a matrix of `outputs` rows. Its step is as large as AdamW's
    (Liu et al. 2025), so that both have one learning rate.
    """

    def __init__(self, network: nn.Module, config: FaceTrainingConfig) -> None:
        self._methods: dict[str, torch.optim.Optimizer] = {}
        self._filters: list[tuple[nn.Parameter, nn.Parameter]] = []
        rate, decay = config.learning_rate, config.weight_decay
        parameters = list(network.parameters())
        if not config.decoupled:
            self._methods["adam"] = torch.optim.Adam(parameters, rate, weight_decay=decay)
            return
        if config.muon:
            self._filters = [(p, nn.Parameter(_matrix(p.detach()))) for p in _filters(parameters)]
            self._methods["muon"] = torch.optim.Muon(
                [matrix for _, matrix in self._filters],
                lr=rate,
                weight_decay=decay,
                adjust_lr_fn="match_rms_adamw",
            )
        taken = {id(p) for p, _ in self._filters}
        rest = [p for p in parameters if id(p) not in taken]
        groups = [
            {"params": [p for p in rest if p.ndim > 1], "weight_decay": decay},
            {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self._methods["adamw"] = torch.optim.AdamW(groups, rate)

    def step(self, loss: Tensor, rate: float) -> None:
        """Move every weight down the gradient of `loss`."""
        for method in self._methods.values():
            for group in method.param_groups:
                group["lr"] = rate
            method.zero_grad()
        for bank, _ in self._filters:
            bank.grad = None
        loss.backward()  # type: ignore[no-untyped-call]
        for bank, matrix in self._filters:
            matrix.grad = None if bank.grad is None else _matrix(bank.grad)
        for method in self._methods.values():
            method.step()

    def state(self) -> State:
        """Its moments by method, parameter's number and name (`adamw.3.exp_avg`)."""
        return {
            f"{name}.{number}.{moment}": value.numpy().copy()
            for name, method in self._methods.items()
            for number, values in method.state_dict()["state"].items()
            for moment, value in values.items()
        }

    def restore(self, state: State) -> None:
        """Go on from `state()`."""
        moments: dict[str, dict[int, dict[str, Tensor]]] = {}
        for place, value in state.items():
            name, number, moment = place.split(".", 2)
            of_method = moments.setdefault(name, {})
            of_method.setdefault(int(number), {})[moment] = torch.from_numpy(value)
        for name, method in self._methods.items():
            groups: Any = method.state_dict()["param_groups"]
            method.load_state_dict({"state": moments.get(name, {}), "param_groups": groups})


def _filters(parameters: list[nn.Parameter]) -> list[nn.Parameter]:
    return [p for p in parameters if p.ndim == 4 and p[0].numel() > _SMALLEST]


def _matrix(bank: Tensor) -> Tensor:
    """A view `(outputs, height * width * inputs)` of a filter bank, whose memory it shares."""
    return bank.permute(0, 2, 3, 1).flatten(1)


def _soft_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return -(targets * functional.log_softmax(logits, 1)).sum(1).mean()


def _class_weights(labels: NDArray[np.int64], config: FaceTrainingConfig) -> NDArray[np.float32]:
    """N / (C n_c), or 1; a class that is absent weighs as if it had one face."""
    if not config.class_weights:
        return np.ones(7, np.float32)
    counts = np.maximum(np.bincount(labels, minlength=7), 1)
    return (len(labels) / (7 * counts)).astype(np.float32)


def _rate(config: FaceTrainingConfig, history: list[Epoch], at: float) -> float:
    """The learning rate `at` so many epochs."""
    if config.schedule == "plateau":
        return config.learning_rate * 0.5 ** _n_halvings(history, config.plateau_epochs)
    share = at / config.epochs
    if share < config.warmup:
        return config.learning_rate * share / config.warmup
    turned = math.pi * (share - config.warmup) / (1.0 - config.warmup)
    return config.learning_rate * 0.5 * (1.0 + math.cos(turned))


def _n_halvings(history: list[Epoch], patience: int) -> int:
    """As torch's ReduceLROnPlateau counts, without its threshold."""
    best, waited, halved = math.inf, 0, 0
    for epoch in history:
        waited = 0 if epoch["held_out_loss"] < best else waited + 1
        best = min(best, epoch["held_out_loss"])
        if waited > patience:
            halved, waited = halved + 1, 0
    return halved


def _since_best(history: list[Epoch]) -> int:
    losses = [epoch["held_out_loss"] for epoch in history]
    return len(losses) - 1 - losses.index(min(losses))


def _ended(history: list[Epoch], config: FaceTrainingConfig) -> bool:
    if len(history) >= config.epochs:
        return True
    patience = config.patience_epochs
    return bool(history) and patience is not None and _since_best(history) >= patience
