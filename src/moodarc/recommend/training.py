"""The one trainer of all recommenders that are networks.

A `Task` says what the network is, which batches an epoch has, what the loss of a batch is, and how
good the network is by now (NDCG@10 on what came next in the validation part, EM-9). The trainer
does the rest alike for all: seeds, steps, early stopping, checkpoints, mixed precision on a GPU.

An epoch follows from the seed and its own number only, so that a run that was cut off and goes on
from its checkpoint ends where one in a single piece ends (on the same machine and number of
threads).
"""

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from moodarc.artifacts import Checkpoint, Epoch, State, latest_checkpoint, save_checkpoint
from moodarc.randomness import derive_rng
from moodarc.recommend.recommender import Known
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["Task", "TrainingConfig", "device", "train"]


class Task(Protocol):
    """What is trained."""

    @property
    def module(self) -> nn.Module:
        """The network, on any device; the trainer moves it."""
        ...

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Tensor, ...]]:
        """One epoch, in batches of `size` rows; everything drawn comes from `rng`."""
        ...

    def n_batches(self, size: int) -> int:
        """How many `batches` gives."""
        ...

    def loss(self, *batch: Tensor) -> Tensor:
        """A scalar."""
        ...

    def validate(self) -> float:
        """Higher is better; NaN where there is nothing to validate on."""
        ...


def device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train(task: Task, config: TrainingConfig, known: Known) -> list[Epoch]:
    """Train `task.module` in place; it ends with the best epoch's weights, in evaluation mode.

    Args:
        task: what; its module was made after `torch.manual_seed(known.seed)`.
        config: how long and how fast.
        known: seed, folder for checkpoints and who is told.

    Returns:
        What each epoch came to: its number, mean loss and validation (absent without one).
    """
    with torch.random.fork_rng():
        run = _Run(task, config, known.seed)
        history = run.resume(known.work)
        while not _ended(history, config):
            figures = run.epoch(len(history))
            history.append(figures)
            known.told(figures)
            if config.patience_epochs is None or _since_best(history) == 0:
                run.keep()
            if known.work is not None:
                save_checkpoint(known.work, run.checkpoint(history))
        run.finish()
    return history


class _Run:
    """Network, optimiser, and the best weights so far."""

    def __init__(self, task: Task, config: TrainingConfig, seed: int) -> None:
        self._task, self._config, self._seed = task, config, seed
        self._device = device()
        self._module = task.module.to(self._device)
        kind = torch.optim.AdamW if config.decoupled else torch.optim.Adam
        self._optimiser = kind(
            _groups(self._module, config.layer_rate),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
            fused=True,
        )
        self._best = self._state()

    def epoch(self, number: int) -> Epoch:
        """One epoch, scored."""
        rng = derive_rng(self._seed, "epoch", number)
        torch.manual_seed(int(rng.integers(2**62)))  # dropout; inside `fork_rng`
        self._module.train()
        n = self._task.n_batches(self._config.batch_size)
        losses = []
        for place, batch in enumerate(self._task.batches(rng, self._config.batch_size)):
            self._set_rate(number + place / max(n, 1))
            losses.append(self._step(batch))
        self._module.eval()
        loss = torch.stack(losses).mean().item() if losses else 0.0
        with torch.no_grad():
            found = self._task.validate()
        scored = {} if math.isnan(found) else {"validation": found}
        return {"epoch": float(number), "loss": loss, **scored}

    def keep(self) -> None:
        """Remember the weights as the best so far."""
        self._best = self._state()

    def finish(self) -> None:
        """Leave the network with its best weights, in evaluation mode, on the processor."""
        self._module.load_state_dict({k: torch.from_numpy(v) for k, v in self._best.items()})
        self._module.to("cpu").eval()

    def resume(self, work: Path | None) -> list[Epoch]:
        """Go on from the newest checkpoint; what its epochs came to."""
        done = None if work is None else latest_checkpoint(work)
        if done is None:
            return []
        self._module.load_state_dict({k: torch.from_numpy(v) for k, v in done.weights.items()})
        _restore(self._optimiser, done.optimiser)
        self._best = done.best
        return list(done.history)

    def checkpoint(self, history: list[Epoch]) -> Checkpoint:
        """All that the next epoch needs."""
        moments = {
            f"{place}.{name}": value.cpu().numpy()
            for place, state in self._optimiser.state_dict()["state"].items()
            for name, value in state.items()
        }
        return Checkpoint(
            weights=self._state(), optimiser=moments, best=self._best, history=history
        )

    def _state(self) -> State:
        return {k: v.detach().cpu().numpy().copy() for k, v in self._module.state_dict().items()}

    def _step(self, batch: tuple[Tensor, ...]) -> Tensor:
        moved = [part.to(self._device, non_blocking=True) for part in batch]
        with _precision(self._device):
            loss = self._task.loss(*moved)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._module.parameters(), self._config.clip)
        self._optimiser.step()
        return loss.detach()

    def _set_rate(self, epochs_done: float) -> None:
        rate = self._config.learning_rate * _share_of_rate(self._config, epochs_done)
        for group in self._optimiser.param_groups:
            group["lr"] = rate * group["share"]


def _groups(module: nn.Module, layer_rate: float) -> list[dict[str, Any]]:
    """Parameters with the share of the rate that each group learns at."""
    if layer_rate == 1.0:
        return [{"params": list(module.parameters()), "share": 1.0}]
    linear = (part for part in module.modules() if isinstance(part, nn.Linear))
    layers = [parameter for part in linear for parameter in part.parameters()]
    known = set(map(id, layers))
    others = [parameter for parameter in module.parameters() if id(parameter) not in known]
    return [{"params": others, "share": 1.0}, {"params": layers, "share": layer_rate}]


def _share_of_rate(config: TrainingConfig, epochs_done: float) -> float:
    done = epochs_done / config.epochs
    if done < config.warmup:
        return done / config.warmup
    fallen = (done - config.warmup) / max(1.0 - config.warmup, 1e-9)
    cosine = 0.5 * (1.0 + math.cos(math.pi * min(fallen, 1.0)))
    return config.last_rate + (1.0 - config.last_rate) * cosine


def _restore(optimiser: torch.optim.Optimizer, moments: State) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in moments.items():
        place, _, name = key.partition(".")
        state.setdefault(int(place), {})[name] = torch.from_numpy(value)
    optimiser.load_state_dict(optimiser.state_dict() | {"state": state})


def _precision(where: torch.device) -> AbstractContextManager[object]:
    """bfloat16 on a GPU; full precision on a processor, where small networks gain nothing."""
    return torch.autocast("cuda", torch.bfloat16) if where.type == "cuda" else nullcontext()


def _ended(history: list[Epoch], config: TrainingConfig) -> bool:
    patience = config.patience_epochs
    enough = patience is not None and bool(history) and _since_best(history) >= patience
    return len(history) >= min(config.ends_after or config.epochs, config.epochs) or enough


def _since_best(history: list[Epoch]) -> int:
    """Epochs since the best validation; 0 where there is no validation."""
    found = [epoch.get("validation", math.nan) for epoch in history]
    if all(map(math.isnan, found)):
        return 0
    best = max(range(len(found)), key=lambda place: (found[place], -place))
    return len(found) - 1 - best
