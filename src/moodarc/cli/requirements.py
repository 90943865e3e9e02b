"""What the program needs, by extra: as installed, else as the source tree says."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

__all__ = ["CORE", "installed_version", "requirements"]

CORE = ""
"""The key of what is needed without any extra."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def requirements() -> dict[str, list[str]]:
    """Names of packages by extra; empty where nothing can be found out."""
    try:
        lines = [(_extra(line), line) for line in metadata.requires("moodarc") or ()]
    except metadata.PackageNotFoundError:
        lines = _from_source()
    found: dict[str, list[str]] = {}
    for extra, line in lines:
        match = _NAME.match(line)
        if match and match[0] != "moodarc":
            found.setdefault(extra, []).append(match[0])
    return found


def installed_version(package: str) -> str | None:
    """The version that is installed, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _extra(line: str) -> str:
    match = _EXTRA.search(line)
    return match[1] if match else CORE


def _from_source() -> list[tuple[str, str]]:
    try:
        project = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["project"]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return []
    core = [(CORE, line) for line in project.get("dependencies", ())]
    extras = project.get("optional-dependencies", {})
    return core + [(extra, line) for extra, lines in extras.items() for line in lines]
