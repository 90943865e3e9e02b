"""The examinations of `moodarc doctor`: each looks at one thing and never raises.

Whatever is broken is what a doctor is asked about, so a check answers with a `Finding` even where
an import crashes.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from moodarc import __version__
from moodarc.cli.requirements import CORE, installed_version, requirements
from moodarc.cli.text import size

__all__ = ["Finding", "examine", "headline"]

_MODULES = {"opencv-python-headless": "cv2"}
"""of packages that are imported by another name than they are installed by"""

_FORMATS = {
    "wav": ("WAV", "pcm_s16le"),
    "aiff": ("AIFF", "pcm_s16be"),
    "flac": ("FLAC", "flac"),
    "mp3": ("MP3", "mp3float"),
    "ogg": ("OGG", "vorbis"),
    "opus": (None, "opus"),
    "m4a": (None, "aac"),
}
"""By ending: libsndfile's name of the format, FFmpeg's of the decoder."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        topic: "program", "package", "format", "model", "database", "settings" or "extra".
        name: what of it.
        ok: whether it is as it should be; None where it is only not there and need not be.
        text: what was found, in a line.
        remedy: what to do about it; empty where nothing is to be done.
    """

    topic: str
    name: str
    ok: bool | None
    text: str
    remedy: str = ""


def examine(db: Callable[[], str], *, settings_file: Path) -> Iterator[Finding]:
    """All findings in the order of their topics.

    Args:
        db: gives the chosen database; it may raise where the settings are wrong.
        settings_file: where the settings file is looked for.
    """
    system = f"{platform.system()} {platform.machine()}"
    yield Finding("program", "moodarc", True, f"{__version__}, {Path(__file__).parents[1]}")
    yield Finding("program", "python", True, f"{platform.python_version()}, {system}")
    needed = requirements()
    for package in needed.get(CORE, ()):
        yield _guarded("package", package, partial(_package, package))
    for ending in _FORMATS:
        yield _guarded("format", ending, partial(_format, ending))
    yield from _models()
    yield _guarded("settings", str(settings_file), lambda: _settings(db, settings_file))
    yield _guarded("database", "database", lambda: _database(db()))
    for extra, packages in needed.items():
        if extra != CORE:
            yield _extra(extra, packages)


def _guarded(topic: str, name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever is broken is the finding
        return Finding(topic, name, False, f"{type(error).__name__}: {error}")


def _package(name: str) -> Finding:
    version = installed_version(name)
    if version is None:
        return Finding("package", name, False, "not installed", f"pip install {name}")
    try:
        import_module(_MODULES.get(name, name.replace("-", "_").lower()))
    except Exception as error:  # noqa: BLE001 - a broken binary may raise anything
        text = f"{version}, cannot be imported: {error}"
        return Finding("package", name, False, text, f"pip install --force-reinstall {name}")
    return Finding("package", name, True, version)


def _format(ending: str) -> Finding:
    sndfile_name, codec = _FORMATS[ending]
    by = [
        name for name, can in (("sndfile", sndfile_name), ("av", codec)) if can and _can(name, can)
    ]
    if by:
        return Finding("format", ending, True, f"decoded by {' and '.join(by)}")
    return Finding("format", ending, False, "no decoder", "pip install --force-reinstall av")


def _can(decoder: str, name: str) -> bool:
    try:
        if decoder == "sndfile":
            return name in import_module("soundfile").available_formats()
        import_module("av").codec.Codec(name, "r")
    except Exception:  # noqa: BLE001 - a decoder that is not there is an answer
        return False
    return True


def _models() -> Iterator[Finding]:
    folder = Path(sys.modules["moodarc"].__path__[0]) / "weights"
    names = sorted(path.name for path in folder.glob("*/")) if folder.is_dir() else []
    for name in names:
        yield _guarded("model", name, partial(_model, folder / name))
    if not names:
        remedy = "pip install --force-reinstall moodarc"
        yield Finding("model", "weights", False, "no model is installed", remedy)


def _model(folder: Path) -> Finding:
    from moodarc.artifacts import load_artifact

    return Finding("model", folder.name, True, headline(load_artifact(folder).card))


def headline(card: str) -> str:
    r"""What a model card says first: its title, and the first row of figures.

    >>> headline("# Affect\n\nText.\n\n| figure | value |\n|---|---|\n| macro-F1 | 0.75 |\n")
    'Affect; macro-F1 0.75'
    """
    lines = [line.strip() for line in card.splitlines()]
    title = next((line.lstrip("# ") for line in lines if line.startswith("#")), "no title")
    rows = [line for line in lines if line.startswith("|")]
    body = rows[2:5] if len(rows) > 2 else []
    figures = [" ".join(cell.strip() for cell in row.strip("|").split("|")) for row in body]
    return "; ".join([title, *figures])


def _settings(db: Callable[[], str], file: Path) -> Finding:
    db()
    text = "read" if file.is_file() else "not there; the defaults hold"
    return Finding("settings", str(file), True, text)


def _database(db: str) -> Finding:
    from moodarc.storage import SCHEMA_REVISION, inspect_database

    state = inspect_database(db)
    if not state.exists or state.revision is None:
        text = "not there yet; made on first use"
        return Finding("database", state.location, None, text, "moodarc scan FOLDER")
    taken = "" if state.size_bytes is None else f", {size(state.size_bytes)}"
    if state.is_current:
        known = state.is_whole or state.size_bytes is None
        unread = "" if known else "; too large for every page to be looked at"
        text = f"{state.n_tracks} tracks{taken}, schema {state.revision}{unread}"
        return Finding("database", state.location, True, text)
    if state.revision > SCHEMA_REVISION:
        text = f"schema {state.revision} is of a newer moodarc"
        return Finding("database", state.location, False, text, "update moodarc")
    text = f"schema {state.revision}{taken}; migrated to {SCHEMA_REVISION} on next use"
    return Finding("database", state.location, None, text)


def _extra(extra: str, packages: list[str]) -> Finding:
    missing = [package for package in packages if installed_version(package) is None]
    if not missing:
        return Finding("extra", extra, True, "installed")
    text = f"without {', '.join(missing)}"
    return Finding("extra", extra, None, text, f"pip install 'moodarc[{extra}]'")
