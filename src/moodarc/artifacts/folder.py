"""A learned model is a folder (HOUSE): no pickle, every file hashed, written whole or not at all.

    model.safetensors   the arrays, if there are any
    config.json         all that is needed to build the model
    card.md             data, protocol, figures, limits, licence of the data
    manifest.json       how it was made, and the SHA-256 of every file above
    ...                 other files such as model.onnx

Files that the manifest does not list (a LICENSE of the data) are left alone and never read.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import moodarc
from moodarc.artifacts.manifest import Manifest, sha256
from moodarc.errors import ArtifactError

__all__ = ["Artifact", "load_artifact", "load_shipped", "save_artifact"]

_ARRAYS, _CONFIG, _CARD, _MANIFEST = "model.safetensors", "config.json", "card.md", "manifest.json"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Artifact:
    """A model's parts in memory.

    Attributes:
        arrays: weights by name.
        config: JSON values.
        card: Markdown.
        payloads: other files by name, such as "model.onnx".
        manifest: how it came to be; None until it is saved.
    """

    arrays: Mapping[str, NDArray[Any]]
    config: Mapping[str, Any]
    card: str
    payloads: Mapping[str, bytes] = field(default_factory=dict)
    manifest: Manifest | None = None


def save_artifact(
    folder: Path, artifact: Artifact, *, command: str, seed: int | None = None
) -> Manifest:
    """Write a model folder; an older one of that name is replaced only once the new one is whole.

    Args:
        folder: where; its parent is made if need be.
        artifact: what.
        command: the command line that makes it again.
        seed: of its training.

    Raises:
        ArtifactError: something is there that is no model folder, or a payload has a reserved
            name.
    """
    if folder.exists() and not (folder / _MANIFEST).is_file():
        msg = f"{folder} is there and is no model folder; choose another place"
        raise ArtifactError(msg)
    contents = _contents(artifact)
    manifest = Manifest(
        command=command,
        seed=seed,
        created=datetime.now(UTC),
        library=moodarc.__version__,
        files={name: sha256(content) for name, content in contents.items()},
    )
    _write_whole(folder, contents | {_MANIFEST: manifest.to_json().encode()})
    return manifest


def load_artifact(folder: Path | Traversable) -> Artifact:
    """Read a model folder, every listed file against its hash.

    Raises:
        ArtifactError: the folder or a file is absent, damaged, or of a newer format.
    """
    manifest = Manifest.from_json(
        _read(folder, _MANIFEST).decode(errors="replace"), where=str(folder)
    )
    contents = {name: _verified(folder, name, digest) for name, digest in manifest.files.items()}
    try:
        config = json.loads(contents.pop(_CONFIG))
        card = contents.pop(_CARD).decode()
    except (KeyError, ValueError) as error:
        msg = f"{folder} lacks a readable config.json or card.md ({error}); build it again"
        raise ArtifactError(msg) from error
    arrays = _arrays(contents.pop(_ARRAYS, None), folder)
    return Artifact(arrays=arrays, config=config, card=card, payloads=contents, manifest=manifest)


def load_shipped(name: str) -> Artifact:
    """Read a model that comes with the program, `moodarc/weights/NAME`.

    Raises:
        ArtifactError: no such model, or it is damaged.
    """
    if name != Path(name).name or name in {"", ".", ".."}:
        msg = f"{name!r} is no model name; expected one word, such as the folder's"
        raise ArtifactError(msg)
    return load_artifact(files("moodarc") / "weights" / name)


def _contents(artifact: Artifact) -> dict[str, bytes]:
    from safetensors.numpy import save  # noqa: PLC0415 - keeps `import moodarc.artifacts` light

    own = {
        _CONFIG: (json.dumps(artifact.config, indent=2, sort_keys=True) + "\n").encode(),
        _CARD: artifact.card.encode(),
    }
    if artifact.arrays:
        dense = {name: np.ascontiguousarray(array) for name, array in artifact.arrays.items()}
        own[_ARRAYS] = save(dense)
    for name in artifact.payloads:
        if name in {_ARRAYS, _CONFIG, _CARD, _MANIFEST} or name != Path(name).name:
            msg = f"a payload is called {name!r}; expected a file name that the folder leaves free"
            raise ArtifactError(msg)
    return own | dict(artifact.payloads)


def _write_whole(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        for name, content in contents.items():
            (fresh / name).write_bytes(content)
        if folder.exists():
            _replace(folder, fresh, aside=Path(scratch) / "old")
        else:
            fresh.rename(folder)


def _replace(folder: Path, fresh: Path, *, aside: Path) -> None:
    # Files that the old manifest does not list, such as a LICENSE, stay.
    _keep_unlisted(folder, fresh)
    folder.rename(aside)
    try:
        fresh.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise


def _keep_unlisted(old: Path, fresh: Path) -> None:
    text = (old / _MANIFEST).read_text(errors="replace")
    listed = {_MANIFEST, *Manifest.from_json(text, where=str(old)).files}
    for path in old.iterdir():
        if path.is_file() and path.name not in listed and not (fresh / path.name).exists():
            shutil.copy2(path, fresh / path.name)


def _verified(folder: Path | Traversable, name: str, digest: str) -> bytes:
    content = _read(folder, name)
    if sha256(content) != digest:
        msg = f"{folder}/{name} is damaged: its hash is not the manifest's; fetch or build it again"
        raise ArtifactError(msg)
    return content


def _read(folder: Path | Traversable, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        reason = error.strerror or "absent"
        msg = f"{folder}/{name} cannot be read ({reason}); fetch or build the model again"
        raise ArtifactError(msg) from error


def _arrays(content: bytes | None, folder: Path | Traversable) -> dict[str, NDArray[Any]]:
    from safetensors import SafetensorError  # noqa: PLC0415 - see _contents
    from safetensors.numpy import load  # noqa: PLC0415

    if content is None:
        return {}
    try:
        return dict(load(content))
    except SafetensorError as error:
        msg = f"{folder}/{_ARRAYS} holds no arrays ({error}); fetch or build the model again"
        raise ArtifactError(msg) from error
