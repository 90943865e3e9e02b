"""How a recommender becomes a model folder and comes back, alike for all of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError

__all__ = ["packed", "unpacked"]


def packed(
    name: str,
    arrays: Mapping[str, NDArray[Any]],
    *,
    settings: Mapping[str, Any] | None = None,
    payloads: Mapping[str, bytes] | None = None,
) -> Artifact:
    """A model folder in memory, still without a card.

    Args:
        name: of the recipe.
        arrays: by name.
        settings: JSON values.
        payloads: other files, such as `model.onnx`.
    """
    config = {"model": name, **(settings or {})}
    return Artifact(arrays=dict(arrays), config=config, card="", payloads=dict(payloads or {}))


def unpacked(artifact: Artifact, name: str, arrays: Mapping[str, int]) -> list[NDArray[Any]]:
    """The arrays of a folder, in the order asked for.

    Args:
        artifact: the folder.
        name: of the recipe that should have written it.
        arrays: number of dimensions by name.

    Raises:
        ArtifactError: another model wrote it, or an array is missing, has other dimensions or
            holds what is not finite.
    """
    written = artifact.config.get("model")
    if written != name:
        msg = f"the folder holds a model {written!r}; expected {name!r}, give the folder of one"
        raise ArtifactError(msg)
    return [_array(artifact, array, dimensions) for array, dimensions in arrays.items()]


def _array(artifact: Artifact, name: str, dimensions: int) -> NDArray[Any]:
    found = artifact.arrays.get(name)
    if found is None or found.ndim != dimensions or not np.isfinite(found).all():
        shape = "none" if found is None else f"shape {found.shape}"
        msg = (
            f"array {name!r} of the model: {shape}, expected {dimensions} dimensions of finite "
            "numbers; train the model again"
        )
        raise ArtifactError(msg)
    return found
