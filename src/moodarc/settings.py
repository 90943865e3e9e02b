"""Every setting of the program: one frozen, typed object.

A value comes from a flag, else the environment (`MOODARC_*`), else a TOML file in the XDG
configuration folder, else its default, in that order. An unknown key in the file is an error, so
that a misspelt setting is never silently without effect. `docs/settings.md` is made from here.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from moodarc.errors import SettingsError

__all__ = ["ENV_PREFIX", "Settings", "config_path", "load_settings"]

ENV_PREFIX = "MOODARC_"

_SECRETS = frozenset({"mqtt_password"})

Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


def config_path() -> Path:
    """The TOML file: `$MOODARC_CONFIG`, else `$XDG_CONFIG_HOME/moodarc/config.toml`."""
    chosen = os.environ.get(f"{ENV_PREFIX}CONFIG")
    return Path(chosen) if chosen else _xdg("XDG_CONFIG_HOME", ".config") / "config.toml"


def _xdg(variable: str, otherwise: str) -> Path:
    """The program's folder under an XDG base; a relative base is to be ignored (XDG 0.8)."""
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / otherwise) / "moodarc"


class Settings(BaseSettings):
    """What the program was told.

    >>> Settings(db="/tmp/music.db", workers=2).workers
    2
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, frozen=True, extra="forbid", validate_default=True
    )

    data_dir: Folder = Field(
        default_factory=lambda: _xdg("XDG_DATA_HOME", ".local/share"),
        description="Folder of what must be kept: the database, vectors, rendered music.",
    )
    cache_dir: Folder = Field(
        default_factory=lambda: _xdg("XDG_CACHE_HOME", ".cache"),
        description="Folder of what can be made again at any time.",
    )
    db: str = Field(
        default_factory=lambda values: str(values["data_dir"] / "moodarc.db"),
        min_length=1,
        description="Database: path of a SQLite file, or a SQLAlchemy URL.",
    )
    listener: str = Field(
        default="me",
        min_length=1,
        max_length=64,
        description="Name of the listener whose feelings, events and lists are meant.",
    )
    workers: int = Field(
        default=0,
        ge=0,
        le=1024,
        description="Processes that analyse at the same time; 0 = one for each core.",
    )
    max_duration_s: float = Field(
        default=3 * 3600.0,
        gt=0,
        description="Longest file that a scan analyses, in seconds; longer ones are skipped.",
    )
    file_timeout_s: float = Field(
        default=600.0,
        gt=0,
        description="Seconds a scan gives one file before it is skipped.",
    )
    keep_samples_days: int = Field(
        default=30,
        ge=1,
        le=366,
        description="Days that samples of a wearable are kept; readings made from them stay.",
    )
    serve_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        max_length=255,
        description="Address that `moodarc serve` listens at; another than loopback needs a token.",
    )
    serve_port: int = Field(
        default=8765, ge=0, le=65535, description="Its port; 0 = any that is free."
    )
    serve_names: tuple[str, ...] = Field(
        default=(),
        description="Names by which the service may be asked for besides localhost and this "
        "machine's own; a request for any other is refused (DNS rebinding). With one, every "
        "request needs a token: it is taken to be that of a proxy.",
    )
    scan_roots: tuple[Folder, ...] = Field(
        default_factory=lambda: (Path.home(),),
        description="Folders below which a scan may be asked for over HTTP.",
    )
    mqtt_host: str = Field(
        default="localhost", min_length=1, description="MQTT broker: name or address."
    )
    mqtt_port: int = Field(
        default=0, ge=0, le=65535, description="Its port; 0 = 8883 with TLS, else 1883."
    )
    mqtt_tls: bool = Field(
        default=False, description="Encrypt, and check that the broker is who it says."
    )
    mqtt_user: str = Field(default="", description="Our user name at the broker.")
    mqtt_password: SecretStr = Field(
        default=SecretStr(""), description="Its password; never taken from the command line."
    )
    mqtt_password_file: Folder | None = Field(
        default=None, description="File that holds the password, instead of `mqtt_password`."
    )
    mqtt_ca_file: Folder | None = Field(
        default=None,
        description="PEM of the authority that signed the broker's certificate; "
        "none = the system's.",
    )
    mqtt_cert_file: Folder | None = Field(
        default=None, description="PEM of our own certificate, where the broker wants one."
    )
    mqtt_key_file: Folder | None = Field(
        default=None, description="PEM of its key; none where `mqtt_cert_file` holds it."
    )


def load_settings(flags: Mapping[str, Any] | None = None, file: Path | None = None) -> Settings:
    """The settings from flags, environment and file.

    Args:
        flags: values given on the command line; None = not given.
        file: the TOML file to read instead of `config_path()`.

    Raises:
        SettingsError: an unknown key, a value out of range or a file that is not TOML.
    """
    chosen = file or config_path()
    written = _read_file(chosen)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    for name in given:
        _check_known(name, "the command line")
        _check_no_secret(name)
    from_environment = {name for name in Settings.model_fields if _variable(name) in os.environ}
    lowest = {name: value for name, value in written.items() if name not in from_environment}
    try:
        return Settings(**{**lowest, **given})
    except ValidationError as error:
        raise SettingsError(_complaint(error, _wheres(chosen, lowest, given))) from error


def _variable(name: str) -> str:
    return f"{ENV_PREFIX}{name.upper()}"


def _read_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"settings file {file} is not TOML: {error}; correct or remove it"
        raise SettingsError(msg) from error
    except OSError as error:
        msg = f"settings file {file} cannot be read: {error.strerror}"
        raise SettingsError(msg) from error
    for key in values:
        _check_known(key, str(file))
    return values


def _check_known(key: str, where: str) -> None:
    if key in Settings.model_fields:
        return
    near = difflib.get_close_matches(key, Settings.model_fields, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(Settings.model_fields)}"
    msg = f"unknown setting {key!r} in {where}; {hint}"
    raise SettingsError(msg)


def _check_no_secret(name: str) -> None:
    if name in _SECRETS:
        msg = (
            f"{name!r} on the command line can be read by all who use this machine; "
            f"give it by {_variable(name)} or in a file by {name}_file"
        )
        raise SettingsError(msg)


def _wheres(file: Path, written: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """By setting, where its value was taken from."""
    from_environment = {name: _variable(name) for name in Settings.model_fields}
    return {
        **{name: variable for name, variable in from_environment.items() if variable in os.environ},
        **dict.fromkeys(written, str(file)),
        **dict.fromkeys(given, "the command line"),
    }


def _complaint(error: ValidationError, wheres: Mapping[str, str]) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    where = f" in {wheres[name]}" if name in wheres else ""
    value = "not shown" if name in _SECRETS else repr(first["input"])
    return f"setting {name!r}{where} is {value}; {first['msg']}"
