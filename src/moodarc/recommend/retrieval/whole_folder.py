"""A folder with a manifest, written whole or not at all, however large its files are.

Model folders (`moodarc.artifacts`) do the same with their contents in memory; what lies here may be
larger than memory, so files are written in place and hashed where they lie.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moodarc.errors import ArtifactError

__all__ = ["FORMAT", "MANIFEST", "read_manifest", "whole_folder", "write_manifest"]

FORMAT = 1
"""Version of the layout; a folder of a newer one is refused."""

MANIFEST = "manifest.json"


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A scratch folder that takes the place of `folder` once the block ends without an error.

    Raises:
        ArtifactError: something without a manifest stands in its place.
    """
    if folder.exists() and not (folder / MANIFEST).is_file():
        msg = f"{folder} is there and holds no item vectors; choose another place"
        raise ArtifactError(msg)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh, aside = Path(scratch) / "new", Path(scratch) / "old"
        fresh.mkdir()
        yield fresh
        if folder.exists():
            folder.rename(aside)
        try:
            fresh.rename(folder)
        except BaseException:
            if aside.exists():
                aside.rename(folder)
            raise


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write down facts, and the hashes of all files that are there."""
    files = {path.name: _sha256(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    text = json.dumps({**facts, "format": FORMAT, "files": files}, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, *, verify: bool) -> dict[str, Any]:
    """The facts of a folder, all of whose files are there.

    Args:
        folder: to be read.
        verify: compare every file with its hash, which reads it.

    Raises:
        ArtifactError: the folder or a file is absent, damaged, or of a newer format.
    """
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files, found = dict(facts["files"]), int(facts["format"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        msg = f"{folder} has no readable {MANIFEST} ({error}); build it again"
        raise ArtifactError(msg) from error
    if found > FORMAT:
        msg = f"{folder} has format {found}, this moodarc reads up to {FORMAT}; update moodarc"
        raise ArtifactError(msg)
    for name, digest in files.items():
        _check(folder / Path(name).name, digest, verify=verify)
    return dict(facts)


def _check(path: Path, digest: str, *, verify: bool) -> None:
    if not path.is_file():
        msg = f"{path} is absent; build the folder again"
        raise ArtifactError(msg)
    if verify and _sha256(path) != digest:
        msg = f"{path} is damaged: its hash is not the manifest's; build the folder again"
        raise ArtifactError(msg)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
