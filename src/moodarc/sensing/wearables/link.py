"""The connection to a broker: made again whenever it breaks, with patience that doubles.

One thread, no callbacks to the outside: `step` lets the network work for a while and returns what
arrived. Messages of QoS 1 are acknowledged by the caller when they are safe, and not before. The
session outlives us at the broker (MQTT 5, session expiry), so that what comes while we are away is
kept there; what was not acknowledged comes again.
"""

import random
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from moodarc.errors import BrokerError
from moodarc.sensing.wearables.broker import BrokerConfig, LinkConfig, make_client

if TYPE_CHECKING:
    from paho.mqtt.client import MQTTMessage
    from paho.mqtt.reasoncodes import ReasonCode

__all__ = ["OFFLINE", "ONLINE", "Arrival", "BrokerLink"]

ONLINE: Final = "online"
OFFLINE: Final = "offline"

_PASSING: Final = {
    "Server unavailable",
    "Server busy",
    "Quota exceeded",
    "Connection rate exceeded",
}
"""Refusals after which it is worth trying again."""
_TAKEN_OVER: Final = 0x8E
_SHORT_S: Final = 3.0
_MOST_SHORT: Final = 5
"""Connections of less than 3 s in a row after which somebody else must be taking our name; newer
brokers say so, older ones only hang up."""
_GATHERING_S: Final = 0.005
_GOODBYE_S: Final = 2.0
_SEND_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as the broker handed it over.

    Attributes:
        topic: of it.
        payload: of it.
        mid: the broker's number of it, for `acknowledge`.
        qos: 0 or 1.
        connection: which of our connections brought it; the number means nothing to another.
    """

    topic: str
    payload: bytes
    mid: int = field(repr=False)
    qos: int
    connection: int


class BrokerLink:
    """A context manager: entering connects, leaving says goodbye.

    Args:
        broker: where.
        config: what for.
        rng: spreads the pauses, so that many do not come back at the same moment.

    Attributes:
        n_connections: how often a connection was made.
        send_limit: messages of ours that the broker takes before it acknowledges the first.
    """

    def __init__(
        self, broker: BrokerConfig, config: LinkConfig, *, rng: random.Random | None = None
    ) -> None:
        self.broker = broker
        self.config = config
        self.n_connections = 0
        self._rng = rng or random.Random()  # noqa: S311 - pauses are no secret
        self.send_limit = _SEND_LIMIT
        self._ready = False
        self._fault: BrokerError | None = None
        self._unsent: set[int] = set()
        self._ready_since_s = 0.0
        self._n_short = 0
        self._inbox: list[Arrival] = []
        self._patience_s = config.patience_s
        self._next_try_s = 0.0
        self._deadline_s = 0.0
        self._client = self._prepare()

    @property
    def is_ready(self) -> bool:
        """Whether we are connected, and subscribed where we want to be."""
        return self._ready

    def __enter__(self) -> Self:
        try:
            self._connect()
            while not self._ready:
                self._work(0.1)
                self._check_answer()
        except BaseException:
            self._drop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._ready:
            if self.config.status_topic:
                self.publish(self.config.status_topic, OFFLINE.encode(), retain=True)
            end = time.monotonic() + _GOODBYE_S
            while self.is_ready and self.n_unsent and time.monotonic() < end:
                self._work(0.05)
            self._client.disconnect()
        self._drop()

    def step(self, wait_s: float) -> list[Arrival]:
        """Let the network work; what arrived, at most `config.batch`.

        Args:
            wait_s: longest wait for the first message.

        Raises:
            BrokerError: the broker will not have us, or another one has taken our name.
        """
        if self._client.socket() is None:
            self._try_again(wait_s)
        else:
            self._gather(wait_s)
        if self._fault is not None:
            raise self._fault
        arrived, self._inbox = self._inbox, []
        return arrived

    def acknowledge(self, arrivals: Sequence[Arrival]) -> None:
        """Tell the broker that these are safe; it may forget them."""
        for arrival in arrivals:
            if arrival.connection == self.n_connections and self._client.is_connected():
                self._client.ack(arrival.mid, arrival.qos)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Send at QoS 1, now or when there is a connection again; `n_unsent` counts it till then.

        With `send_limit` of them unsent, let `step` work first.
        """
        self._unsent.add(self._client.publish(topic, payload, qos=1, retain=retain).mid)

    @property
    def n_unsent(self) -> int:
        """Published messages that the broker has not acknowledged yet."""
        return len(self._unsent)

    def _prepare(self) -> Any:  # noqa: ANN401 - paho's Client, imported late
        client = make_client(self.broker, self.config.client_id)
        if self.config.status_topic:
            client.will_set(self.config.status_topic, OFFLINE, qos=1, retain=True)
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_publish = self._on_publish
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        return client

    def _connect(self) -> None:
        """Begin a connection.

        Raises:
            BrokerError: nobody is there.
        """
        from paho.mqtt.packettypes import PacketTypes  # noqa: PLC0415 - of an extra
        from paho.mqtt.properties import Properties  # noqa: PLC0415

        wishes: Any = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        wishes.SessionExpiryInterval = self.config.session_s
        wishes.ReceiveMaximum = self.config.batch
        self._deadline_s = time.monotonic() + self.broker.connect_timeout_s
        host, _, port = self.broker.address.rpartition(":")
        try:
            self._client.connect(
                host,
                int(port),
                keepalive=self.broker.keepalive_s,
                clean_start=self.config.session_s == 0,
                properties=wishes,
            )
        except (OSError, ValueError) as error:  # of which SSLError and UnicodeError are some
            remedy = f"check that it runs, and --host and --port{self._hint()}"
            if isinstance(error, ssl.SSLError):
                remedy = (
                    "give the PEM of who signed its certificate by --ca-file, and by --host the "
                    "name that it is made out to"
                )
            msg = f"broker {self.broker.address} cannot be reached ({error}); {remedy}"
            raise BrokerError(msg) from error

    def _check_answer(self) -> None:
        """Go on only while the first connection may still come about.

        Raises:
            BrokerError: it will not.
        """
        if self._fault is not None:
            raise self._fault
        if self._client.socket() is None or time.monotonic() > self._deadline_s:
            msg = (
                f"broker {self.broker.address} does not answer as one of MQTT 5 does; "
                f"check --host and --port{self._hint()}"
            )
            raise BrokerError(msg)

    def _hint(self) -> str:
        return "" if self.broker.tls else "; a broker that wants TLS needs --tls"

    def _try_again(self, wait_s: float) -> None:
        """Connect when the pause is over; else wait for it, at most `wait_s`."""
        pause_s = self._next_try_s - time.monotonic()
        if pause_s > 0:
            time.sleep(min(wait_s, pause_s))
            return
        try:
            self._connect()
        except BrokerError:  # still away; a first connection has shown that it is the right one
            self._be_patient()

    def _be_patient(self) -> None:
        self._next_try_s = time.monotonic() + self._patience_s * self._rng.uniform(0.5, 1.0)
        self._patience_s = min(2.0 * self._patience_s, self.config.longest_patience_s)

    def _gather(self, wait_s: float) -> None:
        """Read until nothing more comes for a moment or the batch is full."""
        self._work(wait_s)
        n_before = 0
        while n_before < len(self._inbox) < self.config.batch and self._client.is_connected():
            n_before = len(self._inbox)
            self._work(_GATHERING_S)
        if not self._ready and time.monotonic() > self._deadline_s:
            self._drop()
            self._be_patient()

    def _work(self, wait_s: float) -> None:
        self._client.loop(wait_s)

    def _drop(self) -> None:
        """Close the socket without a goodbye, as a broken network would."""
        self._ready = False
        self._client._sock_close()  # noqa: SLF001 - paho has no public way
        self._client._reset_sockets()  # noqa: SLF001

    def _on_connect(
        self, _client: object, _data: object, _flags: object, reason: "ReasonCode", answer: object
    ) -> None:
        if reason.is_failure:
            if reason.getName() not in _PASSING:
                msg = (
                    f"broker {self.broker.address} refuses us: {reason}; check --user, the "
                    "password (MOODARC_MQTT_PASSWORD or --password-file) and the certificates"
                )
                self._fault = BrokerError(msg)
            return
        self.n_connections += 1
        self.send_limit = min(_SEND_LIMIT, getattr(answer, "ReceiveMaximum", _SEND_LIMIT))
        if self.config.subscription:
            self._client.subscribe(self.config.subscription, qos=1)
        else:
            self._be_ready()

    def _on_subscribe(
        self, _client: object, _data: object, _mid: int, reasons: "list[ReasonCode]", _more: object
    ) -> None:
        refused = [reason for reason in reasons if reason.is_failure]
        if refused:
            self._fault = BrokerError(
                f"broker {self.broker.address} does not let us read {self.config.subscription}: "
                f"{refused[0]}; allow it to the user {self.broker.user!r} there"
            )
            return
        self._be_ready()

    def _be_ready(self) -> None:
        self._ready = True
        self._ready_since_s = time.monotonic()
        self._patience_s = self.config.patience_s
        if self.config.status_topic:
            self.publish(self.config.status_topic, ONLINE.encode(), retain=True)

    def _on_publish(
        self, _client: object, _data: object, mid: int, reason: "ReasonCode", _more: object
    ) -> None:
        self._unsent.discard(mid)
        if reason.is_failure:
            self._fault = BrokerError(
                f"broker {self.broker.address} does not take what we publish: {reason}; "
                f"allow the user {self.broker.user!r} to write below moodarc/ there"
            )

    def _on_disconnect(
        self, _client: object, _data: object, _flags: object, reason: "ReasonCode", _more: object
    ) -> None:
        if self._ready:
            short = time.monotonic() - self._ready_since_s < _SHORT_S
            self._n_short = self._n_short + 1 if short else 0
        self._ready = False
        self._be_patient()
        if reason.value == _TAKEN_OVER or self._n_short >= _MOST_SHORT:
            self._fault = BrokerError(
                f"another moodarc has connected to {self.broker.address} as "
                f"{self.config.client_id!r}; stop one of them, or give one another --client-id"
            )

    def _on_message(self, _client: object, _data: object, message: "MQTTMessage") -> None:
        self._inbox.append(
            Arrival(
                topic=message.topic,
                payload=bytes(message.payload),
                mid=message.mid,
                qos=message.qos,
                connection=self.n_connections,
            )
        )
