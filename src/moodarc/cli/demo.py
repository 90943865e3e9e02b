"""`moodarc demo`: from nothing to the page, on built-in music or on a folder of your own.

Where the page is not wanted, or its extra not installed, a playlist is printed instead.
"""

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.list_options import GoalName
from moodarc.cli.playlist import playlist
from moodarc.cli.scan import scan
from moodarc.cli.serve import NEEDED, open_page
from moodarc.cli.shell import Shell

if TYPE_CHECKING:
    from moodarc.parallel import Executor
    from moodarc.serving.music_source import MusicSource

__all__ = ["demo"]


def demo(
    shell: Shell,
    music: Annotated[
        Path | None,
        typer.Option("--music", metavar="DIR", help="Your music; none = built-in music."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Playlist file to write.")
    ] = None,
    no_page: Annotated[
        bool, typer.Option("--no-page", help="Print a playlist instead of opening the page.")
    ] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
) -> None:
    """Open the page on a library of its own; with --no-page, a playlist from sad to happy."""
    told = shell if "db" in shell.flags else shell.with_flags(db=str(_demo_db(shell)))
    if no_page or out is not None or shell.as_json:
        _print_playlist(told, music, out)
    elif all(find_spec(module) for module in NEEDED):
        open_page(told, _source(told, music), opens=not no_open)
    else:
        told.notes.print('no page without: pip install "moodarc[serve]"', markup=False)
        _print_playlist(told, music, out)


def _source(shell: Shell, music: Path | None) -> "MusicSource":
    from moodarc.parallel import available_cores
    from moodarc.serving.music_source import BuiltInMusic, Folders

    if music is not None:
        return Folders((music.expanduser().absolute(),))
    return BuiltInMusic(shell.settings.data_dir, shell.settings.workers or available_cores())


def _print_playlist(told: Shell, music: Path | None, out: Path | None) -> None:
    from moodarc.parallel import Executor, available_cores

    folder = music
    if folder is None:
        executor = Executor(workers=told.settings.workers or available_cores())
        folder = _render(told, executor)
    told.console.print(f"Scanning {folder}", markup=False)
    scan(told, [folder])
    told.console.print("\nA playlist that starts sad and lifts:\n", markup=False)
    playlist(told, mood="sad", goal=GoalName.LIFT, n=8, output=out, curve=True)
    told.console.print(_next_steps(told, own=music is not None), markup=False)


def _demo_db(shell: Shell) -> Path:
    folder: Path = shell.settings.data_dir
    return folder / "demo.db"


def _render(shell: Shell, executor: "Executor") -> Path:
    """The built-in music, rendered where it is not there yet."""
    from rich.progress import Progress

    from moodarc.library.builtin import render_builtin

    shell.console.print("Composing the built-in music (once)", markup=False)
    with Progress(console=shell.notes, transient=True, disable=not shell.notes.is_terminal) as bar:
        task = bar.add_task("composing", total=None)
        paths = render_builtin(
            shell.settings.data_dir,
            executor=executor,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    return paths[0].parent


def _next_steps(shell: Shell, *, own: bool) -> str:
    db = f"--db {shlex.quote(str(shell.settings.db))}"
    steps = {
        f"moodarc serve {db}": "the page: see, steer, listen",
        f"moodarc tracks {db}": "what was found",
        f"moodarc show 1 {db}": "one track, with its emotion curve",
        f"moodarc playlist --mood angry --goal calm --minutes 20 {db}": "another list",
        f"moodarc play --mood sad --goal lift {db}": "listen, and be led",
    }
    if not own:
        steps["moodarc scan ~/Music"] = "your own files, in your own library"
    steps["moodarc feel --mood sleepy"] = "say how you feel; it stays on this machine"
    lines = [f"  {command}\n      {meaning}\n" for command, meaning in steps.items()]
    return "\nNext:\n" + "".join(lines)
