"""Makes the references in `docs/` from the commands, settings and routes themselves.

    python -m moodarc.cli.reference [FOLDER]

A test compares the files with what this gives, so that they cannot drift.
"""

import argparse
import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from typer.models import ArgumentInfo, OptionInfo

from moodarc.cli.registry import COMMANDS, GROUPS, Command
from moodarc.cli.shell import shared_options

__all__ = [
    "REFERENCES",
    "cli_reference",
    "message_schema_reference",
    "service_reference",
    "settings_reference",
    "write_references",
]

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
    shared = (_row(parameter) for parameter in shared_options())
    parts = [_INTRODUCTION, *shared, _AFTER_OPTIONS]
    for name, command in _commands():
        parts.extend(_section(name, command))
    return "".join(parts)


def _commands() -> Iterator[tuple[str, Command]]:
    yield from ((command.__name__.replace("_", "-"), command) for command in COMMANDS)
    for group, (_, members) in GROUPS.items():
        yield from (
            (f"{group} {command.__name__.replace('_', '-')}", command) for command in members
        )


def _section(name: str, command: Command) -> Iterator[str]:
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "shell"]
    arguments = [parameter for parameter in own if isinstance(_info(parameter), ArgumentInfo)]
    usage = " ".join(["moodarc", name, *map(_name, arguments), "[OPTIONS]"])
    yield f"\n## moodarc {name}\n\n```\n{usage}\n```\n\n{inspect.getdoc(command)}\n"
    if own:
        yield "\n| | meaning |\n|---|---|\n"
        yield from map(_row, own)


def _info(parameter: inspect.Parameter) -> Any:  # noqa: ANN401 - Typer's ArgumentInfo or OptionInfo
    return next(
        info
        for info in parameter.annotation.__metadata__
        if isinstance(info, ArgumentInfo | OptionInfo)
    )


def _row(parameter: inspect.Parameter) -> str:
    return (
        f"| `{_cell(_name(parameter))}` | {_cell(_info(parameter).help)}{_default(parameter)} |\n"
    )


def _name(parameter: inspect.Parameter) -> str:
    """How it is written: `PATH...`, `--limit INTEGER`, `--yes, -y`."""
    info = _info(parameter)
    if isinstance(info, ArgumentInfo):
        told = parameter.annotation.__origin__
        kinds = [get_origin(kind) for kind in (told, *get_args(told))]
        many = "..." if list in kinds else ""
        name = str(info.metavar or parameter.name.upper())
        return name + many if parameter.default is inspect.Parameter.empty else f"[{name}]{many}"
    spellings = ", ".join([info.default, *(info.param_decls or ())])
    kind = _kind(parameter)
    return spellings if kind is bool else f"{spellings} {info.metavar or _values(kind)}"


def _kind(parameter: inspect.Parameter) -> Any:  # noqa: ANN401 - a type
    """The type of the value, without its None."""
    kind = parameter.annotation.__origin__
    kinds = [one for one in get_args(kind) if one is not NoneType]
    return kinds[0] if kinds else kind


def _values(kind: Any) -> str:  # noqa: ANN401 - a type
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(one.value) for one in kind)
    return {int: "INTEGER", float: "NUMBER"}.get(kind, "TEXT")


def _default(parameter: inspect.Parameter) -> str:
    told = parameter.default
    hidden = told is None or told is inspect.Parameter.empty or isinstance(told, bool)
    return "" if hidden else f" Default: {told}."


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

A setting comes from a command's option of its name or from `--set KEY=VALUE`, else from the
environment, else from the TOML file `$XDG_CONFIG_HOME/moodarc/config.toml`
(`~/.config/moodarc/config.toml`; another one by `MOODARC_CONFIG`), else it has its default. An
unknown key is an error.

| key in the file | environment | default | meaning |
|---|---|---|---|
"""

_COMPUTED_DEFAULTS = {
    "data_dir": "`$XDG_DATA_HOME/moodarc` (`~/.local/share/moodarc`)",
    "cache_dir": "`$XDG_CACHE_HOME/moodarc` (`~/.cache/moodarc`)",
    "db": "`moodarc.db` in `data_dir`",
    "scan_roots": "your home folder",
}


def _default_of(name: str, field: Any) -> str:  # noqa: ANN401 - pydantic's field
    if field.default_factory:
        return _COMPUTED_DEFAULTS[name]
    return f"`{field.default}`" if str(field.default or "") or field.default == 0 else "none"


def message_schema_reference() -> str:
    """The text of `docs/wearable_message.schema.json`."""
    import json

    from moodarc.sensing.wearables import message_schema

    return json.dumps(message_schema(), indent=2) + "\n"


def service_reference() -> str:
    """The text of `docs/openapi.json`: the service's HTTP interface; the page's types follow it."""
    import json

    from moodarc.serving.app import create_app
    from moodarc.settings import load_settings

    return json.dumps(create_app(load_settings({})).openapi(), indent=1, sort_keys=True) + "\n"


REFERENCES: dict[str, Callable[[], str]] = {
    "cli.md": cli_reference,
    "settings.md": settings_reference,
    "wearable_message.schema.json": message_schema_reference,
    "openapi.json": service_reference,
}


def write_references(folder: Path) -> None:
    """Write all files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in REFERENCES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the references of the documentation.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs"))
    write_references(parser.parse_args().folder)
