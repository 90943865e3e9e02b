"""A database that may be read and not written, as on a disk that was mounted so."""

import os
import shutil
import subprocess
import sys

import pytest

from small_library import write_library

_MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
"""root may write whatever the rights say, but not what is mounted read-only"""


@pytest.fixture
def behind_glass(tmp_path):
    """A database in a folder that nobody may write, and what a command for it begins with."""
    folder = tmp_path / "kept"
    folder.mkdir()
    write_library(folder / "music.db", tmp_path / "music", n=3)
    if os.geteuid():
        (folder / "music.db").chmod(0o400)
        folder.chmod(0o500)
        yield folder / "music.db", []
        folder.chmod(0o700)
        return
    within = ["unshare", "--mount", "sh", "-c", _MOUNTED, str(folder)]
    if shutil.which("unshare") is None or subprocess.run([*within, "true"], check=False).returncode:
        pytest.skip("root cannot mount here: run it as another user")
    yield folder / "music.db", within


@pytest.mark.parametrize(
    "arguments", [["serve", "--no-open", "--port", "0"], ["play"]], ids=["serve", "play"]
)
def test_a_read_only_database_is_told_with_what_to_do(behind_glass, tmp_path, arguments):
    db, within = behind_glass
    kept = {f"MOODARC_{name}_DIR": str(tmp_path / name.lower()) for name in ("DATA", "CACHE")}
    command = [sys.executable, "-m", "moodarc", *arguments, "--db", str(db)]
    done = subprocess.run(
        [*within, *command],
        env={**os.environ, **kept},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"moodarc: database {db} is read-only: it may not be written")
    assert line.endswith("make it and its folder writable, or give another path with --db")
