"""`moodarc sense mqtt`: listen to the wearables of a broker."""

from typing import TYPE_CHECKING, Annotated

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
from moodarc.cli.ended_by_signal import ended_by_signal
from moodarc.cli.extras import need
from moodarc.cli.health_consent import ask_for_health_data
from moodarc.cli.shell import Shell

if TYPE_CHECKING:
    from moodarc.sensing.wearables import BrokerConfig, BrokerLink
    from moodarc.storage import Store

__all__ = ["Seconds", "Yes", "mqtt"]

_SESSION_S = 7 * 24 * 3600

Seconds = Annotated[
    float | None,
    typer.Option("--seconds", metavar="S", min=0.1, help="Listen so long; none = until Ctrl-C."),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Agree to health data being stored; asked once else.")
]


def mqtt(
    shell: Shell,
    host: Host = None,
    port: Port = None,
    tls: Tls = None,
    user: User = None,
    password_file: PasswordFile = None,
    ca_file: CaFile = None,
    cert_file: CertFile = None,
    key_file: KeyFile = None,
    client_id: Annotated[
        str | None,
        typer.Option("--client-id", metavar="ID", help="Our name; made of listener and database."),
    ] = None,
    seconds: Seconds = None,
    max_messages: Annotated[
        int | None, typer.Option("--max-messages", metavar="N", min=1, help="Stop after so many.")
    ] = None,
    publish: Annotated[
        bool,
        typer.Option("--publish", help="Publish the belief, also for Home Assistant to show."),
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Only remove what the broker holds for us, and leave."),
    ] = False,
    yes: Yes = False,
) -> None:
    """Store what wearables send to an MQTT 5 broker, and read it for how you may feel.

    Devices publish to moodarc/<listener>/wearable/<device> (docs/wearables.md). A message is
    acknowledged after it is stored; what comes while nobody listens waits at the broker, a week.
    """
    need("wearables", "paho")
    told = {"mqtt_host": host, "mqtt_port": port, "mqtt_tls": tls, "mqtt_user": user}
    files = {"mqtt_password_file": password_file, "mqtt_ca_file": ca_file}
    files |= {"mqtt_cert_file": cert_file, "mqtt_key_file": key_file}
    shell = shell.with_flags(**told, **files)
    broker = broker_config(shell)
    if forget:
        _forget(shell, broker, client_id)
        return
    keep = ask_for_health_data(shell, yes=yes)
    listener = shell.settings.listener
    with ended_by_signal(), shell.open_store() as store:
        store.listeners.ensure(listener)
        with _link(shell, store, broker, client_id) as link:
            keep()
            _listen(shell, store, link, seconds=seconds, max_messages=max_messages, publish=publish)


def _link(
    shell: Shell, store: "Store", broker: "BrokerConfig", client_id: str | None
) -> "BrokerLink":
    from moodarc.sensing.wearables import BrokerLink, LinkConfig, samples_filter, status_topic

    listener = shell.settings.listener
    config = LinkConfig(
        client_id=client_id or _client_id(listener, store.name),
        subscription=samples_filter(listener),
        status_topic=status_topic(listener),
        session_s=_SESSION_S,
    )
    return BrokerLink(broker, config)


def _client_id(listener: str, database: str) -> str:
    """The same at each start, another for each machine, database and listener."""
    import platform
    from hashlib import blake2b

    text = f"{platform.node()}\0{database}\0{listener}"
    return f"moodarc-{blake2b(text.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def _listen(
    shell: Shell,
    store: "Store",
    link: "BrokerLink",
    *,
    seconds: float | None,
    max_messages: int | None,
    publish: bool,
) -> None:
    from moodarc.cli.sense_view import BeliefPublisher, Sensing
    from moodarc.sensing.wearables import listen

    publisher = BeliefPublisher(store, link, shell.settings.listener) if publish else None
    with Sensing(shell, store, source=link.broker.address, publisher=publisher) as sensing:

        def is_enough() -> bool:
            sensing.show(connected=link.is_ready)
            sensing.counts["connections"] = link.n_connections
            return sensing.is_over(seconds, max_messages)

        listen(link, sensing.intake, sensing.clock, until=is_enough)


def _forget(shell: Shell, broker: "BrokerConfig", client_id: str | None) -> None:
    """Take back our session, with what waits in it, and what Home Assistant was told."""
    from moodarc.sensing.wearables import (
        BrokerLink,
        LinkConfig,
        belief_topic,
        discovery_messages,
        status_topic,
    )

    listener = shell.settings.listener
    with shell.open_store() as store:
        name = client_id or _client_id(listener, store.name)
    topics = [*discovery_messages(listener), belief_topic(listener), status_topic(listener)]
    with BrokerLink(broker, LinkConfig(client_id=name)) as link:
        for topic in topics:
            link.publish(topic, b"", retain=True)
    if shell.as_json:
        shell.write_json({"listener": listener, "broker": broker.address, "client_id": name})
    else:
        shell.console.print(f"{broker.address} holds nothing more for {name}", markup=False)
