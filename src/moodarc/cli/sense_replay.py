"""`moodarc sense replay`: send a recorded series to a broker."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.broker_options import (
    CaFile,
    CertFile,
    Host,
    KeyFile,
    PasswordFile,
    Port,
    Tls,
    User,
    broker_config,
)
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["replay"]


def replay(
    shell: Shell,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON lines of messages, or SiTunes' wrist.npy.")
    ],
    speed: Annotated[
        float,
        typer.Option("--speed", metavar="X", min=0.001, help="1 as measured; inf = at once."),
    ] = 1.0,
    person: Annotated[
        int | None, typer.Option("--person", metavar="N", help="Whose wrist, of SiTunes.")
    ] = None,
    device: Annotated[
        str, typer.Option("--device", metavar="NAME", help="To be named as the source.")
    ] = "replay",
    keep_times: Annotated[
        bool,
        typer.Option("--keep-times", help="And ids as recorded; else as if it had just ended."),
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first so many.")
    ] = None,
    host: Host = None,
    port: Port = None,
    tls: Tls = None,
    user: User = None,
    password_file: PasswordFile = None,
    ca_file: CaFile = None,
    cert_file: CertFile = None,
    key_file: KeyFile = None,
) -> None:
    """Publish a recorded series for the listener, in its rhythm or faster.

    For trying out what listens: `moodarc sense mqtt` stores it as if it were measured now.
    """
    import uuid

    need("wearables", "paho")
    from moodarc.sensing.wearables import (
        BrokerLink,
        LinkConfig,
        moved_to_end,
        now_utc,
        read_recording,
        replay,
    )

    told = {"mqtt_host": host, "mqtt_port": port, "mqtt_tls": tls, "mqtt_user": user}
    files = {"mqtt_password_file": password_file, "mqtt_ca_file": ca_file}
    files |= {"mqtt_cert_file": cert_file, "mqtt_key_file": key_file}
    shell = shell.with_flags(**told, **files)
    messages = read_recording(file, device=device, person=person)[:limit]
    run = uuid.uuid4().hex[:12]
    if not keep_times:
        messages = moved_to_end(messages, now_utc(), run)
    listener = shell.settings.listener
    with (
        BrokerLink(broker_config(shell), LinkConfig(client_id=f"moodarc-replay-{run}")) as link,
        shell.notes.status("") as status,
    ):
        n = len(messages)
        replay(
            link,
            listener,
            messages,
            speed=speed,
            told=lambda k: status.update(f"{k} of {n} sent"),
        )
    if shell.as_json:
        shell.write_json({"listener": listener, "device": device, "sent": n})
    else:
        shell.console.print(f"{n} samples sent to {link.broker.address}", markup=False)
