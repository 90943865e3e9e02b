"""How a command is told of its broker; each option is a setting, so a file may hold them all."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.errors import SettingsError

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell
    from moodarc.sensing.wearables import BrokerConfig

__all__ = [
    "CaFile",
    "CertFile",
    "Host",
    "KeyFile",
    "PasswordFile",
    "Port",
    "Tls",
    "User",
    "broker_config",
]

_LONGEST_PASSWORD = 65535

Host = Annotated[
    str | None, typer.Option("--host", metavar="NAME", help="The broker (default: localhost).")
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", metavar="N", min=1, max=65535, help="Its port (default: 1883; 8883 with --tls)."
    ),
]
Tls = Annotated[
    bool | None,
    typer.Option("--tls/--no-tls", help="Encrypt, and check that the broker is who it says."),
]
User = Annotated[
    str | None,
    typer.Option(
        "--user", metavar="NAME", help="At the broker; the password by MOODARC_MQTT_PASSWORD."
    ),
]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help="That holds the password.")
]
CaFile = Annotated[
    Path | None,
    typer.Option(
        "--ca-file", metavar="PEM", help="Who signed the broker's certificate; else the system's."
    ),
]
CertFile = Annotated[
    Path | None,
    typer.Option("--cert-file", metavar="PEM", help="Our certificate, where it wants one."),
]
KeyFile = Annotated[Path | None, typer.Option("--key-file", metavar="PEM", help="Its key.")]


def broker_config(shell: "Shell") -> "BrokerConfig":
    """The broker that the settings name; a password in the clear is warned of.

    Raises:
        SettingsError: the password file cannot be read.
    """
    from moodarc.sensing.wearables import BrokerConfig

    settings = shell.settings
    password = settings.mqtt_password.get_secret_value()
    if settings.mqtt_password_file is not None:
        password = _read_password(settings.mqtt_password_file)
    config = BrokerConfig(
        host=settings.mqtt_host,
        port=settings.mqtt_port or None,
        tls=settings.mqtt_tls,
        user=settings.mqtt_user,
        password=password,
        ca_file=settings.mqtt_ca_file,
        cert_file=settings.mqtt_cert_file,
        key_file=settings.mqtt_key_file,
    )
    if password and not config.user:
        msg = "a password is given without a user name; give --user"
        raise SettingsError(msg)
    if config.tells_password:
        warning = f"the password goes to {config.address} in the clear; --tls encrypts it"
        shell.notes.print(warning, markup=False)
    return config


def _read_password(file: Path) -> str:
    try:
        password = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        msg = f"password file {file} cannot be read ({reason}); give a file of one line"
        raise SettingsError(msg) from error
    if not password or len(password.encode()) > _LONGEST_PASSWORD or "\n" in password:
        msg = f"password file {file} holds no password; write it there as one line"
        raise SettingsError(msg)
    return password
