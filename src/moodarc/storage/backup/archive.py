"""The gzipped tar of a backup: written from a folder, unpacked into one.

An archive may have been damaged or made to do harm, so nothing of it is trusted: only regular
files that the manifest names are written, below the folder given, of the length told, if there is
room for them; and each must have the hash told.
"""

import gzip
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Final

from moodarc.errors import BackupError
from moodarc.storage.backup.manifest import MANIFEST_NAME, Manifest, PackedFile

__all__ = ["packed", "unpack", "write_archive"]

_CHUNK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 64 << 20
"""Bytes: enough for a hundred thousand listeners with some files each."""
_SPARE: Final = 16 << 20
"""Bytes left free on the disk."""

_DAMAGED = (tarfile.TarError, EOFError, zlib.error, ValueError, OverflowError)


def packed(file: Path, name: str) -> PackedFile:
    """A file's entry of the manifest."""
    with file.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    return PackedFile(name, file.stat().st_size, digest)


def write_archive(archive: Path, folder: Path, manifest: Manifest) -> None:
    """Write the files of a folder that the manifest names, after the manifest itself."""
    made_at_s = int(manifest.made_at.timestamp())
    archive.touch(mode=0o600)
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        text = manifest.to_json().encode("ascii")
        tar.addfile(_header(MANIFEST_NAME, len(text), made_at_s), io.BytesIO(text))
        for file in manifest.files:
            with (folder / file.name).open("rb") as content:
                tar.addfile(_header(file.name, file.size_bytes, made_at_s), content)


def _header(name: str, size_bytes: int, at_s: int) -> tarfile.TarInfo:
    """Nothing in it tells of the machine or its user."""
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size_bytes, at_s, 0o600
    return header


def unpack(archive: Path, folder: Path) -> Manifest:
    """Write the files of a backup below an empty folder, once all of it was found good.

    Raises:
        BackupError: it cannot be read, is no backup, is damaged, or is larger than the disk.
    """
    with _explained(archive), archive.open("rb") as raw, _BoundedGzip(fileobj=raw) as content:
        with tarfile.open(fileobj=content, mode="r:") as tar:
            manifest = _manifest(tar)
            _check_room(manifest, folder)
            missing = {file.name: file for file in manifest.files}
            while (member := tar.next()) is not None:
                file = missing.pop(member.name, None)
                if file is None or not _is_plain(member) or member.size != file.size_bytes:
                    msg = f"{member.name!r:.200} is not a file that its manifest names"
                    raise ValueError(msg)
                _extract(tar, member, to=folder / file.name, digest=file.sha256)
        if missing:
            msg = f"{min(missing)!r} is missing"
            raise ValueError(msg)
    return manifest


class _BoundedGzip(gzip.GzipFile):
    """Hands out so much at once and no more: a header must not fill the memory."""

    def read(self, size: int | None = -1) -> bytes:
        """As of any file, up to a length."""
        if size is None or not 0 <= size <= 2 * _CHUNK:
            msg = f"a header of {size} bytes"
            raise ValueError(msg)
        return super().read(size)


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    """Any fault of the archive as one sentence."""
    try:
        yield
    except _DAMAGED as error:
        msg = f"{archive} is damaged or is no backup of moodarc: {error}; take another file"
        raise BackupError(msg) from error
    except OSError as error:  # BadGzipFile has no strerror
        told = error.strerror or f"is no backup of moodarc: {error}"
        msg = f"{archive} cannot be read or unpacked: {told}"
        raise BackupError(msg) from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST_NAME or not _is_plain(member):
        msg = f"its first file is not {MANIFEST_NAME}"
        raise ValueError(msg)
    if member.size > _LONGEST_MANIFEST:
        msg = f"its {MANIFEST_NAME} has {member.size} bytes"
        raise ValueError(msg)
    text = b"".join(_chunks(tar, member))
    return Manifest.from_json(text.decode("utf-8"))


def _is_plain(member: tarfile.TarInfo) -> bool:
    return member.isreg() and not member.issparse()


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(file.size_bytes for file in manifest.files)
    free = shutil.disk_usage(folder).free - _SPARE
    if needed > free:
        msg = (
            f"the backup holds {needed} bytes, the disk of {folder} has room for {max(free, 0)}; "
            "make room, or restore to another disk with --db"
        )
        raise BackupError(msg)


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, *, to: Path, digest: str) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    found = sha256()
    with to.open("xb") as file:
        for chunk in _chunks(tar, member):
            found.update(chunk)
            file.write(chunk)
    if found.hexdigest() != digest:
        msg = f"{member.name!r} has not the hash that its manifest tells"
        raise ValueError(msg)


def _chunks(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    content: IO[bytes] | None = tar.extractfile(member)
    while content is not None and (chunk := content.read(_CHUNK)):
        yield chunk
