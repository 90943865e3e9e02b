"""Where the broker is, how it knows us and what we want of it; and the paho client that this makes.

MQTT 5 by paho-mqtt, whose loop is driven by hand: everything happens in the caller's thread. It is
of the extra `wearables` and imported when it is used.
"""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from moodarc.errors import InputError

if TYPE_CHECKING:
    from paho.mqtt.client import Client

__all__ = ["PORT", "TLS_PORT", "BrokerConfig", "LinkConfig", "make_client"]

PORT = 1883
TLS_PORT = 8883

_LOCAL = ("localhost", "127.0.0.1", "::1")
_LONGEST_QUEUE = 100_000
"""messages a publisher may hold while the broker is away"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerConfig:
    """A broker and our name and password there.

    Attributes:
        host: name or address.
        port: None = 8883 with TLS, else 1883.
        tls: encrypt, and check that the broker is who it says.
        user: empty where the broker asks for none.
        password: not shown by `repr`.
        ca_file: PEM of the authority that signed the broker's certificate; None = the system's.
        cert_file: PEM of our own certificate, where the broker wants one.
        key_file: PEM of its key; None where `cert_file` holds it.
        keepalive_s: longest silence; after 1.5 times this the broker takes us for gone.
        connect_timeout_s: to the broker's first answer.
    """

    host: str = "localhost"
    port: int | None = None
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    keepalive_s: int = 30
    connect_timeout_s: float = 10.0

    @property
    def address(self) -> str:
        """For people: host and port."""
        port = self.port or (TLS_PORT if self.tls else PORT)
        return f"{self.host}:{port}"

    @property
    def tells_password(self) -> bool:
        """Whether a password crosses the network in the clear."""
        return bool(self.password) and not self.tls and self.host not in _LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkConfig:
    """What the connection is for.

    Attributes:
        client_id: our name at the broker; the session hangs on it.
        subscription: filter of the topics to hear, at QoS 1; empty = none.
        status_topic: where our coming and going is told, retained, by the broker too where we
            vanish (last will); empty = nowhere.
        session_s: how long the broker keeps our session without us.
        batch: most messages that are under way to us and not acknowledged.
        patience_s: first pause before connecting again; it doubles up to `longest_patience_s`.
        longest_patience_s: as it says.
    """

    client_id: str
    subscription: str = ""
    status_topic: str = ""
    session_s: int = 0
    batch: int = 1000
    patience_s: float = 0.5
    longest_patience_s: float = 60.0


def make_client(config: BrokerConfig, client_id: str) -> "Client":
    """A client that is not connected yet; it acknowledges nothing by itself.

    Raises:
        InputError: certificates that cannot be used.
    """
    from paho.mqtt.client import Client  # noqa: PLC0415 - of an extra
    from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion  # noqa: PLC0415

    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        protocol=MQTTProtocolVersion.MQTTv5,
        manual_ack=True,
    )
    client.connect_timeout = config.connect_timeout_s
    client.max_queued_messages_set(_LONGEST_QUEUE)
    if config.user:
        client.username_pw_set(config.user, config.password or None)
    if config.tls:
        client.tls_set_context(_tls(config))
    return client


class _Socket(ssl.SSLSocket):
    """Closed where the handshake fails: paho only drops it."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - Python's own
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def _tls(config: BrokerConfig) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=config.ca_file)
    except OSError as error:  # of which SSLError is one
        msg = f"CA file {config.ca_file} cannot be used ({error}); give a PEM certificate"
        raise InputError(msg) from error
    context.sslsocket_class = _Socket
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if config.cert_file is not None:
        try:
            context.load_cert_chain(config.cert_file, config.key_file, password=_no_passphrase)
        except (OSError, ValueError) as error:
            msg = (
                f"certificate {config.cert_file} cannot be used with key "
                f"{config.key_file or config.cert_file} ({error}); "
                "give a PEM certificate and its PEM key without a passphrase"
            )
            raise InputError(msg) from error
    return context


def _no_passphrase() -> str:
    """Instead of OpenSSL's question at the terminal."""
    msg = "the key is encrypted"
    raise ValueError(msg)
