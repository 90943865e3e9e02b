"""Training of the attention network, and its export to ONNX."""

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from moodarc.listener.attention.network import AttentionNetwork
from moodarc.listener.median_regression import LinearMap
from moodarc.listener.regression_forecaster import Targets

__all__ = ["AttentionConfig", "AttentionExamples", "export_onnx", "train_attention"]

_FURTHEST: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionConfig:
    """Settings of one training; LIN-T3's table has batch 32, 50 epochs, rate .001, dropout .3."""

    width: int = 32
    heads: int = 4
    dropout: float = 0.2
    epochs: int = 4
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 0.3
    warmup: float = 0.1
    """share of the steps over which the rate rises"""
    shares_weight: float = 0.2
    """of the loss of the emotion vector beside that of valence and arousal"""
    networks: int = 2
    """trained from different seeds and averaged"""


class AttentionExamples(NamedTuple):
    """What is known at `n` moments."""

    moments: NDArray[np.float32]
    """(n, n_moments, n_token)"""
    absent: NDArray[np.bool_]
    """(n, n_moments)"""
    summaries: NDArray[np.float64]
    """(n, n_summary)"""


def train_attention(
    known: AttentionExamples,
    came: Targets,
    median: LinearMap,
    *,
    config: AttentionConfig,
    seed: int,
) -> nn.Module:
    """Networks fitted to what came, as one module of the inputs that `export_onnx` names.

    They correct `median`, the regression of the same summaries, which stays as it is.
    The loss is that of a median (absolute error, of a square's form below a tenth of a deviation)
    and the cross-entropy of the shares.
    """
    with torch.random.fork_rng():
        scaling = _Scaling(known, came, median)
        torch.manual_seed(seed)
        networks = [
            _fit(known, came, scaling=scaling, config=config) for _ in range(config.networks)
        ]
    return _Committee(networks, scaling).eval()


def export_onnx(module: nn.Module, known: AttentionExamples) -> bytes:
    """As ONNX (opset 17).

    In: `moments`, `absent`, `summaries` as float32 or bool, n rows. Out: `affect` (n, 2), `shares`
    (n, 4), `weights` (n, heads, n_moments), the mean over the networks.
    """
    few = AttentionExamples(known.moments[:2], known.absent[:2], known.summaries[:2])
    example = tuple(_tensors(few))
    names = [*AttentionExamples._fields, "affect", "shares", "weights"]
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as scratch:
        warnings.simplefilter("ignore")  # of the exporter, about its own future
        torch.onnx.export(
            module,
            example,
            file := Path(scratch) / "attention.onnx",
            input_names=names[:3],
            output_names=names[3:],
            dynamic_axes={name: {0: "n"} for name in names},
            opset_version=17,
            dynamo=False,
        )
        return file.read_bytes()


class _Standard(nn.Module):
    """Columns standardised, and back."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, rows: NDArray[np.floating[Any]]) -> None:
        super().__init__()
        deviation = np.maximum(rows.std(0), 1e-6)
        self.register_buffer("mean", torch.tensor(rows.mean(0), dtype=torch.float32))
        self.register_buffer("deviation", torch.tensor(deviation, dtype=torch.float32))

    def forward(self, values: Tensor) -> Tensor:
        return (values - self.mean) / self.deviation

    def back(self, values: Tensor) -> Tensor:
        return values * self.deviation + self.mean


class _Scaling(nn.Module):
    """Of inputs and outputs."""

    def __init__(self, known: AttentionExamples, came: Targets, median: LinearMap) -> None:
        super().__init__()
        self.tokens = _Standard(known.moments[~known.absent])
        self.summaries = _Standard(known.summaries)
        self.affect = _Standard(came.affect)
        self.median = nn.Linear(len(median.mean), 2)
        with torch.no_grad():
            self.median.bias.copy_(torch.from_numpy(median.weights[0]))
            self.median.weight.copy_(torch.from_numpy(median.weights[1:].T))
        self.requires_grad_(requires_grad=False)

    def forward(self, moments: Tensor, summaries: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        read = _cut(self.summaries(summaries))
        return _cut(self.tokens(moments)), read, self.affect(self.median(read))


class _Committee(nn.Module):
    """Several networks, averaged."""

    def __init__(self, networks: list[AttentionNetwork], scaling: _Scaling) -> None:
        super().__init__()
        self.networks, self.scaling = nn.ModuleList(networks), scaling

    def forward(
        self, moments: Tensor, absent: Tensor, summaries: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        seen, read, said = self.scaling(moments, summaries)
        told = [network(seen, absent, summary=read, regression=said) for network in self.networks]
        outputs = torch.stack([one for one, _ in told])
        weights = torch.stack([one for _, one in told]).mean(0)
        affect = self.scaling.affect.back(outputs[:, :, :2].mean(0)).clamp(-1.0, 1.0)
        return affect, outputs[:, :, 2:].softmax(-1).mean(0), weights


def _fit(
    known: AttentionExamples, came: Targets, *, scaling: "_Scaling", config: AttentionConfig
) -> AttentionNetwork:
    network = AttentionNetwork(
        known.moments.shape[2],
        known.summaries.shape[1],
        width=config.width,
        heads=config.heads,
        dropout=config.dropout,
    )
    optimiser = torch.optim.AdamW(
        network.parameters(), config.learning_rate, weight_decay=config.weight_decay
    )
    moments, absent, summaries = _tensors(known)
    seen, read, said = scaling(moments, summaries)
    affect = scaling.affect(torch.tensor(came.affect, dtype=torch.float32))
    shares = torch.tensor(came.shares, dtype=torch.float32)
    steps = config.epochs * max(len(affect) // config.batch_size, 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.learning_rate, total_steps=steps, pct_start=config.warmup
    )
    size = min(config.batch_size, len(affect))
    for _ in range(config.epochs):
        order = torch.randperm(len(affect))
        for start in range(0, len(order) - size + 1, size):
            rows = order[start : start + size]
            outputs, _ = network(
                seen[rows], absent[rows], summary=read[rows], regression=said[rows]
            )
            loss = _loss(outputs, (affect[rows], shares[rows]), config.shares_weight)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return network


def _loss(outputs: Tensor, came: tuple[Tensor, Tensor], shares_weight: float) -> Tensor:
    affect, shares = came
    told = functional.huber_loss(outputs[:, :2], affect, delta=0.1) * 10.0
    mixed = -(shares * functional.log_softmax(outputs[:, 2:], 1)).sum(1).mean()
    return told + shares_weight * mixed


def _tensors(known: AttentionExamples) -> list[Tensor]:
    return [
        torch.from_numpy(known.moments),
        torch.from_numpy(known.absent),
        torch.tensor(known.summaries, dtype=torch.float32),
    ]


def _cut(values: Tensor) -> Tensor:
    return values.clamp(-_FURTHEST, _FURTHEST)
