"""How a recommender becomes a model folder and comes back, alike for all of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError

__all__ = ["packed", "packed_sparse", "unpacked", "unpacked_sparse"]

_PARTS = ("data", "indices", "indptr")


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


def packed_sparse(name: str, matrix: sp.csr_array) -> dict[str, NDArray[Any]]:
    """The three arrays of a sparse matrix, under names of its own."""
    return {f"{name}.{part}": getattr(matrix, part) for part in _PARTS}


def unpacked_sparse(artifact: Artifact, name: str, shape: tuple[int, int]) -> sp.csr_array:
    """A matrix that was packed as `name`, in a folder that `unpacked` has accepted.

    Raises:
        ArtifactError: an array is missing, or they make no matrix of this shape.
    """
    parts = [_array(artifact, f"{name}.{part}", 1) for part in _PARTS]
    try:
        matrix = sp.csr_array(tuple(parts), shape=shape)
        matrix.check_format(full_check=True)
    except ValueError as error:
        msg = f"matrix {name!r} of the model is damaged ({error}); train the model again"
        raise ArtifactError(msg) from error
    return matrix


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
