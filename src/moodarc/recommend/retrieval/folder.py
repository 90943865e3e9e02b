"""Item vectors as a folder that worker processes share.

    vectors.npy     (n_items, size), float32 or float16: the originals
    codes.npy       int8 or float16, where those are scanned in place of the originals
    scales.npy      float32 (n_items,), of int8
    bias.npy        float32 (n_items,), where items have one
    manifest.json   type, shape, bound, and the SHA-256 of every file above

Files are opened by mapping them into memory, so that all processes of a machine read the same
pages. Opening checks shapes and types; hashes are checked where that is asked for, since it reads
all there is.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import ArtifactError, InputError
from moodarc.recommend.retrieval.codes import Codes, Held, code_vectors
from moodarc.recommend.retrieval.item_vectors import ItemVectors, checked_bias
from moodarc.recommend.retrieval.whole_folder import read_manifest, whole_folder, write_manifest

__all__ = ["open_item_vectors", "save_item_vectors", "write_arrays", "write_item_vectors"]

_VECTORS, _CODES, _SCALES, _BIAS = "vectors.npy", "codes.npy", "scales.npy", "bias.npy"
_ARRAYS = (_VECTORS, _CODES, _SCALES, _BIAS)
_BLOCK = 100_000


def save_item_vectors(folder: Path, items: ItemVectors) -> None:
    """Write vectors that lie in memory; an older folder there is replaced once all is written.

    Raises:
        ArtifactError: something is there that is no such folder.
    """
    starts = range(0, len(items), _BLOCK)
    blocks = (items.originals[start : start + _BLOCK] for start in starts)
    shape = (len(items), items.size)
    write_item_vectors(folder, blocks, shape, held=items.codes.held, bias=items.bias)


def write_item_vectors(
    folder: Path,
    blocks: Iterable[NDArray[Any]],
    shape: tuple[int, int],
    *,
    held: Held = Held.INT8,
    bias: ArrayLike | None = None,
) -> None:
    """Write vectors that come block by block, and need not all lie in memory.

    Args:
        folder: where; its parent is made if need be.
        blocks: (n, size) each, in catalogue order; float16 stays, anything else becomes float32.
        shape: (n_items, size) of all together.
        held: the type that is scanned.
        bias: (n_items,), added to each score.

    Raises:
        InputError: blocks that do not add up to the shape, or numbers that are not finite.
        ArtifactError: something is there that is no such folder.
    """
    with whole_folder(folder) as fresh:
        write_manifest(fresh, write_arrays(fresh, blocks, shape, held=held, bias=bias))


def write_arrays(
    folder: Path,
    blocks: Iterable[NDArray[Any]],
    shape: tuple[int, int],
    *,
    held: Held,
    bias: ArrayLike | None,
) -> dict[str, Any]:
    """Write the arrays into a folder that is there; what its manifest has to tell of them.

    Raises:
        InputError: as `write_item_vectors`.
    """
    given = checked_bias(bias, shape[0])
    writer = _Writer(folder, shape, held)
    for block in blocks:
        writer.add(block)
    if writer.at != shape[0] or not writer.arrays:
        msg = f"the blocks hold {writer.at} vectors; expected {shape[0]}, and at least 1"
        raise InputError(msg)
    for array in writer.arrays.values():
        array.flush()
    if given is not None:
        np.save(folder / _BIAS, given)
    bounds = {"residual": writer.residual, "length": writer.length}
    return {"shape": list(shape), "held": str(held), **bounds}


def open_item_vectors(folder: Path, *, verify: bool = False) -> ItemVectors:
    """Map the vectors of a folder into memory, to be read only.

    Args:
        folder: of `save_item_vectors`.
        verify: compare every file with its hash, which reads all of it.

    Raises:
        ArtifactError: the folder or a file is absent, damaged, or of a newer format.
    """
    facts = read_manifest(folder, verify=verify)
    arrays = {name: _mapped(folder / name) for name in _ARRAYS if name in facts["files"]}
    _check_shapes(folder, facts, arrays)
    codes = Codes(
        values=arrays.get(_CODES, arrays[_VECTORS]),
        scale=arrays.get(_SCALES),
        residual=float(facts["residual"]),
        length=float(facts["length"]),
    )
    return ItemVectors(originals=arrays[_VECTORS], codes=codes, bias=arrays.get(_BIAS))


class _Writer:
    """The arrays of a folder while they grow."""

    def __init__(self, folder: Path, shape: tuple[int, int], held: Held) -> None:
        self.folder, self.shape, self.held = folder, shape, held
        self.arrays: dict[str, np.memmap[Any, Any]] = {}
        self.at, self.residual, self.length = 0, 0.0, 0.0

    def add(self, block: NDArray[Any]) -> None:
        """Write one block behind the last."""
        values = block if block.dtype == np.float16 else block.astype(np.float32, copy=False)
        if values.shape[1:] != self.shape[1:] or self.at + len(values) > self.shape[0]:
            msg = f"a block of shape {values.shape} at {self.at} does not fit into {self.shape}"
            raise InputError(msg)
        codes = code_vectors(values, self.held)
        self._put(_VECTORS, values)
        if str(values.dtype) != self.held:
            self._put(_CODES, codes.values)
        if codes.scale is not None:
            self._put(_SCALES, codes.scale)
        self.at += len(values)
        self.residual = max(self.residual, codes.residual)
        self.length = max(self.length, codes.length)

    def _put(self, name: str, values: NDArray[Any]) -> None:
        if name not in self.arrays:
            shape = self.shape[: values.ndim]
            path = self.folder / name
            self.arrays[name] = open_memmap(path, mode="w+", dtype=values.dtype, shape=shape)
        self.arrays[name][self.at : self.at + len(values)] = values


def _mapped(path: Path) -> NDArray[Any]:
    try:
        # the plain array over the mapped pages: a memmap's own slices are slow to make
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError) as error:
        msg = f"{path} is no array that can be mapped ({error}); build the folder again"
        raise ArtifactError(msg) from error


def _check_shapes(
    folder: Path, facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> None:
    shape = tuple(facts.get("shape", ()))
    scanned = arrays.get(_CODES, arrays.get(_VECTORS))
    fits = scanned is not None and str(scanned.dtype) == facts.get("held")
    if not fits or any(array.shape != shape[: array.ndim] for array in arrays.values()):
        found = {name: f"{array.dtype}{array.shape}" for name, array in arrays.items()}
        msg = f"{folder} holds {found}, which its manifest does not tell of; build it again"
        raise ArtifactError(msg)
