"""What every command is handed: the shared options, settings, database and output.

`with_shell` gives a command the four shared options and turns its errors into one line and an
exit code, so that no command can forget them.
"""

import functools
import inspect
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.text import printable
from moodarc.errors import MoodarcError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from moodarc.settings import Settings
    from moodarc.storage import Store

__all__ = ["Shell", "complain", "discard_output", "shared_options", "with_shell"]

_INTERRUPTED = 130
_BROKEN_PIPE = 141

_PANEL = "Options of every command"

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="PATH|URL",
        help="Database file or URL (env: MOODARC_DB).",
        rich_help_panel=_PANEL,
    ),
]
Listener = Annotated[
    str | None,
    typer.Option(
        "--listener",
        metavar="NAME",
        help="Who is meant (env: MOODARC_LISTENER; default: me).",
        rich_help_panel=_PANEL,
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help="Write JSON on standard output.", rich_help_panel=_PANEL),
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an error.", rich_help_panel=_PANEL)
]

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Any setting (docs/settings.md).",
        rich_help_panel=_PANEL,
    ),
]

_SHARED = {
    "db": (Db, None),
    "listener": (Listener, None),
    "settings": (Set, None),
    "as_json": (Json, False),
    "debug": (Debug, False),
}


@dataclass(frozen=True)
class Shell:
    """The surroundings of one command.

    Attributes:
        flags: values of the settings given on the command line.
        as_json: whether the answer is to be JSON.
        debug: whether an error shows its traceback.
    """

    flags: dict[str, Any]
    as_json: bool = False
    debug: bool = False

    @cached_property
    def settings(self) -> "Settings":
        """The settings from flags, environment and file."""
        from moodarc.settings import load_settings

        return load_settings(self.flags)

    def with_flags(self, **flags: object) -> "Shell":
        """The same with more settings given by the command's own options."""
        given = {name: value for name, value in flags.items() if value is not None}
        return Shell({**self.flags, **given}, as_json=self.as_json, debug=self.debug)

    def open_store(self) -> "Store":
        """The database, made or migrated where needed; a context manager."""
        from moodarc.storage import open_store

        return open_store(self.settings.db)

    @cached_property
    def console(self) -> "Console":
        """Standard output for people."""
        from moodarc.cli.console import answer_console

        return answer_console()

    @cached_property
    def notes(self) -> "Console":
        """Standard error: progress and remarks that are no part of the answer."""
        from moodarc.cli.console import notes_console

        return notes_console()

    @cached_property
    def draws(self) -> bool:
        """Whether standard output shows lines, blocks and braille dots."""
        from moodarc.cli.text import can_draw

        return can_draw(self.console.encoding, os.environ.get("TERM", ""))

    def write_json(self, values: object) -> None:
        r"""One JSON value on standard output.

        It is pure ASCII: bytes of a path that are no UTF-8 come as `\udcXX`, which Python's
        `os.fsencode` turns back.
        """
        sys.stdout.write(json.dumps(values, indent=2, allow_nan=False) + "\n")
        sys.stdout.flush()


def with_shell(command: Callable[..., None]) -> Callable[..., None]:
    """The command as Typer wants it: with the shared options in place of its `shell`."""
    signature = inspect.signature(command, eval_str=True)
    own = [p for p in signature.parameters.values() if p.name != "shell"]
    own_names = {parameter.name for parameter in own}
    # a command may take a shared name for itself: the benches' --json names a file
    shared = [option for option in shared_options() if option.name not in own_names]

    @functools.wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - whatever the command takes
        named = {name: values.pop(name) for name in ("db", "listener")}
        pairs, debug = values.pop("settings"), values.pop("debug")
        as_json = False if "as_json" in own_names else values.pop("as_json")
        with _errors_in_one_line(debug=debug):
            given = {name: value for name, value in named.items() if value is not None}
            command(Shell(_pairs(pairs or ()) | given, as_json=as_json, debug=debug), **values)

    all_of_them = [_as_option(parameter) for parameter in (*own, *shared)]
    run.__signature__ = signature.replace(parameters=all_of_them)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in all_of_them}
    return run


def _as_option(parameter: inspect.Parameter) -> inspect.Parameter:
    """Keyword-only; and the help of a flag names no type, for it takes no value."""
    annotation = parameter.annotation
    if annotation.__origin__ is bool:
        info = copy(annotation.__metadata__[0])
        info.metavar = ""
        annotation = Annotated[bool, info]
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


def shared_options() -> list[inspect.Parameter]:
    """The parameters that every command has."""
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(name, kind, default=default, annotation=annotation)
        for name, (annotation, default) in _SHARED.items()
    ]


def _pairs(words: Iterable[str]) -> dict[str, str]:
    """The settings of `--set KEY=VALUE`."""
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            msg = f"--set {word!r} has no value; write it as KEY=VALUE"
            raise SettingsError(msg)
        found[key.strip()] = value
    return found


@contextmanager
def _errors_in_one_line(*, debug: bool) -> Iterator[None]:
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except MoodarcError as error:
        complain(str(error), debug=debug)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as error:
        discard_output()
        raise typer.Exit(_BROKEN_PIPE) from error
    except KeyboardInterrupt as error:
        complain("stopped; what was done is kept", debug=False)
        raise typer.Exit(_INTERRUPTED) from error
    except Exception as error:
        if type(error).__module__.startswith("typer"):
            raise
        reason = f"{type(error).__name__}: {error}"
        complain(f"this is a fault of moodarc, not yours: {reason} (see --debug)", debug=debug)
        raise typer.Exit(1) from error


def complain(message: str, *, debug: bool = False) -> None:
    """One line on standard error; with `debug` the traceback before it."""
    if debug:
        traceback.print_exc()
    line = printable(" ".join(message.split()))
    sys.stderr.write(f"moodarc: {line}\n")


def discard_output() -> None:
    """Point standard output nowhere: its reader is gone, and the last flush must not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
