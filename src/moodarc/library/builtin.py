"""The built-in music as files: Ogg Vorbis with tags, about 20 MB in all, rendered once.

The sound of a piece is the same on every machine up to rounding; its bytes are not, since Ogg
gives each stream a random serial number.
"""

import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from moodarc.errors import InputError
from moodarc.library.composer import RATE, Piece, builtin_pieces, render
from moodarc.parallel import Executor

__all__ = ["RENDER_VERSION", "render_builtin"]

IN_PROCESS = Executor(workers=0)

RENDER_VERSION = 1
"""Names the folder, so that pieces of an older composer are never taken for new ones."""


def render_builtin(
    folder: Path,
    *,
    n: int | None = None,
    executor: Executor = IN_PROCESS,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Render the pieces that are not there yet, each whole or not at all; a killed run resumes.

    Args:
        folder: where the folder of this `RENDER_VERSION` is made.
        n: only the first, which are spread over the plane as all are; None = all.
        executor: renders pieces, side by side if it has processes.
        on_progress: called after each piece with the number of pieces there and of all.

    Returns:
        The files in the order of `builtin_pieces`, each named by its piece's `file_name`.

    Raises:
        InputError: the folder cannot be written.
    """
    home = folder / f"built-in music {RENDER_VERSION}"
    pieces = builtin_pieces()[:n]
    try:
        home.mkdir(parents=True, exist_ok=True)
        missing = [piece for piece in pieces if not (home / piece.file_name).exists()]
        written = executor.map(partial(_write, home), missing)
        for done, outcome in enumerate(written, len(pieces) - len(missing) + 1):
            outcome.result()
            if on_progress:
                on_progress(done, len(pieces))
    except OSError as error:
        msg = f"{home} cannot be written ({error.strerror}); give a folder with 40 MB of free space"
        raise InputError(msg) from error
    return [home / piece.file_name for piece in pieces]


def _write(home: Path, piece: Piece) -> None:
    part = home / f".{piece.file_name}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            file.write(_encode(piece))
            file.flush()
            os.fsync(file.fileno())  # else a power cut could leave an empty file in its place
        part.replace(home / piece.file_name)
    finally:
        part.unlink(missing_ok=True)


def _encode(piece: Piece) -> bytes:
    """The piece as Ogg Vorbis; written in blocks, as some libsndfile crash on one large block."""
    import soundfile  # noqa: PLC0415  # heavy, and needed on the first run only

    sound, encoded = render(piece), io.BytesIO()
    with soundfile.SoundFile(encoded, "w", RATE, 2, format="OGG", subtype="VORBIS") as file:
        file.title, file.artist = piece.title, piece.artist
        file.album, file.genre = "moodarc built-in music", "Instrumental"
        file.comment = "Synthesised by moodarc"
        for start in range(0, len(sound), RATE):
            file.write(sound[start : start + RATE])
    return encoded.getvalue()
