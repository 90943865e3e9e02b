"""What a training needs to go on after it was cut off: arrays and JSON in one file an epoch."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from moodarc.errors import ArtifactError

__all__ = ["Checkpoint", "Epoch", "State", "latest_checkpoint", "save_checkpoint"]

State = dict[str, NDArray[Any]]
"""arrays by name"""

Epoch = dict[str, float]
"""what an epoch came to: its number, its training loss, loss and accuracy on what is held out"""

_KEPT: Final = 2
"""newest checkpoints that stay: the last, and the one before it"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Checkpoint:
    """A training at the end of an epoch.

    Attributes:
        weights: of the network.
        optimiser: its moments, by method, parameter and name (`adamw.3.exp_avg`).
        best: weights of the best epoch so far.
        history: what each epoch came to.
    """

    weights: State
    optimiser: State
    best: State
    history: list[Epoch]


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> Path:
    """Write one file, whole or not at all, and drop those older than the one before it."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"epoch-{len(checkpoint.history):04d}.safetensors"
    partial = place.with_suffix(f".{os.getpid()}.part")
    groups = {
        "weights": checkpoint.weights,
        "optimiser": checkpoint.optimiser,
        "best": checkpoint.best,
    }
    arrays = {
        f"{group}/{name}": np.array(array, order="C")
        for group, state in groups.items()
        for name, array in state.items()
    }
    save_file(arrays, partial, metadata={"history": json.dumps(checkpoint.history)})
    partial.replace(place)
    for old in sorted(folder.glob("epoch-*.safetensors"))[:-_KEPT]:
        old.unlink()
    return place


def latest_checkpoint(folder: Path) -> Checkpoint | None:
    """The newest whole checkpoint of a folder, or None where there is none.

    Raises:
        ArtifactError: the newest is damaged.
    """
    found = sorted(folder.glob("epoch-*.safetensors"))
    if not found:
        return None
    try:
        with safe_open(found[-1], "numpy") as file:
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            history = json.loads(file.metadata()["history"])
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        msg = f"{found[-1]} is no whole checkpoint ({error}); delete it and train again"
        raise ArtifactError(msg) from error
    weights, optimiser, best = (_group(arrays, name) for name in ("weights", "optimiser", "best"))
    return Checkpoint(weights=weights, optimiser=optimiser, best=best, history=history)


def _group(arrays: State, group: str) -> State:
    start = f"{group}/"
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
