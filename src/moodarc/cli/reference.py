"""Makes `docs/cli.md` and `docs/settings.md` from the commands and settings themselves.

    python -m moodarc.cli.reference [FOLDER]

A test compares the files with what this gives, so that they cannot drift.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from moodarc.cli.app import app
from moodarc.cli.registry import COMMANDS, GROUPS

__all__ = ["cli_reference", "settings_reference", "write_references"]

_SHARED = {"db", "listener", "as_json", "debug", "help"}

_INTRODUCTION = """\
# The command line

Made by `python -m moodarc.cli.reference`; do not edit.

Every command takes these options:

| option | meaning |
|---|---|
"""

_AFTER_OPTIONS = """
Exit codes: 0 done; 1 a failure of moodarc or of the database; 2 input that cannot be used;
130 stopped by Ctrl-C; 141 the reader of the output is gone. An error is one line on standard error.

JSON is pure ASCII. A path whose bytes are not UTF-8 holds `\\udcXX` for each such byte; Python's
`os.fsencode` turns it back. A track is `{"track_id", "path", "status", "title", "artist", "album",
"year", "genre", "duration_s", "speech_probability", "affect"}`; `status` is present, missing or
broken; `affect` is null or `{"valence", "arousal", "variance": {"valence", "arousal"}, "quadrant",
"shares": {"happy", "angry", "sad", "peaceful"}}` with valence and arousal in [-1, 1].
"""


def cli_reference() -> str:
    """The text of `docs/cli.md`."""
    root = typer.main.get_command(app)
    some: Any = next(iter(_commands(root)))[1]
    shared = [_option_row(p) for p in some.params if p.name in _SHARED - {"help"}]
    parts = [_INTRODUCTION, *shared, _AFTER_OPTIONS]
    for name, command in _commands(root):
        parts.extend(_command_section(name, command))
    return "".join(parts)


def _commands(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - click's command
    yield from ((f.__name__, root.commands[f.__name__]) for f in COMMANDS)
    for group, (_, functions) in GROUPS.items():
        members = root.commands[group].commands
        yield from ((f"{group} {f.__name__}", members[f.__name__]) for f in functions)


def _command_section(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401 - click's command
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [option for option in options if option.name not in _SHARED]
    words = " ".join(["moodarc", name, *(_argument_name(a) for a in arguments)])
    yield f"\n## moodarc {name}\n\n```\n{words} [OPTIONS]\n```\n\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    if arguments or own:
        yield "\n| | meaning |\n|---|---|\n"
        for argument in arguments:
            yield f"| `{_argument_name(argument)}` | {_cell(argument.help)} |\n"
        yield from map(_option_row, own)


def _argument_name(argument: Any) -> str:  # noqa: ANN401 - click's parameter
    return str(argument.metavar or argument.name.upper())


def _option_row(option: Any) -> str:  # noqa: ANN401 - click's parameter
    names = ", ".join(option.opts)
    metavar = "" if option.is_flag else f" {_metavar(option)}"
    return f"| `{names}{metavar}` | {_cell(option.help)}{_default(option)} |\n"


def _metavar(option: Any) -> str:  # noqa: ANN401 - click's parameter
    choices = getattr(option.type, "choices", None)
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    return str(option.metavar or option.type.name.upper())


def _default(option: Any) -> str:  # noqa: ANN401 - click's parameter
    told = option.default if not option.is_flag else None
    return "" if told is None or callable(told) else f" Default: {told}."


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


def settings_reference() -> str:
    """The text of `docs/settings.md`."""
    from moodarc.settings import ENV_PREFIX, Settings

    rows = [
        f"| `{name}` | `{ENV_PREFIX}{name.upper()}` | {_default_of(name, field)} | "
        f"{_cell(field.description)} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return _SETTINGS_INTRODUCTION + "".join(rows)


_SETTINGS_INTRODUCTION = """\
# Settings

Made by `python -m moodarc.cli.reference`; do not edit.

A setting comes from a command's option of its name, else from the environment, else from the TOML
file `$XDG_CONFIG_HOME/moodarc/config.toml` (`~/.config/moodarc/config.toml`; another one by
`MOODARC_CONFIG`), else it has its default. An unknown key in the file is an error.

| key in the file | environment | default | meaning |
|---|---|---|---|
"""

_COMPUTED_DEFAULTS = {
    "data_dir": "`$XDG_DATA_HOME/moodarc` (`~/.local/share/moodarc`)",
    "cache_dir": "`$XDG_CACHE_HOME/moodarc` (`~/.cache/moodarc`)",
    "db": "`moodarc.db` in `data_dir`",
}


def _default_of(name: str, field: Any) -> str:  # noqa: ANN401 - pydantic's field
    return _COMPUTED_DEFAULTS[name] if field.default_factory else f"`{field.default}`"


REFERENCES: dict[str, Callable[[], str]] = {
    "cli.md": cli_reference,
    "settings.md": settings_reference,
}


def write_references(folder: Path) -> None:
    """Write both files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in REFERENCES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write_references(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
